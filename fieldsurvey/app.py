"""The one place that constructs things: making a home, signing in to it, and recovering it."""

import contextlib
import secrets
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from pathlib import Path
from typing import IO, Final

import msgspec

from fieldsurvey import log
from fieldsurvey.backup.restoring import RESTORED
from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.ids import new_record
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.clock import Now, system_now
from fieldsurvey.errors import FieldSurveyError, InputError
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
from fieldsurvey.services.errors import HomeExistsError, NoRecoveryError
from fieldsurvey.services.evidence import Evidence, collect_orphans
from fieldsurvey.services.evidence_list import EvidenceLists
from fieldsurvey.services.exchange import Exchange
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.form_templates import FormTemplates
from fieldsurvey.services.health import Health
from fieldsurvey.services.home import (
    begin_making,
    empty_folder,
    end_making,
    is_taken,
    locked,
    make_folders,
    read_card,
    take_lock,
    write_card,
)
from fieldsurvey.services.incarnation import certify_self, succeeded
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
from fieldsurvey.services.seat import Identity, Seat, keep_identity, new_staff, note
from fieldsurvey.services.sheet_exports import SheetExports
from fieldsurvey.services.spreadsheets import Spreadsheets
from fieldsurvey.services.staff import Staff, record_staff
from fieldsurvey.services.starting import card_of, end_cut_off
from fieldsurvey.services.visits import Visits
from fieldsurvey.services.worktop import Worktop
from fieldsurvey.store.database import Database
from fieldsurvey.store.upgrade import bring_up
from fieldsurvey.sync.header import CODE_PATTERN
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.machine import machine_fingerprint
from fieldsurvey.vault.passphrase import check_passphrase
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey
from fieldsurvey.vault.words import key_of, words_of


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home just made. `words` are shown and printed once and kept nowhere; a laptop has none of its own."""

    words: list[str]
    fingerprint: str
    staff_id: str


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


def create_headquarters(
    folder: Path,
    *,
    organisation: str,
    staff_name: str,
    passphrase: str,
    practice: bool = False,
    cost: Cost | None = None,
    now: Now = system_now,
) -> NewHome:
    """Makes the home of headquarters, with its root key and its recovery words.

    Raises:
        HomeExistsError, PassphraseWeakError, InputError: nothing was made.
    """
    organisation = str(tidied(organisation)).strip()
    if not (0 < len(organisation) <= 100 and organisation.isprintable()):
        raise InputError(what="组织名称请写 1 到 100 个字。")
    recovery = SealKey.generate()
    root = SigningKey.generate()
    identity = msgspec.structs.replace(
        _new_identity(Desk.HEADQUARTERS, organisation=organisation, code="HQ", practice=practice),
        recovery=[recovery.recipient],
        root_public=root.public.hex(),
        root_secret=root.secret.hex(),
        province_key=secrets.token_hex(32),
    )
    staff_id = _make(folder, identity, staff_name=staff_name, passphrase=passphrase, cost=cost, now=now)
    return NewHome(words_of(recovery), root.public.fingerprint(), staff_id)


def create_laptop(
    folder: Path,
    *,
    code: str,
    staff_name: str,
    passphrase: str,
    practice: bool = False,
    cost: Cost | None = None,
    now: Now = system_now,
) -> NewHome:
    """Makes the home of a field laptop; visits can begin at once, packages after enrolment.

    Raises:
        HomeExistsError, PassphraseWeakError, InputError: nothing was made.
    """
    if not CODE_PATTERN.fullmatch(code):
        raise InputError(what="笔记本代号请用 1 到 16 个字母或数字,如 L1。")
    identity = _new_identity(Desk.LAPTOP, organisation="", code=code, practice=practice)
    staff_id = _make(folder, identity, staff_name=staff_name, passphrase=passphrase, cost=cost, now=now)
    fingerprint = SigningKey(bytes.fromhex(identity.sign_secret)).public.fingerprint()
    return NewHome([], fingerprint, staff_id)


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
        slots = _admitted(slots, key, staff_id, slots.slot(staff_id).name, passphrase=passphrase, cost=floor)
        slots.save(paths.folder)
    return slots, key, database


def _admitted(slots: KeySlots, key: bytes, staff_id: str, name: str, *, passphrase: str, cost: Cost | None) -> KeySlots:
    chosen = cost or Cost.calibrated()
    return slots.add(key, staff_id=staff_id, name=name, passphrase=passphrase, cost=chosen, floor=cost)


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
        renewed = _admitted(slots, key, staff_id, name, passphrase=passphrase, cost=cost)
        renewed.save(folder)


def recovery_identity(words: Sequence[str]) -> str:
    """The age identity that the words encode, for the stock `age -d` when nothing else is left."""
    return key_of(list(words)).identity


def _new_identity(desk: Desk, *, organisation: str, code: str, practice: bool) -> Identity:
    signing = SigningKey.generate()
    return Identity(
        home=new_record(),
        desk=desk,
        organisation=organisation,
        code=code,
        device=signing.public.device_id,
        incarnation=1,
        sign_secret=signing.secret.hex(),
        seal_identity=SealKey.generate().identity,
        storage_identity=SealKey.generate().identity,
        evidence_name_key=secrets.token_hex(32),
        practice=practice,
        headquarters=signing.public.device_id if desk is Desk.HEADQUARTERS else "",
    )


def _make(folder: Path, identity: Identity, *, staff_name: str, passphrase: str, cost: Cost | None, now: Now) -> str:
    check_passphrase(passphrase)
    paths = HomePaths(folder)
    if is_taken(paths):
        raise HomeExistsError
    key, staff_id, staff_name = secrets.token_bytes(32), new_staff(identity.device), str(tidied(staff_name))
    machine = machine_fingerprint()
    slots = KeySlots.create(key, home_id=identity.home, incarnation=identity.incarnation, machine=machine)
    slots = _admitted(slots, key, staff_id, staff_name, passphrase=passphrase, cost=cost)
    slots = slots.with_recovery(key, identity.recovery)
    make_folders(paths)
    with locked(paths.lock):
        # Asked again: another program may have made one meanwhile.
        if is_taken(paths):
            raise HomeExistsError
        begin_making(paths)
        slots.save(folder)
        with contextlib.closing(Database(paths.database, key)) as database:
            roles = DESK_ROLES[identity.desk]
            _begin(Seat(database, paths, identity, staff_id, staff_name, now, roles=roles, key=key))
        # The card comes last: a home that was cut off while being made is no home, and may be made anew.
        write_card(folder, card_of(identity, recovery=bool(slots.recovery)))
        end_making(paths)
    return staff_id


def _begin(seat: Seat) -> None:
    bring_up(seat.database)
    with seat.database.begin() as session:
        keep_identity(session, seat.identity)
        if seat.at_headquarters:
            certify_self(session, seat)
        record_staff(session, seat, seat.staff_id, seat.staff_name, roles=seat.roles)
        note(session, seat, "home-made")


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


def _opened(seat: Seat, folder: EvidenceFolder, card: HomeCard, *, cost: Cost | None, lock: IO[bytes]) -> OpenHome:
    darkroom = Darkroom()
    evidence = Evidence(seat, folder, darkroom)
    return OpenHome(
        card=card,
        staff_id=seat.staff_id,
        staff_name=seat.staff_name,
        visits=Visits(seat),
        cases=Cases(seat),
        saved_lists=SavedLists(seat),
        worktop=Worktop(seat),
        papers=Papers(seat),
        paper_lists=PaperLists(seat),
        blanks=Blanks(seat),
        exchange=Exchange(seat, folder),
        clashes=Clashes(seat),
        assignments=Assignments(seat),
        staff=Staff(seat, cost),
        evidence=evidence,
        darkroom=darkroom,
        evidence_lists=EvidenceLists(seat, evidence),
        health=Health(seat, folder),
        reference=Reference(seat),
        form_templates=FormTemplates(seat),
        determinations=Determinations(seat),
        companions=Companions(seat),
        locking=Locking(seat, folder, cost),
        life_events=LifeEvents(seat),
        findings=(findings := Findings(seat)),
        inspections=Inspections(seat, findings),
        national=National(seat),
        standards=LocalStandards(seat),
        rule_sets=RuleSets(seat),
        redecisions=Redecisions(seat, Determinations(seat)),
        doubles=Doubles(seat),
        spreadsheets=Spreadsheets(seat),
        sheet_exports=SheetExports(seat),
        comparisons=Comparisons(seat),
        backups=Backups(seat),
        seat=seat,
        lock=lock,
    )
