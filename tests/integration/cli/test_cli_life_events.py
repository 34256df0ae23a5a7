"""户的变动 and 基础数据 as commands."""

from pathlib import Path

from tests.integration.cli.conftest import Run


def a_case(run: Run, hq: Path, tmp_path: Path) -> str:
    """A household of three and one of a single person; returns the first one's number."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"key":"1","name":"赵甲","sex":"1","mobile":"13800000000","members":[{"key":"1","relation":"01"},'
        '{"key":"2","name":"赵甲妻","relation":"12"},{"key":"3","name":"赵甲子","relation":"20"}],'
        '"income":[{"key":"1","member":"3","type":"wage"}]}\n'
        '{"key":"2","name":"钱乙","members":[{"key":"1","relation":"01"}]}\n',
        encoding="utf-8",
    )
    assert run("case", "import", lines, "--source", "样例", "--home", hq, "--json").status == 0
    (found,) = run("case", "list", "赵甲", "--home", hq, "--json").json["cases"]
    return str(found["survey_no"])


def test_another_worker_and_a_plan_that_changes_nothing(run: Run, hq: Path, tmp_path: Path) -> None:
    number = a_case(run, hq, tmp_path)
    told = run("case", "change-worker", number, "赵甲妻", "--plan", "--home", hq, "--json")
    assert told.json["done"] is False
    assert run("case", "show", number, "--home", hq, "--json").json["document"]["name"] == "赵甲"
    done = run("case", "change-worker", number, "赵甲妻", "--reason", "retired", "--home", hq, "--json")
    assert (done.json["done"], done.json["in_draft"]) == (True, False)
    assert run("case", "show", number, "--home", hq, "--json").json["document"]["name"] == "赵甲妻"
    history = run("case", "history", number, "--home", hq, "--json").json["history"]
    assert "更换建档职工:赵甲 → 赵甲妻(退休)" in {line["why"] for line in history}


def test_a_split_and_a_merge(run: Run, hq: Path, tmp_path: Path) -> None:
    number = a_case(run, hq, tmp_path)
    command = ("case", "split", number, "--member", "赵甲子", "--worker", "赵甲子", "--home", hq, "--json")
    other = run(*command).json["other"]
    document = run("case", "show", other, "--home", hq, "--json").json["document"]
    assert (document["name"], len(document["income"])) == ("赵甲子", 1)
    refused = run("case", "merge", number, other, "--home", hq)
    assert refused.error[0] == "H152"
    (single,) = run("case", "list", "钱乙", "--home", hq, "--json").json["cases"]
    merged = run("case", "merge", number, single["survey_no"], "--relation", "97", "--home", hq, "--json")
    assert merged.json["done"] is True
    (single,) = run("case", "list", "钱乙", "--home", hq, "--json").json["cases"][-1:]
    assert run("case", "show", merged.json["other"], "--home", hq, "--json").json["case"]["status"] == "注销"


def test_a_member_has_to_be_named_clearly(run: Run, hq: Path, tmp_path: Path) -> None:
    number = a_case(run, hq, tmp_path)
    code, sentence = run("case", "change-worker", number, "孙丙", "--home", hq).error
    assert code == "H343"
    assert "赵甲妻" in sentence


def test_code_tables_and_fields(run: Run, hq: Path, laptop: Path) -> None:
    tables = run("reference", "tables", "--home", hq, "--json").json["tables"]
    assert "housing" in {each["table"] for each in tables}
    said = ("--label", "廉租房", "--name", "廉租屋", "--move", "up")
    new = run("reference", "code", "housing", "new", *said, "--home", hq, "--json").json
    codes = run("reference", "table", "housing", "--home", hq, "--json").json["codes"]
    assert codes[-2] == {"code": new["code"], "label": "廉租房", "retired": False, "names": ["廉租屋"]}
    gone = run("reference", "code", "housing", new["code"], "--retire", "--home", hq, "--json").json
    assert (gone["label"], gone["retired"]) == ("廉租房", True)
    made = run(
        "reference", "field", "new", "--label", "培训意愿", "--sort", "code", "--option", "yes=愿意",
        "--option", "no=不愿意", "--step", "5", "--home", hq, "--json",
    ).json  # fmt: skip
    assert (made["question"], made["step"], len(made["options"])) == (False, 5, 2)
    edited = run(
        "reference", "field", made["field"], "--label", "技能培训意愿", "--retire", "--home", hq, "--json"
    ).json
    assert (edited["label"], edited["retired"]) == ("技能培训意愿", True)
    listed = run("reference", "questions", "--home", hq, "--json").json
    assert made["field"] in {each["field"] for each in listed["questions"]}
    assert run("reference", "code", "housing", "new", "--label", "别的", "--home", laptop).error[0] == "H101"
    assert run("reference", "table", "nothing", "--home", hq).error[0] == "H344"


def test_what_to_type_into_the_national_system_and_its_number(run: Run, hq: Path, tmp_path: Path) -> None:
    number = a_case(run, hq, tmp_path)
    told = run("case", "entry", number, "--home", hq)
    assert told.status == 0
    assert "【职工本人】" in told.out
    assert "  姓名*:赵甲\n" in told.out
    assert "  困难类别*:缺(还没有认定)\n" in told.out
    assert run("case", "worker-no", number, "ZG1", "--home", hq, "--json").json["change"]
    lines = run("case", "entry", number, "--home", hq, "--json").json["lines"]
    assert (lines[0]["label"], lines[0]["text"], lines[0]["state"]) == ("职工编号", "ZG1", "ready")


def test_the_national_list_is_compared_three_ways(run: Run, hq: Path, tmp_path: Path) -> None:
    number = a_case(run, hq, tmp_path)
    listed = tmp_path / "n.csv"
    listed.write_text("姓名,性别,手机号码,职工编号\n赵甲,男,13900000000,ZG7\n", encoding="utf-8")
    run("case", "worker-no", number, "ZG7", "--home", hq)
    told = run("compare", "national", listed, "--out", tmp_path / "o.xlsx", "--take", "--home", hq)
    assert told.status == 0, told.err
    assert "手机号码:全国系统 139****0000,本程序 138****0000\n" in told.out
    assert "户的比对结果。" in told.out
    assert (tmp_path / "o.xlsx").exists()
    found = run("compare", "national", listed, "--home", hq, "--json").json
    counts = found["counts"]
    assert (counts["differs"], counts["doubtful"], counts["only_there"], counts["equal"]) == (1, 0, 0, 0)
    assert counts["only_here"] == len(found["households"]) - 1


def test_doubles_are_listed_settled_and_taken_back(run: Run, hq: Path, tmp_path: Path) -> None:
    lines = tmp_path / "lines.jsonl"
    son = '{"key":"2","name":"孙小","relation":"20","identity":{"type":"id_card","number":"34052419800101001X"}}'
    lines.write_text(
        f'{{"key":"1","name":"孙丙","members":[{{"key":"1","relation":"01"}},{son}]}}\n'
        f'{{"key":"2","name":"周丁","members":[{{"key":"1","relation":"01"}},{son}]}}\n',
        encoding="utf-8",
    )
    assert run("case", "import", lines, "--source", "样例", "--home", hq, "--json").status == 0
    one, other = (
        run("case", "list", name, "--home", hq, "--json").json["cases"][0]["survey_no"] for name in ("孙丙", "周丁")
    )
    listed = run("doubles", "list", "--case", one, "--home", hq)
    assert "340524********001X" in listed.out
    (pair,) = [
        each for each in run("doubles", "list", "--home", hq, "--json").json["doubles"]
        if {each["one"]["survey_no"], each["other"]["survey_no"]} == {one, other}
    ]  # fmt: skip
    assert run("doubles", "settle", one, pair["print"], "--home", hq).error[0] == "H301"
    assert run("doubles", "settle", one, pair["print"], "--counts-in", other, "--home", hq).status == 0
    assert run("doubles", "list", "--case", one, "--home", hq, "--json").json == {"doubles": []}
    assert run("doubles", "settled", one, "--home", hq, "--json").json["settled"][0]["took_out"] is True
    assert run("doubles", "undo", one, pair["print"], "--home", hq).status == 0
    assert len(run("doubles", "list", "--case", one, "--home", hq, "--json").json["doubles"]) == 1
