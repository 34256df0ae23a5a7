"""Plain questions to the projections: clashes, papers, assignments, evidence."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.sqlite import insert

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


def clashing_records(session: Session, record: str | None) -> list[tuple[str, str]]:
    """(kind, record) of everything with something to settle; with `record` only that one, if it has."""
    chosen = select(t.clash.c.kind, t.clash.c.record).distinct().order_by(t.clash.c.kind, t.clash.c.record)
    if record is not None:
        chosen = chosen.where(t.clash.c.record == record)
    return [(row.kind, row.record) for row in session.execute(chosen)]


def clashing_addresses(session: Session, cases: Sequence[str]) -> dict[str, list[str]]:
    """By household the fields and rows that are to be settled, in order."""
    found: dict[str, list[str]] = {}
    row = t.clash.c
    for start in range(0, len(cases), 500):
        chosen = select(row.record, row.address).where(row.kind == "case", row.record.in_(cases[start : start + 500]))
        for record, address in session.execute(chosen.order_by(row.address)):
            found.setdefault(record, []).append(address)
    return found


def count_clashes(session: Session) -> int:
    """How many fields and rows are to be settled."""
    return session.execute(select(func.count()).select_from(t.clash)).scalar() or 0


def assignments_of(session: Session, device: str) -> dict[str, tuple[str, bool]]:
    """The assignments of a laptop: by record, the household and whether it has ended."""
    columns = (t.assignment_row.c.record, t.assignment_row.c.case, t.assignment_row.c.ended_on)
    rows = session.execute(
        select(*columns).where(t.assignment_row.c.device == device).order_by(t.assignment_row.c.case)
    )
    return {row.record: (row.case, bool(row.ended_on)) for row in rows}


def assignment_in_force(session: Session, case: str) -> str:
    """The record of a household's assignment that has not ended, of several the first by id; empty without one."""
    chosen = select(t.assignment_row.c.record).where(t.assignment_row.c.case == case, t.assignment_row.c.ended_on == "")
    return session.execute(chosen.order_by(t.assignment_row.c.record).limit(1)).scalar() or ""


def note_evidence(session: Session, *, sha256: str, size: int, media: str, at: str) -> None:
    """Keeps that a sealed evidence file is here; safe to repeat."""
    known = insert(t.evidence).values(sha256=sha256, size=size, media=media, added_at=at)
    session.execute(known.on_conflict_do_nothing())


def forget_evidence(session: Session, gone: Sequence[str]) -> None:
    """Keeps no longer that these evidence files are here."""
    for start in range(0, len(gone), 500):
        session.execute(delete(t.evidence).where(t.evidence.c.sha256.in_(gone[start : start + 500])))


def evidence_sizes(session: Session, named: Sequence[str]) -> dict[str, int]:
    """Of these files the sizes of those that are here."""
    rows = session.execute(select(t.evidence.c.sha256, t.evidence.c.size).where(t.evidence.c.sha256.in_(named)))
    return {row.sha256: row.size for row in rows}


def evidence_wanted(session: Session) -> set[str]:
    """The evidence files that some household names."""
    return set(session.execute(select(t.evidence_row.c.sha256).distinct()).scalars())


def evidence_kept(session: Session) -> set[str]:
    """The evidence files that were kept here."""
    return set(session.execute(select(t.evidence.c.sha256)).scalars())


def names_in_cases(session: Session, most: int = 500) -> dict[str, list[str]]:
    """The employers, filing organisations and surveyors that cases name, the most frequent first."""
    row = t.case_row.c
    found = {}
    for name, columns in (
        ("employer", (row.employer,)),
        ("filing_org", (row.filing_org,)),
        ("surveyor", (row.surveyor1, row.surveyor2)),
    ):
        counts: Counter[str] = Counter()
        for column in columns:
            chosen = select(column, func.count()).where(column != "").group_by(column)
            for text, number in session.execute(chosen):
                counts[text] += number
        found[name] = [text for text, _ in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:most]]
    return found


def count_changes(session: Session) -> int:
    """How many changes are here, those kept aside included."""
    return session.execute(select(func.count()).select_from(t.change)).scalar() or 0
