"""Standards and rules at the command line of a practice headquarters: look before, store, see what flipped."""

from pathlib import Path

import openpyxl
import pytest

from fieldsurvey.practice.homes import PracticeHomes
from tests.integration.cli.conftest import Run

TIMES = "categories.relative_hardship.any.relative_net.times"


def test_standards_are_listed_added_ended_and_imported(run: Run, homes: PracticeHomes, tmp_path: Path) -> None:
    hq = ("--home", homes.headquarters, "--json")
    before = run("reference", "standards", *hq).json["standards"]
    assert [each["amount"] for each in before if each["item"] == "dibao_urban_month"] == [66_400]
    new = ("dibao_urban_month", "999", "--from", "2024-07-01", "--number", "云民发〔2024〕30号")
    looked = run("reference", "standard", "add", *new, "--look", *hq).json
    assert looked["flips"]
    assert not looked["record"]
    added = run("reference", "standard", "add", *new, *hq).json
    assert [each["case"] for each in added["flips"]] == [each["case"] for each in looked["flips"]]
    twice = run("reference", "standard", "add", *new, *hq[:2])
    assert (twice.status, twice.error[0]) == (2, "H370")
    assert run("reference", "standard", "end", added["record"][:8], "2024-07-01", *hq).json["flips"]

    slip = ("standard", "add", "城市低保", "6640", "--from", "2024-08-01", "--place", "山东省青岛市市南区")
    doubted = run("reference", *slip, *hq[:2])
    assert (doubted.status, doubted.error[0]) == (2, "H374")
    looked_at = run("reference", *slip, "--look", *hq[:2]).out
    assert "山东省青岛市市南区:城市最低生活保障标准 6,640.00 元/月" in looked_at
    assert "确实是这个数" in looked_at
    assert run("reference", *slip, "--sure", *hq).json["record"]
    unknown = run("reference", "standard", "add", "高温补贴", "664", "--from", "2024-08-01", *hq[:2])
    assert "最低工资标准" in unknown.error[1]

    sheet = tmp_path / "s.xlsx"
    assert run("reference", "standard", "import", sheet, "--template", *hq).status == 0
    book = openpyxl.load_workbook(sheet)
    assert book.active is not None
    book.active.append(("", "全部", "城市最低生活保障标准", "700", "", "2024-07-01", "云民发〔2024〕30号", ""))
    book.save(sheet)
    assert run("reference", "standard", "import", sheet, *hq).json["taken"] == 1
    assert run("reference", "standard", "import", sheet, *hq).json["taken"] == 0
    told = run("reference", "standards", "--home", homes.headquarters).out
    assert "云民发〔2024〕30号" in told
    assert "作废" in told


def test_a_variant_is_made_written_and_ended(run: Run, homes: PracticeHomes, tmp_path: Path) -> None:
    hq = ("--home", homes.headquarters, "--json")
    about = ("--title", "云州市的规则", "--from", "2024-01-01")
    wrong = run("reference", "rule", "set", "RS2020", f"{TIMES}=三", *about, *hq[:2])
    assert (wrong.status, wrong.error[0]) == (2, "G102")
    assert run("reference", "rule", "set", "RS2020", f"{TIMES}=1.2", *about, "--look", *hq).json["name"] == ""
    made = run("reference", "rule", "set", "RS2020", f"{TIMES}=1.2", "income.imputed.on=是", *about, *hq).json
    assert made["name"] == "RS2020-2"
    assert made["flips"]
    shown = run("reference", "rule", "show", "RS2020", "--section", "相对困难", *hq).json["parameters"]
    assert {each["value"] for each in shown if each["path"] == TIMES} == {"1.2"}
    assert "\ufffd" not in run("reference", "rule", "show", "RS2020", *hq[:2]).out
    assert run("reference", "rule", "write", "RS2020", tmp_path / "r.json", *hq).status == 0
    assert run("reference", "rule", "take", tmp_path / "r.json", *hq).json["name"] == "RS2020-2"
    assert run("reference", "rule", "end", "RS2020-2", "2024-01-01", *hq).status == 0
    rules = run("reference", "rules", *hq).json["rules"]
    assert [each["name"] for each in rules if each["in_force"]] == ["RS2020-1"]
    nothing = {"waiting": [], "deliberate": [], "decided": 0, "left": 0, "kept": 0}
    assert run("reference", "redecide", *hq).json == nothing


@pytest.mark.parametrize("words", [("standard", "add", "dibao_urban_month", "一百", "--from", "2024-01-01"),
                                   ("standard", "add", "gone", "100", "--from", "2024-01-01"),
                                   ("rule", "show", "RS2099")])  # fmt: skip
def test_what_is_wrong_is_one_sentence(run: Run, homes: PracticeHomes, words: tuple[str, ...]) -> None:
    ran = run("reference", *words, "--home", homes.headquarters)
    assert ran.status == 2
    assert ran.error[1]


def test_what_was_seen_is_decided_and_nothing_else(run: Run, homes: PracticeHomes) -> None:
    hq = ("--home", homes.headquarters, "--json")
    number = run("case", "list", *hq).json["cases"][0]["survey_no"]
    seen = run("explain", number, *hq).json["seen"]
    wanted = ("case", "decide", number, "相对困难", "--reason", "会议决定")
    assert run(*wanted, "--seen", "another", *hq[:2]).error[0] == "H184"
    assert run(*wanted, "--seen", seen, *hq).json["category"] == "relative_hardship"
    assert run(*wanted, "--seen", seen, *hq[:2]).error[0] == "H184"
