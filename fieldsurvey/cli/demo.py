"""The practice day as a command: three homes, 36 invented households, and everything that is made of them."""

from pathlib import Path

import click

from fieldsurvey.cli.console import Asked, answer, say
from fieldsurvey.cli.demo_papers import print_forms, write_lists
from fieldsurvey.cli.errors import DemoDisagreesError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.practice import day
from fieldsurvey.practice.homes import PracticeHomes, Say, open_new_homes
from fieldsurvey.practice.making import clear, made_homes, mark, morning, practise, require_ours
from fieldsurvey.practice.sides import HOMES, PASSPHRASE, STICK
from fieldsurvey.vault.derivation import Cost


@click.command(cls=Command, help="演练:总部和两台笔记本的一天,篇三的 36 户,人都是虚构的,不需要口令")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help="结果放在这里,不写为 demo-output")
@click.option("--home-only", type=click.Path(path_type=Path), metavar="DIR", help="只建好三处数据,供窗口练习")
@click.pass_obj
def demo(asked: Asked, *, out: Path | None, home_only: Path | None) -> None:
    """Does a whole day's work without a window."""
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        if not asked.as_json:
            say(line)

    if home_only is not None:
        homes, agreed = practise(home_only, say=tell), True
    else:
        homes, agreed = whole_day(out or Path("demo-output"), say=tell)
    keys = {
        "headquarters": str(homes.headquarters),
        "laptops": [str(place) for place in homes.laptops],
        "passphrase": PASSPHRASE,
        "agreed": agreed,
        "told": told,
    }
    places = [f"总部的数据:{homes.headquarters}", *(f"笔记本的数据:{place}" for place in homes.laptops)]
    answer(asked, keys, [*places, f"练习口令:{PASSPHRASE}"])
    if not agreed:
        raise DemoDisagreesError


def whole_day(out: Path, *, say: Say, cost: Cost | None = None) -> tuple[PracticeHomes, bool]:
    """The whole day into a folder, made anew; and whether all homes agree in the end.

    Raises:
        PracticeFolderError: the folder holds something that is not practice's. HomeInUseError: somebody is at it.
    """
    require_ours(out)
    clear(out)
    mark(out)
    with open_new_homes(out / HOMES, out / STICK, say=say, cost=cost) as opened:
        morning(opened, out, say=say)
        day.carry_in(opened, say=say)
        day.read_again(opened, say=say)
        day.settle(opened, say=say)
        print_forms(opened, out / "papers", say=say)
        day.carry_out(opened, say=say)
        day.carry_in(opened, say=say)
        write_lists(opened, out / "lists", say=say)
        agreed = day.agreement(opened, say=say)
        day.leave_drafts(opened, say=say)
    return made_homes(out), agreed
