"""Jobs: one worker, one order, results only for those who are still there, bugs through one door."""

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import FieldSurveyError, InputError
from fieldsurvey.progress import CancelledError, Progress
from ui.jobs import Jobs


class Door:
    """Notes what came through the doors for errors and bugs."""

    def __init__(self) -> None:
        self.errors: list[FieldSurveyError] = []
        self.bugs: list[BaseException] = []


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def jobs(qtbot: QtBot, door: Door) -> Iterator[Jobs]:
    made = Jobs(tell_error=door.errors.append, tell_bug=door.bugs.append)
    yield made
    made.close()


def where() -> str:
    """The thread that runs it."""
    return threading.current_thread().name


def fail(problem: BaseException) -> None:
    """Raises what it is given."""
    raise problem


def wait_for(gate: threading.Event) -> str:
    """Waits until it may go on."""
    gate.wait(20)
    return "done"


def count_up(progress: Progress, gate: threading.Event) -> None:
    """Steps until it is told to stop."""
    progress.begin("数数", 1_000_000)
    while True:
        progress.step()
        gate.wait(0.001)


def made_good_by(jobs: Jobs) -> list[str]:
    """What was made good, as it comes."""
    told: list[str] = []
    jobs.made_good.connect(told.append)
    return told


def test_what_failed_and_is_then_done_after_all_is_made_good(qtbot: QtBot, jobs: Jobs, door: Door) -> None:
    asker, other, made_good = QObject(), QObject(), made_good_by(jobs)
    jobs.submit(asker, partial(fail, InputError(what="不行。")), about="remove:1")
    jobs.submit(asker, where)
    jobs.submit(asker, where, about="remove:2")
    jobs.submit(other, where, about="remove:1")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert (len(door.errors), made_good) == (1, [])
    for _ in range(2):
        jobs.submit(asker, where, about="remove:1")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert made_good == [door.errors[0].told]


def test_what_is_about_nothing_is_made_good_by_nothing(qtbot: QtBot, jobs: Jobs, door: Door) -> None:
    made_good = made_good_by(jobs)
    jobs.submit(jobs, partial(fail, InputError(what="不行。")))
    jobs.submit(jobs, where)
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert (len(door.errors), made_good) == (1, [])


def test_one_sentence_of_two_failures_stays_until_the_later_is_made_good(qtbot: QtBot, jobs: Jobs, door: Door) -> None:
    made_good = made_good_by(jobs)
    for row in "12":
        jobs.submit(jobs, partial(fail, InputError(what="磁盘满了。")), about=row)
    jobs.submit(jobs, where, about="1")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert (len(door.errors), made_good) == (2, [])
    jobs.submit(jobs, where, about="2")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert made_good == [door.errors[1].told]


def test_work_is_done_elsewhere_and_its_result_comes_home(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[tuple[str, str]] = []
    jobs.submit(jobs, where, then=lambda thread: got.append((thread, where())))
    qtbot.waitUntil(lambda: bool(got))
    assert got[0][0].startswith("job")
    assert got[0][1] == threading.main_thread().name


def test_results_come_in_the_order_of_asking(qtbot: QtBot, jobs: Jobs) -> None:
    got: list[int] = []
    for number in range(20):
        jobs.submit(jobs, partial(int, number), then=got.append)
    qtbot.waitUntil(lambda: len(got) == 20)
    assert got == list(range(20))


def test_a_result_is_dropped_when_its_owner_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    owner, gate = QObject(), threading.Event()
    got: list[str] = []
    jobs.submit(owner, partial(wait_for, gate), then=got.append)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gate.set()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert got == []


def test_an_expected_error_goes_to_whom_it_concerns_or_to_the_door(qtbot: QtBot, jobs: Jobs, door: Door) -> None:
    mine: list[FieldSurveyError] = []
    jobs.submit(jobs, partial(fail, InputError(what="甲")), failed=mine.append)
    jobs.submit(jobs, partial(fail, InputError(what="乙")))
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [str(problem) for problem in mine] == ["甲"]
    assert [str(problem) for problem in door.errors] == ["乙"]


def test_anything_else_is_a_bug(qtbot: QtBot, jobs: Jobs, door: Door) -> None:
    jobs.submit(jobs, partial(fail, KeyError("x")))
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert isinstance(door.bugs[0], KeyError)


def test_a_closure_is_no_job(jobs: Jobs) -> None:
    widget = QObject()
    with pytest.raises(TypeError):
        jobs.submit(jobs, lambda: widget.objectName() + "!")


def test_long_work_says_what_it_does_and_can_be_stopped(qtbot: QtBot, jobs: Jobs) -> None:
    progress, gate = Progress(), threading.Event()
    seen: list[int] = []
    failed: list[FieldSurveyError] = []
    with qtbot.waitSignal(jobs.busy_changed) as busy:
        jobs.submit(
            jobs,
            partial(count_up, progress, gate),
            failed=failed.append,
            doing="正在数…",
            progress=progress,
            on_progress=lambda shown: seen.append(shown.done),
        )
    assert busy.args == ["正在数…"]
    progress.cancel()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert seen
    assert isinstance(failed[0], CancelledError)


def test_closing_waits_for_what_was_asked_for(qtbot: QtBot, door: Door) -> None:
    jobs = Jobs(tell_error=door.errors.append, tell_bug=door.bugs.append)
    done: list[str] = []
    for number in range(5):
        jobs.submit(jobs, partial(done.append, str(number)))
    jobs.close()
    assert done == list("01234")


def test_what_is_asked_for_after_closing_fails_aloud(qtbot: QtBot, door: Door) -> None:
    jobs = Jobs(tell_error=door.errors.append, tell_bug=door.bugs.append)
    jobs.close()
    done: list[str] = []
    mine: list[FieldSurveyError] = []
    jobs.submit(jobs, partial(done.append, "late"), failed=mine.append)
    jobs.submit(jobs, partial(done.append, "late"))
    assert done == []
    assert [problem.code for problem in (*mine, *door.errors)] == ["U102", "U102"]


def test_closing_stops_what_can_be_stopped(qtbot: QtBot, door: Door) -> None:
    jobs = Jobs(tell_error=door.errors.append, tell_bug=door.bugs.append)
    running, waiting, gate = Progress(), Progress(), threading.Event()
    for progress in (running, waiting):
        jobs.submit(jobs, partial(count_up, progress, gate), progress=progress)
    jobs.close()
    assert jobs.is_idle


def test_a_look_that_is_never_answered_holds_nothing_up(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    seen: list[str] = []
    done: list[str] = []
    jobs.look(jobs, partial(wait_for, gate), then=seen.append)
    jobs.submit(jobs, partial(str, "answer"), then=done.append)
    qtbot.waitUntil(lambda: done == ["answer"])
    assert jobs.is_idle
    assert seen == []
    gate.set()
    qtbot.waitUntil(lambda: seen == ["done"])


def test_when_idle_is_called_once_after_everything(qtbot: QtBot, jobs: Jobs) -> None:
    order: list[str] = []
    jobs.submit(jobs, partial(str, "a"), then=order.append)
    jobs.when_idle(lambda: order.append("idle"))
    jobs.submit(jobs, partial(str, "b"), then=order.append)
    qtbot.waitUntil(lambda: "idle" in order)
    assert order == ["a", "b", "idle"]


def test_draining_waits_for_what_was_asked_for_and_goes_on(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[str] = []
    jobs.submit(jobs, partial(done.append, "before"))
    jobs.drain()
    assert done == ["before"]
    jobs.submit(jobs, partial(done.append, "after"))
    qtbot.waitUntil(lambda: done == ["before", "after"])


class Plain:
    """A service that says something."""

    def said(self) -> str:
        """What it says."""
        return "plain"


class Fuller(Plain):
    """A service that says what its like said before it."""

    def said(self) -> str:
        """What it says."""
        return super().said() + " and more"


def test_a_method_that_calls_the_one_it_replaces_is_a_job(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[str] = []
    jobs.submit(jobs, Fuller().said, then=done.append)
    qtbot.waitUntil(lambda: done == ["plain and more"])


def test_what_is_asked_for_while_held_is_done_in_order_afterwards(qtbot: QtBot, jobs: Jobs) -> None:
    free, done = QObject(), list[str]()
    jobs.submit(jobs, partial(str, "before"), then=done.append)
    jobs.hold(but=free)
    for word in ("a", "b"):
        jobs.submit(jobs, partial(str, word), then=done.append)
    jobs.submit(free, partial(str, "lock"), then=done.append)
    qtbot.waitUntil(lambda: done == ["before", "lock"])
    assert jobs.is_idle
    jobs.release()
    jobs.submit(jobs, partial(str, "c"), then=done.append)
    qtbot.waitUntil(lambda: done == ["before", "lock", "a", "b", "c"])


def test_what_was_held_for_somebody_who_is_gone_is_forgotten(qtbot: QtBot, jobs: Jobs) -> None:
    done: list[str] = []
    jobs.hold(but=QObject(jobs))
    jobs.submit(jobs, partial(str, "theirs"), then=done.append)
    jobs.drop_held()
    jobs.submit(jobs, partial(str, "mine"), then=done.append)
    qtbot.waitUntil(lambda: done == ["mine"])
    jobs.release()
    assert jobs.is_idle
