"""Opens the guide at the chapter that helps with the screen in view."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from fieldsurvey.services.guide import Chapter, read_guide
from ui.jobs import Jobs
from ui.screens.help.view import HelpView


class HelpPresenter(QObject):
    """Reads the guide once; the window stays where the user put it."""

    def __init__(self, view: HelpView, *, jobs: Jobs) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._chapters: list[Chapter] = []
        self._wanted = ""
        view.chapter_chosen.connect(self._on_chosen)

    def open(self, screen: str) -> None:
        """Shows the chapter of a screen, `wizard-3` for a step of the wizard; the first one where none is named."""
        self._wanted = screen
        if self._chapters:
            self._show()
        else:
            self._jobs.submit(self, read_guide, then=self._on_read)

    def close(self) -> None:
        """Takes the window away, at the end of the program."""
        self._view.close()
        self._view.deleteLater()

    def _on_read(self, chapters: list[Chapter]) -> None:
        self._chapters = chapters
        self._view.show_chapters([chapter.title for chapter in chapters])
        self._show()

    def _show(self) -> None:
        self._view.choose(chapter_of(self._chapters, self._wanted))
        self._view.show()
        self._view.activateWindow()
        self._view.chapters.setFocus()

    def _on_chosen(self, number: int) -> None:
        chapter = self._chapters[number]
        pictures = {name: QImage.fromData(png) for name, png in chapter.pictures.items()}
        self._view.text.show_chapter(f"## {chapter.title}\n\n{chapter.text}", pictures)


def chapter_of(chapters: list[Chapter], screen: str) -> int:
    """The number of the chapter that names the screen, or the screen that a step belongs to; 0 where none does."""
    for wanted in (screen, screen.partition("-")[0]):
        for number, chapter in enumerate(chapters):
            if wanted in chapter.screens:
                return number
    return 0
