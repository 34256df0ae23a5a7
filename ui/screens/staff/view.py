"""人员: who may sign in here, one's own passphrase and PIN, and after how long the window locks itself."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.staff.forms import NewPersonForm, PassphraseForm, PinForm, RolesForm, StaffForm
from ui.theme import set_state
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row

MOST_LINES: Final = 6
MINUTES: Final = (1, 2, 3, 5, 10, 15, 20, 30, 45, 60)


class StaffView(QFrame):
    """Signals:
    add_wanted, passphrase_wanted, pin_wanted: a form is to be opened. roles_wanted, removal_wanted: for a person.
    pin_dropped: no PIN any more. lock_requested: now.
    idle_chosen: minutes while a visit is open, and elsewhere.
    """

    add_wanted = Signal()
    passphrase_wanted = Signal()
    pin_wanted = Signal()
    roles_wanted = Signal(str)
    removal_wanted = Signal(str)
    pin_dropped = Signal()
    lock_requested = Signal()
    idle_chosen = Signal(int, int)

    def __init__(self, roles: Sequence[tuple[str, str]]) -> None:
        """`roles` are the ids and names to choose from; without any, roles are neither shown nor given."""
        super().__init__()
        self.setObjectName("staff_card")
        set_state(self, "role", "card")
        columns = [Column("姓名", 8), Column("角色", 14)]
        self.table = LinesView(LinesTable(columns), name="staff_table", spoken="能在这里登录的人员")
        self.new_person = NewPersonForm(roles)
        self.passphrase = PassphraseForm()
        self.pin = PinForm()
        self.roles = RolesForm(roles or [("surveyor", "调查员")])
        self._forms: tuple[StaffForm, ...] = (self.new_person, self.roles, self.passphrase, self.pin)
        for form in self._forms:
            form.hide()
            form.cancelled.connect(self.close_forms)
        self._pin_told = label(role="quiet", name="pin_told", wrap=True)
        lock = button("现在锁定(&L)", name="lock_now", tip="随时可按 Ctrl+L")
        lock.clicked.connect(self.lock_requested)
        column(
            row(label("人员", role="heading"), 1, lock),
            self.table,
            self._make_buttons(),
            *self._forms,
            self._make_own(),
            self._pin_told,
            self._make_idle(),
            into=self,
            margin=14,
        )

    def show_people(self, lines: Sequence[Line]) -> None:
        """Those who may sign in here."""
        self.table.table.show(lines)
        self.table.hold(max(2, min(len(lines), MOST_LINES)))
        if lines and not self.table.chosen_id:
            self.table.selectRow(0)

    def show_rights(self, *, may_change: bool, may_give_roles: bool) -> None:
        """Offers only what the person signed in may do."""
        self._add.setVisible(may_change)
        self._remove.setVisible(may_change)
        self._roles.setVisible(may_give_roles)

    def show_pin(self, *, has_pin: bool) -> None:
        """Whether the person signed in has a PIN."""
        self._pin.setText("换 PIN(&P)…" if has_pin else "设 PIN(&P)…")
        self._drop.setVisible(has_pin)
        self._pin_told.setText(
            "离开一会儿,窗口会锁定;回来输入 PIN,从原处接着做。"
            if has_pin
            else "离开一会儿,窗口会锁定;现在要输完整口令才能接着做,设了 PIN 只要几位数字。"
        )

    def show_idle(self, in_visit: int, elsewhere: int, *, least: int, most: int) -> None:
        """After how many minutes the window locks itself; a length that was set elsewhere is offered as well."""
        for box, minutes in ((self._in_visit, in_visit), (self._elsewhere, elsewhere)):
            box.clear()
            for offered in sorted({*(each for each in MINUTES if least <= each <= most), minutes}):
                box.addItem(f"{offered} 分钟", offered)
            box.setCurrentIndex(box.findData(minutes))

    def open_form(self, form: StaffForm) -> None:
        """Opens one form; another that was open closes."""
        self.close_forms()
        form.open()

    def open_roles(self, staff_id: str, name: str, roles: Sequence[str]) -> None:
        """Opens the roles of a person."""
        self.close_forms()
        self.roles.open_for(staff_id, name, roles)

    def close_forms(self) -> None:
        """Closes whatever form is open; the keyboard goes back to the list."""
        was_open = [form for form in self._forms if not form.isHidden()]
        if was_open:
            self.table.setFocus()
        for form in was_open:
            form.close_form()

    def _make_buttons(self) -> QWidget:
        line = QWidget()
        self._add = button("加一位(&I)…", name="add_person")
        self._add.clicked.connect(self.add_wanted)
        self._roles = button("改角色(&R)…", name="set_roles")
        self._roles.clicked.connect(lambda: self.roles_wanted.emit(self.table.chosen_id))
        self._remove = button("移除(&M)…", name="remove_person", role="plain")
        self._remove.clicked.connect(lambda: self.removal_wanted.emit(self.table.chosen_id))
        row(self._add, self._roles, self._remove, 1, into=line)
        return line

    def _make_own(self) -> QWidget:
        line = QWidget()
        change = button("换自己的口令(&W)…", name="own_passphrase_change")
        change.clicked.connect(self.passphrase_wanted)
        self._pin = button("设 PIN(&P)…", name="own_pin")
        self._pin.clicked.connect(self.pin_wanted)
        self._drop = button("不用 PIN(&N)", name="drop_pin", role="plain")
        self._drop.clicked.connect(self.pin_dropped)
        row(change, self._pin, self._drop, 1, into=line)
        return line

    def _make_idle(self) -> QWidget:
        line = QWidget()
        self._in_visit = _minutes("idle_visit", "入户填写时几分钟没有操作就锁定")
        self._elsewhere = _minutes("idle_elsewhere", "其他时候几分钟没有操作就锁定")
        for box in (self._in_visit, self._elsewhere):
            box.activated.connect(
                lambda _: self.idle_chosen.emit(int(self._in_visit.currentData()), int(self._elsewhere.currentData()))
            )
        asked = label("多久没有操作就锁定:", role="label")
        visit, other = label("入户填写时", role="label"), label("其他时候", role="label")
        row(asked, visit, self._in_visit, other, self._elsewhere, 1, into=line)
        return line


def _minutes(name: str, spoken: str) -> QComboBox:
    box = QComboBox()
    box.setObjectName(name)
    box.setAccessibleName(spoken)
    return box
