"""Printing forms: many households into one PDF, blanks, and what is put off until later."""

from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import get_args

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.paper import TO_PRINT
from fieldsurvey.cli.cases import CHOOSE_CASES, CHOOSE_SEARCH, chosen_cases
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CommandWrongError, NothingToPrintError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.forms.layout import Stage
from fieldsurvey.services.paper_lines import PapersPut
from fieldsurvey.services.typefaces import faces_of, named_face

_WAITING_AT_ONCE = 10_000
_FONT_HELP = "字体:名字(见 fonts 命令)或字体文件,字体集里第二个写成 文件#1;不写就按本机设置"


@click.command(cls=Command, help="打印一种表格:不写 --case 和 --search 就是全部户,一个 PDF")
@click.argument("form_id", metavar="FORM", default="F01")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="PDF 文件")
@click.option("--font", default="", metavar="FONT", help="正文" + _FONT_HELP)
@click.option("--title-font", default="", metavar="FONT", help="标题" + _FONT_HELP)
@CHOOSE_CASES
@CHOOSE_SEARCH
@click.option(
    "--part", type=click.Choice(get_args(Stage)), help="survey 计划先空着,plan 只印计划页,record 附页;不写为整张"
)
@click.option("--each-copy", is_flag=True, help="每一份都印出来,写明第几份;不写就一份,打印时再选几份")
@click.option("--blank", type=click.IntRange(0), metavar="N", help="打印 N 张空白表;选了户的每户另有一张")
@click.option("--later", is_flag=True, help="现在不印,放到稍后打印")
@click.option("--waiting", is_flag=True, help="打印放到稍后打印的全部")
@click.pass_obj
def form(
    asked: Asked,
    /,
    *,
    form_id: str,
    out: Path | None,
    font: str,
    title_font: str,
    cases: tuple[str, ...],
    search: str,
    part: Stage | None,
    each_copy: bool,
    blank: int | None,
    later: bool,
    waiting: bool,
) -> None:
    """Prints a form of the chosen households, or puts that off."""
    if sum((blank is not None, later, waiting)) > 1 or (waiting and (cases or search)):
        raise CommandWrongError(what="--blank、--later、--waiting 只能写一个,--waiting 不再选户")
    if (out is None) != later:
        raise CommandWrongError(what="--later 不写 --out" if later else "缺少 --out")
    faces = (named_face(font), named_face(title_font))
    with signed_in(asked) as home:
        home.seat.print_faces = faces
        if out is None:
            put = home.papers.print_later(_chosen(home, cases, search), form=form_id)
            answer(asked, asdict(put), [_put(put)])
            return
        if blank is not None:
            chosen = _chosen(home, cases, search) if cases or search else []
            printed = home.blanks.print_blanks(out, count=blank, case_ids=chosen, form=form_id)
        else:
            chosen = _waiting(home, form_id) if waiting else _chosen(home, cases, search)
            stage: Stage = "survey" if part == "survey" else "record"
            print_forms = partial(home.papers.print_forms, form=form_id, stage=stage, is_numbered=each_copy)
            printed = print_forms(chosen, out, first=part or "survey")
        told = faces_of(home.seat).told
    keys = {"path": str(printed.path), "form": form_id, "pages": printed.pages, "papers": printed.papers}
    what = "户" if blank is None else "张空白表"
    lines = [f"已生成 {printed.path}:{len(printed.papers)} {what},{printed.pages} 页", *told]
    answer(asked, {**keys, "told": list(told)}, lines)


def _put(put: PapersPut) -> str:
    more = f",另有 {put.already} 户本来就在" if put.already else ""
    return f"已放到稍后打印 {len(put.papers)} 户{more}。"


def _chosen(home: OpenHome, cases: tuple[str, ...], search: str) -> list[str]:
    found = chosen_cases(home, cases, search)
    if not found:
        raise NothingToPrintError
    return found


def _waiting(home: OpenHome, form_id: str) -> list[str]:
    page = home.paper_lists.show(TO_PRINT, limit=_WAITING_AT_ONCE)
    lines = [line for group in page.buildings for line in group.lines if line.form == form_id]
    # Two desks may have put off one household.
    found = list(dict.fromkeys(line.case_id for line in lines))
    if not found:
        raise NothingToPrintError
    return found
