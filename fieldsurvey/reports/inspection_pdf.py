"""The inspection pack on paper: cover, tables, progress, places to sign."""

from typing import BinaryIO, Final

from fieldsurvey.forms.typefaces import Faces
from fieldsurvey.progress import Progress
from fieldsurvey.reports.inspection import TITLE, Inspection, tables_of
from fieldsurvey.reports.pages import Pages

SIGNERS: Final = ("自查人", "负责人", "日期")


def write_pdf(
    pack: Inspection, target: BinaryIO, *, progress: Progress | None = None, faces: Faces | None = None
) -> int:
    """Writes it; returns how many pages it has.

    Raises:
        FontMissingError: the installation is not whole. CancelledError: `target` is untouched.
    """
    foot = f"{pack.organisation}  {pack.number}"
    pages = Pages(target, title=TITLE, foot=foot, is_practice=pack.is_practice, faces=faces)
    tables = tables_of(pack)
    if progress is not None:
        progress.begin("正在写督查材料", sum(len(table.rows) for table in tables))
    pages.skip(45)
    pages.heading(TITLE, size=24.0, is_centred=True)
    pages.skip(25)
    pages.pairs(pack.cover, size=12.0)
    pages.skip(12)
    pages.pairs([("(盖章)", "")], size=12.0)
    pages.turn()
    first, *rest = tables
    pages.table(first, progress)
    for table in rest[:2]:
        pages.table(table, progress)
    pages.heading("整改进度", size=12.0)
    if pack.progress:
        pages.bars(pack.progress, solid="没处理的错误", hollow="没处理的疑点")
        pages.skip(5)
    else:
        pages.sentence("还没有记录。核查过一天以后,这里显示每天还剩多少。")
    for table in rest[2:]:
        pages.table(table, progress)
    pages.signatures(SIGNERS)
    return pages.finish()
