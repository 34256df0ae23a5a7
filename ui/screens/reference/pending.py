"""A change that waits until somebody has seen what it turns: the list is made, shown, and then it is stored or not."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from fieldsurvey.case.in_force import InForce
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.flips import Flip
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.reference.flips_box import FlipsBox

Show = Callable[[bool], None]
MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked of somebody: how it is called, who turns, and what stores it.

    `flips` is a service method that takes a `progress`; `store` takes a reason where `wants_reason`.
    `done` is told once it is stored; where it is empty, whoever gets what storing returned tells it. `said`
    stands before the count of those who turn.
    """

    title: str
    flips: Callable[..., list[Flip]]
    store: Callable[..., object]
    done: str
    yes: str = "存下(&S)"
    said: str = ""
    wants_reason: bool = False
    about_decided: bool = False


class Pending(QObject):
    """Carries one change at a time through looking and storing."""

    def __init__(
        self, box: FlipsBox, *, jobs: Jobs, notify: Notify, show: Show, in_force: Callable[[], InForce]
    ) -> None:
        super().__init__(box)
        self._box, self._jobs, self._notify = box, jobs, notify
        self._show, self._in_force = show, in_force
        self._words: InForce | None = None
        self._change: Change | None = None
        self._progress: Progress | None = None
        self._found: list[Flip] = []
        self._then: Callable[[Any], None] = lambda _: None
        box.accepted.connect(self._on_accepted)
        box.declined.connect(self.end)
        box.cancel_requested.connect(self.end)

    def refresh(self) -> None:
        """Reads what categories are called."""
        self._jobs.submit(self, self._in_force, then=self._on_in_force, about="words")

    def begin(self, change: Change, *, then: Callable[[Any], None]) -> None:
        """Goes through the households; `then` gets what storing it returned."""
        self.end()
        self._change, self._then, self._progress = change, then, Progress()
        self._box.begin(change.title)
        self._show(True)
        self._jobs.submit(
            self,
            partial(change.flips, progress=self._progress),
            then=partial(self._on_flips, change),
            failed=self._on_failed,
            doing="正在逐户测算…",
            progress=self._progress,
            on_progress=self._on_progress,
        )

    def end(self) -> None:
        """Nothing waits any more."""
        if self._progress is not None:
            self._progress.cancel()
        self._change = self._progress = None
        self._show(False)

    def _on_progress(self, progress: Progress) -> None:
        if progress is self._progress:
            self._box.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_flips(self, change: Change, found: list[Flip]) -> None:
        if change is not self._change:
            return
        self._found, self._progress = found, None
        if change.wants_reason and not found:
            self.end()
            self._notify.done(change.said)
            return
        self._box.ask(
            told_of(change, found), lines_of(found, self._label), yes=change.yes, wants_reason=change.wants_reason
        )

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self.end()
        self._notify.error(problem)

    def _on_accepted(self, reason: str) -> None:
        change = self._change
        if change is None:
            return
        store = partial(change.store, self._found, reason) if change.wants_reason else change.store
        self._jobs.submit(self, store, then=partial(self._on_stored, change), doing="正在存下…")

    def _on_stored(self, change: Change, made: object) -> None:
        self.end()
        count = f"测算改变的有 {len(self._found)} 户。" if self._found else ""
        if change.done:
            self._notify.done(f"{change.done}{count}")
        self._then(made)

    def _on_in_force(self, found: InForce) -> None:
        self._words = found

    def _label(self, category: str) -> str:
        if not category:
            return "说不准"
        return self._words.table("category").label_of(category) if self._words else category


def told_of(change: Change, found: Sequence[Flip]) -> str:
    """How many turn, and what is done about those that were decided."""
    if change.wants_reason:
        deliberate = sum(flip.is_deliberate for flip in found)
        kept = (
            f"其中 {deliberate} 户会议写明理由另作了认定,排在最后,不会动;要改请在户档案里逐户认定。"
            if deliberate
            else ""
        )
        return f"{len(found)} 户认定之后,标准或规则变了,现在测算不同。写明理由后照现在的测算重新认定。{kept}"
    if not found:
        return f"{change.said}没有一户的测算会改变。"
    decided = sum(bool(flip.decided) for flip in found)
    told = f"其中 {decided} 户已认定,认定不变,会列入“认定后标准有变”。" if decided else ""
    return f"{change.said}有 {len(found)} 户的测算会改变。{told}"


def lines_of(found: Sequence[Flip], labels: Callable[[str], str]) -> list[Line]:
    """The households that turn."""
    return [
        Line(
            flip.case_id,
            (
                flip.survey_no,
                flip.name,
                labels(flip.before),
                labels(flip.after),
                flip.on,
                labels(flip.decided) if flip.decided else "",
            ),
            "quiet" if flip.is_deliberate else "soft" if flip.decided else "",
        )
        for flip in found[:MOST_LINES]
    ]
