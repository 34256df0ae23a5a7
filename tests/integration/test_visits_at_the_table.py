"""At the table: every answer is on disk when it is accepted, and the visit goes on where it stopped."""

import subprocess
import sys
from pathlib import Path

import pytest

from fieldsurvey.case.errors import AnswerMalformedError, TextTooLongError, UnknownFieldError
from fieldsurvey.services.errors import NotAllowedError
from fieldsurvey.store.errors import CaseMissingError, DraftMissingError
from tests.conftest import FixedClock
from tests.integration.conftest import MakeDesktop
from tests.integration.cut_off import CUT_OFF
from tests.integration.seats import Desktop, begun, body_of, finished, open_seat

ROOT = Path(__file__).parents[2]

IDENTITY = {"type": "id_card", "number": "11010519491231002X"}
OTHER_IDENTITY = {"type": "id_card", "number": "34052419800101001X"}


def test_an_accepted_answer_is_there_after_the_program_was_killed(tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "L1"
    child = subprocess.run([sys.executable, "-m", "tests.integration.cut_off", str(folder)], cwd=ROOT, check=False)
    assert child.returncode == CUT_OFF
    desktop = open_seat(folder, clock)
    (card,) = desktop.visits.open_drafts()
    view = desktop.visits.view(card.draft_id)
    assert (view.page, view.focus) == (5, "savings")
    assert view.document["home_address"] == "和平路1号"
    assert view.document["savings"] == {"typed": "约一千"}
    assert (card.name, card.survey_no, card.saved_at) == ("张三甲", "L1-000001", "2026-11-23 14:02:31")
    desktop.close()


def test_an_answer_is_seen_by_another_connection_at_once(laptop: Desktop, clock: FixedClock) -> None:
    draft, _ = begun(laptop)
    assert laptop.visits.answer(draft, "mobile", "13800000000") == "14:02:31"
    other = open_seat(laptop.seat.paths.folder, clock)
    assert other.visits.view(draft).document["mobile"] == "13800000000"
    other.close()


def test_a_visit_goes_on_at_the_same_page_and_field(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    laptop.visits.turn_to(draft, 6, "causes/a1/cause")
    again = laptop.visits.start(laptop.visits.view(draft).case_id)
    assert (again.draft_id, again.case_id, again.page, again.focus) == (draft, case, 6, "causes/a1/cause")
    assert len(laptop.visits.open_drafts()) == 1


def test_a_new_household_begins_with_number_visit_and_the_worker(laptop: Desktop) -> None:
    first, second = laptop.visits.start(None), laptop.visits.start(None)
    assert (first.survey_no, second.survey_no) == ("L1-000001", "L1-000002")
    (visit,), (member,) = first.document["visits"], first.document["members"]
    assert (visit["visited_on"], visit["surveyor1"]) == ("2026-11-23", "王调查")
    assert (member["relation"], member["counts_in_household"]) == ("01", True)


def test_birth_and_sex_come_from_the_identity_number(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    laptop.visits.answer(draft, "identity", IDENTITY)
    document = laptop.visits.view(draft).document
    assert (document["sex"], document["birth_date"]) == ("2", "1949-12-31")
    laptop.visits.answer(draft, "identity", OTHER_IDENTITY)
    document = laptop.visits.view(draft).document
    assert (document["sex"], document["birth_date"]) == ("1", "1980-01-01")


def test_what_a_person_entered_is_not_overwritten_from_the_identity_number(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    laptop.visits.answer(draft, "birth_date", "1950-01-02")
    laptop.visits.answer(draft, "sex", {"gap": "refused"})
    laptop.visits.answer(draft, "identity", IDENTITY)
    document = laptop.visits.view(draft).document
    assert (document["sex"], document["birth_date"]) == ({"gap": "refused"}, "1950-01-02")


def test_a_wrong_identity_number_is_kept_and_says_nothing(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    laptop.visits.answer(draft, "identity", {"type": "id_card", "number": "110105194912310021"})
    assert "sex" not in laptop.visits.view(draft).document
    assert any(problem.address == "identity" for problem in laptop.visits.problems(draft))


@pytest.mark.timeout(20)
def test_ten_megabytes_are_refused_and_the_former_answer_stays(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    laptop.visits.answer(draft, "statement", "家里老人长期服药")
    for value in ("长" * 10_000_000, {"typed": "长" * 10_000_000}, {"长" * 10_000_000: 1}, [["长"] * 1_000_000]):
        with pytest.raises(TextTooLongError):
            laptop.visits.answer(draft, "statement", value)
    assert laptop.visits.view(draft).document["statement"] == "家里老人长期服药"


@pytest.mark.parametrize(
    "text", ["😀👩‍👩‍👧‍👦", "\u202eعربى", "=1+1", "a\0b", "\ud800", "e\u0301", "\n\u0301", "'; DROP TABLE draft"]
)
def test_any_text_is_kept_and_can_be_sealed(laptop: Desktop, text: str) -> None:
    draft, case = begun(laptop)
    laptop.visits.answer(draft, "statement", text)
    shown = laptop.visits.view(draft).document["statement"]
    laptop.visits.finish(draft, later=False)
    assert laptop.document(case)["statement"] == shown


@pytest.mark.parametrize("value", [1.5, 2**60, {"a": [1.5]}, [[[[[[1]]]]]]])
def test_what_no_document_holds_is_refused_and_nothing_changes(laptop: Desktop, value: object) -> None:
    draft, _ = begun(laptop)
    with pytest.raises(AnswerMalformedError):
        laptop.visits.answer(draft, "savings", value)  # type: ignore[arg-type]  # what a program might hand in
    assert "savings" not in laptop.visits.view(draft).document


@pytest.mark.parametrize(
    "address", ["nothing", "members", "members/a1", "members/A B/name", "members/a1/nothing", "", "a/b/c/d"]
)
def test_an_unknown_address_is_refused(laptop: Desktop, address: str) -> None:
    draft, _ = begun(laptop)
    with pytest.raises(UnknownFieldError):
        laptop.visits.answer(draft, address, "x")


@pytest.mark.parametrize("address", ["case_no", "determinations/a1/category", "survey_no", "members/a1/removed"])
def test_a_laptop_does_not_answer_what_would_not_count(laptop: Desktop, address: str) -> None:
    draft, case = begun(laptop)
    with pytest.raises(NotAllowedError):
        laptop.visits.answer(draft, address, "x")
    with pytest.raises(NotAllowedError):
        laptop.visits.add_row(draft, "determinations")
    laptop.visits.finish(draft, later=False)
    assert "determinations" not in laptop.document(case)


def test_headquarters_answers_what_it_decides(headquarters: Desktop) -> None:
    draft, case = begun(headquarters)
    headquarters.visits.answer(draft, "case_no", "2026-0001")
    headquarters.visits.finish(draft, later=False)
    assert headquarters.document(case)["case_no"] == "2026-0001"


def test_a_finished_visit_is_one_change_and_cannot_be_finished_twice(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    done = laptop.visits.finish(draft, later=False)
    assert done.case_id == case
    assert len(done.change_id) == 64
    assert done.problems
    assert laptop.document(case)["status"]["status"] == "surveyed"
    for again in (
        lambda: laptop.visits.finish(draft, later=False),
        lambda: laptop.visits.answer(draft, "name", "李四"),
        lambda: laptop.visits.view(draft),
        lambda: laptop.visits.discard(draft),
        lambda: laptop.visits.add_row(draft, "members"),
    ):
        with pytest.raises(DraftMissingError):
            again()
    assert laptop.visits.open_drafts() == []
    assert len(laptop.cases.show(case).history) == len({line.address for line in laptop.cases.show(case).history})


def test_a_visit_in_which_nothing_had_changed_is_a_visit_all_the_same(laptop: Desktop) -> None:
    case = finished(laptop)
    before = laptop.document(case)
    again = laptop.visits.start(case)
    laptop.visits.answer(again.draft_id, "name", "张三甲")  # looked at and left
    assert laptop.visits.finish(again.draft_id, later=False).change_id
    after = laptop.document(case)
    assert [*before["visits"], after["visits"][-1]] == after["visits"]
    assert after | {"visits": before["visits"], "status": before["status"]} == before


def test_a_visit_that_was_only_opened_and_put_off_leaves_nothing(laptop: Desktop) -> None:
    case = finished(laptop)
    before = laptop.document(case)
    again = laptop.visits.start(case)
    assert laptop.visits.finish(again.draft_id, later=True).change_id == ""
    assert laptop.document(case) == before


def test_a_row_added_in_place_of_the_visit_that_began_by_itself_is_kept(laptop: Desktop) -> None:
    case = finished(laptop)
    again = laptop.visits.start(case)
    laptop.visits.remove_row(again.draft_id, "visits", again.document["visits"][-1]["row"], "")
    row = laptop.visits.add_row(again.draft_id, "visits")
    laptop.visits.finish(again.draft_id, later=True)
    assert laptop.document(case)["visits"][-1]["row"] == row


@pytest.mark.parametrize("said", [{"visited_on": "2026-11-20"}, {"surveyor2": "李调查"}, {"surveyor1": None}])
def test_a_visit_that_somebody_touched_is_put_off(laptop: Desktop, said: dict[str, str | None]) -> None:
    case = finished(laptop)
    again = laptop.visits.start(case)
    row = again.document["visits"][-1]["row"]
    for name, value in said.items():
        laptop.visits.answer(again.draft_id, f"visits/{row}/{name}", value)
    assert laptop.visits.finish(again.draft_id, later=True).change_id
    kept = laptop.document(case)["visits"][-1]
    assert kept["row"] == row
    assert {name: kept.get(name) for name in said} == said


def test_a_visit_typed_by_hand_with_only_its_date_is_put_off(laptop: Desktop) -> None:
    case = finished(laptop)
    again = laptop.visits.start(case)
    laptop.visits.remove_row(again.draft_id, "visits", again.document["visits"][-1]["row"], "")
    row = laptop.visits.add_row(again.draft_id, "visits", {"visited_on": again.document["visits"][-1]["visited_on"]})
    laptop.visits.finish(again.draft_id, later=True)
    assert laptop.document(case)["visits"][-1]["row"] == row


def test_a_visit_with_an_answer_of_the_household_is_put_off(laptop: Desktop) -> None:
    case = finished(laptop)
    again = laptop.visits.start(case).draft_id
    laptop.visits.answer(again, "employer_name", "云州轴承总厂")
    assert laptop.visits.finish(again, later=True).change_id
    assert laptop.document(case)["employer_name"] == "云州轴承总厂"


def test_a_visit_kept_for_later_is_completed_without_a_new_answer(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    laptop.visits.finish(draft, later=True)
    assert laptop.document(case)["status"]["status"] == "surveying"
    laptop.visits.finish(laptop.visits.start(case).draft_id, later=True)
    assert laptop.document(case)["status"]["status"] == "surveying"
    laptop.visits.finish(laptop.visits.start(case).draft_id, later=False)
    assert laptop.document(case)["status"]["status"] == "surveyed"


def test_a_very_long_visit_becomes_several_changes(laptop: Desktop, make_desktop: MakeDesktop) -> None:
    draft, case = begun(laptop)
    rows = [laptop.visits.add_row(draft, "causes") for _ in range(30)]
    for row in rows:
        laptop.visits.answer(draft, f"causes/{row}/explanation", "长" * 20_000)
    shown = laptop.visits.view(draft).document
    laptop.visits.finish(draft, later=False)
    assert {**laptop.document(case), "status": None} == {**shown, "status": None}
    other = make_desktop("L2")
    other.receive(laptop)
    assert other.document(case) == laptop.document(case)


def test_a_discarded_visit_leaves_the_record_as_it_was(laptop: Desktop) -> None:
    case = finished(laptop)
    before = laptop.document(case)
    again = laptop.visits.start(case)
    laptop.visits.answer(again.draft_id, "name", "李四")
    laptop.visits.discard(again.draft_id)
    assert laptop.document(case) == before
    assert laptop.visits.open_drafts() == []


@pytest.mark.parametrize("case", ["0" * 32, "nothing", ""])
def test_no_visit_begins_for_a_household_that_is_not_here(laptop: Desktop, case: str) -> None:
    with pytest.raises(CaseMissingError):
        laptop.visits.start(case)


def test_emptying_an_empty_field_makes_no_clash_with_what_came_in(laptop: Desktop) -> None:
    case = finished(laptop)
    draft = laptop.visits.start(case).draft_id
    laptop.visits.answer(draft, "employer_name", "红星")
    laptop.visits.answer(draft, "employer_name", None)
    laptop.take([body_of(case, {"employer_name": "红星机械厂"})])
    laptop.visits.finish(draft, later=False)
    assert laptop.clashes.open(case) == []
    assert laptop.document(case)["employer_name"] == "红星机械厂"


def test_what_arrives_while_a_draft_is_open_is_shown_and_never_overwritten(
    laptop: Desktop, headquarters: Desktop
) -> None:
    case = finished(laptop)
    headquarters.receive(laptop)
    draft = laptop.visits.start(case).draft_id
    theirs = headquarters.visits.start(case).draft_id
    headquarters.visits.answer(theirs, "name", "张山甲")
    headquarters.visits.answer(theirs, "employer_name", "红星机械厂")
    headquarters.visits.finish(theirs, later=False)

    laptop.receive(headquarters)
    laptop.visits.answer(draft, "name", "张三假")  # given over what was shown before the arrival
    view = laptop.visits.view(draft)
    assert view.document["name"] == "张三假"
    assert view.document["employer_name"] == "红星机械厂"
    assert view.arrived == ["employer_name", "name"]
    laptop.visits.finish(draft, later=False)
    (clash,) = laptop.clashes.open(case)
    assert {value.shown for value in clash.values} == {"张山甲", "张三假"}
    assert laptop.document(case)["employer_name"] == "红星机械厂"


def test_an_answer_over_what_was_seen_to_arrive_replaces_it(laptop: Desktop, headquarters: Desktop) -> None:
    case = finished(laptop)
    headquarters.receive(laptop)
    theirs = headquarters.visits.start(case).draft_id
    headquarters.visits.answer(theirs, "name", "张山甲")
    headquarters.visits.finish(theirs, later=False)
    draft = laptop.visits.start(case).draft_id
    laptop.receive(headquarters)
    assert laptop.visits.view(draft).arrived == ["name"]
    assert laptop.visits.view(draft).arrived == []
    laptop.visits.answer(draft, "name", "张三假")
    laptop.visits.finish(draft, later=False)
    assert laptop.clashes.open(case) == []
    assert laptop.document(case)["name"] == "张三假"


def test_times_are_kept_when_the_clock_goes_back(laptop: Desktop, clock: FixedClock) -> None:
    draft, case = begun(laptop)
    clock.advance(days=-40_000)
    laptop.visits.answer(draft, "name", "李四")
    laptop.visits.finish(draft, later=False)
    assert laptop.document(case)["name"] == "李四"


def test_looking_in_without_an_answer_leaves_no_draft(laptop: Desktop) -> None:
    first, _ = begun(laptop)
    laptop.visits.answer(first, "name", "丁桂湘")
    laptop.visits.leave(first)
    case = laptop.visits.view(first).case_id
    laptop.visits.finish(first, later=False)
    looked = laptop.visits.start(case).draft_id
    laptop.visits.turn_to(looked, 8, "")
    laptop.visits.leave(looked)
    assert laptop.visits.open_drafts() == []
    answered = laptop.visits.start(case).draft_id
    laptop.visits.answer(answered, "mobile", "13800000001")
    laptop.visits.leave(answered)
    assert [draft.draft_id for draft in laptop.visits.open_drafts()] == [answered]
