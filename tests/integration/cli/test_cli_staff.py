"""People and their roles by commands."""

from pathlib import Path

import pytest

from fieldsurvey import app
from fieldsurvey.case.field import Role
from tests.integration.cli.conftest import Run

THEIRS = "nanshan wuyun duban qiaotou"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A file with the passphrase of somebody who is new."""
    file = tmp_path / "theirs.txt"
    file.write_text(THEIRS + "\n", encoding="utf-8")
    return file


def first_of(home: Path) -> str:
    """Who made the home."""
    (person,) = app.describe_home(home).staff
    return person.staff_id


def test_roles_are_named_when_adding_at_headquarters_and_listed(run: Run, hq: Path, theirs: Path) -> None:
    first = first_of(hq)
    add = ("staff", "add", "秦素筠", "--home", hq, "--new-passphrase-file", theirs)
    assert run(*add).error == ("H134", "请至少选一个角色。")
    assert run(*add, "--role", "boss").error[0] == "H301"
    added = run(*add, "--role", "reviewer", "--role", "inspector", "--json").json
    assert (added["name"], added["roles"]) == ("秦素筠", ["reviewer", "inspector"])

    listed = run("staff", "roles", "--home", hq, "--staff", first, "--json").json["staff"]
    assert {person["staff_id"]: person["roles"] for person in listed} == {
        first: [str(role) for role in Role], added["staff_id"]: ["reviewer", "inspector"],
    }  # fmt: skip
    assert "审核员、督查" in run("staff", "roles", added["staff_id"], "--home", hq, "--staff", first).out
    assert run("staff", "roles", "nobody", "--home", hq, "--staff", first).error[0] == "V107"
    assert run("staff", "roles", "--role", "reviewer", "--home", hq, "--staff", first).error[0] == "H301"


def test_an_administrator_changes_roles_and_nobody_else(run: Run, hq: Path, theirs: Path, tmp_path: Path) -> None:
    first = first_of(hq)
    new = ("--new-passphrase-file", theirs, "--role", "inspector", "--json")
    other = run("staff", "add", "秦素筠", "--home", hq, *new).json["staff_id"]
    own = ("--home", hq, "--staff", other, "--passphrase-file", theirs)
    code, sentence = run("staff", "roles", other, "--role", "administrator", *own).error
    assert (code, "管理员" in sentence) == ("H131", True)
    out = tmp_path / "out.jsonl"
    assert run("case", "export", out, *own).error[0] == "H131"
    assert run("case", "export", out, "--masked", *own).status == 0
    assert "***" in out.read_text(encoding="utf-8")

    changed = run("staff", "roles", other, "--role", "administrator", "--home", hq, "--staff", first, "--json")
    assert changed.json["staff"][0]["roles"] == ["administrator"]
    assert run("case", "export", out, *own).status == 0
    assert run("staff", "roles", first, "--role", "surveyor", *own).status == 0
    assert run("staff", "roles", other, "--role", "surveyor", *own).error[0] == "H133"


def test_on_a_laptop_no_role_is_chosen(run: Run, laptop: Path, theirs: Path) -> None:
    add = ("staff", "add", "秦素筠", "--home", laptop, "--new-passphrase-file", theirs)
    assert run(*add, "--role", "reviewer").error[0] == "H134"
    assert run(*add, "--json").json["roles"] == ["surveyor"]
    first = next(person.staff_id for person in app.describe_home(laptop).staff if person.name != "秦素筠")
    assert run("staff", "roles", first, "--role", "surveyor", "--home", laptop, "--staff", first).error[0] == "H101"
