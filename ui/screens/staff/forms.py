"""The small forms of 人员: each asks for one thing and can be called off; one is open at a time."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QScrollArea, QWidget

from ui.theme import set_state
from ui.widgets.limited_line import LimitedLine
from ui.widgets.passphrase_line import PIN_LENGTH, PassphraseLine
from ui.widgets.pieces import button, column, label, row, say, spoken

NAME_LIMIT: Final = 64
VIEW_MARGIN_PX: Final = 16
DIFFERENT: Final = "两遍不一样,请再输一遍。"


class StaffForm(QFrame):
    """A title, what is asked, a problem, and two buttons. What was typed is let go of when it closes.

    Signals:
        cancelled: it is not wanted any more.
        suggestion_wanted: a passphrase to offer.
    """

    cancelled = Signal()
    suggestion_wanted = Signal()

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        set_state(self, "role", "notice")
        self.title = label(title, role="heading", name=f"{name}_title", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._offered = label(role="done", name=f"{name}_offered", wrap=True)
        self._problem = label(role="problem", name=f"{name}_problem", wrap=True)
        self.agree = button("", name=f"{name}_agree", role="main")
        self.agree.clicked.connect(self._on_agree)
        self._body = column(self.title, self._grid, into=self, margin=12)
        self._lines: list[PassphraseLine] = []
        say(self._offered, "")
        say(self._problem, "")

    def open(self) -> None:
        """Shows the form, empty, with the keyboard in it."""
        self.forget()
        self.show()
        self._first().setFocus()
        # Once it has its place: its buttons belong to it and shall be seen with it.
        QTimer.singleShot(0, self, self._come_into_view)

    def close_form(self) -> None:
        """Takes it away with what was typed."""
        self.forget()
        self.hide()

    def forget(self) -> None:
        """Lets go of everything typed."""
        for line in self._lines:
            line.clear()
        say(self._offered, "")
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Why it did not go; empty while it goes or has gone."""
        say(self._problem, sentence)
        self.agree.setEnabled(True)

    def add(self, text: str, part: QWidget) -> None:
        """One question."""
        line = self._grid.rowCount()
        self._grid.addWidget(label(text, role="label"), line, 0)
        self._grid.addWidget(part, line, 1)

    def secret(self, text: str, name: str, key: str) -> PassphraseLine:
        """A hidden line; Enter goes to the next one, and from the last one agrees."""
        line = PassphraseLine(text, name=name, key=key)
        if self._lines:
            self._lines[-1].entered_passphrase.disconnect(self._on_agree)
            self._lines[-1].entered_passphrase.connect(line.setFocus)
        line.entered_passphrase.connect(self._on_agree)
        self._lines.append(line)
        self.add(text, line)
        return line

    def end_with(self, agree: str, *, offers_passphrase: bool = False) -> None:
        """The buttons, after everything that is asked: the keyboard comes to them last."""
        name = self.objectName()
        self.agree.setText(agree)
        self.agree.setAccessibleName(spoken(agree))
        cancel = button("取消(&C)", name=f"{name}_cancel")
        cancel.clicked.connect(self.cancelled)
        foot = row(self.agree, cancel, 1)
        if offers_passphrase:
            offer = button("出一个好记的口令(&G)", name=f"{name}_suggest", role="plain")
            offer.clicked.connect(self.suggestion_wanted)
            foot.insertWidget(2, offer)
        for part in (self._offered, self._problem):
            self._body.addWidget(part)
        self._body.addLayout(foot)

    def show_suggestion(self, passphrase: str, reading: str) -> None:
        """Offers a passphrase: filled in twice, and told once so that it can be written down."""
        for line in self._lines[-2:]:
            line.line.setText(passphrase)
        QTimer.singleShot(0, self, self._come_into_view)
        say(self._offered, f"口令:{passphrase}\n念作:{reading}。请先抄下或记住,再按蓝色按钮;不满意可以再出一个。")

    def _first(self) -> QWidget:
        return self._lines[0]

    def _come_into_view(self) -> None:
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is None or self.isHidden():
            return
        above.ensureWidgetVisible(self, 0, VIEW_MARGIN_PX)
        above.ensureWidgetVisible(self._first(), 0, VIEW_MARGIN_PX)

    def _on_agree(self) -> None:
        if self.agree.isEnabled():
            self._send()

    def _send(self) -> None:
        raise NotImplementedError


class RoleBoxes(QWidget):
    """The roles of a person, one box each."""

    def __init__(self, name: str, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._boxes: dict[str, QCheckBox] = {}
        for role, text in roles:
            box = QCheckBox(text)
            box.setObjectName(f"{name}_{role}")
            self._boxes[role] = box
        row(*self._boxes.values(), 1, into=self, gap=12)

    @property
    def chosen(self) -> list[str]:
        """The ids of the roles with a mark."""
        return [role for role, box in self._boxes.items() if box.isChecked()]

    def choose(self, roles: Sequence[str]) -> None:
        """Marks these and no others."""
        for role, box in self._boxes.items():
            box.setChecked(role in roles)

    def first(self) -> QWidget:
        """Where the keyboard comes in."""
        return next(iter(self._boxes.values()))


class NewPersonForm(StaffForm):
    """Signals:
    given: name, passphrase, role ids.
    """

    given = Signal(str, str, list)

    def __init__(self, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__("new_person", "加一位人员")
        self._name = LimitedLine(limit=NAME_LIMIT)
        self._name.setObjectName("new_person_name")
        self._name.setAccessibleName("姓名")
        self.add("姓名", self._name)
        self._roles = RoleBoxes("new_person", roles) if roles else None
        if self._roles is not None:
            self.add("角色", self._roles)
        self._new = self.secret("口令", "new_person_passphrase", "1")
        self._again = self.secret("再输一遍", "new_person_again", "2")
        self._name.returnPressed.connect(self._new.setFocus)
        self.end_with("加入(&Y)", offers_passphrase=True)

    def forget(self) -> None:
        """Lets go of everything typed."""
        super().forget()
        self._name.show_text("")
        if self._roles is not None:
            self._roles.choose(())

    def _first(self) -> QWidget:
        return self._name

    def _send(self) -> None:
        roles = self._roles.chosen if self._roles is not None else []
        if not self._name.text().strip():
            self.show_problem("请写姓名。")
        elif self._roles is not None and not roles:
            self.show_problem("请至少选一个角色。")
        elif self._new.text != self._again.text:
            self.show_problem(DIFFERENT)
        else:
            self.agree.setEnabled(False)
            self.given.emit(self._name.text().strip(), self._new.text, roles)


class PassphraseForm(StaffForm):
    """Signals:
    given: the old passphrase and the new one.
    """

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("change_passphrase", "换自己的口令")
        self._old = self.secret("现在的口令", "old_passphrase", "1")
        self._new = self.secret("新口令", "own_passphrase", "2")
        self._again = self.secret("再输一遍", "own_again", "3")
        self.end_with("换口令(&Y)", offers_passphrase=True)

    def _send(self) -> None:
        if self._new.text != self._again.text:
            self.show_problem(DIFFERENT)
        else:
            self.agree.setEnabled(False)
            self.given.emit(self._old.text, self._new.text)


class PinForm(StaffForm):
    """Signals:
    given: the passphrase and the PIN.
    """

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("choose_pin", "设 PIN:4 到 8 位数字,锁定后用它接着做;重新打开程序仍要口令")
        self._passphrase = self.secret("您的口令", "pin_passphrase", "1")
        self._pin = self.secret("PIN", "new_pin", "2")
        self._again = self.secret("再输一遍", "new_pin_again", "3")
        for line in (self._pin, self._again):
            line.line.setMaxLength(PIN_LENGTH)
        self.end_with("设 PIN(&Y)")

    def _send(self) -> None:
        if self._pin.text != self._again.text:
            self.show_problem(DIFFERENT)
        else:
            self.agree.setEnabled(False)
            self.given.emit(self._passphrase.text, self._pin.text)


class RolesForm(StaffForm):
    """Signals:
    given: staff id and role ids.
    """

    given = Signal(str, list)

    def __init__(self, roles: Sequence[tuple[str, str]]) -> None:
        super().__init__("change_roles", "改角色")
        self._staff_id = ""
        self._roles = RoleBoxes("role", roles)
        self.add("角色", self._roles)
        self.end_with("改成这些(&Y)")

    def open_for(self, staff_id: str, name: str, roles: Sequence[str]) -> None:
        """Shows the roles that a person has now."""
        self._staff_id = staff_id
        self.title.setText(f"改 {name} 的角色(下次登录起作数)")
        self._roles.choose(roles)
        self.open()

    def _first(self) -> QWidget:
        return self._roles.first()

    def _send(self) -> None:
        if not self._roles.chosen:
            self.show_problem("请至少选一个角色。")
        else:
            self.agree.setEnabled(False)
            self.given.emit(self._staff_id, self._roles.chosen)
