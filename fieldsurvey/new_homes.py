"""Making the home of headquarters or of a laptop, with its keys, its first person and its empty database."""

import contextlib
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.ids import new_record
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.clock import Now, system_now
from fieldsurvey.errors import InputError
from fieldsurvey.paths import HomePaths
from fieldsurvey.services.errors import HomeExistsError
from fieldsurvey.services.home import (
    begin_making,
    end_making,
    is_taken,
    locked,
    make_folders,
    write_card,
)
from fieldsurvey.services.incarnation import certify_self
from fieldsurvey.services.seat import Identity, Seat, keep_identity, new_staff, note
from fieldsurvey.services.staff import record_staff
from fieldsurvey.services.starting import card_of
from fieldsurvey.store.database import Database
from fieldsurvey.store.upgrade import bring_up
from fieldsurvey.sync.header import CODE_PATTERN
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.machine import machine_fingerprint
from fieldsurvey.vault.passphrase import check_passphrase
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey
from fieldsurvey.vault.words import words_of


@dataclass(frozen=True, slots=True)
class NewHome:
    """A home just made. `words` are shown and printed once and kept nowhere; a laptop has none of its own."""

    words: list[str]
    fingerprint: str
    staff_id: str


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


def admitted(slots: KeySlots, key: bytes, staff_id: str, name: str, *, passphrase: str, cost: Cost | None) -> KeySlots:
    """The key slots with one more for a person, by their passphrase."""
    chosen = cost or Cost.calibrated()
    return slots.add(key, staff_id=staff_id, name=name, passphrase=passphrase, cost=chosen, floor=cost)


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
    slots = admitted(slots, key, staff_id, staff_name, passphrase=passphrase, cost=cost)
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
