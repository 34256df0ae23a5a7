"""Explaining and deciding on real encrypted files, and the papers read back by other programs."""

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.case.change import entry
from fieldsurvey.case.kinds import Desk
from fieldsurvey.errors import InputError
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.standards import Standard, Standards
from fieldsurvey.services.decision_errors import (
    DecisionUnknownError,
    NoticeNotNeededError,
    ReasonWantedError,
    RulesUnknownError,
    VerdictMovedError,
)
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.seat import Said, seal
from tests.integration.seats import Desktop

MakeDesktop = Callable[..., Desktop]
LINE = Standard("r1", "", "dibao_urban_month", 66_400, "2016-01-01", document_no="云民发〔2016〕3号")
FAMILY = {
    "name": "赵甲",
    "on_dibao": False,
    "homes_owned": 1,
    "has_car": False,
    "has_business": False,
    "has_costly_school": False,
    "members": [
        {"key": "a", "name": "赵甲", "relation": "01", "counts_in_household": True},
        {"key": "b", "name": "赵乙", "relation": "20", "counts_in_household": True},
    ],
    "income": [{"key": "w", "member": "a", "type": "wage", "months": [200_000] * 12}],
    "causes": [{"key": "c", "rank": "main", "cause": "9"}],
}


@pytest.fixture
def desk(make_desktop: MakeDesktop, tmp_path: Path) -> tuple[Desktop, Determinations, str]:
    """Headquarters with one household of two, 1,000 元 per head and month, where the line is 664 元."""
    home = make_desktop(Desk.HEADQUARTERS)
    home.seat.rules = RuleBook((), Standards([LINE]))
    file = tmp_path / "in.jsonl"
    file.write_text(json.dumps({"key": "1", **FAMILY}, ensure_ascii=False), encoding="utf-8")
    home.cases.import_lines(file, source="表")
    case_id = home.cases.find("").rows[0].case_id
    return home, Determinations(home.seat), case_id


def say(home: Desktop, case_id: str, said: dict[str, Any]) -> None:
    """Saves one change of a household."""
    with home.seat.database.begin() as session:
        seal(session, home.seat, [Said("case", case_id, {name: entry(value) for name, value in said.items()})])


def decide(service: Determinations, case_id: str, category: str, reason: str = "") -> None:
    """Looks at a household and decides."""
    service.decide(case_id, category, reason, seen=service.explain(case_id).seen)


def text_of(file: Path) -> str:
    return "".join(
        subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, check=True).stdout.decode().split()
    )


def test_each_step_is_told_with_its_numbers(desk: tuple[Desktop, Determinations, str]) -> None:
    _, service, case_id = desk
    judged = service.explain(case_id)
    told = judged.explanation
    assert (told.category, told.persons) == ("relative_hardship", 2)
    assert told.headline == "相对困难:月人均 1,000.00 元,低于 1,328.00 元"
    assert told.standards == ("城市最低生活保障标准 664.00 元/月(云民发〔2016〕3号,2016-01-01 起执行)",)
    assert [code for code, _ in judged.rule_sets] == ["RS2016", "RS2020"]
    older = service.explain(case_id, code="RS2016").explanation
    assert (older.category, older.is_near) == ("not_qualified", False)
    with pytest.raises(RulesUnknownError):
        service.explain(case_id, code="RS1999")


def test_what_has_changed_since_somebody_looked_is_not_decided(desk: tuple[Desktop, Determinations, str]) -> None:
    home, service, case_id = desk
    seen = service.explain(case_id).seen
    say(home, case_id, {"mobile": "13800001234"})
    with pytest.raises(VerdictMovedError):
        service.decide(case_id, "relative_hardship", seen=seen)
    seen = service.explain(case_id, code="RS2016").seen
    home.seat.rules = RuleBook((), Standards([replace(LINE, amount_fen=70_000)]))
    with pytest.raises(VerdictMovedError):
        service.decide(case_id, "relative_hardship", seen=seen)
    assert service.explain(case_id).decisions == ()
    decide(service, case_id, "relative_hardship")


def test_the_last_decision_is_the_one_of_the_last_day_wherever_it_is_asked(
    desk: tuple[Desktop, Determinations, str], tmp_path: Path
) -> None:
    home, service, case_id = desk
    rows = [("a", "deep_hardship", "2026-10-01"), ("b", "not_qualified", "2026-03-01"), ("c", "", "2026-11-01")]
    for place, (row, category, day) in enumerate(rows, start=1):
        said = {"category": category or None, "decided_on": day, "place": place}
        say(home, case_id, {f"determinations/{row}/{name}": value for name, value in said.items() if value})
    judged = service.explain(case_id)
    assert [each.row for each in judged.decisions] == ["b", "a", "c"]
    assert judged.last is not None
    assert (judged.last.row, home.cases.find("").rows[0].category) == ("a", "深度困难")
    with pytest.raises(NoticeNotNeededError, match="深度困难"):
        service.write_notice(case_id, tmp_path / "n.pdf")


def test_a_decision_otherwise_than_the_rules_needs_a_reason_and_keeps_what_it_was_judged_under(
    desk: tuple[Desktop, Determinations, str],
) -> None:
    home, service, case_id = desk
    with pytest.raises(ReasonWantedError):
        decide(service, case_id, "deep_hardship")
    decide(service, case_id, "deep_hardship", "长期卧床,医药费尚未结算")
    say(home, case_id, {"on_dibao": True, "has_business": True})
    judged = service.explain(case_id)
    decision = judged.decisions[0]
    assert (decision.category, decision.computed, decision.differs) == ("deep_hardship", "相对困难", True)
    assert decision.rule_set.startswith("RS2020 v1 #")
    assert "664.00" in decision.standards
    assert judged.explanation.disqualified == ("有商铺或雇人经营",)
    then = service.as_decided(case_id, decision.row).explanation
    assert (then.category, then.disqualified) == ("relative_hardship", ())
    with pytest.raises(DecisionUnknownError, match=f"nowhere.*有:{decision.row}"):
        service.as_decided(case_id, "nowhere")


def test_only_a_category_of_the_rules_it_is_judged_under_is_decided(desk: tuple[Desktop, Determinations, str]) -> None:
    _, service, case_id = desk
    offered = dict(service.explain(case_id, code="RS2016").categories)
    assert "dibao_household" not in offered
    assert offered["auxiliary_local_file"] == "本级辅助档案"
    for category, called in (("dibao_household", "低保户"), ("gone", "gone")):
        with pytest.raises(InputError, match=f"没有“{called}”.*相对困难"):
            decide(service, case_id, category, "会议决定")


def test_an_exemption_with_its_reason_lets_the_household_in_again(desk: tuple[Desktop, Determinations, str]) -> None:
    home, service, case_id = desk
    say(home, case_id, {"has_business": True})
    assert service.explain(case_id).explanation.category == "not_qualified"
    with pytest.raises(ReasonWantedError):
        service.exempt(case_id, "dq_shop_employer", " ")
    service.exempt(case_id, "dq_shop_employer", "只在集市摆摊,没有雇人")
    assert service.explain(case_id).explanation.category == "relative_hardship"


def test_the_sheet_holds_every_step_and_all_its_fonts(
    desk: tuple[Desktop, Determinations, str], tmp_path: Path
) -> None:
    _, service, case_id = desk
    decide(service, case_id, "relative_hardship")
    target = tmp_path / "测算表.pdf"
    assert service.write_sheet(case_id, target) >= 1
    text = text_of(target)
    for told in (
        "困难职工家庭经济状况测算表",
        "赵甲",
        "24,000.00元÷2人÷12月",
        "云民发〔2016〕3号",
        "属于“相对困难”",
        "同测算",
    ):
        assert "".join(told.split()) in text, told
    fonts = subprocess.run(["pdffonts", target], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts)
    assert subprocess.run(["qpdf", "--check", target], capture_output=True, check=False).returncode == 0


def test_the_notice_is_for_those_who_do_not_qualify_and_says_why(
    desk: tuple[Desktop, Determinations, str], tmp_path: Path
) -> None:
    home, service, case_id = desk
    target = tmp_path / "告知书.pdf"
    with pytest.raises(NoticeNotNeededError):
        service.write_notice(case_id, target)
    assert not target.exists()
    say(home, case_id, {"income/x/type": "wage", "income/x/months": [100_000] * 12})
    service.write_notice(case_id, target)
    text = text_of(target)
    assert "没有达到" in text
    assert "费用或损失" not in text
    assert "1,328.00元/月" in text
    assert "随时再来申请" in text
