"""The only reader of the wall clock; what it says is shown to people and never orders anything."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
STAMP_LENGTH = len("2026-11-23T06:02:31Z")

Now = Callable[[], datetime]


def system_now() -> datetime:
    """The machine's time, with zone."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as kept in changes and journals: UTC, to the second, `2026-11-23T06:02:31Z`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def business_date(moment: datetime) -> date:
    """The calendar day in Asia/Shanghai, which is what forms and deadlines count in."""
    return moment.astimezone(SHANGHAI).date()


def shown(stamped: str) -> str:
    """A kept moment as people read it, `2026-11-23 14:02:31`; a text that is no moment comes back as it is."""
    if len(stamped) != STAMP_LENGTH or stamped[10] != "T" or stamped[-1] != "Z":
        return stamped
    try:
        # A list shows hundreds of moments at a keystroke; strptime would take most of its time.
        moment = datetime.fromisoformat(stamped).astimezone(SHANGHAI)
    except (ValueError, OverflowError):
        return stamped
    return moment.isoformat(" ", "seconds")[:19]
