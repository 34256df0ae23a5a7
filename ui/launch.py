"""The front door: alone the program opens its window, with a command it works without one."""

import os
import sys
from collections.abc import Sequence
from typing import Final

# What may be said to the window; anything else is meant for a command.
WINDOW_OPTIONS: Final = ("--home",)
# `fieldsurvey.pictures.child.COMMAND`, spelt again so that nothing has to be imported to know it.
DECODE: Final = "develop-pictures"
# `fieldsurvey.services.look_child.COMMAND`.
LOOK: Final = "look-at-households"


def main() -> int:
    """Opens the window or runs the command that was given, and gives the exit status."""
    arguments = sys.argv[1:]
    if arguments == [DECODE]:
        # The frozen program is its own interpreter: so it calls itself to have pictures decoded apart from everything.
        from fieldsurvey.pictures.child import main as decode

        return decode()
    if arguments == [LOOK]:
        # The same for looking at very many households on all cores.
        from fieldsurvey.services.look_child import main as look

        return look()
    # Each side is imported only when it is wanted, to start faster: commands need no Qt, the window no command line.
    if is_for_window(arguments):
        from ui.start import main as open_window

        return open_window(arguments)
    from fieldsurvey.cli.main import main as run_command

    status = run_command(arguments)
    if status == 0 and arguments[:1] == ["self-check"]:
        return tell_window(is_silent="--json" in arguments)
    return status


def is_for_window(arguments: Sequence[str]) -> bool:
    """Whether nothing but options of the window was given, each with its value."""
    options, values = arguments[::2], arguments[1::2]
    return len(options) == len(values) and all(option in WINDOW_OPTIONS for option in options)


def tell_window(*, is_silent: bool) -> int:
    """Adds the window's own line to a self-check that went well; its failure goes to standard error."""
    from fieldsurvey.selfcheck import check_part

    line = check_part("窗口", check_window)
    if not line.ok:
        sys.stderr.write(f"不对  {line.name}:{line.found}\n")
        return 1
    if not is_silent:
        sys.stdout.write(f"好    {line.name}:{line.found}\n")
    return 0


def check_window() -> str:
    """Makes the program's window and draws it once, unseen, with what preview and pictures need."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import Qt, qVersion
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtSvg import QSvgRenderer
    from PySide6.QtWidgets import QApplication

    from fieldsurvey.resources import resource
    from ui.main_window import MainWindow
    from ui.theme import dress, load_fonts

    application = QApplication.instance() or QApplication(["fieldsurvey"])
    if not isinstance(application, QApplication):
        raise TypeError
    load_fonts()
    dress(application, 100)
    window = MainWindow()
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    window.show()
    application.processEvents()
    drawn = not window.grab().isNull()
    window.leave()
    mark = QSvgRenderer(str(resource("icons", "fieldsurvey.svg"))).isValid()
    if not (drawn and mark and QPdfDocument().status() == QPdfDocument.Status.Null):
        raise RuntimeError
    return f"Qt {qVersion()},{application.platformName()}"


if __name__ == "__main__":
    sys.exit(main())
