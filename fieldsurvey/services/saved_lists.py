"""What a person keeps about the list of households: filters under a name, and which columns in which order."""

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.errors import InputError
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import kept
from fieldsurvey.store.database import Session

NAME_LENGTH = 30
MOST_FILTERS = 50


class SavedFilter(msgspec.Struct, frozen=True, omit_defaults=True):
    """A search with its filter, under a name."""

    name: str
    text: str = ""
    asked: CaseFilter = CaseFilter()


class ListLayout(msgspec.Struct, frozen=True, omit_defaults=True):
    """The columns of the list from left to right, and what it is ordered by. No columns are the usual ones."""

    columns: tuple[str, ...] = ()
    by: str = "newest"
    descending: bool = False


class SavedLists:
    """What the person signed in keeps for themselves; it stays in this home and does not travel."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def filters(self) -> list[SavedFilter]:
        """The saved filters by name."""
        with self._seat.database.begin() as session:
            return self._filters(session)

    def named(self, name: str) -> SavedFilter:
        """The saved filter of a name.

        Raises:
            InputError: there is none.
        """
        found = next((one for one in self.filters() if one.name == name), None)
        if found is None:
            raise InputError(what=f"没有名为“{name}”的筛选。")
        return found

    def save(self, name: str, text: str, asked: CaseFilter) -> list[SavedFilter]:
        """Keeps a filter under a name, in place of a former one of that name; returns all of them.

        Raises:
            InputError: no name, too long a one, or too many filters.
        """
        saved = SavedFilter(_named(name), str(tidied(text)), asked)
        with self._seat.database.begin() as session:
            others = [one for one in self._filters(session) if one.name != saved.name]
            if len(others) >= MOST_FILTERS:
                raise InputError(what=f"已存了 {MOST_FILTERS} 个筛选,请先删去不用的。")
            return self._keep(session, [*others, saved])

    def rename(self, name: str, new_name: str) -> list[SavedFilter]:
        """Gives a saved filter another name; returns all of them.

        Raises:
            InputError: none of that name, or another one has the new name.
        """
        new_name = _named(new_name)
        with self._seat.database.begin() as session:
            found = self._filters(session)
            if name not in (one.name for one in found):
                raise InputError(what=f"没有名为“{name}”的筛选。")
            if new_name != name and new_name in (one.name for one in found):
                raise InputError(what=f"已有名为“{new_name}”的筛选,请换一个名字。")
            changed = [msgspec.structs.replace(one, name=new_name) if one.name == name else one for one in found]
            return self._keep(session, changed)

    def remove(self, name: str) -> list[SavedFilter]:
        """Removes a saved filter; returns those that are left. Safe to repeat."""
        with self._seat.database.begin() as session:
            return self._keep(session, [one for one in self._filters(session) if one.name != name])

    def layout(self) -> ListLayout:
        """How this person has the list laid out."""
        with self._seat.database.begin() as session:
            return kept.kept(session, self._key("list_layout"), ListLayout, ListLayout())

    def keep_layout(self, layout: ListLayout) -> None:
        """Keeps how this person has the list laid out."""
        with self._seat.database.begin() as session:
            kept.keep(session, self._key("list_layout"), layout)

    def _filters(self, session: Session) -> list[SavedFilter]:
        return kept.kept(session, self._key("saved_filters"), list[SavedFilter], [])

    def _keep(self, session: Session, filters: list[SavedFilter]) -> list[SavedFilter]:
        ordered = sorted(filters, key=lambda one: one.name)
        kept.keep(session, self._key("saved_filters"), ordered)
        return ordered

    def _key(self, what: str) -> str:
        return f"{what}:{self._seat.staff_id}"


def _named(name: str) -> str:
    found = " ".join(str(tidied(name)).split())
    if not 0 < len(found) <= NAME_LENGTH or not found.isprintable():
        raise InputError(what=f"筛选的名字请写 1 到 {NAME_LENGTH} 个字。")
    return found
