"""Campaigns of kill -9 while a home is backed up, a back-up is tried, and a home is restored."""

import shutil
from pathlib import Path

from fieldsurvey.app import describe_home
from fieldsurvey.backup.shelf import Shelf
from fieldsurvey.services.restore import offers
from tests.faults.children import Told
from tests.faults.kills import duration, task_of, with_photos
from tests.faults.outcomes import Ground, Outcome
from tests.integration.backing_up import files_under
from tests.integration.homes import Office, an_office, state, visit

PHOTOS = 3


def backups(ground: Ground) -> Outcome:
    """The home keeps every answer, no half back-up goes by a back-up's name, and the next one succeeds."""
    outcome = Outcome()
    disk = ground.folder / "disk"
    disk.mkdir()
    with an_office(ground.folder, ground.templates) as office:
        with_photos(office.l1, ground.folder, ground, PHOTOS)
        office.close("l1")
        seconds = duration(ground, task_of(office, "l1", "backing_up", number=1, disk=str(disk)), "backing", "backed")
        known = 1
        for number in range(ground.points):
            outcome.tried += 1
            if number % 4 == 0:
                # So that evidence is copied anew, and not the database only.
                shutil.rmtree(disk)
                disk.mkdir()
                shutil.rmtree(office.folder("l1") / "backups", ignore_errors=True)
            child = ground.children.on(task_of(office, "l1", "backing_up", number=known + 1, disk=str(disk)))
            heard = child.told_until("backing")
            heard += child.told_for(ground.chance.uniform(0, 2.2 * seconds)) + child.kill()
            known = max([known, *(line["number"] for line in heard if "answered" in line)])
            _check_shelves(outcome, office, disk, heard)
            draft = office.l1.visits.open_drafts()[0].draft_id
            kept = int(str(office.l1.visits.view(draft).document["remark"]).partition(":")[0])
            outcome.demand(kept in {known, known + 1}, f"the answer {known} is {kept}")
            known = kept
            outcome.demand(office.l1.health.verify().ok, "the home is not sound")
            office.l1.backups.back_up()
            parts = [*disk.rglob("*.part"), *office.l1.seat.paths.backups.rglob("*.part")]
            outcome.demand(not parts, f"left behind: {parts[:2]}")
            report = office.l1.backups.drill()
            outcome.demand(report.ok, f"a back-up does not come back: {report.lines}")
            office.close("l1")
    return outcome


def _check_shelves(outcome: Outcome, office: Office, disk: Path, heard: list[Told]) -> None:
    """Whatever goes by a back-up's name is whole, and what was told to be made is there."""
    told = {line["backed"]: line["carried"] for line in heard if "backed" in line}
    local = Shelf(office.folder("l1") / "backups")
    elsewhere = [Shelf(path) for path in disk.glob("FIELDSURVEY-BACKUP/*")]
    for shelf in (local, *elsewhere):
        for each in shelf.found():
            outcome.count("back-ups found")
            outcome.demand(each.manifest is not None, f"{each.folder.name} is no back-up: {each.trouble}")
            lines = shelf.lines(each.manifest) if each.manifest is not None else []
            whole = all(shelf.has_evidence(line.sha256, line.size) for line in lines)
            outcome.demand(whole and len(lines) == PHOTOS, f"{each.folder.name} lacks evidence")
        outcome.count("half ones, not taken for whole", len(list(shelf.root.glob("*.part"))))
    if told:
        newest = max(told)
        outcome.demand((local.root / newest).is_dir(), f"{newest} was told and is not there")
        carried = any((shelf.root / told[newest]).is_dir() for shelf in elsewhere)
        outcome.demand(bool(told[newest]) and carried, f"{newest} was told to be in the folder and is not")


def drills(ground: Ground) -> Outcome:
    """A drill that is killed harms neither home nor back-ups, and what it left is gone after the next start."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        with_photos(office.l1, ground.folder, ground, PHOTOS)
        office.l1.backups.back_up()
        expected = state(office.l1)
        shelf = files_under(office.l1.seat.paths.backups)
        office.close("l1")
        seconds = duration(ground, task_of(office, "l1", "drilling"), "drilling", "drilled")
        for _ in range(ground.points):
            outcome.tried += 1
            child = ground.children.on(task_of(office, "l1", "drilling"))
            heard = child.told_until("drilling")
            heard += child.told_for(ground.chance.uniform(0, 1.5 * seconds)) + child.kill()
            outcome.count("drills ended", sum("drilled" in line for line in heard))
            outcome.demand(all(line["drilled"] for line in heard if "drilled" in line), "a drill failed")
            outcome.count("killed in the middle", any((office.folder("l1") / "staging").iterdir()))
            outcome.demand(files_under(office.folder("l1") / "backups") == shelf, "the back-ups are others now")
            outcome.demand(state(office.l1) == expected, "the home is another one")
            outcome.demand(not list(office.l1.seat.paths.staging.iterdir()), "something was left behind")
            office.close("l1")
    return outcome


def restores(ground: Ground) -> Outcome:
    """After a kill there is the old home, or none, or the restored one whole; restoring again always succeeds."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        with_photos(office.l1, ground.folder, ground, PHOTOS)
        visit(office.l1, name="王建国")
        expected = state(office.l1)
        folder = _kept_apart(office.l1.backups.back_up().card.path, ground.folder / "kept")
        (sealed,) = office.l1.backups.write_sealed(office.stick).paths
        visit(office.l1, name="备份以后的")
        before = state(office.l1)
        office.close("l1")
        for number in range(ground.points):
            outcome.tried += 1
            over_old = number % 3 != 2
            name = office.copied("l1", str(number)) if over_old else f"l1-{number}"
            words = office.made.words if number % 2 else []
            task = task_of(office, name, "restoring", source=str(sealed if number % 2 else folder), words=words)
            seconds = _seconds(ground, office, task, number)
            child = ground.children.on(task)
            heard = child.told_until("begun")
            heard += child.told_for(ground.chance.uniform(0, 1.2 * seconds)) + child.kill()
            done = any("restored" in line for line in heard)
            _check_home(outcome, office, name, done=done, states={"old": before if over_old else "", "new": expected})
            _restore_again(outcome, ground, office, task, name=name, expected=expected)
            for path in office.root.glob(f"{name}*"):
                shutil.rmtree(path, ignore_errors=True)
    return outcome


_MEASURED: dict[bool, float] = {}


def _seconds(ground: Ground, office: Office, task: Told, number: int) -> float:
    """How long a restore of this kind takes, measured once."""
    kind = bool(task["words"])
    if kind not in _MEASURED:
        measured = {**task, "home": str(office.folder(f"l1-measured-{number}"))}
        _MEASURED[kind] = duration(ground, measured, "begun", "restored")
    return _MEASURED[kind]


def _kept_apart(path: Path, place: Path) -> Path:
    """A back-up with its evidence away from its home."""
    shutil.copytree(path.parent, place)
    return place / path.name


def _check_home(outcome: Outcome, office: Office, name: str, *, done: bool, states: dict[str, str]) -> None:
    card = describe_home(office.folder(name))
    if not card.kind:
        outcome.count("no home yet")
        outcome.demand(not states["old"] and not done, "there is no home any more")
        return
    found = state(office.home(name))
    incarnation = office.home(name).seat.identity.incarnation
    office.close(name)
    if found == states["old"]:
        outcome.count("the old home")
        outcome.demand(incarnation == 1 and not done, "the old home became another device")
        return
    outcome.count("the restored home")
    outcome.demand(found == states["new"], "a home that is neither the old nor the restored one")
    outcome.demand(incarnation == 2, f"restored as incarnation {incarnation}")
    if states["old"]:
        aside = list(office.root.glob(f"{name}-恢复前-*"))
        outcome.demand(len(aside) == 1, f"set aside: {aside}")


def _restore_again(
    outcome: Outcome, ground: Ground, office: Office, task: Told, *, name: str, expected: str
) -> None:  # fmt: skip
    child = ground.children.on(task)
    child.told_until("restored")
    child.kill()
    outcome.demand(state(office.home(name)) == expected, "restoring again gives another home")
    office.close(name)
    left = [path for path in office.root.glob(f"{name}.*") if path.is_dir()]
    outcome.demand(not left, f"left behind: {left}")
    outcome.demand(bool(offers(Path(task["source"]))), "the back-up itself was harmed")
