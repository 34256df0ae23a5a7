"""三方比对 at the terminal: the national list beside our files and their papers."""

from dataclasses import asdict
from pathlib import Path

import click

from fieldsurvey.cli.comparing import compare
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.national_comparing import EQUAL, OUTCOMES, Compared


@compare.command("national", help="三方比对:全国系统的名单、本程序、纸表;--take 记入各户,--numbers 采用职工编号")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--map", "map_name", default="", metavar="NAME", help="表头对照;不写就用“全国系统”那一个,没有就认常用的")
@click.option("--take", is_flag=True, help="把结果记入对上的各户")
@click.option("--numbers", is_flag=True, help="和 --take 一起:档案里没有职工编号的,采用名单上的")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="把结果写成表格 .xlsx,号码遮盖")
@click.pass_obj
def national(asked: Asked, *, file: Path, map_name: str, take: bool, numbers: bool, out: Path | None) -> None:
    """Compares the national list three ways."""
    with signed_in(asked) as home:
        found = home.national.look(file, map_name=map_name)
        if out is not None:
            home.national.export(out, found)
        took = home.national.take(found, with_numbers=numbers) if take else None
    keys = {
        "told": found.told,
        "columns": dict(found.columns),
        "unknown": list(found.unknown),
        "counts": {outcome: found.count(outcome) for outcome in OUTCOMES},
        "households": [asdict(each) for each in found.households],
        "took": asdict(took) if took else None,
    }
    lines = [line for each in found.households if each.outcome != EQUAL or each.twice for line in _told(each)]
    answer(asked, keys, [*lines, found.told, *([took.told] if took else [])])


def _told(each: Compared) -> list[str]:
    row = f"第 {each.row} 行 " if each.row else ""
    whose = " ".join(part for part in (each.survey_no, each.name) if part)
    lines = [f"{OUTCOMES[each.outcome]}:{row}{whose}({each.told})"]
    for box in each.boxes:
        paper = f",纸表 {box.paper}" if box.paper else ""
        lines.append(f"    {box.label}:全国系统 {box.national or '空'},本程序 {box.here or '缺'}{paper}")
    return lines
