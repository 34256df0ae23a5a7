"""What may be known of a home before anybody signs in. The window waits for this, so it imports little."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.backup.placing import end_restore, unpacking_place, waiting_place
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.paths import HomePaths
from fieldsurvey.services.home import Card, read_card, restoring_alone
from fieldsurvey.vault.keyslots import KeySlots


@dataclass(frozen=True, slots=True)
class StaffCard:
    """Somebody who may sign in here. The name may be shown before sign-in."""

    staff_id: str
    name: str


@dataclass(frozen=True, slots=True)
class HomeCard:
    """What may be shown before sign-in. `kind` is headquarters, laptop, or empty where there is no home yet."""

    kind: str
    organisation: str
    code: str
    staff: list[StaffCard]
    enrolled: bool
    recovery: bool
    practice: bool


def described(folder: Path) -> HomeCard:
    """The card of a home; never fails on a folder without one. A restore that was cut off is ended, or cleared up."""
    _end_restore(Path(os.path.realpath(folder)))
    if not HomePaths(folder).card.exists():
        return HomeCard("", "", "", [], enrolled=False, recovery=False, practice=False)
    card = read_card(folder)
    return home_card(card, KeySlots.load(folder))


def _end_restore(home: Path) -> None:
    # At nearly every start there is nothing of a restore, and then nothing is written.
    if waiting_place(home).exists() or unpacking_place(home).exists():
        with contextlib.suppress(FieldSurveyError), restoring_alone(home):
            end_restore(home)


def home_card(card: Card, slots: KeySlots) -> HomeCard:
    """What is kept in clear beside the key slots, as shown."""
    return HomeCard(
        kind=card.desk,
        organisation=card.organisation,
        code=card.code,
        staff=staff_cards(slots),
        enrolled=card.enrolled,
        recovery=bool(slots.recovery),
        practice=card.practice,
    )


def staff_cards(slots: KeySlots) -> list[StaffCard]:
    """The people of a home's key slots, by name."""
    return sorted((StaffCard(slot.staff_id, slot.name) for slot in slots.slots), key=lambda card: card.name)
