"""一户多档 at the terminal: the list, settling a pair, what was settled, taking that back."""

from dataclasses import asdict
from typing import Final

import click

from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CommandWrongError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.doubles import Double, Side

_CHECKS: Final = {"ID05": "证件号相同", "HH08": "两户都计入", "ID06": "疑似同一人"}


@click.group(cls=Group, help="一户多档、一人多档:列出、处理、撤回")
def doubles() -> None:
    """People in several households."""


@doubles.command("list", help="可能是同一人、同一户的,每一对一个代号;同一户的用 case merge 并户")
@click.option("--case", "which", default="", metavar="NUMBER_OR_ID", help="只看这一户")
@click.pass_obj
def list_doubles(asked: Asked, *, which: str) -> None:
    """Lists open pairs; numbers are covered."""
    with signed_in(asked) as home:
        found = home.doubles.of_case(case_id(home, which)) if which else home.doubles.open()
    lines = [line for pair in found for line in _lines(pair)]
    answer(asked, {"doubles": [asdict(pair) for pair in found]}, [*lines, f"共 {len(found)} 对"])


@doubles.command("settle", help="处理一对:不是同一个人的写明理由;是同一个人的定下计入哪一户")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("pair", metavar="PAIR")
@click.option("--apart", "why", default="", metavar="TEXT", help="不是同一个人,理由")
@click.option("--counts-in", "stays", default="", metavar="NUMBER_OR_ID", help="计入这一户,另一户改为不计入")
@click.pass_obj
def settle(asked: Asked, *, which: str, pair: str, why: str, stays: str) -> None:
    """Settles a pair."""
    if bool(why) == bool(stays):
        raise CommandWrongError(what="请写 --apart 理由,或者 --counts-in 户号,二者选一")
    with signed_in(asked) as home:
        chosen = case_id(home, which)
        done = (
            home.doubles.apart(chosen, pair, why)
            if why
            else home.doubles.count_in(chosen, pair, stays=case_id(home, stays))
        )
    answer(asked, asdict(done), [f"已记下:{done.reason}。要撤回,用 doubles undo。"])


@doubles.command("settled", help="这一户处理过的各对,理由和日期")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.pass_obj
def settled(asked: Asked, *, which: str) -> None:
    """Lists what was settled."""
    with signed_in(asked) as home:
        found = home.doubles.settled(case_id(home, which))
    lines = [f"{each.print}  {each.said_on}  {each.reason}" for each in found]
    answer(asked, {"settled": [asdict(each) for each in found]}, [*lines, f"共 {len(found)} 条"])


@doubles.command("undo", help="撤回对一对的处理(两户一起):重新列出,改为不计入的重新计入")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("pair", metavar="PAIR")
@click.pass_obj
def undo(asked: Asked, *, which: str, pair: str) -> None:
    """Takes back what was settled."""
    with signed_in(asked) as home:
        home.doubles.take_back(case_id(home, which), pair)
    answer(asked, {"undone": pair}, ["已撤回。"])


def _lines(pair: Double) -> list[str]:
    head = f"{pair.print}  {_CHECKS[pair.check]}  {pair.score} 分  {'、'.join(pair.told)}"
    return [head, *(f"    {_told(side)}" for side in (pair.one, pair.other))]


def _told(side: Side) -> str:
    who = [side.name, side.relation, side.number, side.birth_date, side.mobile, side.address, side.employer]
    return f"{side.survey_no}({side.household})  " + "  ".join(each for each in who if each)
