"""Documents to fields and back, and what a draft says when it is sealed."""

from collections.abc import Mapping
from typing import Any

import pytest

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import to_document, to_fields
from fieldsurvey.case.draft import Answer, overlaid, removal, restored, sealed_entries
from fieldsurvey.case.errors import AnswerMalformedError, RowsMalformedError, RowToldTwiceError, UnknownFieldError
from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address, ChangeId, RecordId, derived_record, derived_row, new_record, new_row

RECORD = RecordId("ab" * 16)
NAME, HEALTH = Address("name"), Address("health")


def state_of(values: Mapping[Any, Any], change: str = "c1") -> State:
    """A state in which one change wrote everything."""
    return State({Address(address): {ChangeId(change): value} for address, value in values.items()})


def test_a_document_becomes_fields_and_the_same_document_again() -> None:
    document = {
        "name": "张三",
        "savings": 1,
        "members": [{"row": "b", "name": "甲"}, {"row": "a", "name": "乙", "relation": "10"}],
    }
    fields = to_fields(CASE, RECORD, {"key": "7", **document})
    assert to_document(state_of(fields)) == document


def test_rows_without_an_id_get_the_same_one_every_time() -> None:
    document = {"members": [{"name": "甲"}, {"key": "x", "name": "乙"}, {"row": "NOT FIT", "name": "丙"}]}
    assert to_fields(CASE, RECORD, document) == to_fields(CASE, RECORD, document)
    assert len({address.split("/")[1] for address in to_fields(CASE, RECORD, document)}) == 3
    assert derived_row(RECORD, "members", "key:x") in "".join(to_fields(CASE, RECORD, document))
    assert derived_record("甲表", "1") != derived_record("乙表", "1") != derived_record("乙表", "2")
    assert new_record() != new_record()
    assert new_row() != new_row()


@pytest.mark.parametrize(
    "document",
    [
        {"nmae": "张三"},
        {"members": [{"place": 1}]},
        {"members": [{"removed": {"why": "迁出"}}]},
        {"members": [{"nmae": "甲"}]},
        {"members": [{"name/x": "甲"}]},
        {"members/a/name": "甲"},
        {"members/a/removed": {"why": "迁出"}},
        {"": 1},
        {"name\n": 1},
    ],
)
def test_a_name_that_the_catalogue_lacks_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(UnknownFieldError):
        to_fields(CASE, RECORD, document)


@pytest.mark.parametrize("name", ["row", "key"])
def test_a_row_told_twice_is_refused_and_not_hidden(name: str) -> None:
    with pytest.raises(RowToldTwiceError):
        to_fields(CASE, RECORD, {"members": [{name: "a", "name": "甲"}, {name: "a", "name": "乙"}]})


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"savings": 16.17}, "存款与证券"),
        ({"members": [{}, {"identity": {"number": 2**60}}]}, "家庭成员第 2 行·身份证件"),
    ],
)
def test_a_value_that_no_change_can_hold_is_refused_by_the_name_of_its_field(
    document: dict[str, Any], named: str
) -> None:
    with pytest.raises(AnswerMalformedError, match=named):
        to_fields(CASE, RECORD, document)


@pytest.mark.parametrize("rows", ["甲", ["甲"], {"a": 1}, 5, None, [{}] * 5_001])
def test_what_is_no_list_of_a_household_is_refused_by_its_name(rows: object) -> None:
    with pytest.raises(RowsMalformedError, match="家庭成员"):
        to_fields(CASE, RECORD, {"members": rows})


@pytest.mark.parametrize(
    "rows",
    [
        [{"key": 0}, {"key": 1}],
        [{"key": 2}, {}],
        [{}, {"key": "1"}],
        [{"key": ""}, {"key": None}, {"key": "3"}],
        [{"key": "place:2"}, {}],
    ],
)
def test_keys_and_positions_never_meet(rows: list[dict[str, Any]]) -> None:
    told = to_fields(CASE, RECORD, {"members": rows})
    assert len({address.split("/")[1] for address in told}) == len(rows)
    kept = [each for each in rows if each.get("key") not in (None, "")]
    assert set(to_fields(CASE, RECORD, {"members": kept[:1]})) <= set(told)


@pytest.mark.parametrize(
    ("number", "text"), [(56.5, "56.5"), (63, "63"), (-0.25, "-0.25"), (1e-5, {"typed": "0.00001"})]
)
def test_a_decimal_may_come_as_a_number(number: float, text: object) -> None:
    assert to_fields(CASE, RECORD, {"building_area": number}) == {"building_area": text}


def test_a_member_is_named_by_row_or_by_key() -> None:
    members = [{"key": "m1", "name": "甲"}, {"key": 2, "name": "乙"}, {"row": "m1", "key": "x", "name": "丙"}]
    income = [{"member": "x"}, {"member": 2}, {"member": "2"}, {"member": "m1"}, {"member": "外人"}, {"member": None}]
    document = to_document(state_of(to_fields(CASE, RECORD, {"members": members, "income": income})))
    row_of = {member["name"]: member["row"] for member in document["members"]}
    told = [row.get("member") for row in document["income"]]
    assert told == [row_of["丙"], row_of["乙"], row_of["乙"], row_of["丙"], "外人", None]


def test_names_that_a_document_keeps_for_itself_cannot_be_taken_by_a_foreign_change() -> None:
    state = state_of({"id": "x", "key": "x", "name": "张三", "members/a/row": "b", "members/a/name": "甲"})
    assert to_document(state) == {"name": "张三", "members": [{"row": "a", "name": "甲"}]}


def test_an_answer_equal_to_what_stood_says_nothing() -> None:
    state = state_of({"name": "张三"})
    assert sealed_entries({NAME: Answer("张三", ("c1",))}, state) == {}
    assert sealed_entries({HEALTH: Answer(None)}, state) == {}
    assert sealed_entries({NAME: Answer(None, ("c1",))}, state)["name"].replaces == ["c1"]


def test_agreeing_with_one_side_of_a_clash_settles_it() -> None:
    state = State({NAME: {ChangeId("c1"): "张三", ChangeId("c2"): "张山"}})
    assert sealed_entries({NAME: Answer("张三", ("c1", "c2"))}, state)["name"].replaces == ["c1", "c2"]


def test_an_answer_over_a_value_that_came_in_unseen_does_not_replace_it() -> None:
    state = State({NAME: {ChangeId("c2"): "张山"}})  # c2 replaced c1, which the writer was looking at
    assert sealed_entries({NAME: Answer("张三", ("c1",))}, state)["name"].replaces == ["c1"]


def test_a_draft_shows_its_answers_over_the_record_and_changes_nothing() -> None:
    state = state_of({"name": "张三", "health": "良好"})
    assert to_document(overlaid(state, {NAME: Answer("李四", ("c1",))})) == {"name": "李四", "health": "良好"}
    assert to_document(state) == {"name": "张三", "health": "良好"}


def test_a_removal_empties_what_it_sees_and_says_why() -> None:
    state = state_of({"members/a/name": "甲", "members/a/place": 1, "members/ab/name": "乙"})
    answers = answered(removal(state, {}, "members/a", "重复登记"), state)
    assert {address: said.value for address, said in sealed_entries(answers, state).items()} == {
        "members/a/name": None,
        "members/a/removed": {"why": "重复登记"},
    }
    assert to_document(overlaid(state, answers))["members"] == [{"row": "ab", "name": "乙"}]


def test_a_row_comes_back_with_what_was_answered_before_its_removal() -> None:
    state = state_of({"members/a/name": "甲", "members/a/health": "10", "members/a/place": 1})
    before = answered({Address("members/a/name"): "假", Address("members/a/health"): None}, state)
    answers = before | answered({Address("members/a/relation"): "10"}, state)
    for why in ("重复登记", "还是重复"):
        answers |= answered(removal(state, answers, "members/a", why), state)
    assert "members" not in to_document(overlaid(state, answers))
    assert sealed_entries(answers, state)["members/a/removed"].value == {"why": "还是重复"}
    assert restored(answers, "members/a") == {
        "members/a/name": "假",
        "members/a/health": None,
        "members/a/relation": "10",
    }


def test_an_answer_in_a_removed_row_stays_when_it_comes_back() -> None:
    state = state_of({"members/a/name": "甲"})
    answers = answered(removal(state, {}, "members/a", "重复登记"), state)
    answers |= answered({Address("members/a/name"): "假"}, state)
    assert restored(answers, "members/a") == {"members/a/name": "假"}
    assert restored(answered({Address("members/a/name"): "假"}, state), "members/a") == {"members/a/name": "假"}


def answered(values: Mapping[Address, Value], state: State) -> dict[Address, Answer]:
    """Answers by somebody who sees the state."""
    return {address: Answer(value, tuple(state.standing(address))) for address, value in values.items()}


def test_emptying_a_field_that_was_empty_says_nothing_although_a_value_came_in() -> None:
    arrived = state_of({"name": "张三"}, change="c2")
    assert sealed_entries({NAME: Answer(None)}, arrived) == {}
    assert sealed_entries({NAME: Answer("李四")}, arrived)["name"].value == "李四"


def test_a_list_whose_rows_are_all_removed_is_absent() -> None:
    state = state_of({"name": "张三", "members/a/name": None, "members/a/removed": {"why": "登记错了"}})
    assert to_document(state) == {"name": "张三"}
