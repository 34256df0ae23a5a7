"""Findings of the checks: in all households by rule, or of one; explaining a doubt; the catalogue of rules."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any, Final

import click
import msgspec

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import FindingsBlockError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.inspections import pack
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.rules.check import SEVERITY_LABELS, Finding, Severity
from fieldsurvey.services.finding_lines import FindingFilter, FindingLine

_PAGE: Final = 1_000
_COLUMNS: Final = ("规则", "名称", "错误", "疑点", "提示", "户")


@click.group(
    cls=Group,
    invoke_without_command=True,
    help="核查各户:按规则汇总,或只列一户、一条规则;另有 explain、rules、pack",
)
@click.option("--case", "which", default="", metavar="NUMBER_OR_ID", help="只列这一户")
@click.option("--rule", default="", metavar="ID", help="只列这条规则的结果,逐户列出")
@click.option("--org", default=None, metavar="NAME", help="只看这个建档单位的户")
@click.option("--all", "with_answered", is_flag=True, help="连已写说明的一起列出")
@click.pass_context
def check(context: click.Context, *, which: str, rule: str, org: str | None, with_answered: bool) -> None:
    """Brings the findings up to date and tells them, when no command follows."""
    if context.invoked_subcommand is not None:
        return
    asked: Asked = context.obj
    is_open = None if with_answered else True
    with signed_in(asked) as home:
        if which:
            record = case_id(home, which)
            found = [one for one in home.findings.of_case(record) if with_answered or one.is_open]
            found = [one for one in found if rule in ("", one.check)]
            answer(asked, {"case_id": record, "findings": [_keys(one) for one in found]}, _of_case(found))
            blocking = sum(1 for one in found if one.is_open and one.blocks)
        else:
            home.findings.catch_up()
            wanted = FindingFilter(check=rule, org=org, is_open=is_open)
            _tell_all(asked, home, wanted)
            blocking = home.findings.blocking(wanted)
    if blocking:
        raise FindingsBlockError(count=blocking)


check.add_command(pack)


@check.command("explain", help="给一条疑点写说明;所依据的内容一变,说明就不再算数")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("rule", metavar="RULE")
@click.argument("address", metavar="ADDRESS")
@click.option("--print", "saw", default="", metavar="PRINT", help="同一处有几条疑点时,写清单里那一行末尾的编号")
@click.option("--reason", required=True, metavar="TEXT", help="说明,写入历史")
@click.pass_obj
def explain(asked: Asked, *, which: str, rule: str, address: str, saw: str, reason: str) -> None:
    """Answers a doubt; `ADDRESS` and `PRINT` are as `check --case` lists them, `-` for the whole household."""
    with signed_in(asked) as home:
        record, at = case_id(home, which), "" if address == "-" else address
        change = home.findings.explain(record, rule, at, reason, saw=saw)
    answer(asked, {"change_id": change}, ["已记下说明,这条疑点不再列出。"])


@check.command("rules", help="全部核查规则:编号、轻重、卡住哪一步、依据、怎样改正")
@click.pass_obj
def rules(asked: Asked) -> None:
    """Lists the catalogue."""
    with signed_in(asked) as home:
        found = home.findings.rules()
    keys = [{name: value for name, value in asdict(one).items() if name != "find"} for one in found]
    lines = []
    for one in found:
        blocks = f",卡住{one.blocks}" if one.blocks else ""
        lines += [f"{one.id}  {one.title}({SEVERITY_LABELS[one.severity]}{blocks})", f"    依据:{one.basis}"]
        lines.append(f"    怎样办:{one.mend}")
    answer(asked, {"rules": keys}, [*lines, f"共 {len(found)} 条规则"])


def _tell_all(asked: Asked, home: OpenHome, wanted: FindingFilter) -> None:
    groups = home.findings.summary("check", wanted)
    lines = list(_lines(home, wanted)) if wanted.check or asked.as_json else []
    keys = {"rules": [asdict(group) for group in groups], "findings": [_line_keys(line) for line in lines]}
    cells = [(one.key, one.label, one.errors, one.doubts, one.notes, one.households) for one in groups]
    told = [*table(_COLUMNS, cells, widest=60), *_listed(lines)]
    errors, doubts = sum(one.errors for one in groups), sum(one.doubts for one in groups)
    answer(asked, keys, [*told, f"共 {errors} 处错误,{doubts} 处疑点"])


def _lines(home: OpenHome, wanted: FindingFilter) -> Iterator[FindingLine]:
    offset = 0
    while True:
        page = home.findings.list(wanted, limit=_PAGE, offset=offset)
        yield from page.rows
        offset += len(page.rows)
        if len(page.rows) < _PAGE:
            return


def _listed(lines: list[FindingLine]) -> Iterator[str]:
    for line in lines:
        one = line.finding
        yield f"{line.survey_no}  {line.name}  {one.label}:{one.sentence}{_answered(one)}"


def _of_case(found: list[Finding]) -> Iterator[str]:
    for one in found:
        blocks = f",卡住{one.blocks}" if one.blocks else ""
        which = f"  {one.print}" if one.severity is Severity.DOUBT else ""
        where = f"[{one.address or '-'}]{which}"
        yield f"{one.check}  {SEVERITY_LABELS[one.severity]}{blocks}  {one.label}:{one.sentence}  {where}"
        yield f"    {f'已写说明:{one.reason}' if one.reason else one.mend}"
    yield f"共 {len(found)} 条"


def _answered(one: Finding) -> str:
    return f"  (已写说明:{one.reason})" if one.reason else ""


def _keys(one: Finding) -> dict[str, Any]:
    return {**msgspec.structs.asdict(one), "severity": str(one.severity), "is_open": one.is_open}


def _line_keys(line: FindingLine) -> dict[str, Any]:
    about = {name: getattr(line, name) for name in ("case_id", "survey_no", "name", "org", "person")}
    return {**about, "finding": _keys(line.finding)}
