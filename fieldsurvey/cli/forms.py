"""Printing forms: many households into one PDF."""

from pathlib import Path

import click

from fieldsurvey.cli.cases import CHOOSE_CASES, CHOOSE_SEARCH, chosen_cases
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import NothingToPrintError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in


@click.command(cls=Command, help="打印一种表格:不写 --case 和 --search 就是全部户,一个 PDF")
@click.argument("form_id", metavar="FORM", default="F01")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="PDF 文件")
@CHOOSE_CASES
@CHOOSE_SEARCH
@click.pass_obj
def form(asked: Asked, *, form_id: str, out: Path, cases: tuple[str, ...], search: str) -> None:
    """Prints a form of the chosen households."""
    with signed_in(asked) as home:
        chosen = chosen_cases(home, cases, search)
        if not chosen:
            raise NothingToPrintError
        printed = home.papers.print_forms(chosen, out, form=form_id)
    keys = {"path": str(printed.path), "form": form_id, "pages": printed.pages, "papers": printed.papers}
    answer(asked, keys, [f"已生成 {printed.path}:{len(printed.papers)} 户,{printed.pages} 页"])
