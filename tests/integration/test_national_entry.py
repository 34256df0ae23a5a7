"""录入助手: what was typed into the national system is remembered, noted, and its number comes back into the file."""

import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.services.errors import NotAllowedError
from fieldsurvey.services.national import Entries
from fieldsurvey.services.national_errors import WorkerNoTakenError, WorkerNoWrongError
from tests.integration.homes import Office, visit


def at(entries: Entries, label: str) -> tuple[str, str]:
    """Text and state of the first box of this label."""
    return next((line.text, line.state) for line in entries.lines if line.label == label)


def reveals(home: OpenHome) -> int:
    with home.seat.database.begin() as session:
        bodies = session.exec_driver_sql("SELECT body FROM journal").scalars()
        return sum(b'"national-entry"' in body for body in bodies)


def test_typing_goes_on_tomorrow_and_tells_what_has_changed_since(office: Office) -> None:
    case_id = visit(office.hq, name="丁桂湘", mobile="13800005678", home_address="和平路1号")
    national = office.hq.national
    assert at(national.entries(case_id), "姓名") == ("丁桂湘", "ready")
    national.keep_place(case_id, "home_address", {"name": "丁桂湘", "mobile": "13800005678"})
    national.keep_place(case_id, "employer_name", {"home_address": "和平路1号"})
    visit(office.hq, case_id, mobile="13900001234")
    assert reveals(office.hq) == 1
    office.close()

    found = office.hq.national.entries(case_id)
    assert found.at == "employer_name"
    assert at(found, "姓名") == ("丁桂湘", "copied")
    assert at(found, "家庭住址") == ("和平路1号", "copied")
    assert at(found, "手机号码") == ("13900001234", "changed")
    assert reveals(office.hq) == 2


def test_the_number_that_came_back_is_a_change_of_a_reviewer(office: Office) -> None:
    case_id, other = visit(office.hq, name="丁桂湘"), visit(office.hq, name="白新文")
    national = office.hq.national
    assert at(national.entries(case_id), "职工编号") == ("", "given")
    change = national.give_worker_no(case_id, " ZG2026-000123 ")
    assert change
    assert at(national.entries(case_id), "职工编号") == ("ZG2026-000123", "ready")
    history = office.hq.cases.history(case_id)
    assert (history[0].label, history[0].after, history[0].why) == (
        "职工编号", "ZG2026-000123", "全国系统给出的职工编号",
    )  # fmt: skip
    assert [row.case_id for row in office.hq.cases.find("ZG2026-000123").rows] == [case_id]
    assert national.give_worker_no(case_id, "ZG2026-000123") == ""
    with pytest.raises(WorkerNoTakenError, match="丁桂湘"):
        national.give_worker_no(other, "zg2026-000123")
    for odd in ("", "编号", "1 2", "9" * 41):
        with pytest.raises(WorkerNoWrongError):
            national.give_worker_no(other, odd)


def test_a_laptop_shows_what_to_type_but_takes_no_number(office: Office) -> None:
    case_id = visit(office.l1, name="丁桂湘")
    assert at(office.l1.national.entries(case_id), "姓名") == ("丁桂湘", "ready")
    with pytest.raises(NotAllowedError):
        office.l1.national.give_worker_no(case_id, "ZG1")


def test_an_open_visit_goes_on_over_the_number(office: Office) -> None:
    case_id = visit(office.hq, name="丁桂湘")
    draft = office.hq.visits.start(case_id)
    office.hq.national.give_worker_no(case_id, "ZG1")
    office.hq.visits.answer(draft.draft_id, "mobile", "13800005678")
    office.hq.visits.finish(draft.draft_id, later=True)
    view = office.hq.cases.show(case_id)
    assert (view.document["worker_no"], view.document["mobile"], view.clashes) == ("ZG1", "13800005678", [])


def test_an_offices_own_headings_are_followed(office: Office) -> None:
    case_id = visit(office.hq, name="丁桂湘", mobile="13800005678")
    office.hq.spreadsheets.save_map("全国系统", {"联系电话": "mobile", "职工姓名": "name"})
    lines = office.hq.national.entries(case_id).lines
    assert [line.label for line in lines if line.section == "职工与家庭"] == ["联系电话", "职工姓名"]
