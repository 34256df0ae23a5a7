"""The practice day: the figures of its households, what it leaves behind, and that all homes agree."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from fieldsurvey import app
from fieldsurvey.case.identity import resident
from fieldsurvey.cli.demo import practice_homes, whole_day
from fieldsurvey.cli.demo_homes import PASSPHRASE, DemoHomes, demo_homes
from fieldsurvey.cli.demo_households import DIBAO_STANDARD_FEN, households
from fieldsurvey.vault.derivation import Cost
from tests.integration.cli.conftest import Run

Document = dict[str, Any]
MINIMUM_WAGE_FEN = 116_000


def own_wage(document: Document) -> int:
    """The worker's wage of a month."""
    fen: int = next(
        item["months"][0] for item in document["income"] if item["type"] == "wage" and item["member"] == "m1"
    )
    return fen


def students(document: Document) -> list[str]:
    """The schools of a household's children."""
    return [member["unit_or_school"] for member in document["members"] if "unit_or_school" in member]


def test_the_households_have_the_figures_of_the_report() -> None:
    found = households()
    wages = [own_wage(each) for each in found]
    mean = 161_700
    assert len(found) == 36
    assert sum(wages) == mean * 36
    assert min(wages) == 18_674
    assert next(each for each in found if own_wage(each) == 18_674)["work_status"] == "laid_off"
    assert sum(wage < MINIMUM_WAGE_FEN for wage in wages) == 5
    assert sum(wage < mean for wage in wages) == 15
    assert sum(each["on_dibao"] for each in found) == 7
    assert Counter(each["marital"] for each in found)["10"] == 3
    assert sum(each["marital"] in ("30", "40") for each in found) == 15
    housing = Counter(each["housing"] for each in found)
    assert sum(housing[kind] for kind in ("bought", "self_built", "public_rental")) == 22
    assert (housing["rented"], housing["with_parents"]) == (5, 9)


def test_the_households_have_the_students_and_the_ill_of_the_report() -> None:
    found = households()
    schools = [students(each) for each in found]
    assert sum(bool(each) for each in schools) == 26
    assert sum("小学" in school or "初中" in school for each in schools for school in each) == 4
    assert sum(len(each) for each in schools) == 26
    health = Counter(each["health"] for each in found)
    assert sum(health[kind] for kind in ("cancer", "heart", "brain", "kidney")) == 4
    assert health["disabled"] == 1
    assert sum(m["health"] == "cancer" for each in found for m in each["members"] if m["relation"] != "01") == 4
    without_labour = [each for each in found if each["causes"][0]["cause"] == "1"]
    assert len(without_labour) == 2
    for each in without_labour:
        grant = next(item["months"][0] for item in each["income"] if item["type"] == "dibao_grant")
        assert grant == DIBAO_STANDARD_FEN > own_wage(each)


def test_nobody_real_can_have_these_numbers() -> None:
    numbers = [member["identity"]["number"] for each in households() for member in each["members"]]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        read = resident(number)
        assert not isinstance(read, str)
        assert number.startswith("99")
    for each in households():
        read = resident(each["identity"]["number"])
        assert not isinstance(read, str)
        assert (read.sex, read.birth_date.isoformat()) == (each["sex"], each["birth_date"])
    assert households() == households()
    assert len({each["name"] for each in households()}) == 36


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
    assert demo_homes(out / "homes") == homes


def test_a_practice_home_is_found_again(homes: DemoHomes, run: Run) -> None:
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


def test_a_half_made_practice_is_made_anew(homes: DemoHomes, tmp_path: Path) -> None:
    folder = homes.headquarters.parents[1]
    (homes.laptops[1] / "home.json").unlink()
    told = list[str]()
    found = practice_homes(folder, say=told.append, cost=Cost.floor())
    assert found == homes
    assert told


def test_a_practice_that_is_open_is_not_taken_away(run: Run, homes: DemoHomes, laptop: Path) -> None:
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
