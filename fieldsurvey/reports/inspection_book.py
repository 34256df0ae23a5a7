"""The inspection pack as a workbook: one sheet for each of its tables, every text as text."""

from pathlib import Path
from typing import Final

from fieldsurvey.exchange.headings import ORIGIN
from fieldsurvey.exchange.writing import Workbook
from fieldsurvey.reports.inspection import TITLE, Inspection, tables_of
from fieldsurvey.reports.tables import WIDTH_SHARE, Column, Table

PROGRESS: Final = "整改进度"
_PROGRESS: Final = (Column("日期", 6), Column("没处理的错误", 6), Column("没处理的疑点", 6))
_FORBIDDEN: Final = str.maketrans(":", " ")


def write_book(pack: Inspection, path: Path) -> None:
    """Writes it.

    Raises:
        OSError: the disk's own reason.
    """
    workbook = Workbook(path, ())
    foot = f"{pack.organisation}  {pack.number}"
    for table in (*tables_of(pack), Table(PROGRESS, _PROGRESS, pack.progress)):
        _sheet(workbook, table, foot)
    origin = workbook.book.add_worksheet(ORIGIN)
    origin.set_column(0, 0, 14)
    origin.set_column(1, 1, 60)
    for row, (title, text) in enumerate([("材料", TITLE), *pack.cover]):
        workbook.put(origin, row, 0, title)
        workbook.put(origin, row, 1, text)
    workbook.close()


def _sheet(workbook: Workbook, table: Table, foot: str) -> None:
    sheet = workbook.book.add_worksheet(table.title.translate(_FORBIDDEN))
    sheet.set_landscape()
    sheet.set_footer(f"&L{foot[:100].replace('&', '&&')}&R第 &P 页,共 &N 页")
    heading = workbook.format(bold=True, bg_color="#DCE6F5", border=1, num_format="@")
    told = 1 if table.told else 0
    if told:
        workbook.put(sheet, 0, 0, table.told)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(8, round(column.share * WIDTH_SHARE)))
        sheet.write_string(told, place, column.heading, heading)
    sheet.freeze_panes(told + 1, 0)
    sheet.repeat_rows(told)
    for number, row in enumerate(table.rows, start=told + 1):
        for place, cell in enumerate(row):
            workbook.put(sheet, number, place, cell, number_format="0")
