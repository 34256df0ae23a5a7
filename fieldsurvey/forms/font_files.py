"""The font files of this machine: which faces they hold and whether a PDF may have them. Reads foreign bytes only.

Only names, table lists and licence bits are read here, some kilobytes of each file; drawing with a face is
`fieldsurvey.forms.embedding`.
"""

import os
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

SUFFIXES: Final = frozenset({".ttf", ".ttc", ".otf", ".otc"})
DEEPEST: Final = 4  # folders below a font folder
MOST_FILES: Final = 5_000
_MOST_FACES: Final = 64
_MOST_TABLES: Final = 128
_MOST_NAME_BYTES: Final = 262_144
_MOST_CMAPS: Final = 64
_MOST_CMAP_BYTES: Final = 4_194_304
_MOST_CHARACTERS: Final = 0x110000
_NAME_IDS: Final = frozenset({1, 4, 6, 16})
_SIMPLIFIED: Final = 0x0804

# fsType of OS/2: a restricted licence, no subsets (we embed nothing else), bitmaps only.
_RESTRICTED: Final = 0x0002
_LESS_RESTRICTED: Final = 0x000C
_NO_SUBSETS: Final = 0x0100
_BITMAPS_ONLY: Final = 0x0200

WRONG_OUTLINES: Final = "的轮廓不是 TrueType 格式,放不进 PDF"
NO_LICENCE: Final = "的授权不许放进 PDF"
WRONG_CHARACTERS: Final = "的字符表不是 Unicode,印出来会是别的字"
UNREADABLE: Final = "的文件读不出(可能已损坏、移走或删掉)"


@dataclass(frozen=True, slots=True)
class FontFace:
    """One face in a file, the `index`-th of a collection. `trouble`: why forms cannot use it, if they cannot."""

    path: Path
    index: int
    name: str
    names: frozenset[str]
    trouble: str


def font_folders(system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Where this system keeps fonts: those of all users, and those of this one."""
    home = Path(environment.get("USERPROFILE" if system == "win32" else "HOME", "") or Path.home())
    if system == "win32":
        local = Path(environment.get("LOCALAPPDATA", "") or home / "AppData" / "Local")
        windows = Path(environment.get("WINDIR", "") or "C:/Windows")
        return [windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    if system == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    own = Path(environment.get("XDG_DATA_HOME", "") or home / ".local" / "share")
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), own / "fonts", home / ".fonts"]


def faces_in(folders: list[Path]) -> Iterator[FontFace]:
    """Every face in these folders that says its name; what cannot be read is passed over."""
    files = (path for folder in folders for path in _font_files(folder))
    for _, path in zip(range(MOST_FILES), files, strict=False):
        yield from faces_of(path)


def faces_of(path: Path) -> list[FontFace]:
    """The faces of one file; none when it is no font, or cannot be read."""
    try:
        with path.open("rb") as file:
            found = [_face(file, path, index, offset) for index, offset in enumerate(_offsets(file))]
    except (OSError, ValueError, struct.error):
        return []
    return [face for face in found if face.name]


def _font_files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        if len(Path(place).relative_to(folder).parts) >= DEEPEST:
            folders.clear()
        folders.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(place) / name


def _offsets(file: BinaryIO) -> tuple[int, ...]:
    head = file.read(12)
    if head[:4] != b"ttcf":
        return (0,)
    (count,) = struct.unpack(">I", head[8:])
    count = min(count, _MOST_FACES)
    return struct.unpack(f">{count}I", file.read(4 * count))


def _face(file: BinaryIO, path: Path, index: int, offset: int) -> FontFace:
    file.seek(offset)
    kind, count = struct.unpack(">4sH", file.read(6))
    file.seek(6, os.SEEK_CUR)
    if count > _MOST_TABLES:
        raise ValueError
    tables: dict[bytes, tuple[int, int]] = {}
    for _ in range(count):
        tag, _, start, length = struct.unpack(">4sIII", file.read(16))
        tables[tag] = (start, length)
    names = _names(_table(file, tables, b"name", _MOST_NAME_BYTES))
    shown = names.get((1, _SIMPLIFIED)) or names.get((4, _SIMPLIFIED)) or next(iter(names.values()), "")
    trouble = ""
    if kind not in (b"\0\1\0\0", b"true") or b"glyf" not in tables:
        trouble = WRONG_OUTLINES
    elif not _may_embed(_table(file, tables, b"OS/2", 10)):
        trouble = NO_LICENCE
    else:
        trouble = _trouble_with_characters(_table(file, tables, b"cmap", _MOST_CMAP_BYTES))
    return FontFace(path, index, shown, frozenset(names.values()), trouble)


def _table(file: BinaryIO, tables: dict[bytes, tuple[int, int]], tag: bytes, most: int) -> bytes:
    start, length = tables.get(tag, (0, 0))
    file.seek(start)
    return file.read(min(length, most))


def _names(table: bytes) -> dict[tuple[int, int], str]:
    """The family, full and PostScript names by id and language, in the order of the file."""
    if len(table) < 6:
        return {}
    _, count, texts = struct.unpack(">HHH", table[:6])
    found: dict[tuple[int, int], str] = {}
    for number in range(count):
        record = table[6 + 12 * number : 18 + 12 * number]
        if len(record) < 12:
            break
        platform, encoding, language, kind, length, start = struct.unpack(">6H", record)
        if kind in _NAME_IDS:
            text = _decoded(table[texts + start : texts + start + length], platform, encoding)
            if text:
                language = _SIMPLIFIED if (platform, encoding) == (1, 25) else language
                found.setdefault((kind, language), text)
    return found


def _decoded(content: bytes, platform: int, encoding: int) -> str:
    if platform in (0, 3):
        codec = "gb18030" if (platform, encoding) == (3, 3) and b"\0" not in content else "utf-16-be"
    else:
        codec = "gb18030" if encoding == 25 else "mac-roman"
    text = content.decode(codec, "replace")
    return "".join(character for character in text if character.isprintable() and character != "\ufffd").strip()


def _may_embed(table: bytes) -> bool:
    """A font without these bits comes from times or systems that had none, and says nothing against it."""
    if len(table) < 10:
        return True
    (bits,) = struct.unpack(">H", table[8:10])
    # Of several licence bits the one that permits most counts.
    is_restricted = bits & _RESTRICTED and not bits & _LESS_RESTRICTED
    return not (is_restricted or bits & (_NO_SUBSETS | _BITMAPS_ONLY))


def _trouble_with_characters(table: bytes) -> str:
    """What is wrong with the character table that reportlab takes, the last of Microsoft's or Unicode's.

    It must count in Unicode, and its ranges must be no more than characters there are: reportlab walks through them
    all, for hours where damaged bytes say so.
    """
    _, count = struct.unpack_from(">HH", table)
    taken = (1, 0, 0)
    for number in range(min(count, _MOST_CMAPS)):
        platform, encoding, start = struct.unpack_from(">HHI", table, 4 + 8 * number)
        if platform == 3 or (platform == 0 and encoding != 5) or (platform, encoding) == (1, 1):
            taken = platform, encoding, start
    platform, encoding, start = taken
    if platform != 0 and (platform, encoding) not in ((3, 1), (3, 10)):
        return WRONG_CHARACTERS
    (form,) = struct.unpack_from(">H", table, start)
    if form == 12:
        (groups,) = struct.unpack_from(">I", table, start + 12)
        ends = struct.unpack_from(f">{3 * groups}I", table, start + 16) if groups <= _MOST_CHARACTERS else ()
        ranges = list(zip(ends[0::3], ends[1::3], strict=True))
    elif form == 4:
        (doubled,) = struct.unpack_from(">H", table, start + 6)
        last = struct.unpack_from(f">{doubled // 2}H", table, start + 14)
        ranges = list(zip(struct.unpack_from(f">{doubled // 2}H", table, start + 16 + doubled), last, strict=True))
    else:
        return WRONG_CHARACTERS
    total = sum(last + 1 - first for first, last in ranges if last >= first)
    return "" if 0 < total <= _MOST_CHARACTERS else UNREADABLE
