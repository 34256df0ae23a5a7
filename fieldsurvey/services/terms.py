"""What the filters mean today in this home: the round of visits, a year ago, and what the other side lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from fieldsurvey.case.case_filter import EVERYBODY, CaseFilter
from fieldsurvey.clock import business_date, stamp
from fieldsurvey.errors import InputError
from fieldsurvey.services.incarnation import devices_of_home
from fieldsurvey.services.last_out import changes_on_stick
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import changes, kept, peers, unsent
from fieldsurvey.store.database import Session
from fieldsurvey.store.filters import Terms
from fieldsurvey.store.peers import PeerRow
from fieldsurvey.store.unsent import Hole
from fieldsurvey.sync.certificates import check
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.vault.signing import VerifyKey

RECHECK_MONTHS: Final = 12
UNCHANGED_MONTHS: Final = 12
ROUND_BEGINS: Final = "01-01"
# A clock that is not set right within a day says nothing about years.
_CLOCK_SLACK: Final = timedelta(days=1)
_ROUND: Final = "round_begins"


@dataclass(frozen=True, slots=True)
class Missing:
    """What one receiver lacks of what is for it here; `devices` are what its home is, or was, when it is a laptop.

    `peer` is the receiver's device, nothing before a laptop was admitted.
    """

    peer: str
    unwritten: list[Hole]
    unconfirmed: list[Hole]
    devices: list[str]


def round_begins(session: Session) -> str:
    """The day of the year, `01-01`, on which a round of visits begins here."""
    return kept.kept(session, _ROUND, str, ROUND_BEGINS)


def begin_rounds_on(session: Session, day: str) -> None:
    """Lets the rounds begin on another day of the year.

    Raises:
        InputError: no day that every year has.
    """
    try:
        # No leap year, so that 02-29 is none.
        date.fromisoformat(f"2025-{day}")
    except ValueError as problem:
        raise InputError(what="一轮入户从哪一天开始,请写月和日,如 01-01;2月29日不行。") from problem
    kept.keep(session, _ROUND, day)


def round_from(today: date, begins: str) -> date:
    """The first day of the round that today lies in."""
    this_year = date.fromisoformat(f"{today.year:04d}-{begins}")
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


def months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (date(year + month // 11, (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def terms_of(
    session: Session, seat: Seat, asked: CaseFilter = EVERYBODY, *, found: Sequence[Missing] | None = None
) -> Terms:
    """What the filters mean at this moment.

    What the other side lacks is read only when `asked` asks for it: that reads every package ever written. Who has read
    it already hands it over as `found`.
    """
    now = seat.now()
    today = business_date(now)
    # A stamp's own day is a day of UTC: eight hours do not matter to a year.
    unchanged = months_before(today, UNCHANGED_MONTHS)
    if found is None:
        found = missing(session, seat) if asked.unwritten or asked.unconfirmed else []
    return Terms(
        round_from=round_from(today, round_begins(session)).isoformat(),
        unchanged_before=unchanged.isoformat(),
        clock_until=stamp(now + _CLOCK_SLACK),
        recheck_before=months_before(today, RECHECK_MONTHS).isoformat(),
        unwritten=unsent.of_any([_select(one, one.unwritten, f"w{n}") for n, one in enumerate(found)], name="unwritten")
        if asked.unwritten
        else None,
        unconfirmed=unsent.of_any(
            [_select(one, one.unconfirmed, f"c{n}") for n, one in enumerate(found)], name="unconfirmed"
        )
        if asked.unconfirmed
        else None,
    )


def missing(session: Session, seat: Seat) -> list[Missing]:
    """For each receiver what was not yet written for it, and what it has not yet confirmed.

    A laptop has one receiver, headquarters, and lacks its answer even before it was admitted. What a laptop wrote
    itself is never missing there.
    """
    if seat.at_headquarters:
        devices = {*(peer.id for peer in peers.peers(session)), seat.identity.device, *seat.identity.former_devices}
        runs = {device: _all_of(session, device) for device in sorted(devices)}
        return [_of_laptop(session, row, runs) for row in _laptops(session, seat)]
    own = Ranges({device: _all_of(session, device) for device in (seat.identity.device, *seat.identity.former_devices)})
    row = peers.peer(session, seat.identity.headquarters) if seat.identity.headquarters else None
    confirmed = Ranges.from_json(row.acknowledged) if row else Ranges()
    written = changes_on_stick(session, row) if row else Ranges()
    lacked = own.subtract(confirmed)
    return [Missing(row.id if row else "", _holes(lacked.subtract(written)), _holes(lacked), [])]


def _of_laptop(session: Session, row: PeerRow, runs: Mapping[str, list[tuple[int, int]]]) -> Missing:
    home = devices_of_home(session, row.id)
    whole = Ranges({device: run for device, run in runs.items() if device not in home})
    confirmed = Ranges.from_json(row.acknowledged)
    left = whole.subtract(confirmed)
    return Missing(row.id, _holes(left.subtract(changes_on_stick(session, row))), _holes(left), home)


def _laptops(session: Session, seat: Seat) -> list[PeerRow]:
    """Of each laptop's home the device that was admitted last, when it is still trusted."""
    root = VerifyKey.from_hex(seat.identity.root_public) if seat.identity.root_public else None
    newest: dict[str, tuple[int, PeerRow]] = {}
    for row in peers.peers(session):
        if row.desk == "laptop":
            incarnation = check(row.certificate, root).incarnation if root else 0
            if row.home not in newest or newest[row.home][0] < incarnation:
                newest[row.home] = (incarnation, row)
    return [row for _, row in newest.values() if not row.revoked_at]


def _all_of(session: Session, device: str) -> list[tuple[int, int]]:
    last = changes.last_number(session, device)
    return [(1, last)] if last else []


def _holes(ranges: Ranges) -> list[Hole]:
    return [(device, first, last) for device in ranges.devices() for first, last in ranges.runs(device)]


def _select(one: Missing, holes: list[Hole], name: str) -> unsent.Records:
    return unsent.lacking_within(holes, one.devices, name=name) if one.devices else unsent.lacking(holes, name=name)
