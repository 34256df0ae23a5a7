"""Whether a home is sound, making the derived anew, and whether the program itself is whole."""

from dataclasses import asdict

import click

from fieldsurvey import selfcheck
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import HomeUnsoundError, PartsBrokenError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in


@click.command(cls=Command, help="检查本机数据是否完好")
@click.pass_obj
def verify(asked: Asked) -> None:
    """Checks every page, the journal and the evidence files."""
    with signed_in(asked) as home:
        report = home.health.verify()
    lines = [f"{_mark(line.ok)}  {line.what}:{line.told}" for line in report.lines]
    lines += [f"户档案 {report.cases} 户,修改单 {report.changes} 张", f"内容指纹 {report.state}"]
    answer(asked, asdict(report), lines)
    if not report.ok:
        raise HomeUnsoundError


@click.command(cls=Command, help="从修改单重建列表和检索,修改单本身不动")
@click.pass_obj
def rebuild(asked: Asked) -> None:
    """Makes everything derived anew."""
    with signed_in(asked) as home:
        rebuilt = home.health.rebuild()
    told = "重建前后一致。" if rebuilt.equal else "重建前有不一致,现已改正。"
    answer(asked, asdict(rebuilt), [f"已重建 {rebuilt.records} 条记录,{told}"])


@click.command("self-check", cls=Command, help="程序自检:每个部件都用一次")
@click.pass_obj
def self_check(asked: Asked) -> None:
    """Uses every part of the program once; needs no home."""
    tell_self_check(asked, selfcheck.self_check())


def tell_self_check(asked: Asked, lines: list[selfcheck.CheckLine]) -> None:
    """Tells what a self-check found.

    Raises:
        PartsBrokenError: a part does not work.
    """
    broken = [line for line in lines if not line.ok]
    keys = {"ok": not broken, "parts": [asdict(line) for line in lines]}
    answer(asked, keys, [f"{_mark(line.ok)}  {line.name}:{line.found}" for line in lines])
    if broken:
        raise PartsBrokenError(count=len(broken))


def _mark(ok: bool) -> str:
    return "好  " if ok else "不对"
