"""A paper's state follows from the set of what was said of it, and addresses fall into buildings and doors."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.change import Change, change_bytes, change_id, entry
from fieldsurvey.case.document import to_document
from fieldsurvey.case.doors import building_and_door
from fieldsurvey.case.fold import fold
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.case.kinds import Desk, unauthorised
from fieldsurvey.case.paper import (
    DONE,
    MARKED,
    PRINTED,
    RETURNED,
    STATES,
    TO_PRINT,
    VOID,
    copies_of,
    copy_address,
    event,
    household_of,
    is_open_blank,
    state_of,
)


def said(number: int, device: str = "a", **fields: Any) -> tuple[ChangeId, Change]:  # noqa: ANN401  # entries
    """A change of a paper with these fields, `__` for the slash of an address."""
    change = Change(
        v=1,
        kind="paper",
        record="ab" * 16,
        device=device * 16,
        n=number,
        author="staff",
        at="2026-11-23T06:02:31Z",
        edition=1,
        set={address.replace("__", "/"): entry(value) for address, value in fields.items()},
    )
    return change_id(change_bytes(change)), change


def mark(number: int, copy: int, state: str, device: str) -> tuple[ChangeId, Change]:
    """A mark that has seen no other."""
    return said(
        number, device, **{copy_address(copy, "state"): event(state, at=f"2026-11-{number + 1:02d}", by="staff")}
    )


WAITING = said(1, case="cd" * 16, form="F01", copy_state=TO_PRINT)
FILLED = said(2, printed_on="2026-11-23", copies=3, pages=2)
MARKS = st.builds(mark, st.integers(3, 20), st.integers(1, 3), st.sampled_from(MARKED), st.sampled_from("abc"))


@given(st.lists(MARKS, max_size=6), st.randoms(use_true_random=False), st.integers(1, 3))
def test_the_state_of_a_paper_does_not_depend_on_any_order(
    marks: list[tuple[ChangeId, Change]],
    chance: Random,
    times: int,
) -> None:
    changes = [WAITING, FILLED, *marks]
    shuffled = changes * times
    chance.shuffle(shuffled)
    first, second = to_document(fold(changes)), to_document(fold(shuffled))
    assert copies_of(first) == copies_of(second)
    assert state_of(first) == state_of(second)
    assert state_of(first) == min((copy.state for copy in copies_of(first)), key=STATES.index)


@given(st.lists(MARKS, max_size=8))
def test_marks_of_any_desk_are_authorised_and_never_lose_a_copy(marks: list[tuple[ChangeId, Change]]) -> None:
    assert [unauthorised(change, Desk.LAPTOP) for _, change in marks] == [""] * len(marks)
    document = to_document(fold([WAITING, FILLED, *marks]))
    assert [copy.number for copy in copies_of(document)] == [1, 2, 3]


def test_two_who_mark_the_same_on_two_days_do_not_contradict_each_other() -> None:
    state = fold([FILLED, mark(3, 1, RETURNED, "a"), mark(4, 1, RETURNED, "b")])
    assert state.clashes() == []
    state = fold([FILLED, mark(3, 1, RETURNED, "a"), mark(4, 1, PRINTED, "b")])
    assert [clash.address for clash in state.clashes()] == ["each_copy/1/state"]


@pytest.mark.parametrize(
    ("document", "state"),
    [
        ({}, TO_PRINT),
        ({"copy_state": VOID}, VOID),
        ({"copy_state": TO_PRINT, "is_done": True}, DONE),
        ({"printed_on": "2026-11-23", "is_done": True}, PRINTED),
        ({"printed_on": "2026-11-23"}, PRINTED),
        ({"printed_on": "2026-11-23", "copies": 3, "copy_state": "signed"}, "signed"),
        ({"printed_on": "2026-11-23", "copies": 3, "copy_state": "of a newer edition"}, PRINTED),
        ({"printed_on": "2026-11-23", "copies": True}, PRINTED),
        ({"printed_on": "2026-11-23", "copies": "three", "each_copy": "none"}, PRINTED),
        ({"printed_on": "2026-11-23", "copies": 2, "each_copy": [{"row": "1", "state": {"status": VOID}}]}, PRINTED),
        ({"printed_on": "2026-11-23", "copies": 1, "each_copy": [{"row": "1", "state": {"status": VOID}}]}, VOID),
        ({"printed_on": "2026-11-23", "copies": 1, "each_copy": [{"row": "x9", "state": 3}, {"row": "99"}]}, PRINTED),
    ],
)
def test_the_state_of_any_record_is_told(document: dict[str, Any], state: str) -> None:
    assert state_of(document) == state


def test_a_copy_beyond_the_count_that_somebody_marked_is_there() -> None:
    document = {
        "printed_on": "2026-11-23",
        "copies": 1,
        "each_copy": [{"row": "4", "state": event("signed", at="", by="")}],
    }
    assert [(copy.number, copy.state) for copy in copies_of(document)] == [(1, PRINTED), (4, "signed")]
    assert len(copies_of({"printed_on": "2026-11-23", "copies": 10**15})) == 20


def test_a_blank_is_open_until_it_is_used() -> None:
    assert is_open_blank({"is_blank": True})
    assert not is_open_blank({"is_blank": True, "used_for": "ab" * 16})
    assert not is_open_blank({"is_blank": 1})
    assert household_of({"used_for": "ab" * 16}) == "ab" * 16
    assert household_of({"case": {"gap": "later"}}) == ""


@pytest.mark.parametrize(
    ("address", "parts"),
    [
        ("河畔街3号楼2单元501室", ("河畔街3号楼2单元", "501室")),
        ("河畔街三号楼2单元402室", ("河畔街3号楼2单元", "402室")),
        ("河畔街3号楼2单元五〇一室", ("河畔街3号楼2单元", "501室")),
        ("3-2-501", ("3-2", "501")),
        ("北山路9号", ("北山路", "9号")),
        ("北山路 9 号", ("北山路", "9 号")),
        ("王家村东头", ("王家村东头", "")),
        ("12号", ("12号", "")),
        ("", ("", "")),
        ("3号楼501室(北门)", ("3号楼", "501室(北门)")),
    ],
)
def test_an_address_falls_into_its_building_and_its_door(address: str, parts: tuple[str, str]) -> None:
    assert building_and_door(address) == parts


@given(st.text(max_size=300))
def test_no_address_is_refused(address: str) -> None:
    building, door = building_and_door(address)
    assert len(building) + len(door) <= 2_000
