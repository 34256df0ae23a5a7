"""The practice day: the figures of its households, what it leaves behind, and that all homes agree."""

import json
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from fieldsurvey import app
from fieldsurvey.cli.demo import whole_day
from fieldsurvey.practice.homes import PracticeHomes, found_homes
from fieldsurvey.practice.making import practise
from fieldsurvey.practice.sides import PASSPHRASE
from fieldsurvey.vault.derivation import Cost
from tests.integration.cli.conftest import Run
from tests.report_three import HOUSEHOLDS, PRINTED, figures


def exported(home: Path, path: Path) -> list[dict[str, Any]]:
    """The households of a practice home as it writes them out."""
    opened = app.open_home(home, app.describe_home(home).staff[0].staff_id, PASSPHRASE)
    try:
        opened.cases.export_lines(path)
    finally:
        opened.close()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_households_of_practice_have_every_figure_of_report_three(homes: PracticeHomes, tmp_path: Path) -> None:
    assert figures(exported(homes.headquarters, tmp_path / "hq.jsonl")) == PRINTED


def test_both_laptops_together_hold_report_three_and_no_household_besides(homes: PracticeHomes, tmp_path: Path) -> None:
    both = [exported(home, tmp_path / f"{number}.jsonl") for number, home in enumerate(homes.laptops)]
    held = {each["id"]: each for one in both for each in one}
    assert {each["name"] for each in held.values()} == {each["name"] for each in HOUSEHOLDS}
    assert figures(list(held.values())) == PRINTED


def test_some_households_have_been_visited_and_most_are_still_to_visit(homes: PracticeHomes, tmp_path: Path) -> None:
    visited = sum(bool(each.get("visits")) for each in exported(homes.headquarters, tmp_path / "hq.jsonl"))
    assert visited == 12


def test_the_day_ends_in_agreement_and_names_every_file(tmp_path: Path) -> None:
    out, told = tmp_path / "out", list[str]()
    homes, agreed = whole_day(out, say=told.append, cost=Cost.floor())
    assert agreed
    assert any("裁定 3 处冲突,还剩 0 处" in line for line in told)
    assert any("没有任何变化" in line for line in told)
    assert sum("内容一致" in line for line in told) == 2
    assert sum("检查完好" in line for line in told) == 3
    made = [
        path
        for name in ("papers", "lists", "households", "stick")
        for path in (out / name).rglob("*")
        if path.is_file()
    ]
    unnamed = [path.name for path in made if path.suffix != ".ack" and not any(str(path) in line for line in told)]
    assert not unnamed
    assert len(list((out / "papers").glob("*.pdf"))) == 3
    text = PdfReader(out / "papers" / "F01-all.pdf").pages[0].extract_text()
    assert "困难职工" in text
    assert len((out / "lists" / "households.jsonl").read_text(encoding="utf-8").splitlines()) == 36
    assert "990101********" in (out / "lists" / "households.txt").read_text(encoding="utf-8")
    assert found_homes(out / "homes") == homes


def test_a_practice_home_is_found_again(homes: PracticeHomes, run: Run) -> None:
    folder = homes.headquarters.parents[1]
    ran = run("demo", "--home-only", folder, "--json")
    assert ran.status == 0
    assert set(ran.json) == {"headquarters", "laptops", "passphrase", "agreed", "told"}
    assert ran.json["told"] == []
    assert ran.json["passphrase"] == PASSPHRASE
    assert ran.json["laptops"] == [str(place) for place in homes.laptops]


def test_a_practice_laptop_has_drafts_to_go_on_with(laptop: Path) -> None:
    card = app.describe_home(laptop)
    assert card.practice
    assert card.recovery
    home = app.open_home(laptop, card.staff[0].staff_id, PASSPHRASE)
    try:
        drafts = home.visits.open_drafts()
    finally:
        home.close()
    assert len(drafts) == 2
    assert "尹筠朴" in [draft.name for draft in drafts]


def test_a_half_made_practice_is_made_anew(homes: PracticeHomes, tmp_path: Path) -> None:
    folder = homes.headquarters.parents[1]
    (homes.laptops[1] / "home.json").unlink()
    told = list[str]()
    found = practise(folder, say=told.append, cost=Cost.floor())
    assert found == homes
    assert told


def test_a_practice_that_is_open_is_not_taken_away(run: Run, homes: PracticeHomes, laptop: Path) -> None:
    home = app.open_home(laptop, app.describe_home(laptop).staff[0].staff_id, PASSPHRASE)
    try:
        assert run("demo", "--out", homes.headquarters.parents[1]).error[0] == "H106"
    finally:
        home.close()
    assert run("verify", "--home", laptop).status == 0


def test_a_folder_of_somebody_elses_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "mine.txt").write_text("mine", encoding="utf-8")
    for option in ("--out", "--home-only"):
        ran = run("demo", option, tmp_path)
        assert ran.status == 2
        assert ran.error[0] == "H313"
    assert (tmp_path / "lists" / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert json.dumps([path.name for path in tmp_path.iterdir()]) == '["lists"]'
