"""A campaign of kill -9 on the real wizard window: typing, turning pages, rows, switching between visits, finishing."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fieldsurvey.app import OpenHome
from fieldsurvey.clock import system_now
from fieldsurvey.services.draft_views import DraftView
from tests.faults.kills import is_known
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import Office, an_office, visit
from ui.wizard.sheet import Sheet

ROOT: Final = Path(__file__).parents[2]
LONGEST_S: Final = 90.0
LONGEST_WORK_S: Final = 0.7
LOOKED_THROUGH: Final = 50  # The whole home is verified at every so many kills.
WHOLE_PAGES: Final = (8, 10)

Told = dict[str, Any]
MISSING: Final = object()


class Forker:
    """The process that forks the children that get killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.wizard_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            bufsize=0,
        )
        self._rest = b""
        self.told_until("ready")

    def killed(self, task: Told, seconds: float) -> list[Told]:
        """What a child told that was killed so long after it had begun; a negative time kills while it opens."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task).encode() + b"\n")
        heard = self.told_until("pid")
        child = next(line["pid"] for line in heard if "pid" in line)
        if seconds >= 0 and not any("begun" in line for line in heard):
            heard += self.told_until("begun", "gone")
        heard += self._listen(abs(seconds), whole=True)
        if not any("gone" in line for line in heard):
            os.kill(child, signal.SIGKILL)
            heard += self.told_until("gone")
        return heard

    def told_until(self, *names: str) -> list[Told]:
        """Everything told up to a line that has one of these names."""
        heard: list[Told] = []
        while not any(name in line for line in heard for name in names):
            new = self._listen(LONGEST_S)
            assert new, "the forking process says nothing more"
            heard += new
        return heard

    def close(self) -> None:
        """Ends the process, which has no child at this time."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        self._process.kill()
        self._process.wait()

    def _listen(self, seconds: float, *, whole: bool = False) -> list[Told]:
        assert self._process.stdout is not None
        heard: list[Told] = []
        reading = self._process.stdout.fileno()
        wait = select.select([], [], [], seconds) if whole else select.select([reading], [], [], seconds)
        assert wait is not None
        while select.select([reading], [], [], 0)[0]:
            piece = os.read(reading, 65_536)
            if not piece:
                break
            *lines, self._rest = (self._rest + piece).split(b"\n")
            heard += [json.loads(line) for line in lines]
        return heard


@dataclass
class Household:
    """What is known of one visit from what was told: by address the value that must stand, and those that may."""

    case: str
    values: dict[str, list[object]] = field(default_factory=dict)
    rows: dict[str, list[bool]] = field(default_factory=dict)
    places: list[tuple[int, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    done: list[str] = field(default_factory=list)
    ending: str = ""


class Ledgers:
    """Everything the children told, and what it means for what must be on disk."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.visits: dict[str, Household] = {}
        self.places: dict[str, tuple[int, str]] = {}

    def hear(self, heard: list[Told]) -> None:
        """Takes in what one child told until it died."""
        asked: dict[int, tuple[str, list[Any]]] = {}
        landed: set[str] = set()
        for line in heard:
            if "ask" in line:
                asked[line["n"]] = (line["ask"], line["given"])
                self._asked(line["ask"], line["given"])
            elif "ok" in line:
                name, given = asked[line["n"]]
                self._landed(name, given, line)
                landed.add(given[1] if name == "answer" else "")
            elif "said" in line:
                self.outcome.count("answers said to be saved")
                self.outcome.demand(line["said"] in landed, f"{line['said']} was called saved before it was")
            elif "no" in line:
                self.outcome.demand(line["code"].startswith("S"), f"{line['no']} was refused: {line['code']}")
            elif "broke" in line:
                self.outcome.lose(f"the window broke: {line['broke']}")
            elif "gone" in line:
                self.outcome.demand(line["status"] == signal.SIGKILL, f"the window ended itself: {line['status']}")

    def _asked(self, name: str, given: list[Any]) -> None:
        household = self.visits.get(given[0]) if given and given[0] else None
        if household is None:
            return
        if name == "answer":
            household.values.setdefault(given[1], [MISSING]).append(given[2])
            household.tokens.update([given[2]] if isinstance(given[2], str) else [])
        elif name in ("remove_row", "restore_row"):
            row = f"{given[1]}/{given[2]}"
            # Of a row that nothing was heard of: what is to be removed stands, what is to be restored does not.
            household.rows.setdefault(row, [name == "remove_row"]).append(name == "restore_row")
        elif name == "turn_to":
            household.places.append((given[1], given[2]))
        elif name == "finish":
            household.ending = "asked"

    def _landed(self, name: str, given: list[Any], line: Told) -> None:
        if name in ("start", "view"):
            begun = Household(line["case"], places=[(1, "")] if name == "start" else [])
            self.visits.setdefault(line["got"], begun)
            return
        household = self.visits[given[0]]
        household.done.append(f"{name} {given[1:]} {line['got']}")
        if name == "answer":
            held = household.values[given[1]]
            del held[: len(held) - 1 - held[::-1].index(given[2])]
        elif name == "add_row":
            household.rows[f"{given[1]}/{line['got']}"] = [True]
            # What a row that is brought back held comes after it, answer by answer.
            for field_id, value in (given[2] if given[2:] else {}).items():
                household.values[f"{given[1]}/{line['got']}/{field_id}"] = [value]
        elif name in ("remove_row", "restore_row"):
            household.rows[f"{given[1]}/{given[2]}"] = [name == "restore_row"]
        elif name == "turn_to":
            household.places = household.places[household.places.index((given[1], given[2])) :]
        elif name == "finish":
            household.ending = "done"


def wizard_window(ground: Ground, *, forgetful: bool = False) -> Outcome:
    """Kills the window again and again; after each kill everything it had acknowledged is there, in its own place."""
    outcome = Outcome()
    forker = Forker()
    try:
        with an_office(ground.folder, ground.templates) as office:
            office.now = system_now
            known = [visit(office.l1, name=f"户{number}", home_address=f"河沿街 {number}") for number in range(2)]
            office.close()
            ledgers = Ledgers(outcome)
            for point in range(ground.points):
                outcome.tried += 1
                _one_kill(ground, office, forker, ledgers, known=known, forgetful=forgetful)
                if point % LOOKED_THROUGH == LOOKED_THROUGH - 1:
                    report = office.l1.health.verify()
                    outcome.demand(report.ok, f"the home is not sound: {report.lines}")
                office.close()
    finally:
        forker.close()
    return outcome


def _one_kill(
    ground: Ground, office: Office, forker: Forker, ledgers: Ledgers, *, known: list[str], forgetful: bool
) -> None:
    outcome, places = ledgers.outcome, ledgers.places
    seconds = ground.chance.uniform(0, LONGEST_WORK_S)
    task = {
        "home": str(office.folder("l1")), "staff": office.made.staff["l1"], "seed": ground.chance.random(),
        "known": known, "forgetful": forgetful,
    }  # fmt: skip
    heard = forker.killed(task, -seconds / 4 if ground.chance.random() < 0.1 else seconds)
    for line in heard:
        if "resumed" in line and line["resumed"] in places:
            page, focus = places[line["resumed"]]
            outcome.demand(line["step"] == page, f"page {line['step']} was opened instead of {page}")
            if focus and page not in WHOLE_PAGES:
                outcome.demand(line["focus"] == focus, f"{line['focus']} has the keyboard instead of {focus}")
                outcome.count("fields found again")
    ledgers.hear(heard)
    _check(outcome, office.l1, ledgers)


def _check(outcome: Outcome, home: OpenHome, ledgers: Ledgers) -> None:
    drafts = {card.draft_id: card for card in home.visits.open_drafts()}
    views = {draft: home.visits.view(draft) for draft in drafts}
    ledgers.places = {draft: (view.page, _still_there(view)) for draft, view in views.items()}
    together: dict[str, list[Household]] = {}
    for household in ledgers.visits.values():
        together.setdefault(household.case, []).append(household)
    for draft, household in list(ledgers.visits.items()):
        is_open = draft in drafts
        outcome.demand(not (is_open and household.ending == "done"), "a finished visit is still a draft")
        outcome.demand(is_open or bool(household.ending), "a visit is gone that nobody finished")
        outcome.demand(is_open or is_known(home, household.case), "a visit was finished and left nothing")
        if is_open:
            view = views[draft]
            outcome.demand(view.case_id == household.case, "a draft belongs to another household")
            here = (view.page, view.focus)
            outcome.demand(not household.places or here in household.places, f"{here} is no place one was at")
            household.places, household.ending = [here], ""
            document = view.document
        else:
            document = home.cases.show(household.case).document if is_known(home, household.case) else {}
            outcome.count("visits finished")
            del ledgers.visits[draft]
        # A household may have been visited again in the same run: what that visit said stands in its file now.
        again = [] if is_open else [one for one in together[household.case] if one is not household]
        _check_values(outcome, household, Sheet(document), again)
    _check_tokens(outcome, ledgers, views)
    for draft, view in views.items():
        ledgers.visits.setdefault(draft, Household(view.case_id))


def _still_there(view: DraftView) -> str:
    """The field one was at; nothing when its row is gone, for then another is as good."""
    group, _, rest = view.focus.partition("/")
    return view.focus if not rest or Sheet(view.document).row(group, rest.partition("/")[0]) else ""


def _check_values(outcome: Outcome, household: Household, sheet: Sheet, again: list[Household]) -> None:
    for row, may_stand in household.rows.items():
        group, _, row_id = row.partition("/")
        stands = bool(sheet.row(group, row_id))
        said_again = [said for one in again for said in one.rows.get(row, [])]
        done = [each for each in household.done if row_id in each or each.startswith("finish")]
        outcome.demand(stands in (*may_stand, *said_again), f"{row} {'stands' if stands else 'is missing'}: {done}")
        household.rows[row] = [stands]
    for address, may_be in household.values.items():
        row = address.rpartition("/")[0]
        if row and not household.rows.get(row, [bool(sheet.row(*row.split("/")))])[0]:
            continue  # Its row is gone, and its answers with it.
        value = sheet.value(address)
        later = [value for one in again for value in one.values.get(address, [])]
        told = [None if each is MISSING else each for each in (*may_be, *later)]
        outcome.demand(value in told or may_be[0] is MISSING, f"{address} says {value!r} instead of {told}")
        household.values[address] = [value]
        outcome.count("answers looked at")


def _check_tokens(outcome: Outcome, ledgers: Ledgers, views: dict[str, DraftView]) -> None:
    """What was typed for one household stands in no other."""
    for draft, view in views.items():
        own = ledgers.visits[draft].tokens if draft in ledgers.visits else set()
        others = {
            token
            for other, household in ledgers.visits.items()
            if other != draft and household.case != view.case_id
            for token in household.tokens
            if token.startswith("k") and len(token) > 6
        }
        found = set(_texts(view.document)) & (others - own)
        outcome.demand(not found, f"answers of another household: {found}")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)
