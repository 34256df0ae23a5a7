"""The same random days as in the pure laws, lived by real services on real files."""

import random
from dataclasses import replace

import pytest

from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address
from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.clashes import OpenClash
from fieldsurvey.store import folding
from fieldsurvey.store.changes import arrived
from tests.integration.conftest import MakeDesktop
from tests.integration.seats import Desktop, body_of, everything
from tests.unit.case.schedules import ADDRESSES, RECORD, VALUES, Rules, check_laws, demand, schedules


class Person:
    """Somebody at a real home, and what they were looking at when they answered."""

    def __init__(self, home: Desktop) -> None:
        self.home = home
        self.draft = home.visits.start(RECORD).draft_id
        self.shown: dict[Address, set[str]] = {}
        self.looked_at: dict[Address, set[str]] = {}
        self.show()

    def state(self) -> State:
        with self.home.database.begin() as session:
            return folding.state_of(session, "case", RECORD)

    def show(self) -> None:
        self.draft = self.home.visits.start(RECORD).draft_id
        state = self.state()
        self.shown = {address: set(state.standing(address)) for address in state.heads}

    def answer(self, address: Address, choice: int) -> None:
        self.home.visits.answer(self.draft, address, VALUES[choice % len(VALUES)])
        self.looked_at.setdefault(address, self.shown.get(address, set()))

    def remove(self, row: str) -> None:
        self.home.visits.remove_row(self.draft, "members", row, "登记错了")

    def restore(self, row: str) -> None:
        self.home.visits.restore_row(self.draft, "members", row)

    def finish(self) -> None:
        before = self.state()
        done = self.home.visits.finish(self.draft, later=False)
        after = self.state()
        for address, seen in self.looked_at.items():
            standing = set(after.standing(address))
            unseen = set(before.standing(address)) - seen
            demand("what came in unseen is not overwritten", unseen <= standing, address)
            if done.change_id in standing:
                demand("what was seen is replaced", not seen & standing, address)
        self.looked_at = {}
        self.show()

    def settle(self, choice: int) -> None:
        clashes = self.home.clashes.open(RECORD)
        if clashes and self.home.seat.at_headquarters:
            clash = clashes[choice % len(clashes)]
            value = clash.values[choice % len(clash.values)]
            self.home.clashes.settle(RECORD, clash.address, value.change_id, "核对")


def live(people: list[Person], source: random.Random) -> None:
    """Twenty-five steps of a day."""
    for _ in range(25):
        person, number = source.choice(people), source.randrange(10_000)
        what = source.choice(("show", "answer", "answer", "answer", "remove", "restore", "finish", "settle", "carry"))
        if what == "answer":
            person.answer(source.choice(ADDRESSES), number)
        elif what in ("remove", "restore"):
            getattr(person, what)("ab"[number % 2])
        elif what == "settle":
            person.settle(number)
        elif what == "carry":
            bodies = everything(source.choice(people).home)
            person.home.take(source.sample(bodies, k=source.randint(0, len(bodies))))
        else:
            getattr(person, what)()


@pytest.mark.parametrize("seed", range(schedules(12)))
def test_real_homes_agree_and_lose_nothing(make_desktop: MakeDesktop, seed: int) -> None:
    source = random.Random(seed)
    homes = [make_desktop("HQ", Desk.HEADQUARTERS), make_desktop("L1"), make_desktop("L2")]
    for home in homes:
        home.take([body_of(RECORD, {"name": "张三", "members/a/name": "甲", "members/b/name": "乙"})])
    people = [Person(home) for home in homes]
    live(people, source)
    bodies = list(dict.fromkeys(body for home in homes for body in everything(home)))
    for home in homes:
        source.shuffle(bodies)
        home.take(bodies + bodies[:5])
    states = [person.state() for person in people]
    identified = [(item.id, item.change) for item in map(arrived, bodies)]
    check_laws(states[0], identified, Rules())
    assert len({state.digest() for state in states}) == 1
    assert homes[0].document(RECORD) == homes[1].document(RECORD) == homes[2].document(RECORD)
    assert in_any_order(homes[0]) == in_any_order(homes[1]) == in_any_order(homes[2])


def in_any_order(home: Desktop) -> list[OpenClash]:
    """What clashes, the values by change: each home lists them as they arrived there."""
    return [
        replace(clash, values=sorted(clash.values, key=lambda value: value.change_id)) for clash in home.clashes.open()
    ]
