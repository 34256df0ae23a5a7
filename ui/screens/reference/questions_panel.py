"""问卷 or 补充字段: the list, one question to edit, and how a laptop will see it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QPlainTextEdit, QSizePolicy, QWidget

from fieldsurvey.case.field import Field
from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, emptied, frame, label, row, say, scrolled

Named = Sequence[tuple[str, str]]
NEW: Final = ""


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as the panel shows and gives it back; options one a line, `code=label`. An empty id is a new one."""

    id: str = NEW
    label: str = ""
    sort: str = "text"
    place: str = ""
    tier: str = "table"
    measure: str = ""
    hint: str = ""
    options: str = ""
    is_printed: bool = True
    is_retired: bool = False
    is_shipped: bool = False


class QuestionsPanel(QWidget):
    """Signals:
    chosen: a question. typed: the one in the editor as it now is, to be previewed.
    save_requested: the one in the editor. retire_requested: a question, to be retired or restored.
    move_requested: a question, and -1 up or 1 down.
    """

    chosen = Signal(str)
    typed = Signal(object)
    save_requested = Signal(object)
    retire_requested = Signal(str)
    move_requested = Signal(str, int)

    def __init__(
        self,
        name: str,
        *,
        noun: str,
        sorts: Named,
        places: Named,
        tiers: Named,
        can_edit: bool,
        preview: Callable[[Field], QWidget],
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._noun, self._can_edit, self._preview_of = noun, can_edit, preview
        self._shown = QuestionShown()
        columns = [Column("名称或问题", 12), Column("类型", 5, goes=2), Column("在哪里", 6, goes=1), Column("状态", 3)]
        self.list = LinesView(LinesTable(columns), name=f"{name}_list", spoken=noun)
        self.list.chosen.connect(self.chosen)
        self._version = label(role="quiet", name=f"{name}_version", wrap=True)
        self._sort, self._place, self._tier = (
            _combo("sort", "类型", sorts), _combo("place", "在哪里", places), _combo("tier", "何时问", tiers)
        )  # fmt: skip
        left = column(self._version, self.list)
        if can_edit:
            new, up, down = (
                button("新加(&A)", name="question_new"), button("上移(&Y)", name="question_up"),
                button("下移(&J)", name="question_down"),
            )  # fmt: skip
            new.clicked.connect(lambda: self.show_question(QuestionShown(place=str(self._place.itemData(0)))))
            up.clicked.connect(lambda: self.move_requested.emit(self.list.chosen_id, -1))
            down.clicked.connect(lambda: self.move_requested.emit(self.list.chosen_id, 1))
            left.addLayout(row(new, up, down, 1))
        body = row(left, scrolled(self._make_editor(), name=f"{name}_area"), gap=14)
        body.setStretch(0, 1)
        body.setStretch(1, 1)
        column(body, self._make_preview(), into=self, margin=10).setStretch(0, 1)

    def show_list(self, lines: Sequence[Line], chosen: str, version: str) -> None:
        """Shows the list, stands on one, and says which version is asked."""
        say(self._version, version)
        self.list.table.show(lines)
        self.list.fit()
        if lines:
            self.list.choose(chosen if any(line.id == chosen for line in lines) else lines[-1].id)
        else:
            self.show_question(QuestionShown(place=str(self._place.itemData(0))))

    def show_question(self, shown: QuestionShown) -> None:
        """Puts a question into the editor."""
        self._shown = replace(shown, label="\0")  # Not as it is in the editor: only then typing counts.
        self._label.show_text(shown.label)
        self._measure.show_text(shown.measure)
        self._hint.show_text(shown.hint)
        for box, value in ((self._sort, shown.sort), (self._place, shown.place), (self._tier, shown.tier)):
            box.setCurrentIndex(max(0, box.findData(value)))
        self._options.setPlainText(shown.options)
        self._is_printed.setChecked(shown.is_printed)
        for part in (self._sort, self._place):
            part.setEnabled(self._can_edit and shown.id == NEW)
        self._options.setEnabled(self._can_edit and not shown.is_shipped)
        self._about.setText("选项在“代码表”里改。" if shown.is_shipped else "选项每行一个:代码=含义;新选项只写含义。")
        self._retire.setText("恢复(&R)" if shown.is_retired else "停用(&R)")
        self._retire.setEnabled(self._can_edit and shown.id != NEW)
        self._shown = shown
        self._on_typed()
        if shown.id == NEW and self._can_edit and self.isVisible():
            self._label.setFocus()

    def show_preview(self, field: Field | None, told: str) -> None:
        """How the wizard on a laptop will show it."""
        emptied(self._preview)
        say(self._told, told)
        if field is not None:
            self._preview.addWidget(self._preview_of(field))

    def _make_preview(self) -> QFrame:
        card = frame("soft", name="question_preview")
        self._told = label(role="quiet", name="preview_told", wrap=True)
        self._preview = column(gap=4)
        column(label("笔记本上会这样问", role="label"), self._told, self._preview, into=card, margin=10)
        return card

    def _make_editor(self) -> QWidget:
        sheet = QWidget()
        self._label, self._measure = _line("question_label", "名称或问题"), _line("question_measure", "单位,如 元/月")
        self._hint = _line("question_hint", "说明")
        self._options = QPlainTextEdit()
        self._options.setObjectName("question_options")
        self._options.setAccessibleName("选项,每行一个")
        self._options.setTabChangesFocus(True)
        self._options.setFixedHeight(ems(self, 6))
        self._about = label(role="hint", name="options_about", wrap=True)
        self._is_printed = QCheckBox("印在表上(续页的补充内容)")
        self._is_printed.setObjectName("question_printed")
        grid = QGridLayout()
        parts: list[tuple[str, QWidget]] = [
            (self._noun, self._label), ("类型", self._sort), ("选项", self._options), ("在哪里", self._place),
            ("何时问", self._tier), ("单位", self._measure), ("说明", self._hint),
        ]  # fmt: skip
        for line, (title, part) in enumerate(parts):
            grid.addWidget(label(title, role="label"), line, 0)
            grid.addWidget(part, line, 1)
            part.setEnabled(self._can_edit)
        grid.setColumnStretch(1, 1)
        self._is_printed.setEnabled(self._can_edit)
        self._save = button("存下(&S)", name="question_save", role="main")
        self._retire = button("停用(&R)", name="question_retire")
        self._save.clicked.connect(lambda: self.save_requested.emit(self._now()))
        self._retire.clicked.connect(lambda: self.retire_requested.emit(self._shown.id))
        if not self._can_edit:
            # Shown before they stand anywhere, they would flash up as windows of their own.
            self._save.hide()
            self._retire.hide()
        column(grid, self._about, self._is_printed, row(self._save, self._retire, 1), 1, into=sheet)
        for text in (self._label, self._measure, self._hint):
            text.typed.connect(self._on_typed)
        for box in (self._sort, self._place, self._tier):
            box.currentIndexChanged.connect(self._on_typed)
        self._options.textChanged.connect(self._on_typed)
        return sheet

    def _now(self) -> QuestionShown:
        return replace(
            self._shown,
            label=self._label.text().strip(),
            sort=str(self._sort.currentData()),
            place=str(self._place.currentData()),
            tier=str(self._tier.currentData()),
            measure=self._measure.text().strip(),
            hint=self._hint.text().strip(),
            options=self._options.toPlainText(),
            is_printed=self._is_printed.isChecked(),
        )

    def _on_typed(self) -> None:
        if self._shown.label != "\0":
            self.typed.emit(self._now())


def _line(name: str, spoken: str) -> LimitedLine:
    made = LimitedLine(limit=60)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(spoken)
    return made


def _combo(name: str, spoken: str, named: Named) -> QComboBox:
    made = QComboBox()
    made.setObjectName(f"question_{name}")
    made.setAccessibleName(spoken)
    for id_, text in named:
        made.addItem(text, id_)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
