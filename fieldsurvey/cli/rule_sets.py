"""规则 at the terminal: versions, their parameters, a variant as a new version, files in and out."""

from pathlib import Path
from typing import Any, Final

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command, Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.standards import FILE, told_flips
from fieldsurvey.cli.table import table
from fieldsurvey.rules.parameter import Parameter
from fieldsurvey.services.rule_sets import RuleSetLine, Variant

_LOOK: Final = click.option("--look", "only_look", is_flag=True, help="只看会改变哪些户的测算,不存")


@click.command("rules", cls=Command, help="全部规则版本:随程序来的和本级的,哪个在用")
@click.option("--place", default="", metavar="CODE", help="只看这个地区用得上的")
@click.pass_obj
def rules(asked: Asked, *, place: str) -> None:
    """Lists the versions."""
    with signed_in(asked) as home:
        found = home.rule_sets.lines(place)
    rows = [
        (each.name, each.rule_set.title, each.place_name, each.rule_set.effective_on, each.rule_set.document_no,
         _state(each))
        for each in found
    ]  # fmt: skip
    lines = table(("版本", "名称", "适用地区", "执行日", "文号", "状态"), rows)
    answer(asked, {"rules": [_keys(each) for each in found]}, lines)


@click.group("rule", cls=Group, help="一个规则版本:看参数、改参数存为新版本、读入和写出文件、停用")
def rule() -> None:
    """What is done with one version."""


@rule.command("show", help="一个版本的全部参数;名称写 RS2020 或 RS2020-2")
@click.argument("name", metavar="NAME")
@click.option("--section", default="", metavar="TEXT", help="只看名称里有这几个字的部分")
@click.pass_obj
def show(asked: Asked, *, name: str, section: str) -> None:
    """Lists the parameters of a version."""
    with signed_in(asked) as home:
        found = [each for each in home.rule_sets.parameters(name) if section in each.section]
    lines: list[str] = []
    for title in dict.fromkeys(each.section for each in found):
        lines.append(f"【{title}】")
        lines += [f"  {line}" for each in found if each.section == title for line in _told(each)]
    keys = [
        {
            "path": each.path, "section": each.section, "label": each.label, "value": each.value,
            "source": each.source, "assumed": each.is_assumed,
        }
        for each in found
    ]  # fmt: skip
    answer(asked, {"parameters": keys}, lines)


@rule.command("set", help="在总部:改参数(写成 参数=值,可写多个),存为新版本;--look 只看会改变哪些户")
@click.argument("name", metavar="NAME")
@click.argument("changes", metavar="PATH=VALUE", nargs=-1, required=True)
@click.option("--title", required=True, metavar="TEXT", help="新版本的名称")
@click.option("--from", "effective_on", required=True, metavar="DATE", help="执行日")
@click.option("--number", "document_no", default="", metavar="TEXT", help="文号")
@click.option("--place", default="", metavar="CODE", help="适用地区的 6 位区划代码;不写是本单位全部")
@_LOOK
@click.pass_obj
def set_parameters(asked: Asked, /, *, name: str, changes: tuple[str, ...], only_look: bool, **said: str) -> None:
    """Keeps a variant as a new version."""
    pairs = dict(each.partition("=")[::2] for each in changes)
    variant = Variant(**said)
    with signed_in(asked) as home:
        flips = home.rule_sets.flips(name, pairs, variant)
        line = None if only_look else home.rule_sets.save(name, pairs, variant)
        keys, lines = told_flips(home, flips)
    told = f"已另存为 {line.name}。下次写入U盘时带给笔记本。" if line else "没有存,只看了看。"
    answer(asked, {"name": line.name if line else "", "flips": keys}, [*lines, told])


@rule.command("take", help="在总部:读入一个规则文件(JSON)")
@click.argument("path", metavar="FILE", type=FILE)
@_LOOK
@click.pass_obj
def take(asked: Asked, *, path: Path, only_look: bool) -> None:
    """Keeps the rule set of a file."""
    with signed_in(asked) as home:
        flips = home.rule_sets.flips_of_file(path)
        line = None if only_look else home.rule_sets.take(path)
        keys, lines = told_flips(home, flips)
    told = f"已读入,名为 {line.name}。下次写入U盘时带给笔记本。" if line else "没有存,只看了看。"
    answer(asked, {"name": line.name if line else "", "flips": keys}, [*lines, told])


@rule.command("write", help="把一个版本写成文件(JSON)")
@click.argument("name", metavar="NAME")
@click.argument("path", metavar="FILE", type=FILE)
@click.pass_obj
def write(asked: Asked, *, name: str, path: Path) -> None:
    """Writes a version to a file."""
    with signed_in(asked) as home:
        home.rule_sets.write(name, path)
    answer(asked, {"path": str(path)}, [f"已写到 {path}。"])


@rule.command("end", help="在总部:停用本级的一个版本;DATE 起入户的不再按它测算")
@click.argument("name", metavar="NAME")
@click.argument("on", metavar="DATE")
@click.pass_obj
def end(asked: Asked, *, name: str, on: str) -> None:
    """Ends a version."""
    with signed_in(asked) as home:
        home.rule_sets.end(name, on)
    answer(asked, {"name": name, "ended_on": on}, [f"{name} 已从 {on} 起停用。"])


def _told(each: Parameter) -> tuple[str, str]:
    marks = "".join((f"  ({each.source})" if each.source else "", " [假设]" if each.is_assumed else ""))
    return f"{each.label} = {each.value}{marks}", f"    {each.path}"


def _state(each: RuleSetLine) -> str:
    in_force = "在用" if each.is_in_force else ""
    ended = f"{each.ended_on} 起停用" if each.ended_on else ""
    return " ".join(part for part in (in_force, ended, "随程序" if each.is_shipped else "本级") if part)


def _keys(each: RuleSetLine) -> dict[str, Any]:
    return {
        "name": each.name,
        "key": each.rule_set.key,
        "title": each.rule_set.title,
        "place": each.rule_set.place,
        "effective_on": each.rule_set.effective_on,
        "document_no": each.rule_set.document_no,
        "shipped": each.is_shipped,
        "in_force": each.is_in_force,
        "ended_on": each.ended_on,
    }
