"""Whether a home is sound: its pages, its journal, its projections; and making the derived anew."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import select, text

from fieldsurvey.progress import Progress
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import changes, folding, journal
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import DatabaseBrokenError
from fieldsurvey.vault.evidence import EvidenceFolder


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One thing that was looked at."""

    what: str
    ok: bool
    told: str


@dataclass(frozen=True, slots=True)
class HealthReport:
    """What a check of the whole home found. `state` is equal in two homes that hold the same cases."""

    ok: bool
    lines: list[HealthLine]
    cases: int
    changes: int
    state: str


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did; `equal` says that the derived was as it should be before."""

    records: int
    equal: bool


class Health:
    """Checking and rebuilding."""

    def __init__(self, seat: Seat, evidence: EvidenceFolder) -> None:
        self._seat = seat
        self._evidence = evidence

    def verify(self) -> HealthReport:
        """Checks every page, the journal's chain, and that every evidence file wanted is here."""
        lines = [self._pages()]
        with self._seat.database.begin() as session:
            broken = journal.broken_at(session, self._seat.identity.device)
            told = "完整" if broken is None else f"第 {broken} 条起对不上"
            lines.append(HealthLine("操作日志", broken is None, told))
            wanted = set(session.execute(select(t.evidence_row.c.sha256).distinct()).scalars())
            missing = sum(1 for sha256 in wanted if not self._evidence.has(sha256))
            lines.append(HealthLine("佐证文件", missing == 0, f"应有 {len(wanted)} 份,缺 {missing} 份"))
            aside = sum(1 for _ in changes.kept_aside(session))
            lines.append(HealthLine("未采用的修改单", True, f"{aside} 张"))
            cases = session.execute(select(t.case_row.c.id)).scalars().all()
            count = session.execute(text("SELECT count(*) FROM change")).scalar() or 0
            fingerprint = state_fingerprint(session)
        return HealthReport(all(line.ok for line in lines), lines, len(cases), count, fingerprint)

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """Makes everything derived anew from the changes, in one transaction."""
        with self._seat.database.begin() as session:
            before = projection_fingerprint(session)
            records = folding.rebuild(session, progress or Progress())
            after = projection_fingerprint(session)
            note(session, self._seat, "rebuild", {"records": records, "equal": before == after})
        return Rebuilt(records, before == after)

    def _pages(self) -> HealthLine:
        try:
            self._seat.database.verify()
        except DatabaseBrokenError as problem:
            return HealthLine("数据文件", False, problem.told)
        return HealthLine("数据文件", True, "完整")


def state_fingerprint(session: Session) -> str:
    """A hash over the documents of all cases; equal exactly when two homes show the same households."""
    whole = hashlib.sha256()
    rows = session.execute(
        select(t.state.c.record, t.state.c.document).where(t.state.c.kind == "case").order_by(t.state.c.record)
    )
    for record, document in rows:
        whole.update(record.encode() + b"\0" + document + b"\0")
    return whole.hexdigest()


def projection_fingerprint(session: Session) -> str:
    """A hash over everything derived, whatever order it was written in."""
    whole = hashlib.sha256()
    parts = (
        select(t.state.c.record, t.state.c.kind, t.state.c.changes, t.state.c.document).order_by(t.state.c.record),
        select(t.clash.c.record, t.clash.c.address).order_by(t.clash.c.record, t.clash.c.address),
        select(
            t.case_row.c.record,
            t.case_row.c.survey_no,
            t.case_row.c.name,
            t.case_row.c.address,
            t.case_row.c.employer,
            t.case_row.c.identity,
            t.case_row.c.mobile,
            t.case_row.c.status,
            t.case_row.c.persons,
            t.case_row.c.updated_at,
            t.case_row.c.clashes,
        ).order_by(t.case_row.c.record),
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
