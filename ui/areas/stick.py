"""U盘同步: what is written to a stick and read from it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.practice.sides import STICK, practice_of
from ui.areas.ground import Ground
from ui.screens.stick.mounts import plugged_in
from ui.screens.stick.presenter import StickPresenter
from ui.screens.stick.view import StickView


class StickArea:
    """The screen of the stick; the folder it was in is offered again next time."""

    name: Final = "stick"
    title: Final = "U盘同步(&U)"
    needed: Final = "cases.find"

    def __init__(self, ground: Ground) -> None:
        self.view = StickView()
        home, kept = ground.home, ground.kept
        self.presenter = StickPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            exchange=home.exchange,
            visits=home.visits,
            other_side="笔记本" if ground.at_headquarters else "总部",
            own_code=home.card.code,
            last_folder=kept.stick,
            look_for=_sticks_of(home.seat.paths.folder),
        )
        self.presenter.stick_chosen.connect(lambda folder: kept.keep(stick=folder))

    def turned_to(self) -> None:
        """Takes the keyboard."""
        self.view.setFocus()


def _sticks_of(home: Path) -> Callable[[], list[tuple[str, str]]]:
    """Where to look for sticks: one that practises has a folder for a stick, and real sticks are left in peace."""
    practice = practice_of(home)
    return partial(_practice_stick, practice / STICK) if practice else plugged_in


def _practice_stick(folder: Path) -> list[tuple[str, str]]:
    return [(str(folder), "练习U盘")] if folder.is_dir() else []
