"""Random days of several devices: what people do, what sticks carry, and the laws that must hold afterwards."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.change import Change, Entry, change_bytes, change_id, entry, parse_change
from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.draft import Answer, removal, restored, sealed_entries
from fieldsurvey.case.fold import REMOVED, State, fold
from fieldsurvey.case.ids import Address, ChangeId

RECORD: Final = "ab" * 16
ADDRESSES: Final = tuple(
    Address(text) for text in ("name", "health", "members/a/name", "members/a/health", "members/b/name")
)
VALUES: Final[tuple[Value, ...]] = (None, "甲", "乙", 100, {"gap": "later"})
DEVICES: Final = 3

Identified = tuple[ChangeId, Change]


def schedules(default: int) -> int:
    """How many schedules to try: more when FIELDSURVEY_SCHEDULES asks for a long campaign."""
    return int(os.environ.get("FIELDSURVEY_SCHEDULES") or default)


def bounded(default: int) -> settings:
    """Settings of a property whose number of examples a long campaign may raise."""
    return settings(
        max_examples=schedules(default), deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )


class LawBrokenError(AssertionError):
    """One of the laws of `docs/architecture.md` does not hold for this schedule."""


def demand(law: str, holds: bool, *shown: object) -> None:
    """Raises LawBrokenError naming the law when it does not hold."""
    if not holds:
        raise LawBrokenError(f"{law}: {shown}")


def heads_when_shown(shown: dict[Address, list[str]], _: State, address: Address) -> list[str]:
    """What a new answer replaces: what the person was looking at."""
    return shown.get(address, [])


@dataclass(frozen=True)
class Rules:
    """The rules of the program under test; each may be swapped for a wrong one to see that it is noticed."""

    fold: Callable[[Sequence[Identified]], State] = fold
    clashes: Callable[[State], set[Address]] = lambda state: {clash.address for clash in state.clashes()}
    document: Callable[[State], Document] = to_document
    heads: Callable[[dict[Address, list[str]], State, Address], list[str]] = heads_when_shown


@dataclass
class Home:
    """One device: what arrived there in order, and its open draft with what its writer was shown."""

    device: str
    rules: Rules
    arrived: list[Identified] = field(default_factory=list)
    own: int = 0
    shown: dict[Address, list[str]] = field(default_factory=dict)
    answers: dict[Address, Answer] = field(default_factory=dict)
    looked_at: dict[Address, set[str]] = field(default_factory=dict)

    def state(self) -> State:
        return self.rules.fold(self.arrived)

    def show(self) -> None:
        state = self.state()
        self.shown = {address: state.standing(address) for address in state.heads}

    def answer(self, address: Address, value: Value) -> None:
        if address in self.answers:
            self.answers[address] = Answer(value, self.answers[address].heads)
            return
        heads = self.rules.heads(self.shown, self.state(), address)
        self.answers[address] = Answer(value, tuple(heads))
        self.looked_at[address] = set(self.shown.get(address, []))

    def remove(self, row: str) -> None:
        for address, value in removal(self.state(), self.answers, f"members/{row}", f"{self.device}登记错了").items():
            self.answer(address, value)

    def restore(self, row: str) -> None:
        back = restored(self.answers, f"members/{row}")
        for address in [known for known in self.answers if known.startswith(f"members/{row}/")]:
            if address not in back:
                del self.answers[address]
        for address, value in back.items():
            self.answer(address, value)

    def finish(self, at: str) -> None:
        before = self.state()
        answers = {
            address: Answer(given.value, tuple(self.rules.heads({address: list(given.heads)}, before, address)))
            for address, given in self.answers.items()
        }
        entries = sealed_entries(answers, before)
        if entries:
            identity = self.write(entries, at)
            self._check_draft_law(entries, before, identity)
        self.answers, self.looked_at = {}, {}
        self.show()

    def _check_draft_law(self, entries: dict[str, Entry], before: State, identity: ChangeId) -> None:
        after = self.state()
        for text in entries:
            address = Address(text)
            standing = set(after.standing(address))
            demand("an answer stands when it is sealed", identity in standing, address)
            unseen = set(before.standing(address)) - self.looked_at[address]
            demand("what came in unseen is not overwritten", unseen <= standing, address, unseen, standing)
            demand("what was seen is replaced", not self.looked_at[address] & standing, address)

    def settle(self, choice: int, at: str) -> None:
        state = self.state()
        clashes = sorted(self.rules.clashes(state))
        if not clashes:
            return
        address = clashes[choice % len(clashes)]
        heads = state.heads[address]
        chosen = sorted(heads)[choice % len(heads)]
        self.write({address: entry(heads[chosen], list(heads))}, at)

    def write(self, entries: dict[str, Entry], at: str) -> ChangeId:
        self.own += 1
        change = Change(
            v=1, kind="case", record=RECORD, device=self.device, n=self.own, author="s1", at=at, edition=1, set=entries
        )
        body = change_bytes(change)
        identity = change_id(body)
        self.arrived.append((identity, parse_change(body)))
        return identity


Step = tuple[str, int, int, int, int]

_NUMBERS = st.integers(0, 10_000)
STEP: Final = st.tuples(
    st.sampled_from(("show", "answer", "answer", "answer", "remove", "restore", "finish", "finish", "settle", "carry")),
    st.integers(0, DEVICES - 1),
    _NUMBERS,
    _NUMBERS,
    st.integers(-100, 100),
)
SCHEDULE: Final = st.lists(STEP, min_size=4, max_size=30)


def clock_of(years: int, number: int) -> str:
    """A wall clock that is wrong by so many years."""
    return f"{2026 + years:04d}-01-{number % 28 + 1:02d}T00:00:00Z"


def take_step(homes: Sequence[Home], step: Step) -> None:
    """Does one thing that a person or a stick may do at any time."""
    what, who, first, second, years = step
    home = homes[who]
    at = clock_of(years, first)
    if what == "show":
        home.show()
    elif what == "answer":
        home.answer(ADDRESSES[first % len(ADDRESSES)], VALUES[second % len(VALUES)])
    elif what == "remove":
        home.remove("ab"[first % 2])
    elif what == "restore":
        home.restore("ab"[first % 2])
    elif what == "finish":
        home.finish(at)
    elif what == "settle":
        home.settle(first, at)
    else:
        carry(homes[first % len(homes)], home, second)


def carry(source: Home, target: Home, choice: int) -> None:
    """Delivers any slice of what a device has, in an order of its own, whether known already or not."""
    known = list(dict(source.arrived).items())
    slice_of_it = [item for place, item in enumerate(known) if (choice >> (place % 12)) & 1]
    target.arrived.extend(slice_of_it[::-1] if choice % 2 else slice_of_it)


def run_schedule(steps: Sequence[Step], rules: Rules) -> list[Home]:
    """Runs a schedule, delivers everything to everybody, and demands the laws.

    Raises:
        LawBrokenError: naming the law.
    """
    homes = [Home(f"{number:016x}", rules) for number in range(1, DEVICES + 1)]
    for step in steps:
        take_step(homes, step)
    everything = list({identity: change for home in homes for identity, change in home.arrived}.items())
    for turn, home in enumerate(homes):
        home.arrived.extend(everything[turn:] + everything[:turn] if turn % 2 else everything[::-1])
        check_laws(home.state(), everything, rules)
    states = {home.state().digest() for home in homes}
    demand("every home that has everything is in the same state", len(states) == 1)
    documents = {encode(rules.document(home.state())) for home in homes}
    demand("every home that has everything shows the same", len(documents) == 1, documents)
    return homes


def check_laws(state: State, everything: Sequence[Identified], rules: Rules) -> None:
    """Demands of a state what its changes say, spelt out anew and independently of the fold."""
    replaced = {
        (address, gone) for _, change in everything for address, said in change.set.items() for gone in said.replaces
    }
    for identity, change in everything:
        for text, said in change.set.items():
            address = Address(text)
            stands = state.heads.get(address, {}).get(identity, "nothing") == said.value
            demand(
                "a value stands until a change names it, and never after",
                stands != ((address, identity) in replaced),
                address,
                said.value,
            )
    written = {(Address(address), identity) for identity, change in everything for address in change.set}
    standing = {(address, identity) for address, heads in state.heads.items() for identity in heads}
    demand("nothing stands that nobody wrote", standing <= written)
    demand("clashes are exactly where different values stand", rules.clashes(state) == set(expected_clashes(state)))
    _check_rows(state, rules)


def expected_clashes(state: State) -> Iterator[Address]:
    """Where a person has to decide: different values, of events different steps; or a removed row with answers."""
    for address, heads in state.heads.items():
        removed = address.endswith(f"/{REMOVED}") and any(heads.values())
        differ = len({bool(value) if removed else encode(_step_or_value(value)) for value in heads.values()}) > 1
        if differ or (removed and live_values(state, address)):
            yield address


def _step_or_value(value: Value) -> Value:
    return value["status"] if isinstance(value, dict) and "status" in value else value


def live_values(state: State, removed: Address) -> list[Value]:
    """The answers that stand in a removed row."""
    prefix = removed.removesuffix(REMOVED)
    return [
        value
        for address, heads in state.heads.items()
        if address.startswith(prefix) and not address.endswith((REMOVED, "/place"))
        for value in heads.values()
        if value is not None
    ]


def _check_rows(state: State, rules: Rules) -> None:
    present = {row["row"] for row in rules.document(state).get("members", [])}
    known = {address.split("/")[1] for address in state.heads if address.startswith("members/")}
    for row in known:
        removed = Address(f"members/{row}/{REMOVED}")
        gone = any(state.heads.get(removed, {}).values()) and not live_values(state, removed)
        demand("a row is hidden only when nothing unseen stands in it", (row in present) != gone, row)
