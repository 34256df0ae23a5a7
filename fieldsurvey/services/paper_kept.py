"""Which households have a signed paper that says something else now, in what, since when: 纸电一致, for the checks."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec

from fieldsurvey.case.change import Change
from fieldsurvey.case.fold import REMOVED
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.clock import shown
from fieldsurvey.services.paper_changes import still_standing
from fieldsurvey.services.paper_compare import compared_by, differences, printed_texts
from fieldsurvey.services.paper_lines import ChangedSection
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import changes, folding, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import StalePaper

_DAY: Final = 10
# A later visit is entered on an appended sheet.
_VISITS: Final = "visits"


class LeftBehind(NamedTuple):
    """The labels of what signed papers say otherwise, and the day of the first change that one of them lacks."""

    fields: tuple[str, ...]
    since: str


def papers_left_behind(session: Session, seat: Seat, households: Sequence[str]) -> dict[str, LeftBehind]:
    """By household what its signed papers say otherwise; those where all agree are left out."""
    signed = paper_rows.signed_and_stale(session, households)
    if not signed:
        return {}
    differing = dict(_differing(session, seat, paper_rows.stale(session, signed, by=compared_by(seat))))
    papers = folding.documents_of(session, "paper", [row.record for row in differing])
    made = changes.of_records(session, "case", sorted({row.case for row in differing}))
    found: dict[str, LeftBehind] = {}
    for row, labels in differing.items():
        before = found.get(row.case, LeftBehind((), ""))
        since = _since(papers.get(row.record, {}), made.get(row.case, []))
        days = [day for day in (before.since, since) if day]
        found[row.case] = LeftBehind(tuple(dict.fromkeys((*before.fields, *labels))), min(days, default=""))
    return found


def _differing(
    session: Session, seat: Seat, rows: Sequence[StalePaper]
) -> Iterator[tuple[StalePaper, tuple[str, ...]]]:
    by, fresh = compared_by(seat), [row for row in rows if row.known is None]
    papers = folding.documents_of(session, "paper", [row.record for row in fresh])
    documents = folding.documents_of(session, "case", sorted({row.case for row in fresh}))
    compared: list[tuple[str, str, object]] = []
    for row in rows:
        if row.known is None:
            sections = differences(seat, papers.get(row.record, {}), documents[row.case])
            compared.append((row.record, row.version + by, sections))
        else:
            sections = msgspec.json.decode(row.known, type=list[ChangedSection])
        labels = [label for section in still_standing(row, sections) for label in section.fields or (section.title,)]
        if labels:
            yield row, tuple(labels)
    paper_rows.keep_compared(session, compared)


def _since(paper: Mapping[str, Any], made: Sequence[tuple[ChangeId, Change]]) -> str:
    """The day of the first change that a paper does not have; empty where nothing tells.

    A later change starts no new term: what was to be printed within thirty days is still to be printed.
    """
    printed_on, printed = str(paper.get("printed_on") or ""), _printed(paper)
    unseen = _unseen(str(paper.get("seen") or ""), made, printed_on)
    lacking = [change for change in unseen if any(_place(address) in printed for address in change.set)] or unseen
    first = min((shown(change.at)[:_DAY] for change in lacking), default="")
    # No clock makes a change older than the paper that lacks it.
    return max(first, printed_on) if first else ""


def _unseen(seen: str, made: Sequence[tuple[ChangeId, Change]], printed_on: str) -> list[Change]:
    for length in range(len(made), 0, -1):
        if folding.version_of([identity for identity, _ in made[:length]]) == seen:
            return [change for _, change in made[length:]]
    # Changes of another desk came in between: here only the days tell which the paper has.
    return [change for _, change in made if shown(change.at)[:_DAY] > printed_on]


def _printed(paper: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """What a paper prints, as list and field; of a list that stands there also that rows come and go."""
    found = {_place(address) for texts in printed_texts(paper.get("printed")).values() for address in texts}
    sections = paper.get("sections")
    for section in sections.values() if isinstance(sections, Mapping) else ():
        lists = section.get("lists") if isinstance(section, Mapping) else None
        for group, names in lists.items() if isinstance(lists, Mapping) else ():
            found |= {(group, str(name)) for name in names} if isinstance(names, list) else set()
    found |= {(group, REMOVED) for group, _ in found if group}
    return frozenset(place for place in found if place[0] != _VISITS)


def _place(address: str) -> tuple[str, str]:
    group, _, name = address.rpartition("/")
    return group.partition("/")[0], name
