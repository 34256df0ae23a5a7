"""What every area of the window is made from, and what the desk asks of an area in the navigation."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from ui.jobs import Jobs
from ui.notify import Notify
from ui.settings_kept import KeptSettings

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome


@dataclass(frozen=True)
class Ground:
    """The home of whoever signed in, the worker behind the window, the door of messages, this machine's settings."""

    home: "OpenHome"
    jobs: Jobs
    notify: Notify
    kept: KeptSettings

    @property
    def at_headquarters(self) -> bool:
        """Whether this is headquarters and not a laptop."""
        return self.home.card.kind == "headquarters"


class Area(Protocol):
    """An area with a line in the navigation.

    `name` is what the rest of the window calls it, `title` what a person reads, `needed` the method of a service that
    one has to be allowed for the screen to be any use.
    """

    @property
    def name(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def needed(self) -> str: ...

    @property
    def view(self) -> QWidget: ...

    def turned_to(self) -> None:
        """Its line was chosen and it is in view: shows how things stand now, with the keyboard where the work is."""
