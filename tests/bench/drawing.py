"""Printing: forms a second, five hundred households in one PDF, beside other makers of PDFs at the same content."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms
from tests.bench.clocked import in_turn, seconds
from tests.bench.line import Line
from tests.bench.reference import reference_document
from tests.bench.rivals.beside import Rival
from tests.bench.rivals.content import write_content

LEAST_PER_S: Final = 100
FACTS: Final = PaperFacts(org="云州市总工会", printed_on=date(2026, 6, 1))
FEW: Final = 20


def measure(folder: Path, *, forms: int, times: int) -> list[Line]:
    """Draws F01 of so many reference cases, by turns with whichever rivals are here."""
    rivals = [
        Rival("typst", "typst_side", forms, 1.5),
        Rival("WeasyPrint", "weasyprint_side", FEW, 15.0),
        Rival("LibreOffice", "libreoffice_side", FEW, None),
    ]
    sheets = [Sheet(f"{seed:032x}", reference_document(seed), FACTS) for seed in range(forms)]
    contents = {some: _content(sheets[:some], folder) for some in (1, FEW, forms)}
    pages = draw_forms(sheets[:FEW], io.BytesIO()).pages / FEW
    versions = {rival.name: rival.version() for rival in rivals}
    sides: dict[str, Callable[[], float]] = {"ours": lambda: seconds(lambda: draw_forms(sheets, io.BytesIO()))}
    for rival in rivals:
        if versions[rival.name]:
            theirs = rival.sides(folder, contents=contents)
            next(iter(theirs.values()))()  # fills the caches of fonts, and LibreOffice makes its profile
            sides |= theirs
    taken = in_turn(sides, times)
    rate = forms / taken["ours"]
    what = f"{forms} forms F01 in one PDF, {pages:g} page(s) each"
    lines = [Line(what, "", "", f"{rate:,.0f} forms/s", None, f"≥ {LEAST_PER_S}/s", rate >= LEAST_PER_S)]
    for rival in rivals:
        if versions[rival.name]:
            lacking = rival.lacking(folder, contents)
            lines.append(_beside(rival, versions[rival.name], rate, taken=taken, lacking=lacking))
        else:
            lines.append(Line("the same", rival.name, "not here", f"{rate:,.0f} forms/s", None, _target(rival), None))
    return lines


def _content(sheets: list[Sheet], folder: Path) -> Path:
    target = io.BytesIO()
    draw_forms(sheets, target)
    return write_content(target.getvalue(), len(sheets), folder / f"content-{len(sheets)}")


def _beside(rival: Rival, version: str, rate: float, *, taken: dict[str, float], lacking: list[str]) -> Line:
    """Our rate and theirs; their start, which a single form shows, is taken off and told."""
    start = taken[f"{rival.name}, 1"]
    theirs = (rival.forms - 1) / (taken[f"{rival.name}, {rival.forms}"] - start)
    ratio = rate / theirs
    told = f"{theirs:,.1f} forms/s" + (f", LACKS {len(lacking)} texts" if lacking else "")
    reached = None if rival.least_ratio is None else ratio >= rival.least_ratio and not lacking
    reference = f"{rival.name} {version}, {rival.forms} forms after a start of {start:.1f} s"
    return Line("the same", reference, told, f"{rate:,.0f} forms/s", ratio, _target(rival), reached)


def _target(rival: Rival) -> str:
    return "" if rival.least_ratio is None else f"≥ {rival.least_ratio:g} ×"
