"""Printing forms: many households into one PDF, and the fonts that they can be printed in."""

from pathlib import Path

import click

from fieldsurvey.cli.cases import CHOOSE_CASES, CHOOSE_SEARCH, chosen_cases
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import NothingToPrintError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.typefaces import faces_of, installed_faces, named_face

_FONT_HELP = "字体:名字(见 fonts 命令)或字体文件,字体集里第二个写成 文件#1;不写就按本机设置"


@click.command(cls=Command, help="打印一种表格:不写 --case 和 --search 就是全部户,一个 PDF")
@click.argument("form_id", metavar="FORM", default="F01")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="PDF 文件")
@click.option("--font", default="", metavar="FONT", help="正文" + _FONT_HELP)
@click.option("--title-font", default="", metavar="FONT", help="标题" + _FONT_HELP)
@CHOOSE_CASES
@CHOOSE_SEARCH
@click.pass_obj
def form(
    asked: Asked, *, form_id: str, out: Path, font: str, title_font: str, cases: tuple[str, ...], search: str
) -> None:
    """Prints a form of the chosen households."""
    faces = (named_face(font), named_face(title_font))
    with signed_in(asked) as home:
        chosen = chosen_cases(home, cases, search)
        if not chosen:
            raise NothingToPrintError
        home.seat.print_faces = faces
        told = faces_of(home.seat).told
        printed = home.papers.print_forms(chosen, out, form=form_id)
    keys = {"path": str(printed.path), "form": form_id, "pages": printed.pages, "papers": printed.papers}
    lines = [f"已生成 {printed.path}:{len(printed.papers)} 户,{printed.pages} 页", *told]
    answer(asked, {**keys, "told": told}, lines)


@click.command(cls=Command, help="列出本机能用来打印表格的仿宋和小标宋")
@click.pass_obj
def fonts(asked: Asked) -> None:
    """Lists the machine's faces for body and title, with what is wrong with each."""
    found = installed_faces()
    faces = [(use, face) for use, some in (("正文", found.body), ("标题", found.title)) for face in some]
    listed = [
        {"use": use, "name": face.name, "path": str(face.path), "index": face.index, "trouble": face.trouble}
        for use, face in faces
    ]
    lines = [
        f"{use} {face.name} {face.path}#{face.index}{f' 不能用:{face.trouble}' if face.trouble else ''}"
        for use, face in faces
    ]
    answer(asked, {"fonts": listed}, lines or ["本机没有装仿宋或小标宋,打印用程序自带的宋体。"])
