"""Handing papers over: what they were printed for ends, once they are there and not before."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.paper import RETURNED, VOID, copies_of, copy_address, event, is_signed, number_of
from fieldsurvey.clock import business_date
from fieldsurvey.services.paper_errors import PaperUnknownError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session


def end_replaced(seat: Seat, paper_ids: Sequence[str]) -> int:
    """Makes void what these papers replace; how many papers that were. Safe to repeat.

    Raises:
        PaperUnknownError: one of them is not here; nothing was made void.
    """
    fresh = list(dict.fromkeys(paper_ids))
    with seat.database.begin() as session:
        papers = folding.documents_of(session, "paper", fresh)
        for paper_id in fresh:
            if paper_id not in papers:
                raise PaperUnknownError(number=number_of(paper_id))
        ended = _ended(session, papers)
        void = {each: made_void(session, seat, each) for each in ended}
        said = [Said("paper", each, entries, why="已重印") for each, entries in void.items() if entries]
        seal(session, seat, said, what="replace")
        standing = [each for each in fresh if _stands(session, papers[each])]
        seal(session, seat, [Said("paper", each, {"stands": entry(True)}) for each in standing], what="replace")
    return len(said)


def _ended(session: Session, papers: Mapping[str, Document]) -> list[str]:
    """The papers that end, and with them those that stood for a part of them."""
    named = [str(paper["ends"]) for paper in papers.values() if paper.get("ends")]
    # A whole one that somebody signed meanwhile is a paper of its own.
    with_them = [
        row.record for row in paper_rows.replacing(session, named) if row.part or not is_signed(row.told.copies)
    ]
    for paper in papers.values():
        if paper.get("replaces") and not (paper.get("ends") or paper.get("part")):
            # Merely printed once more: what somebody signed meanwhile stays.
            old = folding.document_of(session, "paper", str(paper["replaces"])) or {}
            if not is_signed(copies_of(old)):
                named.append(str(paper["replaces"]))
    return [each for each in dict.fromkeys([*named, *with_them]) if each not in papers]


def _stands(session: Session, paper: Mapping[str, Any]) -> bool:
    """Whether a paper stands beside one that is not void: for its plan, or because copies of it came back."""
    if paper.get("stands") is True or not (paper.get("ends") or paper.get("part")):
        return False
    olds = [folding.document_of(session, "paper", str(paper[name])) for name in ("replaces", "ends") if paper.get(name)]
    return any(copy.state != VOID for old in olds for copy in copies_of(old or {}))


def made_void(session: Session, seat: Seat, paper_id: str) -> dict[str, Entry]:
    """What makes every copy of a paper void that did not come back yet; nothing when all of them did."""
    document = folding.document_of(session, "paper", paper_id) or {}
    state = folding.state_of(session, "paper", paper_id)
    today = business_date(seat.now()).isoformat()
    return {
        address: entry(event(VOID, at=today, by=seat.staff_id), state.standing(address))
        for copy in copies_of(document)
        if copy.state not in (RETURNED, VOID)
        for address in [copy_address(copy.number, "state")]
    }
