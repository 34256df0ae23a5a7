"""A program that is killed while it is locked: nothing is closed, nothing flushed, nobody asked."""

import json
import os
import sys
from pathlib import Path
from typing import Final

from fieldsurvey.app import open_home
from tests.conftest import FixedClock
from tests.integration.homes import COST, PASSPHRASE

VANISHED: Final = 9
DRAFT_SAID: Final = {"name": "丁桂湘", "home_address": "河沿街 1 号"}


def lock_and_vanish(folder: Path, staff_id: str) -> None:
    """Leaves a visit half-way, locks, and ends the process at once."""
    home = open_home(folder, staff_id, PASSPHRASE, cost=COST, now=FixedClock())
    home.locking.choose_pin(PASSPHRASE, "4071")
    draft = home.visits.start(None).draft_id
    for address, value in DRAFT_SAID.items():
        home.visits.answer(draft, address, value)
    home.locking.lock()
    print(json.dumps({"draft": draft}), flush=True)
    os._exit(VANISHED)


if __name__ == "__main__":
    lock_and_vanish(Path(sys.argv[1]), sys.argv[2])
