"""What changed since it was printed: only that is compared, named and printed again."""

import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.app import OpenHome
from fieldsurvey.errors import InputError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.paper_errors import NothingChangedError, PaperUnknownError
from tests.conftest import FixedClock
from tests.integration.homes import Office, visit
from tests.integration.printed import changed, decide

KILLED = """
import os, signal, sys
from pathlib import Path
from fieldsurvey.app import open_home
from tests.integration.homes import COST, PASSPHRASE

home = open_home(Path(sys.argv[1]), sys.argv[2], PASSPHRASE, cost=COST)
Path.replace = lambda self, target: os.kill(os.getpid(), signal.SIGKILL)
home.papers.reprint([sys.argv[3]], Path(sys.argv[4]))
"""


def told(home: OpenHome, case: str) -> list[tuple[str, str]]:
    """What the timeline says of a household's papers, the newest first."""
    return [(one.title, one.told) for one in home.cases.timeline(case).happenings if one.sort == "paper"]


def states(home: OpenHome, case: str) -> list[list[str]]:
    """The states of the copies of each paper of a household."""
    return [[copy.state for copy in line.copies] for line in home.paper_lists.of_case(case)]


def test_only_what_changed_is_named_and_compared(office: Office, tmp_path: Path) -> None:
    home = office.l1
    cases = [visit(home, name=name, home_address="河畔街3号") for name in ("赵", "钱", "孙")]
    papers = home.papers.print_forms(cases, tmp_path / "f.pdf").papers
    found = home.paper_lists.changed_since_printed()
    assert (found.papers, found.compared) == ((), 0)

    visit(home, cases[0])
    visit(home, cases[1], savings=500_000)
    found = home.paper_lists.changed_since_printed()
    # A later visit is no change of what was printed of an earlier one.
    assert [one.line.paper_id for one in found.papers] == [papers[1]]
    assert found.compared == 2
    assert home.paper_lists.changed_since_printed().compared == 0
    assert changed(home) == {papers[1]: ({"四、住房资产": ("存款与证券",)}, False)}
    visit(home, cases[1], savings=None)
    assert changed(home) == {}
    home.paper_lists.mark(papers, "signed")
    assert home.paper_lists.changed_since_printed().compared == 0


def test_the_term_of_a_signed_paper_runs_from_the_first_change_that_it_lacks(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    office.now = clock
    home = office.l1
    case = visit(home, name="周", home_address="河畔街3号")
    papers = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark(papers, "signed")

    def behind() -> list[str]:
        return [one.sentence for one in home.findings.of_case(case) if one.check == "DY03"]

    clock.advance(days=20)
    # A later visit is no change of what was printed of an earlier one.
    visit(home, case)
    clock.advance(days=20)
    visit(home, case, home_address="河畔街5号")
    clock.advance(days=30)
    visit(home, case, savings=500_000)
    assert behind() == []
    clock.advance(days=25)
    (sentence,) = behind()
    assert "已过 40 个工作日" in sentence


def test_rows_that_come_and_go_and_figures_are_named(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王", home_address="河畔街3号")
    draft = home.visits.start(case)
    row = home.visits.add_row(draft.draft_id, "members", {"name": "王小", "relation": "01"})
    home.visits.finish(draft.draft_id, later=False)
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    draft = home.visits.start(case)
    home.visits.remove_row(draft.draft_id, "members", row, "搬走了")
    home.visits.add_row(draft.draft_id, "income", {"type": "wage", "months": [100_000] * 12})
    home.visits.finish(draft.draft_id, later=False)
    sections, _ = changed(home)[paper]
    assert "成员·姓名" in sections["二、家庭成员"]
    assert {"工资性收入", "收入合计"} <= set(sections["三、收入支出"])


def test_a_reprint_names_what_it_replaces_and_makes_it_void(office: Office, tmp_path: Path) -> None:
    home = office.l1
    first, second = visit(home, name="王"), visit(home, name="张")
    papers = home.papers.print_forms([first, second], tmp_path / "f.pdf").papers
    with pytest.raises(NothingChangedError):
        home.papers.reprint(papers, tmp_path / "again.pdf")
    assert not (tmp_path / "again.pdf").exists()
    visit(home, first, home_address="河畔街3号")
    (one,) = home.paper_lists.changed_since_printed().papers
    assert one.advice == "还没有签,“一、困难职工”已经变了。请重印后再去签;旧表作废。"
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        home.papers.reprint(papers, tmp_path / "again.pdf", progress=stopped)
    assert states(home, first) == [["printed"] * 3]

    (new,) = home.papers.reprint(papers, tmp_path / "again.pdf").papers
    lines = {line.paper_id: line for line in home.paper_lists.of_case(first)}
    assert lines[new].replaces == papers[0][:8]
    assert (lines[new].state, lines[papers[0]].state) == ("printed", "void")
    assert changed(home) == {}
    assert ("重印了 F01", f"纸号 {new[:8]},3 份,替换纸号 {papers[0][:8]},待签") in told(home, first)
    assert (("纸表"), f"纸号 {papers[0][:8]},第1、2、3份作废(已重印)") in told(home, first)
    with pytest.raises(PaperUnknownError):
        home.papers.reprint(["ab" * 16], tmp_path / "again.pdf")


def test_where_only_the_plan_changed_after_signing_the_survey_part_stays_signed(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([paper], "signed")
    decide(home, case, target_exit_date="2027-12-31")
    (one,) = home.paper_lists.changed_since_printed().papers
    assert one.is_only_plan
    assert one.advice == "调查部分已签,仍然有效。只重印“八、解困脱困计划”所在的一页,请本户补签计划部分。"
    assert [section.fields for section in one.sections] == [("预计脱困时间",)]

    pages = home.papers.reprint_pages([paper])
    home.papers.end_replaced(pages.papers)
    assert pages.pdf.startswith(b"%PDF-")
    lines = {line.paper_id: line for line in home.paper_lists.of_case(case)}
    assert (lines[paper].state, lines[pages.papers[0]].state) == ("signed", "printed")
    assert (lines[pages.papers[0]].part, lines[pages.papers[0]].replaces) == ("plan", paper[:8])
    assert changed(home) == {}
    # From here on each paper stands for its own part.
    decide(home, case, target_exit_date="2028-06-30")
    assert changed(home) == {pages.papers[0]: ({"八、解困脱困计划": ("预计脱困时间",)}, True)}
    (later,) = home.papers.reprint(list(changed(home)), tmp_path / "plan.pdf").papers
    assert [line.state for line in home.paper_lists.of_case(case)].count("void") == 1
    assert home.paper_lists.find(later).replaces == paper[:8]
    assert changed(home) == {}
    decide(home, case, target_exit_date="2028-12-31")
    pages = replace(pages, papers=[later])
    visit(home, case, savings=100)
    assert changed(home).keys() == {paper, pages.papers[0]}
    assert changed(home)[paper] == ({"四、住房资产": ("存款与证券",)}, False)
    # A whole new paper stands for both.
    assert home.papers.to_reprint([pages.papers[0], paper]) == [paper]
    (whole,) = home.papers.reprint([paper, pages.papers[0]], tmp_path / "again.pdf").papers
    left = {line.paper_id: line.state for line in home.paper_lists.of_case(case) if line.state != "void"}
    assert left == {whole: "printed"}
    assert changed(home) == {}


def test_no_later_date_hides_what_was_signed(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    office.now = clock
    home = office.l1
    case = visit(home, name="王")
    clock.moment += timedelta(days=1000)
    home.papers.print_forms([case], tmp_path / "wrong-clock.pdf", stage="survey")
    clock.moment -= timedelta(days=1000)
    (signed,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([signed], "signed", copies=[2])
    clock.moment += timedelta(days=1)
    blank, _ = home.blanks.print_blanks(tmp_path / "b.pdf", count=1, case_ids=[case]).papers
    home.blanks.blank_used(blank[:8], case)
    home.papers.print_forms([case], tmp_path / "s.pdf", stage="survey")
    decide(home, case, target_exit_date="2027-12-31")
    assert changed(home).keys() == {signed}


def test_printing_a_form_once_more_ends_the_one_that_nobody_signed(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    office.now = clock
    home = office.l1
    case = visit(home, name="王")
    (first,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    clock.moment += timedelta(days=1)
    (second,) = home.papers.print_forms([case], tmp_path / "g.pdf").papers
    pages = home.papers.print_pages([case])
    found = {line.paper_id: (line.state, line.replaces) for line in home.paper_lists.of_case(case)}
    (third,) = pages.papers
    assert found == {first: ("void", ""), second: ("printed", first[:8]), third: ("printed", second[:8])}
    assert home.papers.end_replaced(pages.papers) == 1
    assert home.papers.end_replaced(pages.papers) == 0
    # What somebody signs while the next is printed stays, and a survey's page alone takes no whole form's place.
    pages = home.papers.print_pages([case])
    home.paper_lists.mark([third], "signed", copies=[3])
    assert home.papers.end_replaced(pages.papers) == 0
    (survey,) = home.papers.print_forms([case], tmp_path / "s.pdf", stage="survey").papers
    assert home.paper_lists.find(survey).replaces == ""
    visit(home, case, savings=2)
    assert changed(home).keys() == {third, *pages.papers, survey}
    with pytest.raises(PaperUnknownError):
        home.papers.end_replaced([third, "ab" * 16])


def test_what_was_replaced_on_purpose_is_history_even_where_copies_came_back(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (old,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([old], "returned", copies=[1])
    visit(home, case, savings=1)
    (new,) = home.papers.reprint([old], tmp_path / "g.pdf").papers
    assert home.paper_lists.find(old).state == "returned"
    assert changed(home) == {}
    visit(home, case, savings=2)
    assert changed(home).keys() == {new}
    # The place of the old one is taken by the last of a row of papers as well.
    (newest,) = home.papers.reprint([new], tmp_path / "h.pdf").papers
    visit(home, case, savings=3)
    assert changed(home).keys() == {newest}
    home.paper_lists.mark([newest], "void")
    assert changed(home).keys() == {old}


def test_nothing_is_void_before_the_new_paper_is_there(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (old,) = home.papers.print_forms([case], tmp_path / "f.pdf", copies=2).papers
    home.paper_lists.mark([old], "signed")
    visit(home, case, savings=1)
    office.close("l1")
    target = tmp_path / "again.pdf"
    command = [sys.executable, "-c", KILLED, str(office.folder("l1")), office.made.staff["l1"], old, str(target)]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=Path(__file__).parents[2])
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert not target.exists()
    home = office.l1
    assert sorted(states(home, case)) == [["printed"] * 2, ["signed"] * 2]
    assert changed(home).keys() == {old}
    (new,) = home.papers.reprint([old], target).papers
    kept = [line.paper_id for line in home.paper_lists.of_case(case) if line.state != "void"]
    assert (kept, changed(home)) == ([new], {})


def test_a_reprint_has_as_many_copies_as_before_and_no_count_is_odd(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (old,) = home.papers.print_forms([case], tmp_path / "f.pdf", copies=2).papers
    visit(home, case, savings=1)
    pages = home.papers.reprint_pages([old])
    assert (pages.copies, len(home.paper_lists.find(pages.papers[0]).copies)) == (2, 2)
    assert len(PdfReader(BytesIO(pages.pdf)).pages) == 2 * pages.pages / 2
    home.paper_lists.mark(pages.papers, "void")
    assert home.papers.reprint_pages([old], copies=4).copies == 4
    for odd in (0, -1, 10, 50):
        for tried in (
            lambda odd=odd: home.papers.print_pages([case], copies=odd),
            lambda odd=odd: home.papers.print_forms([case], tmp_path / "n.pdf", copies=odd),
            lambda odd=odd: home.papers.reprint([old], tmp_path / "n.pdf", copies=odd),
            lambda odd=odd: home.blanks.print_blanks(tmp_path / "n.pdf", count=1, copies=odd),
            lambda odd=odd: home.papers.preview([case], copies=odd),
        ):
            with pytest.raises(InputError, match="1 到 9 份"):
                tried()
    assert not (tmp_path / "n.pdf").exists()


def test_the_survey_part_alone_is_not_changed_by_a_plan(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf", stage="survey", copies=2).papers
    decide(home, case, target_exit_date="2027-12-31")
    assert changed(home) == {}
    line = home.paper_lists.find(paper)
    assert (line.stage, len(line.copies)) == ("survey", 2)
    assert "一式二份" in PdfReader(tmp_path / "f.pdf").pages[0].extract_text()


def test_an_appended_sheet_is_a_paper_of_its_own_and_what_comes_later_changes_no_signed_form(
    office: Office, tmp_path: Path
) -> None:
    home = office.l1
    case = visit(home, name="王建国", home_address="河畔街3号楼1室")
    whole = home.papers.print_forms([case], tmp_path / "f.pdf").papers[0]
    home.paper_lists.mark([whole], "signed")
    visit(home, case, progress__r1__done_on="2026-06-01", progress__r1__measure="春节慰问")
    assert home.paper_lists.changed_since_printed().papers == ()

    sheet = home.papers.print_forms([case], tmp_path / "a.pdf", first="record")
    assert sheet.pages == 1
    text = PdfReader(tmp_path / "a.pdf").pages[0].extract_text()
    assert "（附页）" in text
    assert "春节慰问" in text
    visit(home, case, progress__r2__done_on="2026-07-01", progress__r2__measure="助学金")
    (changed,) = home.paper_lists.changed_since_printed().papers
    assert (changed.line.paper_id, [each.section for each in changed.sections]) == (sheet.papers[0], ["record"])
    assert "附页" in changed.advice
    (again,) = home.papers.reprint([sheet.papers[0]], tmp_path / "b.pdf").papers
    assert {line.paper_id: line.state for line in home.paper_lists.of_case(case)} == {
        whole: "signed",
        sheet.papers[0]: "void",
        again: "printed",
    }


def test_the_plan_s_page_alone_is_printed_after_the_survey_was_signed(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王建国", home_address="河畔街3号楼1室")
    survey = home.papers.print_forms([case], tmp_path / "f.pdf", stage="survey").papers[0]
    home.paper_lists.mark([survey], "signed")
    visit(home, case, measures__r1__measure="技能培训")
    assert home.paper_lists.changed_since_printed().papers == (), "the plan was left free"

    plan = home.papers.print_forms([case], tmp_path / "p.pdf", first="plan")
    assert plan.pages == 1
    assert "技能培训" in PdfReader(tmp_path / "p.pdf").pages[0].extract_text()
    visit(home, case, savings=100)
    (changed,) = home.paper_lists.changed_since_printed().papers
    assert changed.line.paper_id == survey
