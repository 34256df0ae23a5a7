"""Choosing what forms are printed in: from the faces of this machine, each tried before it is taken."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.forms.font_files import FontFace
from fieldsurvey.services.typefaces import Installed, checked_face, installed_faces
from fieldsurvey.settings import ChosenFace
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.about.faces_card import FaceChoice, FacesCard


class FacesPresenter(QObject):
    """Signals:
    chosen: the faces of body and title from now on; None is the program's own.
    """

    chosen = Signal(object, object)

    def __init__(
        self, card: FacesCard, *, jobs: Jobs, notify: Notify, body: ChosenFace | None, title: ChosenFace | None
    ) -> None:
        super().__init__(card)
        self._card = card
        self._jobs = jobs
        self._notify = notify
        self._in_use = (body, title)
        card.body_chosen.connect(lambda face: self._on_wanted(face, self._in_use[1]))
        card.title_chosen.connect(lambda face: self._on_wanted(self._in_use[0], face))

    def refresh(self) -> None:
        """Looks for the machine's faces anew."""
        self._jobs.submit(self, installed_faces, then=self._on_found, about="faces")

    def _on_found(self, found: Installed) -> None:
        body, title = self._in_use
        self._card.show_faces(_choices(found.body, body), _choices(found.title, title))
        self._card.choose(body, title)

    def _on_wanted(self, body: ChosenFace | None, title: ChosenFace | None) -> None:
        if (body, title) == self._in_use:
            return
        new = body if body != self._in_use[0] else title
        take = partial(self._on_checked, body, title)
        self._jobs.submit(self, partial(checked_face, new), then=take, failed=self._on_refused, doing="正在试字体…")

    def _on_checked(self, body: ChosenFace | None, title: ChosenFace | None, _: ChosenFace | None) -> None:
        self._in_use = (body, title)
        self.chosen.emit(body, title)
        self._notify.done("打印字体已换,下一次预览和打印就用它。")

    def _on_refused(self, problem: FieldSurveyError) -> None:
        self._card.choose(*self._in_use)
        self._notify.error(problem)


def _choices(found: list[FontFace], in_use: ChosenFace | None) -> list[FaceChoice]:
    """The faces that were found, and the one in use even when it has gone, so that one sees what is meant."""
    choices = [FaceChoice(ChosenFace(str(face.path), face.index, face.name), face.name, face.trouble) for face in found]
    if in_use is not None and all(choice.key != in_use for choice in choices):
        choices.append(FaceChoice(in_use, in_use.name, "已不在这台机器上,打印时用程序自带的字体"))
    return choices
