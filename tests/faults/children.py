"""Child processes that do one task and tell what they have done, until they are killed at a moment of our choice."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

ROOT: Final = Path(__file__).parents[2]
LONGEST_S: Final = 120.0
PIECE: Final = 65_536

Told = dict[str, Any]


class ChildDiedError(Exception):
    """A child ended by itself: a fault of the campaign or of the program, and no kill."""


class Child:
    """One process; it imports everything first, so that a moment after its task began is a moment of the task."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=environment,
            bufsize=0,
        )
        self._rest = b""

    @property
    def pid(self) -> int:
        return self._process.pid

    def begin(self, task: Told) -> None:
        """Gives the child its task."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task).encode() + b"\n")

    def told_until(self, what: str) -> list[Told]:
        """Everything the child tells up to and including the first line that names `what`.

        Raises:
            ChildDiedError: it ended before.
        """
        heard: list[Told] = []
        while not any(what in line for line in heard):
            new = self._listen(LONGEST_S)
            if new is None:
                raise ChildDiedError(f"exit code {self._process.wait()}")
            heard += new
        return heard

    def told_for(self, seconds: float) -> list[Told]:
        """What the child tells within a time; ends early only when the child does."""
        heard: list[Told] = []
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            new = self._listen(left)
            if new is None:
                break
            heard += new
        return heard

    def kill(self) -> list[Told]:
        """Kills the child at once, as a power cut would, and returns what it had told before."""
        self._process.kill()
        heard: list[Told] = []
        while (new := self._listen(LONGEST_S)) is not None:
            heard += new
        self._process.wait()
        self._close()
        return heard

    def stop(self) -> list[Told]:
        """Holds the child still in the middle of whatever it does, and returns what it had told before."""
        os.kill(self.pid, signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)
        heard: list[Told] = []
        while new := self._listen(0):
            heard += new
        return heard

    def go_on(self) -> None:
        """Lets a child that was held still go on."""
        os.kill(self.pid, signal.SIGCONT)

    def _listen(self, seconds: float) -> list[Told] | None:
        """Lines that came within a time, or None at the end of the pipe; a line that was cut off is no word."""
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], seconds)[0]:
            return []
        piece = os.read(self._process.stdout.fileno(), PIECE)
        if not piece:
            return None
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [json.loads(line) for line in lines]

    def _close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()


class Children:
    """Children ready to begin; one more gets ready while the present one works."""

    def __init__(self) -> None:
        self._next = Child()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._next.kill()

    def on(self, task: Told) -> Child:
        """A child that has just been given a task."""
        child, self._next = self._next, Child()
        child.begin(task)
        return child
