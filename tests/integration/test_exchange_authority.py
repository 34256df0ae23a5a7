"""What a device may not write is kept and shown, and never counts; the wrongdoers here are our own program, misused."""

import pytest
from sqlalchemy import delete

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change, change_bytes, entry
from fieldsurvey.case.ids import new_record
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import changes, folding
from fieldsurvey.store import tables as t
from tests.integration.homes import Office, only, state, visit


def write_unasked(home: OpenHome, kind: str, record: str, **values: Value) -> None:
    """Seals a change past every check of the services, as a tampered program would."""
    with home.seat.database.begin() as session:
        entries = {address.replace("__", "/"): entry(value) for address, value in values.items()}
        seal(session, home.seat, [Said(kind, record, entries)])


def aside_of(home: OpenHome) -> list[str]:
    """Why changes here do not count."""
    with home.seat.database.begin() as session:
        return [reason for _, _, _, reason in changes.kept_aside(session)]


FORBIDDEN: list[tuple[str, dict[str, Value], str]] = [
    ("case", {"case_no": "档-1"}, "档案号"),
    ("case", {"determinations__a1__category": "1"}, "困难类别"),
    ("case", {"determinations__a1__place": 1}, "认定"),
    ("case", {"name": "混在里面", "case_no": "档-1"}, "档案号"),
    ("assignment", {"case": "ab" * 16, "device": "cd" * 8}, "分派"),
    ("standard", {"amount": 1}, "标准"),
    ("organisation", {"name": "另一个工会"}, "组织"),
    ("payment", {"amount": 1}, "payment"),
    ("case", {"status": {"status": "filed", "at": "2026-11-23", "by": "x", "why": ""}}, "办理状态"),
]


@pytest.mark.parametrize(("kind", "values", "named"), FORBIDDEN, ids=[f"{kind} {list(v)}" for kind, v, _ in FORBIDDEN])
def test_what_only_headquarters_writes_is_kept_aside_and_shown(
    office: Office, kind: str, values: dict[str, Value], named: str
) -> None:
    case = visit(office.l1, name="王建国")
    record = case if kind == "case" else new_record()
    write_unasked(office.l1, kind, record, **values)

    card = only(office.carry("l1", "hq"))

    assert card.aside == 1
    assert len(aside_of(office.hq)) == 1
    assert named in aside_of(office.hq)[0]
    document = office.hq.cases.show(case).document
    assert not {"case_no", "determinations"} & set(document)
    assert document["name"] == "王建国"
    with office.hq.seat.database.begin() as session:
        assert kind == "case" or folding.document_of(session, kind, record) is None
    report = office.hq.health.verify()
    assert next(line.told for line in report.lines if line.what == "未采用的修改单") == "1 张"
    assert office.hq.health.rebuild().equal
    assert office.hq.cases.show(case).document == document


def test_what_is_kept_aside_is_not_confirmed_and_goes_to_nobody(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    write_unasked(office.l1, "case", case, case_no="档-1")
    office.carry("l1", "hq")
    office.hq.assignments.assign([case], next(p.device for p in office.hq.exchange.peers() if p.code == "L2"))
    office.carry("hq", "l1")
    office.carry("hq", "l2")
    assert office.l1.exchange.peers()[0].unacknowledged == 1
    assert "case_no" not in office.l2.cases.show(case).document
    assert state(office.l2) == state(office.hq)


def test_a_laptop_may_not_deliver_what_another_wrote(office: Office) -> None:
    case = visit(office.l2, name="别人的")
    with office.l2.seat.database.begin() as session:
        ((_, change),) = changes.of_records(session, "case", [case])[case]
    smuggled = changes.arrived(change_bytes(change))
    with office.l1.seat.database.begin() as session:
        folding.take(session, [smuggled])
        office.l1.seat.identity.former_devices.append(change.device)  # so that it is sent
    card = only(office.carry("l1", "hq"))
    assert (card.aside, card.cases_new) == (1, 0)
    assert aside_of(office.hq) == ["不是送来的这台笔记本自己写的"]


def test_what_was_smuggled_counts_once_its_own_writer_delivers_it(office: Office) -> None:
    case = visit(office.l2, name="别人的")
    with office.l2.seat.database.begin() as session:
        ((_, change),) = changes.of_records(session, "case", [case])[case]
    with office.l1.seat.database.begin() as session:
        folding.take(session, [changes.arrived(change_bytes(change))])
        office.l1.seat.identity.former_devices.append(change.device)
    office.carry("l1", "hq")
    only(office.carry("l2", "hq"))
    assert aside_of(office.hq) == []
    assert office.hq.cases.show(case).row.name == "别人的"
    assert office.hq.health.rebuild().equal


def test_a_relayed_change_without_certificate_is_kept_aside(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    stranger = Change(
        v=1,
        kind="case",
        record=case,
        device="ee" * 8,
        n=1,
        author="nobody",
        at="2026-11-23T06:02:31Z",
        edition=1,
        set={"name": entry("冒名")},
    )
    with office.hq.seat.database.begin() as session:
        folding.take(session, [changes.arrived(change_bytes(stranger))])

    card = only(office.carry("hq", "l1"))

    assert card.aside == 1
    assert aside_of(office.l1) == ["写这张修改单的设备没有证书"]
    assert office.l1.cases.show(case).row.name == "王建国"


def test_headquarters_may_write_what_laptops_may_not(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    visit(office.hq, case, case_no="旗-2026-001")
    assert only(office.carry("hq", "l1")).aside == 0
    assert office.l1.cases.show(case).document["case_no"] == "旗-2026-001"


def test_a_package_of_a_laptop_that_headquarters_forgot_is_refused(office: Office) -> None:
    visit(office.l1, name="王建国")
    (written,) = office.l1.exchange.write(office.stick)
    with office.hq.seat.database.begin() as session:
        session.execute(delete(t.device).where(t.device.c.code == "L1"))
    (view,) = office.hq.exchange.look(office.stick).files
    assert (view.state, view.name) == ("refused", written.name)


def test_nobody_signs_in_the_name_of_another_homes_people(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    office.l1.seat.staff_id = office.made.staff["hq"]
    visit(office.l1, case, name="冒总部之名")
    office.l1.seat.staff_id = office.made.staff["l1"]
    write_unasked(office.l1, "staff", office.made.staff["l2"], name="改别人的名")

    card = only(office.carry("l1", "hq"))

    assert card.aside == 2
    assert set(aside_of(office.hq)) == {"署名不是送来的这台笔记本的人员"}
    assert office.hq.cases.show(case).row.name == "王建国"


def test_writing_into_a_household_of_others_gives_no_right_to_read_it(office: Office) -> None:
    case = visit(office.l2, name="别人的", statement="只给承办人看")
    office.carry("l2", "hq")
    write_unasked(office.l1, "case", case, remark="我也来写一笔")
    assert only(office.carry("l1", "hq")).aside == 0
    office.carry("hq", "l1")
    assert "statement" not in office.l1.cases.show(case).document


def test_a_journal_that_was_cut_is_noticed_with_the_next_package(office: Office) -> None:
    visit(office.l1, name="王建国")
    assert not only(office.carry("l1", "hq")).journal_back
    visit(office.l1, name="其木格")
    assert not only(office.carry("l1", "hq")).journal_back
    visit(office.l1, name="没了日志的")
    with office.l1.seat.database.begin() as session:
        session.exec_driver_sql("DROP TRIGGER IF EXISTS journal_no_delete")
        session.exec_driver_sql("DELETE FROM journal WHERE n > 3")
    assert only(office.carry("l1", "hq")).journal_back
