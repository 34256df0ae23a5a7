"""打印字体: what forms are printed in on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QComboBox, QFrame

from ui.widgets.pieces import column, label, row

OWN: Final = "随程序({})"
LOOKING: Final = "正在看本机装了哪些字体…"
NONE_FOUND: Final = "本机没有装仿宋或小标宋。装好后再打开“设置”,这里就能选。"
SOME_FOUND: Final = "选了本机的字体,里面没有的字仍用程序自带的字体补上。"


@dataclass(frozen=True, slots=True)
class FaceChoice:
    """One line of a list: what is chosen by it, its name, and why it cannot be chosen, if so."""

    key: object
    name: str
    trouble: str = ""


class FacesCard(QFrame):
    """Signals:
    body_chosen, title_chosen: the key of the chosen face; None is the program's own.
    """

    body_chosen = Signal(object)
    title_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("faces_card")
        self.setProperty("role", "card")
        self._body = _combo("body_face", "表格正文的字体", OWN.format("思源宋体"))
        self._title = _combo("title_face", "表格标题的字体", OWN.format("思源宋体粗体"))
        self._told = label(LOOKING, role="quiet", name="faces_told", wrap=True)
        self._body.activated.connect(lambda line: self.body_chosen.emit(self._body.itemData(line)))
        self._title.activated.connect(lambda line: self.title_chosen.emit(self._title.itemData(line)))
        choices = row(label("正文", role="label"), self._body, label("标题", role="label"), self._title, 1, gap=8)
        column(label("打印字体", role="heading"), choices, self._told, into=self, margin=14)

    def show_faces(self, body: Sequence[FaceChoice], title: Sequence[FaceChoice]) -> None:
        """What there is to choose from, the program's own first."""
        for combo, faces in ((self._body, body), (self._title, title)):
            _fill(combo, faces)
        troubles = [f"“{face.name}”{face.trouble}" for face in (*body, *title) if face.trouble]
        usable = len(body) + len(title) - len(troubles)
        self._told.setText(";".join([*troubles, SOME_FOUND if usable else NONE_FOUND]))

    def choose(self, body: object, title: object) -> None:
        """What is in use."""
        for combo, key in ((self._body, body), (self._title, title)):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(next((line for line in range(combo.count()) if combo.itemData(line) == key), 0))


def _combo(name: str, spoken: str, own: str) -> QComboBox:
    combo = QComboBox()
    combo.setObjectName(name)
    combo.setAccessibleName(spoken)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.addItem(own, None)
    return combo


def _fill(combo: QComboBox, faces: Sequence[FaceChoice]) -> None:
    with QSignalBlocker(combo):
        while combo.count() > 1:
            combo.removeItem(1)
        model = combo.model()
        for face in faces:
            combo.addItem(f"{face.name}(不能用)" if face.trouble else face.name, face.key)
            if face.trouble and isinstance(model, QStandardItemModel):
                item = model.item(combo.count() - 1)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
