"""The machine's own 仿宋 and 小标宋: which are installed, and drawing with the chosen ones while they are fit for it.

A face that is gone, damaged or not allowed never stops a print: the program's own steps in, and a sentence says so.
"""

import struct
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from reportlab.pdfbase.ttfonts import TTFError

from fieldsurvey.forms.embedding import EmbeddedFont
from fieldsurvey.forms.errors import FontUnusableError
from fieldsurvey.forms.font_files import UNREADABLE, FontFace, faces_in, faces_of, font_folders
from fieldsurvey.forms.typefaces import Faces, Typeface, bold, regular
from fieldsurvey.settings import ChosenFace

Use = Literal["body", "title"]

# What 仿宋 and 小标宋 are called inside font files; 方正's short names begin with FZFS and FZXBS.
CALLED: Final[dict[Use, tuple[str, ...]]] = {
    "body": ("仿宋", "fangsong", "fzfs"),
    "title": ("小标宋", "xiaobiaosong", "fzxbs"),
}
NO_CHINESE: Final = "里没有汉字"
_SAMPLE: Final = "国一"
# What reportlab raises over bytes that are no sound font.
_DAMAGE: Final = (TTFError, struct.error, LookupError, ValueError, ArithmeticError, AssertionError, TypeError, OSError)


class MachineFont(EmbeddedFont):
    """A face from elsewhere: a character whose outline is damaged is none of its own."""

    def draws(self, character: str) -> bool:
        """True when the face has sound ink for the character, or the character is a space."""
        try:
            if not super().draws(character):
                return False
            self.advance(character)
            self.face.makeSubset([ord(character)])
        except _DAMAGE:
            return False
        return True


def installed_faces(use: Use, folders: list[Path] | None = None) -> list[FontFace]:
    """The machine's faces for this use by name, those first that can be used; each name once."""
    found: dict[str, FontFace] = {}
    for face in faces_in(font_folders() if folders is None else folders):
        if any(called in _plain(name) for name in face.names for called in CALLED[use]):
            known = found.get(face.name)
            if known is None or (known.trouble and not face.trouble):
                found[face.name] = face
    return sorted(found.values(), key=lambda face: (bool(face.trouble), face.name))


def find_face(words: str, folders: list[Path] | None = None) -> ChosenFace:
    """The face that somebody means by a file (`…/msyh.ttc#1` for the second of a collection) or by a name.

    Raises:
        FontUnusableError: there is none, or forms cannot use it.
    """
    path, _, number = words.rpartition("#") if "#" in words else (words, "", "0")
    if Path(path).suffix and Path(path).is_file() and number.isdecimal():
        chosen = ChosenFace(path=str(Path(path).absolute()), index=int(number), name=Path(path).name)
    else:
        meant = [face for face in faces_in(font_folders() if folders is None else folders) if words in face.names]
        if not meant:
            raise FontUnusableError(font=words, why="在这台机器上没有找到")
        best = min(meant, key=lambda face: bool(face.trouble))
        chosen = ChosenFace(path=str(best.path), index=best.index, name=best.name)
    usable(chosen)
    return chosen


def usable(chosen: ChosenFace) -> EmbeddedFont:
    """The chosen face, ready to draw with; read once and kept while its file stays the same.

    Raises:
        FontUnusableError: it is gone or damaged, may not be embedded, or is of a kind that no PDF of ours can hold.
    """
    path = Path(chosen.path)
    faces = {face.index: face for face in faces_of(path)}
    face = faces.get(chosen.index)
    if face is None or face.trouble:
        raise FontUnusableError(font=chosen.name, why=face.trouble if face else UNREADABLE)
    try:
        state = path.stat()
        font = _read(path, chosen.index, state.st_mtime_ns, state.st_size)
        has_chinese = all(font.draws(character) for character in _SAMPLE)
    except _DAMAGE:
        raise FontUnusableError(font=chosen.name, why=UNREADABLE) from None
    if not has_chinese:
        raise FontUnusableError(font=chosen.name, why=NO_CHINESE)
    return font


def chosen_faces(body: ChosenFace | None, title: ChosenFace | None) -> Faces:
    """The faces to print with; for each that cannot be used the program's own, and a sentence."""
    told: list[str] = []

    def face(chosen: ChosenFace | None, own: Typeface) -> Typeface:
        if chosen is None:
            return own
        try:
            return _typeface(usable(chosen), own.names)
        except FontUnusableError as problem:
            told.append(problem.told)
            return own

    return Faces(face(body, regular()), face(title, bold()), tuple(told))


@lru_cache(maxsize=4)
def _read(path: Path, index: int, changed_ns: int, size: int) -> EmbeddedFont:
    return MachineFont(f"machine-{path.stem}-{index}-{changed_ns}-{size}", path, index)


@lru_cache(maxsize=4)
def _typeface(font: EmbeddedFont, names: tuple[str, ...]) -> Typeface:
    return Typeface(names, first=font)


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character not in " _-")
