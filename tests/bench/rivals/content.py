"""What stands on our own forms, as plain values that a rival can write in its language; read back from our PDF.

So a rival always gets exactly what we print, whatever the layout of the day: each line of text with its place and size,
each rule, each circle, and the code as a picture. Where lines break and how small a long answer must be is worked out
by us alone and counts in our time; the rivals are spared it. What all copies share is told once for each page.
"""

import ctypes
import json
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

# (left, baseline, size, whether it is bold, text), (left, top, right, bottom, width), (left, top, diameter, width):
# points from the page's top left.
Words = tuple[float, float, float, bool, str]
Rule = tuple[float, float, float, float, float]
Circle = tuple[float, float, float, float]

CODE_SCALE: Final = 4  # 288 dpi
_DIGITS: Final = 3


class PageContent:
    """The marks of one page, or of what pages share."""

    def __init__(self) -> None:
        self.words: list[Words] = []
        self.rules: list[Rule] = []
        self.circles: list[Circle] = []

    def told(self) -> dict[str, Any]:
        """As it goes into the file."""
        return {"words": self.words, "rules": self.rules, "circles": self.circles}


def write_content(pdf: bytes, forms: int, folder: Path) -> Path:
    """Writes what stands in a PDF of so many forms, and the pictures of their codes; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages_each = len(document) // forms
        shared: list[dict[str, Any]] = []
        told: list[list[dict[str, Any]]] = [[] for _ in range(forms)]
        for number, page in enumerate(document):
            common, own, code = _marks(page)
            if number < pages_each:
                shared.append(common.told())
            picture = f"code-{number}.png"
            box = _picture_of(page, code, folder / picture)
            told[number // pages_each].append({**own.told(), "picture": picture, "box": box})
        width, height = document.get_page_size(0)
    finally:
        document.close()
    path = folder / "content.json"
    whole = {"width": width, "height": height, "shared": shared, "forms": told}
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return path


def _marks(page: pypdfium2.PdfPage) -> tuple[PageContent, PageContent, tuple[float, float, float, float]]:
    """What the page shares with others, what is its own, and the bounds of its filled shapes, which are the code's."""
    text, height = page.get_textpage(), page.get_height()
    marks = PageContent(), PageContent()
    filled = []
    for mark in page.get_objects(max_depth=2):
        into = marks[0] if mark.level else marks[1]
        if mark.type == pdfium.FPDF_PAGEOBJ_TEXT:
            into.words.append(_words(mark.raw, text.raw, mark.get_matrix(), height))
        elif mark.type == pdfium.FPDF_PAGEOBJ_PATH:
            if _is_filled(mark.raw):
                filled.append(mark.get_bounds())
            else:
                _stroke(mark, into, height)
    lefts, bottoms, rights, tops = zip(*filled, strict=True)
    return *marks, (min(lefts), min(bottoms), max(rights), max(tops))


def _words(mark: object, page: object, matrix: pypdfium2.PdfMatrix, height: float) -> Words:
    length = pdfium.FPDFTextObj_GetText(mark, page, None, 0)
    units = (ctypes.c_ushort * (length // 2))()
    pdfium.FPDFTextObj_GetText(mark, page, units, length)
    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(mark, size)
    font = pdfium.FPDFTextObj_GetFont(mark)
    name = ctypes.create_string_buffer(pdfium.FPDFFont_GetBaseFontName(font, None, 0))
    pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
    # pdfium puts a space behind the last word of a cell.
    text = bytes(units)[:-2].decode("utf-16-le").rstrip(" ")
    return _near(matrix.e), _near(height - matrix.f), _near(size.value), b"Bold" in name.value, text


def _is_filled(mark: object) -> bool:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(mark, fill, stroke)
    return bool(fill.value != pdfium.FPDF_FILLMODE_NONE)


def _stroke(mark: pypdfium2.PdfObject, into: PageContent, height: float) -> None:
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(mark.raw, width)
    line = _near(width.value)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFPath_CountSegments(mark.raw)):
        segment = pdfium.FPDFPath_GetPathSegment(mark.raw, number)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((_near(x.value), _near(height - y.value)))
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_BEZIERTO:
            # Our only curves are the circles of seals; their stroke is inside these bounds.
            left, _, right, top = mark.get_bounds()
            into.circles.append((_near(left), _near(height - top), _near(right - left), line))
            return
    if len(points) > 2 and points[0] != points[-1]:
        points.append(points[0])
    into.rules.extend((*start, *end, line) for start, end in pairwise(points))


def _picture_of(
    page: pypdfium2.PdfPage, bounds: tuple[float, float, float, float], path: Path
) -> tuple[float, float, float, float]:
    left, bottom, right, top = bounds
    width, height = page.get_size()
    crop = (left, bottom, width - right, height - top)
    page.render(scale=CODE_SCALE, crop=crop, grayscale=True).to_pil().convert("1").save(path)
    return _near(left), _near(height - top), _near(right - left), _near(top - bottom)


def _near(value: float) -> float:
    return round(value, _DIGITS)
