"""WeasyPrint: one document of all forms, each page one drawing, which it makes three times faster than placed boxes."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import weasyprint

from tests.bench.rivals.alone import run
from tests.bench.rivals.fonts import FAMILIES

STYLE = """
@page {{ size: {width}pt {height}pt; margin: 0 }}
body {{ margin: 0 }}
svg {{ display: block; width: {width}pt; height: {height}pt; break-after: page; font-family: {families} }}
"""


def make(folder: Path, content: dict[str, Any], target: Path) -> None:
    """Writes the HTML and lets WeasyPrint lay it out."""
    size = {"width": content["width"], "height": content["height"]}
    style = STYLE.format(**size, families=", ".join(f"'{family}'" for family in FAMILIES))
    box = "0 0 {width} {height}".format(**size)
    shared = ["".join(_marks(page)) for page in content["shared"]]
    pages = "".join(
        f"<svg viewBox='{box}'>{shared[number]}{''.join(_marks(own))}{_picture(own)}</svg>"
        for form in content["forms"]
        for number, own in enumerate(form)
    )
    html = f"<!doctype html><html lang='zh'><meta charset='utf-8'><style>{style}</style><body>{pages}"
    weasyprint.HTML(string=html, base_url=str(folder / "content.json")).write_pdf(str(target))


def _picture(own: dict[str, Any]) -> str:
    left, top, width, height = own["box"]
    return f"<image href='{own['picture']}' x='{left}' y='{top}' width='{width}' height='{height}'/>"


def _marks(page: dict[str, Any]) -> Iterator[str]:
    alike: dict[float, list[str]] = {}
    for x1, y1, x2, y2, width in page["rules"]:
        alike.setdefault(width, []).append(f"M{x1} {y1}L{x2} {y2}")
    for width, lines in alike.items():
        yield f"<path d='{''.join(lines)}' stroke='#000' stroke-width='{width}' fill='none'/>"
    for left, top, side, width in page["circles"]:
        x, y, radius = left + side / 2, top + side / 2, side / 2
        stroke = f"stroke='#000' stroke-width='{width}' stroke-dasharray='2.5 2' fill='none'"
        yield f"<circle cx='{x:.2f}' cy='{y:.2f}' r='{radius:.2f}' {stroke}/>"
    for left, baseline, size, bold, text in page["words"]:
        weight = " font-weight='bold'" if bold else ""
        yield f"<text x='{left}' y='{baseline}' font-size='{size}'{weight}>{escape(text)}</text>"


if __name__ == "__main__":
    run(make)
