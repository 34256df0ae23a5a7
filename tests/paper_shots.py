"""Pictures of the printed form for the guide: filled in, blank, and the sheets that follow; invented people only."""

import io
from datetime import date
from pathlib import Path
from typing import Any, Final

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QPainter
from PySide6.QtPdf import QPdfDocument

from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms
from tests.unit.forms.households import household, member

DPI: Final = 100
GREYS: Final = 8
FACTS: Final = PaperFacts(org="云州市青河区总工会", printed_on=date(2026, 11, 23))
PAPER: Final = "9c41e07b" * 4


def take_papers(folder: Path) -> None:
    """Writes `form-….png` for every page of a full, a blank and a long form."""
    for name, document in (("filled", _full()), ("blank", None), ("long", _long())):
        for number, page in enumerate(_pages(document), start=1):
            if name != "long" or number > 2:
                page.save(folder / f"form-{name}-{number}.png", optimize=True)


def _pages(document: dict[str, Any] | None) -> list[Image.Image]:
    target = io.BytesIO()
    draw_forms([Sheet(PAPER, document, FACTS)], target)
    buffer, pdf = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(target.getvalue()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    pdf.load(buffer)
    pages = [_picture(pdf, number) for number in range(pdf.pageCount())]
    pdf.close()
    return pages


def _picture(pdf: QPdfDocument, number: int) -> Image.Image:
    size = (pdf.pagePointSize(number) * (DPI / 72)).toSize()
    drawn = pdf.render(number, size)
    paper = drawn.copy()
    paper.fill(QColor("white"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    paper.save(written, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only
    with Image.open(io.BytesIO(written.data().data())) as full:
        return full.convert("L").quantize(GREYS, dither=Image.Dither.NONE)


def _full() -> dict[str, Any]:
    return household(
        case_no="青河2026-0042",
        file_type="urban",
        ethnicity="01",
        political="13",
        education="60",
        registered_address="云州市青河区纺织东路十八号",
        hukou_division="990101",
        employment_form="contract",
        work_start_date="1998-07-01",
        is_union_member=True,
        medical_insurance="employee",
        labour_capacity="partial",
        has_self_help_ability=True,
        savings=1200000,
        debts=8600000,
        remark="邻居反映属实。",
        told_cause=["illness", "schooling"],
        fears=["illness", "school"],
        is_target=True,
        target_date="2026-12-11",
        priority_groups=["G3"],
        help_needs=["medical", "education"],
        responsible_phone="13900001111",
        contact_phone="13900001234",
        exit_path="relief",
        progress=[
            {"row": "g1", "done_on": "2027-01-10", "measure": "春节送温暖慰问金", "amount": 100000, "person": "苏晓梅"}
        ],
        assessments=[{"row": "a1", "assessed_on": "2027-06-30", "net_month": 81000, "is_met": False}],
    )


def _long() -> dict[str, Any]:
    members = [
        member(f"m{number}", f"欧阳{name}", "97", "990101200203040027")
        for number, name in enumerate("一二三四五六七八九十", start=1)
    ]
    story = "丈夫去世后独自供两个孩子上学,自己又查出肾病,每周透析三次。" * 8
    return household(members=members, statement=story)
