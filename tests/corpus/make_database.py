"""Makes the database that is kept of a version: `python -m tests.corpus.make_database db-r0001`, once per revision."""

import json
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.findings import Findings
from fieldsurvey.store import fingerprints
from tests.conftest import FixedClock
from tests.integration.seats import KEY, Desktop, body_of, household, open_seat, write_lines

# What an upgrade forgets, and looking at the households makes anew.
TRAILING = frozenset({"checked_row", "finding_row", "finding_text", "shared_key"})
HERE = Path(__file__).parent


def make(folder: Path) -> None:
    """Fills a folder with a small database, its key, and what has to be found in it ever after."""
    folder.mkdir()
    desktop = open_seat(folder, FixedClock(), desk=Desk.HEADQUARTERS, code="HQ")
    live_a_little(desktop, folder / "in.jsonl")
    expected = expected_of(desktop)
    desktop.database.checkpoint()
    desktop.close()
    for path in folder.iterdir():
        if path.name != "fieldsurvey.db":
            path.rmdir() if path.is_dir() else path.unlink()
    (folder / "key.hex").write_text(KEY.hex() + "\n", encoding="ascii")
    told = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "expected.json").write_text(told + "\n", encoding="utf-8")


def live_a_little(desktop: Desktop, lines: Path) -> None:
    """Households, a clash, a removed row, papers, an assignment, an open draft."""
    desktop.cases.import_lines(write_lines(lines, [household(number) for number in range(1, 9)]), source="旧台账")
    cases = [row.case_id for row in desktop.cases.find("").rows]
    desktop.take(
        [
            body_of(cases[0], {"name": "张山甲", "home_address": "建设街9号"}),
            body_of("cd" * 16, {"case": cases[1], "device": "e" * 16}, kind="assignment", n=2),
            body_of("ce" * 16, {"case": cases[1], "form": "F01", "pages": 2}, kind="paper", n=3),
            body_of("cf" * 16, {"is_blank": True, "form": "F01", "printed_on": "2026-11-23"}, kind="paper", n=5),
            body_of(cases[3], {"members/kid/name": "张小", "members/kid/place": 2}, n=6),
            body_of(cases[2], {"new_field": {"of": "a newer edition"}}, edition=9, n=4),
        ]
    )
    view = desktop.visits.start(cases[3])
    desktop.visits.remove_row(view.draft_id, "members", "kid", "登记错了")
    desktop.visits.finish(view.draft_id, later=False)
    draft = desktop.visits.start(cases[4]).draft_id
    desktop.visits.answer(draft, "remark", "还没有问完", page=7)
    Findings(desktop.seat).catch_up()


def expected_of(desktop: Desktop) -> dict[str, Any]:
    """What has to be found: rows of every table, documents, drafts."""
    with desktop.database.begin() as session:
        tables = [
            name
            for name in inspect(session).get_table_names()
            if not name.startswith(("case_search", "alembic")) and name not in TRAILING
        ]
        counts = {
            name: session.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()  # noqa: S608  # our own names
            for name in sorted(tables)
        }
        cases = fingerprints.of_cases(session)
    (draft,) = desktop.visits.open_drafts()
    clashes = [(clash.record, clash.address) for clash in desktop.clashes.open()]
    return {
        "counts": counts,
        "cases": cases,
        "names": sorted(row.name for row in desktop.cases.find("").rows),
        "clashes": [list(clash) for clash in clashes],
        "draft": [draft.case_id, draft.page, desktop.visits.view(draft.draft_id).document["remark"]],
    }


if __name__ == "__main__":
    make(HERE / sys.argv[1])
