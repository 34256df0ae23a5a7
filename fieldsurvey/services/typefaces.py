"""What forms are printed in on this machine: the program's own faces, or its 仿宋 and 小标宋 where they were chosen."""

from dataclasses import dataclass

from fieldsurvey.forms import machine_faces
from fieldsurvey.forms.font_files import FontFace
from fieldsurvey.forms.typefaces import Faces
from fieldsurvey.log import LOGGER
from fieldsurvey.services.seat import Seat
from fieldsurvey.settings import ChosenFace, load


@dataclass(frozen=True, slots=True)
class Installed:
    """The faces of this machine that may be chosen for answers and for titles; some of them have a trouble."""

    body: list[FontFace]
    title: list[FontFace]


def installed_faces() -> Installed:
    """Looks through the machine's font folders; a second or two where there are many."""
    return Installed(machine_faces.installed_faces("body"), machine_faces.installed_faces("title"))


def checked_face(chosen: ChosenFace | None) -> ChosenFace | None:
    """The same, after it was read as for a print.

    Raises:
        FontUnusableError: forms cannot be printed in it.
    """
    if chosen is not None:
        machine_faces.usable(chosen)
    return chosen


def named_face(words: str) -> ChosenFace | None:
    """The face that a command names by its file or its name; None for no words.

    Raises:
        FontUnusableError: there is none, or forms cannot be printed in it.
    """
    return machine_faces.find_face(words) if words else None


def faces_of(seat: Seat) -> Faces:
    """What this home prints in now: never an error, at worst the program's own faces and a sentence."""
    settings = load(seat.paths.settings)
    body, title = seat.print_faces
    faces = machine_faces.chosen_faces(body or settings.body_face, title or settings.title_face)
    for _ in faces.told:
        LOGGER.warning("a chosen font cannot be used [F006]")
    return faces
