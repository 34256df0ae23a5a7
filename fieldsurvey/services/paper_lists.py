"""Where papers are: the lists 稍后打印, 二访签字, 待盖章, 已收回 and 打印后又改过, and the marks that move them on."""

from collections.abc import Sequence
from typing import Final

from fieldsurvey.case.document import to_document
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.fold import fold
from fieldsurvey.case.paper import MARKED, STATES, number_of
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_changes import changed_papers
from fieldsurvey.services.paper_errors import PaperUnknownError
from fieldsurvey.services.paper_lines import BuildingPapers, ChangedPapers, Marked, PaperCounts, PaperLine, PaperPage
from fieldsurvey.services.paper_marks import Mark, copies_in, entries_of, goes_back, reason
from fieldsurvey.services.paper_shown import lines_of, numbered
from fieldsurvey.services.seat import REASON_LENGTH, Said, Seat, seal
from fieldsurvey.store import changes, paper_rows

LISTED: Final = 200
_HOLDER_LENGTH: Final = 100


class PaperLists:
    """Finding papers by where they are, and saying where they are now."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def counts(self) -> PaperCounts:
        """How many papers each list has."""
        with self._seat.database.begin() as session:
            found = paper_rows.counts(session)
        return PaperCounts(**{name: found.get(name, 0) for name in STATES}, blanks=found.get("blank", 0))

    def show(self, state: str, *, offset: int = 0, limit: int = LISTED) -> PaperPage:
        """The papers in a state, by building in the order of their addresses, a page at a time.

        The state of a paper is that of the copy which is least far: `to_print` 待打印 (稍后打印), `printed` 待签
        (二访签字), `signed` 待盖章, `returned` 已收回, `void` 作废. Blanks that nobody typed in are not among them.

        Raises:
            InputError: no such state.
        """
        if state not in STATES:
            raise InputError(what=f"纸表没有“{state}”这种状态。")
        with self._seat.database.begin() as session:
            rows = paper_rows.listed(session, state, offset=offset, limit=limit)
            total = paper_rows.counts(session).get(state, 0)
            lines = lines_of(session, self._seat, rows)
            grouped: dict[str, list[PaperLine]] = {}
            for row, line in zip(rows, lines, strict=True):
                grouped.setdefault(row.building, []).append(line)
            in_building = paper_rows.count_by_building(session, state, list(grouped))
        buildings = [
            BuildingPapers(some[0].building, in_building[building], tuple(some)) for building, some in grouped.items()
        ]
        return PaperPage(state, total, tuple(buildings), more=offset + len(rows) < total)

    def of_case(self, case_id: str) -> list[PaperLine]:
        """The papers of a household with all their copies, the newest first; void ones and blanks too."""
        with self._seat.database.begin() as session:
            return lines_of(session, self._seat, paper_rows.of_case(session, case_id))

    def find(self, number: str) -> PaperLine:
        """The paper with this 纸号, the eight signs at its foot, or with the whole id that its code holds.

        Raises:
            PaperUnknownError: none here, or several.
        """
        with self._seat.database.begin() as session:
            return lines_of(session, self._seat, [numbered(session, number)])[0]

    def mark(
        self,
        paper_ids: Sequence[str],
        state: str,
        *,
        copies: Sequence[int] | None = None,
        holder: str | None = None,
        why: str = "",
    ) -> Marked:
        """Says where papers are: the copies of these numbers, or all that are not yet so far; `holder` is who has them.

        The states are `printed` 待签, `signed` 待盖章, `returned` 已收回 and `void` 作废. Going back is a correction,
        and says so in the timeline of the household; without numbers only a paper of which every copy is further goes
        back. A paper that waits to be printed can only be made void. What is so already stays as it is. All or nothing.

        Raises:
            PaperUnknownError, PaperNotPrintedError, CopyUnknownError, InputError, TextTooLongError: nothing was marked.
        """
        if state not in MARKED:
            raise InputError(what=f"纸表不能标成“{state}”。可以标的有:{'、'.join(MARKED)}。")
        for text, limit in ((why, REASON_LENGTH), (holder or "", _HOLDER_LENGTH)):
            if len(text) > limit:
                raise TextTooLongError(length=len(text), limit=limit)
        today = business_date(self._seat.now()).isoformat()
        chosen = list(dict.fromkeys(paper_ids))
        mark = Mark(state, None if copies is None else tuple(copies), holder, today, self._seat.staff_id)
        with self._seat.database.begin() as session:
            known = changes.of_records(session, "paper", chosen)
            said = []
            for paper_id in chosen:
                if paper_id not in known:
                    raise PaperUnknownError(number=number_of(paper_id))
                standing = fold(known[paper_id])
                paper = to_document(standing)
                told = reason(why, is_back=goes_back(paper, mark))
                said.append(Said("paper", paper_id, entries_of(paper_id, paper, standing, mark), why=told))
            moved = [each for each in said if each.entries]
            seal(session, self._seat, moved, what="mark")
        return Marked(len(moved), sum(copies_in(list(each.entries)) for each in moved))

    def changed_since_printed(self, *, progress: Progress | None = None) -> ChangedPapers:
        """The papers whose households say something else now, with the sections and fields that differ.

        Only papers of households that were changed since are compared, and each of those once.
        """
        return changed_papers(self._seat, progress or Progress())
