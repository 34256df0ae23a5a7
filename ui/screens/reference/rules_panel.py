"""规则: the versions on the left, the parameters of one on the right; a changed one becomes a new version."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QHBoxLayout, QStackedWidget, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.reference.flips_box import FlipsBox
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row, scrolled

_FILES: Final = "规则 (*.json)"
_VALUE: Final = 2_000
_TEXT: Final = 60
_LEAST_SHOWN: Final = 6  # Characters of a chosen section; what is longer is cut.


@dataclass(frozen=True, slots=True)
class VariantText:
    """What a new version is called, and where and from when it holds, as texts."""

    title: str
    effective_on: str
    document_no: str
    place: str


class RulesPanel(QWidget):
    """Signals:
    version_chosen, parameter_chosen: a version, a parameter of it. search_changed: what parameters are looked for.
    section_chosen: the section whose parameters are shown, or nothing for all.
    change_requested: the chosen parameter, and its new value. save_requested: what the new version is called.
    export_requested: the version and a file. import_requested: a file. end_requested: the version and the day.
    refused: a sentence that says why a text was not taken.
    """

    version_chosen = Signal(str)
    parameter_chosen = Signal(str)
    search_changed = Signal(str)
    section_chosen = Signal(str)
    change_requested = Signal(str, str)
    save_requested = Signal(VariantText)
    export_requested = Signal(str, str)
    import_requested = Signal(str)
    end_requested = Signal(str, str)
    refused = Signal(str)

    def __init__(self, *, can_edit: bool) -> None:
        super().__init__()
        self.setObjectName("rules_panel")
        self._can_edit = can_edit
        versions = [Column("版本", 5), Column("名称", 9, goes=1), Column("执行日", 5, goes=2), Column("状态", 4)]
        self.versions = LinesView(LinesTable(versions), name="rule_versions", spoken="规则版本")
        self.versions.chosen.connect(self.version_chosen)
        self._about = ElidingLabel(role="quiet", name="rule_about")
        parameters = [Column("参数", 15), Column("值", 9), Column("出处", 7, goes=1), Column("假设", 2, goes=2)]
        self.parameters = LinesView(LinesTable(parameters), name="rule_parameters", spoken="参数")
        self.parameters.chosen.connect(self.parameter_chosen)
        self.parameters.opened.connect(lambda _: self._value.setFocus())
        self.flips = FlipsBox("rules_flips")
        self._sides = QStackedWidget()
        right = QWidget()
        self._make_right(right)
        self._sides.addWidget(scrolled(right, name="rule_area"))
        self._sides.addWidget(scrolled(self.flips, name="rules_flips_area"))
        if can_edit:
            self._sides.addWidget(scrolled(self._make_variant(), name="variant_area"))
        left = column(self.versions, self._about, self._make_files())
        left.setStretch(0, 1)
        body = row(left, self._sides, into=self, margin=10, gap=14)
        body.setStretch(0, 2)
        body.setStretch(1, 5)

    def show_versions(self, lines: Sequence[Line], chosen: str) -> None:
        """Shows the versions and stands on one."""
        self.versions.table.show(lines)
        self.versions.fit()
        if lines:
            self.versions.choose(chosen if any(line.id == chosen for line in lines) else lines[0].id)

    def show_version(self, about: str, variant: VariantText) -> None:
        """What is to be said of the chosen version, and what a new one made of it would be called."""
        self._about.show_text(about)
        if self._can_edit:
            texts = (variant.title, variant.effective_on, variant.document_no, variant.place)
            for line, text in zip(self._variant, texts, strict=True):
                line.show_text(text)

    def show_sections(self, sections: Sequence[str], chosen: str) -> None:
        """What the parameters are parted into."""
        self._section.blockSignals(True)
        self._section.clear()
        self._section.addItem("全部参数", "")
        for section in sections:
            self._section.addItem(section, section)
        self._section.setCurrentIndex(max(0, self._section.findData(chosen)))
        self._section.blockSignals(False)

    def show_parameters(self, lines: Sequence[Line], chosen: str) -> None:
        """Shows the parameters and stands on one."""
        self.parameters.table.show(lines)
        self.parameters.clearSpans()
        for number, line in enumerate(lines):
            if not line.id:
                # The name of a section has the whole width.
                self.parameters.setSpan(number, 0, 1, len(self.parameters.table.columns))
        self.parameters.fit()
        first = next((line.id for line in lines if line.id), "")
        self.parameters.choose(chosen if chosen and any(line.id == chosen for line in lines) else first)
        self.parameters.scrollTo(self.parameters.currentIndex(), LinesView.ScrollHint.PositionAtCenter)

    def show_parameter(self, title: str, value: str, how: str) -> None:
        """Puts a parameter into the line in which it is changed."""
        self._name.show_text(title)
        self._value.show_text(value)
        self._how.setText(how)

    def show_changes(self, told: str, *, may_save: bool) -> None:
        """How many parameters are changed and not stored yet."""
        self._changes.setText(told)
        if self._can_edit:
            self._save.setEnabled(may_save)

    def show_flips(self, *, is_shown: bool) -> None:
        """What a change turns, in place of the parameters; or these again."""
        self._sides.setCurrentIndex(int(is_shown))

    def _make_right(self, sheet: QWidget) -> None:
        self._search = _line("rule_search", "找参数,如 倍数、低保、房租")
        self._search.typed.connect(lambda: self.search_changed.emit(self._search.text().strip()))
        self._section = QComboBox()
        self._section.setObjectName("rule_section")
        self._section.setAccessibleName("部分")
        self._section.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._section.setMinimumContentsLength(_LEAST_SHOWN)
        self._section.currentIndexChanged.connect(lambda _: self.section_chosen.emit(str(self._section.currentData())))
        top = row(self._search, self._section)
        top.setStretch(0, 1)
        top.setStretch(1, 1)
        self._name = ElidingLabel(role="label", name="rule_parameter")
        self._value = LimitedLine(limit=_VALUE)
        self._value.setObjectName("rule_value")
        self._value.setAccessibleName("参数的值")
        self._value.setReadOnly(not self._can_edit)
        self._how = label(role="hint", name="rule_how", wrap=True)
        self._changes = label(role="hint", name="rule_changes")
        edit = row(self._value)
        self._value.refused.connect(self.refused)
        parts: list[QWidget | QHBoxLayout] = [top, self.parameters, self._name, edit, self._how]
        if self._can_edit:
            change = button("改(&M)", name="rule_change")
            change.clicked.connect(self._on_change)
            self._value.returnPressed.connect(change.click)
            edit.addWidget(change)
            self._save = button("另存为新版本(&A)…", name="rule_save", role="main")
            self._save.clicked.connect(self._on_save)
            parts.append(row(self._save, self._changes, 1))
        else:
            self._changes.setParent(sheet)
            self._changes.hide()
        column(*parts, into=sheet, gap=6).setStretch(1, 1)

    def _make_variant(self) -> QWidget:
        sheet, grid = QWidget(), QGridLayout()
        self._variant = [
            _line("variant_title", "名称"), _line("variant_effective", "执行日"), _line("variant_number", "文号"),
            _line("variant_place", "适用地区"),
        ]  # fmt: skip
        hints = ("新版本叫什么", "从哪天入户的起按它测算,如 20260701", "依据的文件", "6 位区划代码;空着是本单位全部")
        for number, (line, hint) in enumerate(zip(self._variant, hints, strict=True)):
            line.setPlaceholderText(hint)
            line.refused.connect(self.refused)
            grid.addWidget(label(line.accessibleName(), role="label"), number, 0)
            grid.addWidget(line, number, 1)
        grid.setColumnStretch(1, 1)
        look = button("看会改变哪些户(&S)…", name="variant_look", role="main", tip="看过再存")
        look.clicked.connect(
            lambda: self.save_requested.emit(VariantText(*(line.text().strip() for line in self._variant)))
        )
        back = button("回去接着改(&N)", name="variant_back")
        back.clicked.connect(lambda: self.show_flips(is_shown=False))
        told = label("原来的版本不变;按哪个版本测算,看入户日和执行日。", role="quiet", wrap=True)
        column(label("另存为新版本", role="heading"), told, grid, row(look, back, 1), 1, into=sheet)
        return sheet

    def _make_files(self) -> QHBoxLayout:
        export = button("存成文件(&O)…", name="rule_export")
        export.clicked.connect(self._on_export)
        if not self._can_edit:
            return row(export, 1)
        take = button("读文件(&I)…", name="rule_import")
        take.clicked.connect(self._on_import)
        self._ended = _line("rule_ended", "停用日期")
        end = button("停用(&K)", name="rule_end")
        end.clicked.connect(lambda: self.end_requested.emit(self.versions.chosen_id, self._ended.text().strip()))
        files = row()
        files.addLayout(column(row(export, take, 1), row(self._ended, end)))
        return files

    def _on_save(self) -> None:
        self._sides.setCurrentIndex(self._sides.count() - 1)
        self._variant[0].setFocus()

    def _on_change(self) -> None:
        self.change_requested.emit(self.parameters.chosen_id, self._value.text().strip())

    def _on_export(self) -> None:
        name = self.versions.chosen_id
        dialog = QFileDialog(self, "规则存成文件", str(Path.home() / f"{name}.json"), _FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda path: self.export_requested.emit(name, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_import(self) -> None:
        dialog = QFileDialog(self, "读入规则文件", str(Path.home()), _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _line(name: str, spoken: str) -> LimitedLine:
    made = LimitedLine(limit=_TEXT)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(spoken)
    return made
