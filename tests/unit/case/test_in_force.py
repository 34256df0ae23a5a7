"""What an office makes of code tables, questionnaire and own fields, whatever its records say."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED
from fieldsurvey.case.field import Sort, Tier
from fieldsurvey.case.in_force import SHIPPED, code_row, in_force, table_record
from fieldsurvey.case.parse import parse, show
from fieldsurvey.case.questions import SEED_QUESTIONS, Question

OWN = {
    "row": "a",
    "field": "x_heat",
    "label": "取暖方式",
    "sort": "code",
    "options": [["gas", "燃气"], ["coal", "燃煤"]],
    "step": 5,
}


def test_without_records_the_shipped_catalogue_holds() -> None:
    assert SHIPPED.catalogue == CASE
    assert [question.id for question in SEED_QUESTIONS] == ["told_cause", "outlook", "fears"]
    assert CASE.field("fears").sort is Sort.CODES
    assert CASE.field("outlook").is_question


def test_an_own_field_is_an_entry_like_any_other() -> None:
    held = in_force([], {"fields": [OWN]})
    field = held.catalogue.field("x_heat")
    assert (field.label, field.step, field.is_own, field.tier) == ("取暖方式", 5, True, Tier.TABLE)
    assert parse(field, "燃煤") == "coal"
    assert show(field, "gas") == "燃气"
    in_list = in_force([], {"fields": [OWN | {"list": "members", "step": 2}]})
    assert in_list.catalogue.field("members/r1/x_heat").label == "取暖方式"
    assert in_list.catalogue.find("x_heat") is None


def test_a_question_keeps_its_sort_and_changes_its_words_and_the_version_tells() -> None:
    held = in_force([], {"fields": [{"row": "a", "field": "outlook", "label": "您觉得能脱困吗", "sort": "text"}]})
    field = held.catalogue.field("outlook")
    assert (field.label, field.sort) == ("您觉得能脱困吗", Sort.CODE)
    assert held.questionnaire != SHIPPED.questionnaire
    again = in_force([], {"fields": [{"row": "b", "field": "outlook", "label": "您觉得能脱困吗"}]})
    assert again.questionnaire == held.questionnaire


def test_a_retired_question_is_no_longer_asked_and_an_own_field_is_not_part_of_the_questionnaire() -> None:
    held = in_force([], {"fields": [{"row": "a", "field": "fears", "retired_on": "2026-01-01"}]})
    assert held.catalogue.find("fears") is None
    assert held.questionnaire != SHIPPED.questionnaire
    assert in_force([], {"fields": [OWN]}).questionnaire == SHIPPED.questionnaire


def test_a_retired_code_keeps_its_label_and_is_not_offered() -> None:
    rows = [
        {"row": "a", "code": "heart", "label": "心脏病", "retired_on": "2026-01-01"},
        {"row": "b", "code": "dust", "label": "尘肺"},
    ]
    field = in_force([{"table": "health", "codes": rows}], None).catalogue.field("health")
    assert "heart" not in field.choices.offered
    assert show(field, "heart") == "心脏病"
    assert list(field.choices.offered)[-1] == "dust"
    assert parse(field, "尘肺") == "dust"
    assert CASE.field("health").choices.label_of("heart") == "心血管病"
    # The same table serves every field that names it.
    assert (
        in_force([{"table": "health", "codes": rows}], None).catalogue.field("members/r1/health").choices
        == field.choices
    )


def test_rows_of_reference_records_are_the_same_on_every_desk() -> None:
    assert table_record("health") == table_record("health") != table_record("sex")
    assert code_row("health", "dust") == code_row("health", "dust")
    assert Question("x_heat", "").row == Question("x_heat", "取暖方式").row


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["code", "x_a", "health", "outlook"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["field", "label", "sort"]), inner),
    max_leaves=6,
)
NAMES = ("field", "label", "sort", "options", "list", "step", "tier", "retired_on", "code")
ROW = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(NAMES, ANYTHING),
)


@given(st.lists(ROW, max_size=4) | ANYTHING, st.lists(ROW, max_size=4) | ANYTHING, ANYTHING)
def test_whatever_a_record_says_there_is_a_whole_catalogue(fields: Any, codes: Any, table: Any) -> None:  # noqa: ANN401  # any JSON
    held = in_force([{"table": table, "codes": codes}], {"fields": fields})
    shipped = {field.id for field in CASE.fields}
    asked = {field.id for field in held.catalogue.fields}
    assert shipped - asked <= {question.id for question in SEED_QUESTIONS}
    for field in held.catalogue.fields:
        assert field.label
        assert not field.codes or field.choices.labels is not None
    assert set(held.tables) <= set(SEEDED)
