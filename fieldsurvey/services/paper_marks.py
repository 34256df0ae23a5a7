"""One mark on one paper: which of its copies it moves, and what the change says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address
from fieldsurvey.case.paper import (
    DONE,
    RETURNED,
    SIGNED,
    STATES,
    TO_PRINT,
    VOID,
    Copy,
    copies_of,
    copy_address,
    event,
    household_of,
    is_open_blank,
    number_of,
    state_of,
)
from fieldsurvey.services.paper_errors import BlankOfNobodyError, CopyUnknownError, PaperNotPrintedError

CORRECTION: Final = "更正"


@dataclass(frozen=True, slots=True)
class Mark:
    """What somebody says of papers: a state, of which copies (None for all), and who has them (None says nothing)."""

    state: str
    copies: tuple[int, ...] | None
    holder: str | None
    at: str
    by: str


def entries_of(paper_id: str, paper: Document, state: State, mark: Mark) -> dict[str, Entry]:
    """What a change says to move a paper there; empty when it is there already and everybody says so.

    Raises:
        PaperNotPrintedError: it waits to be printed, and the mark does not make it void.
        CopyUnknownError: it has no such copy. BlankOfNobodyError: nobody's blank is neither signed nor sealed.
    """
    if state_of(paper) == DONE and mark.state == VOID:
        return {}
    if state_of(paper) in (TO_PRINT, DONE):
        if mark.state != VOID:
            raise PaperNotPrintedError(number=number_of(paper_id))
        return {"copy_state": entry(VOID, state.standing(Address("copy_state")))}
    if mark.state in (SIGNED, RETURNED) and is_open_blank(paper) and not household_of(paper):
        raise BlankOfNobodyError(number=number_of(paper_id))
    present = {copy.number: copy for copy in copies_of(paper)}
    for number in mark.copies or ():
        if number not in present:
            raise CopyUnknownError(number=number_of(paper_id), copy=number)
    # Whoever has the paper in hand knows best: marking it also ends what two desks said differently.
    clashing = {clash.address for clash in state.clashes()}
    said: dict[Address, Value] = {}
    for number in chosen_copies(paper, mark):
        address = copy_address(number, "state")
        if present[number].state != mark.state or address in clashing:
            said[address] = event(mark.state, at=mark.at, by=mark.by)
        address = copy_address(number, "holder")
        if mark.holder is not None and (present[number].holder != mark.holder or address in clashing):
            said[address] = tidied(mark.holder) or None
    return {address: entry(value, state.standing(address)) for address, value in said.items()}


def goes_back(paper: Document, mark: Mark) -> bool:
    """Whether some copy is further already than the mark says."""
    chosen = chosen_copies(paper, mark)
    return any(_is_further(copy, mark) for copy in copies_of(paper) if copy.number in chosen)


def chosen_copies(paper: Document, mark: Mark) -> list[int]:
    """The copies that a mark is about: those named, or else those that are not yet so far.

    Where none is behind, those that are there already; and where all are further, all of them, which corrects a slip.
    A void copy comes back only by its number, or when all are void.
    """
    if mark.copies is not None:
        return list(mark.copies)
    copies = copies_of(paper)
    living = [copy for copy in copies if copy.state != VOID] or copies
    behind = [copy.number for copy in living if copy.state != mark.state and not _is_further(copy, mark)]
    there = [copy.number for copy in living if copy.state == mark.state]
    return behind or there or [copy.number for copy in living]


def _is_further(copy: Copy, mark: Mark) -> bool:
    return STATES.index(copy.state) > STATES.index(mark.state)


def reason(why: str, *, is_back: bool) -> str:
    """What the change gives as its reason: going back is said to be a correction."""
    said = str(tidied(why.strip()))
    if not is_back:
        return said
    return f"{CORRECTION}:{said}" if said else CORRECTION


def copies_in(entries: Sequence[str]) -> int:
    """How many copies a change speaks of; of a paper that was never printed the one that it would have been."""
    return len({address.split("/")[1] for address in entries if "/" in address}) or 1
