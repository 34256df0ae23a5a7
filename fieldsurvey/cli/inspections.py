"""督查材料 by command: the pack for an inspection, a PDF and a workbook in a folder."""

from pathlib import Path

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.services.finding_lines import FindingFilter


@click.command("pack", cls=Command, help="督查材料:一个 PDF 和一个表格,姓名只写姓、不写号码;日志会记下这次导出")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rule", default="", metavar="ID", help="只要这条规则")
@click.option("--org", default=None, metavar="NAME", help="只要这个建档单位的户")
@click.option("--with-reasons", "why", default="", metavar="WHY", help="连说明的全文一起写;这里写为什么,日志会记下")
@click.pass_obj
def pack(asked: Asked, *, folder: Path, rule: str, org: str | None, why: str) -> None:
    """Brings the findings up to date and writes the pack."""
    with signed_in(asked) as home:
        home.findings.catch_up()
        wanted = FindingFilter(check=rule, org=org)
        if why:
            written = home.inspections.write_with_reasons(folder, wanted, why=why)
        else:
            written = home.inspections.write(folder, wanted)
    paths = [str(path) for path in written.paths]
    answer(asked, {"number": written.number, "paths": paths}, [f"督查材料 {written.number} 已写好:", *paths])
