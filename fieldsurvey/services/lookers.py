"""Processes that look at very many households side by side; one that dies costs a batch some time, and nothing else."""

import os
import queue
import subprocess
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Final, cast

import msgspec

from fieldsurvey.pictures.darkroom import own_command, started, stop
from fieldsurvey.pictures.errors import PictureRefusedError
from fieldsurvey.pictures.frames import FrameBrokenError, write_frame
from fieldsurvey.rules.looking import Asked, Looked, Terms, look_at
from fieldsurvey.services.look_child import COMMAND, Batch, Ground, read_answer

MOST: Final = 4


class Lookers:
    """As many processes as the machine has cores, each with a thread here that talks to it."""

    def __init__(self, ground: Ground, terms: Terms, *, command: Sequence[str] = ()) -> None:
        self._terms = terms
        self._ground = msgspec.msgpack.encode(ground)
        self._command = list(command) or own_command("fieldsurvey.services.look_child", COMMAND)
        self.count: Final = min(MOST, os.cpu_count() or 1)
        self._threads = ThreadPoolExecutor(self.count, thread_name_prefix="look")
        self._free: queue.SimpleQueue[subprocess.Popen[bytes] | None] = queue.SimpleQueue()
        for _ in range(self.count):
            self._free.put(None)

    def look(self, households: Sequence[Asked]) -> "Future[list[Looked]]":
        """What the checks find in these, some time from now."""
        return self._threads.submit(self._look, list(households))

    def close(self) -> None:
        """Ends the processes."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for _ in range(self.count):
            process = self._free.get_nowait()
            if process is not None:
                stop(process)

    def _look(self, households: list[Asked]) -> list[Looked]:
        process = self._free.get()
        try:
            if process is None:
                process = started(self._command)
                write_frame(cast("BinaryIO", process.stdin), Batch(0), self._ground)
            write_frame(cast("BinaryIO", process.stdin), Batch(len(households)), msgspec.msgpack.encode(households))
            return read_answer(cast("BinaryIO", process.stdout), len(households))
        except (FrameBrokenError, PictureRefusedError, OSError, msgspec.MsgspecError):
            if process is not None:
                stop(process)
                process = None
            return [look_at(each, self._terms) for each in households]
        finally:
            self._free.put(process)
