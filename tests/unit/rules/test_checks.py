"""The check catalogue: each check fires where it should and not close by; what an office and people say counts."""

from typing import Any, Final

import msgspec
import pytest

from fieldsurvey.case.problems import problems
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import CHECKS, SECTIONS, told_once
from fieldsurvey.rules.check import Severity
from fieldsurvey.rules.checks.evidence import what_lacks
from fieldsurvey.rules.rule_set import Checked, Limit, shipped
from tests.unit.rules.sound import BOOK, RULES, TODAY, card, found, sound
from tests.unit.rules.spoilt import SPOILT, Spoilt, member


def test_nothing_is_found_in_a_sound_file() -> None:
    assert [(each.check, each.address, each.sentence) for each in found(sound())] == []


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_check_fires_where_it_should(spoilt: Spoilt) -> None:
    fired = [each for each in found(sound(spoilt.fires), spoilt.kept, spoilt.today) if each.check == spoilt.check]
    assert [each.address for each in fired] == [spoilt.at]
    assert fired[0].sentence
    assert fired[0].mend
    assert fired[0].label


@pytest.mark.parametrize("spoilt", SPOILT, ids=str)
def test_a_check_is_silent_close_by(spoilt: Spoilt) -> None:
    others = found(sound(spoilt.silent), spoilt.kept_well, spoilt.today)
    assert spoilt.check not in {each.check for each in others}


def test_every_check_is_tried_both_ways_and_stands_in_order() -> None:
    alone = [check.id for check in CHECKS.values() if check.find is not None]
    assert {spoilt.check for spoilt in SPOILT} == set(alone)
    assert list(CHECKS) == sorted(CHECKS, key=lambda each: (SECTIONS.index(each[:2]), each))
    for check in CHECKS.values():
        assert check.blocks in ("", "审定", "发放", "退出")
        assert check.title
        assert check.basis
        assert check.mend.endswith("。")


def test_a_reason_answers_a_doubt_until_what_it_rests_on_changes_and_never_an_error() -> None:
    odd = {"bank": {"holder": "陈玉兰", "number": "6222020000000000000"}, "mobile": "12"}
    first = {each.check: each for each in found(sound(odd))}
    reasons = [
        {
            "row": each.check.lower(),
            "check": each.check,
            "subject": each.address,
            "saw": each.print,
            "reason": "由妻子代收",
        }
        for each in first.values()
    ]
    answered = {each.check: each for each in found(sound({**odd, "reasons": reasons}))}
    assert [answered["ID12"].is_open, answered["ID11"].is_open] == [False, True]
    other = {**odd, "bank": {"holder": "李桂花", "number": "6222020000000000000"}, "reasons": reasons}
    assert {each.check: each.is_open for each in found(sound(other))}["ID12"]


def test_two_doubts_of_one_cell_are_answered_apart() -> None:
    odd = sound({"bank": {"holder": "陈玉兰", "number": "6222020000000000001"}})
    first, second = (each for each in found(odd) if each.check == "ID12")
    reason = {"row": "q", "check": "ID12", "subject": second.address, "saw": second.print, "reason": "由妻子代收"}
    odd["reasons"] = [reason]
    assert [(each.print, each.reason) for each in found(odd) if each.check == "ID12"] == [
        (first.print, ""), (second.print, "由妻子代收"),
    ]  # fmt: skip


def test_a_missing_paper_is_told_once_for_all_who_lack_it_with_each_reason_once() -> None:
    young = {"members/c/identity": card("20150202", 1), "evidence/-": "e02", "evidence/e03/type": "other"}
    lacking = [each.sentence for each in found(sound(young)) if each.check == "EV01"]
    assert lacking[0] == "缺“身份证件”(王树林、陈玉兰、王志远):每位成员都要;王志远也可用户口簿"


def test_papers_missing_for_one_reason_are_told_together_and_each_by_its_name() -> None:
    lacking = [each.sentence for each in found(sound({"evidence": None})) if each.check == "EV01"]
    assert lacking[0].startswith("缺“书面申请”“户口簿”")
    assert lacking[0].endswith(":每户都要")
    assert len(lacking) == len({sentence.partition(":")[2] for sentence in lacking})
    assert [len(what_lacks(sentence)) for sentence in lacking][:2] == [5, 1]
    assert what_lacks("缺“甲”“乙”(张三)、“丙”(李四、“五”):每户都要;“甲”也可用丁") == ["甲", "乙", "丙", "五"]
    assert what_lacks("缺“甲”(阿依(小))、“证明:乙”:每户都要;“甲”也可用“丙”") == ["甲", "证明:乙"]
    assert what_lacks("照片的日期不对") == []


def test_an_office_softens_a_check_switches_it_off_and_moves_its_threshold() -> None:
    present = RULES["RS2020"]

    def book(**changed: object) -> RuleBook:
        own = msgspec.structs.replace(present, version=2, **changed)
        return RuleBook([own], BOOK.standards)

    alone = sound({"visits/v1/surveyor2": None})
    softer = found(alone, book=book(checks={"PR01": Checked(severity="doubt", blocks="")}))
    assert [(each.check, each.severity, each.blocks) for each in softer] == [("PR01", Severity.DOUBT, "")]
    assert found(alone, book=book(checks={"PR01": Checked(on=False)})) == []
    assert found(alone, book=book(limits={**present.limits, "surveyors": Limit(value=1)})) == []
    # What a rule set of an office does not say, or says of another sort, is as it ships.
    for limits in ({}, {"surveyors": Limit(value="2026-01")}):
        assert [each.check for each in found(alone, book=book(limits=limits))] == ["PR01"]


def test_all_thresholds_are_data_with_a_name_and_a_source_in_both_rule_sets() -> None:
    first, second = (rule_set.limits for rule_set in shipped())
    assert first.keys() == second.keys()
    assert all(limit.title and limit.source for limit in (*first.values(), *second.values()))


def test_a_list_of_problems_and_findings_says_each_matter_once() -> None:
    twins = {"members/+": member("m", "12", card("19830101", 2)), "mobile": "12", "postcode": "", "visits": None}
    document = sound(twins)
    open_points, findings = problems(document, TODAY), found(document)
    of_problems, of_findings = ({(each.address, each.sentence) for each in some} for some in (open_points, findings))
    assert {address for address, _ in of_problems & of_findings} == {"mobile", "members/m/relation"}
    points, told = told_once(open_points, findings)
    assert "mobile" in {each.address for each in points} - {each.address for each in told}
    assert "members/m/relation" in {each.address for each in told} - {each.address for each in points}
    spouse = next(each for each in findings if each.address == "members/m/relation")
    reason = {"row": "q", "check": spouse.check, "subject": spouse.address, "saw": spouse.print, "reason": "前妻同住"}
    document["reasons"] = [reason]
    points, told = told_once(problems(document, TODAY), found(document))
    assert "members/m/relation" not in {each.address for each in points} | {each.address for each in told}


DECIDED: Final = {"determinations/d1/decided_on": "2019-03-01", "determinations/d1/judged_on": None}


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (DECIDED, []),
        ({"determinations": None}, []),
        ({"visits": None, "evidence": None}, []),
        ({"visits/v1/purpose": "callback", "evidence": None}, []),
        # What was decided after it was visited here is held to the order, and so is a step taken since.
        ({"determinations/d1/category": "not_qualified"}, ["PR03"]),
        ({**DECIDED, "status/at": "2026-06-20"}, ["PR03"]),
        ({"status/at": "2026-06-14"}, ["PR03"]),
        ({"visits/v1/visited_on": "2025-06-01", "evidence/e09/issued_on": "2024-09-01"}, ["DY02"]),
        ({"evidence/-": "e04"}, ["EV01"]),
    ],
    ids=str,
)
def test_files_taken_over_begin_with_their_first_survey_here(edits: dict[str, Any], expected: list[str]) -> None:
    told = dict(edits)
    status = {"status": "filed", "at": told.pop("status/at", "2019-03-20")}
    document = sound({"file_class": "stock", "status": status, **told})
    checks = {each.check for each in found(document)}
    assert sorted(checks & {"PR01", "PR03", "PR05", "PR06", "DY02", "EV01"}) == expected


def test_nothing_is_found_in_a_file_that_has_ended() -> None:
    broken = {"mobile": "12"}
    assert found(sound(broken))
    for over in ({"status": {"status": "cancelled", "at": "2026-07-01"}}, {"merged_into": "a" * 32}):
        assert found(sound({**broken, **over})) == []


def test_a_determination_is_held_to_the_rules_and_the_day_it_was_made_under() -> None:
    dated = {"judged_on": "2018-06-01", "rule_set": RULES["RS2016"].key, "category": "dibao_marginal_household"}
    old = {f"determinations/d1/{name}": value for name, value in dated.items()}
    assert not {"CL01", "CL02"} & {each.check for each in found(sound(old))}
    unknown = {**old, "determinations/d1/rule_set": RULES["RS2020"].key}
    assert "CL01" in {each.check for each in found(sound(unknown))}
