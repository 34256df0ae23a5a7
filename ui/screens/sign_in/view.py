"""The sign-in sheet: who is it, and the passphrase; forgotten ones come back with the recovery words."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from ui.widgets.gate import GateSheet
from ui.widgets.passphrase_line import PassphraseLine
from ui.widgets.pieces import button, column, label, row, say


class SignInView(GateSheet):
    """Signals:
    sign_in_requested: staff id and passphrase.
    recover_requested: the recovery words, the staff id, the new passphrase.
    restore_requested: the data are to come from a back-up.
    practice_requested: somebody would rather practise first.
    """

    sign_in_requested = Signal(str, str)
    recover_requested = Signal(str, str, str)
    restore_requested = Signal()
    practice_requested = Signal()

    def __init__(self) -> None:
        super().__init__("sign_in", "登录")
        self._staff = QComboBox()
        self._staff.setObjectName("staff")
        self._staff.setAccessibleName("人员")
        self._passphrase = PassphraseLine("口令", name="passphrase", key="S")
        self._passphrase.entered_passphrase.connect(self._on_sign_in)
        self._problem = label(role="problem", name="sign_in_problem", wrap=True)
        self._enter = button("登录(&L)", name="sign_in_button", role="main")
        self._enter.clicked.connect(self._on_sign_in)
        self._forgotten = button("忘了口令(&F)", name="forgotten", role="plain")
        self._forgotten.clicked.connect(self._on_forgotten)
        restore = button("从备份恢复(&B)…", name="restore", role="plain")
        restore.clicked.connect(self.restore_requested)
        self._recovery = self._make_recovery()
        self.body.addWidget(label("人员", role="label"))
        self.body.addWidget(self._staff)
        self._passphrase_label = label("口令", role="label")
        self.body.addWidget(self._passphrase_label)
        self.body.addWidget(self._passphrase)
        self.body.addWidget(self._recovery)
        self.body.addWidget(self._problem)
        self._practice = button("先练习一下(练习模式)(&X)", name="practise", role="plain")
        self._practice.clicked.connect(self.practice_requested)
        self.body.addLayout(row(self._forgotten, 1, self._enter))
        self.body.addLayout(row(self._practice, restore, 1))
        self._problem.hide()
        self._recovery.hide()
        self.setEnabled(False)

    def show_staff(
        self, place: str, staff: Sequence[tuple[str, str]], *, last: str, can_recover: bool, known: str = ""
    ) -> None:
        """Shows who can sign in here; the one who was here last stands first.

        `known` is the passphrase of a practice home: it is filled in, and there is no need to practise elsewhere.
        """
        self.told.setText(place)
        self._staff.clear()
        for staff_id, name in staff:
            self._staff.addItem(name, staff_id)
        self._staff.setCurrentIndex(max(0, self._staff.findData(last)))
        self._forgotten.setVisible(can_recover)
        self._practice.setHidden(bool(known))
        self.forget()
        self._passphrase.fill(known)
        for part in (self, self._staff, self._passphrase, self._enter):
            part.setEnabled(True)
        self.setWindowTitle(self.title.text())
        self._passphrase.setFocus()

    def offer_restore_only(self) -> None:
        """Nobody can sign in to what is here; a back-up may be put in its place."""
        self.setEnabled(True)
        for part in (self._staff, self._passphrase, self._enter):
            part.setEnabled(False)
        self._forgotten.hide()

    def show_problem(self, sentence: str) -> None:
        """Why it did not go; the passphrase is typed anew."""
        say(self._problem, sentence)
        self.set_busy(is_busy=False)
        if sentence and self._recovery.isHidden():
            self._passphrase.clear()
            self._passphrase.setFocus()

    def forget(self) -> None:
        """Lets go of what was typed: it is not wanted once somebody is in."""
        for line in (self._passphrase, self._new, self._again):
            line.clear()
        self._words.clear()

    def show_recovered(self) -> None:
        """The new passphrase holds; back to signing in."""
        self._set_recovering(is_recovering=False)
        self._words.clear()
        self._new.clear()
        self._again.clear()
        self.show_problem("")
        self.told.setText("新口令已设好,请用它登录。")
        self._passphrase.setFocus()

    def set_busy(self, *, is_busy: bool) -> None:
        """While keys are worked out nothing can be pressed twice."""
        self._enter.setEnabled(not is_busy)
        self._enter.setText("正在打开…" if is_busy else "设新口令(&L)" if self._recovery.isVisible() else "登录(&L)")
        self._staff.setEnabled(not is_busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside the window."""
        super().resizeEvent(event)
        self.fit(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard stands in the passphrase."""
        super().showEvent(event)
        self._passphrase.setFocus()

    def _make_recovery(self) -> QWidget:
        box = QWidget()
        self._words = QPlainTextEdit()
        self._words.setObjectName("words")
        self._words.setAccessibleName("恢复词")
        self._words.setTabChangesFocus(True)
        self._words.setPlaceholderText("依次写二十四个恢复词,中间可以不加空格")
        self._words.setFixedHeight(84)
        self._new = PassphraseLine("新口令", name="new_passphrase")
        self._again = PassphraseLine("再输一遍", name="new_passphrase_again")
        column(
            label("总部的恢复词", role="label"),
            self._words,
            label("新口令(至少十个字)", role="label"),
            self._new,
            label("再输一遍", role="label"),
            self._again,
            into=box,
            gap=4,
        )
        return box

    def _on_forgotten(self) -> None:
        self._set_recovering(is_recovering=self._recovery.isHidden())

    def _set_recovering(self, *, is_recovering: bool) -> None:
        self._recovery.setVisible(is_recovering)
        self._passphrase.setVisible(not is_recovering)
        self._passphrase_label.setVisible(not is_recovering)
        self._forgotten.setText("想起来了(&F)" if is_recovering else "忘了口令(&F)")
        self._enter.setText("设新口令(&L)" if is_recovering else "登录(&L)")
        say(self._problem, "")
        (self._words if is_recovering else self._passphrase).setFocus()

    def _on_sign_in(self) -> None:
        staff_id = str(self._staff.currentData() or "")
        if self._recovery.isHidden():
            self.sign_in_requested.emit(staff_id, self._passphrase.text)
        elif self._new.text != self._again.text:
            self.show_problem("两遍新口令不一样,请再输一遍。")
        else:
            self.recover_requested.emit(self._words.toPlainText(), staff_id, self._new.text)
