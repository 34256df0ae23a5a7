"""A campaign of power cuts: the files of a home as the disk held them at some moment, while answers were written."""

import shutil
from pathlib import Path

from fieldsurvey.app import open_home
from tests.faults.kills import answers_in, check_answers, task_of
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import COST, PASSPHRASE, Office, an_office

FILES = ("fieldsurvey.db", "fieldsurvey.db-wal", "home.json", "keyslots.json", "keyslots.copy.json")
COPIES_OF_ONE_CHILD = 10


def power_cuts(ground: Ground) -> Outcome:
    """A copy of database and log, taken in the middle of writing, holds every answer acknowledged before."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        known: dict[str, int] = {}
        while outcome.tried < ground.points:
            number = max(known.values(), default=0) + 1
            child = ground.children.on(task_of(office, "l1", "answering", number=number))
            heard = child.told_until("begun")
            for _ in range(min(COPIES_OF_ONE_CHILD, ground.points - outcome.tried)):
                outcome.tried += 1
                heard += child.told_for(ground.chance.uniform(0.001, 0.15)) + child.stop()
                copy = copied(office, ground.folder / "copy")
                child.go_on()
                known |= {line["answered"]: line["number"] for line in heard if "answered" in line}
                outcome.count("answers acknowledged", sum("answered" in line for line in heard))
                heard = []
                check_copy(outcome, office, copy, known)
            known |= {line["answered"]: line["number"] for line in child.kill() if "answered" in line}
            known |= answers_in(office.l1)
            office.close()
    return outcome


def copied(office: Office, target: Path) -> Path:
    """The files of the first laptop's home, byte for byte."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for name in FILES:
        source = office.folder("l1") / name
        if source.exists():
            shutil.copyfile(source, target / name)
    return target


def check_copy(outcome: Outcome, office: Office, copy: Path, known: dict[str, int]) -> None:
    """The copy opens, is sound, and holds what was acknowledged."""
    home = open_home(copy, office.made.staff["l1"], PASSPHRASE, cost=COST)
    check_answers(outcome, known, answers_in(home))
    report = home.health.verify()
    outcome.demand(report.ok, f"the copy is not sound: {report.lines}")
    home.close()
