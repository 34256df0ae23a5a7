"""The user guide as the window shows it: chapters, the pictures in them, and which screen each one helps with."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fieldsurvey.resources import docs_path

GUIDE: Final = "user-guide.md"
# Invisible in the printed guide: which screens a chapter helps with.
_SCREENS = re.compile(r"<!-- help: ([a-z0-9_ -]+) -->\n?")
_PICTURE = re.compile(r"!\[[^\]]*\]\(([A-Za-z0-9_./-]+)\)")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. `text` is Markdown; `pictures` are PNG bytes by the name under which the text shows them."""

    title: str
    text: str
    screens: frozenset[str]
    pictures: dict[str, bytes] = field(default_factory=dict, repr=False)


def read_guide() -> list[Chapter]:
    """The chapters in order; a picture that is not there is left out.

    Raises:
        ResourceMissingError: the guide did not come along with the installation.
    """
    path = docs_path(GUIDE)
    _, *parts = path.read_text(encoding="utf-8").split("\n## ")
    return [_chapter(part, path.parent) for part in parts]


def _chapter(part: str, folder: Path) -> Chapter:
    title, _, text = part.partition("\n")
    screens = frozenset(name for found in _SCREENS.findall(text) for name in found.split())
    pictures = {}
    for name in _PICTURE.findall(text):
        path = folder / name
        if path.is_file():
            pictures[name] = path.read_bytes()
    return Chapter(title.strip(), _SCREENS.sub("", text).strip(), screens, pictures)
