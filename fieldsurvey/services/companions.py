"""Who goes along today: two people visit a household together, and both stand in the record of the visit."""

from typing import Final

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.services.errors import SamePersonError
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, kept
from fieldsurvey.store.database import Session

NAME_LIMIT: Final = 64


class _Day(msgspec.Struct, frozen=True):
    """A companion holds for one day and for the person who chose them."""

    day: str
    name: str


class Companions:
    """Choosing the companion of the day."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def known(self) -> list[str]:
        """The names of staff known here who have not left, without the person signed in, each once."""
        with self._seat.database.begin() as session:
            found = folding.documents(session, "staff").items()
            names = {str(document.get("name") or "") for record, document in found if not document.get("left_on")}
        return sorted(names - {"", self._seat.staff_name})

    def today(self) -> str:
        """Today's companion of the person signed in; empty when none was chosen today."""
        with self._seat.database.begin() as session:
            return companion_of(session, self._seat)

    def choose(self, name: str) -> str:
        """Remembers somebody for the rest of the day, or with an empty name nobody; returns the name as kept.

        Visits that are open already keep what was entered in them.

        Raises:
            SamePersonError: it is the person signed in. InputError: it is no name. Nothing changed.
        """
        name = " ".join(str(tidied(name)).split())
        if len(name) > NAME_LIMIT or not name.isprintable():
            raise InputError(what=f"同行人的姓名请写 {NAME_LIMIT} 个字以内。")
        if name == self._seat.staff_name:
            raise SamePersonError
        with self._seat.database.begin() as session:
            kept.keep(session, _key(self._seat), [_Day(_today(self._seat), name)])
        return name


def companion_of(session: Session, seat: Seat) -> str:
    """Today's companion of the person signed in; empty when none was chosen today."""
    chosen = kept.kept(session, _key(seat), list[_Day], [])
    return chosen[0].name if chosen and chosen[0].day == _today(seat) else ""


def _key(seat: Seat) -> str:
    return f"companion:{seat.staff_id}"


def _today(seat: Seat) -> str:
    return business_date(seat.now()).isoformat()
