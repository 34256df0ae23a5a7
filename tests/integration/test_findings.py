"""Findings trail behind the changes, are always current for one household, and speak of several where they meet."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.case.field import Role
from fieldsurvey.case.kinds import Desk
from fieldsurvey.progress import Progress
from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.check import Finding, Severity
from fieldsurvey.rules.looking import Asked, look_at
from fieldsurvey.services import findings as findings_module
from fieldsurvey.services import looking_through
from fieldsurvey.services.checking import Checking
from fieldsurvey.services.errors import ReasonMissingError
from fieldsurvey.services.finding_errors import (
    FindingGoneError,
    GroupingUnknownError,
    MendInsteadError,
    SeveralFindingsError,
)
from fieldsurvey.services.finding_lines import Caught, FindingFilter
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.lookers import Lookers
from fieldsurvey.services.reference import Reference
from fieldsurvey.store import finding_rows, folding
from fieldsurvey.store.errors import DatabaseFullError
from fieldsurvey.store.finding_rows import NAMED
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, body_of, household, open_seat, write_lines

NUMBER = "990101199001010017"
MOBILE = "13912345678"
CARD = {"bank": "城乡商业银行", "holder": "张三", "number": "6212345678901234567"}
ACROSS = {"ID05", "ID06", "ID11B", "ID12B", "HH08", "EV03B", "PR08"}


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desktop]:
    """A headquarters without households."""
    desktop = open_seat(tmp_path / "home", clock, desk=Desk.HEADQUARTERS, code="HQ")
    yield desktop
    desktop.close()


@pytest.fixture
def findings(desk: Desktop) -> Findings:
    """Its findings."""
    return Findings(desk.seat)


def worker(number: str = NUMBER, **fields: Any) -> dict[str, Any]:  # noqa: ANN401  # answers
    """A household filed under somebody with this number."""
    identity = {"type": "id_card", "number": number}
    row = {"key": "1", "name": "张三甲", "relation": "01", "identity": identity}
    return {"identity": identity, "members": [row], **fields}


def take(desk: Desktop, folder: Path, documents: Sequence[dict[str, Any]]) -> list[str]:
    """Imports households with these answers; their ids in the same order."""
    lines = [household(number, survey_no=f"L1-{number:06d}", **one) for number, one in enumerate(documents, start=1)]
    desk.cases.import_lines(write_lines(folder / "in.jsonl", lines), source="旧台账")
    found = {row.survey_no: row.case_id for row in desk.cases.find("", limit=500).rows}
    return [found[line["survey_no"]] for line in lines]


def across(found: Sequence[Finding]) -> list[tuple[str, str]]:
    """The findings that rest on several households: check and address without the id of the row."""
    return sorted(
        (one.check, "/".join(part for n, part in enumerate(one.address.split("/")) if n != 1))
        for one in found
        if one.check in ACROSS
    )


def rows_kept(desk: Desktop) -> list[tuple[Any, ...]]:
    """Everything that is kept of findings, by household and not by its line."""
    with desk.database.begin() as session:
        rows = session.exec_driver_sql(
            "SELECT c.record, f.n, f.check_id, f.severity, f.blocks, f.is_answered, x.texts FROM finding_row f"
            " JOIN case_row c ON c.id = f.case_row"
            " JOIN finding_text x ON x.case_row = c.id AND x.first = f.n / ? * ? ORDER BY 1, 2",
            (finding_rows.ACROSS, finding_rows.ACROSS),
        )
        return [tuple(row) for row in rows]


def test_households_that_have_something_in_common_are_all_told(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    first, second, third = take(desk, tmp_path, [worker(mobile=MOBILE), worker(bank=CARD), {"mobile": MOBILE}])
    assert findings.catch_up(Progress()).done == 3
    assert across(findings.of_case(first)) == [("ID05", "identity"), ("ID11B", "mobile")]
    assert across(findings.of_case(second)) == [("ID05", "identity")]
    (found,) = [one for one in findings.of_case(third) if one.check == "ID11B"]
    assert found.others == (first,)
    assert "L1-000001" in found.sentence


def test_when_one_of_two_is_mended_both_are_free(desk: Desktop, findings: Findings, tmp_path: Path) -> None:
    first, second = take(desk, tmp_path, [{"mobile": MOBILE}, {"mobile": MOBILE}])
    findings.catch_up()
    assert across(findings.of_case(second)) == [("ID11B", "mobile")]
    lines = [household(1, survey_no="L1-000001", mobile="13912345679")]
    desk.cases.import_lines(write_lines(tmp_path / "again.jsonl", lines), source="旧台账")
    # Looking at the one that changed is enough.
    assert across(findings.of_case(first)) == []
    assert across(findings.of_case(second)) == []


def test_of_very_many_nobody_is_named_and_nothing_depends_on_the_order(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    many = NAMED + 5
    cases = take(desk, tmp_path, [{"mobile": MOBILE}] * many)
    for case in reversed(cases):
        findings.of_case(case)
    said = {one.sentence for case in cases for one in findings.of_case(case) if one.check == "ID11B"}
    assert len(said) == 1
    assert "20 户以上" in said.pop()
    one_by_one = rows_kept(desk)
    with desk.database.begin() as session:
        folding.rebuild(session, Progress())
    assert findings.catch_up().done == many
    assert rows_kept(desk) == one_by_one


def test_a_reason_answers_a_doubt_until_what_it_rests_on_changes(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    first, second, third = take(desk, tmp_path, [{"mobile": MOBILE}, {"mobile": MOBILE}, {}])
    findings.catch_up()
    with pytest.raises(ReasonMissingError):
        findings.explain(first, "ID11B", "mobile", " ")
    with pytest.raises(FindingGoneError):
        findings.explain(third, "ID11B", "mobile", "无")
    assert findings.explain(first, "ID11B", "mobile", "姐妹两家合用")
    (found,) = [one for one in findings.of_case(first) if one.check == "ID11B"]
    assert (found.reason, found.is_open) == ("姐妹两家合用", False)
    (row,) = desk.document(first)["reasons"]
    assert (row["check"], row["subject"], row["saw"], row["said_on"]) == (
        "ID11B", "mobile", found.print, desk.seat.now().date().isoformat(),
    )  # fmt: skip
    assert [one.is_open for one in findings.of_case(second) if one.check == "ID11B"] == [True]
    assert findings.list(FindingFilter(check="ID11B")).total == 1
    assert findings.list(FindingFilter(check="ID11B", is_open=None)).total == 2
    # A third household with the number is another matter.
    desk.take([body_of(third, {"mobile": MOBILE})])
    findings.catch_up()
    assert [one.is_open for one in findings.of_case(first) if one.check == "ID11B"] == [True]


def test_of_two_doubts_about_one_cell_the_one_in_view_is_answered(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    (case,) = take(desk, tmp_path, [{"bank": CARD | {"holder": "李四"}}])

    def doubts() -> list[Finding]:
        return [one for one in findings.of_case(case) if one.check == "ID12"]

    first, second = doubts()
    assert first.address == second.address
    with pytest.raises(SeveralFindingsError, match="2 条"):
        findings.explain(case, "ID12", "bank", "由妻子代收")
    findings.explain(case, "ID12", "bank", "由妻子代收", saw=second.print)
    assert [(one.print, one.reason) for one in doubts()] == [(first.print, ""), (second.print, "由妻子代收")]
    with pytest.raises(FindingGoneError):
        findings.explain(case, "ID12", "bank", "看错了", saw="0" * 12)
    # Of the one that is left nobody has to say which it is.
    findings.explain(case, "ID12", "bank", "存折号")
    assert [one.reason for one in doubts()] == ["存折号", "由妻子代收"]


def test_who_only_looks_on_is_told_the_title_and_nothing_of_the_household(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    ill = worker(mobile=MOBILE, health="disabled", visits=[{"key": "1", "visited_on": "2026-11-02", "outcome": "met"}])
    first, _ = take(desk, tmp_path, [ill, {"mobile": MOBILE}])
    findings.catch_up()
    findings.explain(first, "ID11B", "mobile", f"张三甲残疾,借用 {MOBILE}")
    seen = findings.of_case(first)
    assert any("健康状况:残疾" in one.sentence for one in seen)
    for role in (Role.INSPECTOR, Role.ACCOUNTANT):
        desk.seat.roles = frozenset({role})
        told = findings.of_case(first)
        assert [(one.check, one.address, one.is_open) for one in told] == [
            (one.check, one.address, one.is_open) for one in seen
        ]
        assert {one.sentence for one in told} == {f"{CHECKS[one.check].title}(内容遮盖)" for one in told}
        assert not {one.print for one in told} & {one.print for one in seen}
        assert {one.reason for one in told} == {"", "(内容遮盖)"}
        assert "残疾" not in str([line.finding for line in findings.list(FindingFilter(is_open=None)).rows])


def test_an_error_is_mended_and_not_explained(desk: Desktop, findings: Findings, tmp_path: Path) -> None:
    first, second = take(desk, tmp_path, [worker(), worker()])
    findings.of_case(second)
    with pytest.raises(MendInsteadError, match="合并"):
        findings.explain(first, "ID05", "identity", "就是他")
    assert "reasons" not in desk.document(first)


def test_what_was_just_written_is_looked_at_first_and_nothing_twice(
    desk: Desktop, findings: Findings, tmp_path: Path
) -> None:
    cases = take(desk, tmp_path, [{} for _ in range(40)])
    findings.catch_up()
    assert findings.waiting() == 0
    assert findings.catch_up().done == 0
    desk.take([body_of(cases[0], {"remark": "早"}), body_of(cases[30], {"remark": "晚"}, n=2)])
    assert findings.waiting() == 2
    findings._queue.pace_s = 99  # so slow a machine looks at one household at a time
    assert findings.catch_up(most=1).done == 1
    key = findings._checking.key()
    with desk.database.begin() as session:
        places = [finding_rows.place_of(session, cases[n]) for n in (0, 30)]
        assert [finding_rows.is_current(session, place, key) for place in places] == [False, True]
    assert findings.catch_up().done == 1
    assert findings.waiting() == 0


def test_what_was_not_kept_is_looked_at_again(
    desk: Desktop, findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = take(desk, tmp_path, [{"mobile": MOBILE}, {"mobile": MOBILE}, {}])
    for waiting in (3, 1):
        # The second time it is what was just written that comes first, and not the walk through the list.
        with monkeypatch.context() as broken:
            broken.setattr("fieldsurvey.store.finding_rows.write", full)
            with pytest.raises(DatabaseFullError):
                findings.catch_up()
        assert findings.catch_up() == Caught(waiting, 0)
        assert findings.waiting() == 0
        desk.take([body_of(cases[2], {"mobile": MOBILE})])


def full(*_: object, **__: object) -> None:
    """As a full disk answers."""
    raise DatabaseFullError


def test_another_day_and_other_standards_let_every_household_wait(
    desk: Desktop, findings: Findings, tmp_path: Path, clock: FixedClock
) -> None:
    take(desk, tmp_path, [{"mobile": MOBILE}, {"mobile": MOBILE}])
    findings.catch_up()
    (today,) = findings.progress()
    assert (today.errors >= 0, today.by_check["ID11B"]) == (True, 2)
    clock.advance(days=1)
    assert findings.waiting() == 2
    findings.catch_up()
    with desk.database.begin() as session:
        folding.rebuild(session, Progress())
    assert [day.by_check["ID11B"] for day in findings.progress()] == [2, 2]
    assert findings.waiting() == 2


def test_summaries_by_rule_organisation_and_person(desk: Desktop, findings: Findings, tmp_path: Path) -> None:
    east, west = {"filing_org": "城东", "responsible_person": "刘"}, {"filing_org": "城西"}
    take(desk, tmp_path, [worker(mobile=MOBILE, **east), worker(mobile="13912345670", **west), {"mobile": MOBILE}])
    findings.catch_up()
    by_check = {group.key: group for group in findings.summary("check")}
    assert (by_check["ID05"].errors, by_check["ID05"].households) == (2, 2)
    assert by_check["ID11B"].doubts == 2
    # Counted beside the households, it is the same as counted one by one.
    for by in ("org", "person"):
        asked = FindingFilter(severity=Severity.ERROR)
        assert {each.key: each.errors for each in findings.summary(by) if each.errors} == {
            each.key: each.errors for each in findings.summary(by, asked)
        }
    assert sum(each.doubts for each in findings.summary("org")) == sum(each.doubts for each in by_check.values())
    only = FindingFilter(check="ID05")
    assert {group.key: group.errors for group in findings.summary("org", only)} == {"城东": 1, "城西": 1}
    assert [group.label for group in findings.summary("person", FindingFilter(check="ID05", org="城西"))] == [
        "没有责任人,也没有入户人"
    ]
    assert findings.summary("person", FindingFilter(check="ID05", person="刘"))[0].errors == 1
    page = findings.list(FindingFilter(org="城东", check="ID05"))
    assert [(line.survey_no, line.org, line.person) for line in page.rows] == [("L1-000001", "城东", "刘")]
    assert findings.list(FindingFilter(text="L1-000003", check="ID11B")).total == 1
    with pytest.raises(GroupingUnknownError):
        findings.summary("street")


def test_side_by_side_or_one_by_one_gives_the_same(
    desk: Desktop, findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Reference(desk.seat).edit_code("cause", "6", "生病")
    cases = take(desk, tmp_path, [worker(), worker(bank=CARD), {"mobile": MOBILE}, {"mobile": MOBILE}])
    desk.take([body_of(case, {"members": 5, "visits": "?"}, n=n) for n, case in enumerate(["ab" * 16, cases[0]], 1)])
    findings.catch_up()
    one_by_one = rows_kept(desk)
    with desk.database.begin() as session:
        folding.rebuild(session, Progress())
    monkeypatch.setattr(findings_module, "WORTH_IT", 1)
    monkeypatch.setattr(looking_through, "BATCH", 2)
    assert findings.catch_up() == Caught(5, 0)
    assert one_by_one
    assert rows_kept(desk) == one_by_one


def test_a_process_that_dies_costs_nothing_but_time(desk: Desktop) -> None:
    asked = [Asked(n, "ab" * 16, b'{"mobile":"13912345678"}') for n in range(3)]
    checking = Checking(desk.seat)
    with desk.database.begin() as session:
        ground = checking.ground(session)
    expected = [look_at(each, checking.terms()) for each in asked]
    for command in ([], [sys.executable, "-c", "pass"], ["/nowhere/at/all"]):
        with closing(Lookers(ground, checking.terms(), command=command)) as lookers:
            assert lookers.look(asked).result() == lookers.look(asked).result() == expected
