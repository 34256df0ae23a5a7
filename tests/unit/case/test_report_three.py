"""The households of report three: each figure that the report prints, counted from the documents."""

import json

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import to_fields
from fieldsurvey.case.identity import resident
from fieldsurvey.case.ids import derived_record
from fieldsurvey.case.schema import case_schema
from fieldsurvey.practice.report_three import before_the_round, documents
from tests.report_three import HOUSEHOLDS, NEAR, PRINTED, SERIOUS, figures, relatives_ill, students, wage_of
from tests.unit.case.test_schema import accepts


@pytest.mark.parametrize("figure", PRINTED)
def test_a_figure_is_the_one_that_the_report_prints(figure: str) -> None:
    assert figures()[figure] == PRINTED[figure]


def test_every_figure_is_tested() -> None:
    assert list(figures()) == list(PRINTED) == [f"R3-{number:02d}" for number in range(1, 18)]


def test_the_lowest_wage_of_all_is_paid_where_work_has_stopped() -> None:
    assert min(wage_of(each) for each in HOUSEHOLDS) == PRINTED["R3-03"]


def test_nobody_is_single_and_a_single_parent() -> None:
    assert not any(each.get("is_single_parent") and each.get("is_single_person") for each in HOUSEHOLDS)


def test_nine_households_are_ill_and_none_is_counted_twice() -> None:
    ill = [each for each in HOUSEHOLDS if each["health"] in (*SERIOUS, "disabled") or relatives_ill(each)]
    assert len(ill) == 9
    assert all((each["health"] != "good") + relatives_ill(each) == 1 for each in ill)


def test_each_household_has_one_student_at_most() -> None:
    assert max(len(students(each)) for each in HOUSEHOLDS) == 1


def test_the_housing_of_every_household_is_in_one_group() -> None:
    found = figures()
    assert sum(int(str(found[name])) for name in ("R3-13", "R3-14", "R3-15")) == 36


def test_the_documents_are_what_the_published_schema_takes() -> None:
    schema = case_schema()
    for document in HOUSEHOLDS:
        assert accepts(schema, document), document["key"]
        to_fields(CASE, derived_record("r3", document["key"]), document)


def test_every_code_is_one_that_may_be_chosen() -> None:
    for document in HOUSEHOLDS:
        for name, value in document.items():
            rows = value if CASE.group(name) else [{name: value}]
            for row in rows:
                for cell, said in row.items():
                    group = CASE.group(name)
                    field = (group.field(cell) if group else CASE.find(cell)) if cell not in ("row", "key") else None
                    if field is not None and field.codes:
                        told = said["type"] if isinstance(said, dict) else said
                        codes = told if isinstance(told, list) else [told]
                        assert set(codes) <= set(field.choices.offered), (name, cell, said)


def test_numbers_are_sound_and_belong_to_nobody() -> None:
    numbers = [member["identity"]["number"] for each in HOUSEHOLDS for member in each["members"]]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith("99") and not isinstance(resident(number), str) for number in numbers)


def test_the_same_seed_gives_the_same_households() -> None:
    assert json.dumps(documents()) == json.dumps(documents())
    assert json.dumps(documents(7)) != json.dumps(documents())


def test_relatives_are_told_by_their_relation() -> None:
    assert "01" not in NEAR
    assert "71" not in NEAR


def test_before_the_round_nothing_but_the_visits_is_missing() -> None:
    for whole, before in zip(HOUSEHOLDS, before_the_round(), strict=True):
        assert "visits" not in before
        assert {**before, "visits": whole["visits"]} == whole
