"""Small pictures side by side, each with a few words under it; Enter opens, Space ticks where ticking is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QIcon, QImage, QKeyEvent, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem

from ui.theme import COLOURS, ems

ID: Final = Qt.ItemDataRole.UserRole
ICON_EMS: Final = 7.5
BOX_EMS: Final = 2.5
LINES: Final = 2


@dataclass(frozen=True, slots=True)
class Thumb:
    """One picture: whom it stands for, two lines under it, its mark ("", `soft`, `stop`, `quiet`), what more to say.

    `can_tick` is False for what cannot be chosen, such as a file that is here already.
    """

    id: str
    text: str
    mark: str = ""
    tip: str = ""
    can_tick: bool = True


class Thumbs(QListWidget):
    """A row of pictures, or with `wraps` as many rows as there are.

    Signals:
        chosen: the id of the picture that the user stands on.
        opened: the id of the picture on which Enter was pressed, or that was double-clicked.
        ticked: something has been ticked or is no longer.
        looked: other pictures have come into view.
    """

    chosen = Signal(str)
    opened = Signal(str)
    ticked = Signal()
    looked = Signal()

    def __init__(self, *, name: str, spoken: str, wraps: bool = False) -> None:
        super().__init__()
        self._wraps = wraps
        self._drawn: set[str] = set()
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(wraps)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Names that a camera gives differ at their end.
        self.setTextElideMode(Qt.TextElideMode.ElideLeft if wraps else Qt.TextElideMode.ElideRight)
        scroll = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded if wraps else scroll)
        self.setHorizontalScrollBarPolicy(scroll if wraps else Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.currentItemChanged.connect(self._on_current)
        self.itemDoubleClicked.connect(lambda item: self.opened.emit(str(item.data(ID))))
        self.itemChanged.connect(lambda _: self.ticked.emit())
        bar = self.verticalScrollBar() if wraps else self.horizontalScrollBar()
        bar.valueChanged.connect(lambda _: self.looked.emit())

    def show_thumbs(self, thumbs: Sequence[Thumb]) -> None:
        """Replaces everything; pictures that were drawn stay, and so does where one stands and what is ticked."""
        stood, ticked = self.chosen_id, set(self.ticked_ids)
        icons = {self._id(row): self.item(row).icon() for row in range(self.count()) if self._id(row) in self._drawn}
        self.blockSignals(True)
        self.clear()
        self._measure()
        for thumb in thumbs:
            self.addItem(self._made(thumb, icons.get(thumb.id), is_ticked=thumb.id in ticked))
        self._drawn &= {thumb.id for thumb in thumbs}
        known = [thumb.id for thumb in thumbs]
        if known:
            self.setCurrentRow(known.index(stood) if stood in known else 0)
        self.blockSignals(False)

    def change(self, thumb: Thumb) -> None:
        """Shows other words under one picture."""
        item = self._item(thumb.id)
        if item is not None:
            self.blockSignals(True)
            self._write(item, thumb, is_ticked=item.checkState() == Qt.CheckState.Checked)
            self.blockSignals(False)

    def draw(self, id_: str, image: QImage | None) -> None:
        """Puts a picture in its place; None where there is none to show."""
        item = self._item(id_)
        if item is not None:
            self._drawn.add(id_)
            self.blockSignals(True)
            item.setIcon(self._icon(image))
            self.blockSignals(False)
            # Blocked signals also keep the view from hearing of the change.
            self.viewport().update()

    def undrawn(self) -> str:
        """The first picture in view that is still to be drawn; empty when all are."""
        view = self.viewport().rect().adjusted(0, 0, 0, self.iconSize().height())
        for row in range(self.count()):
            if self._id(row) not in self._drawn and view.intersects(self.visualItemRect(self.item(row))):
                return self._id(row)
        return ""

    def choose(self, id_: str) -> None:
        """Stands on a picture, without telling."""
        item = self._item(id_)
        if item is not None:
            self.blockSignals(True)
            self.setCurrentItem(item)
            self.blockSignals(False)
            self.scrollToItem(item)

    def tick(self, id_: str) -> None:
        """Ticks a picture, or takes the tick away."""
        item = self._item(id_)
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            is_ticked = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if is_ticked else Qt.CheckState.Checked)

    @property
    def chosen_id(self) -> str:
        """The picture that the user stands on, or nothing."""
        index = self.currentIndex()
        return str(index.data(ID)) if index.isValid() else ""

    @property
    def ticked_ids(self) -> list[str]:
        """What is ticked, in order."""
        items = [self.item(row) for row in range(self.count())]
        return [str(item.data(ID)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, once however long it is held; Ctrl+A ticks all that can be."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if self.chosen_id and not event.isAutoRepeat():
                self.opened.emit(self.chosen_id)
            return
        if self._wraps and event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._tick_all()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard always stands somewhere."""
        super().focusInEvent(event)
        if self.currentItem() is None and self.count():
            self.setCurrentRow(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in view."""
        super().resizeEvent(event)
        self.looked.emit()

    def moveCursor(  # noqa: N802  # Qt calls it.
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """In one row Up and Down go on like Left and Right would not; they stay where they are."""
        if not self._wraps and action in (QListView.CursorAction.MoveUp, QListView.CursorAction.MoveDown):
            return self.currentIndex()
        return super().moveCursor(action, modifiers)

    def _measure(self) -> None:
        side = ems(self, ICON_EMS)
        line = self.fontMetrics().height()
        self.setIconSize(QSize(side, round(side * 0.75)))
        box = ems(self, BOX_EMS) if self._wraps else 0
        self.setGridSize(QSize(side + 24 + box, round(side * 0.75) + line * LINES + 22))
        if not self._wraps:
            bar = self.horizontalScrollBar().sizeHint().height()
            self.setFixedHeight(self.gridSize().height() + bar + 4)

    def _made(self, thumb: Thumb, icon: QIcon | None, *, is_ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(icon or self._icon(None), "")
        item.setData(ID, thumb.id)
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._write(item, thumb, is_ticked=is_ticked)
        return item

    def _write(self, item: QListWidgetItem, thumb: Thumb, *, is_ticked: bool) -> None:
        item.setText(thumb.text)
        item.setToolTip(thumb.tip or thumb.text)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{thumb.text} {thumb.tip}".replace("\n", " ").strip())
        item.setForeground(QColor(COLOURS[_MARKS.get(thumb.mark, "ink")]))
        if self._wraps:
            flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
            item.setFlags(flags | Qt.ItemFlag.ItemIsUserCheckable if thumb.can_tick else flags)
            state = Qt.CheckState.Checked if is_ticked and thumb.can_tick else Qt.CheckState.Unchecked
            item.setData(Qt.ItemDataRole.CheckStateRole, state if thumb.can_tick else None)

    def _icon(self, image: QImage | None) -> QIcon:
        """The picture in the middle of a pale field, so that all are equally large."""
        ratio = self.devicePixelRatioF()
        field = QPixmap(self.iconSize() * ratio)
        field.setDevicePixelRatio(ratio)
        field.fill(QColor(COLOURS["hair"]))
        if image is not None and not image.isNull():
            size = image.size().scaled(self.iconSize(), Qt.AspectRatioMode.KeepAspectRatio)
            spare = self.iconSize() - size
            painter = QPainter(field)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(QRect(QPoint(spare.width() // 2, spare.height() // 2), size), image)
            painter.end()
        icon = QIcon(field)
        # Neither tinted when chosen nor greyed: it is a document, not a symbol.
        icon.addPixmap(field, QIcon.Mode.Selected)
        return icon

    def _tick_all(self) -> None:
        items = [self.item(row) for row in range(self.count())]
        free = [item for item in items if item.flags() & Qt.ItemFlag.ItemIsUserCheckable]
        wanted = Qt.CheckState.Unchecked
        if any(item.checkState() != Qt.CheckState.Checked for item in free):
            wanted = Qt.CheckState.Checked
        for item in free:
            item.setCheckState(wanted)

    def _on_current(self, item: QListWidgetItem | None, _: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(ID)))

    def _item(self, id_: str) -> QListWidgetItem | None:
        return next((self.item(row) for row in range(self.count()) if self._id(row) == id_), None)

    def _id(self, row: int) -> str:
        return str(self.item(row).data(ID))


_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_MARKS: Final = {"soft": "soft_ink", "stop": "stop", "quiet": "quiet"}


def image_of(width: int, height: int, pixels: bytes) -> QImage:
    """Plain RGB bytes as Qt draws them; no decoder of Qt's ever sees what came from outside."""
    return QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
