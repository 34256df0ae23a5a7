"""打印后又改过: which printed papers their households have left behind, and what is to be printed of them."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from fieldsurvey.case.document import Document
from fieldsurvey.case.paper import RETURNED, SIGNED
from fieldsurvey.forms.layout import STAGES
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_compare import differences
from fieldsurvey.services.paper_lines import ChangedPaper, ChangedPapers, ChangedSection, PaperLine
from fieldsurvey.services.paper_shown import lines_of
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import StalePaper

_COMPARED_AT_ONCE: Final = 500


def changed_papers(seat: Seat, progress: Progress) -> ChangedPapers:
    """All papers that differ now, in the order of their doors."""
    with seat.database.begin() as session:
        stale = paper_rows.stale(session)
        fresh = [row for row in stale if row.known is None]
        progress.begin("正在核对打印后改过的纸表", len(fresh))
        found = {row.record: msgspec.json.decode(row.known, type=list[ChangedSection]) for row in stale if row.known}
        for start in range(0, len(fresh), _COMPARED_AT_ONCE):
            found |= _compared(session, seat, fresh[start : start + _COMPARED_AT_ONCE])
            progress.step(len(fresh[start : start + _COMPARED_AT_ONCE]))
        kept = {row.record: still_standing(row, found[row.record]) for row in stale}
        differing = [row.record for row in stale if kept[row.record]]
        rows = paper_rows.of_records(session, differing)
        lines = lines_of(session, seat, [rows[record] for record in differing])
    changed = [ChangedPaper(line, kept[line.paper_id], *_told(line, kept[line.paper_id])) for line in lines]
    return ChangedPapers(tuple(changed), len(fresh))


def still_standing(row: StalePaper, sections: Sequence[ChangedSection]) -> tuple[ChangedSection, ...]:
    """Of the differences those that another paper does not stand for already."""
    return tuple(section for section in sections if not (row.is_plan_replaced and section.stage == "plan"))


def is_only_plan(part: str, states: Iterable[str], sections: Sequence[ChangedSection]) -> bool:
    """Whether a signed survey part still holds: some copy was signed, and all that changed is in the plan."""
    is_signed = part == "plan" or not {SIGNED, RETURNED}.isdisjoint(states)
    return is_signed and all(section.stage == "plan" for section in sections)


def _told(line: PaperLine, sections: Sequence[ChangedSection]) -> tuple[bool, str]:
    """Whether only the plan has to be printed, and what to do, in a sentence."""
    titles = "”“".join(section.title for section in sections)
    states = [copy.state for copy in line.copies]
    if is_only_plan(line.part, states, sections):
        return True, f"调查部分已签,仍然有效。只重印“{titles}”所在的一页,请本户补签计划部分。"
    if line.part == STAGES[-1]:
        return False, "附页打印以后又有新的记录。请重打附页;旧附页作废。"
    if SIGNED in states or RETURNED in states:
        return False, f"签过的“{titles}”变了。请整张重印,重新签字;没有收回的旧表作废。"
    return False, f"还没有签,“{titles}”已经变了。请重印后再去签;旧表作废。"


def _compared(session: Session, seat: Seat, rows: Sequence[StalePaper]) -> dict[str, list[ChangedSection]]:
    papers = folding.documents_of(session, "paper", [row.record for row in rows])
    households: dict[str, Document] = folding.documents_of(session, "case", list({row.case for row in rows}))
    found = {row.record: differences(seat, papers[row.record], households[row.case]) for row in rows}
    paper_rows.keep_compared(session, [(row.record, row.version, found[row.record]) for row in rows])
    return found
