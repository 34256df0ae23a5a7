"""A small office for tests: headquarters and laptops on real files, made once per run and copied for every test."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.case.canonical import Value
from fieldsurvey.clock import Now
from fieldsurvey.new_homes import create_headquarters, create_laptop
from fieldsurvey.services.cards import ReadCard, RefusedCard, WrittenCard
from fieldsurvey.vault.derivation import Cost
from tests.conftest import FixedClock

# Far below what the program accepts from people; the tests open homes hundreds of times.
COST: Final = Cost(8 * 1024, 1, 1)
PASSPHRASE: Final = "纸伞竹椅青石河灯笼x"
ORGANISATION: Final = "某旗总工会"
STAFF: Final = {"hq": "审核甲", "l1": "调查甲", "l2": "调查乙", "l3": "调查丙"}


@dataclass(frozen=True)
class Made:
    """What is known of the homes of an office once they are made: ids by home, and what headquarters printed."""

    staff: dict[str, str]
    words: list[str]
    digits: str


class Office:
    """Headquarters `hq`, the laptops `l1` and `l2` that it admitted, and `l3` that is new; opened when asked for."""

    def __init__(self, root: Path, made: Made) -> None:
        self.root = root
        self.made = made
        self.stick = root / "stick"
        self.now: Now = FixedClock()
        self._open: dict[str, OpenHome] = {}
        self._sticks = 0

    @property
    def hq(self) -> OpenHome:
        return self.home("hq")

    @property
    def l1(self) -> OpenHome:
        return self.home("l1")

    @property
    def l2(self) -> OpenHome:
        return self.home("l2")

    def folder(self, name: str) -> Path:
        return self.root / name

    def home(self, name: str) -> OpenHome:
        """The open home of this name; a copy made by `copied` goes by its own name."""
        if name not in self._open:
            staff = self.made.staff[name.partition("-")[0]]
            self._open[name] = open_home(self.folder(name), staff, PASSPHRASE, cost=COST, now=self.now)
        return self._open[name]

    def close(self, *names: str) -> None:
        """Closes homes; all of them when none is named."""
        for name in names or tuple(self._open):
            if name in self._open:
                self._open.pop(name).close()

    def forget(self, name: str) -> None:
        """Lets go of a home that cannot be closed properly any more, or was never opened."""
        home = self._open.pop(name, None)
        if home is not None:
            home.seat.database.close()
            home.lock.close()

    def copied(self, name: str, suffix: str) -> str:
        """Copies a closed home byte for byte and returns the name of the copy."""
        self.close(name)
        copy = f"{name}-{suffix}"
        shutil.copytree(self.folder(name), self.folder(copy))
        return copy

    def carry(self, source: str, target: str) -> Sequence[ReadCard | RefusedCard]:
        """Writes what one home has for the other on a fresh stick, and reads that there."""
        stick = self.fresh_stick()
        self.home(source).exchange.write(stick)
        return self.home(target).exchange.read_stick(stick)

    def fresh_stick(self) -> Path:
        """An empty stick."""
        self._sticks += 1
        stick = self.root / f"stick-{self._sticks}"
        stick.mkdir()
        return stick


@contextmanager
def an_office(root: Path, templates: Path) -> Iterator[Office]:
    """An office of its own under `root`, copied from the one kept under `templates`, and closed at the end."""
    template = templates / "office"
    if not (template / "made.json").exists():
        _make(template)
    made = Made(**json.loads((template / "made.json").read_text(encoding="utf-8")))
    shutil.copytree(template, root / "office", ignore=shutil.ignore_patterns("stick-*"))
    office = Office(root / "office", made)
    try:
        yield office
    finally:
        office.close()


def visit(home: OpenHome, case_id: str | None = None, /, **answers: Value) -> str:
    """One visit with these answers, `__` for the slash of an address; returns the household's id."""
    draft = home.visits.start(case_id)
    for address, value in answers.items():
        home.visits.answer(draft.draft_id, address.replace("__", "/"), value)
    return home.visits.finish(draft.draft_id, later=False).case_id


def enrol(hq: OpenHome, laptop: OpenHome, folder: Path, *, code: str) -> None:
    """Admits a laptop, with every digit compared."""
    request = laptop.exchange.enrolling.write_request(folder)
    answer = hq.exchange.enrolling.accept_request(
        request, code=code, fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=folder
    )
    laptop.exchange.enrolling.finish(answer, fingerprint=hq.exchange.enrolling.own_fingerprint())


def only(cards: Sequence[ReadCard | RefusedCard] | Sequence[WrittenCard]) -> ReadCard:
    """The card of the one package that was read."""
    (card,) = [card for card in cards if not isinstance(card, ReadCard) or not card.already]
    assert isinstance(card, ReadCard), card
    return card


def state(home: OpenHome) -> str:
    """The fingerprint of everything a home knows of households."""
    report = home.health.verify()
    assert report.ok, report.lines
    return report.state


def _make(template: Path) -> None:
    shutil.rmtree(template, ignore_errors=True)
    (template / "stick").mkdir(parents=True)
    new = create_headquarters(
        template / "hq",
        organisation=ORGANISATION,
        staff_name=STAFF["hq"],
        passphrase=PASSPHRASE,
        cost=COST,
        now=FixedClock(),
    )
    staff = {"hq": new.staff_id}
    for name in ("l1", "l2", "l3"):
        laptop = create_laptop(
            template / name,
            code=name.upper(),
            staff_name=STAFF[name],
            passphrase=PASSPHRASE,
            cost=COST,
            now=FixedClock(),
        )
        staff[name] = laptop.staff_id
    office = Office(template, Made(staff, new.words, new.fingerprint))
    for name in ("l1", "l2"):
        enrol(office.hq, office.home(name), office.fresh_stick(), code=name.upper())
    office.close()
    (template / "made.json").write_text(json.dumps(asdict(office.made)), encoding="utf-8")
