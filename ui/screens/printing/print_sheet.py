"""The sheet on which printing is decided: form, printer, tray, one side or two, how many copies; or a PDF instead."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QGridLayout, QSpinBox, QWidget

from fieldsurvey.settings import MOST_COPIES, PrintChoice
from ui.theme import ems
from ui.widgets.pieces import allow, button, column, frame, label, row, say, scrolled

PARTS: Final = {
    "": "整张(调查和计划)",
    "survey": "调查部分,计划先空着",
    "plan": "只印计划页",
    "record": "附页(实施记录、阶段评估)",
}
DUPLEX: Final = {"auto": "自动双面", "manual": "手动双面(翻一次纸)", "single": "单面"}
NO_PRINTER: Final = "这台电脑没有装打印机。可以先存为 PDF,拿到别的电脑打印:A4、双面、实际大小(不要缩放)。"
OWN_TRAY: Final = -1


class PrintSheet(QWidget):
    """Signals:
    choice_changed: how this form is printed from now on. form_chosen: another form. part_chosen: which part of it.
    print_requested, dialog_requested, trial_requested, preview_requested, closed: the buttons.
    save_requested: the PDF file to write. folder_requested: the folder for one PDF each.
    """

    choice_changed = Signal(object)
    form_chosen = Signal(str)
    part_chosen = Signal(str)
    print_requested = Signal()
    dialog_requested = Signal()
    trial_requested = Signal()
    preview_requested = Signal()
    save_requested = Signal(str)
    folder_requested = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("print_sheet")
        self._is_showing = False
        self._title = label(role="title", name="print_title", wrap=True)
        self._told = label(role="quiet", name="print_told", wrap=True)
        back = button("‹ 返回(&B)", name="close_print_sheet", role="plain", tip="Esc")
        back.clicked.connect(self.closed)
        head = row(back, self._title)
        head.setStretch(1, 1)
        sheet = QWidget()
        column(self._make_choices(), self._told, self._make_buttons(), 1, into=sheet, margin=2, gap=10)
        column(head, scrolled(sheet, name="print_sheet_area"), into=self).setStretch(1, 1)

    def show_wanted(
        self, title: str, *, can_print: bool, is_many: bool, is_seen: bool, has_parts: bool = False, part: str = ""
    ) -> None:
        """What is to be printed; without anything only the choices are made. A single one needs no folder, and what
        has nothing filled in needs no look beforehand.
        """
        self._title.setText(title)
        self._actions.setVisible(can_print)
        self._each.setVisible(is_many)
        self._look.setVisible(is_seen)
        for line in self._part_line:
            line.setVisible(has_parts)
        self._part.setCurrentIndex(max(0, self._part.findData(part)))

    def show_forms(self, forms: Mapping[str, str], chosen: str) -> None:
        """The forms to choose from."""
        self._fill(self._form, list(forms.items()), chosen)
        self._form.setEnabled(len(forms) > 1)

    def show_choice(self, choice: PrintChoice, *, printers: Sequence[str], trays: Mapping[int, str], told: str) -> None:
        """How this form is printed, and what there is to choose from."""
        named = [(name, name) for name in printers]
        gone = [] if choice.printer in ("", *printers) else [(choice.printer, f"{choice.printer}(找不到了)")]
        self._fill(self._printer, [("", "系统默认的打印机"), *named, *gone], choice.printer)
        self._fill(self._tray, [(OWN_TRAY, "由打印机决定"), *trays.items()], choice.tray)
        self._fill(self._duplex, list(DUPLEX.items()), choice.duplex)
        self._is_showing = True
        self._copies.setValue(choice.copies)
        self._is_showing = False
        for part in self._tray_line:
            part.setVisible(bool(trays))
        say(self._told, told)
        self._trial.setVisible(choice.duplex == "manual" and bool(printers))
        for pressed in (self.print, self._dialog):
            allow(pressed, bool(printers), first=NO_PRINTER)

    def to_first(self) -> None:
        """Brings the keyboard to what one most likely does next."""
        if not self._actions.isVisibleTo(self):
            self._printer.setFocus()
        elif self.print.isEnabled():
            self.print.setFocus()
        else:
            self.save.setFocus()

    def _make_choices(self) -> QFrame:
        card = frame("card", name="print_card")
        self._form = self._box("print_form", "表格", 40)
        self._part = self._box("print_part", "印哪一部分", 24)
        self._fill(self._part, list(PARTS.items()), "")
        self._printer = self._box("print_printer", "打印机", 30)
        self._tray = self._box("print_tray", "纸盒", 18)
        self._duplex = self._box("print_duplex", "单面还是双面", 18)
        self._copies = QSpinBox()
        self._copies.setObjectName("print_copies")
        self._copies.setAccessibleName("份数")
        self._copies.setRange(1, MOST_COPIES)
        self._copies.setSuffix(" 份")
        self._copies.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._copies.setMinimumWidth(ems(self, 5))
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 14, 14, 14)
        grid.setHorizontalSpacing(14)
        lines = (
            ("表格", self._form), ("印哪些", self._part), ("打印机", self._printer), ("纸盒", self._tray),
            ("双面", self._duplex), ("份数", self._copies),
        )  # fmt: skip
        named_lines: dict[QWidget, tuple[QWidget, QWidget]] = {}
        for number, (told, part) in enumerate(lines):
            named = label(told, role="label")
            grid.addWidget(named, number, 0)
            grid.addWidget(part, number, 1, Qt.AlignmentFlag.AlignLeft)
            named_lines[part] = (named, part)
        self._tray_line, self._part_line = named_lines[self._tray], named_lines[self._part]
        grid.setColumnStretch(1, 1)
        self._part.activated.connect(lambda _: self.part_chosen.emit(str(self._part.currentData())))
        self._form.activated.connect(lambda _: self.form_chosen.emit(str(self._form.currentData())))
        for box in (self._printer, self._tray, self._duplex):
            box.activated.connect(lambda _: self._tell())
        self._copies.valueChanged.connect(lambda _: self._tell())
        return card

    def _make_buttons(self) -> QWidget:
        self.print = button("打印(&P)", name="print_go", role="main", tip="Ctrl+P")
        self._dialog = button("系统打印对话框(&O)…", name="print_dialog", tip="换打印机、双面和份数")
        self._trial = button("试双面(&W)…", name="print_trial", tip="用两张纸试出这台打印机怎样放回纸")
        self._look = button("看样子(&V)", name="print_preview", role="plain")
        self.save = button("存为一个 PDF(&S)…", name="print_save")
        self._each = button("每户一个 PDF(&F)…", name="print_folder", tip="文件名只写编号")
        self.print.clicked.connect(self.print_requested)
        self._dialog.clicked.connect(self.dialog_requested)
        self._trial.clicked.connect(self.trial_requested)
        self._look.clicked.connect(self.preview_requested)
        self.save.clicked.connect(self._on_save)
        self._each.clicked.connect(self._on_folder)
        self._actions = QWidget()
        first, second = row(self.print, self._dialog, self._look, 1), row(self.save, self._each, 1)
        column(first, second, into=self._actions)
        both = QWidget()
        column(self._actions, row(self._trial, 1), into=both)
        return both

    def ask_file(self) -> None:
        """Asks where the PDF is to go."""
        self._on_save()

    def _tell(self) -> None:
        if not self._is_showing:
            self.choice_changed.emit(
                PrintChoice(
                    printer=str(self._printer.currentData()),
                    tray=int(self._tray.currentData()),
                    duplex=self._duplex.currentData(),
                    copies=self._copies.value(),
                )
            )

    def _on_save(self) -> None:
        dialog = QFileDialog(self, "存为 PDF", str(Path.home() / "调查表.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("调查表.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_requested)
        dialog.open()

    def _on_folder(self) -> None:
        dialog = QFileDialog(self, "选放 PDF 的文件夹", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder_requested)
        dialog.open()

    def _box(self, name: str, spoken: str, ems_wide: int) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(ems_wide)
        return box

    def _fill(self, box: QComboBox, items: Sequence[tuple[object, str]], chosen: object) -> None:
        box.clear()
        for kept, told in items:
            box.addItem(told, kept)
        box.setCurrentIndex(max(0, box.findData(chosen)))
