"""The households of report three (篇三) typed into the wizard, read from lines and from a workbook: the same file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.case.document import ROW
from fieldsurvey.case.worker import members_of
from tests.drivers.entering import Entering
from tests.integration.homes import Office
from tests.integration.seats import write_lines
from tests.report_three import HOUSEHOLDS
from tests.ui.wizard_stage import wizard_at

pytestmark = pytest.mark.usefixtures("qapp")
A_MORNING = 9
# What tells one household, one laptop and one day from another, and not what the household is.
OF_THE_ENTRY = ("id", "key", "survey_no", "filing_org", "status")


def said(document: Mapping[str, Any]) -> dict[str, Any]:
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


def _lists(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: value
        for name, value in document.items()
        if isinstance(value, list) and value and isinstance(value[0], dict)
    }


@pytest.mark.parametrize("first", range(0, len(HOUSEHOLDS), A_MORNING))
def test_typed_and_imported_they_are_the_same_households(office: Office, tmp_path: Path, first: int) -> None:
    sources = HOUSEHOLDS[first : first + A_MORNING]
    for source in sources:
        draft = office.l1.visits.start(None)
        with wizard_at(office.l1, draft.draft_id) as (stage, wizard):
            Entering(wizard, source).enter()
            stage.settle()
            assert stage.errors == []
        office.l1.visits.finish(draft.draft_id, later=False)
    office.l2.cases.import_lines(write_lines(tmp_path / "lines.jsonl", sources), source="篇三")
    office.l2.sheet_exports.export_full(tmp_path / "book.xlsx", why="对照")
    office.hq.spreadsheets.import_workbook(tmp_path / "book.xlsx", source="对照")
    typed, lines, book = (said_of_all(home) for home in (office.l1, office.l2, office.hq))
    assert len(typed) == len(sources)
    for name, document in typed.items():
        assert document == lines[name], name
        assert document == book[name], name


def said_of_all(home: OpenHome) -> dict[str, dict[str, Any]]:
    """What the households of a home say, by the worker's name."""
    return {row.name: said(home.cases.show(row.case_id).document) for row in home.cases.find("").rows}
