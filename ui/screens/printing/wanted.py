"""What somebody wants on paper: whose papers, which form, and who makes them."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, Protocol

from fieldsurvey.progress import Progress
from fieldsurvey.services.papers import Printed, PrintedPages

# The whole form, the survey with its plan left free, the plan's page alone, or an appended sheet.
Part = Literal["", "survey", "plan", "record"]
_UNSAFE: Final = re.compile(r"[^\w\-]+")


class Source(Protocol):
    """Makes papers of record; its methods run on the worker."""

    def needed(self, subjects: Sequence[str]) -> list[str]:
        """Those that need paper, in the order in which they are printed."""

    def taken(self, papers: Sequence[str]) -> None:
        """A printer has taken these papers whole: what they were printed for no longer counts."""

    def pages(self, subject: str, *, form: str, copies: int, part: Part = "") -> PrintedPages:
        """The papers of one subject, for a printer."""

    def file(
        self,
        subjects: Sequence[str],
        target: Path,
        *,
        form: str,
        copies: int,
        part: Part = "",
        progress: Progress | None = None,
    ) -> Printed:
        """The papers of these subjects as one PDF, all or nothing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose paper: its id, the number by which a file or a message may name it, its household when that is not it."""

    id: str
    number: str
    case_id: str = ""

    @property
    def household(self) -> str:
        """The household by which one sees it beforehand."""
        return self.case_id or self.id


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed; `title` says it: “29 户”.

    `has_forms`: another form may be chosen, and which part of it. `is_blank`: they are filled in by hand, in one copy.
    `is_anew`: each takes the place of an older paper. `counted_in` is the word they are counted by.
    `shown` are the households by which one sees beforehand how it will look.
    """

    title: str
    subjects: tuple[Subject, ...]
    source: Source
    form: str = "F01"
    has_forms: bool = True
    shown: tuple[str, ...] = ()
    is_blank: bool = False
    is_anew: bool = False
    counted_in: str = "户"
    part: Part = ""

    @property
    def has_parts(self) -> bool:
        """Whether less than the whole form may be wanted."""
        return self.has_forms and not self.is_blank

    @property
    def ids(self) -> list[str]:
        """The ids of the subjects."""
        return [subject.id for subject in self.subjects]

    def without(self, ids: Collection[str]) -> "Wanted":
        """What is still to be printed when these have been."""
        rest = tuple(subject for subject in self.subjects if subject.id not in ids)
        left = {subject.household for subject in rest}
        shown = tuple(household for household in self.shown if household in left)
        return replace(self, title=f"还没打好的 {len(rest)} {self.counted_in}", subjects=rest, shown=shown)

    def numbers(self, ids: Sequence[str]) -> str:
        """The numbers of these, for a sentence."""
        named = {subject.id: subject.number for subject in self.subjects}
        return "、".join(named.get(each, "") for each in ids)


def save_one(
    file: Callable[..., Printed], subject: Subject, folder: Path, *, form: str, copies: int, part: Part = ""
) -> Path:
    """Writes the PDF of one subject into a folder, named by its number alone; never over another file."""
    target = free_path(folder, subject.number)
    file([subject.id], target, form=form, copies=copies, part=part)
    return target


def free_path(folder: Path, number: str) -> Path:
    """A name in a folder that nothing has yet."""
    stem = _UNSAFE.sub("-", number).strip("-") or "表"
    found, counted = folder / f"{stem}.pdf", 1
    while found.exists():
        counted += 1
        found = folder / f"{stem} ({counted}).pdf"
    return found
