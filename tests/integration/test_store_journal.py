"""The journal and the changes on disk: only ever added to, and a changed byte is noticed."""

import pytest
from sqlalchemy.exc import DBAPIError

from fieldsurvey.services.seat import note
from fieldsurvey.store import journal
from tests.integration.seats import Desktop

FORBIDDEN = {
    "altering an entry": "UPDATE journal SET body = 'x' WHERE n = 2",
    "renumbering": "UPDATE journal SET n = 99 WHERE n = 2",
    "deleting an entry": "DELETE FROM journal WHERE n = 2",
    "deleting all": "DELETE FROM journal",
    "altering a change": "UPDATE change SET body = 'x'",
    "moving a change": "UPDATE change SET record = 'x'",
    "renaming a change": "UPDATE change SET id = 'x'",
    "giving a change to another": "UPDATE change SET device = 'x'",
    "deleting a change": "DELETE FROM change WHERE n = 2",
    "replacing a change": "REPLACE INTO change SELECT seq, id, record, kind, device, n, aside, 'x' FROM change",
    "replacing an entry": "REPLACE INTO journal SELECT device, n, previous, 'x', hash FROM journal",
}


def worked(desktop: Desktop) -> str:
    """Three finished visits; the device."""
    for _ in range(3):
        desktop.visits.finish(desktop.visits.start(None).draft_id, later=False)
    return desktop.seat.identity.device


@pytest.mark.parametrize("attempt", FORBIDDEN)
def test_the_database_itself_refuses(laptop: Desktop, attempt: str) -> None:
    worked(laptop)
    with pytest.raises(DBAPIError, match="append only"), laptop.database.begin() as session:
        session.exec_driver_sql(FORBIDDEN[attempt])


def test_every_change_and_access_is_in_the_journal(laptop: Desktop) -> None:
    device = worked(laptop)
    with laptop.database.begin() as session:
        note(session, laptop.seat, "reveal", {"field": "identity"})
        assert journal.head(session, device)[0] == 4
        assert journal.broken_at(session, device) is None


@pytest.mark.parametrize(
    ("tampering", "place"),
    [
        ("UPDATE journal SET body = replace(body, 'staffl1', 'staffl2') || ' ' WHERE n = 2", 2),
        ("DELETE FROM journal WHERE n = 2", 2),
        ("DELETE FROM journal WHERE n = 1", 1),
        ("UPDATE journal SET hash = previous WHERE n = 3", 3),
        ("UPDATE journal SET n = n + 10", 1),
        ("INSERT OR REPLACE INTO journal SELECT device, 1, previous, body, hash FROM journal WHERE n = 2", 1),
    ],
)
def test_what_is_done_past_the_guards_is_noticed(laptop: Desktop, tampering: str, place: int) -> None:
    device = worked(laptop)
    with laptop.database.begin() as session:
        for name in ("journal_no_update", "journal_no_delete"):
            session.exec_driver_sql(f"DROP TRIGGER {name}")
        session.exec_driver_sql(tampering)
        assert journal.broken_at(session, device) == place


def test_a_cut_tail_shows_in_the_head(laptop: Desktop) -> None:
    device = worked(laptop)
    with laptop.database.begin() as session:
        head = journal.head(session, device)
        session.exec_driver_sql("DROP TRIGGER journal_no_delete")
        session.exec_driver_sql("DELETE FROM journal WHERE n = 3")
        assert journal.broken_at(session, device) is None
        assert journal.head(session, device) != head


def test_the_journal_holds_no_answer(laptop: Desktop) -> None:
    draft = laptop.visits.start(None).draft_id
    laptop.visits.answer(draft, "name", "张三甲")
    laptop.visits.finish(draft, later=False)
    with laptop.database.begin() as session:
        bodies = b"".join(session.exec_driver_sql("SELECT body FROM journal").scalars())
    assert b"staffl1" in bodies
    assert "张三甲".encode() not in bodies
