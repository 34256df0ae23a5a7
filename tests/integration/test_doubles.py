"""People who stand in two households: found on a real encrypted file, settled pair by pair, and taken back."""

from typing import Any

import pytest

from fieldsurvey.case.document import ROW
from fieldsurvey.services.double_errors import DoubleGoneError, WorkerCountsError
from fieldsurvey.services.doubles import Double, Doubles
from fieldsurvey.services.errors import PlanStaleError, ReasonMissingError
from fieldsurvey.services.life_events import LifeEvents
from tests.integration.seats import Desktop

MOTHER = {"type": "id_card", "number": "11010519491231002X"}
SON = {"type": "id_card", "number": "34052419800101001X"}
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

        doubles(laptop).take_back([one, other], pair.print)
        assert laptop.document(other)["members"][1]["counts_in_household"] is True
        assert [each.print for each in doubles(laptop).open()] == [pair.print]
    assert laptop.document(other)["members"][1][ROW] == row
    with pytest.raises(PlanStaleError):
        doubles(laptop).take_back([one, other], pair.print)


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
