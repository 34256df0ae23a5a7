"""A stick that fails at a chosen step: with an error, by being pulled out, or by lying."""

import errno
import os
from pathlib import Path

from fieldsurvey.sync.stick_io import Io


class FaultyIo(Io):
    """Real calls, until step `fail_at` (counted from 1) raises `error`.

    With `pulled`, every later step fails too, and `settle_pulled` then takes away what no sync had confirmed.
    With `after`, the failing step happens before it reports its failure, as a rename on a loose plug may.
    """

    def __init__(self, fail_at: int = 0, error: int = errno.EIO, *, pulled: bool = False, after: bool = False) -> None:
        self.steps = 0
        self._fail_at = fail_at
        self._error = error
        self._pulled = pulled
        self._after = after
        self._gone = False
        self._unsynced: dict[int, Path] = {}
        self._lost: list[Path] = []
        self._renamed: tuple[Path, Path] | None = None

    def _step(self, *, deed: bool = False) -> bool:
        """Counts; raises when the stick fails now, or says that it has to fail after the deed."""
        self.steps += 1
        if self._gone:
            raise OSError(errno.ENODEV, "gone")
        if self.steps != self._fail_at:
            return False
        self._gone = self._pulled
        if self._after and deed:
            return True
        raise OSError(self._error, "failed")

    def _fail(self) -> None:
        raise OSError(self._error, "failed afterwards")

    def settle_pulled(self, *, undo_rename: bool) -> None:
        """What a stick looks like in another machine after it was pulled."""
        for path in [*self._unsynced.values(), *self._lost]:
            if path.exists():
                os.truncate(path, path.stat().st_size // 2)
        if self._renamed is not None and undo_rename and self._renamed[1].exists():
            self._renamed[1].rename(self._renamed[0])

    def room(self, folder: Path) -> int:
        self._step()
        return super().room(folder)

    def look(self, path: Path) -> os.stat_result | None:
        self._step()
        return super().look(path)

    def make_folder(self, path: Path) -> None:
        late = self._step(deed=True)
        super().make_folder(path)
        if late:
            self._fail()

    def names(self, folder: Path) -> list[str]:
        self._step()
        return super().names(folder)

    def create(self, path: Path) -> int:
        late = self._step(deed=True)
        descriptor = super().create(path)
        self._unsynced[descriptor] = path
        if late:
            self.close(descriptor)
            self._fail()
        return descriptor

    def open(self, path: Path) -> int:
        self._step()
        return super().open(path)

    def describe(self, descriptor: int) -> os.stat_result:
        self._step()
        return super().describe(descriptor)

    def write(self, descriptor: int, block: bytes) -> int:
        if self._step(deed=True):
            super().write(descriptor, block[: len(block) // 2])
            self._fail()
        return super().write(descriptor, block)

    def read(self, descriptor: int, size: int) -> bytes:
        self._step()
        return super().read(descriptor, size)

    def fsync(self, descriptor: int) -> None:
        late = self._step(deed=True)
        super().fsync(descriptor)
        if late:
            self._fail()
        self._unsynced.pop(descriptor, None)

    def settle(self, descriptor: int) -> None:
        # Confirms nothing, as where a file open for reading cannot be synced.
        self._step()

    def close(self, descriptor: int) -> None:
        super().close(descriptor)
        if descriptor in self._unsynced:
            self._lost.append(self._unsynced.pop(descriptor))
        self._step()

    def rename(self, old: Path, new: Path) -> None:
        late = self._step(deed=True)
        super().rename(old, new)
        self._renamed = (old, new)
        self._lost = [new if path == old else path for path in self._lost]
        if late:
            self._fail()

    def fsync_folder(self, folder: Path) -> None:
        late = self._step(deed=True)
        super().fsync_folder(folder)
        if late:
            self._fail()
        self._renamed = None

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


class ShortIo(Io):
    """A stick that takes a few bytes at a time, as systems may."""

    def write(self, descriptor: int, block: bytes) -> int:
        return super().write(descriptor, block[:1000])


class LyingIo(Io):
    """A stick that says it wrote and kept something else."""

    def write(self, descriptor: int, block: bytes) -> int:
        return super().write(descriptor, bytes([block[0] ^ 1]) + block[1:])


class ForgettingIo(Io):
    """A stick whose file changes between the proof under the passing name and the one under the final name."""

    def rename(self, old: Path, new: Path) -> None:
        super().rename(old, new)
        os.truncate(new, 100)


class RoomyIo(Io):
    """A stick that lies about its capacity."""

    def room(self, folder: Path) -> int:
        return 2**40
