"""What a section of the paper shows, by address."""

import pytest

from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.forms.sheets import printed_sections
from tests.unit.forms.households import RARE, household


def test_the_newest_visit_is_printed_under_its_own_address() -> None:
    values = printed_sections("F01", household())["header"]

    assert values == {
        "filing_org": "云州市青河区总工会困难职工帮扶中心",
        "visits/s2/visited_on": "2026年11月23日",
        "file_type": "",
        "survey_no": "L1-000017",
    }


def test_a_list_is_printed_row_by_row() -> None:
    values = printed_sections("F01", household())["members"]

    assert values["members/m1/name"] == f"欧阳{RARE}喆"
    assert values["members/m4/identity"] == "不知道"
    assert values["members/m1/=age"] == "46"
    assert values["members/m1/=income_month"] == "1,770.00"
    assert len(values) == 4 * 10


def test_two_fields_of_one_column_keep_their_own_addresses() -> None:
    values = printed_sections("F01", household())["plan"]

    assert (values["measures/p2/begins_on"], values["measures/p2/due_on"]) == ("", "2027年9月10日")


def test_rows_on_continuation_sheets_are_printed_values_too() -> None:
    many = [{"row": f"r{number}", "name": f"成员{number}"} for number in range(23)]

    values = printed_sections("F01", household(members=many))["members"]

    assert values["members/r22/name"] == "成员22"


def test_gaps_and_misunderstood_texts_are_printed_as_such() -> None:
    values = printed_sections("F01", household(building_area={"typed": "四十来平"}))["home"]

    assert values["savings"] == "拒答"
    assert values["building_area"] == "四十来平"
    assert printed_sections("F01", household())["visit"]["remark"] == "待补"


def test_a_member_is_printed_by_name_and_a_lost_one_by_its_id() -> None:
    causes = [{"row": "c1", "cause": "6", "member": "m3"}, {"row": "c2", "cause": "9", "member": "gone"}]

    values = printed_sections("F01", household(causes=causes))["causes"]

    assert values["causes/c1/member"] == "韩桂兰"
    assert values["causes/c2/member"] == "gone"


def test_an_empty_field_is_a_value_so_that_a_later_answer_is_a_difference() -> None:
    before = printed_sections("F01", {"name": "甲"})["worker"]
    after = printed_sections("F01", {"name": "甲", "mobile": "13800005678"})["worker"]

    assert {address for address in after if before[address] != after[address]} == {"mobile"}


def test_a_changed_month_changes_the_printed_sums() -> None:
    changed = household()
    changed["income"][0]["months"] = [120000] * 11 + [120001]
    before, after = (printed_sections("F01", document)["money"] for document in (household(), changed))

    assert {address for address in after if before[address] != after[address]} == {"=income_year_wage", "=income_year"}
    assert printed_sections("F01", household())["members"] == printed_sections("F01", changed)["members"], "under a fen"


def test_a_form_that_is_not_there_is_refused() -> None:
    with pytest.raises(FormUnknownError):
        printed_sections("F99", {})["worker"]
