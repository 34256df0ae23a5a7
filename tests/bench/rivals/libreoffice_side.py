"""LibreOffice: one flat drawing of all forms, turned into a PDF without a window.

As documents of Writer the same marks take three times as long.
"""

import base64
import subprocess
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from tests.bench.rivals.alone import run
from tests.bench.rivals.fonts import ASCENT, FAMILIES

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
}
PADDING = " ".join(f'fo:padding-{side}="0pt"' for side in ("top", "bottom", "left", "right"))
MIME = "application/vnd.oasis.opendocument.graphics"


def make(folder: Path, content: dict[str, Any], target: Path) -> None:
    """Writes the drawing and converts it."""
    source = folder / "forms.fodg"
    source.write_text("".join(_document(folder, content)), encoding="utf-8")
    profile = (target.parent / "office-profile").as_uri()
    convert = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf", "--outdir"]
    subprocess.run([*convert, str(target.parent), str(source)], check=True, capture_output=True, timeout=600)
    Path(target.parent / "forms.pdf").replace(target)


def _document(folder: Path, content: dict[str, Any]) -> Iterator[str]:
    spaces = " ".join(f'xmlns:{short}="{name}"' for short, name in NAMES.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3" '
    yield f'office:mimetype="{MIME}">'
    yield from _styles(content)
    yield "<office:body><office:drawing>"
    for form in content["forms"]:
        for number, own in enumerate(form):
            yield '<draw:page draw:master-page-name="M">'
            yield from _marks(content["shared"][number])
            yield from _marks(own)
            yield _picture(folder, own)
            yield "</draw:page>"
    yield "</office:drawing></office:body></office:document>"


def _pages(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [*content["shared"], *(own for form in content["forms"] for own in form)]


def _styles(content: dict[str, Any]) -> Iterator[str]:
    faces = "".join(
        f'<style:font-face style:name="{family}" svg:font-family="&apos;{family}&apos;"/>' for family in FAMILIES
    )
    yield f"<office:font-face-decls>{faces}</office:font-face-decls><office:automatic-styles>"
    yield f'<style:page-layout style:name="P"><style:page-layout-properties fo:page-width="{content["width"]}pt" '
    yield f'fo:page-height="{content["height"]}pt" fo:margin="0pt"/></style:page-layout>'
    yield '<style:style style:name="box" style:family="graphic"><style:graphic-properties draw:stroke="none" '
    yield f'draw:fill="none" {PADDING} draw:auto-grow-width="true" draw:auto-grow-height="false" '
    yield 'fo:wrap-option="no-wrap" draw:textarea-horizontal-align="left"/></style:style>'
    pages = _pages(content)
    for width in {rule[4] for page in pages for rule in page["rules"]}:
        yield f'<style:style style:name="{_line(width)}" style:family="graphic"><style:graphic-properties '
        yield f'draw:stroke="solid" svg:stroke-width="{width}pt" svg:stroke-color="#000000" draw:fill="none"/>'
        yield "</style:style>"
    for size, bold in {(line[2], line[3]) for page in pages for line in page["words"]}:
        weight = "bold" if bold else "normal"
        yield f'<style:style style:name="{_letters(size, bold)}" style:family="paragraph">'
        yield '<style:paragraph-properties style:text-autospace="none"/><style:text-properties '
        yield f'style:font-name="{FAMILIES[0]}" style:font-name-asian="{FAMILIES[0]}" '
        yield f'fo:font-size="{size}pt" style:font-size-asian="{size}pt" fo:font-weight="{weight}" '
        yield f'style:font-weight-asian="{weight}"/></style:style>'
    yield '</office:automatic-styles><office:master-styles><style:master-page style:name="M" '
    yield 'style:page-layout-name="P"/></office:master-styles>'


def _line(width: float) -> str:
    return f"line{round(width * 1000)}"


def _letters(size: float, bold: bool) -> str:
    return f"{'bold' if bold else 'plain'}{round(size * 1000)}"


def _marks(page: dict[str, Any]) -> Iterator[str]:
    for x1, y1, x2, y2, width in page["rules"]:
        ends = f'svg:x1="{x1}pt" svg:y1="{y1}pt" svg:x2="{x2}pt" svg:y2="{y2}pt"'
        yield f'<draw:line draw:style-name="{_line(width)}" {ends}/>'
    for left, top, side, width in page["circles"]:
        yield f'<draw:circle draw:style-name="{_line(width)}" {_place(left, top, side, side)}/>'
    for left, baseline, size, bold, text in page["words"]:
        place = _place(left, baseline - ASCENT * size, len(text) * size, 1.5 * size)
        name = _letters(size, bold)
        yield f'<draw:frame draw:style-name="box" {place}><draw:text-box>'
        yield f'<text:p text:style-name="{name}">{escape(text)}</text:p></draw:text-box></draw:frame>'


def _place(left: float, top: float, width: float, height: float) -> str:
    return f'svg:x="{left:.3f}pt" svg:y="{top:.3f}pt" svg:width="{width:.3f}pt" svg:height="{height:.3f}pt"'


def _picture(folder: Path, own: dict[str, Any]) -> str:
    picture = base64.b64encode((folder / own["picture"]).read_bytes()).decode("ascii")
    place = _place(*own["box"])
    return (
        f'<draw:frame draw:style-name="box" {place}><draw:image draw:mime-type="image/png">'
        f"<office:binary-data>{picture}</office:binary-data></draw:image></draw:frame>"
    )


if __name__ == "__main__":
    run(make)
