"""The policy of the tests itself: what must fail does fail."""

import os
import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytest_socket import SocketBlockedError, SocketConnectBlockedError
from pytestqt.qtbot import QtBot

from fieldsurvey.clock import shown, stamp
from tests.conftest import FixedClock, left_threads, running_timers


def test_a_thread_left_running_is_seen() -> None:
    before = set(threading.enumerate())
    release = threading.Event()
    thread = threading.Thread(target=release.wait, name="forgotten", daemon=True)
    thread.start()

    seen = left_threads(before, grace_s=0.01)
    release.set()
    thread.join()

    assert seen == ["forgotten"]
    assert left_threads(before) == []


def test_a_timer_left_running_is_seen(qtbot: QtBot) -> None:
    timer = QTimer()
    timer.start(60_000)

    seen = running_timers()
    timer.stop()

    assert timer in seen
    assert timer not in running_timers()


# The guard also warns, and warnings are errors here: in any other test that alone is a failure.
@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_the_network_is_closed() -> None:
    with pytest.raises(SocketBlockedError):
        socket.socket(socket.AF_INET)


@pytest.mark.loopback
@pytest.mark.filterwarnings("ignore:A test tried to use")
def test_this_machine_is_open_to_a_test_that_says_so() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname()) as client:
            assert client.getpeername() == server.getsockname()
        with pytest.raises(SocketConnectBlockedError), socket.socket() as outward:
            outward.connect(("192.0.2.1", 9))


def test_the_home_is_temporary(own_home: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    assert Path.home() == own_home
    assert own_home.is_relative_to(tmp_path_factory.getbasetemp())
    assert list(own_home.iterdir()) == []


def test_no_window_reaches_a_screen() -> None:
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"


def test_the_clock_stands_still(clock: FixedClock) -> None:
    first = clock()
    assert clock() == first
    assert shown(stamp(first)) == "2026-11-23 14:02:31"

    clock.advance(days=-400, seconds=5)

    assert clock() == first - timedelta(days=400) + timedelta(seconds=5)
