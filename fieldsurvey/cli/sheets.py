"""Households in spreadsheets, at the command line: in, out, the template, and the maps of foreign headings."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CellsRefusedError, CommandWrongError, ImportStoppedError, ReportUnwrittenError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.exchange.opening import is_spreadsheet
from fieldsurvey.exchange.reading import SheetProblem
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.services.spreadsheets import SheetReport


def looks_like_a_sheet(file: Path) -> bool:
    """Whether `case import` is to read it as a spreadsheet; what cannot be looked at is for the import to tell."""
    try:
        return is_spreadsheet(file)
    except OSError:
        return False


def import_sheet(asked: Asked, file: Path, *, source: str, map_name: str, report_file: Path | None) -> None:
    """Takes in the households of a spreadsheet, and tells each cell that was not taken as it stands."""
    with signed_in(asked) as home:
        report = home.spreadsheets.import_workbook(file, source=source, map_name=map_name)
        unwritten = _write_report(home, report_file, report)
    keys = {
        "taken": report.taken,
        "unchanged": report.unchanged,
        "kept": report.kept,
        "doubtful": report.doubtful,
        "refused": report.refused,
        "problems": [asdict(problem) for problem in report.problems],
        "more": report.more,
        "stopped": report.stopped,
    }
    answer(asked, keys, [*(told_problem(problem) for problem in report.problems), report.told])
    if unwritten:
        raise ReportUnwrittenError(why=unwritten)
    if report.stopped:
        raise ImportStoppedError(why=report.stopped)
    if report.refused:
        raise CellsRefusedError(count=report.refused + report.more)


def _write_report(home: OpenHome, file: Path | None, report: SheetReport) -> str:
    """Why the report could not be written; empty when it was, or was not asked for. The import stands anyhow."""
    if file is None:
        return ""
    try:
        home.spreadsheets.write_report(file, report)
    except FileUnwritableError as problem:
        return str(problem)
    return ""


def told_problem(problem: SheetProblem) -> str:
    """A problem as one line."""
    row = f"第 {problem.row} 行" if problem.row else ""
    place = " ".join(part for part in (f"“{problem.sheet}”表", row, problem.column) if part)
    stood = f"“{problem.text}” " if problem.text else ""
    taken = f"({problem.outcome})" if problem.is_kept or problem.is_doubtful else ""
    return f"{place}:{stood}{problem.reason}{taken}"


def write_template(asked: Asked, path: Path) -> None:
    """Writes the empty workbook."""
    with signed_in(asked) as home:
        home.spreadsheets.write_template(path)
    answer(asked, {"path": str(path)}, [f"模板已写到 {path}。填好后用 case import 导入。"])


def export_sheet(  # what to write, where, and how
    asked: Asked, home: OpenHome, path: Path, *, cases: Sequence[str] | None, full: bool, why: str
) -> None:
    """Writes households as workbooks."""
    exports = home.sheet_exports
    exported = exports.export_full(path, cases=cases, why=why) if full else exports.export_workbook(path, cases=cases)
    keys = {"cases": exported.cases, "number": exported.number, "paths": [str(each) for each in exported.paths]}
    lines = [f"已导出 {exported.cases} 户,导出编号 {exported.number}:", *(str(each) for each in exported.paths)]
    lines.append("文件里有完整内容,请妥善保管。" if full else "号码、病情、金额和说明文字已遮盖。")
    if exported.cut:
        lines.append(f"有 {exported.cut} 格文字太长,表格放不下,没有写全。")
    answer(asked, keys | {"cut": exported.cut}, lines)


@click.group("map", cls=Group, help="外单位表格的表头对照:列出、保存、删除")
def column_map() -> None:
    """Maps of foreign headings."""


@column_map.command("list", help="列出表头对照;写名称就列出它的每一条")
@click.argument("name", default="")
@click.pass_obj
def list_maps(asked: Asked, name: str) -> None:
    """Lists the maps, or what one says."""
    with signed_in(asked) as home:
        maps = [each for each in home.spreadsheets.column_maps() if name in ("", each.name)]
    keys = {"maps": [{"name": each.name, "targets": each.targets} for each in maps]}
    if name:
        answer(asked, keys, table(("表头", "栏目"), [pair for each in maps for pair in each.targets.items()]))
        return
    answer(asked, keys, table(("名称", "表头数"), [(each.name, len(each.targets)) for each in maps]))


@column_map.command("save", help="保存表头对照:每条写 表头=栏目(如 职工姓名=name);不要的列写 表头=-")
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="HEADING=FIELD…")
@click.pass_obj
def save_map(asked: Asked, name: str, pairs: tuple[str, ...]) -> None:
    """Keeps a map."""
    targets = {}
    for pair in pairs:
        heading, equals, target = pair.partition("=")
        if not equals:
            raise CommandWrongError(what="每条对照要写 表头=栏目")
        targets[heading.strip()] = target.strip()
    with signed_in(asked) as home:
        home.spreadsheets.save_map(name, targets)
    answer(asked, {"name": name, "headings": len(targets)}, [f"已保存表头对照“{name}”,{len(targets)} 条。"])


@column_map.command("remove", help="删除一个表头对照")
@click.argument("name")
@click.pass_obj
def remove_map(asked: Asked, name: str) -> None:
    """Forgets a map."""
    with signed_in(asked) as home:
        home.spreadsheets.remove_map(name)
    answer(asked, {"removed": name}, [f"已删除表头对照“{name}”。"])
