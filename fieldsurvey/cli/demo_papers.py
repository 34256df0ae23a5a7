"""What the practice day leaves in files: the forms of all households, and lists of them."""

from collections.abc import Sequence
from pathlib import Path

from fieldsurvey.app import OpenHome
from fieldsurvey.cli.cases import LIST_COLUMNS, list_cells
from fieldsurvey.cli.table import table
from fieldsurvey.forms.templates import SHIPPED
from fieldsurvey.practice.day import case_ids
from fieldsurvey.practice.homes import SHARED, OpenPractice, Say


def print_forms(practice: OpenPractice, folder: Path, *, say: Say) -> None:
    """Every form: all households at headquarters, and on each laptop those that it visited."""
    folder.mkdir(parents=True, exist_ok=True)
    for form in SHIPPED:
        _print(practice.headquarters, case_ids(practice.headquarters), folder / f"{form}-all.pdf", say)
        for code, laptop in practice.laptops.items():
            _print(laptop, case_ids(laptop)[:SHARED], folder / f"{form}-{code}.pdf", say)


def write_lists(practice: OpenPractice, folder: Path, *, say: Say) -> None:
    """The households as JSON lines, as a list with covered numbers, and what was sent and confirmed."""
    folder.mkdir(parents=True, exist_ok=True)
    headquarters = practice.headquarters
    count = headquarters.cases.export_lines(folder / "households.jsonl")
    say(f"生成 {folder / 'households.jsonl'}:{count} 户")
    rows = headquarters.cases.find("", limit=1_000).rows
    listed = table(LIST_COLUMNS, [list_cells(row) for row in sorted(rows, key=lambda row: row.survey_no)])
    _write_text(folder / "households.txt", listed, say)
    receipts = [(card.code, card.sent, card.confirmed, card.last_receipt) for card in headquarters.exchange.receipts()]
    _write_text(folder / "receipts.txt", table(("设备", "已发修改单", "已确认", "最近回执"), receipts), say)


def _print(home: OpenHome, case_ids: Sequence[str], path: Path, say: Say) -> None:
    printed = home.papers.print_forms(case_ids, path, form=path.name.split("-")[0])
    say(f"生成 {path}:{len(printed.papers)} 户,{printed.pages} 页")


def _write_text(path: Path, lines: Sequence[str], say: Say) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    say(f"生成 {path}")
