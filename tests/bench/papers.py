"""Lists of papers where every household of very many has one: a page, the counts, marking, and what has changed."""

import shutil
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.app import OpenHome
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address, derived_record
from fieldsurvey.case.paper import PRINTED, RETURNED
from fieldsurvey.forms.sheets import printed_sections
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_compare import kept_texts
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import folding, paper_rows
from tests.bench.clocked import in_turn, seconds
from tests.bench.homes import home_with, sign_in
from tests.bench.line import Line, ms

LISTED_S: Final = 0.050
CHANGED_S: Final = 0.300
CHANGED: Final = 1_000


def measure(folder: Path, *, cases: int, times: int) -> list[Line]:
    """A page in the middle of the longest list, the counts, and the list of what changed, first and afterwards."""
    shutil.copytree(home_with(cases, Progress()), folder / "home")
    home = sign_in(folder / "home")
    try:
        records = _print_all(home)
        _change_some(home, records[:: max(1, len(records) // CHANGED)])
        first = seconds(home.paper_lists.changed_since_printed)
        found = home.paper_lists.changed_since_printed()
        taken = in_turn(
            {
                "page": partial(seconds, partial(home.paper_lists.show, PRINTED, offset=cases // 4)),
                "counts": partial(seconds, home.paper_lists.counts),
                "mark": partial(seconds, partial(_mark_and_back, home)),
                "changed": partial(seconds, home.paper_lists.changed_since_printed),
            },
            times,
        )
    finally:
        home.close()
    return [
        _line(f"200 papers in the middle of {cases:,}", taken["page"], LISTED_S),
        _line(f"how many papers each list of {cases:,} has", taken["counts"], LISTED_S),
        _line("200 papers signed, and back", taken["mark"], None),
        _line(f"{len(found.papers):,} papers changed since printing, compared", first, None),
        _line("the same again", taken["changed"], CHANGED_S),
    ]


def _print_all(home: OpenHome) -> list[str]:
    """A paper of each household, two in three not signed yet; what it printed is what the form shows."""
    with home.seat.database.begin() as session:
        records = sorted(folding.documents(session, "case"))
    for start in range(0, len(records), folding.BATCH):
        some = records[start : start + folding.BATCH]
        with home.seat.database.begin() as session:
            documents, versions = folding.documents_of(session, "case", some), paper_rows.versions(session, some)
            said = []
            for place, record in enumerate(some):
                values = {
                    "case": record,
                    "form": "F01",
                    "template": "F01/1",
                    "printed_on": "2026-11-23",
                    "pages": 2,
                    "copies": 3,
                    "copy_state": PRINTED if place % 3 else RETURNED,
                    "seen": versions[record],
                    "printed": kept_texts(printed_sections("F01", documents[record])),
                }
                entries = {address: entry(value) for address, value in values.items()}  # type: ignore[arg-type]  # values
                said.append(Said("paper", derived_record("paper", record), entries))
            seal(session, home.seat, said)
    return records


def _change_some(home: OpenHome, records: list[str]) -> None:
    with home.seat.database.begin() as session:
        said = [
            Said(
                "case",
                record,
                {"savings": entry(7, folding.state_of(session, "case", record).standing(Address("savings")))},
            )
            for record in records
        ]
        seal(session, home.seat, said)


def _mark_and_back(home: OpenHome) -> None:
    page = home.paper_lists.show(PRINTED)
    papers = [line.paper_id for group in page.buildings for line in group.lines]
    home.paper_lists.mark(papers, "signed")
    home.paper_lists.mark(papers, "printed")


def _line(what: str, taken: float, target: float | None) -> Line:
    told = f"≤ {ms(target)}" if target else "–"
    return Line(what, "–", "–", ms(taken), None, told, None if target is None else taken <= target)
