"""The bar at the top of the window where the program speaks; it never takes the keyboard away."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from ui.theme import set_state
from ui.widgets.pieces import button, label, row

LINGER_MS: Final = 8_000


class MessageBar(QFrame):
    """One sentence at a time. Good news goes by itself; what needs an eye stays until it is closed or holds no more."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message_bar")
        self._text = label(name="message", wrap=True)
        self._text.setAccessibleName("消息")
        close = button("知道了(&X)", name="message_close", role="plain")
        close.clicked.connect(self.clear)
        line = row(self._text, close, into=self)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 4, 8, 4)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(LINGER_MS)
        self._fade.timeout.connect(self.clear)
        self.hide()

    def say(self, kind: str, sentence: str) -> None:
        """Shows a sentence: `told`, `done`, `soft` or `stop`."""
        set_state(self, "kind", kind)
        set_state(self._text, "kind", kind)
        self._text.setText(sentence)
        self.show()
        if kind in ("told", "done"):
            self._fade.start()
        else:
            self._fade.stop()

    def take_back(self, sentence: str) -> None:
        """Takes away this sentence, if it is still here: it does not hold any more."""
        if self._text.text() == sentence:
            self.clear()

    def clear(self) -> None:
        """Takes the sentence away."""
        self._fade.stop()
        self.hide()
