"""The input method that Debian's desks type Chinese with, started for one screen alone."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.e2e.screen import PATIENCE_S, Screen, wait_until

# Keeps its settings in memory; the usual keeper would need a desktop around it.
KEEPER: Final = Path("/usr/libexec/ibus-memconf")
ENGINE: Final = "libpinyin"


@contextlib.contextmanager
def pinyin(screen: Screen) -> Iterator[None]:
    """Lets programs on a screen be typed to in pinyin; skips where it is not installed."""
    # Its sockets have names of a hundred letters at most; a test's own folder may be longer than that.
    with tempfile.TemporaryDirectory(prefix="fs-", dir="/tmp") as folder, _listening(screen, folder):
        yield


@contextlib.contextmanager
def _listening(screen: Screen, folder: str) -> Iterator[None]:
    engine = Path("/usr/share/ibus/component") / f"{ENGINE}.xml"
    if not (KEEPER.exists() and engine.exists()):
        pytest.skip(f"this machine has no ibus with {ENGINE}")
    screen.environment |= {
        "XDG_RUNTIME_DIR": folder,
        "XDG_CACHE_HOME": folder,
        "TMPDIR": folder,
        "QT_IM_MODULE": "ibus",
    }
    with _bus(screen) as address:
        screen.environment["DBUS_SESSION_BUS_ADDRESS"] = address
        command = ["ibus-daemon", "--panel=disable", f"--config={KEEPER}", "--cache=none"]
        with _ended(_started(command, screen.environment)):
            wait_until(lambda: _is_chosen(screen), lambda: f"{ENGINE} cannot be chosen")
            yield


@contextlib.contextmanager
def _bus(screen: Screen) -> Iterator[str]:
    reading, writing = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"]
    with _ended(_started(command, screen.environment, keep=writing)):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield told.readline().strip()


def _started(command: list[str], environment: dict[str, str], *, keep: int = 2) -> "subprocess.Popen[bytes]":
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, pass_fds=[keep], stdout=silent, stderr=silent)


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _is_chosen(screen: Screen) -> bool:
    # It chooses, but complains where there is no desktop to tell of it: what counts is what it says afterwards.
    _ibus(screen, ENGINE)
    return _ibus(screen) == ENGINE


def _ibus(screen: Screen, *words: str) -> str:
    command = ["ibus", "engine", *words]
    done = subprocess.run(
        command, env=screen.environment, check=False, capture_output=True, text=True, timeout=PATIENCE_S
    )
    return done.stdout.strip()
