"""The report of an import as a workbook: what was not taken as it stands, where, and why."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fieldsurvey.exchange.headings import TO_CHECK
from fieldsurvey.exchange.reading import SheetProblem
from fieldsurvey.exchange.writing import Workbook

HEADINGS: Final = (
    ("表", 14),
    ("行", 8),
    ("列", 24),
    ("户编号", 16),
    ("结果", 14),
    ("原因", 60),
    ("原文(号码遮盖)", 40),
)


def write_report(path: Path, problems: Sequence[SheetProblem], told: str) -> None:
    """Writes it; `told` is the one sentence of the outcome.

    Raises:
        OSError: the disk's own reason.
    """
    workbook = Workbook(path, ())
    sheet = workbook.book.add_worksheet(TO_CHECK)
    sheet.freeze_panes(2, 0)
    workbook.put(sheet, 0, 0, told)
    for place, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, heading, workbook.format(bold=True, bg_color="#DCE6F5", border=1))
    for row, problem in enumerate(problems, 2):
        texts = (problem.sheet, problem.column, problem.household, problem.outcome, problem.reason, problem.text)
        for place, text in zip((0, 2, 3, 4, 5, 6), texts, strict=True):
            if text:
                workbook.put(sheet, row, place, text)
        if problem.row:
            workbook.put(sheet, row, 1, problem.row, number_format="0")
    workbook.close()
