"""The process that looks at households with the checks; it holds no key and no home, and writes nothing."""

import contextlib
import gc
import os
from datetime import date
from typing import Any, BinaryIO, Final

import msgspec

from fieldsurvey.case.in_force import in_force
from fieldsurvey.pictures.frames import FrameBrokenError, read_frame, write_frame
from fieldsurvey.rules.book import book_of
from fieldsurvey.rules.looking import Asked, Looked, Terms, look_at

# The word that the program gives itself; it stands in no help.
COMMAND: Final = "look-at-households"
MOST_BYTES: Final = 512 * 1024 * 1024
Documents = dict[str, dict[str, Any]]


class Ground(msgspec.Struct, forbid_unknown_fields=True):
    """What holds in a home, as its records say it: by kind the documents by record."""

    today: date
    tables: Documents
    questionnaire: dict[str, Any] | None
    rule_sets: Documents
    standards: Documents

    def terms(self) -> Terms:
        """The same, read."""
        catalogue = in_force(self.tables.values(), self.questionnaire).catalogue
        return Terms(self.today, catalogue, book_of(self.rule_sets.values(), self.standards))


class Batch(msgspec.Struct, forbid_unknown_fields=True):
    """How many households follow."""

    count: int


def main() -> int:
    """Answers with what was found until nobody asks any more."""
    asked, answered = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    with contextlib.suppress(FrameBrokenError, BrokenPipeError):
        _serve(asked, answered)
    return 0


def _serve(asked: BinaryIO, answered: BinaryIO) -> None:
    first = read_frame(asked, most_bytes=MOST_BYTES)
    if first is None:
        return
    terms = msgspec.msgpack.decode(first[1], type=Ground).terms()
    # Documents hold no cycles; searched for after each batch, they cost nothing in between.
    gc.disable()
    gc.freeze()
    while (frame := read_frame(asked, most_bytes=MOST_BYTES)) is not None:
        households = msgspec.msgpack.decode(frame[1], type=list[Asked])
        found = [look_at(each, terms) for each in households]
        write_frame(answered, Batch(len(found)), msgspec.msgpack.encode(found))
        del frame, households, found
        gc.collect()


def read_answer(stream: BinaryIO, count: int) -> list[Looked]:
    """What the process says of a batch.

    Raises:
        FrameBrokenError, MsgspecError: it has gone, or says something else.
    """
    frame = read_frame(stream, most_bytes=MOST_BYTES)
    found = msgspec.msgpack.decode(frame[1], type=list[Looked]) if frame is not None else []
    if len(found) != count:
        raise FrameBrokenError
    return found


if __name__ == "__main__":
    main()
