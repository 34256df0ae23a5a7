"""Opening the window: the application, its language and icon, and the home that the command line names."""

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.paths import default_home
from fieldsurvey.resources import resource
from ui.app import Program
from ui.home import Home
from ui.signals import SignalDoor


def main(arguments: Sequence[str]) -> int:
    """Opens the window (`--home DIR` names the home) and returns the exit status."""
    application = QApplication(["fieldsurvey"])
    application.setApplicationName("fieldsurvey")
    application.setDesktopFileName("fieldsurvey")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)
    try:
        application.setWindowIcon(QIcon(str(resource("icons", "fieldsurvey.png"))))
        program = Program(application, Home(home_in(arguments)))
    except FieldSurveyError as problem:
        QMessageBox.critical(None, "打不开", problem.told)
        return problem.exit_status
    signals = SignalDoor(program, end=program.end) if sys.platform != "win32" else None
    QTimer.singleShot(0, program, program.start)
    application.exec()
    program.end()
    if signals is not None:
        signals.close()
    return program.exit_status


def home_in(arguments: Sequence[str]) -> Path:
    """The home that the arguments name, else the usual one."""
    named = dict(zip(arguments[::2], arguments[1::2], strict=False)).get("--home")
    return Path(named).expanduser() if named else default_home()
