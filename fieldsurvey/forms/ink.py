"""The marks of one page: lines, circles and text, as PDF operators. Points, measured from the page's top left."""

from typing import Final

from reportlab.pdfbase.pdfdoc import PDFDocument

from fieldsurvey.forms.typefaces import BOX_DIGIT, REGULAR, Faces, Typeface, box_rows, embedded

MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * MM
PAGE_HEIGHT: Final = 297 * MM
ASCENT: Final = 0.88  # of the shipped faces' em box, in which Chinese characters stand centred

_QUARTER: Final = 0.5522847498  # the control point that makes a Bézier quarter of a circle


class Ink:
    """Collects what is drawn on one page (or on one part that pages share) of one document, in its faces."""

    def __init__(self, document: PDFDocument, faces: Faces) -> None:
        self._document = document
        self.faces = faces
        self._strokes: list[str] = []
        self._texts: list[str] = []
        self._font = ("", 0.0)

    def line(self, *, left: float, top: float, right: float, bottom: float, width: float) -> None:
        """A straight black line."""
        self._strokes.append(f"{width:.2f} w {left:.2f} {_up(top)} m {right:.2f} {_up(bottom)} l S")

    def frame(self, *, left: float, top: float, width: float, height: float, line_width: float) -> None:
        """An empty rectangle."""
        self._strokes.append(f"{line_width:.2f} w {left:.2f} {_up(top + height)} {width:.2f} {height:.2f} re S")

    def blocks(self, boxes: list[tuple[float, float, float, float]]) -> None:
        """Filled black rectangles: (left, top, width, height) each."""
        drawn = " ".join(f"{x:.3f} {PAGE_HEIGHT - y - h:.3f} {w:.3f} {h:.3f} re" for x, y, w, h in boxes)
        self._strokes.append(f"{drawn} f")

    def dashed_circle(self, *, left: float, top: float, diameter: float) -> None:
        """The place of a seal."""
        radius = diameter / 2
        x, y, bend = left + radius, PAGE_HEIGHT - top - radius, radius * _QUARTER
        curve = (
            f"{x + radius:.2f} {y:.2f} m "
            f"{x + radius:.2f} {y + bend:.2f} {x + bend:.2f} {y + radius:.2f} {x:.2f} {y + radius:.2f} c "
            f"{x - bend:.2f} {y + radius:.2f} {x - radius:.2f} {y + bend:.2f} {x - radius:.2f} {y:.2f} c "
            f"{x - radius:.2f} {y - bend:.2f} {x - bend:.2f} {y - radius:.2f} {x:.2f} {y - radius:.2f} c "
            f"{x + bend:.2f} {y - radius:.2f} {x + radius:.2f} {y - bend:.2f} {x + radius:.2f} {y:.2f} c s"
        )
        self._strokes.append(f"q 0.5 w [2.5 2] 0 d {curve} Q")

    def text(self, text: str, face: Typeface, *, left: float, baseline: float, size: float) -> None:
        """One line of text; each character is drawn by the first face that has it, or as its boxed code point."""
        x = left
        for run in face.runs(text):
            if run.font is None:
                self._boxed(run.text, left=x, baseline=baseline, size=size, width=run.width * size)
            else:
                name, code = run.font.coder(self._document)
                self._show(name, "".join(map(code, run.text)), left=x, baseline=baseline, size=size)
            x += run.width * size

    def watermark(self, word: str, face: Typeface) -> str:
        """Operators that write a word large and grey across the page, to stand under all other marks."""
        size = 120.0
        half = face.width(word) * size / 2
        shown = []
        x = -half
        for run in face.runs(word):
            if run.font is not None:
                name, code = run.font.coder(self._document)
                codes = "".join(map(code, run.text))
                shown.append(f"{name} {size:g} Tf 1 0 0 1 {x:.2f} {-size * 0.38:.2f} Tm <{codes}> Tj")
            x += run.width * size
        turned = f"0.77 0.64 -0.64 0.77 {PAGE_WIDTH / 2:.2f} {PAGE_HEIGHT / 2:.2f} cm"
        return f"q 0.86 g {turned} BT {' '.join(shown)} ET Q"

    def operators(self) -> str:
        """Everything drawn, as one piece of a content stream."""
        texts = ["BT", *self._texts, "ET"] if self._texts else []
        return "\n".join([*self._strokes, *texts])

    def _show(self, name: str, codes: str, *, left: float, baseline: float, size: float) -> None:
        change = ""
        if (name, size) != self._font:
            self._font = (name, size)
            change = f"{name} {size:g} Tf "
        self._texts.append(f"{change}1 0 0 1 {left:.2f} {_up(baseline)} Tm <{codes}> Tj")

    def _boxed(self, character: str, *, left: float, baseline: float, size: float, width: float) -> None:
        digits = embedded(REGULAR[0])
        name, code = digits.coder(self._document)
        small = size * BOX_DIGIT
        height = small * 1.7
        self.frame(
            left=left + 0.04 * size,
            top=baseline - height + 0.1 * size,
            width=width - 0.08 * size,
            height=height,
            line_width=0.3,
        )
        # What is copied or searched is the character itself, not the digits that stand for it.
        actual = (b"\xfe\xff" + character.encode("utf-16-be", "surrogatepass")).hex().upper()
        self._texts.append(f"/Span <</ActualText <{actual}>>> BDC")
        for row, text in enumerate(box_rows(character)):
            wide = sum(digits.advance(digit) for digit in text) / 1000 * small
            self._show(
                name,
                "".join(map(code, text)),
                left=left + (width - wide) / 2,
                baseline=baseline - (1 - row) * small * 0.8 + 0.02 * size,
                size=small,
            )
        self._texts.append("EMC")


def _up(top: float) -> str:
    """A distance from the page's top as PDF counts it, from the bottom."""
    return f"{PAGE_HEIGHT - top:.2f}"
