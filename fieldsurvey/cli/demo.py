"""The practice day as a command: three homes, 36 invented households, and everything that is made of them."""

import shutil
from pathlib import Path
from typing import Final

import click

from fieldsurvey.cli import demo_day, demo_homes
from fieldsurvey.cli.console import Asked, answer, say
from fieldsurvey.cli.demo_homes import PASSPHRASE, DemoHomes, OpenDemo, Say
from fieldsurvey.cli.errors import DemoDisagreesError, DemoFolderError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.paths import HomePaths
from fieldsurvey.services.home import locked
from fieldsurvey.vault.derivation import Cost

HOMES: Final = "homes"
MARKER: Final = "practice.txt"
_MADE: Final = (HOMES, "stick", "households", "papers", "lists", MARKER)


@click.command(cls=Command, help="演练:总部和两台笔记本的一天,36 户都是虚构的,不需要口令")
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
        homes, agreed = practice_homes(home_only, say=tell), True
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


def practice_homes(folder: Path, *, say: Say, cost: Cost | None = None) -> DemoHomes:
    """The practice homes of a folder, made when they are not there yet: visits and drafts begun, nothing printed.

    Raises:
        DemoFolderError: the folder holds something that is not the demo's.
    """
    found = demo_homes.demo_homes(folder / HOMES)
    if found is not None:
        return found
    _clear(folder)
    with demo_homes.open_new_homes(folder / HOMES, folder / "stick", say=say, cost=cost) as opened:
        _morning(opened, folder, say)
        demo_day.leave_drafts(opened, say=say)
    return _made(folder)


def whole_day(out: Path, *, say: Say, cost: Cost | None = None) -> tuple[DemoHomes, bool]:
    """The whole day into a folder, made anew; and whether all homes agree in the end.

    Raises:
        DemoFolderError: the folder holds something that is not the demo's. HomeInUseError: it is being practised in.
    """
    _clear(out)
    with demo_homes.open_new_homes(out / HOMES, out / "stick", say=say, cost=cost) as opened:
        _morning(opened, out, say)
        demo_day.carry_in(opened, say=say)
        demo_day.read_again(opened, say=say)
        demo_day.settle(opened, say=say)
        demo_day.print_forms(opened, out / "papers", say=say)
        demo_day.carry_out(opened, say=say)
        demo_day.carry_in(opened, say=say)
        demo_day.write_lists(opened, out / "lists", say=say)
        agreed = demo_day.agreement(opened, say=say)
        demo_day.leave_drafts(opened, say=say)
    return _made(out), agreed


def _morning(opened: OpenDemo, folder: Path, say: Say) -> None:
    demo_homes.enrol(opened, say=say)
    demo_homes.import_households(opened, folder / "households", say=say)
    demo_day.first_visits(opened, say=say)
    demo_day.carry_in(opened, say=say)
    demo_day.share_households(opened, say=say)
    demo_day.carry_out(opened, say=say)
    demo_day.second_visits(opened, say=say)


def _made(folder: Path) -> DemoHomes:
    found = demo_homes.demo_homes(folder / HOMES)
    if found is None:
        raise DemoFolderError(folder=folder)
    return found


def _require_free(home: Path) -> None:
    if home.is_dir():
        with locked(HomePaths(home).lock):
            return


def _clear(folder: Path) -> None:
    """Takes away what an earlier practice left, and only in a folder that says it is one."""
    present = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if present and MARKER not in present:
        raise DemoFolderError(folder=folder)
    for home in demo_homes.places(folder / HOMES):
        _require_free(home)
    for name in _MADE:
        place = folder / name
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(f"练习数据,全部虚构,可以整个删除。\n练习口令:{PASSPHRASE}\n", encoding="utf-8")
