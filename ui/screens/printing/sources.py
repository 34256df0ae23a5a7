"""The three kinds of papers that somebody may want: of households, anew because something changed, and blanks."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fieldsurvey.forms.layout import Stage
from fieldsurvey.progress import Progress
from fieldsurvey.services.blanks import Blanks
from fieldsurvey.services.papers import Papers, Printed, PrintedPages
from ui.screens.printing.wanted import Part

# Subjects that are nobody's: so many free blanks.
FREE: Final = "free:"


class OfHouseholds:
    """The subject is a household."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def needed(self, subjects: Sequence[str]) -> list[str]:
        """All of them."""
        return list(subjects)

    def taken(self, papers: Sequence[str]) -> None:
        """The unsigned papers in whose place they are no longer count."""
        self._papers.end_replaced(papers)

    def pages(self, subject: str, *, form: str, copies: int, part: Part = "") -> PrintedPages:
        """The form of one household; what waits for it in 稍后打印 is what is printed."""
        first, stage = stages_of(part)
        return self._papers.print_pages([subject], form=form, copies=copies, first=first, stage=stage)

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
        """The forms of all of them."""
        first, stage = stages_of(part)
        return self._papers.print_forms(
            subjects, target, form=form, copies=copies, first=first, stage=stage, progress=progress
        )


class Changed:
    """The subject is a paper whose household says something else now."""

    def __init__(self, papers: Papers) -> None:
        self._papers = papers

    def needed(self, subjects: Sequence[str]) -> list[str]:
        """Those that still say something else, whole papers before the page of a plan."""
        return self._papers.to_reprint(subjects)

    def taken(self, papers: Sequence[str]) -> None:
        """The old papers no longer count."""
        self._papers.end_replaced(papers)

    def pages(self, subject: str, *, form: str, copies: int, part: Part = "") -> PrintedPages:  # noqa: ARG002  # As the old paper.
        """The paper that takes its place once it is in hand."""
        return self._papers.reprint_pages([subject], copies=copies)

    def file(
        self,
        subjects: Sequence[str],
        target: Path,
        *,
        form: str,  # noqa: ARG002  # As the old paper.
        copies: int,
        part: Part = "",  # noqa: ARG002  # As the old paper.
        progress: Progress | None = None,
    ) -> Printed:
        """The papers that take their place."""
        return self._papers.reprint(subjects, target, copies=copies, progress=progress)


class OfNobody:
    """The subject is a household whose blank bears its name and address, or one that is free for anybody."""

    def __init__(self, blanks: Blanks) -> None:
        self._blanks = blanks

    def needed(self, subjects: Sequence[str]) -> list[str]:
        """All of them."""
        return list(subjects)

    def taken(self, papers: Sequence[str]) -> None:
        """Nothing: a blank takes the place of none."""

    def pages(self, subject: str, *, form: str, copies: int, part: Part = "") -> PrintedPages:  # noqa: ARG002  # Whole.
        """One blank."""
        if subject.startswith(FREE):
            return self._blanks.print_blank_pages(count=1, form=form, copies=copies)
        return self._blanks.print_blank_pages(case_ids=[subject], form=form, copies=copies)

    def file(
        self,
        subjects: Sequence[str],
        target: Path,
        *,
        form: str,
        copies: int,
        part: Part = "",  # noqa: ARG002  # Whole.
        progress: Progress | None = None,
    ) -> Printed:
        """All the blanks, the free ones first."""
        named = [subject for subject in subjects if not subject.startswith(FREE)]
        count = len(subjects) - len(named)
        return self._blanks.print_blanks(
            target, count=count, case_ids=named, form=form, copies=copies, progress=progress
        )


def stages_of(part: Part) -> tuple[Stage, Stage]:
    """From which stage of the form to which a part goes."""
    if part == "survey":
        return "survey", "survey"
    return part or "survey", "record"
