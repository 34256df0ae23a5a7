"""What long work shows: what it is doing, how far it is, and a way to stop it that leaves no debris."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from ui.widgets.pieces import button, label, row


class ProgressPanel(QFrame):
    """Hidden until something runs.

    Signals:
        cancel_requested: the user wants it to stop.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress_panel")
        self._doing = label(name="progress_doing")
        self._bar = QProgressBar()
        self._bar.setObjectName("progress_bar")
        self._bar.setAccessibleName("进度")
        self._cancel = button("停止(&C)", name="progress_cancel")
        self._cancel.clicked.connect(self._on_cancel)
        row(self._doing, self._bar, self._cancel, into=self).setStretch(1, 1)
        self.hide()

    def begin(self, doing: str) -> None:
        """Shows that work has begun."""
        self._cancel.setEnabled(True)
        self.show_progress(doing, 0, 0)
        self.show()

    def show_progress(self, doing: str, done: int, total: int) -> None:
        """Shows how far it is; a total of 0 means that nobody knows."""
        self._doing.setText(doing)
        # Bytes of large files do not fit into Qt's 32 bits.
        shrink = max(1, total // 1_000_000)
        self._bar.setRange(0, total // shrink)
        self._bar.setValue(min(done, total) // shrink)
        self._bar.setFormat(f"{done:,} / {total:,}" if total else "")

    def end(self) -> None:
        """Takes the panel away."""
        self.hide()

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self._doing.setText("正在停止…")
        self.cancel_requested.emit()
