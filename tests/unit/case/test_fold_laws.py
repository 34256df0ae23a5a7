"""The laws of folding: the state of a record depends on nothing but the set of its changes."""

import random
from collections.abc import Sequence
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.canonical import encode
from fieldsurvey.case.change import Change, Entry, change_bytes, change_id, entry
from fieldsurvey.case.document import document_of_first, to_document
from fieldsurvey.case.fold import REMOVED, fold
from fieldsurvey.case.ids import Address
from tests.unit.case.schedules import (
    RECORD,
    SCHEDULE,
    Home,
    Identified,
    Rules,
    Step,
    bounded,
    clock_of,
    run_schedule,
    take_step,
)


def changes_of(steps: Sequence[Step]) -> list[Identified]:
    """All changes that a schedule makes."""
    return list(dict(run_schedule(steps, Rules())[0].arrived).items())


@bounded(150)
@given(SCHEDULE)
def test_any_day_of_several_devices_ends_in_agreement_and_loses_nothing(steps: list[Step]) -> None:
    run_schedule(steps, Rules())


@bounded(100)
@given(SCHEDULE, st.randoms(use_true_random=False))
def test_any_order_and_repetition_folds_to_the_same_state(steps: list[Step], source: random.Random) -> None:
    changes = changes_of(steps)
    shuffled = changes + source.choices(changes, k=len(changes)) if changes else []
    source.shuffle(shuffled)
    assert fold(shuffled).digest() == fold(changes).digest()
    assert encode(to_document(fold(shuffled))) == encode(to_document(fold(changes)))


@bounded(100)
@given(SCHEDULE, st.integers(0, 40))
def test_a_slice_folds_to_the_same_state_wherever_it_is_cut(steps: list[Step], cut: int) -> None:
    changes = changes_of(steps)
    part = changes[cut % (len(changes) + 1) :]
    assert fold(part[::-1]).digest() == fold(part).digest()
    # Nothing of the missing part shows, and what it would replace stands meanwhile.
    known = {identity for identity, _ in part}
    assert all(identity in known for heads in fold(part).heads.values() for identity in heads)


@bounded(150)
@given(SCHEDULE, st.lists(st.integers(-100, 100), min_size=40, max_size=40))
def test_clocks_never_matter(steps: list[Step], clocks: list[int]) -> None:
    right = run_schedule([(*step[:4], 0) for step in steps], Rules())[0]
    wrong = run_schedule([(*step[:4], clocks[place % 40]) for place, step in enumerate(steps)], Rules())[0]
    if not any(step[0] == "settle" for step in steps):  # whom a random choice meets there depends on ids
        assert standing_values(right) == standing_values(wrong)


def standing_values(home: Home) -> dict[Address, list[tuple[str, int, bytes]]]:
    """What stands where, by writer and not by id; ids contain the clock."""
    by_id = dict(home.arrived)
    return {
        address: sorted((by_id[i].device, by_id[i].n, encode(value)) for i, value in heads.items())
        for address, heads in home.state().heads.items()
    }


@bounded(100)
@given(SCHEDULE)
def test_the_quick_way_for_a_first_change_shows_what_folding_shows(steps: list[Step]) -> None:
    for identity, change in changes_of(steps):
        if not change.has_removals:
            state = fold([(identity, change)])
            assert document_of_first(change) == to_document(state)
            assert state.clashes() == []


def test_a_replacement_that_comes_first_holds_when_the_replaced_comes() -> None:
    first, second = _written(1, "甲", []), None
    second = _written(2, "乙", [first[0]])
    assert fold([second, first]).heads == fold([first, second]).heads == {Address("name"): {second[0]: "乙"}}


def test_two_values_stand_together_and_the_highest_id_is_shown() -> None:
    one, other = _written(1, "甲", []), _written(2, "乙", [])
    state = fold([one, other])
    assert [clash.address for clash in state.clashes()] == ["name"]
    assert state.value(Address("name")) == max((one, other))[1].set["name"].value


def test_equal_values_of_two_people_are_no_clash() -> None:
    assert fold([_written(1, "甲", []), _written(2, "甲", [])]).clashes() == []


def test_a_settlement_that_saw_only_two_of_three_leaves_the_third() -> None:
    values = [_written(number, text, []) for number, text in ((1, "甲"), (2, "乙"), (3, "丙"))]
    settled = _written(4, "甲", [values[0][0], values[1][0]])
    state = fold([settled, *values])
    assert set(state.heads[Address("name")]) == {settled[0], values[2][0]}
    assert len(state.clashes()) == 1


def test_removals_for_different_reasons_are_one_value() -> None:
    base = _said(1, {"members/a/name": entry("甲")})
    removals = [_removal(number, why, [base[0]]) for number, why in ((2, "去世"), (3, "已去世"))]
    state = fold([base, *removals])
    assert state.clashes() == []
    assert state.removed_rows() == {"members/a"}
    assert to_document(state) == {}


def test_a_removal_and_its_withdrawal_are_two_values() -> None:
    base = _said(1, {"members/a/name": entry("甲")})
    removal = _removal(2, "去世", [base[0]])
    kept = _said(3, {f"members/a/{REMOVED}": entry(None)})
    (clash,) = fold([base, removal, kept]).clashes()
    assert set(clash.values) == {removal[0], kept[0]}


def test_the_clash_of_a_removed_row_names_everybody_whose_answer_stands_in_it() -> None:
    base = _said(1, {"members/a/name": entry("甲")})
    removals = [_removal(number, why, [base[0]]) for number, why in ((2, "去世"), (3, "迁出"))]
    unseen = [_said(4, {"members/a/health": entry("60")}), _said(5, {"members/a/relation": entry("10")})]
    emptied = _said(6, {"members/a/work_status": entry(None)})
    state = fold([base, *removals, *unseen, emptied])
    (clash,) = state.clashes()
    assert clash.address == "members/a/removed"
    assert set(clash.values) == {identity for identity, _ in (*removals, *unseen)}
    assert [clash.values[identity] for identity, _ in unseen] == [None, None]
    assert to_document(state)["members"] == [{"row": "a", "health": "60", "relation": "10"}]


def test_thousands_of_removed_rows_are_looked_through_once() -> None:
    gone = {f"members/{row:x}/{REMOVED}": entry({"why": ""}) for row in range(20_000)}
    unseen = {f"members/{row:x}/health": entry("60") for row in range(0, 20_000, 2)}
    started = process_time()
    state = fold([_said(1, gone), _said(2, unseen)])
    assert len(to_document(state)["members"]) == len(state.clashes()) == len(state.rows("members")) == 10_000
    assert process_time() - started < 5


def test_the_machine_really_meets_clashes_removals_and_late_arrivals() -> None:
    source = random.Random(11)
    met: set[str] = set()
    for _ in range(60):
        homes = [Home(f"{number:016x}", Rules()) for number in (1, 2, 3)]
        for _ in range(30):
            what = source.choice(("show", "answer", "answer", "remove", "finish", "settle", "carry"))
            take_step(homes, (what, source.randrange(3), source.randrange(9999), source.randrange(9999), 0))
            for home in homes:
                state = home.state()
                met.update("row clash" for clash in state.clashes() if clash.address.endswith("/removed"))
                met.update("clash" for clash in state.clashes())
                met.update("removed" for _ in state.removed_rows())
    assert met == {"row clash", "clash", "removed"}


def test_a_wrong_clock_is_a_hundred_years_off() -> None:
    assert (clock_of(-100, 0)[:4], clock_of(100, 0)[:4]) == ("1926", "2126")


def _written(number: int, value: str, replaces: list[str]) -> Identified:
    return _said(number, {"name": entry(value, replaces)})


def _removal(number: int, why: str, replaces: list[str]) -> Identified:
    gone = {"members/a/name": entry(None, replaces), f"members/a/{REMOVED}": entry({"why": why})}
    return _said(number, gone)


def _said(number: int, entries: dict[str, Entry]) -> Identified:
    change = Change(
        v=1, kind="case", record=RECORD, device=f"{number:016x}", n=1, author="s1", at="", edition=1, set=entries
    )
    return change_id(change_bytes(change)), change
