"""Choosing by pinyin: initials and full sounds find the same, every key in a moment."""

import time

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED
from ui.models.initials import spelled_of
from ui.widgets.choice_line import Choice, matching
from ui.wizard.editors.choice import named
from ui.wizard.sheet import labels_of

SPELLED = spelled_of(labels_of(CASE))


def found(address: str, typed: str) -> list[str]:
    """The labels that a field offers for what was typed, best first."""
    field = CASE.field(address)
    return [choice.label for choice in matching(named(field, field.choices.offered.items(), SPELLED), typed)]


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("qizi", "妻子"), ("qz", "妻子"), ("nver", "女"), ("nüer", "女"), ("erzi", "子"), ("peiou", "配偶"),
        ("NVXU", "女婿"), ("erxi", "儿媳"),
    ],
)  # fmt: skip
def test_a_relation_is_found_by_how_it_sounds(typed: str, label: str) -> None:
    assert label in found("members/a/relation", typed)


def test_initials_still_come_before_sounds_and_a_later_syllable_is_found_too() -> None:
    assert found("marital", "ly")[0] == "离异"
    assert found("marital", "liyi")[0] == "离异"
    assert found("marital", "hun")
    assert found("marital", "zzz") == []


def test_how_a_label_is_spelled() -> None:
    assert spelled_of(["离婚", "女儿", "低保(A)", "L1"]) == {
        "离婚": "lh lihun hun",
        "女儿": "ne nver er",
        "低保(A)": "dba dibaoa baoa a",
        "L1": "l1 l1",
    }


def test_a_key_takes_no_time_in_the_largest_table_and_among_many_employers() -> None:
    largest = max((table.labels for table in SEEDED.values()), key=len)
    names = [*largest.values(), *(f"云州第{number}棉纺织厂(已改制)" for number in range(500))]
    spelled = spelled_of(names)
    choices = [Choice(str(number), name, spelled[name]) for number, name in enumerate(names)]
    began = time.perf_counter()
    for typed in ("m", "mi", "mian", "mianfang", "yz"):
        matching(choices, typed)
    assert (time.perf_counter() - began) / 5 < 0.010
