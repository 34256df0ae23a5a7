"""Two people at one door: the companion of the day, and both names in the record of the visit."""

import pytest

from fieldsurvey.app import open_home
from fieldsurvey.errors import InputError
from fieldsurvey.services.errors import SamePersonError
from tests.conftest import FixedClock
from tests.integration.homes import COST, STAFF, Office, visit

THEIRS = "她自己想的一长串新口令"


def names_of(office: Office, case: str, home: str = "l1") -> list[tuple[object, object]]:
    """The two surveyors of each visit of a household."""
    document = office.home(home).cases.show(case).document
    return [(row.get("surveyor1"), row.get("surveyor2")) for row in document["visits"]]


def test_a_new_visit_names_both_and_headquarters_reads_both(office: Office) -> None:
    assert office.l1.companions.choose(" 丁  小蓉 ") == "丁 小蓉"
    case = visit(office.l1, name="王建国")
    assert names_of(office, case) == [("调查甲", "丁 小蓉")]
    office.carry("l1", "hq")
    assert names_of(office, case, "hq") == [("调查甲", "丁 小蓉")]


def test_without_a_companion_the_second_name_stays_open(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    assert names_of(office, case) == [("调查甲", None)]
    office.l1.companions.choose("丁小蓉")
    office.l1.companions.choose("")
    assert office.l1.companions.today() == ""
    assert names_of(office, visit(office.l1, name="丁桂湘")) == [("调查甲", None)]


def test_those_known_here_are_offered_without_oneself_and_who_left(office: Office) -> None:
    gone = office.l1.staff.add("调查丁", THEIRS)
    office.l1.staff.add("调查戊", THEIRS)
    office.l1.staff.remove(gone)
    assert office.l1.companions.known() == ["调查戊"]
    office.carry("l2", "hq")
    office.carry("hq", "l1")
    assert office.l1.companions.known() == sorted([STAFF["hq"], STAFF["l2"], "调查戊"])


def test_one_person_is_not_two(office: Office) -> None:
    office.l1.companions.choose("丁小蓉")
    with pytest.raises(SamePersonError, match="请选另一位"):
        office.l1.companions.choose(" 调查甲 ")
    with pytest.raises(InputError):
        office.l1.companions.choose("长" * 65)
    assert office.l1.companions.today() == "丁小蓉"


def test_the_companion_holds_for_the_day_and_for_who_chose(office: Office) -> None:
    clock = FixedClock()
    office.now = clock
    other = office.l1.staff.add("调查丁", THEIRS)
    office.l1.companions.choose("丁小蓉")
    office.close("l1")
    theirs = open_home(office.folder("l1"), other, THEIRS, cost=COST, now=clock)
    assert theirs.companions.today() == ""
    theirs.close()
    assert office.l1.companions.today() == "丁小蓉"
    clock.advance(days=1)
    assert office.l1.companions.today() == ""
    assert names_of(office, visit(office.l1, name="王建国")) == [("调查甲", None)]
