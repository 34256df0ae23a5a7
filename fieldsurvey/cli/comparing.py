"""Lists of other offices at the command line: look, take, list, settle the doubtful lines, take a list back."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CommandWrongError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.exchange.people_lists import TARGETS, line_named, line_told
from fieldsurvey.services.comparison_errors import ListMissingError
from fieldsurvey.services.comparison_plan import Plan, left_out_told
from fieldsurvey.services.comparison_shown import CandidateCard, Doubt

MOST_NAMED = 200
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def _of_a_list(command: Decorated) -> Decorated:
    """What `look` and `take` are told of a file."""
    targets = "、".join(TARGETS.values())
    options = (
        click.argument("file", type=click.Path(path_type=Path)),
        click.option("--agency", required=True, metavar="NAME", help="来源部门,如 民政、车管所、市场监管、不动产登记"),
        click.option("--item", required=True, metavar="TEXT", help="比对项目,如 机动车、营业执照、低保"),
        click.option("--received", default="", metavar="YYYY-MM-DD", help="收到名单的日期;不写就是今天"),
        click.option("--column", "columns", multiple=True, metavar="HEADING=TARGET", help=f"哪一列是什么:{targets}"),
        click.option("--sheet", default="", metavar="NAME", help="工作簿里的哪一张表"),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=Group, help="信息比对:把外单位的名单和在档的人比对,认定,撤销")
def compare() -> None:
    """Comparison lists."""


@compare.command("look", help="看看会怎样:对上几户、要认定几行;什么也不存")
@_of_a_list
@click.pass_obj
def look(asked: Asked, /, **told: Any) -> None:  # noqa: ANN401  # what the options give
    """Shows what taking a list would do."""
    with signed_in(asked) as home:
        plan = _plan(home, **told)
    columns = table(("表头", "作为"), [(heading, TARGETS[each]) for heading, each in plan.source.columns.items()])
    answer(asked, _keys(plan), [*columns, *_left_out(plan), plan.told])


@compare.command("take", help="采用一份名单:对上的记入档案,像的留待认定;同一份再采用不会重复")
@_of_a_list
@click.pass_obj
def take(asked: Asked, /, **told: Any) -> None:  # noqa: ANN401  # what the options give
    """Takes a list."""
    with signed_in(asked) as home:
        plan = _plan(home, **told)
        took = home.comparisons.take(plan)
    answer(asked, {**_keys(plan), **asdict(took)}, [*_left_out(plan), plan.told, took.told, f"名单 {took.list}"])


@compare.command("list", help="采用过的名单;写了档案就列出这一户的比对结果,核对无的也列")
@click.option("--case", "which", default="", metavar="NUMBER_OR_ID", help="只看这一户")
@click.pass_obj
def list_lists(asked: Asked, *, which: str) -> None:
    """Lists what was taken, or what the lists say of one household."""
    with signed_in(asked) as home:
        if which:
            results = home.comparisons.results(case_id(home, which))
            told = [result.told for result in results] or ["这一户还没有比对过。"]
            answer(asked, {"results": [asdict(result) for result in results]}, told)
            return
        cards = home.comparisons.lists()
    heads = ("名单", "收到", "来源", "项目", "行数", "对上户", "比对户", "待认定", "状态")
    rows = [
        (
            card.id[:8], card.received_on, card.agency, card.item, card.lines, card.matched, card.households,
            card.open_doubts, f"{card.undone_on} 撤销" if card.undone_on else "采用",
        )
        for card in cards
    ]  # fmt: skip
    answer(asked, {"lists": [asdict(card) for card in cards]}, table(heads, rows))


@compare.command("doubts", help="要认定的行:名单上的人和在档的人并排,号码遮盖;不写名单就列所有名单的")
@click.argument("which", metavar="LIST", required=False, default="")
@click.option("--all", "settled", is_flag=True, help="认定过的也列")
@click.pass_obj
def doubts(asked: Asked, *, which: str, settled: bool) -> None:
    """Lists the doubtful lines with those who may be meant."""
    with signed_in(asked) as home:
        if which:
            found = {_list_id(home, which): ""}
        else:
            found = {card.id: card.title for card in home.comparisons.lists() if not card.undone_on}
        by_list = {record: home.comparisons.doubts(record, settled=settled) for record in found}
    lines = []
    for record, listed in by_list.items():
        head = [f"名单 {record[:8]} {found[record]}"] if listed and not which else []
        lines += [*head, *_lines(listed)]
    keys = [{**({} if which else {"list": record}), **asdict(doubt)} for record in by_list for doubt in by_list[record]]
    answer(asked, {"doubts": keys}, [*lines, f"共 {len(keys)} 行"])


@compare.command("settle", help="认定一行是谁:--to 写 doubts 里列出的第几个;都不是就写 --none")
@click.argument("which", metavar="LIST")
@click.argument("line", metavar="LINE")
@click.option("--to", "number", type=int, default=0, metavar="N", help="第几个候选人")
@click.option("--none", "is_nobody", is_flag=True, help="都不是")
@click.pass_obj
def settle(asked: Asked, *, which: str, line: str, number: int, is_nobody: bool) -> None:
    """Says who a line is."""
    if bool(number) == is_nobody:
        raise CommandWrongError(what="请写 --to N 或 --none 其中一个")
    with signed_in(asked) as home:
        record = _list_id(home, which)
        choice = "none" if is_nobody else _candidate(home, record, line_named(line), number)
        home.comparisons.settle(record, line_named(line), choice)
    answer(
        asked, {"line": line_named(line), "settled": choice}, [f"第 {line} 行已认定{'为都不是' if is_nobody else ''}。"]
    )


@compare.command("undo", help="撤销一份名单:它记入的比对结果全部去掉,有人改过的留着并说明")
@click.argument("which", metavar="LIST")
@click.pass_obj
def undo(asked: Asked, *, which: str) -> None:
    """Takes a list back."""
    with signed_in(asked) as home:
        undone = home.comparisons.undo(_list_id(home, which))
    answer(asked, asdict(undone), [undone.told])


def _plan(
    home: OpenHome, *, file: Path, agency: str, item: str, received: str, columns: Sequence[str], sheet: str
) -> Plan:
    said = {}
    for pair in columns:
        heading, equals, target = pair.rpartition("=")
        if not equals or not heading.strip():
            raise CommandWrongError(what="--column 要写 表头=作为什么")
        said[heading.strip()] = target
    return home.comparisons.look(file, agency, item, received_on=received, columns=said, sheet=sheet)


def _keys(plan: Plan) -> dict[str, Any]:
    return {
        "list": plan.record,
        "columns": plan.source.columns,
        "lines": plan.lines,
        "sure": len(plan.sure),
        "households": plan.households,
        "doubtful": len(plan.doubtful),
        "outside": plan.outside,
        "rows": plan.rows,
        "left_out": [asdict(each) for each in plan.left_out],
        "unread": plan.unread,
        "lost": plan.lost,
        "compared": len(plan.compared),
        "known": plan.known,
    }


def _left_out(plan: Plan) -> list[str]:
    """The rows that were not compared, each with its reason."""
    more = [f"等 {len(plan.left_out)} 行"] if len(plan.left_out) > MOST_NAMED else []
    return [f"没有比对:{left_out_told(each)}" for each in plan.left_out[:MOST_NAMED]] + more


def _list_id(home: OpenHome, which: str) -> str:
    """The id of a list by its beginning, as `compare list` shows it."""
    found = [card.id for card in home.comparisons.lists() if len(which) >= 4 and card.id.startswith(which.lower())]
    if len(found) != 1:
        raise ListMissingError
    return found[0]


def _candidate(home: OpenHome, record: str, line: int, number: int) -> str:
    found = [doubt for doubt in home.comparisons.doubts(record, settled=True) if doubt.line == line]
    keys = [each.key for doubt in found for each in doubt.candidates]
    # What is not there is for the service to refuse.
    return keys[number - 1] if 0 < number <= len(keys) else str(number)


def _lines(found: Sequence[Doubt]) -> list[str]:
    lines = []
    for doubt in found:
        state = "" if not doubt.settled else "  (已认定为都不是)" if doubt.settled == "none" else "  (已认定)"
        lines.append(f"第 {line_told(doubt.line)} 行  {doubt.name}  {doubt.detail}{state}")
        lines += [f"    {place}. {_beside(each)}" for place, each in enumerate(doubt.candidates, start=1)]
    return lines


def _beside(each: CandidateCard) -> str:
    theirs = " ".join(part for part in (each.theirs.number, each.theirs.birth_date, each.theirs.address) if part)
    ours = " ".join(part for part in (each.ours.number, each.ours.birth_date, each.ours.address) if part)
    whose = f"{each.survey_no} {each.household}户的{each.relation} {each.ours.name}"
    return f"{each.score} 分  {whose}:{ours}  | 名单:{theirs}  ({'、'.join(each.told)})"
