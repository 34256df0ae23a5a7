"""Small fonts that stand in for a machine's own: a few glyphs of a shipped face under other names and licences."""

import struct
from collections.abc import Sequence
from typing import Final

from reportlab.pdfbase.ttfonts import TTFontFace, TTFontMaker

from fieldsurvey.resources import font_path

LETTERS: Final = "0123456789.,:-/()（）：；，。、□□—·~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz "
PLAIN: Final = (
    "国一二三四五六七八九十年月日打印纸号本表份第页共版式续姓名性别男女云州市总工会困难职工家庭状况调查及解脱实施计划"
    "青河区纺织东路"
)
TTC_HEAD: Final = 12


def font(
    family: str,
    *,
    chinese: str = "",
    characters: str = PLAIN,
    source: str = "LXGWWenKai-Regular.ttf",
    fs_type: int = 0,
    encoding: int = 10,
) -> bytes:
    """A TrueType font with these characters; `family` is its PostScript name too, `chinese` what it is called here."""
    drawn = list(dict.fromkeys(LETTERS + characters))
    face = TTFontFace(str(font_path(source)))
    tables = _tables(face.makeSubset([ord(character) for character in drawn]))
    codes = [ord(character) for character in drawn if ord(character) in face.charToGlyph]
    glyphs: dict[int, int] = {}
    numbered = {code: glyphs.setdefault(face.charToGlyph[code], len(glyphs) + 1) for code in codes}
    tables["name"] = _names(family, chinese)
    tables["cmap"] = _characters(numbered, encoding)
    os2 = bytearray(tables["OS/2"])
    struct.pack_into(">H", os2, 8, fs_type)
    tables["OS/2"] = bytes(os2)
    made = TTFontMaker()
    for tag, table in tables.items():
        made.add(tag, table)
    whole: bytes = made.makeStream()
    return whole


def collection(fonts: Sequence[bytes]) -> bytes:
    """The fonts as one .ttc."""
    base = TTC_HEAD + 4 * len(fonts)
    offsets, bodies = [], b""
    for content in fonts:
        offsets.append(base + len(bodies))
        bodies += _moved(content, base + len(bodies))
        bodies += bytes(-len(bodies) % 4)
    return struct.pack(f">4sII{len(fonts)}I", b"ttcf", 0x00010000, len(fonts), *offsets) + bodies


def with_other_outlines(content: bytes) -> bytes:
    """The font as one that says its outlines are CFF."""
    return b"OTTO" + content[4:]


def _tables(content: bytes) -> dict[str, bytes]:
    (count,) = struct.unpack_from(">H", content, 4)
    records = (struct.unpack_from(">4sIII", content, 12 + 16 * number) for number in range(count))
    return {tag.decode("ascii"): content[start : start + length] for tag, _, start, length in records}


def _moved(content: bytes, by: int) -> bytes:
    moved = bytearray(content)
    (count,) = struct.unpack_from(">H", content, 4)
    for number in range(count):
        place = 12 + 16 * number + 8
        (start,) = struct.unpack_from(">I", content, place)
        struct.pack_into(">I", moved, place, start + by)
    return bytes(moved)


def _names(family: str, chinese: str) -> bytes:
    words = [(0x0409, number, text) for number, text in ((1, family), (4, family), (6, family.replace(" ", "")))]
    if chinese:
        words += [(0x0804, number, chinese) for number in (1, 4)]
    records, texts = b"", b""
    for language, number, text in sorted(words):
        encoded = text.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, language, number, len(encoded), len(texts))
        texts += encoded
    return struct.pack(">HHH", 0, len(words), 6 + len(records)) + records + texts


def _characters(codes: dict[int, int], encoding: int) -> bytes:
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in sorted(codes.items()))
    table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(codes)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, encoding, 12) + table
