"""The fonts of this machine that forms can be printed in."""

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command
from fieldsurvey.services.typefaces import installed_faces


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
