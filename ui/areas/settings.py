"""设置: the cards of this office and this machine, one below the other."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ui.areas.ground import Ground
from ui.screens.about.faces import FacesPresenter
from ui.screens.about.presenter import AboutPresenter
from ui.screens.about.view import AboutView
from ui.screens.backups.presenter import BackupsPresenter
from ui.screens.backups.view import BackupsView
from ui.screens.staff.presenter import ROLES, StaffPresenter
from ui.screens.staff.view import StaffView
from ui.settings_kept import LONGEST_IDLE_MIN, SHORTEST_IDLE_MIN

if TYPE_CHECKING:
    from fieldsurvey.settings import ChosenFace


class SettingsArea(QObject):
    """Signals:
    scale_chosen: the size of type in per cent.
    lock_requested: the window is to be locked now.
    """

    scale_chosen = Signal(int)
    lock_requested = Signal()
    name: Final = "about"
    title: Final = "设置(&E)"
    needed: Final = "cases.find"

    def __init__(self, ground: Ground) -> None:
        self.view = AboutView()
        super().__init__(self.view)
        self._kept = ground.kept
        home = ground.home
        self.view.show_scale(ground.kept.scale)
        self.staff = self._add_staff(ground)
        self.backups = self._add_backups(ground)
        self.presenter = AboutPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            exchange=home.exchange,
            card=home.card,
            folder=home.seat.paths.folder,
        )
        self._faces = self._present_faces(ground)
        self.presenter.scale_chosen.connect(self.scale_chosen)

    def turned_to(self) -> None:
        """Reads every card anew."""
        self.presenter.refresh()
        self._faces.refresh()
        self.backups.refresh()
        self.staff.refresh()
        self.view.setFocus()

    def _add_staff(self, ground: Ground) -> StaffPresenter:
        home, kept = ground.home, ground.kept
        view = StaffView(ROLES if ground.at_headquarters else ())
        self.view.add_part(view)
        in_visit, elsewhere = kept.idle_minutes(in_visit=True), kept.idle_minutes(in_visit=False)
        view.show_idle(in_visit, elsewhere, least=SHORTEST_IDLE_MIN, most=LONGEST_IDLE_MIN)
        view.idle_chosen.connect(lambda visit, other: kept.keep(idle_visit_min=visit, idle_min=other))
        view.lock_requested.connect(self.lock_requested)
        return StaffPresenter(
            view, jobs=ground.jobs, notify=ground.notify, staff=home.staff, locking=home.locking, may=home.may
        )

    def _add_backups(self, ground: Ground) -> BackupsPresenter:
        view = BackupsView()
        self.view.add_part(view)
        return BackupsPresenter(
            view, jobs=ground.jobs, notify=ground.notify, backups=ground.home.backups, may=ground.home.may
        )

    def _present_faces(self, ground: Ground) -> FacesPresenter:
        kept = ground.kept
        faces = FacesPresenter(
            self.view.faces, jobs=ground.jobs, notify=ground.notify, body=kept.body_face, title=kept.title_face
        )
        faces.chosen.connect(self._on_faces)
        return faces

    def _on_faces(self, body: "ChosenFace | None", title: "ChosenFace | None") -> None:
        self._kept.keep(body_face=body, title_face=title)
