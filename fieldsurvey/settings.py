"""How this machine shows things; kept in clear beside the database, never anything about a household."""

from pathlib import Path
from typing import Final, Literal

import msgspec

Duplex = Literal["auto", "manual", "single"]
MOST_COPIES: Final = 9


class PrintChoice(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one form is printed on this machine.

    An empty printer is the system's own, a tray of -1 the printer's own; no copies are as many as the form is made in.
    """

    printer: str = ""
    tray: int = -1
    duplex: Duplex = "auto"
    copies: int = 0


class Refeed(msgspec.Struct, frozen=True, omit_defaults=True):
    """How a printer takes sheets that go through it twice, as found out once with two sheets of paper.

    `face_up`: they go back with the printed side up. `is_reversed`: the last front is the first to come again.
    `is_turned`: backs have to be drawn upside down. `is_tried`: somebody has tried it with this printer.
    """

    face_up: bool = False
    is_reversed: bool = True
    is_turned: bool = False
    is_tried: bool = False


class ChosenFace(msgspec.Struct, frozen=True):
    """A face of this machine that forms are printed in: its file, which one of a collection, and its name."""

    path: str
    index: int = 0
    name: str = ""


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """`scale` is the size of type in per cent (100–160); `last_staff` is offered first at sign-in.

    After `idle_visit_min` minutes without a key or a click the window locks itself while a visit is open, after
    `idle_min` elsewhere. `sums_open`: whether the panel with the sum was left open in the last visit.
    `words_unconfirmed`: the recovery words were shown once, and nobody has shown yet that they are on paper.
    `body_face` and `title_face` are what forms are printed in; without them the faces that ship with the program.
    `prints` says by form how it is printed, `refeeds` by printer how sheets go through it a second time.
    """

    scale: int = 100
    last_staff: str = ""
    stick: str = ""
    words_unconfirmed: bool = False
    idle_visit_min: int = 20
    idle_min: int = 10
    sums_open: bool = False
    body_face: ChosenFace | None = None
    title_face: ChosenFace | None = None
    prints: dict[str, PrintChoice] = {}
    refeeds: dict[str, Refeed] = {}


def load(path: Path) -> Settings:
    """The settings, or the defaults when there are none or they cannot be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError):
        return Settings()


def save(path: Path, settings: Settings) -> None:
    """Keeps the settings; a failure to write is the caller's to tell."""
    part = path.with_suffix(".part")
    part.write_bytes(msgspec.json.encode(settings))
    part.replace(path)
