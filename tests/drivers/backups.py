"""设置 · 备份 and 从备份恢复: one driver each."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.drivers.app import Stage, type_into
from tests.drivers.pages import FirstRunPage, Page, SignInPage
from ui.widgets.lines_view import LinesView


class BackupsCard:
    """设置 · 备份."""

    def __init__(self, app: Stage) -> None:
        self.app = app
        app.settle()
        self.card = app.find(QWidget, "backups_card")

    @property
    def newest(self) -> str:
        """When the last one was."""
        return self.app.text("backup_newest", self.card)

    @property
    def warning(self) -> str:
        """What should be done; empty when nothing."""
        return self._said("backup_warning")

    @property
    def outcome(self) -> str:
        """What came of the last thing done."""
        return self._said("backup_outcome")

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """The back-ups listed."""
        return [line.texts for line in self.app.find(LinesView, "backup_table", self.card).table.lines]

    def back_up(self) -> "BackupsCard":
        """现在备份."""
        self.app.press("back_up", self.card)
        return self

    def drill(self) -> "BackupsCard":
        """恢复演练."""
        self.app.press("backup_drill", self.card)
        return self

    def choose(self, folder: Path) -> "BackupsCard":
        """Chooses a folder, as the dialog would hand it over."""
        self.card.folder_chosen.emit(str(folder))  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    def no_folder(self) -> "BackupsCard":
        """不再复制."""
        self.app.press("backup_drop", self.card)
        return self

    def seal(self, stick: Path) -> "BackupsCard":
        """Writes a sealed copy, as the dialog would hand the stick over."""
        self.card.seal_requested.emit(str(stick))  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    def _said(self, name: str) -> str:
        shown = self.card.findChild(QLabel, name)
        return shown.text() if isinstance(shown, QLabel) and not shown.isHidden() else ""


class RestorePage(Page):
    """从备份恢复."""

    name = "restore"

    @staticmethod
    def open(app: Stage) -> "RestorePage":
        """By the door on the sheet where nobody is signed in."""
        app.press("restore")
        return RestorePage(app)

    @property
    def offers(self) -> list[tuple[str, ...]]:
        """What was found."""
        found = self.widget.findChild(LinesView, "restore_table")
        return [line.texts for line in found.table.lines] if isinstance(found, LinesView) else []

    @property
    def problem(self) -> str:
        """Why it did not go."""
        return self.app.text("restore_problem", self.widget)

    @property
    def trouble(self) -> str:
        """What is wrong with the chosen one."""
        return self.app.text("restore_trouble", self.widget)

    @property
    def note(self) -> str:
        """What else is to be known of the chosen one."""
        return self.app.text("restore_note", self.widget)

    def look_in(self, place: Path) -> "RestorePage":
        """Chooses a folder or a file, as the dialog would hand it over."""
        self.widget.place_chosen.emit(str(place))  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    def choose(self, number: int) -> "RestorePage":
        """Stands on a line."""
        self.app.find(LinesView, "restore_table").selectRow(number)
        self.app.settle()
        return self

    def staff(self) -> list[str]:
        """Who may open the chosen one."""
        box = self.app.find(QComboBox, "restore_staff")
        return [box.itemText(number) for number in range(box.count())]

    def by_passphrase(self, passphrase: str) -> "RestorePage":
        """Types the passphrase."""
        line = self.app.find(QLineEdit, "restore_passphrase")
        line.setFocus()
        line.clear()
        type_into(line, passphrase)
        return self

    def by_words(self, words: str) -> "RestorePage":
        """Types the recovery words."""
        box = self.widget.findChild(QPlainTextEdit, "restore_words")
        assert isinstance(box, QPlainTextEdit)
        if box.isHidden():
            self.app.press("restore_by_words")
        box.setPlainText(words)
        return self

    @property
    def told(self) -> str:
        """What stands under the title."""
        return self.app.text("gate_told", self.widget)

    def restore(self) -> SignInPage:
        """恢复, and on to the sign-in."""
        self.app.press("restore_button")
        return self.go_on()

    def go_on(self) -> SignInPage:
        """去登录."""
        self.app.press("restore_go_on")
        return SignInPage(self.app)

    def try_to_restore(self) -> "RestorePage":
        """The same, expecting to stay."""
        self.app.press("restore_button")
        return RestorePage(self.app)

    def back(self) -> SignInPage:
        """返回."""
        self.app.press("restore_back")
        return SignInPage(self.app)

    def back_to_first_run(self) -> FirstRunPage:
        """返回, where there is no home."""
        self.app.press("restore_back")
        return FirstRunPage(self.app)
