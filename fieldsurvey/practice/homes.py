"""The practice homes: headquarters and two laptops, enrolled by files, with invented households in them."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey import app, new_homes
from fieldsurvey.case.money import yuan
from fieldsurvey.practice.report_three import STANDARDS, before_the_round
from fieldsurvey.practice.sides import FOLDERS, PASSPHRASE, STAFF
from fieldsurvey.vault.derivation import Cost

ORGANISATION: Final = "云州市青河区总工会困难职工帮扶中心(练习)"
LAPTOPS: Final = ("L1", "L2")
SHARED: Final = 6
SOURCES: Final = {"L1": "纺织片区摸底表", "L2": "轴承片区摸底表"}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class PracticeHomes:
    """Where the practice homes are. All open with `PASSPHRASE`."""

    headquarters: Path
    laptops: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class OpenPractice:
    """The practice homes with somebody signed in to each, by code, and the folder that stands for the stick."""

    homes: dict[str, app.OpenHome]
    stick: Path

    @property
    def headquarters(self) -> app.OpenHome:
        """Headquarters' home."""
        return self.homes["HQ"]

    @property
    def laptops(self) -> dict[str, app.OpenHome]:
        """The laptops' homes by code."""
        return {code: self.homes[code] for code in LAPTOPS}


def found_homes(folder: Path) -> PracticeHomes | None:
    """The practice homes in a folder, or None when they are not all there."""
    headquarters, *laptops = places(folder)
    cards = [app.describe_home(place) for place in (headquarters, *laptops)]
    if not all(card.kind and card.practice and card.enrolled for card in cards):
        return None
    return PracticeHomes(headquarters, tuple(laptops))


def places(folder: Path) -> list[Path]:
    """Where the practice homes of a folder are or would be, headquarters first."""
    return [folder / name for name in FOLDERS.values()]


@contextlib.contextmanager
def open_new_homes(folder: Path, stick: Path, *, say: Say, cost: Cost | None = None) -> Iterator[OpenPractice]:
    """Makes the three homes and signs in to each; the laptops are not enrolled yet.

    Raises:
        HomeExistsError: there is a home in one of the places; nothing was made there.
    """
    stick.mkdir(parents=True, exist_ok=True)
    # The passphrase is known to everybody: a dear lock on it would only make people wait.
    cost = cost or Cost.floor()
    with contextlib.ExitStack() as opened:
        homes = {}
        for code, name in FOLDERS.items():
            home = _make(folder / name, code, cost)
            homes[code] = opened.enter_context(contextlib.closing(home))
            say(f"新建 {folder / name}({_told(code)},{home.staff_name})")
        yield OpenPractice(homes, stick)


def enrol(practice: OpenPractice, *, say: Say) -> None:
    """Lets both laptops join by files; the digits are read aloud, here from one service to the other."""
    at_headquarters = practice.headquarters.exchange.enrolling
    for code, laptop in practice.laptops.items():
        own = laptop.exchange.enrolling
        request = own.write_request(practice.stick)
        answer = at_headquarters.accept_request(
            request, code=code, fingerprint=own.own_fingerprint(), out_folder=practice.stick
        )
        own.finish(answer, fingerprint=at_headquarters.own_fingerprint())
        say(f"{code} 入网:申请 {request},答复 {answer}")


def announce_standards(practice: OpenPractice, *, say: Say) -> None:
    """Headquarters enters what the city has announced; the laptops get it with their next package."""
    for entered in STANDARDS:
        practice.headquarters.standards.add(entered)
    say(f"总部录入 {len(STANDARDS)} 条标准,城市低保 {yuan(STANDARDS[0].amount_fen)} 元/月")


def import_households(practice: OpenPractice, folder: Path, *, say: Say) -> None:
    """Brings half of the households of report three into each laptop, as JSON lines."""
    folder.mkdir(parents=True, exist_ok=True)
    documents = before_the_round()
    half = len(documents) // len(LAPTOPS)
    for place, (code, laptop) in enumerate(practice.laptops.items()):
        path = folder / f"households-{code}.jsonl"
        lines = [msgspec.json.encode(each) for each in documents[place * half : (place + 1) * half]]
        path.write_bytes(b"\n".join(lines) + b"\n")
        report = laptop.cases.import_lines(path, source=SOURCES[code])
        say(f"{code} 导入 {report.taken} 户:{path}")


def _make(place: Path, code: str, cost: Cost) -> app.OpenHome:
    name = STAFF[code]
    if code == "HQ":
        made = new_homes.create_headquarters(
            place, organisation=ORGANISATION, staff_name=name, passphrase=PASSPHRASE, practice=True, cost=cost
        )
    else:
        made = new_homes.create_laptop(
            place, code=code, staff_name=name, passphrase=PASSPHRASE, practice=True, cost=cost
        )
    return app.open_home(place, made.staff_id, PASSPHRASE, cost=cost)


def _told(code: str) -> str:
    return "总部" if code == "HQ" else f"笔记本 {code}"
