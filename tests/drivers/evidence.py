"""The evidence on the page of causes, by keyboard: the checklist, the pictures, the viewer, the folder."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from ui.widgets.lines_view import LinesView
from ui.widgets.thumbs import Thumbs
from ui.wizard.evidence_intake import IntakeSheet
from ui.wizard.evidence_view import EvidencePanel
from ui.wizard.evidence_viewer import PictureArea


class EvidencePage:
    """Step ⑥ with its evidence."""

    def __init__(self, wizard: WizardPage) -> None:
        self.wizard = wizard
        self.app = wizard.app
        self.app.settle()

    @property
    def panel(self) -> EvidencePanel:
        """The panel of the page in view."""
        panel = self.wizard.page.evidence
        assert panel is not None
        return panel

    @property
    def asked(self) -> list[tuple[str, ...]]:
        """The checklist: state, type, whose, why, need."""
        return [line.texts for line in self.panel.asked.table.lines]

    def stand_on(self, label: str, whose: str = "全家") -> "EvidencePage":
        """Goes to a line of the checklist."""
        table = self.app.find(LinesView, "asked_list")
        table.setFocus()
        table.selectRow([texts[1:3] for texts in self.asked].index((label, whose)))
        self.app.settle()
        return self

    def choose_files(self, paths: Sequence[Path | str]) -> "EvidencePage":
        """Enter on the checklist, then the files in the dialog."""
        self.app.key(Qt.Key.Key_Return)
        return self._answer([str(path) for path in paths])

    def choose_folder(self, folder: Path | str) -> "EvidencePage":
        """The folder's button, then the folder in the dialog."""
        self.app.press("pick_folder")
        self._answer([str(folder)])
        return self.wait_for_folder()

    def wait_for_folder(self) -> "EvidencePage":
        """Waits until a folder has been looked through: no job that others wait behind."""
        sheet = self.wizard.view.findChild(IntakeSheet)
        assert isinstance(sheet, IntakeSheet)
        self.app.wait_until(sheet.progress.isHidden)
        self.app.settle()
        return self

    def retake(self, path: Path | str) -> "EvidencePage":
        """重拍 of what is doubtful, or of what is in the viewer."""
        self.app.press("viewer_retake" if self.is_viewing() else "retake")
        return self._answer([str(path)])

    @property
    def pictures(self) -> list[str]:
        """The words under the pictures of what is there."""
        return words_under(self.panel.strip)

    def open_picture(self, number: int) -> "EvidencePage":
        """Enter on a picture."""
        self.panel.strip.setFocus()
        self.panel.strip.setCurrentRow(number - 1)
        self.app.key(Qt.Key.Key_Return)
        return self

    def is_viewing(self) -> bool:
        """Whether a picture is large in view."""
        viewer = self.wizard.view.findChild(PictureArea)
        return viewer is not None and viewer.isVisible()

    @property
    def viewer(self) -> PictureArea:
        """The picture in view."""
        return self.app.find(PictureArea, "viewer_picture")

    @property
    def offered(self) -> list[str]:
        """The words under the pictures of a folder."""
        return words_under(self.offer)

    @property
    def offer(self) -> Thumbs:
        """The pictures of a folder."""
        return self.app.find(Thumbs, "intake_pictures")

    def tick(self, *numbers: int) -> "EvidencePage":
        """Space on pictures of a folder."""
        for number in numbers:
            self.offer.setFocus()
            self.offer.setCurrentRow(number - 1)
            self.app.key(Qt.Key.Key_Space)
        return self

    def name_type(self, initials: str) -> "EvidencePage":
        """Chooses the type of what is ticked."""
        line = self.app.find(QLineEdit, "intake_type")
        line.setFocus()
        line.selectAll()
        type_into(line, initials)
        self.app.key(Qt.Key.Key_Tab)
        return self

    def take(self) -> "EvidencePage":
        """加入勾选的."""
        self.app.press("intake_take")
        return self

    def close_folder(self) -> "EvidencePage":
        """Esc, back to the page."""
        self.offer.setFocus()
        self.app.key(Qt.Key.Key_Escape)
        return self

    def _answer(self, paths: list[str]) -> "EvidencePage":
        dialog = self.wizard.view.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog), "no dialog has opened"
        if dialog.fileMode() is QFileDialog.FileMode.ExistingFiles:
            dialog.filesSelected.emit(paths)
        else:
            dialog.fileSelected.emit(paths[0])
        dialog.reject()
        # Offscreen nobody gives the keyboard back to the window.
        self.app.window.activateWindow()
        QTest.qWaitForWindowActive(self.app.window)
        self.app.settle()
        return self


def words_under(thumbs: Thumbs) -> list[str]:
    """The words under each picture, in one line."""
    return [thumbs.item(row).text().replace("\n", " ") for row in range(thumbs.count())]
