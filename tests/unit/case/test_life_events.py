"""The laws of life events: everything said of a person stays with the person, and nothing is lost on the way."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.errors import MemberMissingError, SplitUnfitError, WorkerUnclearError
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, RecordId
from fieldsurvey.case.merging import coming, doubles, filled_members
from fieldsurvey.case.new_worker import PLACES, worker_changed
from fieldsurvey.case.relations import Person, inverse, seen_by
from fieldsurvey.case.splitting import leaving
from fieldsurvey.case.values import is_gap
from fieldsurvey.case.worker import FORMER, PERSONAL, SELF, is_worker, members_of
from tests.unit.case.schedules import bounded

RECORD: Final = RecordId("ab" * 16)
LISTS: Final = ("income", "expenses", "causes", "evidence")
RELATIONS: Final = ("10", "12", "20", "27", "30", "38", "43", "51", "52", "56", "61", "73", "75", "97", "99")
Values = st.sampled_from([None, "甲", "乙", "1", "2", {"gap": "later"}, {"typed": "表叔"}])


@st.composite
def households(draw: st.DrawFn, *, start: str = "m") -> Document:
    """A household as the program makes it: the worker's own row says only what is not asked of the worker."""
    document: Document = {top: value for top, _ in PLACES if (value := draw(Values)) is not None}
    document["name"], document["sex"] = f"{start}本人", draw(st.sampled_from(["1", "2"]))
    count = draw(st.integers(1, 5))
    rows: list[dict[str, Any]] = [{ROW: f"{start}0", "relation": SELF, "counts_in_household": True}]
    for number in range(1, count + 1):
        row: dict[str, Any] = {ROW: f"{start}{number}", "name": f"{start}{number}"}
        # What is asked of a worker alone stands with a member only after they were one.
        asked = [own for _, own in PLACES if own != "name" and own not in PERSONAL]
        row |= {own: value for own in asked if (value := draw(Values)) is not None}
        relation = draw(st.sampled_from([None, {"gap": "later"}, {"typed": "表叔"}, *RELATIONS]))
        rows.append(row if relation is None else {**row, "relation": relation})
    document["members"] = rows
    for group in LISTS:
        document[group] = [
            {ROW: f"{start}{group[0]}{number}", "member": draw(st.sampled_from(rows))[ROW], "remark": f"{number}"}
            for number in range(draw(st.integers(0, 3)))
        ]
    return {name: value for name, value in document.items() if value != []}


def after(document: Document, said: Mapping[Address, Value]) -> Document:
    """The document with values said over it; a value of None goes."""
    found = {name: [dict(row) for row in value] if CASE.group(name) else value for name, value in document.items()}
    for address, value in said.items():
        group, _, rest = address.partition("/")
        target: dict[str, Any] = found
        if rest:
            row, _, name = rest.partition("/")
            rows = found.setdefault(group, [])
            target = next((each for each in rows if each[ROW] == row), {})
            if not target:
                target = {ROW: row}
                rows.append(target)
            if name == PLACE:
                continue
            group = name
        target[group] = value
        if value is None:
            del target[group]
    return found


def people(document: Document) -> Counter[bytes]:
    """What is said of each person, wherever it stands: by the row, which names the person for ever."""
    found = []
    for row in members_of(document):
        told = {name: value for name, value in row.items() if name not in ("relation", FORMER)}
        if is_worker(row):
            told |= {own: document[top] for top, own in PLACES if document.get(top) is not None}
        found.append(encode(told))
    return Counter(found)


def rows_of_lists(*documents: Document) -> Counter[bytes]:
    return Counter(encode([group, row]) for each in documents for group in LISTS for row in each.get(group, []))


@given(households(), st.data())
@bounded(300)
def test_a_new_worker_takes_nothing_from_anybody(document: Document, data: st.DataObject) -> None:
    new = data.draw(st.sampled_from([row[ROW] for row in document["members"][1:]]))
    changed = after(document, worker_changed(RECORD, document, new))
    assert people(changed) == people(document)
    assert rows_of_lists(changed) == rows_of_lists(document)
    assert [row[ROW] for row in changed["members"] if is_worker(row)] == [new]


@given(households(), st.data())
@bounded(300)
def test_back_to_the_former_worker_is_the_same_document(document: Document, data: st.DataObject) -> None:
    new = data.draw(st.sampled_from([row[ROW] for row in document["members"][1:]]))
    changed = after(document, worker_changed(RECORD, document, new))
    assert after(changed, worker_changed(RECORD, changed, "m0")) == document


@given(households(), st.data())
@bounded(200)
def test_a_split_divides_everything(document: Document, data: st.DataObject) -> None:
    members = [row[ROW] for row in document["members"][1:]]
    chosen = data.draw(st.lists(st.sampled_from(members), min_size=1, unique=True))
    worker = data.draw(st.sampled_from(chosen))
    found = leaving(document, chosen, worker, CASE)
    new = after({}, found.fields)
    gone = {(group, row[ROW]) for group, rows in found.rows.items() for row in rows}
    stays = {
        name: [row for row in value if (name, row[ROW]) not in gone] if CASE.group(name) else value
        for name, value in document.items()
    }
    assert people(stays) + people(new) == people(document)
    assert rows_of_lists(stays, new) == rows_of_lists(document)
    assert [row[ROW] for row in new["members"] if is_worker(row)] == [worker]


@given(households(), households(start="n"), st.sampled_from(["", *RELATIONS]))
@bounded(200)
def test_a_merge_brings_everything_once(here: Document, there: Document, relation: str) -> None:
    own = filled_members(RECORD, there)
    told = coming(here, there, own, same={}, relation=relation)
    merged = after(here, told.fields)
    assert people(merged) == people(here) + people(there)
    assert rows_of_lists(merged) == rows_of_lists(here, there)
    assert sum(is_worker(row) for row in merged["members"]) == 1
    assert not coming(merged, there, own, same={}, relation=relation).fields


def test_one_person_in_two_households_becomes_one() -> None:
    number = {"type": "id_card", "number": "11010519491231002X"}
    here: Document = {"name": "赵甲", "members": [{ROW: "a", "relation": SELF}, {ROW: "b", "identity": number}]}
    there: Document = {
        "name": "钱乙",
        "identity": number,
        "mobile": "13800000000",
        "members": [{ROW: "x", "relation": SELF}, {ROW: "y", "relation": "20", "name": "钱小乙"}],
        "income": [{ROW: "i", "member": "x"}],
    }
    own = filled_members(RECORD, there)
    (double,) = doubles(here, own)
    assert (double.here, double.there, double.differing) == ("b", "x", [])
    told = coming(here, there, own, same={"x": "b"}, relation="10")
    merged = after(here, told.fields)
    assert merged["members"][1] == {ROW: "b", "identity": number, "name": "钱乙", "mobile": "13800000000"}
    assert [row[ROW] for row in merged["members"]] == ["a", "b", "y"]
    assert merged["income"] == [{ROW: "i", "member": "b"}]


@pytest.mark.parametrize(
    ("y", "m", "x", "seen"),
    [
        (Person("10", "2"), Person("20"), "1", "20"),
        (Person("12"), Person("51"), "1", "53"),
        (Person("11"), Person("51"), "2", "55"),
        (Person("20"), Person("10"), "1", "52"),
        (Person("20", born="1990-01-01"), Person("30", born="1995-01-01"), "1", "77"),
        (Person("20"), Person("30"), "1", ""),
        (Person("30"), Person("52"), "1", "62"),
        (Person("51"), Person("10", "2"), "1", "38"),
        (Person("71"), Person("73"), "1", "73"),
        (Person("52"), Person("61"), "1", "53"),
        (Person("51"), Person("51"), "1", ""),
        (Person("10"), Person("27"), "1", ""),
        (Person("99"), Person("20"), "1", ""),
    ],
)
def test_kin_are_seen_from_the_new_worker(y: Person, m: Person, x: str, seen: str) -> None:
    assert seen_by(y, m, sex_of_x=x) == seen


@pytest.mark.parametrize(
    ("code", "sex", "back"),
    [("20", "1", "51"), ("32", "2", "52"), ("28", "1", "55"), ("38", "2", "54"), ("51", "2", "30"), ("75", "1", "73"),
     ("43", "2", "64"), ("10", "1", "10"), ("11", "2", "12"), ("27", "1", "57"), ("20", "", "")],
)  # fmt: skip
def test_a_relation_told_from_the_other_end(code: str, sex: str, back: str) -> None:
    assert inverse(code, sex) == back


def test_what_does_not_follow_stays_open_and_is_remembered() -> None:
    document: Document = {
        "name": "赵甲",
        "sex": "1",
        "members": [
            {ROW: "a", "relation": SELF},
            {ROW: "b", "relation": "20", "name": "赵乙"},
            {ROW: "c", "relation": "99", "name": "孙丙"},
        ],
    }
    changed = after(document, worker_changed(RECORD, document, "b"))
    assert is_gap(changed["members"][2]["relation"])
    assert changed["members"][2][FORMER] == "99"
    assert changed["members"][0] == {
        ROW: "a", "relation": "51", "name": "赵甲", "sex": "1", FORMER: SELF,
    }  # fmt: skip


def test_events_that_cannot_be_are_refused() -> None:
    document: Document = {"members": [{ROW: "a", "relation": SELF}, {ROW: "b"}]}
    with pytest.raises(MemberMissingError):
        worker_changed(RECORD, document, "a")
    with pytest.raises(MemberMissingError):
        worker_changed(RECORD, document, "z")
    with pytest.raises(SplitUnfitError):
        leaving(document, ["a"], "a", CASE)
    with pytest.raises(SplitUnfitError):
        leaving({"members": [{ROW: "b"}]}, ["b"], "b", CASE)
    document["members"][1]["relation"] = SELF
    with pytest.raises(WorkerUnclearError):
        worker_changed(RECORD, document, "b")
