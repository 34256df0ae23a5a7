"""Which households have a signed paper that says something else by now, and in what: 纸电一致, for the checks."""

from collections.abc import Sequence

import msgspec

from fieldsurvey.services.paper_changes import still_standing
from fieldsurvey.services.paper_compare import compared_by, differences
from fieldsurvey.services.paper_lines import ChangedSection
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session


def papers_left_behind(session: Session, seat: Seat, households: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """By household the labels of what its signed papers say otherwise; those where all agree are left out."""
    signed = paper_rows.signed_and_stale(session, households)
    if not signed:
        return {}
    by = compared_by(seat)
    rows = paper_rows.stale(session, signed, by=by)
    papers = folding.documents_of(session, "paper", [row.record for row in rows if row.known is None])
    documents = folding.documents_of(session, "case", sorted({row.case for row in rows if row.known is None}))
    found: dict[str, list[str]] = {}
    compared: list[tuple[str, str, object]] = []
    for row in rows:
        if row.known is None:
            sections = differences(seat, papers.get(row.record, {}), documents[row.case])
            compared.append((row.record, row.version + by, sections))
        else:
            sections = msgspec.json.decode(row.known, type=list[ChangedSection])
        labels = [label for section in still_standing(row, sections) for label in section.fields or (section.title,)]
        if labels:
            found.setdefault(row.case, []).extend(labels)
    paper_rows.keep_compared(session, compared)
    return {case: tuple(dict.fromkeys(labels)) for case, labels in found.items()}
