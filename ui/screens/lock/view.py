"""The cover: whose work lies under it, and the PIN or passphrase that brings it back."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent

from ui.widgets.gate import GateSheet
from ui.widgets.passphrase_line import PIN_LENGTH, PassphraseLine
from ui.widgets.pieces import button, label, row, say

WAITING: Final = "正在做完手头的事,做完就锁定,然后可以解锁…"


class LockView(GateSheet):
    """Signals:
    pin_given, passphrase_given: what was typed.
    other_requested: somebody else wants to sign in.
    """

    pin_given = Signal(str)
    passphrase_given = Signal(str)
    other_requested = Signal()

    def __init__(self) -> None:
        super().__init__("lock", "已锁定")
        self.setWindowTitle("已锁定")
        self._by_pin = False
        self._has_pin = False
        self._is_waiting = True
        self._asked = label("PIN", role="label", name="lock_asked")
        self._pin = PassphraseLine("PIN", name="lock_pin", key="S")
        self._pin.line.setMaxLength(PIN_LENGTH)
        self._pin.entered_passphrase.connect(self._on_unlock)
        self._passphrase = PassphraseLine("口令", name="lock_passphrase", key="S")
        self._passphrase.entered_passphrase.connect(self._on_unlock)
        self._problem = label(role="problem", name="lock_problem", wrap=True)
        self._unlock = button("解锁(&L)", name="unlock", role="main")
        self._unlock.clicked.connect(self._on_unlock)
        self._way = button("用口令解锁(&P)", name="lock_way", role="plain")
        self._way.clicked.connect(self._on_way)
        self._other = button("换人登录(&O)…", name="lock_other", role="plain")
        self._other.clicked.connect(self.other_requested)
        for part in (self._asked, self._pin, self._passphrase, self._problem):
            self.body.addWidget(part)
        self.body.addLayout(row(self._way, self._other, 1, self._unlock))
        self.show_waiting()

    def show_waiting(self) -> None:
        """Covers already, while what is on its way is still being done."""
        self._is_waiting = True
        self.told.setText(WAITING)
        for part in (self._asked, self._pin, self._passphrase, self._way, self._other, self._unlock):
            part.hide()
        self._pin.clear()
        self._passphrase.clear()
        say(self._problem, "")

    def show_doing(self, doing: str) -> None:
        """What is still being done, when it takes long."""
        if self._is_waiting:
            self.told.setText(f"{WAITING}\n{doing}" if doing else WAITING)

    def ask(self, name: str, *, by_pin: bool, told: str) -> None:
        """Asks for the PIN, or without one for the passphrase."""
        self._is_waiting = False
        self.told.setText(f"{name} 已登录。{told}")
        self._has_pin = by_pin
        for part in (self._asked, self._unlock, self._other):
            part.show()
        self._ask_for(by_pin=by_pin)
        self.set_busy(is_busy=False)

    def show_problem(self, sentence: str) -> None:
        """Why it stays locked; it is typed anew."""
        self.set_busy(is_busy=False)
        say(self._problem, sentence)
        self._line.clear()
        self._line.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """While keys are worked out nothing can be pressed twice."""
        for part in (self._unlock, self._other, self._way):
            part.setEnabled(not is_busy)
        self._unlock.setText("正在解锁…" if is_busy else "解锁(&L)")

    def take_keyboard(self) -> None:
        """The keyboard stands where one types; the field under the cover does not notice that it left."""
        target = self._line.line if self._line.isVisibleTo(self) else self
        target.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside the window."""
        super().resizeEvent(event)
        self.fit(self.width())

    @property
    def _line(self) -> PassphraseLine:
        return self._pin if self._by_pin else self._passphrase

    def _ask_for(self, *, by_pin: bool) -> None:
        self._by_pin = by_pin
        self._asked.setText("PIN" if by_pin else "口令")
        self._pin.setVisible(by_pin)
        self._passphrase.setVisible(not by_pin)
        self._way.setVisible(self._has_pin)
        self._way.setText("用口令解锁(&P)" if by_pin else "用 PIN 解锁(&P)")
        say(self._problem, "")
        for line in (self._pin, self._passphrase):
            line.clear()
        self.take_keyboard()

    def _on_way(self) -> None:
        self._ask_for(by_pin=not self._by_pin)

    def _on_unlock(self) -> None:
        if not self._unlock.isEnabled():
            return
        text = self._line.text
        if not text:
            self.show_problem("请输入 PIN。" if self._by_pin else "请输入口令。")
            return
        self.set_busy(is_busy=True)
        (self.pin_given if self._by_pin else self.passphrase_given).emit(text)
