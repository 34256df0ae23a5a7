"""The first start: headquarters or a field laptop, the first person, and the recovery words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QRadioButton, QSizePolicy, QStackedWidget, QWidget

from ui.widgets.gate import GateSheet
from ui.widgets.passphrase_line import PassphraseLine
from ui.widgets.pieces import button, column, emptied, label, row, say

WORD_COLUMNS = 6


class FirstRunView(GateSheet):
    """Signals:
    headquarters_requested, laptop_requested: organisation or code, name, passphrase.
    practice_requested: somebody would rather practise first.
    words_confirmed: the two words that were asked for, as typed.
    words_shown_again: back to the words.
    restore_requested: the data are to come from a back-up.
    """

    headquarters_requested = Signal(str, str, str)
    laptop_requested = Signal(str, str, str)
    practice_requested = Signal()
    words_written = Signal()
    words_confirmed = Signal(str, str)
    restore_requested = Signal()

    def __init__(self) -> None:
        super().__init__("first_run", "第一次使用", wide=40)
        self.setWindowTitle(self.title.text())
        self._stack = QStackedWidget()
        self._about = self._make_about()
        self._words = self._make_words()
        self._confirm = self._make_confirm()
        for page in (self._about, self._words, self._confirm):
            self._stack.addWidget(page)
        self._problem = label(role="problem", name="first_run_problem", wrap=True)
        self._stack.currentChanged.connect(self._on_page)
        self._on_page(0)
        self.body.addWidget(self._stack)
        self.body.addWidget(self._problem)
        self.told.setText("这台电脑上还没有数据。先说明它是总部,还是入户用的笔记本。")

    def show_problem(self, sentence: str) -> None:
        """Why nothing was made."""
        say(self._problem, sentence)
        self.reveal(self._problem)
        self._make.setEnabled(True)
        self._practice.setEnabled(True)
        self._make.setText("建立(&M)")

    def set_busy(self) -> None:
        """Keys are being worked out."""
        self._make.setEnabled(False)
        self._practice.setEnabled(False)
        self._make.setText("正在建立…")
        say(self._problem, "")

    def show_words(self, words: Sequence[str]) -> None:
        """Shows the recovery words, once."""
        self.title.setText("恢复词")
        self.told.setText(
            "口令全忘了的时候,只有它能打开数据。请按次序抄在纸上,装进信封锁好;程序不保存,也只显示这一次。"
        )
        grid = self._word_grid
        for number, word in enumerate(words, start=1):
            line, place = divmod(number - 1, WORD_COLUMNS)
            shown = label(f"{number}. {word}", role="words", name=f"word{number}")
            shown.setAccessibleName(f"第 {number} 个词 {word}")
            grid.addWidget(shown, line, place)
        self._stack.setCurrentWidget(self._words)
        self._written.setFocus()

    def ask_words(self, first: int, second: int) -> None:
        """Asks for two of the words by their numbers."""
        self.told.setText(f"请看着抄下的纸,填第 {first} 个和第 {second} 个词。")
        for line, number in ((self._first, first), (self._second, second)):
            line.setPlaceholderText(f"第 {number} 个词")
            line.setAccessibleName(f"第 {number} 个词")
            line.clear()
        self._stack.setCurrentWidget(self._confirm)
        self._first.setFocus()

    def forget_words(self) -> None:
        """Takes the words off the screen for good."""
        emptied(self._word_grid)

    def back_to_words(self, sentence: str) -> None:
        """The paper is not right: the words once more."""
        self._stack.setCurrentWidget(self._words)
        say(self._problem, sentence)
        self._written.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside the window."""
        super().resizeEvent(event)
        self.fit(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard stands at the first question."""
        super().showEvent(event)
        self._is_laptop.setFocus()

    def _make_about(self) -> QWidget:
        page = QWidget()
        self._is_laptop = QRadioButton("入户笔记本(&N):带着上门登记")
        self._is_laptop.setObjectName("is_laptop")
        self._is_headquarters = QRadioButton("总部(&H):汇总、审核、管理笔记本")
        self._is_headquarters.setObjectName("is_headquarters")
        self._is_laptop.setChecked(True)
        self._is_laptop.toggled.connect(self._on_kind)
        self._place_label = label("笔记本代号", role="label")
        self._place = _line("place")
        self._name_label = label("您的姓名", role="label")
        self._name = _line("name")
        self._name.setAccessibleName("您的姓名")
        self._passphrase = PassphraseLine("口令", name="passphrase")
        self._again = PassphraseLine("再输一遍口令", name="passphrase_again")
        self._place.returnPressed.connect(self._name.setFocus)
        self._name.returnPressed.connect(self._passphrase.setFocus)
        self._passphrase.entered_passphrase.connect(self._again.setFocus)
        self._again.entered_passphrase.connect(self._on_make)
        self._practice = button("先练习一下(练习模式)(&X)", name="practise")
        self._practice.clicked.connect(self.practice_requested)
        self._make = button("建立(&M)", name="make", role="main")
        self._make.clicked.connect(self._on_make)
        hint = label("口令至少十个字;四五个不相干的词连起来,又好记又难猜。", role="hint", wrap=True)
        restore = button("从备份恢复(&B)…", name="restore", role="plain")
        restore.clicked.connect(self.restore_requested)
        foot = row(self._practice, 1, restore, self._make)
        column(self._is_laptop, self._is_headquarters, self._make_questions(), hint, foot, into=page, gap=10)
        self._on_kind(is_laptop=True)
        return page

    def _make_questions(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        parts = [
            (self._place_label, self._place),
            (self._name_label, self._name),
            (label("口令", role="label"), self._passphrase),
            (label("再输一遍", role="label"), self._again),
        ]
        for line, (text, part) in enumerate(parts):
            grid.addWidget(text, line, 0)
            grid.addWidget(part, line, 1)
        return grid

    def _make_words(self) -> QWidget:
        page = QWidget()
        self._word_grid = QGridLayout()
        self._word_grid.setSpacing(10)
        self._written = button("抄好了(&W)", name="words_written", role="main")
        self._written.clicked.connect(self.words_written)
        column(self._word_grid, row(1, self._written), into=page, gap=14)
        return page

    def _make_confirm(self) -> QWidget:
        page = QWidget()
        self._first, self._second = _line("word_first"), _line("word_second")
        agree = button("核对(&C)", name="words_agree", role="main")
        agree.clicked.connect(self._on_confirm)
        self._second.returnPressed.connect(self._on_confirm)
        self._first.returnPressed.connect(self._second.setFocus)
        column(row(self._first, self._second), row(1, agree), into=page, gap=14)
        return page

    def _on_page(self, current: int) -> None:
        # A stack is as tall as its tallest page; only the one in view shall count.
        for number in range(self._stack.count()):
            policy = QSizePolicy.Policy.Preferred if number == current else QSizePolicy.Policy.Ignored
            self._stack.widget(number).setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        # What was wrong on one page is not wrong on the next.
        say(self._problem, "")

    def _on_kind(self, is_laptop: bool) -> None:
        self._place_label.setText("笔记本代号" if is_laptop else "单位名称")
        self._place.setPlaceholderText("如 L1,印在调查编号里" if is_laptop else "如 某某区总工会困难职工帮扶中心")
        self._place.setAccessibleName("笔记本代号" if is_laptop else "单位名称")

    def _on_make(self) -> None:
        place, name = self._place.text().strip(), self._name.text().strip()
        if not place or not name:
            self.show_problem("请填代号(或单位名称)和您的姓名。")
        elif self._passphrase.text != self._again.text:
            self.show_problem("两遍口令不一样,请再输一遍。")
        else:
            wanted = self.laptop_requested if self._is_laptop.isChecked() else self.headquarters_requested
            wanted.emit(place, name, self._passphrase.text)

    def _on_confirm(self) -> None:
        self.words_confirmed.emit(self._first.text().strip(), self._second.text().strip())


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setMaxLength(100)
    return line
