"""The files of households: in, out, listed, shown."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.case_filter import Order
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.ids import RECORD_PATTERN
from fieldsurvey.case.masking import mask_document, mask_text, shown_masked
from fieldsurvey.case.parse import show
from fieldsurvey.case.worker import members_of, rows_read
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CaseUnclearError, CommandWrongError, ImportStoppedError, LinesRefusedError
from fieldsurvey.cli.filtering import ORDERS, filter_of, filter_options, joined
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.sheets import column_map, export_sheet, import_sheet, looks_like_a_sheet, write_template
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.case_rows import CaseRow
from fieldsurvey.services.cases import CaseView
from fieldsurvey.services.errors import DeviceUnknownError
from fieldsurvey.services.timeline import HistoryLine

CHOOSE_CASES: Final = click.option("--case", "cases", multiple=True, metavar="NUMBER_OR_ID", help="哪一户,可写多次")
CHOOSE_SEARCH: Final = click.option("--search", default="", metavar="TEXT", help="按姓名、住址、单位、号码选户")
_PAGE: Final = 1_000
LIST_COLUMNS: Final = ("调查编号", "姓名", "证件号", "手机", "住址", "单位", "人口", "状态", "冲突", "更新")


@click.group(cls=Group, help="户档案:导入、导出、列表、查看、历史、分派、变动")
def case() -> None:
    """The files of households."""


case.add_command(column_map)


@case.command("import", help="导入 JSON 行(docs/case-document.schema.json)或表格 .xlsx、.csv;导入两次不会重复")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--source", required=True, metavar="NAME", help="来源的名称;同一来源同一编号总是同一户")
@click.option("--map", "map_name", default="", metavar="NAME", help="表格的表头对照;case map list 列出")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="把要核对的写成一个表格")
@click.pass_obj
def import_lines(asked: Asked, *, file: Path, source: str, map_name: str, report: Path | None) -> None:
    """Takes in households."""
    if map_name or looks_like_a_sheet(file):
        import_sheet(asked, file, source=source, map_name=map_name, report_file=report)
        return
    if report is not None and file.exists():
        raise CommandWrongError(what="--report 只用于表格")
    with signed_in(asked) as home:
        told = home.cases.import_lines(file, source=source)
    lines = [f"第 {refused.line} 行没有导入:{refused.sentence}" for refused in told.refused]
    lines += [f"第 {kept.line} 行:{kept.sentence}" for kept in told.kept]
    count = len(told.kept) + told.more
    told_kept = f",{count} 处按原样保留、要改正" if count else ""
    told_kept += f"(另有 {told.more} 处没有列出)" if told.more else ""
    lines.append(f"导入 {told.taken} 户,没有变化 {told.unchanged} 户,没有导入 {len(told.refused)} 行{told_kept}。")
    answer(asked, asdict(told), lines)
    if told.stopped:
        raise ImportStoppedError(why=told.stopped)
    if told.refused:
        raise LinesRefusedError(count=len(told.refused))


@case.command(
    "export", help="导出户:.xlsx 为表格,遮盖号码、病情和金额,--full 完整;其他为 JSON 行,完整,--masked 遮盖;记入日志"
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--template", type=click.Path(path_type=Path), metavar="FILE", help="写一个空的表格模板,供填好后导入")
@click.option("--full", is_flag=True, help="表格里写完整内容,要写 --why")
@click.option("--why", default="", metavar="TEXT", help="为什么要完整内容")
@click.option("--masked", is_flag=True, help="JSON 行里遮盖号码、病情和金额,供查看用,不能再导入")
@CHOOSE_CASES
@CHOOSE_SEARCH
@click.pass_obj
def export_lines(asked: Asked, /, *, file: Path | None, template: Path | None, search: str, **chosen: Any) -> None:  # noqa: ANN401  # options
    """Writes households, or the empty template."""
    if template is not None:
        write_template(asked, template)
        return
    if file is None:
        raise CommandWrongError(what="缺少 FILE")
    cases: tuple[str, ...] = chosen["cases"]
    with signed_in(asked) as home:
        if file.suffix.lower() == ".xlsx":
            ids = chosen_cases(home, cases, search) if cases or search else None
            export_sheet(asked, home, file, cases=ids, full=chosen["full"], why=chosen["why"])
            return
        if cases or search or chosen["full"]:
            raise CommandWrongError(what="选户和 --full 只用于 .xlsx")
        count = home.cases.export_masked(file) if chosen["masked"] else home.cases.export_lines(file)
    care = "号码、病情、金额和说明文字已遮盖。" if chosen["masked"] else "文件里有完整内容,请妥善保管。"
    answer(asked, {"cases": count, "path": str(file)}, [f"已导出 {count} 户:{file}", care])


@case.command("list", help="列表,新的在前;可写姓名、拼音、住址、单位、号码来查找")
@click.argument("text", default="")
@click.option("--offset", default=0, type=click.IntRange(0), metavar="N", help="从第几户起")
@click.option("--limit", default=200, type=click.IntRange(1, 10_000), metavar="N", help="最多几户,不写为 200")
@click.option("--order", default="newest", type=click.Choice(ORDERS), help="按什么排,不写为新的在前;address 按门牌顺序")
@click.option("--descending", is_flag=True, help="倒过来排")
@click.option("--saved", default="", metavar="NAME", help="用本人存的筛选")
@filter_options
@click.pass_obj
def list_cases(
    asked: Asked,
    /,
    *,
    text: str,
    offset: int,
    limit: int,
    order: str,
    descending: bool,
    saved: str,
    **given: Any,  # noqa: ANN401 - the filters
) -> None:
    """Lists households with their numbers covered."""
    with signed_in(asked) as home:
        wanted = filter_of(given, home.cases.code_tables())
        if saved:
            kept = home.saved_lists.named(saved)
            text, wanted = f"{text} {kept.text}".strip(), joined(kept.asked, wanted)
        page = home.cases.find(text, asked=wanted, order=Order(order, descending), offset=offset, limit=limit)
    keys = {"total": page.total, "more": page.more, "cases": [asdict(row) for row in page.rows]}
    count = f"超过 {page.total}" if page.more else str(page.total)
    answer(asked, keys, [*table(LIST_COLUMNS, [list_cells(row) for row in page.rows]), f"共 {count} 户"])


@case.command("show", help="一户的全部内容,号码遮盖")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.pass_obj
def show_case(asked: Asked, *, which: str) -> None:
    """Shows one household."""
    with signed_in(asked) as home:
        view = home.cases.show(case_id(home, which))
        catalogue = home.reference.in_force().catalogue
    keys = {
        "case": asdict(view.row),
        "document": mask_document(view.document, catalogue),
        "clashes": [clash.address for clash in view.clashes],
        "changes": len(view.history),
    }
    answer(asked, keys, _shown_case(view, catalogue))


@case.command("history", help="谁在何时、哪台设备上把什么改成了什么,新的在前")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.pass_obj
def history(asked: Asked, *, which: str) -> None:
    """Everything that happened to one household."""
    with signed_in(asked) as home:
        catalogue = home.reference.in_force().catalogue
        lines = [_covered(line, catalogue) for line in home.cases.history(case_id(home, which))]
    rows = [
        (line["at"], line["author"], line["device"], line["label"], line["before"], line["after"]) for line in lines
    ]
    answer(asked, {"history": lines}, table(("时间", "人员", "设备", "栏目", "原来", "改为"), rows))


@case.command("assign", help="在总部:把户分派给一台笔记本,或结束分派;不写 --case 和 --search 就是全部户")
@click.argument("device", metavar="CODE_OR_ID")
@CHOOSE_CASES
@CHOOSE_SEARCH
@click.option("--end", is_flag=True, help="结束分派;笔记本上已有的仍在")
@click.pass_obj
def assign(asked: Asked, *, device: str, cases: tuple[str, ...], search: str, end: bool) -> None:
    """Assigns households to a laptop, or ends it."""
    with signed_in(asked) as home:
        found = [peer.device for peer in home.exchange.peers() if device in (peer.code, peer.device)]
        if not found:
            raise DeviceUnknownError(device=device)
        chosen = chosen_cases(home, cases, search)
        count = home.assignments.end(chosen, found[-1]) if end else home.assignments.assign(chosen, found[-1])
    told = f"已结束 {count} 户的分派。" if end else f"新分派 {count} 户给 {device},下次写入U盘时带去。"
    answer(asked, {"device": found[-1], "chosen": len(chosen), "changed": count}, [told])


def chosen_cases(home: OpenHome, cases: Sequence[str], search: str) -> list[str]:
    """The ids of the households named, or of all that match, in the order of their survey numbers."""
    if cases:
        return list(dict.fromkeys(case_id(home, which) for which in cases))
    rows: list[CaseRow] = []
    while True:
        page = home.cases.find(search, offset=len(rows), limit=_PAGE)
        rows += page.rows
        if len(page.rows) < _PAGE:
            return [row.case_id for row in sorted(rows, key=lambda row: (row.survey_no, row.case_id))]


def case_id(home: OpenHome, which: str) -> str:
    """The id of a household named by its id or by its survey number.

    Raises:
        CaseUnclearError: no household, or more than one, has this number.
    """
    if RECORD_PATTERN.fullmatch(which):
        return which
    found = [row.case_id for row in home.cases.find(which).rows if row.survey_no.casefold() == which.casefold()]
    if len(found) != 1:
        raise CaseUnclearError
    return found[0]


def list_cells(row: CaseRow) -> tuple[object, ...]:
    """A household as a line of the list under `LIST_COLUMNS`."""
    clashes = row.clashes or ""
    return (
        *(row.survey_no, row.name, row.identity, row.mobile, row.address, row.employer),
        *(row.persons, row.status, clashes, row.updated_at),
    )


def _covered(line: HistoryLine, catalogue: Catalogue) -> dict[str, Any]:
    field = catalogue.find(line.address)
    keys = asdict(line)
    if field is not None:
        keys |= {"before": mask_text(field, line.before), "after": mask_text(field, line.after)}
    return keys


def _shown_case(view: CaseView, catalogue: Catalogue) -> list[str]:
    clashing = {str(clash.address) for clash in view.clashes}
    lines = [f"{view.row.survey_no}  {view.row.name}  ({view.row.case_id})"]
    for field in catalogue.fields:
        if field.id in view.document:
            mark = "  [冲突]" if field.id in clashing else ""
            lines.append(f"{field.label}:{shown_masked(field, view.document[field.id])}{mark}")
    for group in catalogue.groups:
        rows = rows_read(view.document, group.id)
        lines += [f"{group.label}({len(rows)})"] if rows else []
        for number, row in enumerate(rows, start=1):
            said = [f"{each.label}:{_cell(view, each, row[each.id])}" for each in group.fields if each.id in row]
            own = f"{group.id}/{row.get(ROW)}/"
            mark = "  [冲突]" if any(address.startswith(own) for address in clashing) else ""
            lines.append(f"  {number}. {'  '.join(said)}{mark}")
    return lines


def _cell(view: CaseView, field: Field, value: object) -> str:
    if field.sort is Sort.MEMBER and isinstance(value, str):
        named = {member.get(ROW): member.get("name") for member in members_of(view.document)}
        return show(field, named[value]) if value in named else value
    return shown_masked(field, value)
