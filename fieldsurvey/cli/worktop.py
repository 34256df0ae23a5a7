"""What there is to do today, as the first screen of the window shows it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click
import msgspec

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.draft_views import DraftCard
from fieldsurvey.services.worktop import Coverage, ShortList, Unsent, Work

_COLUMNS = ("调查编号", "姓名", "住址", "单位", "状态", "上次入户")


@click.command(cls=Command, help="工作台:待入户、没做完的、退回的、复核到期、一年未改、未上报、覆盖情况")
@click.option("--by", default="employer", type=click.Choice(("employer", "filing_org")), help="覆盖情况按什么分")
@click.option("--round-begins", default="", metavar="MM-DD", help="一轮入户从每年的哪一天开始,先改再列")
@click.pass_obj
def worktop(asked: Asked, *, by: str, round_begins: str) -> None:
    """Prints today's lists."""
    with signed_in(asked) as home:
        if round_begins:
            home.worktop.begin_rounds_on(round_begins)
        work, unsent, covered = home.worktop.show(), home.worktop.unsent(), home.worktop.coverage(by=by)
        drafts = home.visits.open_drafts()
    keys = {**_keys(work), **_keys(unsent), "drafts": [asdict(card) for card in drafts], "coverage": asdict(covered)}
    answer(asked, keys, _lines(work, unsent, covered, drafts))


def _keys(work: Work | Unsent) -> dict[str, Any]:
    keys = asdict(work)
    for name, value in keys.items():
        if isinstance(getattr(work, name), ShortList):
            value["asked"] = msgspec.to_builtins(getattr(work, name).asked)
    return keys


def _lines(work: Work, unsent: Unsent, covered: Coverage, drafts: list[DraftCard]) -> Iterator[str]:
    yield f"{work.today}  本轮自 {work.round_from} 起,已访 {work.visited}/{work.total} 户"
    yield from _list("待入户(按门牌顺序)", work.to_visit)
    yield f"没做完的入户:{len(drafts)} 户"
    for card in drafts:
        yield f"  {card.survey_no}  {card.name or '(未填姓名)'}  {card.address}  {card.saved_at[:16]} 停下"
    yield from _list("退回补正", work.returned)
    names = {row.case_id: row.name for row in work.returned.rows}
    yield from (f"  {names[one.case_id]}:{one.why}" for one in work.whys if one.why)
    yield from _list("复核到期", work.overdue)
    yield from _list("一年未改", work.unchanged)
    yield from _list("还没有写入U盘", unsent.unwritten)
    yield from _list("对方还没有回执", unsent.unconfirmed)
    yield "覆盖情况(按工作单位):" if covered.by == "employer" else "覆盖情况(按建档单位):"
    yield from table(
        ("单位", "已访", "户数"), [(one.unit or "(没有填)", one.visited, one.total) for one in covered.units]
    )


def _list(title: str, found: ShortList) -> Iterator[str]:
    more = f",前 {len(found.rows)} 户" if found.total > len(found.rows) else ""
    yield f"{title}:{found.total} 户{more}"
    if found.rows:
        cells = [(r.survey_no, r.name, r.address, r.employer, r.status, r.visited_on) for r in found.rows]
        yield from table(_COLUMNS, cells)
