"""Where papers are: their lists by building, marks and corrections, two desks at once, what changed since printing."""

from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import entry
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.ids import Address
from fieldsurvey.errors import InputError
from fieldsurvey.services.paper_errors import (
    CopyUnknownError,
    NothingChangedError,
    PaperNotPrintedError,
    PaperUnknownError,
)
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import folding
from fieldsurvey.store.errors import CaseMissingError
from tests.conftest import FixedClock
from tests.integration.homes import Office, only, visit

NAMES = ("赵", "钱", "孙", "李")
DOORS = ("河畔街3号楼2单元501室", "河畔街3号楼10单元101室", "河畔街三号楼2单元402室", "北山路9号")


def households(home: OpenHome) -> dict[str, str]:
    """Four households at four doors, by address."""
    return {
        address: visit(home, name=name, home_address=address, mobile="13900001111")
        for name, address in zip(NAMES, DOORS, strict=True)
    }


def states(home: OpenHome, case: str) -> list[list[str]]:
    """The states of the copies of each paper of a household."""
    return [[copy.state for copy in line.copies] for line in home.paper_lists.of_case(case)]


def told(home: OpenHome, case: str) -> list[tuple[str, str]]:
    """What the timeline says of a household's papers, the newest first."""
    return [(one.title, one.told) for one in home.cases.timeline(case).happenings if one.sort == "paper"]


def test_what_is_printed_later_is_listed_by_building_until_it_is_printed(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    office.now = clock
    cases = households(office.l1)
    put = office.l1.papers.print_later(list(cases.values()))
    assert (len(put.papers), put.already) == (4, 0)
    assert office.l1.papers.print_later(list(cases.values())[:2]).already == 2

    page = office.l1.paper_lists.show("to_print")
    assert (page.total, page.more, office.l1.paper_lists.counts().to_print) == (4, False, 4)
    assert [(group.building, group.total, [line.door for line in group.lines]) for group in page.buildings] == [
        ("北山路", 1, ["9号"]),
        ("河畔街3号楼2单元", 2, ["402室", "501室"]),
        ("河畔街3号楼10单元", 1, ["101室"]),
    ]
    first = page.buildings[1].lines[0]
    assert (first.name, first.mobile, first.told, first.copies, first.printed_by) == (
        "孙",
        "139****1111",
        "待打印",
        (),
        "",
    )

    chosen = cases[DOORS[2]]
    printed = office.l1.papers.print_forms([chosen], tmp_path / "f.pdf")
    assert printed.papers != [first.paper_id]
    (line,) = office.l1.paper_lists.of_case(chosen)
    assert (line.state, line.told, line.printed_on, line.printed_by) == ("printed", "待签", "2026-11-23", "调查甲")
    assert [copy.number for copy in line.copies] == [1, 2, 3]
    assert office.l1.paper_lists.counts().to_print == 3
    assert told(office.l1, chosen) == [
        ("打印了 F01", f"纸号 {line.number},3 份,待签"),
        ("放到稍后打印 F01", f"纸号 {first.number}"),
    ]
    text = PdfReader(tmp_path / "f.pdf").pages[0].extract_text()
    assert f"纸号 {line.number}" in text


def test_headquarters_prints_what_a_laptop_put_off(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王", home_address="河畔街3号")
    (paper,) = office.l1.papers.print_later([case]).papers
    office.carry("l1", "hq")
    (group,) = office.hq.paper_lists.show("to_print").buildings
    assert [line.paper_id for line in group.lines] == [paper]
    (printed,) = office.hq.papers.print_forms([case], tmp_path / "f.pdf").papers
    assert only(office.carry("hq", "l1")).aside == 0
    counts = office.l1.paper_lists.counts()
    assert (counts.to_print, counts.printed, counts.void) == (0, 1, 0)
    assert office.l1.paper_lists.find(printed[:8]).printed_by == "审核甲"
    # A list that still shows what waited makes nothing void, and nobody can have its number in hand.
    assert office.l1.paper_lists.mark([paper], "void").papers == 0
    with pytest.raises(PaperNotPrintedError):
        office.l1.paper_lists.mark([paper], "signed")
    with pytest.raises(PaperUnknownError):
        office.l1.paper_lists.find(paper[:8])
    assert all("作废" not in words for _, words in told(office.l1, case))


def test_two_desks_that_print_what_waits_at_once_make_two_papers(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王")
    (wish,) = office.l1.papers.print_later([case]).papers
    office.carry("l1", "hq")
    visit(office.hq, case, savings=500_000)
    (of_hq,) = office.hq.papers.print_forms([case], tmp_path / "f.pdf").papers
    (of_l1,) = office.l1.papers.print_forms([case], tmp_path / "f.pdf", copies=2).papers
    office.l1.paper_lists.mark([of_l1], "signed")
    assert len({wish, of_hq, of_l1}) == 3, "one number must not stand on two different papers"
    assert only(office.carry("l1", "hq")).aside == 0
    assert only(office.carry("hq", "l1")).aside == 0
    for home in (office.l1, office.hq):
        lines = {line.paper_id: (line.state, len(line.copies)) for line in home.paper_lists.of_case(case)}
        assert lines == {of_hq: ("printed", 3), of_l1: ("signed", 2)}
        assert home.paper_lists.counts().to_print == 0
        assert home.clashes.open() == []
        assert [one.line.paper_id for one in home.paper_lists.changed_since_printed().papers] == [of_l1]


def test_what_waited_and_was_filled_in_by_an_earlier_edition_stays_a_paper(office: Office) -> None:
    home = office.l1
    case = visit(home, name="王")
    (paper,) = home.papers.print_later([case]).papers
    with home.seat.database.begin() as session:
        standing = folding.state_of(session, "paper", paper).standing(Address("copy_state"))
        filled = {"printed_on": entry("2026-11-02"), "copies": entry(2), "copy_state": entry("printed", standing)}
        seal(session, home.seat, [Said("paper", paper, filled)])
    assert states(home, case) == [["printed"] * 2]
    assert home.paper_lists.find(paper[:8]).state == "printed"


def test_marks_move_copies_on_and_a_correction_moves_them_back(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    office.now = clock
    home = office.l1
    case = visit(home, name="王", home_address="河畔街3号")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    clock.moment += timedelta(days=3)
    assert home.paper_lists.find(paper).days == 3

    marked = home.paper_lists.mark([paper], "signed", copies=[1, 2], holder="建档单位")
    assert (marked.papers, marked.copies) == (1, 2)
    assert states(home, case) == [["signed", "signed", "printed"]]
    assert home.paper_lists.find(paper).state == "printed"
    assert home.paper_lists.mark([paper], "signed", copies=[1]).papers == 0
    home.paper_lists.mark([paper], "signed", copies=[3])
    (line,) = home.paper_lists.show("signed").buildings[0].lines
    assert [(copy.told, copy.since, copy.holder, copy.by) for copy in line.copies] == [
        ("待盖章", "2026-11-26", "建档单位", "调查甲"),
        ("待盖章", "2026-11-26", "建档单位", "调查甲"),
        ("待盖章", "2026-11-26", "", "调查甲"),
    ]
    assert line.days == 0
    home.paper_lists.mark([paper], "returned")
    home.paper_lists.mark([paper], "signed", copies=[2], why="点错了", holder="")
    assert states(home, case) == [["returned", "signed", "returned"]]
    assert [text for _, text in told(home, case)[:4]] == [
        f"纸号 {paper[:8]},第2份已签回(更正:点错了)",
        f"纸号 {paper[:8]},第1、2、3份已收回",
        f"纸号 {paper[:8]},第3份已签回",
        f"纸号 {paper[:8]},第1、2份已签回,第1份在建档单位手里,第2份在建档单位手里",
    ]
    assert home.paper_lists.find(paper).copies[1].holder == ""


def test_a_mark_without_numbers_moves_no_copy_back_unless_all_are_further(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([paper], "returned", copies=[1])
    home.paper_lists.mark([paper], "void", copies=[3])
    assert home.paper_lists.mark([paper], "signed").copies == 1
    assert states(home, case) == [["returned", "signed", "void"]]
    assert home.paper_lists.mark([paper], "signed", holder="建档单位").copies == 1
    home.paper_lists.mark([paper], "printed")
    assert states(home, case) == [["printed", "printed", "void"]]
    home.paper_lists.mark([paper], "void")
    home.paper_lists.mark([paper], "printed")
    assert states(home, case) == [["printed", "printed", "printed"]]


def test_what_cannot_be_marked_is_told_and_nothing_is_marked(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    (waiting,) = home.papers.print_later([visit(home, name="后来")]).papers
    for refusal, call in (
        (PaperNotPrintedError, lambda: home.paper_lists.mark([paper, waiting], "signed")),
        (PaperUnknownError, lambda: home.paper_lists.mark([paper, "ab" * 16], "signed")),
        (CopyUnknownError, lambda: home.paper_lists.mark([paper], "signed", copies=[1, 4])),
        (InputError, lambda: home.paper_lists.mark([paper], "to_print")),
        (InputError, lambda: home.paper_lists.show("elsewhere")),
        (TextTooLongError, lambda: home.paper_lists.mark([paper], "signed", holder="某" * 101)),
        (PaperUnknownError, lambda: home.paper_lists.find("00000000")),
        (PaperUnknownError, lambda: home.paper_lists.find("%")),
        (CaseMissingError, lambda: home.papers.print_later(["ab" * 16])),
    ):
        with pytest.raises(refusal):
            call()
    assert states(home, case) == [["printed"] * 3]
    home.paper_lists.mark([waiting], "void")
    assert home.paper_lists.counts().to_print == 0
    assert home.paper_lists.find(f" {paper[:4].upper()} {paper[4:8]} ").paper_id == paper


def test_two_desks_that_mark_one_copy_meet_harmlessly(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    office.now = clock
    case = visit(office.l1, name="王")
    (paper,) = office.l1.papers.print_forms([case], tmp_path / "f.pdf").papers
    office.carry("l1", "hq")
    office.l1.paper_lists.mark([paper], "signed")
    clock.moment += timedelta(days=1)
    office.hq.paper_lists.mark([paper], "signed", copies=[1])
    office.hq.paper_lists.mark([paper], "returned", copies=[2])
    office.carry("l1", "hq")
    office.carry("hq", "l1")
    # The same of copy 1 on two days is no clash; of copy 2 both stand, and the next mark settles it.
    assert [clash.address for clash in office.hq.clashes.open(paper)] == ["each_copy/2/state"]
    assert states(office.hq, case) == states(office.l1, case)
    assert office.l1.paper_lists.find(paper).copies[2].state == "signed"
    shown = office.hq.clashes.open(paper)[0]
    assert {value.shown for value in shown.values} == {"待盖章", "已收回"}
    assert shown.case_name == "王"
    office.hq.paper_lists.mark([paper], "returned", copies=[1, 2])
    assert only(office.carry("hq", "l1")).aside == 0
    for home in (office.hq, office.l1):
        assert states(home, case) == [["returned", "returned", "signed"]]
        assert home.clashes.open(paper) == []


def test_papers_of_the_first_edition_and_of_newer_ones_are_listed_too(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王", home_address="河畔街3号")
    old: dict[str, Value] = {
        "case": case,
        "form": "F01",
        "template": "F01/0",
        "printed_on": "2026-11-01",
        "copies": 3,
        "printed": {"worker": {"name": "王某", "home_address": ""}},
        "copy_state": "signed",
    }
    newer: dict[str, Value] = {**old, "form": "F88", "copies": 10**12, "printed": ["odd"], "printed_on": "not a day"}
    with home.seat.database.begin() as session:
        for record, values in (("a" * 32, old), ("b" * 32, newer)):
            seal(session, home.seat, [Said("paper", record, {a: entry(v) for a, v in values.items()})])
    assert home.paper_lists.counts().signed == 2
    assert [len(line.copies) for line in home.paper_lists.show("signed").buildings[0].lines] == [3, 20]
    of_first, of_newer = sorted(home.paper_lists.changed_since_printed().papers, key=lambda each: each.line.number)
    assert (of_newer.line.number, of_newer.sections) == ("bbbbbbbb", ())
    assert (of_first.line.number, of_first.sections[0].fields) == ("aaaaaaaa", ("姓名", "家庭住址"))
    assert home.paper_lists.mark(["a" * 32], "returned", copies=[2]).copies == 1
    assert [copy.state for copy in home.paper_lists.find("a" * 32).copies] == ["signed", "returned", "signed"]
    with home.seat.database.begin() as session:
        odd = {"case": entry(case), "form": entry("F02"), "printed_on": entry("2026-11-02"), "printed": entry({})}
        seal(session, home.seat, [Said("paper", "c" * 32, odd)])
    assert home.paper_lists.find("cccccccc").state == "printed"
    with pytest.raises(NothingChangedError):
        home.papers.reprint(["c" * 32], tmp_path / "f.pdf")


def test_marks_of_two_laptops_meet_at_headquarters_and_come_back(office: Office, tmp_path: Path) -> None:
    case = visit(office.hq, name="王", home_address="河畔街3号")
    for laptop in ("l1", "l2"):
        office.hq.assignments.assign([case], office.home(laptop).seat.identity.device)
    (paper,) = office.hq.papers.print_forms([case], tmp_path / "f.pdf").papers
    for laptop in ("l1", "l2"):
        office.carry("hq", laptop)
    office.l1.paper_lists.mark([paper], "signed", copies=[1], holder="本户")
    office.l2.paper_lists.mark([paper], "returned", copies=[2])
    office.hq.paper_lists.mark([paper], "void", copies=[3])
    for laptop in ("l1", "l2"):
        assert only(office.carry(laptop, "hq")).aside == 0
    for laptop in ("l1", "l2"):
        assert only(office.carry("hq", laptop)).aside == 0
    lines = [home.paper_lists.of_case(case) for home in (office.hq, office.l1, office.l2)]
    assert [[copy.state for copy in each[0].copies] for each in lines] == [["signed", "returned", "void"]] * 3
    assert [(each[0].state, each[0].copies[0].holder, each[0].copies[1].by) for each in lines] == [
        ("signed", "本户", "调查乙")
    ] * 3
    assert office.hq.clashes.open() == []


def test_pages_of_a_list_hold_together(office: Office, tmp_path: Path) -> None:
    home = office.l1
    cases = [visit(home, name=f"户{n}", home_address=f"河畔街{1 + n % 2}号楼{n}室") for n in range(7)]
    home.papers.print_forms(cases, tmp_path / "f.pdf")
    whole = home.paper_lists.show("printed")
    pages = [home.paper_lists.show("printed", offset=start, limit=3) for start in (0, 3, 6)]
    assert [page.more for page in pages] == [True, True, False]
    together = [line for page in pages for group in page.buildings for line in group.lines]
    assert together == [line for group in whole.buildings for line in group.lines]
    assert [(group.building, group.total) for group in pages[1].buildings] == [
        ("河畔街1号楼", 4),
        ("河畔街2号楼", 3),
    ]


def test_a_household_that_moves_takes_its_papers_along(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王", home_address="河畔街3号楼1室")
    home.papers.print_forms([case], tmp_path / "f.pdf")
    visit(home, case, home_address="北山路9号院2室")
    assert [group.building for group in home.paper_lists.show("printed").buildings] == ["北山路9号院"]


def test_a_paper_that_arrives_before_its_household_finds_its_door(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王", home_address="河畔街3号楼1室")
    (paper,) = office.l1.papers.print_forms([case], tmp_path / "f.pdf").papers
    with office.l1.seat.database.begin() as session:
        document = folding.document_of(session, "paper", paper) or {}
        household = folding.document_of(session, "case", case) or {}
    with office.l2.seat.database.begin() as session:
        said = {address: entry(value) for address, value in document.items()}
        seal(session, office.l2.seat, [Said("paper", paper, said)])
    (group,) = office.l2.paper_lists.show("printed").buildings
    assert (group.building, group.lines[0].name) == ("", "")
    with office.l2.seat.database.begin() as session:
        fields = {
            name: entry(household[name], folding.state_of(session, "case", case).standing(Address(name)))
            for name in ("name", "home_address")
        }
        seal(session, office.l2.seat, [Said("case", case, fields)])
    (group,) = office.l2.paper_lists.show("printed").buildings
    assert (group.building, group.lines[0].name) == ("河畔街3号楼", "王")


def test_rebuilding_changes_no_list(office: Office, tmp_path: Path) -> None:
    home = office.l1
    cases = list(households(home).values())
    papers = home.papers.print_forms(cases[:3], tmp_path / "f.pdf").papers
    home.papers.print_later(cases[3:])
    home.blanks.print_blanks(tmp_path / "b.pdf", count=2)
    home.paper_lists.mark(papers[:1], "signed")
    visit(home, cases[1], savings=1)

    def lists() -> list[object]:
        shown = [home.paper_lists.show(state) for state in ("to_print", "printed", "signed", "returned", "void")]
        return [*shown, home.paper_lists.counts(), home.blanks.open(), home.paper_lists.changed_since_printed().papers]

    before = lists()
    home.health.rebuild()
    assert lists() == before
    assert home.health.verify().ok
