"""The wizard as it looks: steps on the left, the page, and at the bottom what never scrolls away."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget
from shiboken6 import isValid

from fieldsurvey.case.catalogue import CASE, STEPS
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.old_answers import old_answers
from fieldsurvey.case.problems import Problem
from fieldsurvey.rules.check import Finding
from fieldsurvey.rules.wording import Explanation
from ui.theme import ems, set_state
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import button, column, frame, label, row, say, scrolled
from ui.wizard.door import DoorBar
from ui.wizard.life_events import LifeEventsView
from ui.wizard.page import StepPage
from ui.wizard.paper_line import PaperNumberLine
from ui.wizard.review import ReviewPage
from ui.wizard.sheet import Sheet
from ui.wizard.stairs import DoorList
from ui.wizard.steps import StepList, StepState
from ui.wizard.sums import SumSheet

SUMS: Final = 8
REVIEW: Final = 10
STEPS_EMS: Final = 13
PANEL_EMS: Final = 19
PANEL_LEAST_EMS: Final = 10


class WizardView(QWidget):
    """One visit at a time.

    Signals:
        page_made: the page of a step, made because somebody looks at it for the first time.
        pages_dropped: all pages are about to go; whoever holds something of one lets go of it.
        step_requested: the number of a step.
        point_opened: the address of an open point.
        save_requested, leave_requested: Ctrl+S, back to the list.
        finish_requested: True for 存为待补, False for 完成.
        events_requested: 户的变动.
        paper_toggled: whether a sheet of paper is typed in from now on.
        sums_toggled: whether the panel with the sum is open now.
    """

    page_made = Signal(object)
    pages_dropped = Signal()
    step_requested = Signal(int)
    point_opened = Signal(str)
    save_requested = Signal()
    leave_requested = Signal()
    finish_requested = Signal(bool)
    events_requested = Signal()
    sums_toggled = Signal(bool)
    paper_toggled = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        # First what follows the size of type, which may change at any moment.
        self.sums, self.panel = SumSheet(name="sums_page"), SumSheet(name="sums_panel", is_narrow=True)
        self.steps = StepList(STEPS)
        self.steps.chosen.connect(self.step_requested)
        self._side = self._make_side()
        self.setObjectName("wizard")
        self.step = 0
        self.catalogue = CASE
        self._order: Mapping[str, int] | None = None
        self._came_from: QWidget | None = None
        self._pages: dict[int, QScrollArea] = {}
        self.review = ReviewPage()
        for part in (self.review, self.sums, self.panel):
            part.point_opened.connect(self.point_opened)
        self._whole_pages: dict[int, SumSheet | ReviewPage] = {SUMS: self.sums, REVIEW: self.review}
        self._stack = QStackedWidget()
        self.events = LifeEventsView()
        self._stack.addWidget(self.sums)
        self._stack.addWidget(self.review)
        self._stack.addWidget(self.events)
        self._notice = label(role="warn", name="wizard_notice", wrap=True)
        self._notice.hide()
        middle = QWidget()
        middle_column = column(self._notice, self._stack, into=middle, gap=6)
        middle_column.setContentsMargins(14, 10, 6, 6)
        middle_column.setStretch(1, 1)
        self.panel.hide()
        self._body = QWidget()
        row(self._side, middle, self.panel, into=self._body, gap=0).setStretch(1, 1)
        self.door = DoorBar()
        self.door.closed.connect(self.close_door)
        column(self._make_head(), self.door, self._body, self._make_foot(), into=self, gap=0).setStretch(2, 1)
        self._make_keys()
        self._fit_type()

    def changeEvent(self, event: QEvent) -> None:
        """Keeps its parts as wide as the size of type asks, also when that is chosen while a visit is open."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_type()

    def _fit_type(self) -> None:
        self._side.setFixedWidth(ems(self, STEPS_EMS))
        self.panel.setMinimumWidth(ems(self, PANEL_LEAST_EMS))
        self.panel.setMaximumWidth(ems(self, PANEL_EMS))

    def reset(self, name: str, survey_no: str, address: str) -> None:
        """Begins with another household: nothing of the last one stays."""
        self._drop_pages()
        self.step = 0
        self.door.hide()
        self._body.show()
        self.show_name(name, survey_no, address)
        self.show_notice("")
        self.steps.show_open({})

    def show_paper(self, order: Mapping[str, int] | None) -> None:
        """Asks everything in the order of a paper form, or without one what is asked at the table; pages are new."""
        self._paper_button.setChecked(order is not None)
        self.paper_number.setVisible(order is not None)
        if order != self._order:
            self._order = order
            self._drop_pages()

    def _drop_pages(self) -> None:
        for page in self.pages():
            # The keyboard leaves a dying field too, and its address is also one of the next household.
            page.blockSignals(True)
        for area in self._pages.values():
            self._stack.removeWidget(area)
            area.deleteLater()
        self._pages.clear()
        self.pages_dropped.emit()

    def show_name(self, name: str, survey_no: str, address: str) -> None:
        """Whose visit it is."""
        self._name.show_text(name or "新的一户")
        self._about.show_text("  ".join(part for part in (survey_no, address) if part))

    def show_notice(self, text: str) -> None:
        """What others changed meanwhile, and where two values stand."""
        say(self._notice, text)

    def show_step(self, number: int) -> None:
        """Turns to a step; its page is made when it is wanted for the first time."""
        self.step = number
        # The page says all that the panel says, and needs the room.
        self.panel.setVisible(self._sums_button.isChecked() and number != SUMS and self.isVisible())
        self.setWindowTitle(STEPS[number])
        self.setProperty("help", f"wizard-{number}")
        self.steps.mark(number)
        whole = self._whole_pages.get(number)
        if whole is None and number not in self._pages:
            self._make_page(number)
        self._stack.setCurrentWidget(whole or self._pages[number])
        numbers = list(STEPS)
        self._back.setEnabled(number != numbers[0])
        self._next.setVisible(number != REVIEW)
        set_state(self._done, "role", "main" if number == REVIEW else "")
        self._hint.setText("")

    def show_instead(self, panel: QWidget) -> None:
        """Shows something in the page's place until a step is turned to; it goes before the foot in the round."""
        if self._stack.indexOf(panel) < 0:
            self._stack.addWidget(panel)
            self.setTabOrder(self.steps, panel)
            self._put_foot_last()
        self._stack.setCurrentWidget(panel)

    def show_events(self) -> None:
        """Turns to 户的变动; the step in view stays the one to come back to."""
        self._stack.setCurrentWidget(self.events)

    def offer_events(self) -> None:
        """Lets the button for 户的变动 be seen."""
        self._events_button.show()

    def write_first(self) -> None:
        """Brings the keyboard to the page in view, where that is no page of fields."""
        whole = self._whole_pages.get(self.step)
        if whole is not None:
            whole.write_first()

    @property
    def shows_sums(self) -> bool:
        """True while the sum is in view, as the page or as the panel."""
        return self.step == SUMS or not self.panel.isHidden()

    def open_panel(self, *, is_open: bool) -> None:
        """Opens or closes the panel with the sum; the keyboard stays where it is, unless it was in there."""
        if not is_open and (self.panel.lines.hasFocus() or self.panel.missing.hasFocus()):
            self._next.setFocus()
        self.panel.setVisible(is_open)
        self._sums_button.setChecked(is_open)

    def showEvent(self, event: QShowEvent) -> None:
        """The panel comes with the wizard."""
        super().showEvent(event)
        self.panel.setVisible(self._sums_button.isChecked() and self.step != SUMS)

    def hideEvent(self, event: QHideEvent) -> None:
        """The panel goes with the wizard: the room it needs would be taken from every other screen."""
        super().hideEvent(event)
        self.panel.hide()

    def show_sums(self, document: Mapping[str, Any], catalogue: Catalogue, told: Explanation) -> None:
        """Shows what the answers come to, where that is in view."""
        if self.step == SUMS:
            self.sums.show_sums(document, catalogue, told)
        if not self.panel.isHidden():
            self.panel.show_sums(document, catalogue, told)

    def open_door(self) -> None:
        """Asks what happened at the door; the keyboard comes back to where it was when nothing did."""
        if self.door.isHidden():
            self._came_from = self.focusWidget()
            # Both have no room on a small screen with large type, and nobody needs the pages now.
            self._body.hide()
            self.door.open()

    def close_door(self) -> None:
        """Goes on with the visit."""
        self.door.hide()
        self._body.show()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus()

    def page(self, number: int) -> StepPage | None:
        """The page of a step, if it has been made."""
        area = self._pages.get(number)
        inner = area.widget() if area is not None else None
        return inner if isinstance(inner, StepPage) else None

    def pages(self) -> list[StepPage]:
        """The pages that have been made."""
        return [page for number in self._pages if (page := self.page(number)) is not None]

    def show_review(self, sheet: Sheet, open_points: Sequence[Problem], findings: Sequence[Finding] = ()) -> None:
        """Fills the last page."""
        found = [(sheet.step_of(one.address), one) for one in findings]
        self.review.show_review(sheet.document, open_points, STEPS, found)
        self.review.show_old(old_answers(sheet.document, sheet.in_force))

    def show_open(self, states: Mapping[int, StepState]) -> None:
        """What is open on each step."""
        self.steps.show_open(states)

    def show_end(self) -> None:
        """Enter in the last field of a page."""
        self._hint.setText("本页到底了,Ctrl+Enter 到下一页")

    def next_step(self, way: int) -> int:
        """The step after or before the one in view."""
        numbers = list(STEPS)
        return numbers[min(max(numbers.index(self.step) + way, 0), len(numbers) - 1)]

    def _make_head(self) -> QFrame:
        head = frame("bar", name="wizard_head")
        leave = button("‹ 返回(&B)", name="leave", role="plain", tip="内容都已存下,随时可以回来")
        leave.clicked.connect(self.leave_requested)
        self._name = ElidingLabel(role="heading", name="household")
        self._about = ElidingLabel(role="quiet", name="about_household")
        self._events_button = button("户的变动(&V)", name="events", role="plain", tip="更换建档职工、分户、并户")
        self._events_button.clicked.connect(self.events_requested)
        self._events_button.hide()
        keys = ElidingLabel(role="hint", name="gap_keys")
        keys.show_text("F6 不知道  F7 拒答  F8 待补")
        self._sums_button = button("测算 F4", name="toggle_sums", role="plain", tip="打开或收起:已填的数加起来是多少")
        self._sums_button.setCheckable(True)
        self._sums_button.clicked.connect(self._toggle_panel)
        self.doors = DoorList()
        absent = button("没见到人 F9", name="nobody_met", role="plain", tip="未遇、拒访、迁出、去世:记下并结束")
        absent.clicked.connect(self.open_door)
        rest = (keys, absent, self._events_button, self._sums_button)
        line = row(leave, self.doors, self._name, self._about, 1, *rest, into=head, gap=10)
        line.setContentsMargins(8, 5, 16, 5)
        return head

    def _make_side(self) -> QFrame:
        side = frame("", name="wizard_side")
        self._paper_button = button("照纸表录入(&U)", name="paper_first", role="plain", tip="按纸表的次序,全部展开")
        self._paper_button.setCheckable(True)
        self._paper_button.clicked.connect(self.paper_toggled)
        self.paper_number = PaperNumberLine()
        steps = scrolled(self.steps, name="steps_area")
        column(steps, self._paper_button, self.paper_number, into=side, gap=0).setStretch(0, 1)
        return side

    def _make_foot(self) -> QFrame:
        foot = frame("foot", name="wizard_foot")
        self._back = button("上一步(&P)", name="back")
        self._next = button("下一步(&N)", name="next", role="main", tip="Ctrl+Enter")
        later = button("存为待补(&L)", name="finish_later", tip="还有没填的,先存成一张修改单,以后再补")
        self._done = button("完成(&W)", name="finish", tip="存成一张修改单,可以打印、写入U盘")
        self._hint = label(role="hint", name="page_hint")
        self._back.clicked.connect(lambda: self.step_requested.emit(self.next_step(-1)))
        self._next.clicked.connect(lambda: self.step_requested.emit(self.next_step(1)))
        later.clicked.connect(lambda: self.finish_requested.emit(True))
        self._done.clicked.connect(lambda: self.finish_requested.emit(False))
        self._foot_buttons = [self._back, self._next, later, self._done]
        line = row(self._back, self._next, self._hint, 1, later, self._done, into=foot)
        line.setContentsMargins(14, 7, 14, 7)
        return foot

    def _make_keys(self) -> None:
        keys = {
            "Ctrl+Return": lambda: self.step_requested.emit(self.next_step(1)),
            "Ctrl+Enter": lambda: self.step_requested.emit(self.next_step(1)),
            "Ctrl+S": self.save_requested.emit,
            "Ctrl+Tab": lambda: self.doors.go(1),
            "Alt+Right": lambda: self.doors.go(1),
            "Ctrl+Shift+Tab": lambda: self.doors.go(-1),
            "Alt+Left": lambda: self.doors.go(-1),
            "F4": self._toggle_panel,
            "F9": self.open_door,
        }
        for key, call in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _toggle_panel(self) -> None:
        self.open_panel(is_open=self.panel.isHidden())
        self.sums_toggled.emit(not self.panel.isHidden())

    def _make_page(self, number: int) -> None:
        page = StepPage(number, self.catalogue, order=self._order)
        page.end_reached.connect(self.show_end)
        page.section_made.connect(lambda _: self._put_foot_last())
        area = scrolled(page, name=f"area:{number}")
        self._pages[number] = area
        self._stack.addWidget(area)
        # Made last, it would come after the foot: Tab in the last field would lead to 返回.
        self.setTabOrder(self.paper_number, area)
        self.page_made.emit(page)
        self._put_foot_last()

    def _put_foot_last(self) -> None:
        # What is made later comes later in the keyboard's round; the foot belongs behind every page.
        last: QWidget = self.review.points
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and self._stack.isAncestorOf(widget):
                last = widget
            widget = widget.nextInFocusChain()
        behind = [self.panel.lines, self.panel.missing, *self._foot_buttons]
        for before, after in pairwise([last, *behind]):
            QWidget.setTabOrder(before, after)
