"""The process that decodes: it holds no key and no home, may write nothing, and dies with whoever started it."""

import contextlib
import os
import sys
from typing import BinaryIO, Final

import msgspec

from fieldsurvey.pictures.frames import Answering, Asking, FrameBrokenError, read_frame, write_frame

# The word that the program gives itself; it stands in no help.
COMMAND: Final = "develop-pictures"
MOST_MEMORY: Final = 1_536 * 1024 * 1024
MOST_CONTENT: Final = 256 * 1024 * 1024


def main() -> int:
    """Answers requests until nobody asks any more."""
    asked, answered = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # A library that prints would otherwise speak amid the answers.
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    _prepare()
    limit_self()
    with contextlib.suppress(FrameBrokenError, BrokenPipeError):
        while _answer(asked, answered):
            pass
    # Whatever a decoder left behind need not be tidied, and a file of evidence is not kept a moment longer.
    os._exit(0)


def _answer(asked: BinaryIO, answered: BinaryIO) -> bool:
    # Loaded after the limits would cost memory that is counted; `_prepare` has done it.
    from fieldsurvey.pictures.decoding import RefusedError, developed

    frame = read_frame(asked, most_bytes=MOST_CONTENT)
    if frame is None:
        return False
    try:
        found, pixels = developed(frame[1], msgspec.json.decode(frame[0], type=Asking))
    except RefusedError as refused:
        found, pixels = Answering(refused=str(refused)), b""
    except (MemoryError, OverflowError):
        found, pixels = Answering(refused="limits"), b""
    write_frame(answered, found, pixels)
    return True


def _prepare() -> None:
    from PIL import Image

    import fieldsurvey.pictures.decoding  # noqa: F401 - so that nothing is loaded while foreign bytes are here

    # Our own bound is asked before anything is decoded.
    Image.MAX_IMAGE_PIXELS = None
    Image.preinit()


def limit_self() -> None:
    """Bounds memory, and lets nothing be written: no file, and no core dump with a picture in it."""
    if sys.platform == "win32":
        from fieldsurvey.pictures.windows_limits import limit_memory  # exists on Windows only

        limit_memory(MOST_MEMORY)
        return
    import resource  # exists on POSIX only

    for kind, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        # macOS knows no bound of the address space; the bound of the pixels stands there all the same.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    sys.exit(main())
