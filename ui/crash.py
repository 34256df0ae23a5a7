"""What happens when the program itself is wrong: it is written down, the user is told what is safe, and it ends."""

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from PySide6.QtCore import QObject, Qt, Signal

from fieldsurvey.log import LOGGER

EXIT_STATUS: Final = 70
SENTENCE: Final = (
    "程序出了故障,现在要关闭。\n\n"
    "凡是显示“已存本机”的内容都在,重新打开后会从原处继续。\n"
    "故障记录(不含任何户的内容)在:{place}"
)


class CrashDoor(QObject):
    """Catches what nobody caught, on any thread. `tell` shows the sentence; `leave` ends the program.

    Both are called on the thread that made the door: no other may open a dialog.
    """

    _thrown = Signal(object)

    def __init__(self, *, tell: Callable[[str], None], leave: Callable[[int], None]) -> None:
        super().__init__()
        self._thrown.connect(self.bug, Qt.ConnectionType.QueuedConnection)
        self._tell = tell
        self._leave = leave
        self._folder: Path | None = None
        self._faults: TextIO | None = None
        self._crashing = False
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def write_to(self, folder: Path) -> None:
        """From now on crashes are written into this folder, those of C code too."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        faults = (folder / "faults.log").open("a", encoding="utf-8")
        faulthandler.enable(faults)
        self._close_faults()
        self._faults = faults

    def bug(self, problem: BaseException) -> None:
        """Writes the bug down, tells what is safe, and ends the program; a bug while doing so changes nothing."""
        if self._crashing:
            return
        self._crashing = True
        place = self._write(problem)
        LOGGER.error("bug %s", type(problem).__name__)
        self._tell(SENTENCE.format(place=place))
        self._leave(EXIT_STATUS)

    def close(self) -> None:
        """Gives the hooks back."""
        sys.excepthook, threading.excepthook = self._hooks
        if self._faults is not None:
            faulthandler.disable()
        self._close_faults()

    def _write(self, problem: BaseException) -> str:
        if self._folder is None:
            return "(还没有打开数据文件夹)"
        # Only types and places: the message of an exception may hold an answer.
        lines = [f"{type(problem).__name__}\n", *traceback.format_tb(problem.__traceback__)]
        file = self._folder / "crash.log"
        try:
            with file.open("a", encoding="utf-8") as out:
                out.writelines(lines)
        except OSError:
            return "(没能写下)"
        return str(file)

    def _close_faults(self) -> None:
        if self._faults is not None:
            self._faults.close()
            self._faults = None

    def _on_exception(self, kind: type[BaseException], problem: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._leave(130)
            return
        self.bug(problem.with_traceback(trace))

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self._thrown.emit(args.exc_value)
