"""Open seats on real encrypted files, and the invented households that sit there."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change, Entry, change_bytes, entry
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.clock import Now
from fieldsurvey.paths import HomePaths
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.clashes import Clashes
from fieldsurvey.services.seat import Identity, Seat
from fieldsurvey.services.visits import Visits
from fieldsurvey.store import changes, folding
from fieldsurvey.store.changes import Arrived
from fieldsurvey.store.database import Database
from fieldsurvey.store.upgrade import bring_up

KEY: Final = bytes(range(32))


def device_of(code: str) -> str:
    """The device id that a code stands for in tests."""
    return hashlib.sha256(code.encode()).hexdigest()[:16]


@dataclass
class Desktop:
    """An open home with its services, as far as the database alone carries them."""

    seat: Seat
    visits: Visits
    cases: Cases
    clashes: Clashes

    @property
    def database(self) -> Database:
        return self.seat.database

    def receive(self, other: "Desktop") -> None:
        """Takes in every change of another home, as a package from it would."""
        self.take(everything(other))

    def take(self, bodies: Sequence[bytes]) -> list[Arrived]:
        """Takes in changes by their bytes."""
        with self.database.begin() as session:
            return folding.take(session, [changes.arrived(body) for body in bodies])

    def document(self, case_id: str) -> dict[str, Any]:
        """The document as kept, which lists and exports read."""
        with self.database.begin() as session:
            return folding.document_of(session, "case", case_id) or {}

    def close(self) -> None:
        self.database.close()


def open_seat(folder: Path, now: Now, *, desk: Desk = Desk.LAPTOP, code: str = "L1", name: str = "王调查") -> Desktop:
    """A home in a folder, made when there is none, with somebody signed in."""
    paths = HomePaths(folder)
    paths.make()
    database = Database(paths.database, KEY)
    bring_up(database)
    identity = Identity(
        home=code * 16,
        desk=desk,
        organisation="城东区总工会",
        code=code,
        device=device_of(code),
        incarnation=1,
        sign_secret="",
        seal_identity="",
        storage_identity="",
        evidence_name_key="",
        headquarters=device_of("HQ"),
    )
    seat = Seat(database, paths, identity, f"staff{code.lower()}", name, now, roles=DESK_ROLES[desk], key=KEY)
    return Desktop(seat, Visits(seat), Cases(seat), Clashes(seat))


def make_empty(path: Path) -> Path:
    """A database at the newest revision with nothing in it."""
    database = Database(path, KEY)
    bring_up(database)
    database.checkpoint()
    database.close()
    return path


def begin_from(template: Path, folder: Path) -> None:
    """Lays a copy of an empty database into a home that has none."""
    paths = HomePaths(folder)
    paths.make()
    if not paths.database.exists():
        shutil.copyfile(template, paths.database)


def everything(home: Desktop) -> list[bytes]:
    """The bytes of every change of a home, in order of arrival."""
    with home.database.begin() as session:
        return list(session.exec_driver_sql("SELECT body FROM change ORDER BY seq").scalars())


def household(number: int, **fields: Value) -> dict[str, Any]:
    """An invented household as an import brings it."""
    return {
        "key": str(number),
        "name": f"张三{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
        "home_address": f"和平路{number}号",
        "members": [{"key": "1", "name": f"张三{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", "relation": "01"}],
        **fields,
    }


def write_lines(path: Path, documents: Sequence[Mapping[str, Any]]) -> Path:
    """A file of JSON lines."""
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in documents), encoding="utf-8")
    return path


def body_of(
    record: str,
    values: Mapping[str, Value],
    *,
    device: str = "f" * 16,
    n: int = 1,
    kind: str = "case",
    edition: int = 1,
    replaces: Sequence[str] = (),
    at: str = "2026-11-23T06:02:31Z",
    origin: str = "",
) -> bytes:
    """The bytes of a change by a device that is not here; every value replaces the same heads."""
    said: dict[str, Entry] = {address: entry(value, list(replaces)) for address, value in values.items()}
    return change_bytes(
        Change(
            v=1,
            kind=kind,
            record=record,
            device=device,
            n=n,
            author="s9",
            at=at,
            edition=edition,
            set=said,
            origin=origin,
        )
    )


def begun(desktop: Desktop) -> tuple[str, str]:
    """A new household with a name: (draft, case)."""
    view = desktop.visits.start(None)
    desktop.visits.answer(view.draft_id, "name", "张三甲")
    return view.draft_id, view.case_id


def finished(desktop: Desktop) -> str:
    """A household that was surveyed."""
    draft, case = begun(desktop)
    desktop.visits.finish(draft, later=False)
    return case
