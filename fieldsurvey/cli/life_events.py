"""户的变动 at the terminal: another worker, a household that splits, two that become one."""

from collections.abc import Sequence
from typing import Final

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.codes import SEEDED
from fieldsurvey.cli.cases import case, case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import MemberWantedError
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.life_events import EventDone, EventPlan

_REASONS: Final = click.option(
    "--reason", type=click.Choice(list(SEEDED["life_reason"].labels)), default=None, help="原因,写入历史"
)
_PLAN: Final = click.option("--plan", "only_plan", is_flag=True, help="只说会改什么,不办")


@case.command("change-worker", help="更换建档职工:档案由另一位成员接着用;有没做完的入户时改在草稿里")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("member", metavar="MEMBER")
@_REASONS
@click.option("--leaves", is_flag=True, help="原建档职工去世或迁出,从家庭成员里移除")
@_PLAN
@click.pass_obj
def change_worker(asked: Asked, *, which: str, member: str, reason: str | None, leaves: bool, only_plan: bool) -> None:
    """Lets the case go on under another member."""
    with signed_in(asked) as home:
        chosen = case_id(home, which)
        row = _row(home, chosen, member)
        plan = home.life_events.plan_worker(chosen, row, reason=reason or "", leaves=leaves)
        done = (
            None
            if only_plan
            else home.life_events.change_worker(chosen, row, reason=reason or "", leaves=leaves, seen=plan.seen)
        )
    _tell(asked, plan, done)


@case.command("split", help="分户:成员分出去另立一户,他们的收入、支出、佐证跟着走")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.option("--member", "members", multiple=True, required=True, metavar="MEMBER", help="分出去的人,可写多次")
@click.option("--worker", required=True, metavar="MEMBER", help="新户的建档职工")
@_REASONS
@_PLAN
@click.pass_obj
def split(
    asked: Asked, *, which: str, members: tuple[str, ...], worker: str, reason: str | None, only_plan: bool
) -> None:
    """Lets members leave for a household of their own."""
    with signed_in(asked) as home:
        chosen = case_id(home, which)
        rows, head = _rows(home, chosen, members), _row(home, chosen, worker)
        plan = home.life_events.plan_split(chosen, rows, head)
        done = None if only_plan else home.life_events.split(chosen, rows, head, reason=reason or "", seen=plan.seen)
    _tell(asked, plan, done)


@case.command("merge", help="并户:把本机的另一户并进这一户;并两次不会重复。在总部注销那一户,在笔记本上由总部注销")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("other", metavar="OTHER_NUMBER_OR_ID")
@click.option(
    "--relation",
    type=click.Choice(list(SEEDED["relation"].labels)),
    default=None,
    help="那一户职工是本户职工的",
)
@click.option("--apart", multiple=True, metavar="ROW", help="证件号相同但不是一个人的成员行,可写多次")
@_REASONS
@_PLAN
@click.pass_obj
def merge(
    asked: Asked,
    *,
    which: str,
    other: str,
    relation: str | None,
    apart: tuple[str, ...],
    reason: str | None,
    only_plan: bool,
) -> None:
    """Takes another household into this one."""
    with signed_in(asked) as home:
        here, there = case_id(home, which), case_id(home, other)
        plan = home.life_events.plan_merge(here, there, relation=relation or "", apart=apart)
        done = (
            None
            if only_plan
            else home.life_events.merge(
                here, there, relation=relation or "", apart=apart, reason=reason or "", seen=plan.seen
            )
        )
    _tell(asked, plan, done)


def _tell(asked: Asked, plan: EventPlan, done: EventDone | None) -> None:
    keys = {
        "plan": plan.lines,
        "doubles": [{"here": each.here, "there": each.there, "differing": each.differing} for each in plan.doubles],
        "done": done is not None,
        "in_draft": done.in_draft if done else False,
        "other": done.other if done else "",
    }
    told = "没有办理(--plan)。" if done is None else "已改在草稿里,完成入户时存下。" if done.in_draft else "已办好。"
    answer(asked, keys, [*plan.lines, told])


def _rows(home: OpenHome, chosen: str, named: Sequence[str]) -> list[str]:
    return [_row(home, chosen, each) for each in named]


def _row(home: OpenHome, chosen: str, named: str) -> str:
    """The row of a member named by it, or by a name that one member has."""
    members = home.life_events.members(chosen)
    found = [row for row, name in members if named in (row, name)]
    if len(found) != 1:
        raise MemberWantedError(names="、".join(f"{name}({row})" for row, name in members))
    return found[0]
