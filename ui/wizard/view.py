"""The wizard as it looks: steps on the left, the page, and at the bottom what never scrolls away."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from fieldsurvey.case.catalogue import CASE, STEPS
from fieldsurvey.case.problems import Problem
from ui.theme import ems, set_state
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import button, column, frame, label, row, say, scrolled
from ui.wizard.life_events import LifeEventsView
from ui.wizard.page import StepPage
from ui.wizard.review import ReviewPage
from ui.wizard.sheet import Sheet
from ui.wizard.steps import StepList

REVIEW: Final = 10
STEPS_EMS: Final = 13


class WizardView(QWidget):
    """One visit at a time.

    Signals:
        page_made: the page of a step, made because somebody looks at it for the first time.
        step_requested: the number of a step.
        point_opened: the address of an open point.
        save_requested, leave_requested: Ctrl+S, back to the list.
        finish_requested: True for 存为待补, False for 完成.
        events_requested: 户的变动.
    """

    page_made = Signal(object)
    step_requested = Signal(int)
    point_opened = Signal(str)
    save_requested = Signal()
    leave_requested = Signal()
    finish_requested = Signal(bool)
    events_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("wizard")
        self.step = 0
        self.catalogue = CASE
        self._pages: dict[int, QScrollArea] = {}
        self.review = ReviewPage()
        self.review.point_opened.connect(self.point_opened)
        self.steps = StepList(STEPS)
        self.steps.chosen.connect(self.step_requested)
        self._stack = QStackedWidget()
        self.events = LifeEventsView()
        self._stack.addWidget(self.review)
        self._stack.addWidget(self.events)
        self._notice = label(role="warn", name="wizard_notice", wrap=True)
        self._notice.hide()
        middle = QWidget()
        middle_column = column(self._notice, self._stack, into=middle, gap=6)
        middle_column.setContentsMargins(14, 10, 6, 6)
        middle_column.setStretch(1, 1)
        beside = scrolled(self.steps, name="steps_area")
        beside.setFixedWidth(ems(self, STEPS_EMS))
        body = row(beside, middle, gap=0)
        body.setStretch(1, 1)
        column(self._make_head(), body, self._make_foot(), into=self, gap=0).setStretch(1, 1)
        self._make_keys()

    def reset(self, name: str, survey_no: str, address: str) -> None:
        """Begins with another household: nothing of the last one stays."""
        for page in self.pages():
            # The keyboard leaves a dying field too, and its address is also one of the next household.
            page.blockSignals(True)
        for area in self._pages.values():
            self._stack.removeWidget(area)
            area.deleteLater()
        self._pages.clear()
        self.step = 0
        self.show_name(name, survey_no, address)
        self.show_notice("")
        self.steps.show_open({})

    def show_name(self, name: str, survey_no: str, address: str) -> None:
        """Whose visit it is."""
        self._name.setText(name or "新的一户")
        self._about.show_text("  ".join(part for part in (survey_no, address) if part))

    def show_notice(self, text: str) -> None:
        """What others changed meanwhile, and where two values stand."""
        say(self._notice, text)

    def show_step(self, number: int) -> None:
        """Turns to a step; its page is made when it is wanted for the first time."""
        self.step = number
        self.setWindowTitle(STEPS[number])
        self.setProperty("help", f"wizard-{number}")
        self.steps.mark(number)
        if number == REVIEW:
            self._stack.setCurrentWidget(self.review)
        else:
            if number not in self._pages:
                self._make_page(number)
            self._stack.setCurrentWidget(self._pages[number])
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

    def page(self, number: int) -> StepPage | None:
        """The page of a step, if it has been made."""
        area = self._pages.get(number)
        inner = area.widget() if area is not None else None
        return inner if isinstance(inner, StepPage) else None

    def pages(self) -> list[StepPage]:
        """The pages that have been made."""
        return [page for number in self._pages if (page := self.page(number)) is not None]

    def show_review(self, sheet: Sheet, open_points: Sequence[Problem]) -> None:
        """Fills the last page."""
        self.review.show_review(sheet.document, open_points, STEPS)

    def show_open_counts(self, counts: Mapping[int, int]) -> None:
        """How many points are open on each step."""
        self.steps.show_open(counts)

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
        self._name = label(role="heading", name="household")
        self._about = ElidingLabel(role="quiet", name="about_household")
        self._events_button = button("户的变动(&V)", name="events", role="plain", tip="更换建档职工、分户、并户")
        self._events_button.clicked.connect(self.events_requested)
        self._events_button.hide()
        keys = label("F6 不知道  F7 拒答  F8 待补", role="hint", name="gap_keys")
        line = row(leave, self._name, self._about, 1, self._events_button, keys, into=head, gap=12)
        line.setContentsMargins(8, 5, 16, 5)
        return head

    def _make_foot(self) -> QFrame:
        foot = frame("foot", name="wizard_foot")
        self._back = button("上一步(&P)", name="back")
        self._next = button("下一步(&N)", name="next", role="main", tip="Ctrl+Enter")
        later = button("存为待补(&L)", name="finish_later", tip="还有没填的,先存成一张修改单,以后再补")
        self._done = button("完成(&W)", name="finish", tip="存成一张修改单,可以打印、写U盘")
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
        }
        for key, call in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _make_page(self, number: int) -> None:
        page = StepPage(number, self.catalogue)
        page.end_reached.connect(self.show_end)
        page.section_made.connect(lambda _: self._put_foot_last())
        area = scrolled(page, name=f"area:{number}")
        self._pages[number] = area
        self._stack.addWidget(area)
        # Made last, it would come after the foot: Tab in the last field would lead to 返回.
        self.setTabOrder(self.steps, area)
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
        for before, after in pairwise([last, *self._foot_buttons]):
            QWidget.setTabOrder(before, after)
