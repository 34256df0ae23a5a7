"""The process that gets killed: does the task given on its first line of input and tells each thing once it is done."""

import json
import random
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Final

from fieldsurvey.app import OpenHome, open_home
from tests.faults.backup_child import backing_up, drilling, restoring
from tests.integration.homes import COST, PASSPHRASE, visit

ADDRESSES: Final = ("name", "home_address", "employer_name", "statement", "remark")

PIN: Final = "4071"


def tell(**what: object) -> None:
    """One line to the parent, whole or not at all: the pipe takes this much in one piece."""
    sys.stdout.write(json.dumps(what, ensure_ascii=True) + "\n")
    sys.stdout.flush()


def answering(home: OpenHome, task: dict[str, Any]) -> None:
    """Answers without end, going on with the open draft; `forgetful` plants a fault that a campaign has to notice."""
    drafts = home.visits.open_drafts()
    draft = drafts[0].draft_id if drafts else home.visits.start(None).draft_id
    source = random.Random(task["number"])
    for number in count(task["number"]):
        address = source.choice(ADDRESSES)
        text = f"{number}:" + "字" * source.choice((1, 5, 40, 900))
        if not (task.get("forgetful") and number % 2):
            home.visits.answer(draft, address, text, page=1 + number % 9)
        tell(answered=address, number=number)


def locking(home: OpenHome, task: dict[str, Any]) -> None:
    """Answers without end, and locks and unlocks the home between the answers."""
    home.locking.choose_pin(PASSPHRASE, PIN)
    drafts = home.visits.open_drafts()
    draft = drafts[0].draft_id if drafts else home.visits.start(None).draft_id
    source = random.Random(task["number"])
    for number in count(task["number"]):
        address = source.choice(ADDRESSES)
        home.visits.answer(draft, address, f"{number}:", page=1 + number % 9)
        tell(answered=address, number=number)
        home.locking.lock()
        tell(locked=number)
        home.locking.unlock_by_pin(PIN)


def finishing(home: OpenHome, task: dict[str, Any]) -> None:
    """Makes household after household."""
    for number in count(task["number"]):
        draft = home.visits.start(None)
        for address in ADDRESSES:
            home.visits.answer(draft.draft_id, address, f"{number}:{address}")
        tell(finishing=draft.draft_id, case=draft.case_id, number=number)
        home.visits.finish(draft.draft_id, later=bool(number % 2))
        tell(finished=draft.draft_id)


def writing(home: OpenHome, task: dict[str, Any]) -> None:
    """Puts package after package on a stick, each with something new."""
    for number in count():
        visit(home, name=f"{number}")
        tell(writing=number)
        (card,) = home.exchange.write(Path(task["stick"]))
        tell(written=card.name)


def reading(home: OpenHome, task: dict[str, Any]) -> None:
    """Reads one package."""
    card = home.exchange.read(Path(task["path"]))
    tell(read=card.cases_new)
    sys.stdin.read()


def rekeying(home: OpenHome, task: dict[str, Any]) -> None:
    """Lets people in and out again; each leaving changes the key."""
    while True:
        staff = home.staff.add("来去的人", task["theirs"])
        tell(removing=staff)
        home.staff.remove(staff)
        tell(removed=staff)
        # The key in memory is the new one: it is what a lock seals away.
        home.locking.lock()
        home.locking.unlock_by_passphrase(PASSPHRASE)


def printing(home: OpenHome, task: dict[str, Any]) -> None:
    """Prints many households into one file, again and again."""
    while True:
        tell(printing=len(task["cases"]))
        tell(printed=home.papers.print_forms(task["cases"], Path(task["target"])).pages)


TASKS: Final[dict[str, Callable[[OpenHome, dict[str, Any]], None]]] = {
    task.__name__: task
    for task in (answering, locking, finishing, writing, reading, rekeying, printing, backing_up, drilling)
}


def main() -> None:
    """Waits for the task, signs in, says so, and begins."""
    line = sys.stdin.readline()
    if not line:
        return
    task = json.loads(line)
    if task["task"] == "restoring":
        tell(begun=task["task"])
        restoring(task)
        return
    home = open_home(Path(task["home"]), task["staff"], PASSPHRASE, cost=COST)
    tell(begun=task["task"])
    TASKS[task["task"]](home, task)


if __name__ == "__main__":
    main()
