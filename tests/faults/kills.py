"""Campaigns of kill -9 at random moments of answering, locking, finishing, packages and changing keys."""

import shutil
import time
from pathlib import Path

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.cards import RefusedCard
from fieldsurvey.store import changes
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.vault.errors import UnknownStaffError
from tests.bench.reference import reference_line
from tests.faults.child import ADDRESSES
from tests.faults.children import Child, Told
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import COST, Office, an_office, state, visit
from tests.pictures import jpeg

THEIRS = "来去的人自己的一串口令"
HOUSEHOLDS = 300


def task_of(office: Office, name: str, what: str, /, **more: object) -> Told:
    """A task in one home of an office."""
    staff = office.made.staff[name.partition("-")[0]]
    return {"task": what, "home": str(office.folder(name)), "staff": staff, **more}


def killed_at_random(ground: Ground, task: Told, seconds: float) -> list[Told]:
    """What a child told that was killed at some moment; one in eight dies while it still signs in."""
    child = ground.children.on(task)
    if ground.chance.random() < 1 / 8:
        return child.told_for(ground.chance.uniform(0, 0.2)) + child.kill()
    heard = child.told_until("begun")
    return heard + child.told_for(ground.chance.uniform(0, seconds)) + child.kill()


def answering(ground: Ground, *, forgetful: bool = False) -> Outcome:
    """Every answer for which answer() had returned is there after a kill; a forgetful child has to be noticed."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        known: dict[str, int] = {}
        for _ in range(ground.points):
            outcome.tried += 1
            number = max(known.values(), default=0) + 1
            heard = killed_at_random(
                ground, task_of(office, "l1", "answering", number=number, forgetful=forgetful), 0.3
            )
            told = {line["answered"]: line["number"] for line in heard if "answered" in line}
            outcome.count("answers acknowledged", sum("answered" in line for line in heard))
            known |= told
            found = answers_in(office.l1)
            check_answers(outcome, known, found)
            known |= found
            office.close()
    return outcome


def locking(ground: Ground) -> Outcome:
    """A program that is killed while it locks, is locked or unlocks has every answer, and opens by passphrase."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        known: dict[str, int] = {}
        for _ in range(ground.points):
            outcome.tried += 1
            number = max(known.values(), default=0) + 1
            heard = killed_at_random(ground, task_of(office, "l1", "locking", number=number), 0.5)
            outcome.count("locked", sum("locked" in line for line in heard))
            known |= {line["answered"]: line["number"] for line in heard if "answered" in line}
            found = answers_in(office.l1)
            check_answers(outcome, known, found)
            outcome.demand(office.l1.health.verify().ok, "the home is not sound")
            known |= found
            office.close()
    return outcome


def answers_in(home: OpenHome) -> dict[str, int]:
    """The numbers of the answers that stand in the one open draft."""
    drafts = home.visits.open_drafts()
    document = home.visits.view(drafts[0].draft_id).document if drafts else {}
    return {address: int(document[address].partition(":")[0]) for address in ADDRESSES if address in document}


def check_answers(outcome: Outcome, known: dict[str, int], found: dict[str, int]) -> None:
    """Each acknowledged answer stands, or the one answer that was on its way when the child died."""
    last = max(known.values(), default=0)
    for address, number in known.items():
        stands = found.get(address, 0)
        outcome.demand(stands in {number, last + 1}, f"{address} says {stands} instead of {number}")


def finishing(ground: Ground) -> Outcome:
    """After a kill a visit is a draft with all its answers or a change, never both and never neither."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        last = 0
        for _ in range(ground.points):
            outcome.tried += 1
            task = task_of(office, "l1", "finishing", number=last + 1)
            child = ground.children.on(task)
            heard: list[Told] = []
            for _ in range(ground.chance.randint(1, 4)):
                heard += child.told_until("finishing")
            heard += child.told_for(ground.chance.uniform(0, 0.03)) + child.kill()
            last = max(line["number"] for line in heard if "number" in line)
            check_visits(outcome, office.l1, heard)
            report = office.l1.health.verify()
            outcome.demand(report.ok, f"the home is not sound: {report.lines}")
            office.close()
    return outcome


def check_visits(outcome: Outcome, home: OpenHome, heard: list[Told]) -> None:
    """Draft or change, and whatever is a draft can still be finished."""
    finished = {line["finished"] for line in heard if "finished" in line}
    drafts = {card.draft_id for card in home.visits.open_drafts()}
    for line in heard:
        if "finishing" not in line:
            continue
        draft, case, number = line["finishing"], line["case"], line["number"]
        outcome.count("visits finished", draft in finished)
        outcome.demand((draft in drafts) != is_known(home, case), f"visit {number} is both or neither")
        outcome.demand(draft not in finished or draft not in drafts, f"visit {number} was finished and is a draft")
        if draft in drafts:
            outcome.count("drafts resumed")
            home.visits.finish(draft, later=False)
        document = home.cases.show(case).document if is_known(home, case) else {}
        whole = all(document.get(address) == f"{number}:{address}" for address in ADDRESSES)
        outcome.demand(whole, f"visit {number} lost an answer")
    for card in home.visits.open_drafts():  # begun, but not told of yet
        home.visits.discard(card.draft_id)
    with home.seat.database.begin() as session:
        for device, numbers in changes.numbers(session).items():
            outcome.demand(numbers == list(range(1, len(numbers) + 1)), f"numbers of {device} have a gap")


def is_known(home: OpenHome, case: str) -> bool:
    """Whether a household is here."""
    try:
        home.cases.show(case)
    except CaseMissingError:
        return False
    return True


def with_photos(home: OpenHome, folder: Path, ground: Ground, count: int) -> None:
    """Gives a home one household with photos, so that packages take a while."""
    draft = home.visits.start(None)
    for number in range(count):
        photo = folder / f"photo{number}.jpg"
        photo.write_bytes(jpeg(after=ground.chance.randbytes(700_000)))
        home.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    home.visits.finish(draft.draft_id, later=False)


def writing(ground: Ground) -> Outcome:
    """A stick never holds a half package under a package's name, and the next writing succeeds."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        with_photos(office.l1, ground.folder, ground, 4)
        office.close("l1")
        seconds = duration(ground, task_of(office, "l1", "writing", stick=str(office.stick)), "writing", "written")
        for _ in range(ground.points):
            outcome.tried += 1
            stick = office.fresh_stick()
            child = ground.children.on(task_of(office, "l1", "writing", stick=str(stick)))
            heard = child.told_until("writing")
            heard += child.told_for(ground.chance.uniform(0, 2.2 * seconds)) + child.kill()
            check_stick(outcome, office, stick, {line["written"] for line in heard if "written" in line})
            outcome.count("unfinished copies", sum(1 for _ in stick.glob("FIELDSURVEY/*.part")))
            office.l1.exchange.write(stick)
            check_stick(outcome, office, stick, set())
            outcome.demand(not list(stick.glob("FIELDSURVEY/*.part")), "an unfinished copy was left on the stick")
            outcome.demand(state(office.l1) == state(office.hq), "headquarters lacks something after the next package")
            outcome.demand(not list(office.l1.seat.paths.staging.iterdir()), "a staged file was left")
            office.close("l1")
            shutil.rmtree(stick)
    return outcome


def check_stick(outcome: Outcome, office: Office, stick: Path, written: set[str]) -> None:
    """Every package on the stick is whole: headquarters reads each of them; what was said to be there is there."""
    there = {path.name for path in stick.glob("FIELDSURVEY/*.fsp")}
    outcome.demand(written <= there, "a package said to be written is not there")
    outcome.count("packages on sticks", len(there))
    for card in office.hq.exchange.read_stick(stick):
        outcome.demand(not isinstance(card, RefusedCard), f"a half package on the stick: {card}")


def reading(ground: Ground) -> Outcome:
    """A package is taken in whole or not at all, and reading it again completes it."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        lines = ground.folder / "in.jsonl"
        lines.write_bytes(b"".join(reference_line(number) for number in range(HOUSEHOLDS)))
        office.l1.cases.import_lines(lines, source="一次导入")
        with_photos(office.l1, ground.folder, ground, 2)
        (written,) = office.l1.exchange.write(office.stick)
        expected = state(office.l1)
        office.copied("hq", "measured")
        measured = task_of(office, "hq-measured", "reading", path=str(written.path))
        seconds = duration(ground, measured, "begun", "read")
        for number in range(ground.points):
            outcome.tried += 1
            name = office.copied("hq", str(number))
            child = ground.children.on(task_of(office, name, "reading", path=str(written.path)))
            heard = child.told_until("begun")
            heard += child.told_for(ground.chance.uniform(0, 1.3 * seconds)) + child.kill()
            home = office.home(name)
            cases = home.cases.find("").total
            done = any("read" in line for line in heard)
            outcome.count("found whole" if cases else "found nothing of it")
            outcome.demand(cases in {0, HOUSEHOLDS + 1} and (cases > 0 or not done), f"{cases} households taken")
            outcome.demand(home.exchange.read(written.path).already == (cases > 0), "reading again went wrong")
            outcome.demand(state(home) == expected, "the state differs")
            outcome.demand(home.health.rebuild().equal, "what is derived differs")
            office.close(name)
            shutil.rmtree(office.folder(name))
    return outcome


def rekeying(ground: Ground) -> Outcome:
    """A home whose key is being changed opens for who stays, and not for who had left."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        visit(office.l1, name="王建国")
        office.close()
        seconds = duration(ground, task_of(office, "l1", "rekeying", theirs=THEIRS), "removing", "removed")
        for _ in range(ground.points):
            outcome.tried += 1
            child = ground.children.on(task_of(office, "l1", "rekeying", theirs=THEIRS))
            heard = child.told_until("removing")
            heard += child.told_for(ground.chance.uniform(0, 2 * seconds)) + child.kill()
            try:
                outcome.demand(office.l1.cases.find("").total == 1, "a household is gone")
                outcome.demand(office.l1.health.verify().ok, "the home is not sound")
            except FieldSurveyError as problem:
                outcome.lose(f"the home does not open: {problem.told}")
                break
            remaining = {card.staff_id for card in office.l1.staff.list()}
            office.close()
            for line in heard:
                if "removed" in line:
                    outcome.count("people removed")
                    outcome.demand(line["removed"] not in remaining, "somebody who left is back")
                    outcome.demand(not opens(office, line["removed"]), "somebody who left can sign in")
    return outcome


def opens(office: Office, staff: str) -> bool:
    """Whether this person can sign in to the first laptop."""
    try:
        open_home(office.folder("l1"), staff, THEIRS, cost=COST).close()
    except UnknownStaffError:
        return False
    return True


def duration(ground: Ground, task: Told, first: str, last: str) -> float:
    """How long a child takes from telling one thing to telling another, undisturbed."""
    child: Child = ground.children.on({**task})
    child.told_until(first)
    begun = time.monotonic()
    child.told_until(last)
    passed = time.monotonic() - begun
    child.kill()
    return passed
