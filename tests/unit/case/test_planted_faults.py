"""The checks of the laws have teeth: each wrong rule planted here is caught by the very same schedules."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest

from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.fold import REMOVED, State, fold
from fieldsurvey.case.ids import Address, ChangeId
from tests.unit.case.schedules import Identified, LawBrokenError, Rules, Step, run_schedule

SEEDED_SCHEDULES = 400


def last_writer_by_clock(changes: Sequence[Identified]) -> State:
    """The value with the latest clock wins, the others are forgotten."""
    state = State()
    latest: dict[Address, str] = {}
    for identity, change in changes:
        for text, said in change.set.items():
            address = Address(text)
            if change.at >= latest.get(address, ""):
                latest[address] = change.at
                state.heads[address] = {identity: said.value}
    return state


def forgetful_of_late_arrivals(changes: Sequence[Identified]) -> State:
    """What is replaced goes when the replacement comes, but is taken in again when it arrives later."""
    state = State()
    for identity, change in changes:
        for text, said in change.set.items():
            heads = state.heads.setdefault(Address(text), {})
            heads[identity] = said.value
            for gone in said.replaces:
                heads.pop(ChangeId(gone), None)
    return state


def replaces_whatever_stood(changes: Sequence[Identified]) -> State:
    """A later arrival overwrites, as a table with one row per household would."""
    state = State()
    for identity, change in dict(changes).items():
        for text, said in change.set.items():
            state.heads[Address(text)] = {identity: said.value}
    return state


def removal_hides_everything(state: State) -> Document:
    """A removed row is gone, also when somebody wrote in it unseen."""
    document = to_document(state)
    rows = [
        row
        for row in document.get("members", [])
        if not any(state.heads.get(Address(f"members/{row['row']}/{REMOVED}"), {}).values())
    ]
    return {
        **{key: value for key, value in document.items() if key != "members"},
        **({"members": rows} if rows else {}),
    }


def unseen_in_removed_row_is_no_clash(state: State) -> set[Address]:
    """Only fields clash; a removal wins over what it did not see."""
    return {clash.address for clash in state.clashes() if not clash.address.endswith(REMOVED)}


def equal_values_clash(state: State) -> set[Address]:
    """Two people who agree are sent to headquarters."""
    return {clash.address for clash in state.clashes()} | {a for a, heads in state.heads.items() if len(heads) > 1}


def first_arrival_is_shown(state: State) -> Document:
    """Of a clash, the value that came first is shown."""
    first = {address: dict([next(iter(heads.items()))]) for address, heads in state.heads.items() if heads}
    return {**to_document(state), **{a: v for a in first if "/" not in a for v in first[a].values() if v is not None}}


def heads_at_sealing(_: dict[Address, list[str]], state: State, address: Address) -> list[str]:
    """An answer replaces what stands when it is sealed, seen or not."""
    return state.standing(address)


FAULTS = {
    "last writer by clock wins": Rules(fold=last_writer_by_clock),
    "replaced set forgotten for late arrivals": Rules(fold=forgetful_of_late_arrivals),
    "last arrival overwrites": Rules(fold=replaces_whatever_stood),
    "removal ignores unseen values": Rules(document=removal_hides_everything),
    "removal of a changed row is no clash": Rules(clashes=unseen_in_removed_row_is_no_clash),
    "equal values treated as clash": Rules(clashes=equal_values_clash),
    "provisional winner by arrival": Rules(document=first_arrival_is_shown),
    "draft heads taken at sealing": Rules(heads=heads_at_sealing),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_caught(fault: str) -> None:
    assert broken_within(FAULTS[fault], SEEDED_SCHEDULES), f"the laws do not notice: {fault}"


def test_the_real_rules_pass_the_same_schedules() -> None:
    assert not broken_within(replace(Rules(), fold=fold), SEEDED_SCHEDULES)


def broken_within(rules: Rules, count: int) -> str:
    """The law that breaks first within so many seeded schedules; empty when all hold."""
    source = random.Random(2026)
    for _ in range(count):
        try:
            run_schedule(seeded_schedule(source), rules)
        except LawBrokenError as broken:
            return str(broken)
    return ""


def seeded_schedule(source: random.Random) -> list[Step]:
    """A day of twenty steps."""
    kinds = ("show", "answer", "answer", "answer", "remove", "restore", "finish", "finish", "settle", "carry", "carry")
    return [
        (source.choice(kinds), source.randrange(3), source.randrange(10_000), source.randrange(10_000),
         source.randint(-100, 100))
        for _ in range(20)
    ]  # fmt: skip
