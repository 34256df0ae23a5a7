"""What a folder offers, shown before anything is taken: pictures newest first, ticked, given a type, taken in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import allow, button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.thumbs import Thumb, Thumbs
from ui.wizard.evidence_choice import EvidenceChoice


class IntakeSheet(QWidget):
    """Stands in the page's place while one chooses.

    Signals:
        take_requested: the ids ticked, their type and their member (empty for the whole household).
        cancel_requested: what is going on is to stop.
        closed: back to the page.
    """

    take_requested = Signal(list, str, str)
    cancel_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("evidence_intake")
        self._is_working = False
        close = button("关闭(&Q)", name="intake_close", role="plain", tip="Esc;没有勾的不会加入")
        self._title = ElidingLabel(role="heading", name="intake_title")
        self._told = label(role="quiet", name="intake_told", wrap=True)
        self._refused = label(role="problem", name="intake_refused", wrap=True)
        self.pictures = Thumbs(name="intake_pictures", spoken="文件夹里的图片和 PDF,按空格勾选", wraps=True)
        self.progress = ProgressPanel()
        self.choice = EvidenceChoice("intake")
        self._count = ElidingLabel(role="quiet", name="intake_count")
        self.take = button("加入勾选的(&I)", name="intake_take", role="main")
        head = row(close, self._title)
        head.setStretch(1, 1)
        foot = row(self.choice, self._count, self.take)
        foot.setStretch(1, 1)
        column(
            head,
            self._told,
            self._refused,
            self.pictures,
            self.progress,
            foot,
            into=self,
            gap=6,
        ).setStretch(3, 1)
        close.clicked.connect(self.closed)
        self.take.clicked.connect(self._on_take)
        self.pictures.ticked.connect(self._on_ticked)
        self.pictures.opened.connect(self._on_opened)
        self.choice.changed.connect(self._on_ticked)
        self.progress.cancel_requested.connect(self.cancel_requested)

    def begin(self, folder: str) -> None:
        """A folder is being looked through."""
        self._title.show_text(f"从文件夹加入:{folder}")
        say(self._told, "")
        say(self._refused, "")
        self.pictures.show_thumbs([])
        self._on_ticked()

    def show_plan(self, told: str, thumbs: Sequence[Thumb]) -> None:
        """Shows what there is; what was ticked stays so."""
        say(self._told, told)
        self.pictures.show_thumbs(thumbs)
        self._on_ticked()

    def show_refused(self, text: str) -> None:
        """Names what was not taken, and why."""
        say(self._refused, text)

    def set_working(self, doing: str) -> None:
        """Shows that something is going on; with nothing to say it is over."""
        self._is_working = bool(doing)
        if doing:
            self.progress.begin(doing)
        else:
            self.progress.end()
        self._on_ticked()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; Enter in a line does not leave the page."""
        if event.key() == Qt.Key.Key_Escape and not self._is_working:
            self.closed.emit()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def _on_opened(self, id_: str) -> None:
        # Enter ticks as Space does: in a list of pictures one wants nothing else of it.
        self.pictures.tick(id_)

    def _on_ticked(self) -> None:
        count = len(self.pictures.ticked_ids)
        has_type = bool(self.choice.type_code)
        missing = "按空格勾选,Ctrl+A 全选" if not count else "" if has_type else "请在左边选材料类型,再加入"
        self._count.show_text(",".join(part for part in (f"已勾 {count} 份" if count else "", missing) if part))
        can_take = not missing and not self._is_working
        allow(self.take, can_take, first=missing or "正在加入,请稍等")

    def _on_take(self) -> None:
        self.take_requested.emit(self.pictures.ticked_ids, self.choice.type_code, self.choice.member_row)
