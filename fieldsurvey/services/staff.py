"""The people of this home: who may sign in, their passphrases and roles, and their names for the history."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.change import entry
from fieldsurvey.case.field import Role
from fieldsurvey.case.ids import Address
from fieldsurvey.case.kinds import DESK_ROLES
from fieldsurvey.clock import business_date
from fieldsurvey.services.describing import StaffCard, staff_cards
from fieldsurvey.services.errors import LastAdministratorError, LastStaffError, OneselfError, RolesWrongError
from fieldsurvey.services.locking import forget_pin
from fieldsurvey.services.roles import in_order, record_roles, roles_named, roles_of
from fieldsurvey.services.seat import Said, Seat, new_staff, note, seal
from fieldsurvey.store import folding, kept
from fieldsurvey.store.database import Session
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.passphrase import check_passphrase, suggestion

LEAVING: Final = "staff_leaving"


@dataclass(frozen=True, slots=True)
class Offered:
    """A passphrase to offer, and the words that it spells to remember it by."""

    passphrase: str = field(repr=False)
    reading: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """Somebody who may sign in here, with what they may be."""

    staff_id: str
    name: str
    roles: list[Role]
    is_oneself: bool


class Staff:
    """Adding and removing people, their roles, and changing one's passphrase."""

    def __init__(self, seat: Seat, cost: Cost | None) -> None:
        self._seat = seat
        self._cost = cost

    def list(self) -> "list[StaffCard]":
        """Those who may sign in, by name."""
        return staff_cards(KeySlots.load(self._seat.paths.folder))

    def people(self) -> Sequence[PersonCard]:
        """Those who may sign in, by name, with their roles."""
        cards = self.list()
        with self._seat.database.begin() as session:
            roles = {card.staff_id: roles_of(session, self._seat.identity.desk, card.staff_id) for card in cards}
        own = self._seat.staff_id
        return [PersonCard(c.staff_id, c.name, in_order(roles[c.staff_id]), c.staff_id == own) for c in cards]

    def suggestion(self) -> Offered:
        """A good passphrase to offer; another one each time."""
        found = suggestion()
        return Offered(found.passphrase, found.reading)

    def add(self, name: str, passphrase: str, roles: Collection[str] = ()) -> str:
        """Lets another person sign in here with a passphrase of their own; returns their id.

        At headquarters with the roles named; on a laptop everybody is a surveyor.

        Raises:
            PassphraseWeakError, RolesWrongError, InputError: nothing changed.
        """
        check_passphrase(passphrase)
        chosen = self._roles_for(roles)
        name = str(tidied(name))
        staff_id = new_staff(self._seat.identity.device)
        slots = KeySlots.load(self._seat.paths.folder)
        present = [slot.staff_id for slot in slots.slots]
        slots = slots.add(
            self._seat.key,
            staff_id=staff_id,
            name=name,
            passphrase=passphrase,
            cost=self._cost or Cost.calibrated(),
            floor=self._cost,
        )
        with self._seat.database.begin() as session:
            record_staff(session, self._seat, staff_id, name)
            if self._seat.at_headquarters:
                record_roles(session, self._seat, {staff_id: chosen}, present)
            note(session, self._seat, "staff-added", {"staff": staff_id})
            slots.save(self._seat.paths.folder)
        return staff_id

    def set_roles(self, staff_id: str, roles: Collection[str]) -> None:
        """Gives a person of headquarters these roles in place of those they had; they hold from the next sign-in on.

        Raises:
            RolesWrongError: none, or one that does not exist. UnknownStaffError: nobody with this id signs in here.
            LastAdministratorError: nobody would be administrator any more. Nothing changed.
        """
        chosen = self._roles_for(roles)
        slots = KeySlots.load(self._seat.paths.folder)
        slots.slot(staff_id)
        present = [slot.staff_id for slot in slots.slots]
        with self._seat.database.begin() as session:
            desk = self._seat.identity.desk
            others = [roles_of(session, desk, other) for other in present if other != staff_id]
            if not any(Role.ADMINISTRATOR in held for held in (chosen, *others)):
                raise LastAdministratorError
            record_roles(session, self._seat, {staff_id: chosen}, present)
        if staff_id == self._seat.staff_id:
            self._seat.roles = chosen & DESK_ROLES[desk]

    def change_passphrase(self, old: str, new: str) -> None:
        """Gives the person signed in another passphrase.

        Raises:
            WrongPassphraseError: the old one is not right. PassphraseWeakError: the new one is not good enough.
        """
        check_passphrase(new)
        slots = KeySlots.load(self._seat.paths.folder)
        slots.open(self._seat.staff_id, old, floor=self._cost)
        renewed = slots.add(
            self._seat.key,
            staff_id=self._seat.staff_id,
            name=self._seat.staff_name,
            passphrase=new,
            cost=self._cost or Cost.calibrated(),
            floor=self._cost,
        )
        with self._seat.database.begin() as session:
            note(session, self._seat, "passphrase-changed")
            renewed.save(self._seat.paths.folder)

    def remove(self, staff_id: str) -> None:
        """Ends a person's sign-in and re-keys the home. Their name stays with what they wrote.

        Back-ups made before still open with the old key.

        Raises:
            LastStaffError: nobody would be left. OneselfError: one's own sign-in is for another to end.
            UnknownStaffError: nobody with this id signs in here.
        """
        slots = KeySlots.load(self._seat.paths.folder)
        slots.slot(staff_id)
        if len(slots.slots) < 2:
            raise LastStaffError
        if staff_id == self._seat.staff_id:
            raise OneselfError
        # Three steps, since the key is outside the database: the record says so only when the person is out, and
        # what is cut off is ended at the next start (`record_leaving`).
        with self._seat.database.begin() as session:
            kept.keep(session, LEAVING, staff_id)
        renewed = self._change_key(slots.remove(self._seat.key, staff_id))
        with self._seat.database.begin() as session:
            record_leaving(session, self._seat, renewed)

    def _roles_for(self, untrusted_roles: Collection[str]) -> frozenset[Role]:
        allowed = DESK_ROLES[self._seat.identity.desk]
        if not self._seat.at_headquarters and not untrusted_roles:
            return allowed
        chosen = roles_named(untrusted_roles)
        if not chosen <= allowed:
            raise RolesWrongError(why="笔记本上的人员都是调查员,不能有别的角色。")
        return chosen

    def _change_key(self, slots: KeySlots) -> KeySlots:
        """Encrypts the database under a new key, which a person who left cannot have kept."""
        new = secrets.token_bytes(32)
        renewed = slots.rekeyed(self._seat.key, new, recipients=self._seat.identity.recovery)
        with self._seat.copying:
            # Staged first: cut off anywhere, the home opens with the old slots or with the staged ones.
            renewed.stage(self._seat.paths.folder)
            self._seat.database.rekey(new)
            self._seat.key = new
            renewed.save(self._seat.paths.folder)
        return renewed


def record_staff(
    session: Session, seat: Seat, staff_id: str, name: str, *, roles: frozenset[Role] = frozenset()
) -> None:
    """Makes the record under which other devices know a person's name; a laptop says nothing of roles."""
    entries = {"name": entry(name), "device": entry(seat.identity.device)}
    if roles and seat.at_headquarters:
        entries["roles"] = entry([str(role) for role in in_order(roles)])
    seal(session, seat, [Said("staff", staff_id, entries)])


def record_leaving(session: Session, seat: Seat, slots: KeySlots) -> None:
    """Records that a person left whose removal was begun, once nothing here opens for them any more."""
    staff_id = kept.kept(session, LEAVING, str, "")
    if not staff_id:
        return
    kept.forget(session, LEAVING)
    if any(slot.staff_id == staff_id for slot in slots.slots):
        return
    forget_pin(session, staff_id)
    standing = folding.state_of(session, "staff", staff_id).standing(Address("left_on"))
    today = business_date(seat.now()).isoformat()
    seal(session, seat, [Said("staff", staff_id, {"left_on": entry(today, standing)})])
    note(session, seat, "staff-removed", {"staff": staff_id})
