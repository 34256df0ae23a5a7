"""Whose numbers count as a household's own when they are looked for elsewhere."""

import pytest

from fieldsurvey.case.elsewhere import elsewhere, is_held, numbers_of

NUMBER = "11010519491231002X"
CARD = {"type": "id_card", "number": NUMBER}


def test_the_workers_own_row_is_the_worker() -> None:
    own = {"row": "a", "relation": "01", "identity": CARD, "counts_in_household": False}
    assert numbers_of({"identity": CARD, "members": [own]}) == {NUMBER: "identity"}
    assert numbers_of({"members": [own]}) == {NUMBER: "members/a/identity"}


def test_a_number_is_the_same_however_it_is_written() -> None:
    assert numbers_of({"identity": {"type": "id_card", "number": "110105 19491231-002x"}}) == {NUMBER: "identity"}


@pytest.mark.parametrize(
    "identity", [None, "later", {"typed": NUMBER}, {"number": 7}, {"type": "other", "number": "无"}]
)
def test_what_is_no_number_is_nobodys(identity: object) -> None:
    assert numbers_of({"identity": identity}) == {}


@pytest.mark.parametrize("status", ["cancelled", "withdrawn"])
def test_a_file_that_has_ended_or_was_merged_holds_nobody(status: str) -> None:
    assert not is_held({"status": {"status": status}})
    assert not is_held({"merged_into": "b" * 32})
    assert is_held({"status": {"status": "filed"}})
    assert is_held({})


def test_each_point_stands_at_its_field_and_goes_with_the_number() -> None:
    document = {"identity": CARD, "members": [{"row": "a"}, {"row": "b", "identity": {"number": "H12345678"}}]}
    held = {NUMBER: ["L1-000020(王某)"], "H12345678": ["L1-000021", "L1-000022(李某)"], "K99999999": ["L1-000023"]}
    found = [
        (point.address, point.label, point.sentence, point.blocks, point.step) for point in elsewhere(document, held)
    ]
    assert found == [
        ("identity", "本人·证件", "这个号码已在 L1-000020(王某)那一户,请核对", "", 1),
        ("members/b/identity", "成员2·身份证件", "这个号码已在 L1-000021、L1-000022(李某)那几户,请核对", "", 2),
    ]
    assert list(elsewhere({"identity": {"number": "H00000000"}}, held)) == []
