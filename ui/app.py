"""Starting the window and ending it: what is made in which order, and let go of in which."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication, QMessageBox

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.paths import HomePaths
from fieldsurvey.practice.sides import PASSPHRASE, STICK, Side, practice_of, sides
from ui.crash import CrashDoor
from ui.garbage import GarbageTimer
from ui.home import Home
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.screens.sign_in.presenter import SignInPresenter
from ui.screens.sign_in.view import SignInView
from ui.settings_kept import KeptSettings
from ui.theme import dress, load_fonts

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome
    from fieldsurvey.services.describing import HomeCard
    from ui.cover import Cover
    from ui.desk import Desk
    from ui.screens.first_run.presenter import FirstRunPresenter
    from ui.screens.help.presenter import HelpPresenter
    from ui.screens.practice.presenter import PracticePresenter

USUAL_SIZE: Final = QSize(1280, 760)
WORDS_UNCONFIRMED: Final = (
    "建立时的恢复词没有核对过。如果当时没有抄下,口令全忘了数据就打不开:"
    "请牢记口令;还没有录入时,最好换一个数据文件夹重新建立,把恢复词抄好。"
)


class Program(QObject):
    """One run of the window on one home; `opened` is that home once somebody has signed in.

    `tell_bug` shows the sentence of a crash; a dialog unless given.
    """

    def __init__(self, application: QApplication, home: Home, *, tell_bug: Callable[[str], None] | None = None) -> None:
        super().__init__()
        self._application = application
        self._home = self._real_home = home
        self.opened: OpenHome | None = None
        self._desk: Desk | None = None
        self._first_run: FirstRunPresenter | None = None
        self._help: HelpPresenter | None = None
        self._practice: PracticePresenter | None = None
        self.cover: Cover | None = None
        self._is_over = False
        self.exit_status = 0
        self.crash = CrashDoor(tell=tell_bug or _tell_bug, leave=self._leave_at_once)
        self._settings = KeptSettings(HomePaths(home.folder).settings)
        load_fonts()
        dress(application, self._settings.scale)
        self.window = MainWindow()
        self.notify = Notify()
        self.jobs = Jobs(tell_error=self.notify.error, tell_bug=self.crash.bug)
        self._garbage = GarbageTimer()
        self._sign_in_view = SignInView()
        self.window.add_page(self._sign_in_view, is_lasting=True)
        self._sign_in = SignInPresenter(self._sign_in_view, jobs=self.jobs, home=home)
        self._connect()

    def start(self, size: tuple[int, int] | None = None) -> None:
        """Shows the window, fitted to the screen unless a size is given; what the home is, is found out behind it."""
        self.window.show_page(self._sign_in_view)
        if size is None:
            self.window.show_fitted(USUAL_SIZE)
        else:
            self.window.resize(*size)
            self.window.show()
        self._on_closed()

    def lock(self) -> None:
        """Covers the window at once; the home is locked as soon as all that is on its way has been done."""
        if self.cover is not None:
            self.cover.lock()

    def commit(self) -> None:
        """Brings what is typed to disk before it returns: the system that ends a session waits for no event loop.

        The session may yet go on, and the program with it.
        """
        if self._desk is not None:
            self._desk.flush()
        self.jobs.drain()

    def end(self) -> None:
        """Ends once, in this order: what is being typed, timers, jobs, database."""
        if self._is_over:
            return
        self._is_over = True
        if self._desk is not None:
            self._desk.flush()
        for timer in [*self.window.findChildren(QTimer), *self.findChildren(QTimer)]:
            timer.stop()
        if self._help is not None:
            self._help.close()
        self._garbage.close()
        self.jobs.close()
        if self.opened is not None:
            self.opened.close()
        self.crash.close()

    def _connect(self) -> None:
        self.notify.said.connect(self.window.messages.say)
        self.notify.taken_back.connect(self.window.messages.take_back)
        self.jobs.busy_changed.connect(self.window.show_busy)
        self.jobs.made_good.connect(self.window.messages.take_back)
        self.window.close_requested.connect(self._on_close)
        self.window.help_requested.connect(self._on_help)
        self._sign_in.signed_in.connect(self._on_signed_in)
        self._sign_in_view.restore_requested.connect(partial(self._on_restore, has_home=True))
        self._sign_in_view.practice_requested.connect(self._on_practice)
        self.window.practice_requested.connect(self._on_practice)
        self._application.commitDataRequest.connect(self._on_session_end)
        self._application.aboutToQuit.connect(self.end)

    def _on_described(self, card: "HomeCard") -> None:
        known = PASSPHRASE if card.practice and practice_of(self._home.folder) else ""
        self.window.show_practice(card.practice, passphrase=known)
        if card.kind:
            self.crash.write_to(HomePaths(self._home.folder).logs)
            self._sign_in.show(card, last_staff=self._settings.last_staff, known=known)
            self.window.show_page(self._sign_in_view)
            self.jobs.submit(self, self._home.prepare)
            return
        if self._first_run is not None:
            self.window.show_page(self._first_run.view)
            return
        # Imported here to start faster: it is seen once in the life of a home.
        from ui.screens.first_run.presenter import FirstRunPresenter
        from ui.screens.first_run.view import FirstRunView

        view = FirstRunView()
        first_run = FirstRunPresenter(view, jobs=self.jobs, home=self._home)
        first_run.made.connect(self._sign_in.sign_in)
        view.restore_requested.connect(partial(self._on_restore, has_home=False))
        first_run.made.connect(lambda _: self.crash.write_to(HomePaths(self._home.folder).logs))
        first_run.words_given.connect(lambda: self._settings.keep(words_unconfirmed=True))
        view.practice_requested.connect(self._on_practice)
        first_run.made.connect(lambda _: self._settings.keep(words_unconfirmed=False))
        self._first_run = first_run
        self.window.add_page(view, is_lasting=True)
        self.window.show_page(view)

    def _on_unreadable(self, problem: FieldSurveyError) -> None:
        self.notify.error(problem)
        self._sign_in_view.offer_restore_only()

    def _on_restore(self, *, has_home: bool) -> None:
        # Imported here to start faster: few ever need it.
        from ui.screens.restore.presenter import RestorePresenter
        from ui.screens.restore.view import RestoreView

        view, came_from = RestoreView(), self.window.page or self._sign_in_view
        restore = RestorePresenter(view, jobs=self.jobs, notify=self.notify, home=self._home)
        restore.restored.connect(self._on_closed)
        restore.closed.connect(partial(self.window.show_page, came_from))
        self.window.add_page(view)
        self.window.show_page(view)
        restore.open(has_home=has_home)

    def _on_signed_in(self, opened: "OpenHome") -> None:
        # Imported here to start faster: nobody needs the screens before they have signed in.
        from ui.areas.ground import Ground
        from ui.cover import Cover
        from ui.desk import Desk

        self.opened = opened
        self._settings.keep(last_staff=opened.staff_id)
        ground = Ground(opened, self.jobs, self.notify, self._settings)
        self._desk = desk = Desk(self.window, ground)
        self.cover = Cover(self.window, desk, ground)
        self.cover.other_chosen.connect(self._sign_out)
        desk.scale_chosen.connect(self._on_scale)
        desk.lock_requested.connect(self.lock)
        if self._settings.words_unconfirmed:
            desk.arrived.connect(lambda: self.notify.warn(WORDS_UNCONFIRMED))
        desk.open()

    def _on_practice(self) -> None:
        """To the door of practice: what is being typed is brought to disk first, then whoever is here signs out."""
        desk = self._desk
        if desk is not None and desk.wizard.is_open:
            desk.flush()
            desk.wizard.saving.when_safe(self._leave_side, otherwise=lambda: self._ask_to_lose(self._leave_side))
        else:
            self.jobs.when_idle(self._leave_side)

    def _leave_side(self) -> None:
        if self._desk is None:
            self._open_practice()
        else:
            self._sign_out(then=self._open_practice)

    def _open_practice(self) -> None:
        if self._practice is None:
            # Imported here to start faster: most starts are for work.
            from ui.screens.practice.presenter import PracticePresenter
            from ui.screens.practice.view import PracticeView

            place = self._real_home.practice()
            view = PracticeView(sides(place.folder), passphrase=PASSPHRASE, stick=place.folder / STICK)
            self._practice = PracticePresenter(view, jobs=self.jobs, notify=self.notify, place=place)
            self._practice.side_chosen.connect(self._on_side)
            self._practice.left.connect(lambda: self._turn_to(self._real_home))
            self.window.add_page(view, is_lasting=True)
        self.window.show_practice(True)
        self._practice.open(can_leave=practice_of(self._real_home.folder) is None)
        self.window.show_page(self._practice.view)

    def _on_side(self, side: Side) -> None:
        self._turn_to(self._real_home.turned_to(side.home))
        if not self._settings.stick:
            self._settings.keep(stick=str(self._real_home.practice().folder / STICK))

    def _turn_to(self, home: Home) -> None:
        """Another home from now on; the size of type is the person's and goes along."""
        scale = self._settings.scale
        self._home, self._settings = home, KeptSettings(HomePaths(home.folder).settings)
        if self._settings.scale != scale:
            self._settings.keep(scale=scale)
        self._sign_in.turn_to(home)
        self._on_closed(None)

    def _on_help(self, screen: str) -> None:
        if self._help is None:
            # Imported here to start faster: it is opened when somebody asks.
            from ui.screens.help.presenter import HelpPresenter
            from ui.screens.help.view import HelpView

            self._help = HelpPresenter(HelpView(), jobs=self.jobs)
        self._help.open(screen)

    def _sign_out(self, then: Callable[[], None] | None = None) -> None:
        """Ends a sign-in, and goes on to the sign-in sheet unless told otherwise; what was typed is an open visit."""
        opened, desk, cover = self.opened, self._desk, self.cover
        if opened is None or desk is None or cover is None:
            return
        cover.stop()
        self.opened = self._desk = self.cover = None
        self.window.clear_screens()
        self.window.screen_requested.disconnect(desk.show_screen)
        desk.deleteLater()
        self.jobs.drop_held()
        self._sign_in_view.setEnabled(False)
        self.window.show_page(self._sign_in_view)
        cover.let_go()
        self.jobs.submit(self, opened.close, then=self._on_closed if then is None else lambda _: then())

    def _on_closed(self, _: None = None) -> None:
        self.jobs.submit(
            self, self._home.describe, then=self._on_described, failed=self._on_unreadable, doing="正在准备…"
        )

    def _on_scale(self, scale: int) -> None:
        self._settings.keep(scale=scale)
        dress(self._application, scale)

    def _on_close(self) -> None:
        if self._desk is not None:
            # A drill would keep the window open for minutes.
            self._desk.backups.stop()
        if self._desk is None or not self._desk.wizard.is_open:
            self.jobs.when_idle(self._leave_unless_words)
            return
        self._desk.flush()
        self._desk.wizard.saving.when_safe(self._leave, otherwise=lambda: self._ask_to_lose(self._leave))

    def _leave(self) -> None:
        if self._desk is None or self.window.is_covered:
            # Locked, there is no key to read with; what was due was backed up before.
            self.window.leave()
        else:
            self._desk.backups.before_leaving(self.window.leave)

    def _leave_unless_words(self) -> None:
        if self._first_run is None or not self._first_run.has_words_unconfirmed:
            self._leave()
            return
        self.notify.ask(
            self.window,
            "恢复词还没有核对。现在关闭,它就再也看不到了;以后口令全忘了,谁也打不开数据。\n\n"
            "建议先取消,把恢复词抄在纸上,核对过再关。",
            yes="仍要关闭(&Y)",
            then=self.window.leave,
        )

    def _ask_to_lose(self, leave: Callable[[], None]) -> None:
        self.notify.ask(
            self.window,
            "还有内容没能存到本机。现在离开,这些内容就丢了。\n\n建议先取消,按 Ctrl+S 再存一次。",
            yes="仍要离开(&Y)",
            then=leave,
        )

    def _on_session_end(self, _: QSessionManager) -> None:
        self.commit()

    def _leave_at_once(self, status: int) -> None:
        self.exit_status = status
        self.end()
        self._application.exit(status)


def _tell_bug(sentence: str) -> None:
    QMessageBox.critical(QApplication.activeWindow(), "程序故障", sentence)
