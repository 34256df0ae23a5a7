"""The national system at the terminal: what to type there, and the number it gave."""

from dataclasses import asdict
from typing import Final

import click

from fieldsurvey.cli.cases import case, case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.forms.national_lines import GIVEN, MISSING, UNASKED, EntryLine

_WITHOUT: Final = {MISSING: "缺", UNASKED: "—", GIVEN: "—"}


@case.command("entry", help="录入助手:按全国系统的顺序列出一户要录入的各栏,完整号码;日志会记下")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.pass_obj
def entry(asked: Asked, *, which: str) -> None:
    """Lists what to type into the national system."""
    with signed_in(asked) as home:
        found = home.national.entries(case_id(home, which))
    lines = [f"{found.survey_no}  {found.name}"]
    section = ""
    for line in found.lines:
        if line.section != section:
            section = line.section
            lines.append(f"【{section}】")
        lines.append(_told(line))
    missing = [line for line in found.lines if line.state == MISSING and line.is_required]
    lines.append(f"共 {len(found.lines)} 栏,必填还缺 {len(missing)} 栏。")
    answer(asked, asdict(found), lines)


@case.command("worker-no", help="在总部:填全国系统给的职工编号")
@click.argument("which", metavar="NUMBER_OR_ID")
@click.argument("number")
@click.pass_obj
def worker_no(asked: Asked, *, which: str, number: str) -> None:
    """Saves the number that the national system gave."""
    with signed_in(asked) as home:
        change = home.national.give_worker_no(case_id(home, which), number)
    answer(asked, {"change": change}, ["已存下职工编号。" if change else "职工编号本来就是这个,没有改动。"])


def _told(line: EntryLine) -> str:
    note = f"({line.note})" if line.note else ""
    return f"  {line.label}{'*' if line.is_required else ''}:{line.text or _WITHOUT.get(line.state, '')}{note}"
