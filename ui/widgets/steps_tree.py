"""The steps of a verdict as a tree: what was asked, on which numbers, from which source, and how it came out."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from fieldsurvey.rules.wording import ToldStep
from ui.theme import COLOURS, ems

_INKS: Final = {True: "done", False: "quiet", None: "soft_ink"}
_ADDRESS: Final = Qt.ItemDataRole.UserRole


class StepsTree(QTreeWidget):
    """Whoever opens a step sees what it is made of; a line that comes from a field leads there.

    Signals:
        point_opened: the address of a field.
    """

    point_opened = Signal(str)

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName("逐条对照规则")
        self.setColumnCount(2)
        self.setHeaderLabels(["步骤", "结果"])
        self.setRootIsDecorated(True)
        self.setUniformRowHeights(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.itemDoubleClicked.connect(lambda item, _: self._open(item))

    def show_steps(self, steps: Sequence[ToldStep], notes: Sequence[tuple[str, Sequence[str]]] = ()) -> None:
        """Shows steps; those that hold or cannot be told stand open. Notes, a title with its lines, come first."""
        self.clear()
        self.header().resizeSection(1, ems(self, 4.2))
        for title, lines in notes:
            item = QTreeWidgetItem([title, ""])
            for line in lines:
                _leaf(item, line)
            self.addTopLevelItem(item)
        for step in steps:
            self.addTopLevelItem(_item(step))
        for number in range(len(notes), self.topLevelItemCount()):
            _unfold(self.topLevelItem(number))

    def texts(self) -> list[str]:
        """Every line in view order, for whoever reads it aloud."""
        return [text for number in range(self.topLevelItemCount()) for text in _texts(self.topLevelItem(number))]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the field, or opens and closes a step."""
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._open(item)
            return
        super().keyPressEvent(event)

    def _open(self, item: QTreeWidgetItem) -> None:
        address = item.data(0, _ADDRESS)
        if isinstance(address, str) and address:
            self.point_opened.emit(address)
        else:
            item.setExpanded(not item.isExpanded())


def _item(step: ToldStep) -> QTreeWidgetItem:
    item = QTreeWidgetItem([step.title or "条件", step.outcome])
    item.setForeground(1, QColor(COLOURS[_INKS[step.result]]))
    source = f"依据:{step.source}{'(假设,可改)' if step.is_assumed else ''}" if step.source else ""
    item.setToolTip(0, source)
    item.setData(0, _ADDRESS, "")
    told = [text for text in (step.formula, step.threshold) if text]
    for text in told:
        _leaf(item, text)
    for each in step.inputs:
        # What repeats the title says nothing.
        label = "" if each.label == step.title else f"{each.label}:"
        _leaf(item, f"{label}{each.text}", each.address)
    for inner in step.steps:
        item.addChild(_item(inner))
    if source:
        _leaf(item, source)
    return item


def _leaf(item: QTreeWidgetItem, text: str, address: str = "") -> None:
    made = QTreeWidgetItem([text, ""])
    made.setForeground(0, QColor(COLOURS["quiet"]))
    made.setData(0, _ADDRESS, address)
    item.addChild(made)


def _unfold(item: QTreeWidgetItem | None) -> None:
    """Opens what led to the outcome: the steps that came out as it did."""
    if item is None:
        return
    is_open = item.text(1) != "不成立"
    item.setExpanded(is_open)
    for number in range(item.childCount()):
        if is_open:
            _unfold(item.child(number))


def _texts(item: QTreeWidgetItem | None) -> list[str]:
    if item is None:
        return []
    inner = [text for number in range(item.childCount()) for text in _texts(item.child(number))]
    return [f"{item.text(0)} {item.text(1)}".strip(), *inner]
