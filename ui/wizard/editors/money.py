"""The editor of an amount that is kept per year: people know many of them per month, and need not multiply."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.money import yuan
from ui.widgets.pieces import button, label, say
from ui.wizard.editors.line import LineEditor

PER_YEAR: Final = "元/年"
MONTHS: Final = 12


class YearMoneyEditor(LineEditor):
    """Ctrl+M, or the button behind the amount, turns between month and year; what is kept is always the year's."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._is_month = False
        self._measure_label.hide()
        self._per = button(PER_YEAR, name="per_month", role="plain", tip="按月填,自动乘 12(Ctrl+M)")
        self._per.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._per.clicked.connect(self.turn)
        self._year = label(role="quiet", name="year_sum")
        self._year.hide()
        self._line_row.insertWidget(1, self._per)
        self._line_row.insertWidget(2, self._year)
        self.line.typed.connect(self._say_year)

    def turn(self) -> None:
        """Reads what stands there as a month's amount from now on, or as a year's; the number typed stays."""
        self._is_month = not self._is_month
        self._say_year()
        if self.line.text().strip():
            self._on_typed()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+M turns."""
        if event.key() == Qt.Key.Key_M and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turn()
            return
        super().keyPressEvent(event)

    def show_value(self, value: object) -> None:
        """Another value is shown as it is kept: per year."""
        self._is_month = False
        super().show_value(value)
        self._say_year()

    def _show(self, value: object) -> None:
        is_whole = isinstance(value, int) and value % MONTHS == 0
        if self._is_month and isinstance(value, int) and is_whole:
            self.line.show_text(yuan(value // MONTHS))
        else:
            super()._show(value)

    def _read(self) -> Value:
        value = super()._read()
        is_amount = isinstance(value, int) and not isinstance(value, bool)
        return value * MONTHS if self._is_month and is_amount and isinstance(value, int) else value

    def _say_year(self) -> None:
        value = self._read()
        self._per.setText("元/月" if self._is_month else PER_YEAR)
        self._per.setAccessibleName(f"{self.field.label}:按{'月' if self._is_month else '年'}填")
        say(self._year, f"全年 {yuan(value)}" if self._is_month and isinstance(value, int) else "")
