"""The day's lists on real homes: what is to be done, what came back, and what has not arrived at the other side."""

from datetime import datetime

import msgspec
import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value
from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address
from fieldsurvey.errors import InputError
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.services.terms import months_before, round_from
from fieldsurvey.services.worktop import ShortList
from fieldsurvey.store import folding, tables
from tests.integration.homes import Office, visit


def record_status(home: OpenHome, case_id: str, status: str, *, why: str = "", at: str = "2026-11-20") -> None:
    """A step of the procedure, as the review at headquarters will record it."""
    with home.seat.database.begin() as session:
        standing = folding.state_of(session, "case", case_id).standing(Address("status"))
        event = {"status": status, "at": at, "by": home.staff_id, "why": why}
        seal(session, home.seat, [Said("case", case_id, {"status": entry(event, standing)})])


def visited(home: OpenHome, case_id: str | None, name: str, day: str, **more: Value) -> str:
    """A finished visit of a day."""
    draft = home.visits.start(case_id)
    rows = draft.document.get("visits") or []
    row = rows[-1]["row"] if rows else home.visits.add_row(draft.draft_id, "visits")
    outcome = more.pop("outcome", "met")
    said = {"name": name, f"visits/{row}/visited_on": day, f"visits/{row}/outcome": outcome, **more}
    for address, value in said.items():
        home.visits.answer(draft.draft_id, address, value)
    return home.visits.finish(draft.draft_id, later=False).case_id


def imported(home: OpenHome, name: str) -> str:
    """A household from an old list, never visited."""
    file = home.seat.paths.folder.with_suffix(".jsonl")
    file.write_bytes(msgspec.json.encode({"key": name, "name": name}) + b"\n")
    assert home.cases.import_lines(file, source="旧台账").taken == 1
    return home.cases.find(name).rows[0].case_id


def names(found: ShortList) -> list[str]:
    return [row.name for row in found.rows]


def assert_ways_agree(home: OpenHome, found: ShortList) -> None:
    """A number on the worktop is that of the list it leads to."""
    page = home.cases.find("", asked=found.asked)
    assert page.total == found.total == home.cases.count("", asked=found.asked).total
    assert {row.case_id for row in found.rows} <= {row.case_id for row in page.rows}


def test_who_was_not_met_or_not_visited_this_year_waits_in_order_of_the_doors(office: Office) -> None:
    home = office.l1
    visited(home, None, "已访", "2026-03-01", home_address="和平路1号")
    visited(home, None, "未遇", "2026-11-23", outcome="absent", home_address="和平路10号", employer_name="甲厂")
    visited(home, None, "拒访", "2026-11-23", outcome="refused", home_address="和平路11号", employer_name="甲厂")
    for name, door in (("去年乙", "和平路9号"), ("去年甲", "和平路2号")):
        case = visited(home, None, name, "2025-12-31", home_address=door, employer_name="甲厂")
        # Filed since; a survey that has just been finished would itself be this year's visit.
        office.carry("l1", "hq")
        record_status(office.hq, case, "filed")
    left = visited(home, None, "退出", "2025-05-01", home_address="和平路5号")
    office.carry("l1", "hq")
    record_status(office.hq, left, "lifted")
    office.carry("hq", "l1")
    work = home.worktop.show()
    assert (work.today, work.round_from) == ("2026-11-23", "2026-01-01")
    assert names(work.to_visit) == ["去年甲", "去年乙", "未遇", "拒访"]
    assert [row.outcome for row in work.to_visit.rows][2:] == ["未遇", "拒访"]
    assert {row.status for row in work.to_visit.rows if row.outcome in ("未遇", "拒访")} == {"入户中"}
    assert (work.visited, work.total) == (1, 5)
    assert_ways_agree(home, work.to_visit)
    covered = home.worktop.coverage()
    assert [(one.unit, one.visited, one.total) for one in covered.units] == [("甲厂", 0, 4), ("", 1, 1)]
    missing = home.cases.find("", asked=CaseFilter(unvisited=True, employer="甲厂"))
    assert missing.total == 4
    assert home.worktop.coverage(by="filing_org").total >= 1


def test_a_finished_survey_is_a_visit_though_nobody_entered_one(office: Office) -> None:
    case = imported(office.hq, "丁桂湘")
    assert names(office.hq.worktop.show().to_visit) == ["丁桂湘"]
    visit(office.hq, case, mobile="13800000002")
    (row,) = office.hq.cases.find("").rows
    assert (row.visited_on, row.outcome) == ("2026-11-23", "")
    assert names(office.hq.worktop.show().to_visit) == []


def test_the_round_begins_on_the_day_that_is_set(office: Office) -> None:
    home = office.l1
    visited(home, None, "春天", "2026-03-01")
    with home.seat.database.begin() as session:
        session.execute(tables.case_row.update().values(visited_on="2026-03-01"))
    assert home.worktop.show().to_visit.total == 0
    home.worktop.begin_rounds_on("10-01")
    work = home.worktop.show()
    assert (work.round_from, names(work.to_visit)) == ("2026-10-01", ["春天"])
    home.worktop.begin_rounds_on("12-01")
    assert home.worktop.show().round_from == "2025-12-01"
    for wrong in ("02-29", "13-01", "1-1", "", "今天"):
        with pytest.raises(InputError):
            home.worktop.begin_rounds_on(wrong)
    with pytest.raises(InputError):
        home.worktop.coverage(by="name")


def test_what_came_back_says_why_in_the_words_of_the_review(office: Office) -> None:
    case = visit(office.l1, name="丁桂湘", home_address="河沿街88号")
    office.carry("l1", "hq")
    record_status(office.hq, case, "returned", why="缺低保证明原件")
    office.carry("hq", "l1")
    work = office.l1.worktop.show()
    assert names(work.returned) == ["丁桂湘"]
    assert [(one.case_id, one.why) for one in work.whys] == [(case, "缺低保证明原件")]
    assert_ways_agree(office.l1, work.returned)


def test_whoever_is_on_file_is_due_a_year_after_the_last_visit(office: Office) -> None:
    home = office.hq
    for name, day in (("到期", "2025-11-22"), ("未到期", "2025-11-23")):
        record_status(home, visited(home, None, name, day), "filed")
    record_status(home, imported(home, "从未入户"), "filed")
    visited(home, None, "不在档", "2024-01-01")
    work = home.worktop.show()
    assert sorted(names(work.overdue)) == ["从未入户", "到期"]
    assert_ways_agree(home, work.overdue)


def test_a_file_that_nobody_changed_for_a_year_is_named_and_so_is_a_clock_that_cannot_be(office: Office) -> None:
    home = office.l1
    now = home.seat.now
    for name, year in (("旧", 2025), ("未来", 2031), ("新", 2026)):
        home.seat.now = lambda year=year: now().replace(year=year, month=11, day=20)  # type: ignore[misc]
        visit(home, name=name)
    home.seat.now = now
    assert sorted(names(home.worktop.show().unchanged)) == ["旧", "未来"]
    assert_ways_agree(home, home.worktop.show().unchanged)


def test_two_laptops_and_their_receipts(office: Office) -> None:
    first, second = visit(office.l1, name="丁桂湘"), visit(office.l2, name="蒲少川")
    unsent = office.l1.worktop.unsent()
    assert names(unsent.unwritten) == names(unsent.unconfirmed) == ["丁桂湘"]
    assert unsent.unwritten_changes == unsent.unconfirmed_changes > 0
    office.carry("l1", "hq")
    office.carry("l2", "hq")
    unsent = office.l1.worktop.unsent()
    assert (names(unsent.unwritten), names(unsent.unconfirmed)) == ([], ["丁桂湘"])
    assert (unsent.unwritten_changes, unsent.unconfirmed_changes > 0) == (0, True)
    # Headquarters has changed nothing: what a laptop wrote itself does not wait for its receipt.
    assert office.hq.worktop.unsent().unconfirmed.total == 0
    visit(office.hq, first, mobile="13800000002")
    office.hq.assignments.assign([second], office.l1.seat.identity.device)
    waiting = office.hq.worktop.unsent()
    assert sorted(names(waiting.unwritten)) == sorted(names(waiting.unconfirmed)) == ["丁桂湘", "蒲少川"]
    assert_ways_agree(office.hq, waiting.unconfirmed)
    office.carry("hq", "l1")
    assert office.hq.worktop.unsent().unwritten.total == 0
    unsent = office.l1.worktop.unsent()
    assert (unsent.unconfirmed.total, unsent.unconfirmed_changes) == (0, 0)
    office.carry("l1", "hq")
    assert office.hq.worktop.unsent().unconfirmed.total == 0
    visit(office.l1, second, mobile="13800000003")
    assert names(office.l1.worktop.unsent().unwritten) == ["蒲少川"]
    assert_ways_agree(office.l1, office.l1.worktop.unsent().unwritten)


def test_a_printed_form_is_unsent_work_of_its_household(office: Office) -> None:
    case = visit(office.l1, name="丁桂湘")
    office.carry("l1", "hq")
    office.carry("hq", "l1")
    assert office.l1.worktop.unsent().unconfirmed.total == 0
    office.l1.papers.print_forms([case], office.root / "form.pdf")
    assert names(office.l1.worktop.unsent().unwritten) == ["丁桂湘"]


def test_a_list_is_capped_and_says_how_many_there_are(office: Office) -> None:
    line = msgspec.json.encode
    file = office.root / "in.jsonl"
    file.write_bytes(b"".join(line({"key": str(n), "name": f"户{n}"}) + b"\n" for n in range(60)))
    office.l1.cases.import_lines(file, source="旧台账")
    work, unsent = office.l1.worktop.show(), office.l1.worktop.unsent()
    for found in (work.to_visit, unsent.unwritten):
        assert (found.total, len(found.rows)) == (60, 50)


@pytest.mark.parametrize(
    ("today", "begins", "first"),
    [
        ("2026-11-23", "01-01", "2026-01-01"),
        ("2026-01-01", "01-01", "2026-01-01"),
        ("2026-03-01", "10-01", "2025-10-01"),
    ],
)
def test_a_round_is_the_year_that_ends_today(today: str, begins: str, first: str) -> None:
    assert round_from(datetime.fromisoformat(today).date(), begins).isoformat() == first


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [("2026-11-23", 12, "2025-11-23"), ("2024-02-29", 12, "2023-02-28"), ("2026-01-31", 2, "2025-11-30"),
     ("2026-12-31", 12, "2025-12-31"), ("2026-12-31", 1, "2026-11-30")],
)  # fmt: skip
def test_months_are_counted_back(day: str, months: int, before: str) -> None:
    assert months_before(datetime.fromisoformat(day).date(), months).isoformat() == before
