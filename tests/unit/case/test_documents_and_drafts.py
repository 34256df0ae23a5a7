"""Documents to fields and back, and what a draft says when it is sealed."""

from collections.abc import Mapping
from typing import Any

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import to_document, to_fields
from fieldsurvey.case.draft import Answer, overlaid, removal, sealed_entries
from fieldsurvey.case.errors import ChangeMalformedError, RowToldTwiceError, UnknownFieldError
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
    assert derived_row(RECORD, "members", "x") in "".join(to_fields(CASE, RECORD, document))
    assert derived_record("甲表", "1") != derived_record("乙表", "1") != derived_record("乙表", "2")
    assert new_record() != new_record()
    assert new_row() != new_row()


@pytest.mark.parametrize(
    "document",
    [
        {"nmae": "张三"},
        {"members": "甲"},
        {"members": ["甲"]},
        {"members": [{"nmae": "甲"}]},
        {"members": [{"name/x": "甲"}]},
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


def test_a_value_that_no_change_can_hold_is_refused() -> None:
    with pytest.raises(ChangeMalformedError):
        to_fields(CASE, RECORD, {"savings": 16.17})


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
    assert removal(state, "members", "a", "重复登记") == {
        "members/a/name": None,
        "members/a/removed": {"why": "重复登记"},
    }


def test_a_list_whose_rows_are_all_removed_is_absent() -> None:
    state = state_of({"name": "张三", "members/a/name": None, "members/a/removed": {"why": "登记错了"}})
    assert to_document(state) == {"name": "张三"}
