"""The tasks of a child that is killed while it backs up, tries a back-up or restores one."""

import json
import sys
from itertools import count
from pathlib import Path
from typing import Any

from fieldsurvey.app import OpenHome
from fieldsurvey.clock import system_now
from fieldsurvey.services.restore import Opener, restore
from tests.integration.homes import COST, PASSPHRASE


def tell(**what: object) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def backing_up(home: OpenHome, task: dict[str, Any]) -> None:
    """Answers and backs up without end, to this disk and the chosen folder; tells each once it is done."""
    home.backups.choose_folder(Path(task["disk"]))
    drafts = home.visits.open_drafts()
    draft = drafts[0].draft_id if drafts else home.visits.start(None).draft_id
    for number in count(task["number"]):
        home.visits.answer(draft, "remark", f"{number}:")
        tell(answered="remark", number=number)
        tell(backing=number)
        done = home.backups.back_up()
        tell(backed=done.card.path.name, carried=done.carried.name if done.carried else "", number=number)


def drilling(home: OpenHome, task: dict[str, Any]) -> None:
    """Tries the back-ups without end."""
    for number in count():
        tell(drilling=number)
        tell(drilled=home.backups.drill().ok)


def restoring(task: dict[str, Any]) -> None:
    """Restores one back-up; no home is open meanwhile."""
    opener = Opener(task["staff"], PASSPHRASE, task.get("words", ()))
    done = restore(Path(task["home"]), Path(task["source"]), opener, cost=COST, now=system_now)
    tell(restored=done.cases)
    sys.stdin.read()
