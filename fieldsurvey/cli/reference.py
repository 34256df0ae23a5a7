"""基础数据 at the terminal: code tables, questionnaire and own fields; edited at headquarters, read everywhere."""

from dataclasses import replace
from typing import Any, Final

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.field import Sort, Tier
from fieldsurvey.case.questions import QUESTION_STEP, SORTS, Question
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import TableUnknownError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.layouts import layout
from fieldsurvey.cli.rule_sets import rule, rules
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.standards import redecide, standard, standards
from fieldsurvey.cli.table import table as lines_of

_RETIRE: Final = click.option(
    "--retire/--restore", "is_retired", default=None, help="停用或恢复;停用的不再可选,旧答案仍可读"
)
_WAY: Final = click.option("--move", type=click.Choice(["up", "down"]), default=None, help="上移或下移一位")
_WAYS: Final = {"up": -1, "down": 1}


@click.group(cls=Group, help="基础数据:代码表、问卷、补充字段、表样、标准、规则")
def reference() -> None:
    """What an office asks and offers."""


for command in (layout, standards, standard, redecide, rules, rule):
    reference.add_command(command)


@reference.command("tables", help="全部代码表")
@click.pass_obj
def tables(asked: Asked) -> None:
    """Lists the code tables."""
    with signed_in(asked) as home:
        found = home.reference.code_tables()
    rows = [(each.id, each.label, len(each.offered), len(each.retired)) for each in found]
    keys = [{"table": id_, "label": label, "offered": offered, "retired": gone} for id_, label, offered, gone in rows]
    answer(asked, {"tables": keys}, lines_of(("代码表", "名称", "可选", "停用"), rows))


@reference.command("table", help="一张代码表的全部代码")
@click.argument("table_id", metavar="TABLE")
@click.pass_obj
def table(asked: Asked, *, table_id: str) -> None:
    """Lists the codes of a table."""
    with signed_in(asked) as home:
        found = _table(home, table_id)
    rows = [
        (code, label, "停用" if code in found.retired else "", "、".join(found.names.get(code, ())))
        for code, label in found.labels.items()
    ]
    keys = [
        {"code": code, "label": label, "retired": bool(gone), "names": list(found.names.get(code, ()))}
        for code, label, gone, _ in rows
    ]
    lines = lines_of(("代码", "含义", "状态", "也叫"), rows)
    answer(asked, {"table": found.id, "label": found.label, "codes": keys}, lines)


@reference.command("code", help="在总部:加一个代码,或改名、停用、恢复、移动;CODE 写 new 就由程序给出代码")
@click.argument("table_id", metavar="TABLE")
@click.argument("code_id", metavar="CODE")
@click.option("--label", default=None, metavar="TEXT", help="含义")
@click.option("--name", "names", multiple=True, metavar="TEXT", help="也叫什么,写多次;写一个空的就一个也不留")
@_RETIRE
@_WAY
@click.pass_obj
def code(
    asked: Asked,
    *,
    table_id: str,
    code_id: str,
    label: str | None,
    names: tuple[str, ...],
    is_retired: bool | None,
    move: str | None,
) -> None:
    """Adds or edits a code."""
    with signed_in(asked) as home:
        found = _table(home, table_id)
        is_new = code_id == "new"
        if is_new:
            code_id = home.reference.new_code(found.id, label or "")
        if names or (not is_new and (label is not None or is_retired is not None)):
            gone = code_id in found.retired if is_retired is None else is_retired
            told = label or found.labels.get(code_id, "")
            home.reference.edit_code(found.id, code_id, told, is_retired=gone, names=names or None)
        if move is not None:
            home.reference.move_code(found.id, code_id, _WAYS[move])
        found = _table(home, table_id)
    shown = found.labels.get(code_id, "")
    keys = {"table": found.id, "code": code_id, "label": shown, "retired": code_id in found.retired}
    answer(asked, keys, [f"{found.label}:{code_id} = {shown}。下次写入U盘时带给笔记本。"])


@reference.command("questions", help="问卷和补充字段,停用的也列出")
@click.pass_obj
def questions(asked: Asked) -> None:
    """Lists questions and own fields."""
    with signed_in(asked) as home:
        found = home.reference.in_force()
    rows = [
        (each.id, each.label, str(each.sort), each.list or each.step, "停用" if each.is_retired else "")
        for each in found.questions
    ]
    keys = {"version": found.questionnaire, "questions": [_keys(each) for each in found.questions]}
    said = [*lines_of(("字段", "名称或问题", "类型", "步骤或列表", "状态"), rows), f"问卷版本 {found.questionnaire}"]
    answer(asked, keys, said)


@reference.command("field", help="在总部:加一个问题或补充字段(FIELD 写 new),或改已有的")
@click.argument("field_id", metavar="FIELD")
@click.option("--label", default=None, metavar="TEXT", help="名称或问题")
@click.option("--sort", type=click.Choice([str(sort) for sort in SORTS]), default=None, help="类型;已有的不能再改")
@click.option("--option", "options", multiple=True, metavar="CODE=LABEL", help="选项,按次序写多次;不写就不改")
@click.option("--list", "list_id", default=None, metavar="LIST", help="所在列表,如 members;不写为整户")
@click.option("--step", type=click.IntRange(1, 9), default=None, help=f"哪一步问,不写为 {QUESTION_STEP}(问卷)")
@click.option("--tier", type=click.Choice([str(tier) for tier in Tier]), default=None, help="何时问")
@click.option("--measure", default=None, metavar="TEXT", help="单位,如 元/月")
@click.option("--hint", default=None, metavar="TEXT", help="说明")
@click.option("--printed/--not-printed", "is_printed", default=None, help="印不印在表上")
@_RETIRE
@_WAY
@click.pass_obj
def field(asked: Asked, /, *, field_id: str, options: tuple[str, ...], move: str | None, **said: Any) -> None:  # noqa: ANN401 - as click hands the options over
    """Adds or edits a question or own field."""
    about: dict[str, Any] = {name: value for name, value in said.items() if value is not None and name != "list_id"}
    if said["list_id"] is not None:
        about["list"] = said["list_id"]
    if options:
        about["options"] = tuple((code, text or code) for code, _, text in (each.partition("=") for each in options))
    if "sort" in about:
        about["sort"] = Sort(about["sort"])
    if "tier" in about:
        about["tier"] = Tier(about["tier"])
    with signed_in(asked) as home:
        if field_id == "new":
            field_id = home.reference.new_field(about.pop("label", ""), **about).id
        else:
            before = _question(home, field_id)
            if about:
                home.reference.edit_question(replace(before, **about))
        if move is not None:
            home.reference.move_question(field_id, _WAYS[move])
        found, version = _question(home, field_id), home.reference.in_force().questionnaire
    answer(asked, {**_keys(found), "version": version}, [f"{found.id} {found.label}。下次写入U盘时带给笔记本。"])


def _table(home: OpenHome, table_id: str) -> CodeTable:
    found = next((each for each in home.reference.code_tables() if each.id == table_id), None)
    if found is None:
        raise TableUnknownError(name=table_id)
    return found


def _question(home: OpenHome, field_id: str) -> Question:
    found = next((each for each in home.reference.in_force().questions if each.id == field_id), None)
    if found is None:
        raise TableUnknownError(name=field_id)
    return found


def _keys(each: Question) -> dict[str, Any]:
    return {
        "field": each.id,
        "label": each.label,
        "sort": str(each.sort),
        "options": [{"code": code, "label": label} for code, label in each.options],
        "list": each.list,
        "step": each.step,
        "tier": str(each.tier),
        "measure": each.measure,
        "hint": each.hint,
        "printed": each.is_printed,
        "question": each.is_question,
        "retired": each.is_retired,
    }
