"""Editors of fields with several parts: identity document, bank card, twelve months."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.checks import card_number
from fieldsurvey.case.field import Field
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, grouped, masked, resident
from fieldsurvey.case.money import fen_of, yuan
from fieldsurvey.case.parse import parse, parse_month, show
from fieldsurvey.case.sums import fen_in, year_of_month
from ui.theme import ems, set_state
from ui.widgets.choice_line import ChoiceLine
from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, column, label, row, say
from ui.widgets.suggesting_line import SuggestingLine
from ui.wizard.editors.choice import named
from ui.wizard.editors.editor import Editor

MONTHS: Final = 12
FULL_NUMBER: Final = "888888 88888888 888X"
FULL_CARD: Final = "8888 8888 8888 8888 888"
_RESIDENT = re.compile(r"\d{15}|\d{17}[\dX]")
_BEGUN = re.compile(r"[\dXx]{1,18}")


class IdentityEditor(Editor):
    """The number in groups of 6-8-4 while it is written, masked when the keyboard has left it."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._written = ""
        self.number = LimitedLine(limit=field.max_length, is_plain=True)
        self._watch(self.number)
        # What is dropped would go in between the stars.
        self.number.setAcceptDrops(False)
        self.kind = ChoiceLine()
        self._watch(self.kind)
        self.set_choices(field.choices.offered.items(), {})
        self.kind.setObjectName("identity_kind")
        self.kind.setAccessibleName(f"{field.label}:证件类型")
        self.kind.setMaximumWidth(ems(self.kind, 7))
        self.number.keep_room_for(FULL_NUMBER)
        self.kind.keep_room_for(field.choices.label_of("id_card"))
        line = row(self.number, self.kind, into=self, gap=4)
        line.setStretch(0, 3)
        line.setStretch(1, 2)
        self.number.typed.connect(self._on_number_typed)
        self.number.entered.connect(self._draw)
        self.number.left.connect(self._draw)

    def set_choices(self, choices: Iterable[tuple[str, str]], initials: dict[str, str]) -> None:
        """Gives the sorts of documents to choose from; the one in view stays."""
        self.kind.set_choices(named(self.field, choices, initials))

    def _show(self, value: object) -> None:
        known = value if isinstance(value, dict) else {}
        self._written = str(known.get("number") or known.get("typed") or "")
        kind = str(known.get("type") or "id_card")
        self.kind.show_code(kind, unknown=self.field.choices.label_of(kind))
        self._draw()

    def _read(self) -> Value:
        kind, number = self.kind.code or self.field.choices.find(self.kind.text().strip()), self._written
        if kind == "id_card" or not self.kind.text().strip():
            return parse(self.field, number)
        if kind is None:
            return {"typed": f"{self.kind.text().strip()} {number}".strip()}
        return {"type": kind, "number": number}

    def _draw(self) -> None:
        number = self._written.upper()
        if not _RESIDENT.fullmatch(number):
            self.number.show_text(self._written)
        elif self.number.hasFocus() or not isinstance(resident(number), Resident):
            # One that is not right stays open, so that one sees what to put right.
            self.number.show_text(grouped(number))
        else:
            self.number.show_text(masked(number))

    def _on_number_typed(self) -> None:
        text, cursor = self.number.text(), self.number.cursorPosition()
        self._written = re.sub(r"\s", "", text)
        if self.kind.code != "id_card" or not _BEGUN.fullmatch(self._written):
            return
        before = len(re.sub(r"\s", "", text[:cursor]))
        parts = (self._written[:6], self._written[6:14], self._written[14:])
        self.number.show_text(" ".join(part for part in parts if part).upper())
        self.number.setCursorPosition(before + (before > 6) + (before > 14))


class BankEditor(Editor):
    """Bank, holder and number: one field, for they make sense only together."""

    KEYS: Final = (("bank", "开户行"), ("holder", "户名"), ("number", "卡号"))

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._parts: dict[str, LimitedLine] = {}
        line = row(gap=6)
        for key, text in self.KEYS:
            limit = field.max_length
            part = SuggestingLine(limit=limit) if key == "bank" else LimitedLine(limit=limit, is_plain=key == "number")
            self._watch(part)
            part.setPlaceholderText(text)
            part.setAccessibleName(f"{field.label}:{text}")
            part.setObjectName(key)
            self._parts[key] = part
            if key == "number":
                part.keep_room_for(FULL_CARD)
            line.addWidget(part, 3 if key == "number" else 2)
        self._again = LimitedLine(limit=field.max_length, is_plain=True)
        self._watch(self._again)
        self._again.setObjectName("number_again")
        self._again.setPlaceholderText("卡号再输一遍")
        self._again.setAccessibleName(f"{field.label}:卡号再输一遍")
        self._again.hide()
        self._again.keep_room_for(FULL_CARD)
        self._compared = label(role="quiet", name="compared")
        self._compared.hide()
        again = row(self._again, 1, gap=6)
        again.setStretch(0, 1)
        column(line, again, self._compared, into=self, gap=2)
        self._parts["number"].left.connect(self._ask_again)
        self._again.left.connect(self._compare)

    def _ask_again(self) -> None:
        # A passbook has no check digit and a new card may have another: typed twice alike, the number stands.
        number = self._parts["number"].text()
        self._again.setVisible(bool(number.strip()) and bool(card_number(number)))
        self._compare()

    def _compare(self) -> None:
        again = self._again.text()
        is_same = bare(again) == bare(self._parts["number"].text())
        told = "两次输入的卡号一样" if is_same else "两次输入的卡号不一样,请对照银行卡再看一遍"
        set_state(self._compared, "role", "done" if is_same else "problem")
        say(self._compared, told if again.strip() else "")

    def suggest(self, texts: Mapping[str, Sequence[str]], initials: Mapping[str, str]) -> None:
        """Offers the banks that others have named."""
        bank = self._parts["bank"]
        if isinstance(bank, SuggestingLine):
            bank.suggest(texts.get("bank", ()), initials)

    def _show(self, value: object) -> None:
        known = value if isinstance(value, dict) else {}
        for key, part in self._parts.items():
            part.show_text(str(known.get(key) or ""))
        if "typed" in known:
            self._parts["number"].show_text(str(known["typed"]))
        self._again.show_text("")
        say(self._compared, "")
        self._again.hide()

    def _read(self) -> Value:
        held = {key: part.text().strip() for key, part in self._parts.items()}
        return dict(held) if any(held.values()) else None

    def _placeholder(self) -> str:
        return self.KEYS[0][1]


def _span(months: Sequence[int]) -> str:
    """The first and the last of some months, or the only one."""
    return " 至 ".join(str(month) for month in dict.fromkeys((months[0], months[-1])))


class MonthsEditor(Editor):
    """Twelve amounts with their sum; one key fills a month's amount to the right."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        grid = QGridLayout()
        grid.setSpacing(4)
        for month in range(MONTHS):
            cell = LimitedLine(limit=field.max_length, is_plain=True)
            self._watch(cell)
            cell.setProperty("role", "month")
            cell.setMinimumWidth(ems(cell, 3))
            cell.setAlignment(Qt.AlignmentFlag.AlignRight)
            cell.setObjectName(f"month{month + 1}")
            cell.setAccessibleName(f"{field.label}:{month + 1} 月")
            cell.left.connect(self._tidy)
            above, place = divmod(month, 6)
            grid.addWidget(label(f"{month + 1} 月", role="quiet"), above * 2, place)
            grid.addWidget(cell, above * 2 + 1, place)
        self._fill = button(
            "向右填满(&F)", name="fill_right", role="plain", tip="把这个月的金额填到后面还空着的各月(Ctrl+R)"
        )
        self._fill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fill.clicked.connect(self.fill_right)
        self._sum = label(role="number", name="sum")
        self._filled = label(role="quiet", name="filled", wrap=True)
        self._filled.hide()
        self._which = label(role="quiet", name="which_months", wrap=True)
        self._which.hide()
        column(self._which, grid, row(self._fill, 1, self._sum), self._filled, into=self, gap=4)
        self._last = 0

    def look_back_from(self, day: date) -> None:
        """Says of which year each month is asked."""
        years = [year_of_month(month, day) for month in range(1, MONTHS + 1)]
        for month, (year, cell) in enumerate(zip(years, self._lines, strict=True), start=1):
            cell.setAccessibleName(f"{self.field.label}:{year} 年 {month} 月")
        by_year = {year: [month for month, its in enumerate(years, 1) if its == year] for year in sorted(set(years))}
        told = ",".join(f"{year} 年 {_span(months)} 月" for year, months in by_year.items())
        say(self._which, f"近12个月:{told}")

    def fill_right(self) -> None:
        """Copies the amount of the month that the keyboard is in, or was last in, to the later months still empty."""
        for number, cell in enumerate(self._lines):
            self._last = number if cell.hasFocus() else self._last
        free = [cell for cell in self._lines[self._last + 1 :] if not cell.text().strip()]
        said = self._lines[self._last].text()
        if said.strip() and not free and self._last < MONTHS - 1:
            say(self._filled, "后面各月都填过了,没有改动;要改的月份请逐月改。")
        for cell in free:
            cell.show_text(said)
        self._gap = ""
        self._tidy()
        self.typed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+R fills to the right."""
        if event.key() == Qt.Key.Key_R and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.fill_right()
            return
        super().keyPressEvent(event)

    def _show(self, value: object) -> None:
        texts = [""] * MONTHS
        if isinstance(value, list):
            known = [show(self.field, [cell]) for cell in value]
            texts = (known + texts)[:MONTHS]
        elif value is not None:
            text = show(self.field, value)
            parts = ["" if part == "-" else part for part in text.split("/")]
            texts = parts if len(parts) == MONTHS else [text, *texts[1:]]
        for cell, text in zip(self._lines, texts, strict=True):
            cell.show_text(text)
        self._show_sum()

    def _read(self) -> Value:
        texts = [cell.text().strip() for cell in self._lines]
        if not any(texts):
            return None
        return [parse_month(text) for text in texts]

    def _on_typed(self) -> None:
        super()._on_typed()
        say(self._filled, "")
        self._show_sum()

    def _tidy(self) -> None:
        for number, cell in enumerate(self._lines):
            self._last = number if cell.hasFocus() else self._last
            amount = fen_of(cell.text()) if cell.text().strip() else None
            if amount is not None and not cell.hasFocus():
                cell.show_text(yuan(amount))
        self._show_sum()

    def _show_sum(self) -> None:
        amounts = [fen_in(fen_of(cell.text())) for cell in self._lines]
        self._sum.setText(f"全年合计 {yuan(sum(amounts))} 元")
