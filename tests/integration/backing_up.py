"""Homes with work in them, for the tests of back-ups, and what is asked of a back-up there."""

from collections.abc import Sequence
from pathlib import Path

from fieldsurvey.app import open_home
from fieldsurvey.new_homes import create_laptop
from fieldsurvey.services.restore import Offer, Opener, Restored, offers, restore
from tests.integration.homes import COST, PASSPHRASE, STAFF, Office, visit
from tests.pictures import jpeg


def with_work(office: Office, folder: Path, name: str = "l1", *, photos: int = 2) -> str:
    """A finished household with photographs and a visit in the middle; the id of the household."""
    home = office.home(name)
    case = visit(home, name="王建国")
    draft = home.visits.start(case)
    for number in range(photos):
        photo = folder / f"{name}-{number}.jpg"
        photo.write_bytes(jpeg(after=bytes([number]) * 5_000))
        home.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    home.visits.finish(draft.draft_id, later=False)
    unfinished = home.visits.start(None)
    home.visits.answer(unfinished.draft_id, "name", "没做完的")
    return case


def newest(place: Path) -> Offer:
    """The newest back-up of a place."""
    return offers(place)[0]


def by_passphrase(office: Office, name: str = "l1") -> Opener:
    """The passphrase of the one person there."""
    return Opener(office.made.staff[name], PASSPHRASE)


def restored(office: Office, source: Path, name: str = "l1", *, words: Sequence[str] = ()) -> Restored:
    """Restores over a home of the office, which is closed before."""
    office.close(name)
    opener = Opener(words=words) if words else by_passphrase(office, name)
    return restore(office.folder(name), source, opener, cost=COST, now=office.now)


def files_under(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def practice_back_up(office: Office, name: str) -> Path:
    """The back-up of a laptop of practice, which is closed again."""
    folder = office.folder(name)
    made = create_laptop(
        folder, code="L1", staff_name=STAFF["l1"], passphrase=PASSPHRASE, practice=True, cost=COST, now=office.now
    )
    home = open_home(folder, made.staff_id, PASSPHRASE, cost=COST, now=office.now)
    try:
        return home.backups.back_up().card.path
    finally:
        home.close()
