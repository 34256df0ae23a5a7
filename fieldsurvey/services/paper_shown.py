"""Papers as people see them in a list: the household's name and door, the copies in words, the days gone by."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from fieldsurvey.case.change import Change
from fieldsurvey.case.document import Document
from fieldsurvey.case.doors import building_and_door
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.identity import masked_phone
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.case.paper import copies_of, number_of, state_of
from fieldsurvey.clock import business_date
from fieldsurvey.services.names import author_names
from fieldsurvey.services.paper_errors import PaperUnknownError
from fieldsurvey.services.paper_lines import CopyLine, PaperLine
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import changes, folding, paper_rows, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.paper_rows import ListedPaper
from fieldsurvey.store.search import FoundRow

_NUMBER: Final = re.compile("[0-9a-f]{8}|[0-9a-f]{32}")
_NOBODY: Final = FoundRow(0, "", "", "", "", "", "", "", "", 0, "", 0, "", "", "", "", "", "", "", "", 0)


def lines_of(session: Session, seat: Seat, rows: Sequence[ListedPaper]) -> list[PaperLine]:
    """The lines of these papers, in their order."""
    ids = [row.record for row in rows]
    papers = folding.documents_of(session, "paper", ids)
    households = search.rows_of(session, sorted({row.case for row in rows} - {""}))
    names = author_names(session)
    authors = printers(session, ids)
    today = business_date(seat.now())
    words = seat.in_force.table("copy_state")
    found = []
    for row in rows:
        paper, household = papers[row.record], households.get(row.case, _NOBODY)
        building, door = building_and_door(household.address)
        copies = tuple(
            CopyLine(
                copy.number,
                copy.state,
                words.label_of(copy.state),
                copy.since,
                copy.holder,
                names.get(copy.by, copy.by),
            )
            for copy in copies_of(paper)
        )
        state = state_of(paper)
        author = authors.get(row.record, "")
        found.append(
            PaperLine(
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
                printed_by=names.get(author, author),
                stage=_text(paper, "stage"),
                part=_text(paper, "part"),
                pages=row.pages,
                state=state,
                told=words.label_of(state),
                days=_days(copies, state, today),
                copies=copies,
                replaces=number_of(row.replaces),
                is_blank=paper.get("is_blank") is True,
            )
        )
    return found


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


def printers(session: Session, papers: Sequence[str]) -> dict[str, str]:
    """Who printed each of these papers, by staff id; of two who did it at once the one whose values are shown."""
    found: dict[str, str] = {}
    for record, of_one in changes.of_records(session, "paper", papers).items():
        printed: Mapping[ChangeId, Change] = {each: change for each, change in of_one if "printed_on" in change.set}
        if printed:
            found[record] = printed[max(printed)].author
    return found


def _days(copies: Sequence[CopyLine], state: str, today: date) -> int:
    """The days since the last of the copies that hold a paper back came to be so."""
    days = []
    for copy in copies:
        if copy.state == state:
            try:
                days.append((today - date.fromisoformat(copy.since)).days)
            except ValueError:
                continue
    return max([0, *days])


def _text(paper: Document, name: str) -> str:
    value = paper.get(name)
    return value if isinstance(value, str) else ""
