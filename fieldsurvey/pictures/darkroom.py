"""Where the program has pictures decoded: in a process of its own, bounded in time and memory, started when needed."""

import contextlib
import os
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

import msgspec

import fieldsurvey
from fieldsurvey.pictures.child import COMMAND
from fieldsurvey.pictures.errors import REFUSALS, PictureRefusedError
from fieldsurvey.pictures.frames import Answering, Asking, FrameBrokenError, read_frame, write_frame
from fieldsurvey.pictures.quality import Quality

SHOWN_PX: Final = 2_560
THUMB_PX: Final = 320
TIME_LIMIT_S: Final = 40.0
# The passphrase may stand in the environment; a decoder has no business with it.
_SECRETS: Final = "FIELDSURVEY_"


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright copy: plain RGB bytes, row by row, with nothing left of what the file said besides."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Developed:
    """One page of a file; `width` and `height` are the original's, upright. `quality` where a picture was measured."""

    picture: Picture
    pages: int
    width: int
    height: int
    quality: Quality | None = None


class Darkroom:
    """Decodes one picture after another; a picture that kills the process is refused and costs the next a new one."""

    def __init__(self, *, command: Sequence[str] = (), time_limit_s: float = TIME_LIMIT_S) -> None:
        self._command = list(command) or own_command()
        self._time_limit_s = time_limit_s
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._ending: weakref.finalize[[subprocess.Popen[bytes]], Darkroom] | None = None

    def develop(
        self, content: bytes, media: str, *, page: int = 0, longest: int = SHOWN_PX, measure: bool = False
    ) -> Developed:
        """One page as plain pixels, at most `longest` long.

        Raises:
            PictureBrokenError, PictureTooLargeError, PdfLockedError, PdfBrokenError, PageMissingError: what it is.
            PictureRefusedError: it would not be decoded within the limits.
        """
        with self._lock:
            answer, pixels = self._asked(Asking(media, page, longest, measure), content)
        if answer.refused:
            raise REFUSALS.get(answer.refused, PictureRefusedError)
        quality = Quality(**msgspec.structs.asdict(answer.measures)) if answer.measures else None
        picture = Picture(answer.shown_width, answer.shown_height, pixels)
        return Developed(picture, answer.pages, answer.width, answer.height, quality)

    def close(self) -> None:
        """Ends the process; the next picture would start another."""
        with self._lock:
            self._end()

    def _asked(self, asking: Asking, content: bytes) -> tuple[Answering, bytes]:
        process = self._running()
        watch = threading.Timer(self._time_limit_s, process.kill)
        watch.daemon = True
        watch.start()
        try:
            write_frame(cast("BinaryIO", process.stdin), asking, content)
            most = 3 * asking.longest * asking.longest
            frame = read_frame(cast("BinaryIO", process.stdout), most_bytes=most)
            return _believed(frame, asking)
        except (FrameBrokenError, OSError, msgspec.MsgspecError):
            self._end()
            raise PictureRefusedError from None
        finally:
            watch.cancel()
            watch.join()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is None or self._process.poll() is not None:
            self._end()
            process = started(self._command)
            self._process = process
            self._ending = weakref.finalize(self, stop, process)
        return self._process

    def _end(self) -> None:
        self._process = None
        if self._ending is not None:
            self._ending()


def own_command(module: str = "fieldsurvey.pictures.child", word: str = COMMAND) -> list[str]:
    """How the program calls itself for this: the frozen program is `sys.executable` and knows the word."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", module]
    program = Path(sys.executable)
    # Windows gives the window's own program no pipes to speak through; beside it stands the one for commands.
    beside = program.with_name(program.name.replace("-window", ""))
    return [str(beside if beside.exists() else program), word]


def started(command: list[str]) -> "subprocess.Popen[bytes]":
    """A process of this program's own, with pipes to talk through and without its secrets.

    Raises:
        PictureRefusedError: the system will not have it.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_SECRETS)}
    if not getattr(sys, "frozen", False):
        root = str(Path(fieldsurvey.__file__).parents[1])
        inherited["PYTHONPATH"] = os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=inherited,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError:
        raise PictureRefusedError from None


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process, whatever it is doing."""
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What was still on its way to a process that has died is no loss.
            with contextlib.suppress(OSError):
                pipe.close()
    process.kill()
    process.wait()


def _believed(frame: tuple[bytes, bytes] | None, asking: Asking) -> tuple[Answering, bytes]:
    """The answer, if it holds together: a decoder that was taken over could say anything."""
    if frame is None:
        raise FrameBrokenError
    answer, pixels = msgspec.json.decode(frame[0], type=Answering), frame[1]
    if answer.refused:
        return answer, b""
    sides = (answer.shown_width, answer.shown_height)
    if not all(0 < side <= asking.longest for side in sides) or len(pixels) != 3 * sides[0] * sides[1]:
        raise FrameBrokenError
    if not 0 <= asking.page < answer.pages:
        raise FrameBrokenError
    return answer, pixels
