"""Lines of 督查材料: one for a household and rule, what is missing by name and never an illness; the rules in use."""

from datetime import date

import msgspec

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.rules.book import SHIPPED_BOOK
from fieldsurvey.services.finding_lines import FindingLine
from fieldsurvey.services.inspection_lines import JudgedBy, open_lines
from tests.unit.rules.sound import found, sound
from tests.unit.rules.spoilt import Edits


def line(case_id: str, edits: Edits) -> list[FindingLine]:
    """What the checks find in a file, as lines of the list."""
    return [
        FindingLine(case_id, f"L1-{case_id}", "王树林", "红星机械厂工会", "周建军", each)
        for each in found(sound(edits))
    ]


def test_papers_that_a_household_lacks_are_one_line_that_names_them_and_no_illness() -> None:
    told = open_lines([*line("1", {"evidence": None}), *line("2", {"evidence/-": "e03"})], CASE)
    lacking = {each.survey_no: each.place for each in told if each.check.startswith("EV01")}
    assert lacking == {"L1-1": "缺:书面申请、户口簿等 9 样", "L1-2": "缺:户口簿"}
    ill = {"causes/k1/cause": "6", "evidence/-": "e03", "health": "disabled"}
    (papers,) = [each.place for each in open_lines(line("3", ill), CASE) if each.check.startswith("EV01")]
    assert "与病残有关的材料" in papers
    assert not any(word in papers for word in ("诊断", "残疾", "病历"))


def test_places_of_one_rule_in_one_household_stand_in_one_line() -> None:
    odd = {"members/s/identity": None, "members/s/birth_date": "1890-01-01", "members/c/identity": None,
           "members/c/birth_date": "1890-01-01"}  # fmt: skip
    (told,) = [each for each in open_lines(line("1", odd), CASE) if each.check.startswith("ID02")]
    assert told.place == "成员·出生日期 2 处"


def test_every_rule_set_that_a_file_was_judged_under_is_told() -> None:
    judged = JudgedBy(SHIPPED_BOOK, date(2026, 11, 28))
    for day in ("2017-05-01", "2026-05-01"):
        judged.add(msgspec.json.encode({"visits": [{"row": "v", "visited_on": day, "outcome": "met"}]}))
    assert [each.code for each in judged.rule_sets] == ["RS2016", "RS2020"]
