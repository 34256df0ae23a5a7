"""Papers by command: put off, printed, marked, blank, changed and printed again."""

from pathlib import Path

from tests.integration.cli.conftest import Run
from tests.integration.cli.test_cli_cases import lines_file

HOUSEHOLDS = [
    {"key": "1", "name": "甘棠", "home_address": "新街10号楼2室", "mobile": "13900001111"},
    {"key": "2", "name": "白芷", "home_address": "新街9号楼1室"},
]
SEARCH = ("--search", "新街")


def begin(run: Run, home: Path, folder: Path) -> None:
    """Two households of one street."""
    ran = run("case", "import", lines_file(folder / "in.jsonl", *HOUSEHOLDS), "--source", "街道名单", "--home", home)
    assert ran.status == 0, ran.err


def numbers(run: Run, home: Path, state: str) -> dict[str, str]:
    """The 纸号 of each of the two households in a list."""
    ran = run("paper", "list", "--state", state, "--home", home, "--json")
    assert ran.status == 0, ran.err
    lines = [line for group in ran.json["lists"][0]["buildings"] for line in group["lines"]]
    return {line["name"]: line["number"] for line in lines if line["name"] in ("甘棠", "白芷")}


def test_a_paper_s_whole_way_by_commands(run: Run, laptop: Path, tmp_path: Path) -> None:
    begin(run, laptop, tmp_path)
    assert "已放到稍后打印 2 户。" in run("form", "--later", *SEARCH, "--home", laptop).out
    assert "另有 2 户本来就在" in run("form", "--later", *SEARCH, "--home", laptop).out
    waiting = numbers(run, laptop, "to_print")
    # In the order of the doors.
    assert list(waiting) == ["白芷", "甘棠"]
    printed = run("form", "--waiting", "--out", tmp_path / "f.pdf", "--home", laptop, "--json").json
    assert numbers(run, laptop, "to_print") == {}
    waiting = numbers(run, laptop, "printed")
    assert list(waiting) == ["白芷", "甘棠"]
    assert set(waiting.values()) <= {paper[:8] for paper in printed["papers"]}
    assert run("form", "--waiting", "--out", tmp_path / "g.pdf", "--home", laptop).error[0] == "H307"

    text = run("paper", "list", "--home", laptop).out
    assert "新街9号楼:1 张" in text
    assert "139****1111" in text
    assert "13900001111" not in text
    marked = run("paper", "mark", waiting["甘棠"], "--state", "signed", "--copy", "1", "--copy", "2", "--home", laptop)
    assert marked.out.strip() == "已标记 1 张纸表、2 份。"
    run("paper", "mark", waiting["甘棠"], "--state", "signed", "--holder", "建档单位", "--home", laptop)
    assert list(numbers(run, laptop, "signed")) == ["甘棠"]
    shown = run("paper", "show", waiting["甘棠"], "--home", laptop, "--json").json
    assert [(copy["told"], copy["holder"]) for copy in shown["copies"]] == [
        ("待盖章", ""),
        ("待盖章", ""),
        ("待盖章", "建档单位"),
    ]
    assert "1待盖章 2待盖章" in run("paper", "show", waiting["甘棠"], "--home", laptop).out


def test_what_changed_is_told_and_printed_again(run: Run, laptop: Path, tmp_path: Path) -> None:
    begin(run, laptop, tmp_path)
    run("form", *SEARCH, "--out", tmp_path / "f.pdf", "--home", laptop)
    assert run("paper", "reprint", "--out", tmp_path / "g.pdf", "--home", laptop).error[0] == "H163"
    again = lines_file(tmp_path / "again.jsonl", {**HOUSEHOLDS[0], "home_address": "新街10号楼3室"})
    run("case", "import", again, "--source", "街道名单", "--home", laptop)
    text = run("paper", "changed", "--home", laptop).out
    assert "打印后又改过:1 张" in text
    assert "一、困难职工:家庭住址" in text
    both = numbers(run, laptop, "printed")
    ran = run("paper", "reprint", *both.values(), "--out", tmp_path / "g.pdf", "--home", laptop)
    assert "1 张没有改过,没有重印" in ran.out
    assert list(numbers(run, laptop, "void")) == ["甘棠"]
    assert "打印后又改过:0 张" in run("paper", "changed", "--home", laptop).out


def test_blanks_by_command(run: Run, laptop: Path, tmp_path: Path) -> None:
    begin(run, laptop, tmp_path)
    ran = run("form", "--blank", 2, "--out", tmp_path / "b.pdf", "--home", laptop, "--json")
    first, second = (paper[:8] for paper in ran.json["papers"])
    ran = run("form", "--blank", 0, "--search", "甘棠", "--out", tmp_path / "c.pdf", "--home", laptop)
    assert "1 张空白表" in ran.out
    case = run("case", "list", "白芷", "--home", laptop, "--json").json["cases"][0]["case_id"]
    assert "白芷" in run("paper", "used", first.upper(), "--case", case, "--home", laptop).out
    other = run("case", "list", "甘棠", "--home", laptop, "--json").json["cases"][0]["case_id"]
    assert run("paper", "used", first, "--case", other, "--home", laptop).error[0] == "H165"
    for again in (other, case):
        assert run("paper", "used", first, "--case", again, "--again", "--home", laptop).status == 0
    run("paper", "mark", second, "--state", "void", "--why", "弄湿了", "--home", laptop)
    blanks = run("paper", "list", "--blanks", "--home", laptop, "--json").json["blanks"]
    assert [blank["name"] for blank in blanks] == ["甘棠"]
    assert "空白表:1 张" in run("paper", "list", "--blanks", "--home", laptop).out
    assert list(numbers(run, laptop, "printed").values()) == [first]


def test_commands_written_wrongly_are_told(run: Run, laptop: Path, tmp_path: Path) -> None:
    out = tmp_path / "f.pdf"
    for options in (
        ("form",),
        ("form", "--later", "--out", out),
        ("form", "--later", "--blank", 1),
        ("form", "--waiting", "--search", "新街", "--out", out),
        ("paper", "mark", "abcdabcd", "--state", "to_print"),
    ):
        ran = run(*options, "--home", laptop)
        assert (ran.status, ran.error[0]) == (2, "H301"), options
    assert run("paper", "show", "ffffffff", "--home", laptop).error[0] == "H160"
    assert run("form", "--blank", 501, "--out", out, "--home", laptop).error[0] == "H166"
    assert not out.exists()
