"""Work off the GUI thread: one worker, a service method with plain values, the result by one queued signal."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from types import FunctionType
from typing import Any, Final, NamedTuple, TypeVar
from weakref import ref

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from shiboken6 import isValid

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress

POLL_MS: Final = 150
SPEAK_AFTER_S: Final = 0.5

Result = TypeVar("Result")


class ClosingError(FieldSurveyError):
    """Something was asked for when the program had stopped working."""

    code = "U102"
    sentence = "程序正在关闭,这一步没有做。请重新打开后再做。"


@dataclass(eq=False, slots=True)
class Job:
    """One piece of work on its way. `owner` is who wants the result; when it is gone the result is dropped."""

    owner: QObject
    work: Callable[[], Any]
    then: Callable[[Any], None] | None
    failed: Callable[[FieldSurveyError], None] | None
    doing: str = ""
    about: str = ""
    progress: Progress | None = None
    on_progress: Callable[[Progress], None] | None = None
    beside: bool = False
    asked_at: float = field(default_factory=time.monotonic)
    result: Any = None
    error: FieldSurveyError | None = None
    bug: BaseException | None = None


class _Failed(NamedTuple):
    """What failed last, and what was said of it: the bar holds no older sentence."""

    owner: ref[QObject]
    about: str
    told: str


class Jobs(QObject):
    """The one worker. Jobs run in the order they were asked for, so a later answer never overtakes an earlier one.

    Signals:
        busy_changed: what has been going on for over half a second, in words; empty when nothing is.
        made_good: what failed has been done after all; the sentence that told of the failure.
    """

    busy_changed = Signal(str)
    made_good = Signal(str)
    _ended = Signal(object)

    def __init__(
        self, *, tell_error: Callable[[FieldSurveyError], None], tell_bug: Callable[[BaseException], None]
    ) -> None:
        super().__init__()
        self._tell_error = tell_error
        self._tell_bug = tell_bug
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._beside = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job-beside")
        self._waiting: list[Job] = []
        self._looking: list[Job] = []
        self._when_idle: list[Callable[[], None]] = []
        self._held: list[Job] = []
        self._free: QObject | None = None
        self._busy = ""
        self._failed: _Failed | None = None
        self._closed = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)

    def submit(
        self,
        owner: QObject,
        work: "partial[Result] | Callable[[], Result]",
        *,
        then: Callable[[Result], None] | None = None,
        failed: Callable[[FieldSurveyError], None] | None = None,
        doing: str = "",
        about: str = "",
        progress: Progress | None = None,
        on_progress: Callable[[Progress], None] | None = None,
        beside: bool = False,
    ) -> None:
        """Runs `work` on the worker and calls `then` (or `failed`) on the GUI thread, if `owner` still lives.

        `work` is a service method, or a partial of one with plain values. `doing` is shown when it takes long.
        Without `failed`, an expected error goes to the message bar; anything else is a bug and ends the program.
        `about` names what it is for: when that fails, it is made good by what the same owner does under the same name.
        `beside` runs it on a second worker, so that no answer waits for it: for back-ups, which have a connection of
        their own. After `close` everything fails: what is not done is never passed over in silence.
        """
        _refuse_closures(work)
        job = Job(owner, work, then, failed, doing, about, progress, on_progress, beside)
        if self._closed:
            job.error = ClosingError()
            self._deliver(job)
            return
        if self._free is not None and owner is not self._free:
            self._held.append(job)
            return
        self._begin(job)

    def hold(self, *, but: QObject) -> None:
        """Keeps what is asked for from now on, except by `but`: the home is about to be locked."""
        self._free = but

    def release(self) -> None:
        """Does what was kept meanwhile, in the order it was asked for, and everything again from now on."""
        self._free = None
        held, self._held = self._held, []
        for job in held:
            self._begin(job)

    def drop_held(self) -> None:
        """Forgets what was kept: whoever asked for it is no longer signed in."""
        self._free = None
        self._held.clear()

    def _begin(self, job: Job) -> None:
        self._waiting.append(job)
        (self._beside if job.beside else self._executor).submit(self._run, job)
        self._poll.start()

    def look(
        self,
        owner: QObject,
        work: "partial[Result] | Callable[[], Result]",
        *,
        then: Callable[[Result], None],
        failed: Callable[[FieldSurveyError], None] | None = None,
    ) -> None:
        """Asks the system something it may never answer, on a thread that nobody and nothing waits for.

        A dead network mount hangs whoever looks at it, and must not hang the answers behind it. Never for the store.
        """
        _refuse_closures(work)
        if not self._closed:
            job = Job(owner, work, then, failed)
            self._looking.append(job)
            threading.Thread(target=self._run, args=(job,), name="look", daemon=True).start()

    @property
    def is_idle(self) -> bool:
        """True when nothing is running or waiting."""
        return not self._waiting

    def when_idle(self, call: Callable[[], None]) -> None:
        """Calls once, when everything asked for so far and meanwhile has been done."""
        self._when_idle.append(call)
        if self.is_idle:
            QTimer.singleShot(0, self, self._tell_idle)

    def drain(self) -> None:
        """Waits for the work that was asked for and goes on; for the moments when no event loop turns any more."""
        if not self._closed:
            self._executor.submit(int).result()

    def close(self) -> None:
        """Stops what can be stopped, waits for the rest, then takes no more; results on their way are dropped."""
        self._closed = True
        for job in self._waiting:
            if job.progress is not None:
                job.progress.cancel()
        self._poll.stop()
        self._when_idle.clear()
        for executor in (self._executor, self._beside):
            executor.shutdown(wait=True)
        self._waiting.clear()
        self._held.clear()

    def _run(self, job: Job) -> None:
        try:
            job.result = job.work()
        except FieldSurveyError as error:
            job.error = error
        except BaseException as bug:  # noqa: BLE001  # One of the three doors where bugs are caught.
            job.bug = bug
        self._ended.emit(job)

    @Slot(object)
    def _on_ended(self, job: Job) -> None:
        if self._closed:
            return
        if job in self._looking:
            self._looking.remove(job)
            self._deliver(job)
            return
        self._waiting.remove(job)
        if self.is_idle:
            self._poll.stop()
            self._say_busy("")
        self._deliver(job)
        self._tell_idle()

    def _deliver(self, job: Job) -> None:
        if job.bug is not None:
            self._tell_bug(job.bug)
        elif not isValid(job.owner):
            return
        elif job.error is not None:
            self._failed = _Failed(ref(job.owner), job.about, job.error.told)
            (job.failed or self._tell_error)(job.error)
        else:
            failed = self._failed
            if failed is not None and job.about and (failed.owner(), failed.about) == (job.owner, job.about):
                self._failed = None
                self.made_good.emit(failed.told)
            if job.then is not None:
                job.then(job.result)

    def _tell_idle(self) -> None:
        if self.is_idle and self._when_idle:
            calls, self._when_idle = self._when_idle, []
            for call in calls:
                call()

    @Slot()
    def _on_poll(self) -> None:
        for job in self._waiting:
            if job.progress is not None and job.on_progress is not None and isValid(job.owner):
                job.on_progress(job.progress)
        slow = [job for job in self._waiting if job.doing and time.monotonic() - job.asked_at > SPEAK_AFTER_S]
        self._say_busy(slow[0].doing if slow else "")

    def _say_busy(self, doing: str) -> None:
        if doing != self._busy:
            self._busy = doing
            self.busy_changed.emit(doing)


def _refuse_closures(work: Callable[[], Any]) -> None:
    # A closure would let the worker touch a widget, which crashes long after the mistake was made.
    function = work.func if isinstance(work, partial) else work
    # A method may have a closure of its own: `super()` is one. It holds its class, no widget.
    if isinstance(function, FunctionType) and (function.__closure__ or function.__name__ == "<lambda>"):
        raise TypeError("a job is a service method with plain values, not a closure")
