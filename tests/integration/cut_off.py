"""A visit that ends as with a power cut: the process is gone in the middle, nothing is closed or flushed."""

import os
import sys
from pathlib import Path
from typing import Final

from tests.conftest import FixedClock
from tests.integration.seats import open_seat

CUT_OFF: Final = 7


def answer_and_vanish(folder: Path) -> None:
    """Answers three questions of a new household and ends the process at once."""
    desktop = open_seat(folder, FixedClock())
    draft = desktop.visits.start(None).draft_id
    desktop.visits.answer(draft, "name", "张三甲")
    desktop.visits.answer(draft, "home_address", "和平路1号", page=1)
    desktop.visits.answer(draft, "savings", {"typed": "约一千"}, page=5)
    os._exit(CUT_OFF)


if __name__ == "__main__":
    answer_and_vanish(Path(sys.argv[1]))
