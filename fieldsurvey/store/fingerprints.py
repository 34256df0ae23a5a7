"""Hashes by which two homes, or a home before and after a rebuild, are compared."""

import hashlib

from sqlalchemy import func, select

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


def of_cases(session: Session) -> str:
    """A hash over the documents of all cases; equal exactly when two homes show the same households."""
    whole = hashlib.sha256()
    rows = session.execute(
        select(t.state.c.record, t.state.c.document).where(t.state.c.kind == "case").order_by(t.state.c.record)
    )
    for record, document in rows:
        whole.update(record.encode() + b"\0" + document + b"\0")
    return whole.hexdigest()


def of_derived(session: Session) -> str:
    """A hash over everything derived, whatever order it was written in."""
    whole = hashlib.sha256()
    shown = [column for column in t.case_row.c if column.name != "id"]
    parts = (
        select(t.state).order_by(t.state.c.kind, t.state.c.record),
        select(t.clash).order_by(t.clash.c.kind, t.clash.c.record, t.clash.c.address),
        select(*shown).order_by(t.case_row.c.record),
        select(t.case_row.c.record, t.case_number.c.forward)
        .join(t.case_number, t.case_number.c.case_row == t.case_row.c.id)
        .order_by(t.case_row.c.record, t.case_number.c.forward),
        select(t.assignment_row).order_by(t.assignment_row.c.record),
        select(t.paper_row).order_by(t.paper_row.c.record),
        select(t.evidence_row).order_by(t.evidence_row.c.record, t.evidence_row.c.sha256),
    )
    for part in parts:
        for row in session.execute(part):
            whole.update(repr(tuple(row)).encode())
        whole.update(b"\1")
    return whole.hexdigest()


def of_work(session: Session) -> str:
    """A hash over what people would miss: changes, drafts, packages, devices, what the home keeps about itself.

    Not the journal, which grows by looking alone, nor what is kept about back-ups.
    """
    whole = hashlib.sha256()
    parts = (
        select(func.max(t.change.c.seq), func.count()).select_from(t.change),
        select(func.max(t.package.c.id), func.count()).select_from(t.package),
        select(t.draft).order_by(t.draft.c.id),
        select(t.draft_answer).order_by(t.draft_answer.c.draft, t.draft_answer.c.address),
        select(t.device).order_by(t.device.c.id),
        select(t.evidence.c.sha256).order_by(t.evidence.c.sha256),
        select(t.kept).where(t.kept.c.key.not_like("backup%")).order_by(t.kept.c.key),
    )
    for part in parts:
        for row in session.execute(part):
            whole.update(repr(tuple(row)).encode())
        whole.update(b"\1")
    return whole.hexdigest()
