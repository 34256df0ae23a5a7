"""Databases of every version come up to the present one, and a step that fails leaves them as they were."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import DefaultClause, Table, inspect

from fieldsurvey.case.kinds import Desk
from fieldsurvey.progress import Progress
from fieldsurvey.store import fingerprints, folding, tables, upgrade
from fieldsurvey.store.database import Database
from fieldsurvey.store.errors import UpgradeError
from fieldsurvey.store.upgrade import bring_up, revision_of
from tests.conftest import FixedClock
from tests.corpus.make_database import expected_of
from tests.integration.seats import KEY, Desktop, open_seat

CORPUS = Path(__file__).parents[1] / "corpus"
SCRIPTS = Path(upgrade.__file__).parent / "migrations"


def is_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
    """Leaves out the full-text index with its shadow tables, which SQLAlchemy has no words for."""
    return not (kind == "table" and str(name).startswith("case_search"))


def defaults_of(table: Table) -> dict[str, str]:
    """The defaults that the database itself fills in."""
    clauses = {column.name: column.server_default for column in table.columns}
    return {name: str(clause.arg) for name, clause in clauses.items() if isinstance(clause, DefaultClause)}


def test_the_tables_in_code_are_those_of_the_newest_revision(laptop: Desktop) -> None:
    with laptop.database.begin() as session:
        options = {"compare_type": True, "include_object": is_ours}
        differences = compare_metadata(MigrationContext.configure(session, opts=options), tables.METADATA)
        found = {name for name in inspect(session).get_table_names() if not name.startswith(("case_search", "alembic"))}
        defaults = {
            name: {c["name"]: c["default"].strip("'") for c in inspect(session).get_columns(name) if c["default"]}
            for name in found
        }
        primary = {name: inspect(session).get_pk_constraint(name)["constrained_columns"] for name in found}
    assert differences == []
    assert defaults == {name: defaults_of(table) for name, table in tables.METADATA.tables.items()}
    assert found == set(tables.METADATA.tables)
    assert primary == {name: list(table.primary_key.columns.keys()) for name, table in tables.METADATA.tables.items()}


def test_a_new_file_comes_up_and_a_second_time_nothing_happens(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db", KEY)
    for _ in range(2):
        bring_up(database)
        with database.begin() as session:
            assert revision_of(session) == upgrade.HEAD
    assert not list(tmp_path.glob("*.before-upgrade"))
    database.close()


def test_foreign_keys_are_on_again_after_an_upgrade(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db", KEY)
    bring_up(database)
    with database.bare() as session:
        assert session.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    database.close()


STEP = '''"""A step of the future."""

import sqlalchemy as sa
from alembic import op

revision = "r9000"
down_revision = "HEAD"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("half_done", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("DELETE FROM draft_answer")
    BODY
'''
FAILURES = {
    "a statement that fails": 'op.execute("INSERT INTO nowhere VALUES (1)")',
    "a bug in the step": 'raise RuntimeError("bug")',
    "children without parents": "op.execute(\"INSERT INTO draft_answer VALUES ('none', 'name', x'31', x'5b5d')\")",
    "a value that does not fit": 'raise ValueError("odd")',
}


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401  # a function of one text
    """Lays one more step behind the newest."""

    def lay(body: str) -> None:
        scripts = tmp_path / "scripts"
        shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        text = STEP.replace("HEAD", upgrade.HEAD).replace("BODY", body)
        (scripts / "versions" / "r9000_next.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(upgrade, "_SCRIPTS", scripts)
        monkeypatch.setattr(upgrade, "HEAD", "r9000")

    return lay


@pytest.mark.parametrize("failure", FAILURES)
def test_a_step_that_fails_puts_the_file_back(laptop: Desktop, next_step: Any, failure: str) -> None:  # noqa: ANN401
    draft = laptop.visits.start(None).draft_id
    laptop.visits.answer(draft, "name", "张三甲")
    before = upgrade.HEAD
    next_step(FAILURES[failure])
    expected = RuntimeError if "bug" in failure else UpgradeError
    with pytest.raises(expected):
        bring_up(laptop.database)
    assert laptop.visits.view(draft).document["name"] == "张三甲"
    with laptop.database.begin() as session:
        assert revision_of(session) == before
        assert not inspect(session).has_table("half_done")
        assert session.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    laptop.database.verify()
    assert not list(laptop.seat.paths.folder.glob("*.before-upgrade"))


def test_a_step_that_succeeds_keeps_what_was_there(laptop: Desktop, next_step: Any) -> None:  # noqa: ANN401
    draft = laptop.visits.start(None).draft_id
    next_step('op.add_column("draft", sa.Column("mood", sa.Text(), nullable=False, server_default=""))')
    bring_up(laptop.database)
    with laptop.database.begin() as session:
        assert revision_of(session) == "r9000"
        assert session.exec_driver_sql("SELECT count(*) FROM draft_answer").scalar() == 0
    assert laptop.visits.view(draft).draft_id == draft
    assert not list(laptop.seat.paths.folder.glob("*.before-upgrade"))


KEPT = sorted(path.name for path in CORPUS.glob("db-*"))


def test_a_database_of_every_revision_is_kept() -> None:
    revisions = {path.name.split("_")[0] for path in (SCRIPTS / "versions").glob("r[0-9]*.py")}
    assert {f"db-{revision}" for revision in revisions} == set(KEPT)


@pytest.mark.parametrize("name", KEPT)
def test_a_kept_database_opens_comes_up_and_keeps_what_it_holds(name: str, tmp_path: Path, clock: FixedClock) -> None:
    kept = CORPUS / name
    shutil.copyfile(kept / "fieldsurvey.db", tmp_path / "fieldsurvey.db")
    assert (kept / "key.hex").read_text(encoding="ascii").strip() == KEY.hex()
    desktop = open_seat(tmp_path, clock, desk=Desk.HEADQUARTERS, code="HQ")
    expected = json.loads((kept / "expected.json").read_text(encoding="utf-8"))
    found = expected_of(desktop)
    counts = found.pop("counts")
    assert found == {name: value for name, value in expected.items() if name != "counts"}
    assert {name: counts[name] for name in expected["counts"]} == expected["counts"]
    desktop.database.verify()
    with desktop.database.begin() as session:
        before = fingerprints.of_derived(session)
        folding.rebuild(session, Progress())
        assert fingerprints.of_derived(session) == before
    desktop.close()
