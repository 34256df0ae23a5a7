"""What tests of spreadsheets ask of a home: its documents, its changes, its journal."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldsurvey.app import OpenHome
from fieldsurvey.case.document import ROW
from fieldsurvey.services.spreadsheets import SheetReport
from fieldsurvey.store import folding

Document = dict[str, Any]


def all_documents(home: OpenHome) -> dict[str, Document]:
    """Every household by its id."""
    with home.seat.database.begin() as session:
        return folding.documents(session, "case")


def plain(document: Mapping[str, Any]) -> Document:
    """A document without survey number, and with rows numbered by their order in place of their ids."""
    names = {
        row[ROW]: f"{group}-{place}"
        for group, rows in document.items()
        if isinstance(rows, list)
        for place, row in enumerate(rows)
        if isinstance(row, dict) and ROW in row
    }
    said = json.loads(json.dumps({name: value for name, value in document.items() if name != "survey_no"}))

    def renamed(value: Any) -> Any:  # noqa: ANN401  # any JSON
        if isinstance(value, dict):
            return {key: renamed(each) for key, each in value.items()}
        return [renamed(each) for each in value] if isinstance(value, list) else names.get(str(value), value)

    found: Document = renamed(said)
    return found


def by_name(home: OpenHome) -> dict[str, Document]:
    """Households without what differs from home to home, by name."""
    return {str(each["name"]): plain(each) for each in all_documents(home).values()}


def changes(home: OpenHome) -> int:
    """How many changes there are."""
    with home.seat.database.begin() as session:
        return int(session.exec_driver_sql("SELECT count(*) FROM change").scalar() or 0)


def journal(home: OpenHome, what: str) -> list[Document]:
    """What the journal says of something."""
    with home.seat.database.begin() as session:
        rows = session.exec_driver_sql("SELECT body FROM journal ORDER BY n").scalars().all()
    entries = [json.loads(row) for row in rows]
    return [entry["about"] for entry in entries if entry["what"] == what]


def take(home: OpenHome, path: Path, source: str = "台账") -> SheetReport:
    """Imports a sheet."""
    return home.spreadsheets.import_workbook(path, source=source)
