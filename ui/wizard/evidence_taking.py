"""Taking files in one job after the other, so that an answer given meanwhile waits for one file and never for all."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.evidence import Evidence, RefusedFile, Taken, TakenFile, Wanted
from ui.jobs import Jobs

DOING = "正在加密存入…"


class Taking(QObject):
    """One lot of files at a time.

    Signals:
        stepped: how many are done, of how many.
        ended: what became of them (`Taken`), also when the user stopped.
        broken: the error that stopped all, such as a full disk; `ended` follows.
    """

    stepped = Signal(int, int)
    ended = Signal(object)
    broken = Signal(object)

    def __init__(self, jobs: Jobs, evidence: Evidence, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._evidence = evidence
        self._draft_id = ""
        self._waiting: list[Wanted] = []
        self._total = 0
        self._files: list[TakenFile] = []
        self._refused: list[RefusedFile] = []

    @property
    def is_working(self) -> bool:
        """Whether files are on their way."""
        return bool(self._draft_id)

    def begin(self, draft_id: str, wanted: Sequence[Wanted]) -> None:
        """Takes these in; the lot before has ended."""
        self._draft_id = draft_id
        self._waiting = list(wanted)
        self._total = len(wanted)
        self._files, self._refused = [], []
        self._next()

    def stop(self) -> None:
        """Begins no other file; the one on its way is taken whole."""
        self._waiting = []

    def forget(self) -> None:
        """Another draft is in view: what is still on its way is taken, but nobody is told."""
        self._waiting = []
        self._draft_id = ""

    def _next(self) -> None:
        self.stepped.emit(self._total - len(self._waiting), self._total)
        if not self._waiting:
            self._end()
            return
        wanted, self._waiting = self._waiting[0], self._waiting[1:]
        take = partial(self._evidence.take, self._draft_id, [wanted])
        then, failed = partial(self._on_taken, self._draft_id), partial(self._on_failed, self._draft_id)
        self._jobs.submit(self, take, then=then, failed=failed, doing=DOING)

    def _on_taken(self, draft_id: str, taken: Taken) -> None:
        if draft_id == self._draft_id:
            self._files += taken.files
            self._refused += taken.refused
            self._next()

    def _on_failed(self, draft_id: str, problem: FieldSurveyError) -> None:
        self.broken.emit(problem)
        if draft_id == self._draft_id:
            self._waiting = []
            self._end()

    def _end(self) -> None:
        self._draft_id = ""
        is_stopped = len(self._files) + len(self._refused) < self._total
        self.ended.emit(Taken(self._files, self._refused, stopped=is_stopped))
