"""One TrueType face inside PDFs: embedded as a subset, with exact Unicode for every character, however rare.

reportlab's own TTFont splits a face into 256-character fonts and writes a wrong ToUnicode beyond the BMP; here a
face is one Type 0 font per document with two-byte codes, given out in order of first use.
"""

import hashlib
import unicodedata
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC, TTFontFace

_CMAP_BLOCK: Final = 100  # the most entries that one bfchar block may hold


class _Codes(dict[str, str]):
    """The codes of one document, in hexadecimal, made as characters are first met; code 0 stays .notdef."""

    def __missing__(self, character: str) -> str:
        code = self[character] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """A face that any number of documents may use; what each has used is kept by document."""

    # What reportlab asks of a font that is embedded when the document is saved.
    _multiByte = 1  # noqa: N815  # reportlab's name
    _dynamicFont = 1  # noqa: N815  # reportlab's name
    shapable = False

    def __init__(self, name: str, path: Path, index: int = 0) -> None:
        self.fontName = name
        self.face: Any = TTFontFace(str(path), subfontIndex=index)
        self._used: WeakKeyDictionary[pdfdoc.PDFDocument, _Codes] = WeakKeyDictionary()
        pdfmetrics.registerFont(self)

    def draws(self, character: str) -> bool:
        """True when the face has ink for the character, or the character is a space."""
        glyph = self._glyphs.get(ord(character))
        if glyph is None:
            return False
        return self._positions[glyph + 1] > self._positions[glyph] or unicodedata.category(character) == "Zs"

    def advance(self, character: str) -> float:
        """The width of a character in thousandths of the size."""
        return 0.0 if is_selector(character) else float(self.face.getCharWidth(_glyph_source(character)))

    def coder(self, document: pdfdoc.PDFDocument) -> tuple[str, Callable[[str], str]]:
        """The name of this font inside a document, and the code of each character there."""
        codes = self._used.get(document)
        if codes is None:
            codes = self._used[document] = _Codes()
            document.fontMapping[self.fontName] = f"/F{len(document.fontMapping) + 1}"
            document.delayedFonts.append(self)
        return document.fontMapping[self.fontName], codes.__getitem__

    def addObjects(self, document: pdfdoc.PDFDocument) -> None:  # noqa: N802  # reportlab calls it
        """Writes the font with all characters used; reportlab calls this when the document is saved."""
        characters = list(self._used.pop(document))
        tag = _tag(self.fontName + "".join(characters))
        name = f"{tag}+{self.face.name.decode('ascii')}"
        font = pdfdoc.PDFDictionary(
            {
                "Type": "/Font",
                "Subtype": "/Type0",
                "BaseFont": f"/{name}",
                "Encoding": "/Identity-H",
                "DescendantFonts": pdfdoc.PDFArray([self._descendant(document, name, characters)]),
                "ToUnicode": _stream(document, to_unicode(characters).encode("ascii"), f"toUnicode:{name}"),
            }
        )
        internal = document.fontMapping[self.fontName].removeprefix("/")
        fonts: Any = document.idToObject["BasicFonts"]
        fonts.dict[internal] = _reference(document, font, internal)

    def _descendant(self, document: pdfdoc.PDFDocument, name: str, characters: list[str]) -> object:
        sources = [_glyph_source(character) for character in characters]
        program = self.face.makeSubset(sources)
        widths = [round(self.advance(character)) for character in characters]
        return _reference(
            document,
            pdfdoc.PDFDictionary(
                {
                    "Type": "/Font",
                    "Subtype": "/CIDFontType2",
                    "BaseFont": f"/{name}",
                    "CIDSystemInfo": pdfdoc.PDFDictionary(
                        {
                            "Registry": pdfdoc.PDFString("Adobe"),
                            "Ordering": pdfdoc.PDFString("Identity"),
                            "Supplement": 0,
                        }
                    ),
                    "DW": 1000,
                    "W": pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)]),
                    "CIDToGIDMap": _stream(document, self._glyph_map(sources), f"glyphs:{name}"),
                    "FontDescriptor": _reference(
                        document, self._descriptor(document, name, program), f"descriptor:{name}"
                    ),
                }
            ),
            f"descendant:{name}",
        )

    def _descriptor(self, document: pdfdoc.PDFDocument, name: str, program: bytes) -> object:
        face = self.face
        return pdfdoc.PDFDictionary(
            {
                "Type": "/FontDescriptor",
                "FontName": f"/{name}",
                "Flags": (face.flags & ~FF_NONSYMBOLIC) | FF_SYMBOLIC,
                "FontBBox": pdfdoc.PDFArray(face.bbox),
                "ItalicAngle": face.italicAngle,
                "Ascent": face.ascent,
                "Descent": face.descent,
                "CapHeight": face.capHeight,
                "StemV": face.stemV,
                "FontFile2": _stream(document, program, f"program:{name}", Length1=len(program)),
            }
        )

    def _glyph_map(self, sources: list[int]) -> bytes:
        # makeSubset numbers glyphs in order of first use after .notdef; characters may share one.
        numbers = {0: 0}
        glyphs = [0]
        for source in sources:
            glyph = self._glyphs.get(source, 0)
            glyphs.append(numbers.setdefault(glyph, len(numbers)))
        return b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)

    @cached_property
    def _glyphs(self) -> dict[int, int]:
        glyphs: dict[int, int] = self.face.charToGlyph
        return glyphs

    @cached_property
    def _positions(self) -> list[int]:
        positions: list[int] = self.face.glyphPos
        return positions


def is_selector(character: str) -> bool:
    """True for variation selectors, which say how the character before them is drawn and show nothing."""
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def to_unicode(characters: list[str]) -> str:
    """The CMap from codes 1, 2, … to these characters, in UTF-16 as PDF wants it (surrogates beyond the BMP)."""
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in enumerate(characters, 1)]
    blocks = [
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar"
        for block in (entries[start : start + _CMAP_BLOCK] for start in range(0, len(entries), _CMAP_BLOCK))
    ]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


def _glyph_source(character: str) -> int:
    return 32 if is_selector(character) else ord(character)


def _tag(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()
    return "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


def _reference(document: pdfdoc.PDFDocument, content: object, name: str) -> object:
    reference: object = document.Reference(content, name)  # type: ignore[no-untyped-call]  # no types in the stub
    return reference


def _stream(document: pdfdoc.PDFDocument, content: bytes, name: str, **entries: int) -> object:
    stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(entries)), content, [pdfdoc.PDFZCompress])
    return _reference(document, stream, name)
