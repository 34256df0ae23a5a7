"""What no screen asks for but a command or a file may: odd devices, households, pages, digits, evidence, lines."""

from pathlib import Path

import pytest

from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.cli.bugs import note_bug
from fieldsurvey.services.errors import DeviceUnknownError, EvidenceUnfitError, ImportUnreadableError
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.sync.enrolment import check_fingerprint
from fieldsurvey.sync.enrolment_errors import FingerprintDiffersError
from fieldsurvey.vault.signing import SigningKey
from tests.integration.homes import Office, visit


def test_only_households_that_are_here_are_assigned_to_laptops_that_were_admitted(office: Office) -> None:
    case, device = visit(office.hq, name="王建国"), office.l1.seat.identity.device
    for stranger in ("zz", "", office.home("l3").seat.identity.device, office.hq.seat.identity.device):
        with pytest.raises(DeviceUnknownError):
            office.hq.assignments.assign([case], stranger)
    with pytest.raises(CaseMissingError):
        office.hq.assignments.assign([case, "nonsense"], device)
    assert office.hq.assignments.of_device(device) == []
    assert office.hq.assignments.assign([case, case], device) == 1


@pytest.mark.parametrize(("page", "kept"), [(10**30, 999), (-1, 0), (7, 7)])
def test_a_page_that_cannot_be_is_brought_to_one_that_can(office: Office, page: int, kept: int) -> None:
    draft = office.l1.visits.start(None).draft_id
    office.l1.visits.turn_to(draft, page, "name\ud800")
    view = office.l1.visits.view(draft)
    assert view.page == kept
    assert view.focus.startswith("name")


@pytest.mark.parametrize("digits", ["\ud800", "\x00", "", "1234 5678 9012\udfff"])
def test_digits_of_any_kind_differ_and_never_break(digits: str) -> None:
    with pytest.raises(FingerprintDiffersError):
        check_fingerprint(digits, SigningKey.generate().public)


def test_evidence_that_cannot_be_read_is_told_in_chinese(office: Office, tmp_path: Path) -> None:
    draft = office.l1.visits.start(None).draft_id
    for path in (tmp_path, tmp_path / "nowhere.jpg"):
        with pytest.raises(EvidenceUnfitError) as refused:
            office.l1.evidence.add(draft, path, evidence_type="diagnosis")
        assert str(refused.value).replace("U盘", "").isascii() is False
        assert "rectory" not in str(refused.value)
    with pytest.raises(ImportUnreadableError) as unreadable:
        office.l1.cases.import_lines(tmp_path / "nowhere.jsonl", source="旧台账")
    assert "No such file" not in str(unreadable.value)


LINES = {
    '{"key": "1", "savings": 0.5}': ("C106", "存款"),
    '{"key": "1", "members": [{"key": "1", "name": 0.5}]}': ("C106", "姓名"),
    '{"key": "1", "members": {"name": "x"}}': ("C108", "家庭成员"),
    '{"key": "1", "members": ["x"]}': ("C108", "第 1 行"),
    '{"key": "1", "members": [{"key": "a"}, {"key": "a"}]}': ("C107", "家庭成员"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_cannot_be_taken_names_its_field_as_people_do(office: Office, tmp_path: Path, line: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(line + "\n", encoding="utf-8")
    (refused,) = office.l1.cases.import_lines(file, source="旧台账").refused
    code, named = LINES[line]
    assert (code in refused.sentence, named in refused.sentence, refused.line) == (True, True, 1), refused.sentence
    assert "members" not in refused.sentence


def test_a_decimal_that_another_program_wrote_as_a_number_is_taken(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"key": "1", "name": "王建国", "building_area": 56.5}\n', encoding="utf-8")
    assert office.l1.cases.import_lines(file, source="旧台账").refused == []
    (row,) = office.l1.cases.find("王建国").rows
    assert office.l1.cases.show(row.case_id).document["building_area"] == "56.5"


def test_a_field_that_does_not_exist_is_named_without_its_row(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with pytest.raises(UnknownFieldError, match="“nogroup/place”"):
        office.l1.visits.add_row(draft, "nogroup")


def test_a_bug_is_noted_in_the_home_that_the_environment_names(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDSURVEY_HOME", str(office.folder("l2")))
    assert note_bug(ValueError("x"), None) == office.folder("l2") / "logs" / "fieldsurvey.log"
