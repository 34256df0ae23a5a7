"""Filters never disagree with a slow look at every document, and lists say what they say."""

import random
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.case.case_filter import CaseFilter, Order
from fieldsurvey.case.doors import door_order
from fieldsurvey.case.kinds import Desk
from fieldsurvey.errors import InputError
from fieldsurvey.services.saved_lists import ListLayout, SavedLists
from fieldsurvey.services.seat import Seat
from fieldsurvey.services.terms import Missing, missing
from fieldsurvey.store.database import Session
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, body_of, open_seat
from tests.unit.case.schedules import schedules

YEAR: Final = "2026"
TODAY: Final = "2026-11-23"
A_YEAR_AGO: Final = "2025-11-23"
EMPLOYERS: Final = ("红星机械厂", "自来水公司", "")
SURVEYORS: Final = ("调查甲", "调查乙", "调查丙", "")
DAYS: Final = ("2024-03-01", "2025-11-22", "2025-11-23", "2025-12-31", "2026-01-01", "2026-11-23", "", "昨天")
STATUSES: Final = ("", "draft", "surveying", "surveyed", "filed", "approved", "returned", "lifted", "cancelled")
STAMPS: Final = ("2024-01-01T00:00:00Z", "2025-11-22T23:59:59Z", "2025-11-23T00:00:00Z", "2026-11-23T06:02:31Z",
                 "2090-01-01T00:00:00Z")  # fmt: skip
LATER: Final = {"gap": "later"}


def value_or_gap(values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    """One of these, nothing, or one of the gaps."""
    return st.one_of(st.sampled_from(values), st.none(), st.just(LATER), st.just({"gap": "unknown"}))


VISIT = st.fixed_dictionaries({
    "visited_on": value_or_gap(DAYS), "outcome": value_or_gap(("met", "absent", "refused", "moved")),
    "surveyor1": value_or_gap(SURVEYORS), "surveyor2": value_or_gap(SURVEYORS),
})  # fmt: skip
CAUSE = st.fixed_dictionaries({"rank": value_or_gap(("main", "minor")), "cause": value_or_gap(("3", "6", "9"))})
DETERMINATION = st.fixed_dictionaries(
    {"category": value_or_gap(("deep_hardship", "not_qualified")), "decided_on": value_or_gap(DAYS)}
)
STATUS = st.one_of(
    st.none(),
    st.just("filed"),
    st.fixed_dictionaries({"status": st.sampled_from(STATUSES), "at": st.sampled_from(DAYS), "by": st.just("s")}),
)
DOCUMENT = st.fixed_dictionaries({
    "name": value_or_gap(("张伟", "王芳", "欧阳锋")), "employer_name": value_or_gap(EMPLOYERS),
    "filing_org": value_or_gap(("城东区总工会", "")), "status": STATUS,
    "remark": st.sampled_from(('{"gap":"later"}', "", None)),
    "visits": st.lists(VISIT, max_size=3), "causes": st.lists(CAUSE, max_size=2),
    "determinations": st.lists(DETERMINATION, max_size=2),
})  # fmt: skip


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """One or two of these."""
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)


def filter_of(asked: dict[str, Any]) -> CaseFilter:
    """The filter that asks this."""
    return CaseFilter(**asked)


YES = st.just(True)
FILTER = st.fixed_dictionaries({}, optional={
    "statuses": some_of(STATUSES), "outcomes": some_of(("met", "absent", "")), "causes": some_of(("3", "6", "")),
    "categories": some_of(("deep_hardship", "")), "employer": st.sampled_from(EMPLOYERS),
    "filing_org": st.sampled_from(("城东区总工会", "")), "surveyor": st.just("调查甲"),
    "visited_from": st.sampled_from(("2025-11-23", "2026-01-01")), "visited_to": st.sampled_from(("2026-11-22",)),
    "later": YES, "unchanged": YES, "unvisited": YES, "recheck": YES,
}).map(filter_of)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    made = open_seat(tmp_path_factory.mktemp("desk"), FixedClock(), desk=Desk.HEADQUARTERS, code="HQ")
    yield made
    made.close()


def flat(document: dict[str, Any]) -> dict[str, Any]:
    """A document as the addresses of a change."""
    fields: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, list):
            for place, row in enumerate(value, start=1):
                cells = {cell: said for cell, said in row.items() if said is not None}
                fields |= {f"{name}/r{place}/{cell}": said for cell, said in {"place": place, **cells}.items()}
        elif value is not None:
            fields[name] = value
    return fields


def text(value: object) -> str:
    """What a list knows of a value."""
    return value if isinstance(value, str) else ""


def day(value: object) -> str:
    return text(value) if text(value)[:2] == "20" else ""


def newest(rows: list[dict[str, Any]], when: str) -> dict[str, Any]:
    """The row of the latest day, slowly; of equal ones the last."""
    found: dict[str, Any] = {}
    for row in rows:
        if not found or day(row.get(when)) >= day(found.get(when)):
            found = row
    return found


def count_later(value: object) -> int:
    if value == LATER:
        return 1
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return sum(count_later(item) for item in inner)


def fits(document: dict[str, Any], at: str, asked: CaseFilter) -> bool:
    """The filter, asked of the document itself."""
    event = document["status"] if isinstance(document["status"], dict) else {}
    status, visit = text(event.get("status")), newest(document["visits"], "visited_on")
    on = day(visit.get("visited_on"))
    outcome, people = text(visit.get("outcome")), {text(visit.get("surveyor1")), text(visit.get("surveyor2"))}
    if status == "surveyed" and day(event.get("at")) > on:
        outcome, people = ("", set()) if on else (outcome, people)
        on = day(event["at"])
    causes = document["causes"]
    main = [cause for cause in causes if cause["rank"] == "main"] or (causes if len(causes) == 1 else [])
    named = [one for one in document["determinations"] if text(one["category"])]
    is_open = status not in ("lifted", "cancelled", "withdrawn")
    checks = [
        not asked.statuses or status in asked.statuses,
        not asked.outcomes or outcome in asked.outcomes,
        not asked.causes or text(main[0]["cause"] if main else "") in asked.causes,
        not asked.categories or text(newest(named, "decided_on").get("category")) in asked.categories,
        asked.employer is None or text(document["employer_name"]) == asked.employer,
        asked.filing_org is None or text(document["filing_org"]) == asked.filing_org,
        not asked.surveyor or asked.surveyor in people,
        not asked.visited_from or on >= asked.visited_from,
        not asked.visited_to or "" < on <= asked.visited_to,
        not asked.later or count_later(document) > 0 or status == "surveying",
        not asked.unchanged or (is_open and (at[:10] < A_YEAR_AGO or at > "2027")),
        not asked.unvisited or (is_open and not (on[:4] == YEAR and outcome not in ("absent", "refused"))),
        not asked.recheck or (status in ("filed", "approved") and on < A_YEAR_AGO),
    ]
    return all(checks)


@settings(max_examples=schedules(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(DOCUMENT, st.sampled_from(STAMPS)), min_size=1, max_size=8),
    st.lists(FILTER, min_size=1, max_size=6),
)
def test_a_filter_finds_whom_a_look_at_every_document_finds(
    desk: Desktop, documents: list[tuple[dict[str, Any], str]], filters: list[CaseFilter]
) -> None:
    known = desk.cases.find("").total
    records = [f"{known + number:032x}" for number in range(len(documents))]
    desk.take([
        body_of(record, {"case_no": record, **flat(document)}, n=known + number + 1, at=at)
        for number, (record, (document, at)) in enumerate(zip(records, documents, strict=True))
    ])  # fmt: skip
    for asked in filters:
        expected = {r for r, (document, at) in zip(records, documents, strict=True) if fits(document, at, asked)}
        found = {row.case_id for row in desk.cases.find("", asked=asked, limit=10_000).rows}
        assert found & set(records) == expected, asked
        assert desk.cases.count("", asked=asked).total == len(found)
        in_order = desk.cases.find("", asked=asked, limit=10_000, order=Order("address")).rows
        assert {row.case_id for row in in_order} == found
        with_text = desk.cases.find("张伟", asked=asked, limit=10_000).rows
        names = {r: text(document["name"]) for r, (document, _) in zip(records, documents, strict=True)}
        assert {row.case_id for row in with_text} & set(records) == {r for r in expected if names[r] == "张伟"}


HOUSEHOLDS: Final[dict[str, dict[str, str]]] = {
    f"{number:032x}": {"name": name, "home_address": address, "survey_no": f"L1-{number:06d}", **more}
    for number, (name, address, more) in enumerate(
        [
            ("张伟", "和平路10号楼1单元101", {"mobile": "13800000001"}),
            ("王芳", "和平路3号楼2单元501", {}),
            ("阿娜尔", "和平路3号楼2单元402", {}),
            ("赵六", "", {}),
            ("李雷", "和平路3号楼10单元101", {}),
        ],
        start=1,
    )
}


@pytest.fixture
def street(headquarters: Desktop) -> Desktop:
    items = list(HOUSEHOLDS.items())
    random.Random(5).shuffle(items)
    headquarters.take([body_of(record, fields, n=n) for n, (record, fields) in enumerate(items, start=1)])
    return headquarters


def test_addresses_are_listed_as_the_doors_lie_and_blank_ones_last(street: Desktop) -> None:
    rows = street.cases.find("", order=Order("address")).rows
    assert [row.name for row in rows] == ["阿娜尔", "王芳", "李雷", "张伟", "赵六"]
    keys = [door_order(row.address) for row in rows if row.address]
    assert keys == sorted(keys)
    turned = [row.name for row in street.cases.find("", order=Order("address", descending=True)).rows]
    assert turned == ["张伟", "李雷", "王芳", "阿娜尔", "赵六"]


def test_names_are_listed_by_their_sound(street: Desktop) -> None:
    rows = street.cases.find("", order=Order("name")).rows
    assert [row.name for row in rows] == ["阿娜尔", "李雷", "王芳", "张伟", "赵六"]


@pytest.mark.parametrize("by", ["survey_no", "address", "visited_on", "name"])
def test_pages_of_an_ordered_list_follow_each_other(street: Desktop, by: str) -> None:
    whole = [row.case_id for row in street.cases.find("", order=Order(by)).rows]
    paged = [
        row.case_id for at in range(0, 6, 2) for row in street.cases.find("", order=Order(by), offset=at, limit=2).rows
    ]
    assert paged == whole
    assert len(set(whole)) == len(HOUSEHOLDS)


def test_the_rows_come_without_being_counted(street: Desktop) -> None:
    page = street.cases.find("和平路", limit=3, counted=False)
    assert (len(page.rows), page.total, page.more) == (3, 3, True)
    assert street.cases.count("和平路").total == 4
    last = street.cases.find("和平路", offset=3, limit=3, counted=False)
    assert (len(last.rows), last.total, last.more) == (1, 4, False)


def test_an_unknown_order_is_the_usual_one(street: Desktop) -> None:
    assert street.cases.find("", order=Order("of a newer edition")).rows == street.cases.find("").rows


FAMILY: Final[dict[str, Any]] = {
    "name": "欧阳伟", "members/m1/name": "欧阳伟", "members/m2/name": "司马小军",
    "members/m2/identity": {"type": "id_card", "number": "34052419800101001X"},
    "members/m2/mobile": "13987654321",
}  # fmt: skip


@pytest.mark.parametrize("typed", ["司马", "simaxiaojun", "xiaojun", "smxj", "s", "340524", "001X", "1398765", "4321"])
def test_a_household_is_found_by_each_of_its_members(headquarters: Desktop, typed: str) -> None:
    headquarters.take([body_of("ab" * 16, FAMILY), body_of("cd" * 16, {"name": "高八"}, n=2)])
    assert [row.name for row in headquarters.cases.find(typed).rows] == ["欧阳伟"]
    assert [row.name for row in headquarters.cases.find(f"{typed} 欧阳").rows] == ["欧阳伟"]


def test_a_family_of_very_many_numbers_hides_nobody(headquarters: Desktop) -> None:
    many = {f"members/m{n}/mobile": f"139{n:08d}" for n in range(300)}
    headquarters.take([body_of("ab" * 16, {"name": "钱四", "mobile": "13900009999"})])
    headquarters.take([body_of("cd" * 16, {"name": "欧阳伟", **many}, n=2)])
    found = [row.name for row in headquarters.cases.find("139", limit=5).rows]
    assert found == ["欧阳伟", "钱四"]


def test_a_filter_is_kept_under_its_name_for_its_person_only(headquarters: Desktop) -> None:
    mine = SavedLists(headquarters.seat)
    asked = CaseFilter(unvisited=True, employer="红星机械厂", visited_from="2026-01-01", statuses=("filed", ""))
    mine.save("  城东  待入户 ", "和平路", asked)
    (saved,) = SavedLists(headquarters.seat).filters()
    assert (saved.name, saved.text, saved.asked) == ("城东 待入户", "和平路", asked)
    mine.save("城东 待入户", "", CaseFilter(later=True))
    assert [one.asked for one in mine.filters()] == [CaseFilter(later=True)]
    assert [one.name for one in mine.rename("城东 待入户", "待补")] == ["待补"]
    headquarters.seat.staff_id = "somebody else"
    assert mine.filters() == []
    headquarters.seat.staff_id = "staffhq"
    assert mine.remove("待补") == mine.remove("待补") == []


@pytest.mark.parametrize("name", ["", "   ", "长" * 31, "a\u202eb"])
def test_a_filter_has_a_name_that_can_be_read(headquarters: Desktop, name: str) -> None:
    with pytest.raises(InputError):
        SavedLists(headquarters.seat).save(name, "", CaseFilter())


def test_two_filters_never_share_a_name(headquarters: Desktop) -> None:
    mine = SavedLists(headquarters.seat)
    for name in ("甲", "乙"):
        mine.save(name, "", CaseFilter())
    for old, new in (("甲", "乙"), ("没有", "丙")):
        with pytest.raises(InputError):
            mine.rename(old, new)
    assert [one.name for one in mine.filters()] == ["乙", "甲"]


def test_the_layout_of_the_list_is_kept(headquarters: Desktop) -> None:
    mine = SavedLists(headquarters.seat)
    assert mine.layout() == ListLayout()
    layout = ListLayout(("name", "later"), "address", descending=True)
    mine.keep_layout(layout)
    assert SavedLists(headquarters.seat).layout() == layout


def test_what_the_other_side_lacks_is_read_only_when_asked_for(
    headquarters: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counted(session: Session, seat: Seat) -> list[Missing]:
        read.append("missing")
        return missing(session, seat)

    monkeypatch.setattr("fieldsurvey.services.terms.missing", counted)
    headquarters.cases.find("", asked=CaseFilter(later=True, unvisited=True, statuses=("filed",)))
    headquarters.cases.count("", asked=CaseFilter(unchanged=True, recheck=True))
    assert read == []
    for asked in (CaseFilter(unwritten=True), CaseFilter(unconfirmed=True), CaseFilter(unwritten=True, later=True)):
        headquarters.cases.find("", asked=asked)
    assert len(read) == 3
