"""户的变动 as it looks: which event, what it needs to know, and what it will change, before it is done."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QFrame, QRadioButton, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, emptied, frame, label, row, say, scrolled

EVENTS: Final = {
    "worker": ("更换建档职工", "档案由另一位成员接着用:去世、退休等。各人的内容跟着各人走。"),
    "split": ("分户", "几位成员分出去,另立一户;他们的收入、支出、佐证跟着走。"),
    "merge": ("并户", "本机上的另一户并进这一户;那一户注销。两户都有的人合成一人。"),
    "move": ("改到别人名下", "几项收入、支出、原因、材料一次改到另一位成员名下。"),
}
MOST_LINES: Final = 5
Named = Sequence[tuple[str, str]]


class LifeEventsView(QWidget):
    """One page of the wizard. Nothing is done before what will change has been shown.

    Signals:
        plan_requested, apply_requested: the event in question (`worker`, `split`, `merge`, `move`).
        search_requested: a text, to find the other household by.
        changed: something was chosen anew; what was shown of a plan no longer holds.
        left: back to the visit, nothing done.
    """

    plan_requested = Signal(str)
    apply_requested = Signal(str)
    search_requested = Signal(str)
    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("life_events")
        self._boxes: dict[str, list[QCheckBox]] = {}
        self._box_lines: dict[str, QFrame] = {}
        self._kinds = QButtonGroup(self)
        self._about = label(role="quiet", name="event_about", wrap=True)
        head = row(gap=18)
        for number, (kind, (name, _)) in enumerate(EVENTS.items()):
            choice = QRadioButton(name)
            choice.setObjectName(f"event:{kind}")
            self._kinds.addButton(choice, number)
            head.addWidget(choice)
        head.addStretch(1)
        self._forms = [self._make_worker(), self._make_split(), self._make_merge(), self._make_move()]
        self._kinds.idToggled.connect(self._on_kind)
        sheet = QWidget()
        card = frame("card", name="event_card")
        column(head, self._about, *self._forms, into=card, margin=14)
        column(label("户的变动", role="title"), card, self._make_outcome(), 1, into=sheet, gap=12)
        column(scrolled(sheet, name="events_area"), into=self)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self.left)

    @property
    def kind(self) -> str:
        """The event in question."""
        return list(EVENTS)[max(0, self._kinds.checkedId())]

    def begin(self, members: Named, *, worker: str, reasons: Named, relations: Named, rows: Named) -> None:
        """Begins anew for a household: its members by row, its worker, and the rows that name a member."""
        others = [(row, name) for row, name in members if row != worker]
        _fill(self.new_worker, others)
        _fill(self.move_to, members)
        for box in (self.worker_reason, self.split_reason, self.merge_reason):
            _fill(box, [("", "(不写)"), *reasons])
        _fill(self.merge_relation, [("", "(还不清楚,待补)"), *relations])
        self._fill_boxes("split", others)
        self._offer_split_worker()
        self._fill_boxes("move", rows)
        self._fill_boxes("doubles", [])
        self.leaves.setChecked(False)
        self.search.show_text("")
        self.found.table.show([])
        self._kinds.button(0).setChecked(True)
        self._on_kind(0, True)
        self._kinds.button(0).setFocus()

    def ticked(self, of: str) -> list[str]:
        """The ids of the boxes that are ticked: of `split`, `move` or `doubles`."""
        return [str(box.property("of")) for box in self._ticked(of)]

    def unticked(self, of: str) -> list[str]:
        """The ids of the boxes that are not ticked."""
        return [str(box.property("of")) for box in self._boxes.get(of, []) if not box.isChecked()]

    def show_found(self, lines: Sequence[Line]) -> None:
        """The households that may be merged into this one."""
        self.found.table.show(lines)
        self.found.setVisible(bool(lines))
        self.found.hold(max(1, min(len(lines), MOST_LINES)))
        say(self._none, "" if lines else "没有找到别的户。")
        if lines:
            self.found.selectRow(0)
            self.found.setFocus()

    def show_doubles(self, doubles: Named) -> None:
        """People who stand in both households: ticked, they become one."""
        if [str(box.property("of")) for box in self._boxes.get("doubles", [])] != [row for row, _ in doubles]:
            self._fill_boxes("doubles", doubles, is_checked=True)

    def show_plan(self, lines: Sequence[str]) -> None:
        """What will change; with nothing to show, nothing can be done yet."""
        self._outcome.setVisible(bool(lines))
        self._lines.setText("\n".join(f"· {line}" for line in lines))
        self._apply.setEnabled(bool(lines))
        if lines:
            # A moment later, when it has its place: the page follows the keyboard to where it is.
            QTimer.singleShot(0, self._apply, self._apply.setFocus)

    def _make_worker(self) -> QFrame:
        self.new_worker = self._combo("new_worker", "新的建档职工")
        self.worker_reason = self._combo("worker_reason", "原因")
        self.leaves = QCheckBox("原建档职工不再是家庭成员(去世、迁出)")
        self.leaves.setObjectName("former_leaves")
        self.leaves.toggled.connect(self._changed)
        first = row(
            label("新的建档职工", role="label"), self.new_worker, label("原因", role="label"), self.worker_reason, 1
        )
        return _form(first, row(self.leaves, 1))

    def _make_split(self) -> QFrame:
        self.split_worker = self._combo("split_worker", "新户的建档职工")
        self.split_worker.setPlaceholderText("先勾选分出去的人")
        self.split_reason = self._combo("split_reason", "原因")
        line = row(
            label("新户的建档职工", role="label"), self.split_worker, label("原因", role="label"), self.split_reason, 1
        )
        return _form(label("分出去的人", role="label"), self._boxes_of("split"), line)

    def _offer_split_worker(self) -> None:
        """Only who leaves can have the new household's file; of one there is nothing to choose."""
        stood = self.split_worker.currentData()
        _fill(self.split_worker, [(str(box.property("of")), box.text()) for box in self._ticked("split")])
        self.split_worker.setCurrentIndex(max(0, self.split_worker.findData(stood)))

    def _make_merge(self) -> QFrame:
        self.search = LimitedLine(limit=100)
        self.search.setObjectName("merge_search")
        self.search.setPlaceholderText("另一户的姓名、住址、证件号或调查编号")
        self.search.setAccessibleName("找另一户")
        find = button("找(&F)", name="merge_find")
        find.clicked.connect(lambda: self.search_requested.emit(self.search.text().strip()))
        self.search.returnPressed.connect(find.click)
        columns = [Column("调查编号", 8), Column("姓名", 6), Column("证件号", 11, goes=1), Column("住址", 14)]
        self.found = LinesView(LinesTable(columns), name="merge_found", spoken="可以并进来的户")
        self.found.hide()
        self.found.chosen.connect(self._changed)
        self._none = label(role="quiet", name="merge_none")
        self._none.hide()
        self.merge_relation = self._combo("merge_relation", "那一户的建档职工是本户建档职工的什么人")
        self.merge_reason = self._combo("merge_reason", "原因")
        asked = row(label("那一户的建档职工是本户建档职工的", role="label"), self.merge_relation, 1)
        why = row(label("原因", role="label"), self.merge_reason, 1)
        return _form(row(self.search, find), self._none, self.found, asked, why, self._boxes_of("doubles"))

    def _make_move(self) -> QFrame:
        self.move_to = self._combo("move_to", "改到谁名下")
        return _form(
            label("要改的项", role="label"), self._boxes_of("move"), row(label("改到", role="label"), self.move_to, 1)
        )

    def _make_outcome(self) -> QWidget:
        both = QWidget()
        look = button("看看会改什么(&T)", name="event_plan", role="main")
        look.clicked.connect(lambda: self.plan_requested.emit(self.kind))
        away = button("不办了(&S)", name="event_leave", role="plain", tip="Esc")
        away.clicked.connect(self.left)
        self._outcome = frame("soft", name="event_outcome")
        self._lines = label(name="event_lines", wrap=True)
        self._apply = button("就这样办(&D)", name="event_apply", role="main")
        self._apply.clicked.connect(lambda: self.apply_requested.emit(self.kind))
        column(label("会改这些:", role="number"), self._lines, row(self._apply, 1), into=self._outcome, margin=12)
        self._outcome.hide()
        column(row(look, away, 1), self._outcome, into=both)
        return both

    def _combo(self, name: str, spoken: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.currentIndexChanged.connect(self._changed)
        return made

    def _boxes_of(self, of: str) -> QFrame:
        self._box_lines[of] = QFrame()
        self._box_lines[of].setObjectName(f"boxes:{of}")
        column(into=self._box_lines[of], gap=4)
        return self._box_lines[of]

    def _fill_boxes(self, of: str, named: Named, *, is_checked: bool = False) -> None:
        lines = self._box_lines[of].layout()
        if lines is None:
            return
        emptied(lines)
        self._boxes[of] = []
        # Made last, they would be last in the keyboard's round too.
        last: QWidget = self.leaves if of == "split" else self.merge_reason
        for id_, text in named:
            box = QCheckBox(text)
            box.setObjectName(f"{of}:{id_}")
            box.setProperty("of", id_)
            box.setChecked(is_checked)
            if of == "split":
                box.toggled.connect(self._offer_split_worker)
            box.toggled.connect(self._changed)
            self._boxes[of].append(box)
            lines.addWidget(box)
            QWidget.setTabOrder(last, box)
            last = box

    def _ticked(self, of: str) -> list[QCheckBox]:
        return [box for box in self._boxes.get(of, []) if box.isChecked()]

    def _on_kind(self, number: int, is_checked: bool) -> None:
        if is_checked:
            for each, form in enumerate(self._forms):
                form.setVisible(each == number)
            self._about.setText(EVENTS[self.kind][1])
            self._changed()

    def _changed(self) -> None:
        self.show_plan([])
        self.changed.emit()


def _form(*parts: object) -> QFrame:
    made = QFrame()
    column(*parts, into=made)  # type: ignore[arg-type]  # widgets and layouts, as `column` takes them
    return made


def _fill(box: QComboBox, named: Named | Mapping[str, str]) -> None:
    box.blockSignals(True)
    box.clear()
    for id_, text in named.items() if isinstance(named, Mapping) else named:
        box.addItem(text, id_)
    box.blockSignals(False)
