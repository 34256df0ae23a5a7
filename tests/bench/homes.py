"""Homes to measure on: a headquarters and a laptop that know each other, and one with very many cases, kept."""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.app import OpenHome, describe_home, open_home
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import derived_record
from fieldsurvey.new_homes import NewHome, create_headquarters, create_laptop
from fieldsurvey.progress import Progress
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import changes, folding
from fieldsurvey.vault.derivation import Cost
from tests.bench.reference import STANDARD, reference_change

ROOT: Final = Path(__file__).resolve().parents[2]
PASSPHRASE: Final = "纸伞竹椅青石河灯笼x"
# Signing in is slow on purpose and is measured nowhere here; the cost of the tests keeps it out of the way.
COST: Final = Cost(8 * 1024, 1, 1)
# What decides how a home with many cases looks inside: when any of it changes, the kept home is made anew.
SHAPED_BY: Final = (
    "tests/bench/reference.py",
    "fieldsurvey/case/catalogue.py",
    "fieldsurvey/case/document.py",
    "fieldsurvey/case/doors.py",
    "fieldsurvey/store/migrations/versions",
    "fieldsurvey/store/projections.py",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """The folders of a headquarters and of a laptop that was admitted there."""

    headquarters: Path
    laptop: Path


def make_pair(folder: Path) -> Pair:
    """Makes both homes and enrols the laptop."""
    chief = create_headquarters(
        folder / "hq", organisation="云州市总工会", staff_name="审核甲", passphrase=PASSPHRASE, cost=COST
    )
    create_laptop(folder / "l1", code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
    pair = Pair(folder / "hq", folder / "l1")
    stick = folder / "enrolment"
    stick.mkdir()
    headquarters, laptop = sign_in(pair.headquarters), sign_in(pair.laptop)
    try:
        _enrol(headquarters, laptop, chief, stick)
    finally:
        headquarters.close()
        laptop.close()
    return pair


def _enrol(headquarters: OpenHome, laptop: OpenHome, chief: NewHome, stick: Path) -> None:
    request = laptop.exchange.enrolling.write_request(stick)
    answer = headquarters.exchange.enrolling.accept_request(
        request, code="L1", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=stick
    )
    laptop.exchange.enrolling.finish(answer, fingerprint=chief.fingerprint)


def sign_in(folder: Path) -> OpenHome:
    """Opens a home as its only person."""
    return open_home(folder, describe_home(folder).staff[0].staff_id, PASSPHRASE, cost=COST)


def take_reference_cases(home: OpenHome, first: int, last: int) -> None:
    """Writes the reference cases of these seeds, the last not among them, as changes of this very device."""
    device = home.seat.identity.device
    with home.seat.database.begin() as session:
        before = changes.last_number(session, device) + 1 - first
        for start in range(first, last, folding.BATCH):
            some = range(start, min(start + folding.BATCH, last))
            folding.take(
                session, [changes.arrived(reference_change(seed, device=device, n=before + seed)) for seed in some]
            )


def home_with(cases: int, progress: Progress) -> Path:
    """A laptop home with that many reference cases; made once on a machine and kept among its temporary files."""
    kept = Path(tempfile.gettempdir()) / f"fieldsurvey-bench-{_shape()}-{cases}"
    if kept.exists():
        return kept
    part = kept.with_name(kept.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    create_laptop(part, code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
    home = sign_in(part)
    progress.begin("making cases", cases)
    try:
        with home.seat.database.begin() as session:
            # As a package from headquarters brings it: with it, every case is judged.
            said = {name: entry(value) for name, value in STANDARD.items()}
            seal(session, home.seat, [Said("standard", derived_record("reference", "standard"), said)])
        for start in range(0, cases, 10_000):
            take_reference_cases(home, start, min(start + 10_000, cases))
            progress.step(10_000)
        home.seat.database.checkpoint()
    finally:
        home.close()
    part.rename(kept)
    return kept


def _shape() -> str:
    whole = hashlib.sha256()
    for place in SHAPED_BY:
        path = ROOT / place
        files = sorted(path.glob("*.py")) if path.is_dir() else [path]
        for file in files:
            whole.update(file.read_bytes())
    return whole.hexdigest()[:12]
