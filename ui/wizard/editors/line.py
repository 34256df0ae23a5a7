"""Editors of one line: words, numbers, money, telephone and dates."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QMenu, QWidgetAction

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.parse import parse, show
from ui.theme import ems
from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, label, row
from ui.widgets.suggesting_line import SuggestingLine
from ui.wizard.editors.editor import Editor

PLAIN_SORTS: Final = frozenset({Sort.MONEY, Sort.DECIMAL, Sort.WHOLE, Sort.PHONE, Sort.DATE})
SUGGESTED: Final = {"employer_name": "employer", "unit_or_school": "employer", "filing_org": "unit"}
NARROW_EMS: Final = {Sort.MONEY: 9, Sort.DECIMAL: 7, Sort.WHOLE: 6, Sort.PHONE: 11, Sort.DATE: 11}


class LineEditor(Editor):
    """Any field that is written in one line; the measure stands behind it."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        line = (
            SuggestingLine(limit=field.max_length)
            if field.id in SUGGESTED
            else LimitedLine(limit=field.max_length, is_plain=field.sort in PLAIN_SORTS)
        )
        self.line = self._watch(line)
        self._line_row = row(self.line, into=self, gap=6)
        if field.sort in (Sort.MONEY, Sort.DECIMAL, Sort.WHOLE):
            self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if field.measure:
            self._measure_label = label(field.measure, role="quiet")
            self._line_row.addWidget(self._measure_label)
        if field.sort in NARROW_EMS:
            self.line.setMaximumWidth(ems(self.line, NARROW_EMS[field.sort] + 2))
            self._line_row.setStretch(0, 20)
            self._line_row.addStretch(1)
        self.line.left.connect(self._tidy)

    def suggest(self, texts: Mapping[str, Sequence[str]], initials: Mapping[str, str]) -> None:
        """Offers what other households have named."""
        if isinstance(self.line, SuggestingLine):
            self.line.suggest(texts.get(SUGGESTED[self.field.id], ()), initials)

    def _show(self, value: object) -> None:
        self.line.show_text(show(self.field, value))

    def _read(self) -> Value:
        return parse(self.field, self.line.text())

    def _tidy(self) -> None:
        # What was understood is shown as understood; what was not stays as it was typed.
        if self.line.text() and not self._gap:
            self._show(self._read())


class DateEditor(LineEditor):
    """Eight digits, or a picker (Alt+↓)."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line.setPlaceholderText(self._placeholder())
        self._pick = button("▾", name="pick_date", role="plain", tip="选日期(Alt+↓)")
        self._pick.setAccessibleName(f"选{field.label}")
        self._pick.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pick.clicked.connect(self.pick)
        self._line_row.insertWidget(1, self._pick)

    def pick(self) -> None:
        """Opens the calendar under the line."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setObjectName("calendar")
        value = self._read()
        if isinstance(value, str):
            calendar.setSelectedDate(QDate.fromString(value, Qt.DateFormat.ISODate))
        calendar.activated.connect(self._on_picked)
        calendar.clicked.connect(self._on_picked)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self.line.mapToGlobal(QPoint(0, self.line.height())))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+↓ opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pick()
            return
        super().keyPressEvent(event)

    def _placeholder(self) -> str:
        return "如 20261123"

    def _on_picked(self, day: QDate) -> None:
        self._gap = ""
        self._show(day.toString(Qt.DateFormat.ISODate))
        self._show_gap()
        self.typed.emit()
