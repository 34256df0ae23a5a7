"""Documents generated from the catalogue: written anew, or checked to be up to date."""

import json
from pathlib import Path

import click

import fieldsurvey
from fieldsurvey.case.schema import case_schema
from fieldsurvey.cli.check_list import check_list
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.dictionary import data_dictionary
from fieldsurvey.cli.errors import DocumentsStaleError
from fieldsurvey.cli.grammar import Command
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.vault.files import told_os_error


@click.command(cls=Command, help="从栏目表和核查规则生成数据字典、文档格式和规则表;--check 只核对")
@click.option("--write/--check", default=False, help="写入,或只核对(不写时为核对)")
@click.option("--folder", type=click.Path(path_type=Path), metavar="DIR", help="文档所在的文件夹,不写为程序旁的 docs")
@click.pass_obj
def docs(asked: Asked, *, write: bool, folder: Path | None) -> None:
    """Writes or checks the generated documents."""
    place = folder or Path(fieldsurvey.__file__).resolve().parents[1] / "docs"
    stale = [name for name, text in generated().items() if not _is_current(place / name, text)]
    if write:
        _write(place, stale)
        answer(asked, {"written": stale}, [f"已写入 {place / name}" for name in stale] or ["文档都是最新的,没有改动。"])
        return
    if stale:
        raise DocumentsStaleError(names="、".join(stale))
    answer(asked, {"stale": []}, ["文档都是最新的。"])


def generated() -> dict[str, str]:
    """The generated documents by file name."""
    schema = json.dumps(case_schema(), ensure_ascii=False, indent=2) + "\n"
    return {"data-dictionary.md": data_dictionary(), "case-document.schema.json": schema, "checks.md": check_list()}


def _is_current(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (OSError, UnicodeDecodeError):
        return False


def _write(place: Path, names: list[str]) -> None:
    try:
        place.mkdir(parents=True, exist_ok=True)
        for name in names:
            (place / name).write_text(generated()[name], encoding="utf-8", newline="\n")
    except OSError as problem:
        raise FileUnwritableError(why=told_os_error(problem)) from problem
