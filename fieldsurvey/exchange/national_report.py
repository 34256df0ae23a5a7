"""The outcome of a three-way comparison as a workbook: one line for each box that differs, numbers covered."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from fieldsurvey.exchange.writing import Workbook

HEADINGS: Final = (
    ("结果", 12), ("名单行", 8), ("调查编号", 14), ("姓名", 10), ("职工编号", 18), ("栏目", 18),
    ("全国系统", 28), ("本程序", 28), ("纸表", 28), ("说明", 40),
)  # fmt: skip


def write_national_report(path: Path, rows: Iterable[Sequence[str]], told: str) -> None:
    """Writes it; `told` is the one sentence of the outcome, the rows are under `HEADINGS`.

    Raises:
        OSError: the disk's own reason.
    """
    workbook = Workbook(path, ())
    sheet = workbook.book.add_worksheet("三方比对")
    sheet.freeze_panes(2, 0)
    workbook.put(sheet, 0, 0, told)
    for place, (heading, width) in enumerate(HEADINGS):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, heading, workbook.format(bold=True, bg_color="#DCE6F5", border=1))
    for row, texts in enumerate(rows, 2):
        for place, text in enumerate(texts):
            if text:
                workbook.put(sheet, row, place, text)
    workbook.close()
