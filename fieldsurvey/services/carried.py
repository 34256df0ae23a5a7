"""What became of a household's changes on the way: written to a stick, come from one, confirmed by the other side."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from fieldsurvey.clock import shown
from fieldsurvey.services.last_out import packages_on_stick
from fieldsurvey.services.seat import Seat
from fieldsurvey.services.timeline import Happening
from fieldsurvey.store import histories, peers
from fieldsurvey.store.database import Session
from fieldsurvey.store.histories import Numbered
from fieldsurvey.store.peers import PeerRow, RangesJson

_RANKS: Final = {"read": 1, "written": 2, "confirmed": 3}
_Lines = dict[str, tuple[list[int], list[int]]]


def place(one: Happening) -> tuple[int, int]:
    """Where something stands in the order of what happened: what hangs on a change comes after it."""
    return one.seq, _RANKS.get(one.sort, 0)


def happenings(session: Session, seat: Seat, case_id: str) -> list[Happening]:
    """The packages that carried a household for the first time, and the receipts; each at its newest change."""
    found: list[Happening] = []
    lines = _by_device(histories.numbered(session, case_id))
    for peer in peers.peers(session):
        if peer.id == seat.identity.device:
            continue
        called = peer.code if seat.at_headquarters else "总部"
        for direction, sort, title in (("in", "read", f"读自{called}的U盘"), ("out", "written", f"写入U盘,给{called}")):
            for seqs, name, at in _packages(session, direction, peer, lines):
                # What was read went by a name of its own only while it was looked at.
                told = f"{len(seqs)} 张修改单" + (f"  {name}" if sort == "written" else "")
                found.append(Happening(max(seqs), sort, shown(at), "", "", title, told))
        found += _confirmed(peer, lines, called)
    return found


def _packages(session: Session, direction: str, peer: PeerRow, lines: _Lines) -> Iterator[tuple[set[int], str, str]]:
    seen: set[int] = set()
    if direction == "out":
        rows = packages_on_stick(session, peer.id)
    else:
        rows = [*peers.packages(session, peers.READ_BEFORE, peer.id), *peers.packages(session, direction, peer.id)]
    for row in rows:
        # Until the receipt every package carries the same changes again.
        fresh = _within(lines, row.covers) - seen
        if fresh:
            seen |= fresh
            yield fresh, row.name, row.at


def _confirmed(peer: PeerRow, lines: _Lines, called: str) -> list[Happening]:
    # What it wrote itself it need not confirm.
    others = {device: known for device, known in lines.items() if device != peer.id}
    had = _within(others, peer.acknowledged)
    if not had:
        return []
    whole = sum(len(numbers) for numbers, _ in others.values())
    rest = whole - len(had)
    told = f"{len(had)} 张修改单已收到,还有 {rest} 张没有" if rest else f"{whole} 张修改单全部收到"
    return [Happening(max(had), "confirmed", shown(peer.receipt_at), "", "", f"{called}已确认", told)]


def _by_device(numbered: Sequence[Numbered]) -> _Lines:
    lines: _Lines = {}
    for one in sorted(numbered, key=lambda one: one.n):
        numbers, seqs = lines.setdefault(one.device, ([], []))
        numbers.append(one.n)
        seqs.append(one.seq)
    return lines


def _within(lines: _Lines, ranges: RangesJson) -> set[int]:
    """The places of the changes whose numbers lie in these runs."""
    found: set[int] = set()
    for device, (numbers, seqs) in lines.items():
        for first, last in ranges.get(device, []):
            found.update(seqs[bisect_left(numbers, first) : bisect_right(numbers, last)])
    return found
