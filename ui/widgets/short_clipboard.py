"""The clipboard for what must not stay there: emptied after a while, and kept out of clipboard histories."""

from typing import Final

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

KEPT_MS: Final = 30_000
# How Windows, and the clipboard histories of KDE and its like, are asked to pass something over.
PASSED_OVER: Final = {
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\x00",
    'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': bytes(4),
    'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': bytes(4),
    "x-kde-passwordManagerHint": b"secret",
}


class ShortClipboard(QObject):
    """Signals:
    emptied: what was put there has been taken out again because its time was over.
    """

    emptied = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._text = ""
        self._time = QTimer(self)
        self._time.setSingleShot(True)
        self._time.setInterval(KEPT_MS)
        self._time.timeout.connect(self._on_time)

    def put(self, text: str) -> None:
        """Puts a text there for half a minute, instead of what was there."""
        passing = QMimeData()
        passing.setText(text)
        for name, said in PASSED_OVER.items():
            passing.setData(name, said)
        QGuiApplication.clipboard().setMimeData(passing)
        self._text = text
        self._time.start()

    def empty(self) -> None:
        """Takes out what was put there; what somebody copied meanwhile is theirs and stays."""
        self._time.stop()
        if self._text and QGuiApplication.clipboard().text() == self._text:
            QGuiApplication.clipboard().clear()
        self._text = ""

    def _on_time(self) -> None:
        self.empty()
        self.emptied.emit()
