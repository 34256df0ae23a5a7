"""The places where one practises: what they are called, who works there, and where they lie; quickly imported."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

# No secret: the practice homes hold nobody real, and whoever practises has to be able to sign in.
PASSPHRASE: Final = "lianxi yunzhou qinghe 2026"  # noqa: S105 - see above
HOMES: Final = "homes"
STICK: Final = "stick"
MARKER: Final = "practice.txt"
_CALLED: Final = {"L1": "笔记本甲", "L2": "笔记本乙", "HQ": "总部"}
STAFF: Final = {"HQ": "何敏芩", "L1": "陆明沅", "L2": "丁小蓉"}
FOLDERS: Final = {"HQ": "headquarters", "L1": "laptop-1", "L2": "laptop-2"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the places: its code, what it is called, who works there, and its home."""

    code: str
    called: str
    staff: str
    home: Path


def sides(folder: Path) -> list[Side]:
    """The places of a practice folder, the first laptop first."""
    return [Side(code, called, STAFF[code], folder / HOMES / FOLDERS[code]) for code, called in _CALLED.items()]


def practice_of(home: Path) -> Path | None:
    """The practice folder that a home belongs to; None for any other home."""
    folder = home.resolve().parent.parent
    is_ours = home.resolve() in (side.home for side in sides(folder)) and (folder / MARKER).is_file()
    return folder if is_ours else None
