"""The one place that constructs things: signing in to a home, with everything one can do there, and recovering it."""

import contextlib
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Any, Final

from fieldsurvey import log
from fieldsurvey.backup.restoring import RESTORED
from fieldsurvey.clock import Now, system_now
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.new_homes import admitted
from fieldsurvey.paths import HomePaths
from fieldsurvey.pictures.darkroom import Darkroom
from fieldsurvey.services.assignments import Assignments
from fieldsurvey.services.backups import Backups
from fieldsurvey.services.blanks import Blanks
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.clashes import Clashes
from fieldsurvey.services.companions import Companions
from fieldsurvey.services.comparisons import Comparisons
from fieldsurvey.services.describing import HomeCard, described, home_card
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.doubles import Doubles
from fieldsurvey.services.errors import NoRecoveryError
from fieldsurvey.services.evidence import Evidence, collect_orphans
from fieldsurvey.services.evidence_list import EvidenceLists
from fieldsurvey.services.exchange import Exchange
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.form_templates import FormTemplates
from fieldsurvey.services.health import Health
from fieldsurvey.services.home import (
    empty_folder,
    end_making,
    locked,
    make_folders,
    read_card,
    take_lock,
)
from fieldsurvey.services.incarnation import succeeded
from fieldsurvey.services.inspections import Inspections
from fieldsurvey.services.life_events import LifeEvents
from fieldsurvey.services.local_standards import LocalStandards
from fieldsurvey.services.locking import Locking, evidence_keys
from fieldsurvey.services.national import National
from fieldsurvey.services.opening import kept_identity, on_one_key
from fieldsurvey.services.paper_lists import PaperLists
from fieldsurvey.services.papers import Papers
from fieldsurvey.services.redecisions import Redecisions
from fieldsurvey.services.reference import Reference, read_in_force
from fieldsurvey.services.rights import guard, may
from fieldsurvey.services.roles import roles_of
from fieldsurvey.services.rule_book import read_rules
from fieldsurvey.services.rule_sets import RuleSets
from fieldsurvey.services.saved_lists import SavedLists
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.services.sheet_exports import SheetExports
from fieldsurvey.services.spreadsheets import Spreadsheets
from fieldsurvey.services.staff import Staff
from fieldsurvey.services.starting import end_cut_off
from fieldsurvey.services.visits import Visits
from fieldsurvey.services.worktop import Worktop
from fieldsurvey.store.database import Database
from fieldsurvey.store.upgrade import bring_up
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.machine import machine_fingerprint
from fieldsurvey.vault.passphrase import check_passphrase
from fieldsurvey.vault.words import key_of

NO_SERVICES: Final = frozenset({"card", "staff_id", "staff_name", "seat", "lock", "darkroom"})


@dataclass(slots=True)
class OpenHome:
    """A home with somebody signed in, and everything they can do there."""

    card: HomeCard
    staff_id: str
    staff_name: str
    visits: Visits
    cases: Cases
    saved_lists: SavedLists
    worktop: Worktop
    papers: Papers
    paper_lists: PaperLists
    blanks: Blanks
    exchange: Exchange
    clashes: Clashes
    assignments: Assignments
    staff: Staff
    evidence: Evidence
    evidence_lists: EvidenceLists
    darkroom: Darkroom
    health: Health
    reference: Reference
    form_templates: FormTemplates
    determinations: Determinations
    companions: Companions
    locking: Locking
    life_events: LifeEvents
    findings: Findings
    inspections: Inspections
    national: National
    standards: LocalStandards
    rule_sets: RuleSets
    redecisions: Redecisions
    doubles: Doubles
    spreadsheets: Spreadsheets
    sheet_exports: SheetExports
    comparisons: Comparisons
    backups: Backups
    seat: Seat
    lock: IO[bytes]

    def __post_init__(self) -> None:
        """Lets every service ask the table of rights: one that is added here is guarded without more ado."""
        parts = [field.name for field in fields(self) if field.name not in NO_SERVICES]
        guard(self.seat, {name: getattr(self, name) for name in parts})

    def may(self, what: str) -> bool:
        """Whether the person signed in may do something, such as `clashes.settle`; for what screens offer."""
        return may(self.seat, what)

    def close(self) -> None:
        """Signs out: closes the database, drops the keys, lets go of the home. Never refuses."""
        if not self.seat.is_locked:
            # A full or broken disk takes no note, and is no reason to keep somebody signed in.
            with contextlib.suppress(FieldSurveyError), self.seat.database.begin() as session:
                note(session, self.seat, "sign-out")
        self.darkroom.close()
        self.seat.database.close()
        self.lock.close()
        log.stop()


def describe_home(folder: Path) -> HomeCard:
    """What may be known of a home before sign-in; never fails on a folder without one."""
    return described(folder)


def open_home(
    folder: Path, staff_id: str, passphrase: str, *, cost: Cost | None = None, now: Now = system_now
) -> OpenHome:
    """Signs a person in.

    A start on another machine than before becomes a new incarnation, so that numbers are never used twice; a
    laptop then has to be admitted again.

    Raises:
        HomeMissingError, HomeInUseError, WrongPassphraseError, and those of opening the database.
    """
    read_card(folder)
    paths = HomePaths(folder)
    make_folders(paths)
    with ExitStack() as undo:
        lock = undo.enter_context(take_lock(paths.lock))
        slots, key, database = _unlocked(paths, staff_id, passphrase, cost)
        undo.callback(database.close)
        bring_up(database)
        name = slots.slot(staff_id).name
        seat = _seat(database, paths, staff_id=staff_id, staff_name=name, now=now, key=key)
        if slots.machine != machine_fingerprint():
            slots = _succeed(seat, slots)
        slots, card = end_cut_off(seat, slots)
        end_making(paths)
        empty_folder(paths.staging)
        log.start(paths.logs)
        with database.begin() as session:
            note(session, seat, "sign-in")
        evidence = _evidence_of(seat)
        collect_orphans(seat, evidence)
        opened = _opened(seat, evidence, home_card(card, slots), cost=cost, lock=lock)
        undo.pop_all()
    return opened


def _unlocked(paths: HomePaths, staff_id: str, passphrase: str, floor: Cost | None) -> tuple[KeySlots, bytes, Database]:
    slots, key, database = on_one_key(paths, lambda slots: slots.open(staff_id, passphrase, floor=floor))
    if slots.slot(staff_id).posted:
        slots = admitted(slots, key, staff_id, slots.slot(staff_id).name, passphrase=passphrase, cost=floor)
        slots.save(paths.folder)
    return slots, key, database


def recover_home(
    folder: Path, words: Sequence[str], *, staff_id: str, passphrase: str, cost: Cost | None = None
) -> None:
    """Gives a person of this home a new passphrase with the recovery words of headquarters.

    Raises:
        HomeMissingError: no home there. NoRecoveryError: this home has no second way in.
        WordsWrongError, RecoveryRefusedError: not its words. UnknownStaffError: nobody of this home.
    """
    check_passphrase(passphrase)
    read_card(folder)
    paths = HomePaths(folder)
    make_folders(paths)
    with locked(paths.lock):
        if not KeySlots.load(folder).recovery:
            raise NoRecoveryError
        recovery = key_of(list(words))
        slots, key, database = on_one_key(paths, lambda slots: slots.open_with(recovery))
        database.close()
        name = slots.slot(staff_id).name
        renewed = admitted(slots, key, staff_id, name, passphrase=passphrase, cost=cost)
        renewed.save(folder)


def recovery_identity(words: Sequence[str]) -> str:
    """The age identity that the words encode, for the stock `age -d` when nothing else is left."""
    return key_of(list(words)).identity


def _succeed(seat: Seat, slots: KeySlots) -> KeySlots:
    with seat.database.begin() as session:
        seat.identity = succeeded(session, seat, restored=slots.machine == RESTORED)
    slots = slots.moved(seat.key, incarnation=seat.identity.incarnation, machine=machine_fingerprint())
    slots.save(seat.paths.folder)
    return slots


def _seat(database: Database, paths: HomePaths, *, staff_id: str, staff_name: str, now: Now, key: bytes) -> Seat:
    with database.begin() as session:
        identity = kept_identity(session, paths.folder)
        roles = roles_of(session, identity.desk, staff_id)
        seat = Seat(database, paths, identity, staff_id, staff_name, now, roles=roles, key=key)
        seat.in_force, seat.rules = read_in_force(session), read_rules(session)
    return seat


def _evidence_of(seat: Seat) -> EvidenceFolder:
    name_key, storage = evidence_keys(seat.identity)
    return EvidenceFolder(seat.paths.evidence, name_key, storage, seat.identity.recovery)


# Services that need nothing but the seat, by their place in the home.
_ALONE: Final[dict[str, Callable[[Seat], Any]]] = {
    "visits": Visits,
    "cases": Cases,
    "saved_lists": SavedLists,
    "worktop": Worktop,
    "papers": Papers,
    "paper_lists": PaperLists,
    "blanks": Blanks,
    "clashes": Clashes,
    "assignments": Assignments,
    "reference": Reference,
    "form_templates": FormTemplates,
    "companions": Companions,
    "life_events": LifeEvents,
    "national": National,
    "standards": LocalStandards,
    "rule_sets": RuleSets,
    "doubles": Doubles,
    "spreadsheets": Spreadsheets,
    "sheet_exports": SheetExports,
    "comparisons": Comparisons,
    "backups": Backups,
}


def _opened(seat: Seat, folder: EvidenceFolder, card: HomeCard, *, cost: Cost | None, lock: IO[bytes]) -> OpenHome:
    darkroom = Darkroom()
    evidence, findings, determinations = Evidence(seat, folder, darkroom), Findings(seat), Determinations(seat)
    return OpenHome(
        card=card,
        staff_id=seat.staff_id,
        staff_name=seat.staff_name,
        exchange=Exchange(seat, folder),
        staff=Staff(seat, cost),
        evidence=evidence,
        darkroom=darkroom,
        evidence_lists=EvidenceLists(seat, evidence),
        health=Health(seat, folder),
        locking=Locking(seat, folder, cost),
        findings=findings,
        inspections=Inspections(seat, findings),
        determinations=determinations,
        redecisions=Redecisions(seat, determinations),
        seat=seat,
        lock=lock,
        **{name: service(seat) for name, service in _ALONE.items()},
    )
