"""Numbers that carry their own check: sound ones pass, each kind of slip has its sentence."""

from typing import Any

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.checks import card_number, disability_certificate, division, postcode, uscc
from fieldsurvey.case.problems import field_note, field_problem
from tests.conftest import MONDAY_AFTERNOON

ID = "11010519491231002X"  # the example of GB 11643
TODAY = MONDAY_AFTERNOON.date()


def test_sound_numbers_have_nothing_said_of_them() -> None:
    assert uscc("91350100M000100Y43", {}) == ""
    assert uscc("91350100 m000100y-43", {}) == ""
    assert postcode("010020", {}) == ""
    assert division("150723", {}) == ""
    assert disability_certificate(f"{ID}43", {"identity": {"type": "id_card", "number": ID}}) == ""
    assert disability_certificate(f"{ID}43B1", {"disability_type": "4", "disability_level": "3"}) == ""
    assert card_number("6222 0212 3456 7890 128") == ""


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (uscc("91350100M000100Y4", {}), "18 位,现有 17 位"),
        (uscc("91350100M000100Y44", {}), "校验位"),
        (uscc("91350100I000100Y43", {}), "不该有的字"),
        (postcode("01002", {}), "6 位"),
        (postcode("٠١٠٠٢٠", {}), "6 位"),
        (division("15072", {}), "6 位"),
        (division("110199", {}), "没有查到"),
        (division("110103", {}), "崇文区”,2010 年已撤销"),
        (disability_certificate(f"{ID}4", {}), "20 位"),
        (disability_certificate(f"{ID}85", {}), "20 位"),
        (
            disability_certificate(f"{ID}43", {"identity": {"type": "id_card", "number": "34052419800101001X"}}),
            "前 18 位",
        ),
        (disability_certificate(f"{ID}43", {"disability_type": "1"}), "类别"),
        (disability_certificate(f"{ID}43", {"disability_type": "4", "disability_level": "1"}), "等级"),
        (card_number("6222021234567890127"), "校验位"),
        (card_number("12345"), "12 到 19 位"),
    ],
)
def test_each_slip_has_its_sentence(said: str, told: str) -> None:
    assert told in said


def test_a_check_is_named_at_its_field_and_compares_with_what_stands_beside_it() -> None:
    field = CASE.field("members/r1/disability_cert_no")
    row: dict[str, Any] = {"identity": {"type": "id_card", "number": ID}, "disability_type": "2"}
    assert "类别" in field_problem(field, f"{ID}43", TODAY, row)
    assert field_problem(field, f"{ID}43", TODAY) == ""
    assert field_problem(field, {"gap": "later"}, TODAY, row) == ""


def test_a_vanished_division_is_a_note_and_no_problem() -> None:
    field = CASE.field("identity")
    vanished = {"type": "id_card", "number": "110103194912310027"}
    assert field_problem(field, vanished, TODAY) == ""
    assert "崇文区" in field_note(field, vanished)
    assert field_note(field, {"type": "id_card", "number": ID}) == ""
    assert field_note(field, {"type": "passport", "number": "110103"}) == ""
    assert field_note(CASE.field("name"), "110103") == ""


def test_a_bank_card_never_blocks() -> None:
    field = CASE.field("bank")
    assert field.blocks == ""
    assert "校验位" in field_problem(
        field, {"bank": "某银行", "holder": "张三", "number": "6222021234567890127"}, TODAY
    )
    assert "卡号" in field_problem(field, {"bank": "某银行"}, TODAY)
