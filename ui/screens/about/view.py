"""设置: the size of type, this machine, and how laptops and headquarters come to know each other."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.about.faces_card import FacesCard
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, emptied, frame, label, row, scrolled

SCALES: Final = (100, 110, 125, 140, 160)


class AboutView(QWidget):
    """Signals:
    scale_chosen: the size of type in per cent.
    request_wanted: the folder that the laptop's request is to be written to.
    answer_given: headquarters' answer file and the digits that headquarters read aloud.
    admission_wanted: a laptop's request, its code, the digits that its user read aloud.
    reference_requested: 基础数据.
    spreadsheets_requested: the user wants to import or export spreadsheets.
    printers_requested: how forms are printed on this machine.
    """

    scale_chosen = Signal(int)
    request_wanted = Signal(str)
    answer_given = Signal(str, str)
    admission_wanted = Signal(str, str, str)
    reference_requested = Signal()
    spreadsheets_requested = Signal()
    printers_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("about")
        sheet = QWidget()
        self.faces = FacesCard()
        self._enrolment = frame("card", name="enrolment")
        self._admission = self._make_admission()
        self._parts = column(
            label("设置", role="title"),
            self._make_machine(),
            self.faces,
            self._make_printers(),
            self._make_spreadsheets(),
            self._make_enrolment(),
            self._admission,
            self._make_reference(),
            1,
            into=sheet,
            margin=14,
            gap=12,
        )
        column(scrolled(sheet, name="about_area"), into=self)
        self._look()

    def add_part(self, part: QWidget) -> None:
        """Takes in another card, under those that are there."""
        self._parts.insertWidget(self._parts.count() - 1, part)

    def show_scale(self, scale: int) -> None:
        """The size of type in use."""
        self._scale.setCurrentIndex(max(0, self._scale.findData(scale)))

    def show_machine(self, facts: Sequence[tuple[str, str]]) -> None:
        """What this machine is."""
        emptied(self._facts)
        for line, (title, text) in enumerate(facts):
            self._facts.addWidget(label(title, role="label"), line, 0)
            shown = label(text, wrap=True, name=f"machine{line}")
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._facts.addWidget(shown, line, 1)
        self._facts.setColumnStretch(1, 1)

    def show_roles(self, *, is_headquarters: bool, is_enrolled: bool) -> None:
        """A laptop asks to be admitted, headquarters admits."""
        self._enrolment.setVisible(not is_headquarters)
        self._admission.setVisible(is_headquarters)
        self._enrolled.setText("已入网。换了总部或重装后才需要再来一次。" if is_enrolled else _HOW_TO_ENROL)

    def show_digits(self, told: str, digits: str) -> None:
        """The digits to be read aloud over the telephone."""
        for shown, text in ((self._told, told), (self._admitted, told)):
            shown.setText(text)
        for shown in (self._digits, self._own_digits):
            shown.setText(digits)

    def show_devices(self, lines: Sequence[Line]) -> None:
        """The machines that headquarters knows."""
        self._devices.table.show(lines)
        self._devices.hold(max(2, min(len(lines), 6)))

    def _make_machine(self) -> QFrame:
        card = frame("card", name="machine_card")
        self._scale = QComboBox()
        self._scale.setObjectName("scale")
        self._scale.setAccessibleName("字的大小")
        for scale in SCALES:
            self._scale.addItem(f"{scale}%", scale)
        self._scale.activated.connect(lambda number: self.scale_chosen.emit(int(self._scale.itemData(number))))
        self.setFocusProxy(self._scale)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(16)
        head = row(label("这台机器", role="heading"), 1, label("字的大小", role="label"), self._scale)
        column(head, self._facts, into=card, margin=14)
        return card

    def _make_reference(self) -> QFrame:
        card = frame("card", name="reference_card")
        show = button("基础数据(&J)…", name="show_reference")
        show.clicked.connect(self.reference_requested)
        told = label("代码表、问卷、补充字段、表样、标准、规则:总部改,笔记本看。", role="quiet", wrap=True)
        line = row(show, told, into=card, margin=14)
        line.setStretch(1, 1)
        return card

    def _make_printers(self) -> QFrame:
        card = frame("card", name="printers_card")
        go = button("打印机设置(&F)…", name="to_printers")
        go.clicked.connect(self.printers_requested)
        told = label("每种表用哪台打印机、哪个纸盒、几份,双面怎么打。", role="quiet", wrap=True)
        line = row(go, told, into=card, margin=14)
        line.setStretch(1, 1)
        card.hide()
        self._printers = card
        return card

    def offer_printers(self) -> None:
        """Whoever is signed in may print."""
        self._printers.show()

    def _make_spreadsheets(self) -> QFrame:
        card = frame("card", name="spreadsheets_card")
        go = button("表格导入与导出(&G)…", name="to_spreadsheets")
        go.clicked.connect(self.spreadsheets_requested)
        told = label("把名册导入成户档案,写模板,把户档案导出成表格。", role="quiet", wrap=True)
        line = row(go, told, gap=12)
        line.setStretch(1, 1)
        column(label("表格", role="heading"), line, into=card, margin=14)
        return card

    def _make_enrolment(self) -> QFrame:
        self._enrolled = label(role="quiet", name="enrolled", wrap=True)
        ask = button("1. 把入网申请写入U盘(&Q)…", name="write_request")
        ask.clicked.connect(lambda: self._pick_folder(self.request_wanted.emit))
        self._told = label(role="quiet", name="request_told", wrap=True)
        self._digits = label(role="title", name="own_digits")
        self._answer_digits = _digits_line("answer_digits")
        give = self._give = button("2. 读取总部的答复(&A)…", name="read_answer")
        self._answer_digits.textChanged.connect(self._look)
        give.clicked.connect(
            lambda: self._pick_file(
                "总部的答复 (*.fscert)", lambda path: self.answer_given.emit(path, self._answer_digits.text())
            )
        )
        column(
            label("入网", role="heading"),
            self._enrolled,
            row(ask, 1),
            self._told,
            self._digits,
            row(self._answer_digits, give),
            into=self._enrolment,
            margin=14,
        )
        return self._enrolment

    def _make_admission(self) -> QFrame:
        card = frame("card", name="admission")
        columns = [
            Column("代号", 4),
            Column("岗位", 5),
            Column("最近写入", 10),
            Column("最近读取", 10),
            Column("未确认", 4),
        ]
        self._devices = LinesView(LinesTable(columns), name="devices", spoken="已入网的设备")
        self._code = LimitedLine(limit=12)
        self._code.setObjectName("admit_code")
        self._code.setPlaceholderText("代号,如 L1")
        self._code.setAccessibleName("给这台笔记本的代号")
        self._request_digits = _digits_line("request_digits")
        admit = self._admit = button("接纳一台笔记本(&A)…", name="admit")
        for line in (self._code, self._request_digits):
            line.textChanged.connect(self._look)
        admit.clicked.connect(
            lambda: self._pick_file(
                "入网申请 (*.fsreq)",
                lambda path: self.admission_wanted.emit(path, self._code.text().strip(), self._request_digits.text()),
            )
        )
        self._admitted = label(role="quiet", name="admitted", wrap=True)
        self._own_digits = label(role="title", name="root_digits")
        column(
            label("笔记本", role="heading"),
            self._devices,
            label(_HOW_TO_ADMIT, role="quiet", name="how_to_admit", wrap=True),
            row(self._code, self._request_digits, admit),
            self._admitted,
            self._own_digits,
            into=card,
            margin=14,
        )
        return card

    def _look(self) -> None:
        """What is asked for first, before the file."""
        has_digits = bool(self._answer_digits.text().strip())
        allow(self._give, has_digits, first="请先写总部在电话里读出的 12 位核对码")
        is_ready = bool(self._code.text().strip() and self._request_digits.text().strip())
        allow(self._admit, is_ready, first="请先写代号和对方读出的 12 位核对码")

    def _pick_folder(self, then: object) -> None:
        dialog = QFileDialog(self, "选U盘的文件夹", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog, then)

    def _pick_file(self, kinds: str, then: object) -> None:
        dialog = QFileDialog(self, "选文件", str(Path.home()), kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, then)

    def _open(self, dialog: QFileDialog, then: object) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()


_HOW_TO_ENROL: Final = (
    "还没有入网:可以先入户,入网后才能写入和读取U盘。"
    "先把申请写入U盘交给总部,打电话把下面的核对码读给总部;总部写好答复后,写下总部读出的核对码,再读取答复。"
)


_HOW_TO_ADMIT: Final = "给笔记本一个代号,请对方在电话里读出它的核对码,写好这两样,再选U盘上的入网申请。"


def _digits_line(name: str) -> LimitedLine:
    line = LimitedLine(limit=20, is_plain=True)
    line.setObjectName(name)
    line.setPlaceholderText("对方读出的 12 位核对码")
    line.setAccessibleName("对方读出的核对码")
    return line
