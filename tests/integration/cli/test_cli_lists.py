"""The filters of `case list`, and the day's lists by `worktop`."""

from contextlib import closing
from pathlib import Path

from fieldsurvey import app
from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.practice.homes import PracticeHomes
from fieldsurvey.practice.sides import PASSPHRASE
from fieldsurvey.vault.derivation import Cost
from tests.integration.cli.conftest import Run
from tests.integration.cli.test_cli_cases import lines_file

HOUSEHOLDS = [
    {"key": "1", "name": "甘棠", "home_address": "新街10号", "employer_name": "试验厂", "remark": {"gap": "later"},
     "visits": [{"key": "1", "visited_on": "2015-03-01", "outcome": "met", "surveyor1": "陆甲"}],
     "causes": [{"key": "1", "rank": "main", "cause": "9"}]},
    {"key": "2", "name": "白芷", "home_address": "新街9号", "employer_name": "试验厂"},
]  # fmt: skip


def listed(run: Run, home: Path, *options: str) -> list[str]:
    """Who is listed, of the two."""
    ran = run("case", "list", "--home", home, "--json", *options)
    assert ran.status == 0, ran.err
    return [case["name"] for case in ran.json["cases"] if case["name"] in ("甘棠", "白芷")]


def test_every_filter_is_an_option(run: Run, laptop: Path, tmp_path: Path) -> None:
    run("case", "import", lines_file(tmp_path / "in.jsonl", *HOUSEHOLDS), "--source", "街道名单", "--home", laptop)
    only_first = [
        ("--outcome", "已入户"), ("--outcome", "met"), ("--cause", "子女上学"), ("--later", "--employer", "试验厂"),
        ("--surveyor", "陆甲"), ("--visited-from", "20150101", "--visited-to", "2015年12月31日"),
        ("新街", "--cause", "9", "--cause", "6"),
    ]  # fmt: skip
    for options in only_first:
        assert listed(run, laptop, *options) == ["甘棠"], options
    assert listed(run, laptop, "--employer", "试验厂", "--order", "address") == ["白芷", "甘棠"]
    assert listed(run, laptop, "--order", "address", "--descending", "--unvisited") == ["甘棠", "白芷"]
    assert listed(run, laptop, "--employer", "试验厂", "--outcome", "") == ["白芷"]
    for nobody in ("--clashing", "--drafted", "--recheck", "--unchanged", "--status=在档"):
        assert listed(run, laptop, nobody) == [], nobody
    for everybody in ("--unwritten", "--unconfirmed", "--category="):
        assert sorted(listed(run, laptop, everybody)) == ["甘棠", "白芷"], everybody


def test_a_filter_that_does_not_exist_is_told(run: Run, laptop: Path) -> None:
    for options in (("--outcome", "没有这个"), ("--visited-from", "昨天"), ("--order", "luck")):
        ran = run("case", "list", "--home", laptop, *options)
        assert (ran.status, ran.error[0]) == (2, "H301"), options


def test_a_saved_filter_is_used_by_its_name(run: Run, laptop: Path, tmp_path: Path) -> None:
    run("case", "import", lines_file(tmp_path / "in.jsonl", *HOUSEHOLDS), "--source", "街道名单", "--home", laptop)
    staff = app.describe_home(laptop).staff[0].staff_id
    with closing(app.open_home(laptop, staff, PASSPHRASE, cost=Cost.floor())) as home:
        home.saved_lists.save("试验厂待补", "新街", CaseFilter(employer="试验厂", later=True))
    assert listed(run, laptop, "--saved", "试验厂待补") == ["甘棠"]
    assert listed(run, laptop, "甘", "--saved", "试验厂待补") == ["甘棠"]
    assert listed(run, laptop, "白", "--saved", "试验厂待补") == []
    assert "甘棠" not in listed(run, laptop, "--saved", "试验厂待补", "--employer", ""), (
        "none recorded is asked for too"
    )
    ran = run("case", "list", "--home", laptop, "--saved", "没有")
    assert (ran.status, ran.error[0]) == (2, "X001")


def test_the_worktop_lists_what_there_is_to_do(run: Run, homes: PracticeHomes) -> None:
    home = homes.laptops[0]
    said = run("worktop", "--home", home, "--json").json
    assert set(said) == {
        "today", "round_from", "visited", "total", "to_visit", "returned", "whys", "overdue", "unchanged", "unwritten",
        "unconfirmed", "unwritten_changes", "unconfirmed_changes", "drafts", "coverage",
    }  # fmt: skip
    assert said["to_visit"]["total"] == said["total"] - said["visited"]
    assert said["to_visit"]["asked"] == {"unvisited": True}
    assert said["coverage"]["by"] == "employer"
    assert sum(unit["total"] for unit in said["coverage"]["units"]) == said["total"]
    told = run("worktop", "--home", home, "--by", "filing_org").out
    for title in (
        "待入户",
        "没做完的入户",
        "退回补正",
        "复核到期",
        "一年未改",
        "还没有写入U盘",
        "对方还没有回执",
        "按建档单位",
    ):
        assert title in told, title
    assert run("worktop", "--home", home, "--round-begins", "02-30").error[0] == "X001"
