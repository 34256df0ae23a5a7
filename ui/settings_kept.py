"""The settings of this machine as the window uses them: read at the start, kept when they change."""

from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.log import LOGGER
from fieldsurvey.settings import MOST_COPIES, ChosenFace, PrintChoice, Refeed, Settings, load, save

SHORTEST_IDLE_MIN: Final = 1
LONGEST_IDLE_MIN: Final = 120


class KeptSettings:
    """A few small values; failing to keep them stops nobody."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._settings: Settings = load(path)

    @property
    def scale(self) -> int:
        """The size of type in per cent."""
        return self._settings.scale

    @property
    def last_staff(self) -> str:
        """Who signed in last."""
        return self._settings.last_staff

    @property
    def stick(self) -> str:
        """The folder that was last written to or read from."""
        return self._settings.stick

    @property
    def words_unconfirmed(self) -> bool:
        """Whether the recovery words were shown and never checked against the paper."""
        return self._settings.words_unconfirmed

    @property
    def body_face(self) -> ChosenFace | None:
        """What answers and labels are printed in; None is the program's own."""
        return self._settings.body_face

    @property
    def title_face(self) -> ChosenFace | None:
        """What titles are printed in; None is the program's own."""
        return self._settings.title_face

    def idle_minutes(self, *, in_visit: bool) -> int:
        """How long nobody may touch anything before the window locks; never below a minute, whatever the file says."""
        minutes = self._settings.idle_visit_min if in_visit else self._settings.idle_min
        return min(max(minutes, SHORTEST_IDLE_MIN), LONGEST_IDLE_MIN)

    @property
    def sums_open(self) -> bool:
        """Whether the panel with the sum is open in a visit."""
        return self._settings.sums_open

    def print_choice(self, form: str) -> PrintChoice:
        """How a form is printed on this machine."""
        kept = self._settings.prints.get(form, PrintChoice())
        return msgspec.structs.replace(kept, copies=min(max(kept.copies, 0), MOST_COPIES))

    def keep_print_choice(self, form: str, choice: PrintChoice) -> None:
        """Keeps how a form is printed."""
        self.keep(prints={**self._settings.prints, form: choice})

    def refeed(self, printer: str) -> Refeed:
        """How a printer takes sheets that go through it a second time."""
        return self._settings.refeeds.get(printer, Refeed())

    def keep_refeed(self, printer: str, refeed: Refeed) -> None:
        """Keeps what was found out about a printer."""
        self.keep(refeeds={**self._settings.refeeds, printer: refeed})

    def keep(self, **changed: object) -> None:
        """Changes values and keeps them."""
        self._settings = msgspec.structs.replace(self._settings, **changed)
        try:
            save(self._path, self._settings)
        except OSError:
            LOGGER.warning("settings not kept")
