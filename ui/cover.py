"""The cover over the window while the home is locked: when it falls, and how it is lifted again."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ui.areas.ground import Ground
from ui.desk import Desk
from ui.main_window import MainWindow
from ui.notify import close_dialogs
from ui.screens.lock.idle import IdleWatch
from ui.screens.lock.presenter import LockPresenter
from ui.screens.lock.view import LockView


class Cover(QObject):
    """Watches from the start whether anybody still touches the window.

    Signals:
        other_chosen: somebody else is to sign in, and that is decided.
    """

    other_chosen = Signal()

    def __init__(self, window: MainWindow, desk: Desk, ground: Ground) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._kept, self._jobs, self._notify = ground.kept, ground.jobs, ground.notify
        self._is_over = False
        self._view = LockView()
        self._view.hide()
        self._lock = LockPresenter(self._view, jobs=ground.jobs, locking=ground.home.locking)
        self._lock.unlocked.connect(self._on_unlocked)
        self._view.other_requested.connect(self._on_other)
        ground.jobs.busy_changed.connect(self._view.show_doing)
        self.watch = IdleWatch(self.limit_s, parent=self)
        self.watch.idle.connect(self.lock)
        self.watch.lock_requested.connect(self.lock)
        self.watch.start(window.windowHandle())

    def limit_s(self) -> float:
        """How long nobody may touch anything before the cover falls."""
        return self._kept.idle_minutes(in_visit=self._desk.wizard.is_open) * 60.0

    def lock(self) -> None:
        """Covers the window at once; the home is locked as soon as all that is on its way has been done."""
        if self._is_over or self._window.is_covered:
            return
        close_dialogs()
        # What an input method still holds belongs to the field.
        QGuiApplication.inputMethod().commit()
        self._desk.flush()
        self._desk.backups.before_locking()
        self._view.show_waiting()
        self._window.cover(self._view)
        self._jobs.when_idle(self._lock_home)

    def stop(self) -> None:
        """Watches no more, and locks nothing any more."""
        self._is_over = True
        self.watch.stop()

    def let_go(self) -> None:
        """Lifts the cover for good."""
        self._window.uncover()
        self._view.deleteLater()
        self.deleteLater()

    def _lock_home(self) -> None:
        if self._is_over or not self._window.is_covered:
            return
        self._jobs.hold(but=self._lock)
        self._lock.lock(is_safe=not self._desk.has_unsaved)

    def _on_unlocked(self) -> None:
        self._jobs.release()
        self._window.uncover()
        self.watch.start(self._window.windowHandle())
        # What could not be saved before is tried again.
        self._desk.flush()

    def _on_other(self) -> None:
        if not self._desk.has_unsaved:
            self.other_chosen.emit()
            return
        self._notify.ask(
            self._window,
            "还有内容没能存到本机。换人登录,这些内容就丢了。\n\n建议先取消,由本人解锁,按 Ctrl+S 再存一次。",
            yes="仍要换人(&Y)",
            then=self.other_chosen.emit,
        )
