"""Clashes: what two people wrote differently, and headquarters' choice."""

from dataclasses import asdict

import click

from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.masking import mask_apart
from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.clashes import ClashValue, OpenClash


@click.group(cls=Group, help="冲突:列出、裁定")
def clash() -> None:
    """Clashes."""


@clash.command("list", help="还没有裁定的冲突,每个值是谁、何时、在哪台设备写的")
@click.option("--case", "which", default="", metavar="NUMBER_OR_ID", help="只看这一户")
@click.pass_obj
def list_clashes(asked: Asked, *, which: str) -> None:
    """Lists open clashes; numbers are covered except where the values differ."""
    with signed_in(asked) as home:
        found = home.clashes.open(case_id(home, which) if which else None)
        catalogue = home.reference.in_force().catalogue
    lines = []
    for each in found:
        lines.append(f"{each.survey_no}  {each.case_name}  {each.label}  [{each.record} {each.address}]")
        lines += [f"    {value['shown']}  ({_by(value)})  {value['change_id']}" for value in _values(each, catalogue)]
    keys = {"clashes": [{**asdict(each), "values": _values(each, catalogue)} for each in found]}
    answer(asked, keys, [*lines, f"共 {len(found)} 处冲突"])


@clash.command("settle", help="裁定:让其中一个值成立;在总部做,要写理由")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("address")
@click.argument("change_id", metavar="CHANGE_ID")
@click.option("--why", required=True, metavar="TEXT", help="理由,写入历史")
@click.pass_obj
def settle(asked: Asked, *, which: str, address: str, change_id: str, why: str) -> None:
    """Lets one value stand."""
    with signed_in(asked) as home:
        settled = home.clashes.settle(case_id(home, which), address, change_id, why)
    answer(asked, {"change_id": settled}, ["已裁定,下次写入U盘时带给笔记本。"])


def _values(each: OpenClash, catalogue: Catalogue) -> list[dict[str, str]]:
    field = catalogue.find(each.address)
    shown = [value.shown for value in each.values]
    covered = mask_apart(field, shown) if field is not None else shown
    return [{**_plain(value), "shown": text} for value, text in zip(each.values, covered, strict=True)]


def _plain(value: ClashValue) -> dict[str, str]:
    return asdict(value)


def _by(value: dict[str, str]) -> str:
    return f"{value['author']},{value['device']},{value['at']}"
