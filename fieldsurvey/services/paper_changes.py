"""打印后又改过: which printed papers their households have left behind, and what is to be printed of them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from fieldsurvey.case.document import Document
from fieldsurvey.case.paper import RETURNED, SIGNED
from fieldsurvey.forms.layout import STAGES
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_compare import NOT_COMPARABLE, compared_by, differences
from fieldsurvey.services.paper_lines import ChangedPaper, ChangedPapers, ChangedSection, PaperLine
from fieldsurvey.services.paper_shown import lines_of
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import StalePaper

_COMPARED_AT_ONCE: Final = 500
_NOT_COMPARED: Final = (
    "这张表这个版本比不了:不认识表格,或读不出打印时的内容。请照档案核对纸表;不一样的,先作废再重新打印。"
)


def changed_papers(seat: Seat, progress: Progress) -> ChangedPapers:
    """All papers that differ now, in the order of their doors.

    What is compared is kept every few hundred papers, so that nobody waits long to write, and stopping loses little.

    Raises:
        CancelledError: the user wished to stop; what was compared by then is not compared again.
    """
    by, count = compared_by(seat), 0
    while True:
        with seat.database.begin() as session:
            stale = paper_rows.stale(session, by=by)
            fresh = [row.record for row in stale if row.known is None]
            if not fresh:
                return ChangedPapers(tuple(_differing(session, seat, stale)), count)
        count += len(fresh)
        progress.begin("正在核对打印后改过的纸表", len(fresh))
        for start in range(0, len(fresh), _COMPARED_AT_ONCE):
            some = fresh[start : start + _COMPARED_AT_ONCE]
            with seat.database.begin() as session:
                _compare(session, seat, paper_rows.stale(session, some, by=by), by=by)
            progress.step(len(some))


def _differing(session: Session, seat: Seat, stale: Sequence[StalePaper]) -> Iterator[ChangedPaper]:
    found = {row.record: msgspec.json.decode(row.known or b"[]", type=list[ChangedSection]) for row in stale}
    kept = {row.record: still_standing(row, found[row.record]) for row in stale}
    differing = [record for record, sections in kept.items() if sections]
    rows = paper_rows.of_records(session, differing)
    for line in lines_of(session, seat, [rows[record] for record in differing]):
        sections = kept[line.paper_id]
        if NOT_COMPARABLE in sections:
            yield ChangedPaper(line, (), is_only_plan=False, advice=_NOT_COMPARED)
        else:
            yield ChangedPaper(line, sections, *_told(line, sections))


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


def _compare(session: Session, seat: Seat, rows: Sequence[StalePaper], *, by: str) -> None:
    papers = folding.documents_of(session, "paper", [row.record for row in rows])
    households: dict[str, Document] = folding.documents_of(session, "case", list({row.case for row in rows}))
    found = [(row, differences(seat, papers[row.record], households[row.case])) for row in rows]
    paper_rows.keep_compared(session, [(row.record, row.version + by, what) for row, what in found])
