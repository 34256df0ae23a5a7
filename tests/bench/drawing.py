"""Printing: forms a second, five hundred households in one PDF."""

import io
from datetime import date
from pathlib import Path
from typing import Final

from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms
from tests.bench.clocked import in_turn, seconds
from tests.bench.line import Line
from tests.bench.reference import reference_document

LEAST_PER_S: Final = 100
FACTS: Final = PaperFacts(org="云州市总工会", printed_on=date(2026, 6, 1))


def measure(_: Path, *, forms: int, times: int) -> list[Line]:
    """Draws F01 of so many reference cases."""
    sheets = [Sheet(f"{seed:032x}", reference_document(seed), FACTS) for seed in range(forms)]
    pages = draw_forms(sheets[:50], io.BytesIO()).pages / 50
    taken = in_turn({"ours": lambda: seconds(lambda: draw_forms(sheets, io.BytesIO()))}, times)
    rate = forms / taken["ours"]
    return [
        Line(
            f"{forms} forms F01 in one PDF, {pages:g} page(s) each", "", "", f"{rate:,.0f} forms/s", None,
            f"≥ {LEAST_PER_S}/s", rate >= LEAST_PER_S,
        )
    ]  # fmt: skip
