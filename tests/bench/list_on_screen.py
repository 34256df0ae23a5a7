"""The program's own case list, driven from the search line to the painted rows."""

from typing import Final

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from fieldsurvey.app import OpenHome
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.cases.presenter import CasesPresenter
from ui.screens.cases.view import CasesView
from ui.theme import dress, load_fonts

LONGEST_MS: Final = 20_000


class ListOnScreen(QObject):
    """The list with its presenter and its worker, in the size of a usual window."""

    def __init__(self, home: OpenHome) -> None:
        if QApplication.instance() is None:
            application = QApplication(["bench"])
            load_fonts()
            dress(application, 100)
            _kept.append(application)
        super().__init__()
        self._view = CasesView()
        self._notify = Notify()
        self._jobs = Jobs(tell_error=self._notify.error, tell_bug=self._on_bug)
        self._presenter = CasesPresenter(
            self._view,
            jobs=self._jobs,
            notify=self._notify,
            cases=home.cases,
            saved_lists=home.saved_lists,
            clashes=home.clashes,
            findings=home.findings,
            at_headquarters=False,
            determinations=home.determinations,
            may=home.may,
        )
        self._view.resize(1280, 760)
        self._view.show()
        self._loop = QEventLoop()
        self._too_long = QTimer(self)
        self._too_long.setSingleShot(True)
        self._too_long.setInterval(LONGEST_MS)
        self._too_long.timeout.connect(lambda: self._loop.exit(1))
        self._is_filled = False
        self._view.table.table.modelReset.connect(self._on_filled)
        self._view.installEventFilter(self)

    def search(self, text: str) -> None:
        """Returns when what was found is painted; the rest that typing gets before a search is left out."""
        self._is_filled = False
        self._too_long.start()
        self._view.search_wanted.emit(text)
        is_late = self._loop.exec() != 0
        self._too_long.stop()
        if is_late:
            message = f"nothing was painted for {text!r}"
            raise TimeoutError(message)

    def close(self) -> None:
        """Ends the worker and lets the screen go."""
        self._jobs.close()
        self._view.close()
        self._view.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ends the waiting after the first painting since rows have come."""
        if event.type() is QEvent.Type.Paint and self._is_filled:
            self._is_filled = False
            # The table is painted right after the view that it lies on, before any timer.
            QTimer.singleShot(0, self._loop, self._loop.quit)
        return super().eventFilter(watched, event)

    def _on_filled(self) -> None:
        self._is_filled = True
        # What looks as before would not be painted again.
        self._view.update()

    def _on_bug(self, problem: BaseException) -> None:
        raise problem


_kept: list[QApplication] = []
