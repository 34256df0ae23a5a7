"""A home that was altered past its guards says so when it is verified: changes, journals, former incarnations."""

import pytest

from fieldsurvey.app import OpenHome
from tests.integration.homes import Office, visit

GUARDS = ("change_no_update", "change_no_delete", "journal_no_update", "journal_no_delete")


def tampered(home: OpenHome, *statements: str) -> None:
    """Does in the database what its triggers would refuse."""
    with home.seat.database.begin() as session:
        for guard in GUARDS:
            session.exec_driver_sql(f"DROP TRIGGER {guard}")
        for statement in statements:
            assert session.exec_driver_sql(statement).rowcount, statement


def wrong(home: OpenHome) -> dict[str, str]:
    """What a check finds wrong, by what was looked at."""
    report = home.health.verify()
    found = {line.what: line.told for line in report.lines if not line.ok}
    assert report.ok is not bool(found)
    return found


def test_a_sound_home_has_nothing_wrong(office: Office) -> None:
    visit(office.l1, name="王建国")
    assert wrong(office.l1) == {}


ALTERED = {
    "its bytes": "UPDATE change SET body = CAST(replace(body, '王建国', '王建园') AS BLOB) WHERE kind = 'case'",
    "its bytes made text": "UPDATE change SET body = replace(body, '王建国', '王建园') WHERE kind = 'case'",
    "its record": "UPDATE change SET record = 'zz' || substr(record, 3) WHERE kind = 'case'",
    "its kind": "UPDATE change SET kind = 'paper' WHERE kind = 'case'",
    "its number": "UPDATE change SET n = 77 WHERE kind = 'case'",
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_change_is_noticed(office: Office, what: str) -> None:
    visit(office.l1, name="王建国")
    tampered(office.l1, ALTERED[what])
    assert wrong(office.l1)["修改单"] == "1 张与编号对不上"


def test_an_altered_change_that_came_from_elsewhere_is_noticed(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    tampered(office.hq, ALTERED["its bytes"])
    assert list(wrong(office.hq)) == ["修改单"]


def test_an_own_change_that_was_taken_away_breaks_the_journal(office: Office) -> None:
    visit(office.l1, name="王建国")
    tampered(office.l1, "DELETE FROM change WHERE kind = 'case'")
    assert list(wrong(office.l1)) == ["操作日志"]


def test_an_own_change_sealed_anew_under_a_new_id_breaks_the_journal(office: Office) -> None:
    visit(office.l1, name="王建国")
    tampered(office.l1, "UPDATE change SET id = 'zz' || substr(id, 3) WHERE kind = 'case'")
    assert set(wrong(office.l1)) == {"修改单", "操作日志"}


def test_a_journal_taken_away_or_given_to_nobody_is_noticed(office: Office) -> None:
    tampered(office.l1, "UPDATE journal SET device = '0000000000000000'")
    assert set(wrong(office.l1)) == {"操作日志", f"操作日志(原设备 {'0' * 16})"}
    tampered(office.l2, "DELETE FROM journal")
    assert set(wrong(office.l2)) == {"操作日志"}


def test_a_broken_journal_of_a_former_incarnation_is_noticed(office: Office) -> None:
    former = office.l1.seat.identity.device
    visit(office.l1, name="王建国")
    office.close("l1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fieldsurvey.app.machine_fingerprint", lambda: "ab" * 16)
        home = office.l1
        assert wrong(home) == {}
        tampered(home, "UPDATE journal SET hash = previous WHERE n = 2 AND rowid < 4")
        assert wrong(home) == {f"操作日志(原设备 {former})": "第 2 条起对不上"}
