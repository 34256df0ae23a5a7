"""表样 at the terminal: what the printed forms look like here; changed at headquarters, read everywhere."""

from pathlib import Path

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.services.form_templates import TemplateCard

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("layout", cls=Command, help="表样:列出;写出或读入一种表的版面文件;在总部改表名和份数,或恢复随程序的")
@click.argument("form", metavar="FORM", default="")
@click.option("--out", type=_FILE, default=None, metavar="FILE", help="把版面写到文件")
@click.option("--file", "source", type=_FILE, default=None, metavar="FILE", help="在总部:以后按这个文件的版面打印")
@click.option("--title", default=None, metavar="TEXT", help="在总部:表名")
@click.option("--copies", type=int, default=None, metavar="N", help="在总部:一式几份")
@click.option("--restore", is_flag=True, help="在总部:恢复随程序来的")
@click.pass_obj
def layout(
    asked: Asked,
    *,
    form: str,
    out: Path | None,
    source: Path | None,
    title: str | None,
    copies: int | None,
    restore: bool,
) -> None:
    """Lists the forms, or works on the layout of one."""
    with signed_in(asked) as home:
        templates = home.form_templates
        if restore:
            templates.restore(form)
        if source is not None:
            templates.take_layout(form, source)
        if title is not None or copies is not None:
            before = _card(home, form)
            templates.rename(
                form, before.title if title is None else title, before.copies if copies is None else copies
            )
        if out is not None:
            templates.write_layout(form, out)
        cards = [_card(home, form)] if form else templates.cards()
    keys = [
        {"form": each.form, "title": each.title, "template": each.template, "copies": each.copies, "own": each.is_own}
        for each in cards
    ]
    rows = [(each.form, each.title, each.template, each.copies, "本单位的" if each.is_own else "") for each in cards]
    answer(asked, {"forms": keys}, table(("表格", "表名", "版式", "份数", ""), rows, widest=44))


def _card(home: OpenHome, form: str) -> TemplateCard:
    found = next((each for each in home.form_templates.cards() if each.form == form), None)
    if found is None:
        raise FormUnknownError(form=form)
    return found
