"""Several visits open in one stairwell: a list of doors in the head of the wizard, and the way from one to the next."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from fieldsurvey.case.doors import door_order
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.draft_views import DraftCard, DraftView
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.notify import Notify
from ui.theme import ems
from ui.wizard.saving import Saving

DOOR: Final = re.compile(r"(?:\d+\s*(?:单元|号楼|楼|层|栋|幢)\s*)?[\dA-Za-z\-]+\s*(?:室|号|户)?\s*$")
LONGEST_TAIL: Final = 8


def door_of(address: str) -> str:
    """The door of an address, such as 2单元501; its end where no number stands there."""
    found = DOOR.search(address)
    return (found[0] if found else address[-LONGEST_TAIL:]).strip()


class DoorList(QComboBox):
    """The open visits by door; not in view while there is only one.

    Signals:
        chosen: the draft that the user wants to go on with.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("doors")
        self.setAccessibleName("打开着的入户")
        self.setToolTip("换一户:Ctrl+Tab,或 Alt+→、Alt+←")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumWidth(ems(self, 8.5))
        self.activated.connect(lambda number: self.chosen.emit(str(self.itemData(number))))
        self.hide()

    def show_doors(self, cards: Sequence[DraftCard], current: str) -> None:
        """Shows the open visits, the present one marked."""
        self.clear()
        for card in sorted(cards, key=lambda card: door_order(card.address)):
            name = card.name or "新的一户"
            self.addItem(" ".join(part for part in (door_of(card.address), name) if part), card.draft_id)
        self.mark(current)
        self.setVisible(self.count() > 1)
        # The style's own hint forgets the room around the text.
        self.setMinimumHeight(self.minimumSizeHint().height())

    def mark(self, current: str) -> None:
        """Marks the visit in view."""
        self.setCurrentIndex(self.findData(current))

    def go(self, way: int) -> None:
        """To the next door, or the one before; round at the ends."""
        if self.count() > 1:
            self.chosen.emit(str(self.itemData((self.currentIndex() + way) % self.count())))


class Switching(QObject):
    """Turns from one open visit to another. The one in view stays, and can be typed in, until all of it is on disk.

    Signals:
        arrived: the other visit, to be shown now; nothing of the one in view is left to save.
    """

    arrived = Signal(object)

    def __init__(
        self,
        doors: DoorList,
        *,
        jobs: Jobs,
        notify: Notify,
        visits: Visits,
        saving: Saving,
        flush: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._doors = doors
        self._jobs = jobs
        self._notify = notify
        self._visits = visits
        self._saving = saving
        self._flush = flush
        self._present = ""
        self._wanted = ""
        doors.chosen.connect(self.switch)

    def begin(self, draft_id: str) -> None:
        """This visit is in view now; empty when none is."""
        self._present, self._wanted = draft_id, ""
        self._doors.mark(draft_id)
        if draft_id:
            self.refresh()

    def refresh(self) -> None:
        """Reads which visits are open."""
        self._jobs.submit(self, self._visits.open_drafts, then=self._on_read)

    def switch(self, draft_id: str) -> None:
        """Goes on with another open visit, at the page and the field one was at there."""
        if self._present and draft_id != self._present and not self._wanted:
            self._wanted = draft_id
            self._flush()
            self._saving.when_safe(self._open, otherwise=self._stay)

    def _open(self) -> None:
        wanted = self._wanted
        if wanted:
            view = partial(self._visits.view, wanted)
            self._jobs.submit(self, view, then=self._on_opened, failed=self._on_failed, doing="正在打开…")

    def _on_opened(self, draft: DraftView) -> None:
        # Somebody may have gone on typing meanwhile. When nothing more is on its way, the pages are changed in the
        # same breath as that was found out.
        self._flush()
        if self._wanted != draft.draft_id:
            return
        if self._saving.on_their_way:
            self._saving.when_safe(partial(self._on_opened, draft), otherwise=self._stay)
        else:
            self.arrived.emit(draft)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._wanted = ""
        self._doors.mark(self._present)
        self._notify.error(problem)
        self.refresh()

    def _stay(self) -> None:
        self._wanted = ""
        self._doors.mark(self._present)
        self._notify.warn("还有内容没能存下,先留在这一户。请看状态栏和标红的项,再按 Ctrl+S。", until=self._saving.safe)

    def _on_read(self, cards: list[DraftCard]) -> None:
        self._doors.show_doors(cards, self._present)
