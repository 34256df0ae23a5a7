"""Which list a file is and which of its columns is what: what the user said, what is remembered, what is guessed."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.exchange.headings import plain
from fieldsurvey.exchange.mapping import ColumnMap
from fieldsurvey.exchange.people_lists import TARGETS, ListSheet, target_named
from fieldsurvey.services.comparison_errors import AgencyUnknownError, ColumnUnknownError
from fieldsurvey.services.comparison_plan import Source
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import kept
from fieldsurvey.store.database import Session

ITEM_LENGTH: Final = 60
MAPS: Final = "comparison_maps"
MOST_MAPS: Final = 200


def agency_of(seat: Seat, text: str) -> str:
    """The code of an office, however it was named.

    Raises:
        AgencyUnknownError: there is none.
    """
    table = seat.in_force.table("agency")
    code = table.find(str(tidied(text)))
    if code is None:
        raise AgencyUnknownError(agency=text[:40], known="、".join(table.offered.values()))
    return code


def source_of(seat: Seat, path: Path, agency: str, item: str, *, received_on: str) -> Source:
    """What is known of a list before its file is opened; without a day it was received today.

    Raises:
        AgencyUnknownError, InputError: what cannot be so.
    """
    item = _one_line(item)
    if not 0 < len(item) <= ITEM_LENGTH:
        raise InputError(what=f"比对项目请写 1 到 {ITEM_LENGTH} 个字,如 机动车。")
    today = business_date(seat.now())
    try:
        day = date.fromisoformat(received_on) if received_on else today
    except ValueError as problem:
        raise InputError(what="收到日期请写成 2026-11-23。") from problem
    if day > today:
        raise InputError(what="收到日期在今天之后,请改正。")
    return Source(agency_of(seat, agency), item, day.isoformat(), cover_numbers(path.name)[:100], "", {})


def remembered(session: Session, agency: str, item: str) -> dict[str, str]:
    """What the columns were the last time: for this item, and behind that for other items of the agency."""
    found: dict[str, str] = {}
    name = _name(agency, item)
    for each in sorted(_maps(session), key=lambda known: known.name == name):
        if each.name.partition(" ")[0] == agency:
            found.update(each.targets)
    return {heading: target for heading, target in found.items() if target in TARGETS}


def remember(session: Session, source: Source) -> None:
    """Keeps what the columns of a list were, for the next one."""
    new = ColumnMap(_name(source.agency, source.item), dict(source.columns))
    others = [each for each in _maps(session) if each.name != new.name]
    kept.keep(session, MAPS, [*others, new][-MOST_MAPS:])


def targets_of(columns: Mapping[str, str]) -> dict[str, str]:
    """By heading the target that somebody named, in whichever words.

    Raises:
        ColumnUnknownError: there is no such target.
    """
    found = {}
    for heading, text in columns.items():
        found[heading] = target_named(text)
        if not found[heading]:
            raise _unknown(f"“{heading[:40]}={text[:40]}”")
    return found


def check_named(columns: Mapping[str, str], listed: ListSheet) -> None:
    """Whether every heading that somebody named is there.

    Raises:
        ColumnUnknownError: one is not.
    """
    there = {plain(each.text) for each in listed.headings}
    for heading in columns:
        if plain(heading) not in there:
            raise _unknown(f"没有“{heading[:40]}”这个表头")


def _unknown(why: str) -> ColumnUnknownError:
    return ColumnUnknownError(why=why, known="、".join(TARGETS.values()))


def _maps(session: Session) -> list[ColumnMap]:
    return kept.kept(session, MAPS, list[ColumnMap], [])


def _name(agency: str, item: str) -> str:
    return f"{agency} {_one_line(item)}"


def _one_line(text: str) -> str:
    return " ".join(str(tidied(text)).split())
