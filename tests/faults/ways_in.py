"""A campaign at the keyboard: the same households typed, read from lines and from a workbook are the same file."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QApplication

from fieldsurvey.app import OpenHome
from fieldsurvey.case.document import ROW
from fieldsurvey.case.worker import members_of
from tests.drivers.entering import Entering
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import an_office
from tests.integration.seats import write_lines
from tests.report_three import HOUSEHOLDS
from tests.ui.wizard_stage import wizard_at

Document = Mapping[str, Any]
# What tells one household, one laptop and one day from another, and not what the household is.
OF_THE_ENTRY: Final = ("id", "key", "survey_no", "filing_org", "status")
# Four that between them have every shape of answer the thirty-six have; they come first.
MOST_DIFFERENT: Final = (1, 20, 29, 31)


def ways_in(ground: Ground) -> Outcome:
    """One try is one household of report three (篇三), through the wizard key by key and twice as a file."""
    return typed_and_imported(ground.folder, ground.templates, in_turn()[: ground.points])


def typed_and_imported(folder: Path, templates: Path, sources: Sequence[Document]) -> Outcome:
    """Types these at one laptop, takes them in at two other homes, and compares what all three say."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    outcome = Outcome()
    with an_office(folder, templates) as office:
        for source in sources:
            draft = office.l1.visits.start(None)
            with wizard_at(office.l1, draft.draft_id) as (stage, wizard):
                Entering(wizard, source).enter()
                stage.settle()
                refused = list(stage.errors)
            outcome.demand(not refused, f"refused at the keyboard: {refused[:1]}")
            office.l1.visits.finish(draft.draft_id, later=False)
        office.l2.cases.import_lines(write_lines(folder / "lines.jsonl", sources), source="篇三")
        office.l2.sheet_exports.export_full(folder / "book.xlsx", why="对照")
        office.hq.spreadsheets.import_workbook(folder / "book.xlsx", source="对照")
        typed, lines, book = (said_of_all(home) for home in (office.l1, office.l2, office.hq))
    for source in sources:
        outcome.tried += 1
        name = source["name"]
        outcome.count("answers typed", len(shapes(source)))
        for way, found in (("lines", lines), ("a workbook", book)):
            outcome.demand(name in typed and typed[name] == found.get(name), f"{name} typed is another than from {way}")
    return outcome


def in_turn() -> list[dict[str, Any]]:
    """The households, those that differ most first."""
    first = [HOUSEHOLDS[number] for number in MOST_DIFFERENT]
    return first + [source for source in HOUSEHOLDS if source not in first]


def shapes(document: Document) -> set[tuple[object, ...]]:
    """The shapes of answer in a document: which field of which list, yes or no, gap, alike or not, how many rows."""
    rows = {(name, "rows", min(len(value), 4)) for name, value in _lists(document).items()}
    answers = {
        (name, field, _shape(value))
        for name, lines in _lists(document).items()
        for line in lines
        for field, value in line.items()
    }
    return rows | answers | {(name, _shape(value)) for name, value in document.items()}


def _shape(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, Mapping):
        return value.get("gap")
    return (
        len({str(item) for item in value}) > 1 if isinstance(value, Sequence) and not isinstance(value, str) else None
    )


def said_of_all(home: OpenHome) -> dict[str, dict[str, Any]]:
    """What the households of a home say, by the worker's name."""
    return {row.name: _said(home.cases.show(row.case_id).document) for row in home.cases.find("").rows}


def _said(document: Document) -> dict[str, Any]:
    """What a document says, its rows called by their places in their lists and the worker's row as people read it."""
    filled = {**document, "members": members_of(document)}
    places = {row[ROW]: f"{name} {n}" for name, rows in _lists(filled).items() for n, row in enumerate(rows)}
    lists = {
        name: [{key: places.get(str(value), value) for key, value in row.items()} for row in rows]
        for name, rows in _lists(filled).items()
    }
    for visit in lists["visits"]:
        visit.pop("questionnaire", None)
    return {name: value for name, value in {**filled, **lists}.items() if name not in OF_THE_ENTRY}


def _lists(document: Document) -> dict[str, list[dict[str, Any]]]:
    return {
        name: value
        for name, value in document.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }
