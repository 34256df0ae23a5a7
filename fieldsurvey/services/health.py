"""Whether a home is sound: its pages, its journal, its projections; and making the derived anew."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.progress import Progress
from fieldsurvey.services.checking import Checking
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import changes, finding_rows, fingerprints, folding, lists, peers, sealed
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
        """Checks every page, each change against its id, the journals, and that every evidence file wanted is here.

        Of a file with a broken page nothing more is told: what it says cannot be relied on.
        """
        lines = [self._pages()]
        if not lines[0].ok:
            return HealthReport(False, lines, 0, 0, "")
        with self._seat.database.begin() as session:
            altered = sealed.altered(session)
            lines.append(HealthLine("修改单", altered == 0, "完整" if not altered else f"{altered} 张与编号对不上"))
            lines.extend(self._journals(session))
            wanted = lists.evidence_wanted(session)
            missing = sum(1 for sha256 in wanted if not self._evidence.has(sha256))
            lines.append(HealthLine("佐证文件", missing == 0, f"应有 {len(wanted)} 份,缺 {missing} 份"))
            lines.append(self._findings(session))
            aside = sum(1 for _ in changes.kept_aside(session))
            lines.append(HealthLine("未采用的修改单", True, f"{aside} 张"))
            cases, count = peers.count_cases(session), lists.count_changes(session)
            fingerprint = fingerprints.of_cases(session)
        return HealthReport(all(line.ok for line in lines), lines, cases, count, fingerprint)

    def rebuild(self, progress: Progress | None = None) -> Rebuilt:
        """Makes everything derived anew from the changes, in one transaction."""
        with self._seat.database.begin() as session:
            before = fingerprints.of_derived(session)
            records = folding.rebuild(session, progress or Progress())
            after = fingerprints.of_derived(session)
            note(session, self._seat, "rebuild", {"records": records, "equal": before == after})
        return Rebuilt(records, before == after)

    def _journals(self, session: Session) -> Iterator[HealthLine]:
        """One line for the journal in use and one for each of the home's former incarnations, or of nobody."""
        own, *former = [self._seat.identity.device, *reversed(self._seat.identity.former_devices)]
        strange = sorted(sealed.journals(session) - {own, *former})
        for device in (own, *former, *strange):
            broken = 1 if device in strange else sealed.broken_at(session, device)
            what = "操作日志" if device == own else f"操作日志(原设备 {device})"
            yield HealthLine(what, broken is None, "完整" if broken is None else f"第 {broken} 条起对不上")

    def _findings(self, session: Session) -> HealthLine:
        """Whether what is kept of findings is of households that are here; that some wait is as it should be."""
        waiting = finding_rows.count_waiting(session, Checking(self._seat).key())
        strays = finding_rows.count_strays(session)
        told = f"待核查 {waiting} 户" if not strays else f"有 {strays} 行对不上任何一户,请用 rebuild 重建"
        return HealthLine("核查结果", strays == 0, told)

    def _pages(self) -> HealthLine:
        try:
            # A reader beside would keep the log from going into the file, and the check would give a false alarm.
            with self._seat.copying:
                self._seat.database.verify()
        except DatabaseBrokenError as problem:
            return HealthLine("数据文件", False, problem.told)
        return HealthLine("数据文件", True, "完整")
