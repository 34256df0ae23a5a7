"""People who stand in two households: found on a real encrypted file, settled pair by pair, and taken back."""

import json
from typing import Any

import pytest

from fieldsurvey.case.document import ROW
from fieldsurvey.progress import Progress
from fieldsurvey.services.double_errors import DoubleGoneError, WorkerCountsError
from fieldsurvey.services.doubles import Double, Doubles
from fieldsurvey.services.errors import PlanStaleError, ReasonMissingError
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.life_events import LifeEvents
from tests.integration.seats import Desktop

MOTHER = {"type": "id_card", "number": "11010519491231002X"}
SON = {"type": "id_card", "number": "34052419800101001X"}
BROTHER = {"type": "id_card", "number": "340524198001010175"}
HOME = "青河区纺织东路3号院2单元501室"


def recorded(desktop: Desktop, told: dict[str, Any], *members: dict[str, Any]) -> str:
    """A household that was visited; its members after the worker."""
    draft = desktop.visits.start(None)
    for address, value in told.items():
        desktop.visits.answer(draft.draft_id, address, value)
    for member in members:
        desktop.visits.add_row(draft.draft_id, "members", member)
    desktop.visits.finish(draft.draft_id, later=False)
    return draft.case_id


def doubles(desktop: Desktop) -> Doubles:
    return Doubles(desktop.seat)


def said(pairs: list[Double]) -> list[tuple[str, set[str], int]]:
    return [(pair.check, {pair.one.case_id, pair.other.case_id}, pair.shared) for pair in pairs]


def revealed(desktop: Desktop) -> int:
    """How often the journal says that something was shown in full."""
    with desktop.seat.database.begin() as session:
        rows = session.exec_driver_sql("SELECT body FROM journal").scalars().all()
    return sum(json.loads(row)["what"] == "reveal" for row in rows)


def son_in_both(desktop: Desktop) -> tuple[str, str, Double]:
    """The son counts in his mother's household and in his aunt's."""
    son = {"name": "王小明", "relation": "20", "identity": SON}
    one = recorded(desktop, {"name": "王桂兰", "identity": MOTHER, "home_address": HOME}, son)
    other = recorded(desktop, {"name": "李建国"}, {**son, "relation": "99"})
    [pair] = doubles(desktop).open()
    return one, other, pair


def test_the_list_tells_one_worker_in_two_files_from_a_member_of_two_and_from_people_alike(laptop: Desktop) -> None:
    mother = {"name": "王桂兰", "identity": MOTHER, "birth_date": "1949-12-31", "home_address": HOME}
    first = recorded(laptop, mother, {"name": "王小明", "relation": "20", "identity": SON})
    second = recorded(laptop, {**mother, "name": "王桂蓝"})
    third = recorded(laptop, {"name": "李建国"}, {"name": "王小明", "relation": "99", "identity": SON})
    alike = recorded(laptop, {**mother, "identity": {"type": "id_card", "number": ""}})
    ended = recorded(laptop, {"name": "赵甲", "merged_into": "x" * 32})

    found = doubles(laptop).open()

    assert said(found) == [
        ("ID05", {first, second}, 1),
        ("HH08", {first, third}, 1),
        ("ID06", {first, alike}, 1),
        ("ID06", {second, alike}, 1),
    ]
    sides = [side for pair in found for side in (pair.one, pair.other)]
    assert {side.number for side in sides} == {"110105********002X", "340524********001X", ""}
    assert found[0].is_sure
    assert found[0].may_be_one_household
    assert all(pair.told for pair in found)
    assert ended not in {side.case_id for side in sides}
    for case in (first, second, third, alike):
        own = [pair for pair in found if case in {pair.one.case_id, pair.other.case_id}]
        assert {pair.print for pair in doubles(laptop).of_case(case)} == {pair.print for pair in own}


def test_nothing_shown_beside_a_covered_number_says_what_it_covers(laptop: Desktop) -> None:
    """The digits that are covered are the birth date."""
    told = {"name": "王小明", "birth_date": "1980-01-01", "home_address": HOME}
    one = recorded(laptop, {**told, "identity": SON, "employer_name": "红星厂 13912345678"})
    recorded(laptop, {**told, "identity": {"type": "id_card", "number": ""}, "birth_date": "1980-01-02"})

    [pair] = doubles(laptop).open()

    assert (pair.one.birth_date, pair.other.birth_date, pair.unlike) == ("1980-**-*1", "1980-**-*2", ("birth_date",))
    assert pair.one.employer == "红星厂 139****5678"
    noted = revealed(laptop)
    full = {"number": SON["number"], "birth_date": "1980-01-01", "employer": "红星厂 13912345678"}
    assert doubles(laptop).reveal(one, pair.print) == (full, {"birth_date": "1980-01-02"})
    assert revealed(laptop) == noted + 4


def test_two_people_stay_two_until_what_was_looked_at_is_another_thing(laptop: Desktop) -> None:
    one, other, pair = son_in_both(laptop)

    settled = doubles(laptop).apart(other, pair.print, " 同名同号,派出所证明重号 ")

    assert doubles(laptop).open() == []
    assert doubles(laptop).of_case(one) == []
    for case in (one, other):
        [reason] = laptop.document(case)["reasons"]
        assert (reason["check"], reason["saw"]) == ("HH08", pair.print)
        assert reason["reason"] == "不是同一个人:同名同号,派出所证明重号"
        [word] = doubles(laptop).settled(case)
        assert (word.print, word.took_out) == (settled.print, False)
    draft = laptop.visits.start(other).draft_id
    row = laptop.document(other)["members"][1][ROW]
    laptop.visits.answer(draft, f"members/{row}/name", "王晓明")
    laptop.visits.finish(draft, later=False)
    assert said(doubles(laptop).open()) == [("HH08", {one, other}, 1)]


def test_a_member_counts_in_one_household_and_taking_that_back_makes_it_both_again(laptop: Desktop) -> None:
    one, other, pair = son_in_both(laptop)
    row = laptop.document(other)["members"][1][ROW]

    for _ in range(2):  # What was taken back can be said again.
        doubles(laptop).count_in(one, pair.print, stays=one)
        assert laptop.document(other)["members"][1]["counts_in_household"] is False
        assert "counts_in_household" not in laptop.document(one)["members"][1]
        assert doubles(laptop).open() == []
        assert [word.took_out for word in doubles(laptop).settled(other)] == [True]
        assert doubles(laptop).settled(other)[0].reason == "计入 L1-000001 这一户"

        doubles(laptop).take_back(other, pair.print)
        assert laptop.document(other)["members"][1]["counts_in_household"] is True
        assert [each.print for each in doubles(laptop).open()] == [pair.print]
    assert laptop.document(other)["members"][1][ROW] == row
    with pytest.raises(PlanStaleError):
        doubles(laptop).take_back(other, pair.print)


ACROSS = ("ID05", "ID06", "HH08")


def open_checks(desktop: Desktop, *cases: str) -> list[list[str]]:
    """What the checks say of people in several households, household by household."""
    Findings(desktop.seat).catch_up(Progress())
    found = [Findings(desktop.seat).of_case(case) for case in cases]
    return [[each.check for each in some if each.check in ACROSS and each.is_open] for some in found]


@pytest.mark.parametrize(
    ("number", "relation", "check"), [(SON, "01", "ID05"), (SON, "20", "HH08"), (BROTHER, "20", "ID06")]
)
def test_what_was_settled_is_settled_for_the_checks_of_both_households(
    laptop: Desktop, number: dict[str, str], relation: str, check: str
) -> None:
    told = {"name": "王小明", "birth_date": "1980-01-01"}
    member = {**told, "relation": "20", "unit_or_school": "红星厂"}
    one = recorded(laptop, {"name": "王桂兰"}, {**member, "identity": SON})
    if relation == "01":
        other = recorded(laptop, {**told, "identity": number})
    else:
        other = recorded(laptop, {"name": "李建国"}, {**member, "identity": number})
    assert open_checks(laptop, one, other) == [[check], [check]]
    [pair] = doubles(laptop).of_case(one)

    doubles(laptop).apart(one, pair.print, "重号,派出所有证明")
    assert open_checks(laptop, one, other) == [[], []]

    doubles(laptop).take_back(other, pair.print)
    assert open_checks(laptop, one, other) == [[check], [check]]


def test_what_was_explained_at_a_check_is_settled_in_the_other_household_and_in_the_list(laptop: Desktop) -> None:
    told = {"name": "王小明", "birth_date": "1980-01-01", "unit_or_school": "红星厂", "relation": "20"}
    one = recorded(laptop, {"name": "王桂兰"}, {**told, "identity": SON})
    other = recorded(laptop, {"name": "李建国"}, {**told, "identity": BROTHER})
    assert open_checks(laptop, one, other) == [["ID06"], ["ID06"]]
    [doubt] = [each for each in Findings(laptop.seat).of_case(other) if each.check == "ID06"]

    Findings(laptop.seat).explain(other, "ID06", doubt.address, "两个人,已看证件")

    assert open_checks(laptop, one, other) == [[], []]
    assert doubles(laptop).open() == []


def test_who_was_taken_out_of_a_count_and_counts_again_is_found_again(laptop: Desktop) -> None:
    one, other, pair = son_in_both(laptop)
    doubles(laptop).count_in(one, pair.print, stays=one)
    assert open_checks(laptop, one, other) == [[], []]
    row = laptop.document(other)["members"][1][ROW]
    draft = laptop.visits.start(other).draft_id
    laptop.visits.answer(draft, f"members/{row}/counts_in_household", value=True)
    laptop.visits.finish(draft, later=False)

    assert [each.print for each in doubles(laptop).open()] == [pair.print]
    assert open_checks(laptop, one, other) == [["HH08"], ["HH08"]]


@pytest.mark.parametrize("number", ["无", "不详", "00000000000000000X"])
def test_what_stands_where_there_is_no_number_is_nobodys(laptop: Desktop, number: str) -> None:
    told = {"name": "王小明", "birth_date": "1980-01-01", "home_address": HOME, "mobile": "13800001234"}
    for _ in range(2):
        recorded(laptop, {**told, "identity": {"type": "id_card", "number": number}})
    assert [pair.check for pair in doubles(laptop).open()] == ["ID06"]


def test_the_number_of_fifteen_digits_is_the_same_number(laptop: Desktop) -> None:
    old = {"type": "id_card", "number": SON["number"][:6] + SON["number"][8:17]}
    recorded(laptop, {"name": "王小明", "identity": SON})
    recorded(laptop, {"name": "王小明", "identity": old})
    assert [pair.check for pair in doubles(laptop).open()] == ["ID05"]


def test_what_cannot_be_settled_so_changes_nothing(laptop: Desktop) -> None:
    one = recorded(laptop, {"name": "王桂兰", "identity": MOTHER})
    other = recorded(laptop, {"name": "李建国"}, {"name": "王桂兰", "relation": "50", "identity": MOTHER})
    [pair] = doubles(laptop).open()
    before = laptop.document(one), laptop.document(other)

    with pytest.raises(WorkerCountsError, match="L1-000001"):
        doubles(laptop).count_in(one, pair.print, stays=other)
    with pytest.raises(ReasonMissingError):
        doubles(laptop).apart(one, pair.print, "  ")
    with pytest.raises(DoubleGoneError):
        doubles(laptop).apart(one, "0" * 12, "两个人")

    assert (laptop.document(one), laptop.document(other)) == before


def test_households_that_are_one_leave_the_list_once_they_are_merged(laptop: Desktop) -> None:
    one = recorded(laptop, {"name": "王桂兰", "identity": MOTHER})
    other = recorded(laptop, {"name": "王桂兰", "identity": MOTHER})
    assert [pair.may_be_one_household for pair in doubles(laptop).open()] == [True]

    LifeEvents(laptop.seat).merge(one, other)

    assert doubles(laptop).open() == []
