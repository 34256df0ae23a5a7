"""Lists of other offices at the command line, on the homes of practice."""

import json
from pathlib import Path

from tests.integration.cli.conftest import Run
from tests.unit.exchange.books import book


def test_a_list_is_looked_at_taken_settled_and_taken_back(run: Run, hq: Path, tmp_path: Path) -> None:
    assert run("case", "export", tmp_path / "all.jsonl", "--home", hq).status == 0
    case = json.loads((tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()[0])
    number = case["identity"]["number"]
    rows = [
        ["持有人", "身份证号", "出生日期", "地址", "号牌"],
        [case["name"], number, "", "", "云A1"],
        [case["name"], "", case["birth_date"], case["home_address"], "云A2"],
        ["不相干", "990101195001010010", "1950-01-01", "", "云A3"],
    ]
    path = book(tmp_path / "车辆.xlsx", {"x": rows})
    words = [path, "--agency", "车管", "--item", "机动车", "--home", hq]
    assert run("compare", "look", *words, "--column", "没有=姓名").error[0] == "E246"
    words += ["--column", "持有人=姓名"]
    looked = run("compare", "look", *words)
    assert looked.status == 0, looked.err
    assert "名单 3 行" in looked.out
    took = run("compare", "take", *words, "--json").json
    assert (took["results"], took["doubts"], took["outside"]) == (1, 1, 1)
    assert run("compare", "take", *words).out.splitlines()[1] == "这份名单已经采用过,没有新增。"
    (card,) = run("compare", "list", "--home", hq, "--json").json["lists"]
    assert card["id"] == took["list"]
    which = card["id"][:8]
    told = run("compare", "doubts", which, "--home", hq).out
    assert "    1. " in told
    assert number not in told
    every = run("compare", "doubts", "--home", hq)
    assert (f"名单 {which} " in every.out, "共 1 行" in every.out) == (True, True)
    assert run("compare", "settle", which, "3", "--home", hq).error[0] == "H301"
    assert run("compare", "settle", which, "3.x", "--none", "--home", hq).error[0] == "E243"
    assert run("compare", "settle", which, "3", "--to", "9", "--home", hq).error[0] == "E244"
    assert run("compare", "settle", which, "3", "--to", "1", "--home", hq).status == 0
    assert run("compare", "doubts", which, "--home", hq).out == "共 0 行\n"
    assert "机动车" in run("compare", "list", "--case", case["survey_no"], "--home", hq).out
    assert "已撤销" in run("compare", "undo", which, "--home", hq).out
    assert run("compare", "undo", which, "--home", hq).error[0] == "E242"
    assert run("compare", "undo", "0000", "--home", hq).error[0] == "E241"


def test_a_laptop_is_told_that_headquarters_compares(run: Run, laptop: Path, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"x": [["姓名"], ["甲"]]})
    code, sentence = run("compare", "look", path, "--agency", "民政", "--item", "低保", "--home", laptop).error
    assert code == "H101"
    assert "由总部的审核员、管理员来做" in sentence
