"""Rows of a household at the table: begun, removed, brought back, in their order."""

import pytest

from fieldsurvey.case.errors import TextTooLongError, WorkerStaysError
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, begun, body_of, finished


def test_a_row_begins_with_what_was_said_of_it_or_not_at_all(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    row = laptop.visits.add_row(draft, "members", {"name": "张小", "relation": "20"})
    assert laptop.visits.view(draft).document["members"][-1] == {"row": row, "name": "张小", "relation": "20"}
    with pytest.raises(TextTooLongError):
        laptop.visits.add_row(draft, "members", {"name": "张" * 30_000})
    assert len(laptop.visits.view(draft).document["members"]) == 2


def test_rows_come_go_and_come_back(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    row = laptop.visits.add_row(draft, "members")
    laptop.visits.answer(draft, f"members/{row}/name", "张小")
    laptop.visits.finish(draft, later=False)
    again = laptop.visits.start(case).draft_id
    laptop.visits.remove_row(again, "members", row, "登记错了")
    view = laptop.visits.view(again)
    assert [member["relation"] for member in view.document["members"]] == ["01"]
    assert view.removed == {"members": [row]}
    laptop.visits.restore_row(again, "members", row)
    assert [member.get("name") for member in laptop.visits.view(again).document["members"]] == [None, "张小"]
    laptop.visits.remove_row(again, "members", row, "e\u0301 已迁出")
    laptop.visits.finish(again, later=False)
    assert len(laptop.document(case)["members"]) == 1
    assert laptop.cases.show(case).clashes == []


def test_an_empty_row_that_an_earlier_visit_removed_comes_back_too(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    row = laptop.visits.add_row(draft, "members")
    laptop.visits.finish(draft, later=False)
    second = laptop.visits.start(case).draft_id
    laptop.visits.remove_row(second, "members", row, "多录了一条")
    laptop.visits.finish(second, later=False)
    third = laptop.visits.start(case).draft_id
    assert laptop.visits.view(third).removed == {"members": [row]}
    laptop.visits.restore_row(third, "members", row)
    assert row in [member["row"] for member in laptop.visits.view(third).document["members"]]


def test_a_row_comes_back_with_the_answers_of_this_visit(laptop: Desktop) -> None:
    case = finished(laptop)
    row = laptop.document(case)["members"][0]["row"]
    draft = laptop.visits.start(case).draft_id
    laptop.visits.answer(draft, f"members/{row}/name", "张小")
    laptop.visits.answer(draft, f"members/{row}/relation", None)
    before = laptop.visits.view(draft)
    laptop.visits.restore_row(draft, "members", row)  # not removed yet
    assert laptop.visits.view(draft) == before
    for why in ("登记错了", "想清楚了"):
        laptop.visits.remove_row(draft, "members", row, why)
    assert "members" not in laptop.visits.view(draft).document
    laptop.visits.restore_row(draft, "members", row)
    assert laptop.visits.view(draft) == before
    laptop.visits.finish(draft, later=False)
    assert laptop.document(case)["members"] == before.document["members"]
    assert laptop.clashes.open(case) == []


def test_a_row_added_in_the_same_visit_goes_without_trace(laptop: Desktop) -> None:
    draft, case = begun(laptop)
    row = laptop.visits.add_row(draft, "income")
    laptop.visits.answer(draft, f"income/{row}/months", [100] * 12)
    laptop.visits.remove_row(draft, "income", row, "填错")
    laptop.visits.finish(draft, later=False)
    assert "income" not in laptop.document(case)
    assert not any(line.address.startswith("income/") for line in laptop.cases.show(case).history)


def test_rows_stand_in_the_order_they_were_added(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    rows = [laptop.visits.add_row(draft, "members") for _ in range(12)]
    assert [member["row"] for member in laptop.visits.view(draft).document["members"]][1:] == rows


def test_a_reason_longer_than_any_reason_is_refused(laptop: Desktop) -> None:
    draft, _ = begun(laptop)
    row = laptop.visits.add_row(draft, "members")
    with pytest.raises(TextTooLongError):
        laptop.visits.remove_row(draft, "members", row, "长" * 100_000)


def test_a_removal_does_not_take_along_what_it_did_not_see(laptop: Desktop, headquarters: Desktop) -> None:
    first, case = begun(laptop)
    row = laptop.visits.add_row(first, "members", {"name": "张小", "relation": "20"})
    laptop.visits.finish(first, later=False)
    draft = laptop.visits.start(case).draft_id
    laptop.take([body_of(case, {f"members/{row}/health": "good"})])
    laptop.visits.remove_row(draft, "members", row, "登记错了")
    laptop.visits.finish(draft, later=False)
    assert [member["row"] for member in laptop.document(case)["members"]][1:] == [row]
    clashes = {clash.address: {value.shown for value in clash.values} for clash in laptop.clashes.open(case)}
    assert clashes[f"members/{row}/removed"] == {"删除这一行(登记错了)", "保留这一行"}


def test_the_only_row_of_the_worker_cannot_be_removed(laptop: Desktop) -> None:
    draft = laptop.visits.start(None).draft_id
    (row,) = (row["row"] for row in laptop.visits.view(draft).document["members"])
    with pytest.raises(WorkerStaysError):
        laptop.visits.remove_row(draft, "members", row, "录重了")
    other = laptop.visits.add_row(draft, "members", {"relation": "01"})
    laptop.visits.remove_row(draft, "members", row, "录重了")
    assert [kept["row"] for kept in laptop.visits.view(draft).document["members"]] == [other]


def test_a_row_that_came_or_went_is_the_last_that_was_saved(laptop: Desktop, clock: FixedClock) -> None:
    draft, case = begun(laptop)

    def saved_at() -> str:
        clock.advance(seconds=60)
        return laptop.visits.view(draft).saved_at[11:]

    row = laptop.visits.add_row(draft, "income")
    assert saved_at() == "14:02:31"
    laptop.visits.remove_row(draft, "income", row, "")
    assert saved_at() == "14:03:31"
    kin = laptop.visits.add_row(draft, "members", {"relation": "20"})
    laptop.visits.finish(draft, later=False)
    draft = laptop.visits.start(case).draft_id
    laptop.visits.remove_row(draft, "members", kin, "录重了")
    assert saved_at() == "14:04:31"
    laptop.visits.restore_row(draft, "members", kin)
    assert saved_at() == "14:05:31"
