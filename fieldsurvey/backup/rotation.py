"""Which back-ups are kept: the newest of each of the last 24 hours, 14 days and 8 weeks that have one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldsurvey.clock import SHANGHAI

ALWAYS: Final = 2  # the newest ones stay, whatever a wrong clock made of their hours


@dataclass(frozen=True, slots=True)
class Dated:
    """A back-up by its number, which orders it, and the moment it says it was made."""

    number: int
    at: str


def hour_of(at: str) -> str:
    """The hour in which a back-up was made."""
    return _moment(at).strftime("%Y%m%d%H")


def day_of(at: str) -> str:
    """The business day in which it was made."""
    return _moment(at).strftime("%Y%m%d")


def week_of(at: str) -> str:
    """The calendar week in which it was made."""
    return _moment(at).strftime("%G%V")


CLASSES: Final[tuple[tuple[Callable[[str], str], int], ...]] = ((hour_of, 24), (day_of, 14), (week_of, 8))


def kept(backups: Iterable[Dated]) -> set[int]:
    """The numbers of those that stay. Numbers order them, so a clock that jumped makes none of them older."""
    newest_first = sorted(backups, key=lambda each: each.number, reverse=True)
    stay = {each.number for each in newest_first[:ALWAYS]}
    for bucket_of, most in CLASSES:
        seen: dict[str, int] = {}
        for each in newest_first:
            seen.setdefault(bucket_of(each.at), each.number)
        stay.update(list(seen.values())[:most])
    return stay


def newest_of_each_class(backups: Iterable[Dated]) -> list[tuple[str, Dated]]:
    """The newest, the newest of an earlier day and the newest of an earlier week, as far as there are."""
    newest_first = sorted(backups, key=lambda each: each.number, reverse=True)
    if not newest_first:
        return []
    newest = newest_first[0]
    found = [("最新", newest)]
    for name, bucket_of in (("前一天或更早", day_of), ("前一周或更早", week_of)):
        known = [each for _, each in found]
        earlier = (each for each in newest_first if bucket_of(each.at) != bucket_of(newest.at) and each not in known)
        if (chosen := next(earlier, None)) is not None:
            found.append((name, chosen))
    return found


def _moment(at: str) -> datetime:
    try:
        return datetime.fromisoformat(at).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return datetime(1970, 1, 1, tzinfo=SHANGHAI)
