"""Papers as people see them in a list: the household's name and door, the copies in words, the days gone by."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.doors import building_and_door
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.identity import masked_phone
from fieldsurvey.case.paper import Copy, number_of
from fieldsurvey.clock import business_date
from fieldsurvey.services.names import author_names
from fieldsurvey.services.paper_errors import PaperUnknownError
from fieldsurvey.services.paper_lines import CopyLine, PaperLine
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import paper_rows, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import ListedPaper
from fieldsurvey.store.search import FoundRow

_NUMBER: Final = re.compile("[0-9a-f]{8}|[0-9a-f]{32}")
_NOBODY: Final = FoundRow(0, "", "", "", "", "", "", "", "", 0, "", 0, "", "", "", "", "", "", "", "", 0)


def lines_of(session: Session, seat: Seat, rows: Sequence[ListedPaper]) -> list[PaperLine]:
    """The lines of these papers, in their order."""
    households = search.rows_of(session, sorted({row.case for row in rows} - {""}))
    names, today = author_names(session), business_date(seat.now())
    words = seat.in_force.table("copy_state")
    found = []
    for row in rows:
        household, told = households.get(row.case, _NOBODY), row.told
        building, door = building_and_door(household.address)
        line = PaperLine(
            paper_id=row.record,
            number=number_of(row.record),
            case_id=row.case,
            survey_no=household.survey_no,
            name=household.name,
            address=household.address,
            building=building,
            door=door,
            mobile=masked_phone(household.mobile) if household.mobile else "",
            form=row.form,
            printed_on=row.printed_on,
            printed_by=names.get(told.by, told.by),
            stage=told.stage,
            part=row.part,
            pages=row.pages,
            state=row.copy_state,
            told=words.label_of(row.copy_state),
            days=_days(told.copies, row.copy_state, today),
            copies=tuple(_copy(copy, words, names) for copy in told.copies),
            replaces=number_of(row.replaces),
            is_blank=told.is_by_hand,
        )
        found.append(line)
    return found


def _copy(copy: Copy, words: CodeTable, names: Mapping[str, str]) -> CopyLine:
    return CopyLine(
        number=copy.number,
        state=copy.state,
        told=words.label_of(copy.state),
        since=copy.since,
        holder=copy.holder,
        by=names.get(copy.by, copy.by),
    )


def numbered(session: Session, untrusted_number: str) -> ListedPaper:
    """The paper of a 纸号 or of a whole id, however it was typed.

    Raises:
        PaperUnknownError: none here, or several, which a whole id tells apart.
    """
    number = "".join(half_width(untrusted_number[:100]).split()).lower()
    found = paper_rows.numbered(session, number) if _NUMBER.fullmatch(number) else []
    if len(found) != 1:
        raise PaperUnknownError(number=number or "(空)")
    return found[0]


def _days(copies: Sequence[Copy], state: str, today: date) -> int:
    """The days since the last of the copies that hold a paper back came to be so."""
    days = []
    for copy in copies:
        if copy.state == state:
            try:
                days.append((today - date.fromisoformat(copy.since)).days)
            except ValueError:
                continue
    return max([0, *days])
