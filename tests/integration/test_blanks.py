"""Numbered blanks: printed before a visit, given to a household by their number, or made void."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from pypdf import PdfReader

from fieldsurvey.app import OpenHome
from fieldsurvey.case.ids import derived_record
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.services.paper_errors import BlankCountError, BlankOfNobodyError, BlankUsedError, PaperUnknownError
from fieldsurvey.store import folding
from fieldsurvey.store.errors import CaseMissingError
from tests.integration.homes import Office, only, visit


def paper(home: OpenHome, paper_id: str) -> dict[str, object]:
    """The record of a paper."""
    with home.seat.database.begin() as session:
        return folding.document_of(session, "paper", paper_id) or {}


def test_blanks_have_numbers_and_wait_to_be_used(office: Office, tmp_path: Path) -> None:
    home = office.l1
    printed = home.blanks.print_blanks(tmp_path / "b.pdf", count=3)
    texts = [page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages]
    assert (len(printed.papers), printed.pages) == (3, len(texts))
    assert [any(f"纸号 {each[:8]}" in text for text in texts) for each in printed.papers] == [True] * 3
    assert {(one.number, one.told, one.case_id) for one in home.blanks.open()} == {
        (each[:8], "空着", "") for each in printed.papers
    }
    assert home.paper_lists.counts().blanks == 3
    assert home.paper_lists.show("printed").total == 0
    home.paper_lists.mark(printed.papers[:1], "void", why="弄湿了")
    assert {one.paper_id for one in home.blanks.open()} == set(printed.papers[1:])


def test_a_blank_is_tied_to_the_household_that_is_typed_in_from_it(office: Office, tmp_path: Path) -> None:
    home = office.l1
    blank, other = home.blanks.print_blanks(tmp_path / "b.pdf", count=2).papers
    draft = home.visits.start(None)
    home.visits.answer(draft.draft_id, "name", "王")
    home.visits.answer(draft.draft_id, "home_address", "河畔街3号楼1室")
    used = home.blanks.blank_used(f" {blank[:8].upper()} ", draft.case_id)
    assert (used.case_id, used.paper_id) == (draft.case_id, blank)
    case = home.visits.finish(draft.draft_id, later=False).case_id
    assert [one.paper_id for one in home.blanks.open()] == [other]
    (group,) = home.paper_lists.show("printed").buildings
    (line,) = group.lines
    assert (group.building, line.paper_id, line.name, line.is_blank) == ("河畔街3号楼", blank, "王", True)
    # What is written by hand is not known, so nothing of it can have changed.
    visit(home, case, savings=1)
    assert home.paper_lists.changed_since_printed().papers == ()
    timeline = [(one.title, one.told) for one in home.cases.timeline(case).happenings if one.sort == "paper"]
    assert timeline == [
        ("用空白表填写", f"纸号 {blank[:8]}"),
        ("打印了空白表 F01", f"纸号 {blank[:8]},3 份,待签"),
    ]
    home.paper_lists.mark([blank], "signed")
    assert only(office.carry("l1", "hq")).aside == 0
    assert [one.paper_id for one in office.hq.blanks.open()] == [other]
    assert office.hq.paper_lists.of_case(case)[0].state == "signed"


def test_a_wrong_number_is_put_right(office: Office, tmp_path: Path) -> None:
    home = office.l1
    (blank,) = home.blanks.print_blanks(tmp_path / "b.pdf", count=1).papers
    first, second = visit(home, name="王"), visit(home, name="张")
    home.blanks.blank_used(blank[:8], first)
    home.blanks.blank_used(blank[:8], first)
    with pytest.raises(BlankUsedError, match=r"已归到.*王,没有改动"):
        home.blanks.blank_used(blank, second)
    assert home.blanks.blank_used(blank, second, again=True).name == "张"
    assert home.paper_lists.of_case(first) == []
    assert [line.paper_id for line in home.paper_lists.of_case(second)] == [blank]
    assert only(office.carry("l1", "hq")).aside == 0
    assert office.hq.clashes.open() == []


def test_a_signed_blank_never_moves_to_another_household(office: Office, tmp_path: Path) -> None:
    home = office.l1
    (blank,) = home.blanks.print_blanks(tmp_path / "b.pdf", count=1).papers
    first, second = visit(home, name="王"), visit(home, name="张")
    home.blanks.blank_used(blank[:8], first)
    home.paper_lists.mark([blank], "signed", copies=[2])
    for again in (False, True):
        with pytest.raises(BlankUsedError, match=r"已归到.*王,并且已经签过"):
            home.blanks.blank_used(blank[:8], second, again=again)
    assert home.blanks.blank_used(blank[:8], first).name == "王"
    assert home.paper_lists.of_case(second) == []


def test_a_laptop_s_own_household_has_no_assignment_to_name(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (blank,) = home.blanks.print_blanks(tmp_path / "b.pdf", case_ids=[case]).papers
    assert "assignment" not in paper(home, blank)
    given = visit(office.hq, name="张")
    office.hq.assignments.assign([given], home.seat.identity.device)
    office.carry("hq", "l1")
    home.seat.identity = replace(home.seat.identity, former_devices=["ab" * 8])
    (blank,) = home.blanks.print_blanks(tmp_path / "c.pdf", case_ids=[given]).papers
    assert "assignment" not in paper(home, blank), "assigned to which of its devices, a laptop cannot tell"


def test_what_is_no_blank_for_this_household_is_refused(office: Office, tmp_path: Path) -> None:
    home = office.l1
    first, second = visit(home, name="王"), visit(home, name="张")
    (ordinary,) = home.papers.print_forms([first], tmp_path / "f.pdf").papers
    own, void = home.blanks.print_blanks(tmp_path / "b.pdf", count=1, case_ids=[first]).papers[::-1]
    home.paper_lists.mark([void], "void")
    for number, case, refusal, why in (
        (ordinary[:8], first, BlankUsedError, "不是空白表"),
        (void[:8], first, BlankUsedError, "已经作废"),
        (own[:8], second, BlankUsedError, "王"),
        ("ffffffff", first, PaperUnknownError, "ffffffff"),
        ("纸号", first, PaperUnknownError, "纸号"),
        ("", first, PaperUnknownError, "没有"),
        (own[:8], "ab" * 16, CaseMissingError, "本机没有"),
    ):
        with pytest.raises(refusal, match=why):
            home.blanks.blank_used(number, case)
    assert [one.paper_id for one in home.blanks.open()] == [own]


def test_a_blank_for_a_household_shows_what_is_known_and_names_the_assignment(office: Office, tmp_path: Path) -> None:
    case = visit(office.hq, name="王建国", home_address="河畔街3号", mobile="13900001111", savings=12_300)
    device = office.l1.seat.identity.device
    office.hq.assignments.assign([case], device)
    (from_hq,) = office.hq.blanks.print_blanks(tmp_path / "hq.pdf", case_ids=[case]).papers
    office.carry("hq", "l1")
    (blank,) = office.l1.blanks.print_blanks(tmp_path / "b.pdf", case_ids=[case, case]).papers
    text = PdfReader(tmp_path / "b.pdf").pages[0].extract_text()
    assert "王建国" in text
    assert "河畔街3号" in text
    assert "13900001111" not in text
    for home, each in ((office.l1, blank), (office.hq, from_hq)):
        record = paper(home, each)
        assert (record["case"], record["is_blank"]) == (case, True)
        assert record["assignment"] == derived_record(f"assignment:{device}", case)
    assert {one.paper_id for one in office.l1.blanks.open()} == {blank, from_hq}
    assert office.l1.blanks.blank_used(blank[:8], case).told.endswith("王建国")
    assert only(office.carry("l1", "hq")).aside == 0
    assert [one.paper_id for one in office.hq.blanks.open()] == [from_hq]


@pytest.mark.parametrize("count", [0, -1, 501])
def test_too_few_and_too_many_blanks_are_refused(office: Office, tmp_path: Path, count: int) -> None:
    with pytest.raises(BlankCountError):
        office.l1.blanks.print_blanks(tmp_path / "b.pdf", count=count)
    assert list(tmp_path.glob("b.pdf*")) == []


def test_a_batch_that_is_stopped_or_has_nowhere_to_go_leaves_no_trace(office: Office, tmp_path: Path) -> None:
    class Stopped(Progress):
        def step(self, count: int = 1) -> None:
            if self.done == 150:
                self.cancel()
            super().step(count)

    with pytest.raises(CancelledError):
        office.l1.blanks.print_blanks(tmp_path / "b.pdf", count=300, progress=Stopped())
    with pytest.raises(CancelledError):
        office.l1.blanks.print_blank_pages(count=300, progress=Stopped())
    with pytest.raises(FileUnwritableError):
        office.l1.blanks.print_blanks(tmp_path / "nowhere" / "b.pdf", count=2)
    with pytest.raises(CaseMissingError):
        office.l1.blanks.print_blanks(tmp_path / "b.pdf", case_ids=["ab" * 16])
    assert list(tmp_path.glob("b.pdf*")) == []
    assert office.l1.blanks.open() == []
    assert len(office.l1.blanks.print_blank_pages(count=1).papers) == 1


def test_a_blank_of_nobody_is_neither_signed_nor_returned(office: Office, tmp_path: Path) -> None:
    home = office.l1
    (blank,) = home.blanks.print_blanks(tmp_path / "b.pdf", count=1).papers
    for state in ("signed", "returned"):
        with pytest.raises(BlankOfNobodyError):
            home.paper_lists.mark([blank], state)
    home.blanks.blank_used(blank[:8], visit(home, name="王"))
    assert home.paper_lists.mark([blank], "signed").papers == 1
