"""Printing forms: many households into one PDF."""

from pathlib import Path

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.cases import case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import NothingToPrintError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.cases import CaseRow

PAGE = 1_000


@click.command(cls=Command, help="打印一种表格:不写 --case 和 --search 就是全部户,一个 PDF")
@click.argument("form_id", metavar="FORM", default="F01")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="PDF 文件")
@click.option("--case", "cases", multiple=True, metavar="NUMBER_OR_ID", help="哪一户,可写多次")
@click.option("--search", default="", metavar="TEXT", help="按姓名、住址、单位、号码选户")
@click.pass_obj
def form(asked: Asked, *, form_id: str, out: Path, cases: tuple[str, ...], search: str) -> None:
    """Prints a form of the chosen households."""
    with signed_in(asked) as home:
        chosen = list(dict.fromkeys(case_id(home, which) for which in cases)) if cases else found(home, search)
        if not chosen:
            raise NothingToPrintError
        printed = home.papers.print_forms(chosen, out, form=form_id)
    keys = {"path": str(printed.path), "form": form_id, "pages": printed.pages, "papers": printed.papers}
    answer(asked, keys, [f"已生成 {printed.path}:{len(printed.papers)} 户,{printed.pages} 页"])


def found(home: OpenHome, search: str) -> list[str]:
    """The ids of all households that match, in the order of their survey numbers."""
    rows: list[CaseRow] = []
    while True:
        page = home.cases.find(search, offset=len(rows), limit=PAGE)
        rows += page.rows
        if len(page.rows) < PAGE:
            return [row.case_id for row in sorted(rows, key=lambda row: (row.survey_no, row.case_id))]
