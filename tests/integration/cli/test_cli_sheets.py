"""Spreadsheets at the command line: template, import with a report, export, maps; what goes wrong has a code."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey import new_homes
from fieldsurvey.practice.sides import PASSPHRASE
from fieldsurvey.vault.derivation import Cost
from tests.integration.cli.conftest import Run
from tests.report_three import HOUSEHOLDS
from tests.unit.exchange.books import book, written


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A laptop without a household."""
    folder = tmp_path / "home"
    new_homes.create_laptop(folder, code="L1", staff_name="秦素筠", passphrase=PASSPHRASE, cost=Cost.floor())
    return folder


def test_a_template_is_filled_in_and_imported(run: Run, home: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    assert run("case", "export", "--template", path, "--home", home, "--json").json == {"path": str(path)}
    made = openpyxl.load_workbook(path)
    sheet = made["户"]
    sheet.cell(2, 1, "1001")
    sheet.cell(2, 2, "甘棠")
    made.save(path)
    ran = run("case", "import", path, "--source", "名册", "--home", home, "--json")
    assert ran.status == 0, ran.err
    assert ran.json == {
        "taken": 1, "unchanged": 0, "kept": 0, "doubtful": 0, "refused": 0, "problems": [], "more": 0, "stopped": "",
    }  # fmt: skip
    (case,) = run("case", "list", "--home", home, "--json").json["cases"]
    assert (case["name"], case["persons"]) == ("甘棠", 1)


def test_what_was_not_taken_is_told_and_written(run: Run, home: Path, tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["户编号", "姓名", "身份证", "婚姻状况"],
        [1, "甘棠", "1.10105E+17", "分居"],
        [None, "乙", None, None],
    ]
    path = book(tmp_path / "a.xlsx", {"户": rows})
    report = tmp_path / "r.xlsx"
    ran = run("case", "import", path, "--source", "名册", "--report", report, "--home", home)
    assert ran.status == 4
    code, sentence = ran.error
    assert code == "H331"
    assert "有 2 处没有采用" in sentence
    lines = ran.out.splitlines()
    assert "“户”表 第 3 行:没有户编号,也没有证件号码,这一行没有采用" in lines
    assert "“户”表 第 2 行 D 婚姻状况:“分居” 不在选项里(按原样保留)" in lines
    assert lines[-1].startswith("导入 1 户")
    assert openpyxl.load_workbook(report).sheetnames == ["要核对的"]
    only_kept = book(tmp_path / "b.xlsx", {"户": [rows[0], [2, "丙", None, "分居"]]})
    assert run("case", "import", only_kept, "--source", "名册", "--home", home).status == 0


def test_a_report_that_cannot_be_written_does_not_hide_that_the_import_is_stored(
    run: Run, home: Path, tmp_path: Path
) -> None:
    path = written(tmp_path / "r3.xlsx", HOUSEHOLDS[:2])
    ran = run("case", "import", path, "--source", "篇三", "--report", tmp_path / "nowhere" / "r.xlsx", "--home", home)
    assert "导入 2 户" in ran.out
    assert ran.error[0] == "H318"
    assert ran.error[1].startswith("导入已经做完并存好")
    assert "共 2 户" in run("case", "list", "--home", home).out


def text_of(path: Path) -> str:
    """Everything in the sheet of households."""
    sheet = openpyxl.load_workbook(path)["户"]
    return json.dumps([list(row) for row in sheet.iter_rows(values_only=True)], default=str)


def test_an_export_is_covered_unless_a_reason_is_given(run: Run, home: Path, tmp_path: Path) -> None:
    run("case", "import", written(tmp_path / "r3.xlsx", HOUSEHOLDS), "--source", "篇三", "--home", home)
    path = tmp_path / "out.xlsx"
    told = run("case", "export", path, "--home", home, "--json").json
    assert told == {"cases": 36, "number": "L1-E00001", "paths": [str(path)], "cut": 0}
    text = text_of(path)
    assert not re.search(r"\d{17}[\dX]", text)
    assert run("case", "export", path, "--full", "--home", home).error[0] == "H109"
    assert run("case", "export", path, "--full", "--why", "移交", "--home", home).status == 0
    text = text_of(path)
    assert len(re.findall(r"\b990101\d{11}[\dX]\b", text)) == 36
    name = HOUSEHOLDS[4]["name"]
    assert run("case", "export", path, "--search", name, "--home", home, "--json").json["cases"] == 1
    number = run("case", "list", name, "--home", home, "--json").json["cases"][0]["survey_no"]
    assert run("case", "export", path, "--case", number, "--home", home, "--json").json["cases"] == 1


def test_maps_are_saved_used_and_removed(run: Run, home: Path, tmp_path: Path) -> None:
    saved = run(
        "case", "map", "save", "街道表", "编号=key", "大名=name", "工资=income[type=wage]/months.every", "--home", home
    )
    assert saved.status == 0, saved.err
    names = [each["name"] for each in run("case", "map", "list", "--home", home, "--json").json["maps"]]
    assert names == ["F02", "街道表"]
    assert "income[type=wage]" in run("case", "map", "list", "街道表", "--home", home).out
    path = tmp_path / "名册.csv"
    path.write_bytes("编号,大名,工资\n7,甘棠,1617\n".encode("gb18030"))
    assert run("case", "import", path, "--source", "街道", "--map", "街道表", "--home", home).status == 0
    (case,) = run("case", "list", "--home", home, "--json").json["cases"]
    document = run("case", "show", case["case_id"], "--home", home, "--json").json["document"]
    assert document["income"][0]["months"] == [161_700] * 12
    assert run("case", "map", "remove", "街道表", "--home", home).status == 0
    assert run("case", "map", "remove", "街道表", "--home", home).error[0] == "E209"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["map", "save", "x", "没有等号"], "H301"),
        (["map", "save", "x", "甲=nmae"], "E208"),
        (["map", "save", "F02", "甲=name"], "E208"),
        (["map", "remove", "F02"], "E209"),
        (["export"], "H301"),
        (["export", "x.jsonl", "--full"], "H301"),
        (["import", "no.xlsx", "--source", "x"], "E101"),
        (["import", "no.xlsx", "--source", "x", "--map", "没有"], "E209"),
    ],
)
def test_what_goes_wrong_has_a_code(run: Run, home: Path, words: list[str], code: str) -> None:
    assert run("case", *words, "--home", home).error[0] == code


def test_a_file_of_another_kind_is_named(run: Run, home: Path, tmp_path: Path) -> None:
    old = tmp_path / "a.xls"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    assert run("case", "import", old, "--source", "x", "--home", home).error[0] == "E201"
    cut = written(tmp_path / "b.xlsx", HOUSEHOLDS[:2])
    cut.write_bytes(cut.read_bytes()[:-100])
    assert run("case", "import", cut, "--source", "x", "--home", home).error[0] == "E203"
    assert run("case", "list", "--home", home, "--json").json["cases"] == []


def test_a_report_is_for_spreadsheets(run: Run, home: Path, tmp_path: Path) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"key":"1","name":"甘棠"}\n', encoding="utf-8")
    words = ["case", "import", lines, "--source", "x", "--home", home]
    assert run(*words, "--report", tmp_path / "r.xlsx").error[0] == "H301"
    assert run(*words).status == 0
