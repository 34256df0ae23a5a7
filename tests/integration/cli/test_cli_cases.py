"""Households in and out by commands: import, list, show, history, assignment, forms, and clashes settled."""

import json
import re
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from fieldsurvey import app, new_homes
from fieldsurvey.case.canonical import Value
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import RecordId
from fieldsurvey.case.masking import mask_document, shown_masked
from fieldsurvey.practice.homes import PracticeHomes
from fieldsurvey.practice.report_three import documents
from fieldsurvey.practice.sides import PASSPHRASE
from fieldsurvey.services.case_lines import Noted
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import DiskFullError
from tests.integration.cli.conftest import Run

LONG_NUMBER = re.compile(r"\d{17}[\dX]|(?<!\d)1\d{10}(?!\d)")


def lines_file(path: Path, *documents: object) -> Path:
    """A file of JSON lines; what is a text already stays as it is."""
    lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in documents]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def case_ids(run: Run, home: Path) -> list[str]:
    """The ids of all households of a home."""
    return [case["case_id"] for case in run("case", "list", "--home", home, "--json").json["cases"]]


def test_a_second_import_changes_nothing(run: Run, laptop: Path, tmp_path: Path) -> None:
    file = lines_file(tmp_path / "in.jsonl", {"key": "a", "name": "甘棠"}, {"key": "b", "name": "白芷"})
    first = run("case", "import", file, "--source", "街道名单", "--home", laptop, "--json")
    assert first.status == 0
    assert first.json == {"taken": 2, "unchanged": 0, "refused": [], "stopped": "", "kept": [], "more": 0}
    again = run("case", "import", file, "--source", "街道名单", "--home", laptop)
    assert "导入 0 户,没有变化 2 户" in again.out
    assert run("case", "list", "--home", laptop, "--json").json["total"] == 26


def test_bad_lines_are_named_and_good_ones_taken(run: Run, laptop: Path, tmp_path: Path) -> None:
    file = lines_file(
        tmp_path / "in.jsonl", {"key": "a", "name": "甘棠"}, "{", {"key": "c", "nonsense": 1}, {"name": "x"}
    )
    ran = run("case", "import", file, "--source", "街道名单", "--home", laptop, "--json")
    assert ran.status == 4
    assert ran.json["taken"] == 1
    assert [each["line"] for each in ran.json["refused"]] == [2, 3, 4]
    assert ran.err.startswith("错误 [H308] 有 3 行没有导入")
    told = run("case", "import", file, "--source", "街道名单", "--home", laptop)
    assert "第 3 行没有导入" in told.out
    assert "nonsense" in told.out
    assert all(line.count("没有导入") == 1 for line in told.out.splitlines())
    lines_file(file, {"key": "d", "name": "甘草", "on_dibao": "true"})
    told = run("case", "import", file, "--source", "街道名单", "--home", laptop)
    assert "第 1 行:享受低保 应为是或否(true 或 false)" in told.out
    assert "没有导入 0 行,1 处按原样保留、要改正。" in told.out


def test_an_import_that_ends_early_says_what_it_took(
    run: Run, laptop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lines_file(tmp_path / "in.jsonl", *({"key": str(number), "name": "甘棠"} for number in range(510)))
    full = Cases._take  # the disk fills up while the second batch is written

    def _take(
        cases: Cases,
        batch: list[tuple[int, bytes]],
        source: str,
        noted: Noted,
        *,
        seen: dict[RecordId, int],
    ) -> tuple[int, int]:
        if batch[0][0] > 500:
            raise DiskFullError
        return full(cases, batch, source, noted, seen=seen)

    monkeypatch.setattr(Cases, "_take", _take)
    ran = run("case", "import", file, "--source", "街道名单", "--home", laptop)
    assert ran.status == 4
    assert "导入 500 户" in ran.out
    code, sentence = ran.error
    assert code == "H317"
    assert "磁盘空间不够" in sentence


def test_a_file_that_is_not_there_is_named(run: Run, laptop: Path, tmp_path: Path) -> None:
    assert run("case", "import", tmp_path / "no", "--source", "x", "--home", laptop).error[0] == "E101"
    assert run("case", "export", tmp_path / "no" / "x", "--home", laptop).error[0] == "E102"


def test_what_is_exported_can_be_imported_elsewhere(run: Run, laptop: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out.jsonl", tmp_path / "other"
    exported = run("case", "export", out, "--home", laptop, "--json")
    assert exported.json == {"cases": 24, "path": str(out)}
    assert len(out.read_text(encoding="utf-8").splitlines()) == 24
    new_homes.create_laptop(
        other, code="L9", staff_name="秦素筠", passphrase=PASSPHRASE, practice=True, cost=Cost.floor()
    )
    words = ["case", "import", out, "--source", "L1", "--home", other, "--json"]
    assert run(*words).json == {"taken": 24, "unchanged": 0, "refused": [], "stopped": "", "kept": [], "more": 0}
    assert run(*words).json == {"taken": 0, "unchanged": 24, "refused": [], "stopped": "", "kept": [], "more": 0}
    again = tmp_path / "again.jsonl"
    run("case", "export", again, "--home", other)
    assert again.read_bytes() == out.read_bytes()


def test_lists_cover_numbers(run: Run, laptop: Path) -> None:
    for arguments in ([], ["--json"]):
        listed = run("case", "list", "--home", laptop, *arguments).out
        assert "990101********" in listed
        assert "138****" in listed
        assert not LONG_NUMBER.search(listed)
    (case,) = run("case", "list", "L1-000001", "--limit", "1", "--home", laptop, "--json").json["cases"]
    for words in (["case", "show"], ["case", "history"]):
        for arguments in ([], ["--json"]):
            shown = run(*words, case["case_id"], "--home", laptop, *arguments).out
            assert "990101********" in shown
            assert not re.search(r"990101 ?\d{8}", shown)
            assert not re.search(r"1\d{10}", re.sub(r"[0-9a-f]{32,}", "", shown))


def test_a_list_is_found_paged_and_keeps_its_keys(run: Run, laptop: Path) -> None:
    page = run("case", "list", "--limit", "5", "--offset", "20", "--home", laptop, "--json").json
    assert set(page) == {"total", "more", "cases"}
    assert page["total"] == 24
    assert len(page["cases"]) == 4
    assert set(page["cases"][0]) == {
        "case_id", "survey_no", "name", "identity", "address", "employer", "mobile", "status", "persons",
        "updated_at", "clashes", "has_draft", "case_no", "filing_org", "cause", "category", "visited_on", "outcome",
        "surveyors", "later",
    }  # fmt: skip
    wanted = documents()[0]["name"]
    assert wanted in [case["name"] for case in run("case", "list", wanted, "--home", laptop, "--json").json["cases"]]
    assert run("case", "list", "没有这样的人", "--home", laptop, "--json").json["cases"] == []


def test_a_household_is_shown_by_its_number_or_id(run: Run, laptop: Path) -> None:
    by_number = run("case", "show", "l1-000003", "--home", laptop, "--json").json
    assert set(by_number) == {"case", "document", "clashes", "changes"}
    assert by_number["document"]["survey_no"] == "L1-000003"
    by_id = run("case", "show", by_number["case"]["case_id"], "--home", laptop, "--json").json
    assert by_id == by_number
    told = run("case", "show", "L1-000003", "--home", laptop).out
    assert f"姓名:{by_number['document']['name']}" in told
    assert "每月 260.00" in told
    assert run("case", "show", "L1-999999", "--home", laptop).error[0] == "H306"
    assert run("case", "show", "f" * 32, "--home", laptop).error[0] == "S112"


ODD_VALUES = {
    "mobile": 13812345678,
    "identity": {"type": "id_card", "number": 990101900101123},
    "bank": {"bank": "农商行", "holder": "甘棠", "number": 6222020000001234},
    "birth_date": 19900101,
    "savings": 100,
}


def test_odd_values_are_shown_and_their_numbers_covered(run: Run, laptop: Path, tmp_path: Path) -> None:
    rows = {
        "members": [{"row": "m1", "name": {"gap": "refused"}, "identity": 990101900101123}],
        "income": [{"key": 1, "member": {"gap": "unknown"}}, {"key": 2, "member": "m1"}, {"key": 3, "member": 7}],
    }
    file = lines_file(tmp_path / "in.jsonl", {"key": "a", "name": "甘棠", **ODD_VALUES, **rows})
    assert run("case", "import", file, "--source", "街道名单", "--home", laptop).status == 0
    (case,) = run("case", "list", "甘棠", "--home", laptop, "--json").json["cases"]
    for arguments in ([], ["--json"]):
        shown = run("case", "show", case["case_id"], "--home", laptop, *arguments)
        assert shown.status == 0, shown.err
        assert not re.search(r"\d{9}", re.sub(r"[0-9a-f]{32,}|[a-z0-9]{12}(?=\")", "", shown.out)), shown.out
    told = run("case", "show", case["case_id"], "--home", laptop).out
    assert "成员:不知道" in told
    assert "成员:拒答" in told
    assert "成员:7" in told


@pytest.mark.parametrize("value", [13812345678, [13812345678], {"number": [13812345678]}, {"typed": "13812345678"}])
@pytest.mark.parametrize("name", ["mobile", "identity", "bank"])
def test_a_number_is_covered_in_whatever_shape_it_came(name: str, value: Any) -> None:  # noqa: ANN401  # any JSON
    assert "13812345" not in json.dumps(mask_document({name: value, "members": [{"identity": value}]}, CASE))
    assert "13812345" not in shown_masked(CASE.field(name), value).replace(" ", "").replace(",", "")


def test_a_gap_is_covered_by_nothing() -> None:
    document = {"mobile": {"gap": "refused"}, "identity": {"type": "passport", "number": "E12345678"}}
    covered = mask_document(document, CASE)
    assert covered["mobile"] == {"gap": "refused"}
    assert covered["identity"]["type"] == "passport"


@pytest.mark.parametrize("plain", [[1, 2], "甲", {"a": 1}, [{"name": "甲"}], 5])
def test_a_plain_field_that_a_foreign_change_named_like_a_list_breaks_nothing(
    run: Run, laptop: Path, plain: Value
) -> None:
    record = "b" * 32
    (staff, *_) = app.describe_home(laptop).staff
    said = Said("case", record, {"members": entry(plain), "name": entry("己")})
    with closing(app.open_home(laptop, staff.staff_id, PASSPHRASE)) as home, home.seat.database.begin() as session:
        seal(session, home.seat, [said])
    for arguments in ([], ["--json"]):
        shown = run("case", "show", record, "--home", laptop, *arguments)
        assert shown.status == 0, shown.err
        assert "己" in shown.out


def test_history_names_who_did_what(run: Run, laptop: Path) -> None:
    (newest, *_) = lines = run("case", "history", "L1-000001", "--home", laptop, "--json").json["history"]
    assert set(newest) == {"at", "author", "device", "address", "label", "before", "after", "why"}
    assert {line["author"] for line in lines} == {"陆明沅"}
    assert "建筑面积" in run("case", "history", "L1-000001", "--home", laptop).out


def test_forms_of_chosen_households_become_one_pdf(run: Run, laptop: Path, tmp_path: Path) -> None:
    all_of_them = run("form", "--out", tmp_path / "all.pdf", "--home", laptop, "--json").json
    assert set(all_of_them) == {"path", "form", "pages", "papers", "told"}
    assert len(all_of_them["papers"]) == 24
    assert len(PdfReader(tmp_path / "all.pdf").pages) == all_of_them["pages"]
    two = ["--case", "L1-000001", "--case", "L1-000002", "--case", "L1-000001"]
    assert len(run("form", "F01", "--out", tmp_path / "two.pdf", *two, "--home", laptop, "--json").json["papers"]) == 2
    name = documents()[2]["name"]
    found = run("form", "F01", "--out", tmp_path / "found.pdf", "--search", name, "--home", laptop)
    assert found.status == 0
    assert "found.pdf" in found.out


def test_a_form_that_cannot_be_made_leaves_no_file(run: Run, laptop: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    assert run("form", "--out", target, "--search", "没有这样的人", "--home", laptop).error[0] == "H307"
    assert run("form", "F99", "--out", target, "--home", laptop).error[0].startswith("F")
    assert run("form", "--out", tmp_path / "no" / "x.pdf", "--home", laptop).error[0] == "E102"
    assert run("form", "--home", laptop).error[0] == "H301"
    assert list(tmp_path.glob("*.pdf*")) == []


def test_households_are_assigned_at_headquarters(run: Run, hq: Path, laptop: Path) -> None:
    already = run("case", "assign", "L1", "--case", "L2-000001", "--home", hq, "--json").json
    assert already["changed"] == 0
    first = run("case", "assign", "L1", "--home", hq, "--json").json
    assert (first["chosen"], first["changed"]) == (36, 30)
    assert "已结束 36 户" in run("case", "assign", "L1", "--end", "--home", hq).out
    assert run("case", "assign", "L9", "--home", hq).error[0] == "H115"
    assert run("case", "assign", "L1", "--home", laptop).error[0] in ("H101", "H115")


def test_clashes_are_listed_covered_and_settled(run: Run, homes: PracticeHomes, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    for laptop in homes.laptops:
        assert run("package", "write", stick, "--home", laptop).status == 0
    assert run("package", "read", stick, "--home", homes.headquarters).status == 0

    listed = run("clash", "list", "--home", homes.headquarters, "--json").json["clashes"]
    assert len(listed) == 3
    clash = listed[0]
    assert set(clash) == {"record", "case_name", "survey_no", "address", "label", "values"}
    assert set(clash["values"][0]) == {"change_id", "shown", "author", "device", "at"}
    shown = {value["shown"] for value in clash["values"]}
    assert len(shown) == 2
    assert all(text.startswith("139*") for text in shown)
    told = run("clash", "list", "--case", clash["survey_no"], "--home", homes.headquarters).out
    assert "共 1 处冲突" in told
    assert clash["values"][0]["change_id"] in told
    assert "手机号码" in told
    assert "[冲突]" in run("case", "show", clash["survey_no"], "--home", homes.headquarters).out

    words = ["clash", "settle", clash["record"], clash["address"], clash["values"][0]["change_id"]]
    assert run(*words, "--home", homes.headquarters).error[0] == "H301"
    assert run(*words, "--why", " ", "--home", homes.headquarters).error[0] == "H109"
    assert run(*words, "--why", "电话核实", "--home", homes.laptops[0]).error[0] == "H101"
    settled = run(*words, "--why", "电话核实", "--home", homes.headquarters, "--json")
    assert len(settled.json["change_id"]) == 64
    assert run(*words, "--why", "电话核实", "--home", homes.headquarters).error[0] == "H112"
    assert "共 2 处冲突" in run("clash", "list", "--home", homes.headquarters).out
    history = run("case", "history", clash["record"], "--home", homes.headquarters, "--json").json["history"]
    assert history[0]["why"] == "电话核实"


def test_odd_searches_find_something_or_nothing(run: Run, laptop: Path) -> None:
    for text in ("'; DROP TABLE change; --", "%", "*", '"', "\x00", "𡛟", "x" * 5_000):
        assert run("case", "list", text, "--home", laptop, "--json").status == 0
    assert run("case", "list", "--home", laptop, "--json").json["total"] == 24
