"""Where a user sits: the open home, who is signed in, and the one way to seal a change there."""

import secrets
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from fieldsurvey import log
from fieldsurvey.case.canonical import digest
from fieldsurvey.case.catalogue import EDITION
from fieldsurvey.case.change import MAX_CHANGE_BYTES, Change, Entry, change_bytes
from fieldsurvey.case.field import Catalogue, Role
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.case.in_force import SHIPPED, InForce
from fieldsurvey.case.kinds import KINDS, Desk, Kind
from fieldsurvey.clock import Now, stamp
from fieldsurvey.forms.errors import TemplateUnusableError
from fieldsurvey.forms.layout import Form
from fieldsurvey.forms.templates import read_form, shipped_form, variant_of
from fieldsurvey.paths import HomePaths
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.settings import ChosenFace
from fieldsurvey.store import changes, folding, journal, kept
from fieldsurvey.store.changes import Arrived
from fieldsurvey.store.database import Database, Session

REASON_LENGTH: Final = 1_000


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """Who this home is; kept inside the encrypted database. Secrets are left out of its text form."""

    home: str
    desk: Desk
    organisation: str
    code: str
    device: str
    incarnation: int
    sign_secret: str
    seal_identity: str
    storage_identity: str
    evidence_name_key: str
    province_key: str = ""
    root_public: str = ""
    root_secret: str = ""
    headquarters: str = ""
    recovery: list[str] = []
    former_devices: list[str] = []
    successions: list[str] = []
    practice: bool = False

    def __repr__(self) -> str:
        return f"Identity(home={self.home!r}, code={self.code!r}, device={self.device!r})"


@dataclass(slots=True)
class Seat:
    """An open home with the person signed in. Services share one; nothing in it outlives the sign-in.

    `roles` are what the person may do here: theirs, as far as the desk has them. While `is_locked` there is no key,
    the database is closed and the secrets of the identity are empty. `print_faces` are the faces of body and title
    that a command asks for; where it asks for none, the machine's settings say.
    """

    database: Database
    paths: HomePaths
    identity: Identity
    staff_id: str
    staff_name: str
    now: Now
    roles: frozenset[Role]
    key: bytes = field(repr=False)
    in_force: InForce = field(default=SHIPPED, repr=False)
    rules: RuleBook = field(default_factory=RuleBook, repr=False)
    own_forms: dict[str, tuple[InForce, Form]] = field(default_factory=dict, repr=False)
    is_locked: bool = False
    print_faces: tuple[ChosenFace | None, ChosenFace | None] = (None, None)
    # Held while a back-up copies the file beside the work: the key must not change, and no check of pages run.
    copying: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def at_headquarters(self) -> bool:
        """True at a desk of headquarters."""
        return self.identity.desk is Desk.HEADQUARTERS

    @property
    def catalogue(self) -> Catalogue:
        """The field catalogue of a case as it is in force here."""
        return self.in_force.catalogue

    def form(self, form: str) -> Form:
        """A form as this office prints it: its own layout, or the shipped one.

        An own layout that cannot be printed, of a newer edition perhaps, must not keep anybody from printing.

        Raises:
            FormUnknownError: this edition does not have it.
        """
        shipped = shipped_form(form)
        layout = self.in_force.layouts.get(form)
        if layout is None:
            return shipped
        known = self.own_forms.get(form)
        if known is None or known[0] is not self.in_force:
            known = self.own_forms[form] = (self.in_force, _own_form(layout, shipped, self.catalogue))
        return known[1]

    @property
    def case_kind(self) -> Kind:
        """The kind of a case with the catalogue in force."""
        return replace(KINDS["case"], catalogue=self.catalogue)

    def stamp(self) -> str:
        """The present moment as kept."""
        return stamp(self.now())


def keep_identity(session: Session, identity: Identity) -> None:
    """Keeps who this home is, in place of the former identity."""
    kept.keep(session, "identity", [identity])


@dataclass(frozen=True, slots=True)
class Said:
    """What one change is going to say: the record, its kind, and the entries."""

    kind: str
    record: str
    entries: Mapping[str, Entry]
    why: str = ""
    origin: str = ""


def seal(session: Session, seat: Seat, said: Sequence[Said], *, what: str = "change") -> list[ChangeId]:
    """Seals changes of this device: numbers, bytes, states, projections and journal in the caller's transaction.

    What is too much for one change becomes several, which fold to the same state.
    """
    if not said:
        return []
    first = changes.last_number(session, seat.identity.device) + 1
    sealed: list[Arrived] = []
    waiting = deque(said)
    while waiting:
        item = waiting.popleft()
        body = _body(seat, item, first + len(sealed))
        if len(body) > MAX_CHANGE_BYTES and len(item.entries) > 1:
            waiting.extendleft(reversed(_halves(item)))
        else:
            sealed.append(changes.arrived(body))
    for start in range(0, len(sealed), folding.BATCH):
        folding.take(session, sealed[start : start + folding.BATCH])
    ids = [item.id for item in sealed]
    note(session, seat, what, {"first": first, "last": first + len(ids) - 1, "ids": digest("".join(ids).encode())})
    return ids


def _body(seat: Seat, said: Said, number: int) -> bytes:
    change = Change(
        v=1,
        kind=said.kind,
        record=said.record,
        device=seat.identity.device,
        n=number,
        author=seat.staff_id,
        at=seat.stamp(),
        edition=EDITION,
        set=dict(said.entries),
        why=said.why,
        origin=said.origin,
    )
    return change_bytes(change)


def _halves(said: Said) -> tuple[Said, Said]:
    entries = list(said.entries.items())
    middle = len(entries) // 2
    return replace(said, entries=dict(entries[:middle])), replace(said, entries=dict(entries[middle:]))


def new_staff(device: str) -> str:
    """The id of a new person: the device that makes it, then chance; so an id says whose people it belongs to."""
    return device + secrets.token_hex(8)


def note(session: Session, seat: Seat, what: str, about: Mapping[str, object] | None = None) -> None:
    """Writes an entry of this device's journal; `about` holds ids, counts and codes only."""
    journal.write(
        session,
        seat.identity.device,
        at=seat.stamp(),
        who=seat.staff_id,
        what=what,
        about=None if about is None else dict(about),  # type: ignore[arg-type]  # ids, counts and codes are values
    )


def _own_form(layout: str, shipped: Form, catalogue: Catalogue) -> Form:
    try:
        return variant_of(read_form(layout.encode(), form=shipped.id, catalogue=catalogue))
    except TemplateUnusableError:
        log.LOGGER.warning("own layout of %s cannot be printed", shipped.id)
        return shipped
