"""Papers: where they are, marking them, and what has changed since they were printed."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.paper import MARKED, STATES
from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.forms.templates import MOST_COPIES
from fieldsurvey.services.paper_lines import ChangedPaper, PaperLine, PaperPage

_COLUMNS = ("纸号", "姓名", "住址", "电话", "表格", "打印", "打印人", "天数", "各份")


@click.group(cls=Group, help="纸表:在哪里、标记签回盖章收回、打印后改过的、重印")
def paper() -> None:
    """Where papers are."""


@paper.command("list", help="纸表清单,按楼和门牌的次序;不写 --state 就是待打印、待签、待盖章各一列")
@click.option("--state", type=click.Choice(STATES), help="待打印、待签、待盖章、已收回、作废")
@click.option("--blanks", is_flag=True, help="还没有用的空白表")
@click.option("--offset", default=0, type=click.IntRange(0), metavar="N", help="从第几张起")
@click.option("--limit", default=200, type=click.IntRange(1, 10_000), metavar="N", help="最多几张,不写为 200")
@click.pass_obj
def list_papers(asked: Asked, *, state: str | None, blanks: bool, offset: int, limit: int) -> None:
    """Prints the lists."""
    with signed_in(asked) as home:
        if blanks:
            found = home.blanks.open()
            cells = [(one.number, one.form, one.printed_on, one.printed_by, one.told, one.address) for one in found]
            lines = [f"空白表:{len(found)} 张", *table(("纸号", "表格", "打印", "打印人", "给谁", "住址"), cells)]
            answer(asked, {"blanks": [asdict(one) for one in found]}, lines)
            return
        pages = [home.paper_lists.show(each, offset=offset, limit=limit) for each in _states(state)]
        counts, words = home.paper_lists.counts(), home.reference.in_force().table("copy_state").labels
    keys = {"counts": asdict(counts), "lists": [asdict(page) for page in pages]}
    answer(asked, keys, [line for page in pages for line in _lines(page, words[page.state])])


@paper.command("show", help="按纸号看一张纸表")
@click.argument("number", metavar="NUMBER")
@click.pass_obj
def show_paper(asked: Asked, *, number: str) -> None:
    """Prints one paper."""
    with signed_in(asked) as home:
        line = home.paper_lists.find(number)
    answer(asked, asdict(line), table(_COLUMNS, [_cells(line)]))


@paper.command("mark", help="标记纸表到了哪里:待签、已签(待盖章)、已收回、作废;往回标就是更正")
@click.argument("numbers", metavar="NUMBER", nargs=-1, required=True)
@click.option(
    "--state", required=True, type=click.Choice(MARKED), help="printed 待签,signed 待盖章,returned 已收回,void 作废"
)
@click.option("--copy", "copies", multiple=True, type=click.IntRange(1), metavar="N", help="第几份,不写就是各份")
@click.option("--holder", metavar="TEXT", help="现在在谁手里")
@click.option("--why", default="", metavar="TEXT", help="为什么,如更正的原因")
@click.pass_obj
def mark(
    asked: Asked, *, numbers: tuple[str, ...], state: str, copies: tuple[int, ...], holder: str | None, why: str
) -> None:
    """Marks papers."""
    with signed_in(asked) as home:
        marked = home.paper_lists.mark(_ids(home, numbers), state, copies=copies or None, holder=holder, why=why)
    answer(asked, asdict(marked), [f"已标记 {marked.papers} 张纸表、{marked.copies} 份。"])


@paper.command("used", help="照纸表录入后,说明空白表用于哪一户")
@click.argument("number", metavar="NUMBER")
@click.option("--case", "case", required=True, metavar="NUMBER_OR_ID", help="哪一户")
@click.option("--again", is_flag=True, help="已归到另一户、还没有签的,改归这一户")
@click.pass_obj
def used(asked: Asked, *, number: str, case: str, again: bool) -> None:
    """Ties a blank to a household."""
    with signed_in(asked) as home:
        blank = home.blanks.blank_used(number, case_id(home, case), again=again)
    answer(asked, asdict(blank), [f"纸号 {blank.number} 已归到 {blank.told}。"])


@paper.command("changed", help="打印后又改过的纸表,改了哪几部分、哪几栏")
@click.pass_obj
def changed(asked: Asked) -> None:
    """Prints what differs."""
    with signed_in(asked) as home:
        found = home.paper_lists.changed_since_printed()
    lines = [f"打印后又改过:{len(found.papers)} 张", *(line for one in found.papers for line in _changed(one))]
    answer(asked, asdict(found), lines)


@paper.command("reprint", help="只重印改过的:不写纸号就是全部改过的;旧表作废,只有计划变了的除外")
@click.argument("numbers", metavar="NUMBER", nargs=-1)
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="PDF 文件")
@click.option("--copies", type=click.IntRange(1, MOST_COPIES), metavar="N", help="几份,不写就同旧表")
@click.pass_obj
def reprint(asked: Asked, *, numbers: tuple[str, ...], out: Path, copies: int | None) -> None:
    """Prints anew what changed."""
    with signed_in(asked) as home:
        found = home.paper_lists.changed_since_printed().papers
        chosen = _ids(home, numbers) if numbers else [one.line.paper_id for one in found]
        printed = home.papers.reprint(chosen, out, copies=copies)
    keys = {"path": str(printed.path), "pages": printed.pages, "papers": printed.papers}
    told = [line for one in found if one.line.paper_id in chosen for line in _changed(one)]
    left_out = len(chosen) - len(printed.papers)
    more = f";{left_out} 张没有改过,没有重印" if left_out else ""
    answer(asked, keys, [f"已生成 {out}:{len(printed.papers)} 张,{printed.pages} 页{more}", *told])


def _states(state: str | None) -> tuple[str, ...]:
    return (state,) if state else STATES[:3]


def _ids(home: OpenHome, numbers: tuple[str, ...]) -> list[str]:
    return [home.paper_lists.find(number).paper_id for number in numbers]


def _lines(page: PaperPage, title: str) -> Iterator[str]:
    yield f"{title}:{page.total} 张" + (",后面还有" if page.more else "")
    for group in page.buildings:
        yield f"  {group.building or '(没有住址)'}:{group.total} 张"
        yield from table(_COLUMNS, [_cells(line) for line in group.lines])


def _cells(line: PaperLine) -> tuple[object, ...]:
    copies = " ".join(f"{copy.number}{copy.told}" + (f"({copy.holder})" if copy.holder else "") for copy in line.copies)
    return (
        *(line.number, line.name, line.address, line.mobile, line.form, line.printed_on, line.printed_by, line.days),
        copies or line.told,
    )


def _changed(one: ChangedPaper) -> Iterator[str]:
    line = one.line
    yield f"  纸号 {line.number}  {line.name}  {line.address}:{one.advice}"
    for section in one.sections:
        yield f"    {section.title}:{'、'.join(section.fields)}"
