"""Runs the fault campaigns and prints what was tried, what survived and what was lost; fails when anything was."""

import argparse
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from tests.faults.backup_kills import backups, drills, restores
from tests.faults.checking import checking
from tests.faults.children import Children
from tests.faults.damaged import damaged, hostile
from tests.faults.kills import answering, finishing, locking, reading, rekeying, writing
from tests.faults.merging import merging
from tests.faults.outcomes import Campaign, Ground, Outcome
from tests.faults.power_cuts import power_cuts
from tests.faults.printing_kills import printing
from tests.faults.texts import texts
from tests.faults.ways_in import ways_in
from tests.faults.wizard_kills import wizard_window

# Each with its points in a quick run and in the whole one; the first six are kills and come to 400 in the whole.
CAMPAIGNS: Final[dict[str, tuple[Campaign, int, int]]] = {
    "kill while answering": (answering, 6, 120),
    "kill while locking": (locking, 4, 60),
    "kill while finishing": (finishing, 4, 60),
    "kill the wizard's window": (wizard_window, 12, 1000),
    "kill while writing a package": (writing, 4, 60),
    "kill while reading a package": (reading, 4, 60),
    "kill while changing the key": (rekeying, 3, 40),
    "kill while backing up (backup)": (backups, 3, 50),
    "kill while restoring (restore)": (restores, 4, 50),
    "kill during the drill": (drills, 3, 50),
    "kill while printing a batch": (printing, 3, 50),
    "power cut while answering": (power_cuts, 8, 100),
    "damaged package": (damaged, 5, 100),
    "forged package": (hostile, 1, 1),
    "random days merged": (merging, 10, 250),
    "rules and checks on any file": (checking, 2, 100),
    "texts that break programs": (texts, 1, 99),
    "households typed and imported": (ways_in, 4, 36),
}


def main() -> int:
    """The exit code: 1 when anything was lost."""
    wishes = asked()
    chosen = {name: each for name, each in CAMPAIGNS.items() if wishes.only in name}
    seed = wishes.seed if wishes.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}\n\n{'campaign':<30} | {'tried':>6} | {'survived':>8} | {'lost':>4} | of which", flush=True)
    lost: list[str] = []
    folder = Path(tempfile.mkdtemp(prefix="fieldsurvey-faults-"))
    try:
        with Children() as children:
            for number, (name, (campaign, quick, full)) in enumerate(chosen.items()):
                points = wishes.points or (quick if wishes.quick else full)
                own = folder / str(number)
                own.mkdir()
                chance = random.Random(f"{seed} {name}")
                begun = time.monotonic()
                outcome = campaign(Ground(own, folder, chance, children, points, not wishes.quick))
                print(row(name, outcome, time.monotonic() - begun), flush=True)
                lost += [f"{name}, at {told}" for told in outcome.lost]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n" + ("\n".join(["LOST", *lost[:50]]) if lost else "nothing was lost"))
    return 1 if lost else 0


def asked() -> argparse.Namespace:
    """What the command line wishes."""
    parser = argparse.ArgumentParser(prog="faults", description="Kill, cut and forge; nothing accepted may be lost.")
    parser.add_argument("--quick", action="store_true", help="a few points of each campaign, for a first look")
    parser.add_argument("--points", type=int, default=0, help="tries of each campaign, instead of its own number")
    parser.add_argument("--only", default="", help="only the campaigns whose name has this in it")
    parser.add_argument("--seed", type=int, help="repeat the random choices of an earlier run")
    return parser.parse_args()


def row(name: str, outcome: Outcome, seconds: float) -> str:
    """One line of the table."""
    counted = ", ".join(f"{count:,} {what}" for what, count in outcome.counted.items())
    numbers = f"{outcome.tried:>6} | {outcome.survived:>8} | {len(outcome.lost):>4}"
    return f"{name:<30} | {numbers} | {counted + '; ' if counted else ''}{seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
