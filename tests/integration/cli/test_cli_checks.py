"""核查 at the terminal: all households by rule, one household, explaining a doubt, the catalogue."""

import json
from pathlib import Path

from tests.integration.cli.conftest import Run

NUMBER = {"type": "id_card", "number": "990101199001010017"}
MOBILE = "13912345678"


def two_cases(run: Run, hq: Path, tmp_path: Path) -> list[str]:
    """Two households that share a telephone; returns their numbers."""
    lines = tmp_path / "lines.jsonl"
    documents = [{"key": str(n), "name": name, "mobile": MOBILE} for n, name in enumerate(("赵甲", "钱乙"))]
    lines.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    assert run("case", "import", lines, "--source", "样例", "--home", hq).status == 0
    found = run("case", "list", MOBILE, "--home", hq, "--json").json["cases"]
    return sorted(case["case_id"] for case in found)


def test_a_doubt_is_listed_explained_and_gone(run: Run, hq: Path, tmp_path: Path) -> None:
    first, second = two_cases(run, hq, tmp_path)
    listed = run("check", "--rule", "ID11B", "--home", hq)
    assert listed.status == 0, listed.err
    assert listed.out.count("两户并不相干") == 2
    told = run("check", "--rule", "ID11B", "--home", hq, "--json").json
    assert {line["case_id"] for line in told["findings"]} == {first, second}
    assert [(rule["key"], rule["doubts"], rule["households"]) for rule in told["rules"]] == [("ID11B", 2, 2)]
    explained = run("check", "explain", first, "ID11B", "mobile", "--reason", "兄弟合用", "--home", hq)
    assert explained.status == 0, explained.err
    lines = run("check", "--case", second, "--home", hq).out.splitlines()
    saw = next(line for line in lines if line.startswith("ID11B")).split()[-1]
    other = ("check", "explain", second, "ID11B", "mobile", "--print")
    assert run(*other, "0" * 12, "--reason", "邻居", "--home", hq).error[0] == "H201"
    assert run(*other, saw, "--reason", "邻居", "--home", hq).status == 0
    assert "兄弟合用" not in run("check", "--case", first, "--home", hq).out
    assert "已写说明:兄弟合用" in run("check", "--case", first, "--all", "--home", hq).out
    assert run("check", "explain", first, "HH08", "-", "--reason", "无", "--home", hq).error[0] == "H201"
    assert run("check", "explain", first, "XX99", "-", "--reason", "无", "--home", hq).error[0] == "H203"


def test_what_blocks_ends_with_a_status_of_its_own(run: Run, hq: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    documents = [{"key": str(n), "name": "赵甲", "identity": NUMBER} for n in range(2)]
    lines.write_text("".join(json.dumps(one) + "\n" for one in documents), encoding="utf-8")
    assert run("case", "import", lines, "--source", "样例", "--home", hq).status == 0
    ran = run("check", "--home", hq)
    assert ran.status == 4
    assert ran.error[0] == "H345"
    assert "ID05" in ran.out
    (case, *_) = run("case", "list", "赵甲", "--home", hq, "--json").json["cases"]
    assert run("check", "--case", case["case_id"], "--home", hq).status == 4
    refused = run("check", "explain", case["case_id"], "ID05", "identity", "--reason", "就是他", "--home", hq)
    assert refused.error[0] == "H202"
    assert "合并" in refused.error[1]


def test_the_catalogue_says_the_basis_of_every_rule(run: Run, hq: Path) -> None:
    rules = {rule["id"]: rule for rule in run("check", "rules", "--home", hq, "--json").json["rules"]}
    assert {"ID05", "HH08", "SY02"} <= rules.keys()
    assert all(rule["basis"] and rule["mend"] and rule["title"] for rule in rules.values())
    assert rules["ID05"]["blocks"] == "审定"
