"""Clashes: both values are kept with who and when, and a person at headquarters lets one stand."""

from itertools import count

import pytest

from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.services.clashes import OpenClash
from fieldsurvey.services.errors import ClashGoneError, NoSuchChoiceError, NotAllowedError, ReasonMissingError
from tests.integration.seats import Desktop, body_of

NUMBERS = count(1)


def told(record: str, values: dict[str, object], *, replaces: tuple[str, ...] = (), device: str = "e" * 16) -> bytes:
    """A change by somebody elsewhere."""
    return body_of(record, values, device=device, n=next(NUMBERS), replaces=replaces)  # type: ignore[arg-type]


@pytest.fixture
def case(headquarters: Desktop) -> str:
    """A household at headquarters with one member, 甲, in good health."""
    record = "ab" * 16
    headquarters.take([told(record, {"name": "张三", "members/a/name": "甲", "members/a/health": "10"})])
    return record


def written(desktop: Desktop, body: bytes) -> str:
    """Takes a change in and returns its id."""
    (item,) = desktop.take([body])
    return item.id


def clash_at(desktop: Desktop, case: str, address: str) -> OpenClash:
    """The open clash at an address."""
    return next(clash for clash in desktop.clashes.open(case) if clash.address == address)


def first_change(desktop: Desktop, case: str) -> str:
    """The id of the change that made the household."""
    with desktop.database.begin() as session:
        found = session.exec_driver_sql("SELECT id FROM change WHERE record = ? ORDER BY seq", (case,)).scalar()
    return str(found)


def test_both_values_stand_with_author_device_and_time(headquarters: Desktop, case: str) -> None:
    headquarters.take([told(case, {"name": "张山"})])
    clash = clash_at(headquarters, case, "name")
    assert (clash.label, clash.survey_no) == ("姓名", "")
    assert {value.shown for value in clash.values} == {"张三", "张山"}
    assert {value.at for value in clash.values} == {"2026-11-23 14:02:31"}
    assert {value.author for value in clash.values} == {"s9"}


def test_a_settlement_stands_and_says_why(headquarters: Desktop, case: str) -> None:
    other = written(headquarters, told(case, {"name": "张山"}))
    headquarters.clashes.settle(case, "name", other, " 核对身份证e\u0301 ")
    assert headquarters.clashes.open(case) == []
    assert headquarters.document(case)["name"] == "张山"
    assert headquarters.cases.history(case)[0].why in {"核对身份证é", ""}
    with pytest.raises(ClashGoneError):
        headquarters.clashes.settle(case, "name", other, "再来一次")


@pytest.mark.parametrize("why", ["", "  ", "\n"])
def test_a_settlement_needs_a_reason(headquarters: Desktop, case: str, why: str) -> None:
    other = written(headquarters, told(case, {"name": "张山"}))
    with pytest.raises(ReasonMissingError):
        headquarters.clashes.settle(case, "name", other, why)
    with pytest.raises(TextTooLongError):
        headquarters.clashes.settle(case, "name", other, "长" * 100_000)
    assert len(headquarters.clashes.open(case)) == 1


def test_what_does_not_stand_cannot_be_chosen(headquarters: Desktop, case: str) -> None:
    headquarters.take([told(case, {"name": "张山"})])
    for record, address, change in ((case, "name", "0" * 64), (case, "health", "0" * 64), ("0" * 32, "name", "x")):
        with pytest.raises(NoSuchChoiceError if (record, address) == (case, "name") else ClashGoneError):
            headquarters.clashes.settle(record, address, change, "核对")


def test_a_laptop_sees_clashes_and_does_not_settle(laptop: Desktop, headquarters: Desktop, case: str) -> None:
    other = written(headquarters, told(case, {"name": "张山"}))
    laptop.receive(headquarters)
    assert len(laptop.clashes.open(case)) == 1
    with pytest.raises(NotAllowedError):
        laptop.clashes.settle(case, "name", other, "核对")


def test_two_desks_that_settle_differently_clash_again_and_lose_nothing(
    laptop: Desktop, headquarters: Desktop, case: str
) -> None:
    first, other = first_change(headquarters, case), written(headquarters, told(case, {"name": "张山"}))
    headquarters.clashes.settle(case, "name", other, "核对")
    headquarters.take([told(case, {"name": "张三"}, replaces=tuple(sorted((first, other))))])
    assert {value.shown for value in clash_at(headquarters, case, "name").values} == {"张三", "张山"}


def removed_unseen(headquarters: Desktop, case: str, unseen: dict[str, object]) -> tuple[str, str]:
    """Somebody removes the member while somebody else writes in it: the ids of removal and writing."""
    first = first_change(headquarters, case)
    body = body_of(
        case,
        {"members/a/name": None, "members/a/health": None, "members/a/removed": {"why": "已迁出"}},
        n=next(NUMBERS),
        replaces=[first],
    )
    removal = written(headquarters, body)
    return removal, written(headquarters, told(case, unseen, replaces=(first,)))


def test_a_removed_row_in_which_somebody_wrote_is_a_clash(headquarters: Desktop, case: str) -> None:
    removed_unseen(headquarters, case, {"members/a/health": "60"})
    clash = clash_at(headquarters, case, "members/a/removed")
    assert clash.label == "成员(删除)"
    assert {value.shown for value in clash.values} == {"删除这一行(已迁出)", "保留这一行"}
    assert [member["row"] for member in headquarters.document(case)["members"]] == ["a"]


def test_choosing_the_removal_removes_the_row(headquarters: Desktop, case: str) -> None:
    removal, _ = removed_unseen(headquarters, case, {"members/a/health": "60"})
    headquarters.clashes.settle(case, "members/a/removed", removal, "确已迁出")
    assert "members" not in headquarters.document(case)
    assert headquarters.clashes.open(case) == []


def test_choosing_the_row_brings_it_back_with_what_stood_in_it(headquarters: Desktop, case: str) -> None:
    _, writing = removed_unseen(headquarters, case, {"members/a/health": "60"})
    headquarters.clashes.settle(case, "members/a/removed", writing, "仍同住")
    assert headquarters.document(case)["members"] == [{"row": "a", "name": "甲", "health": "60"}]
    assert headquarters.clashes.open(case) == []


def test_bringing_a_row_back_does_not_choose_between_two_values_in_it(headquarters: Desktop, case: str) -> None:
    _, writing = removed_unseen(headquarters, case, {"members/a/health": "60"})
    headquarters.take([told(case, {"members/a/health": "30"}, device="d" * 16)])
    headquarters.clashes.settle(case, "members/a/removed", writing, "仍同住")
    (clash,) = headquarters.clashes.open(case)
    assert clash.address == "members/a/health"
    assert len(clash.values) == 2


def test_every_home_sees_the_settlement_in_the_same_way(laptop: Desktop, headquarters: Desktop, case: str) -> None:
    _, writing = removed_unseen(headquarters, case, {"members/a/health": "60"})
    laptop.receive(headquarters)
    assert laptop.clashes.open(case) == headquarters.clashes.open(case)
    headquarters.clashes.settle(case, "members/a/removed", writing, "仍同住")
    laptop.receive(headquarters)
    assert laptop.document(case) == headquarters.document(case)
    assert laptop.clashes.open(case) == []


def test_a_clash_in_a_field_of_a_newer_edition_is_shown_and_settled(headquarters: Desktop, case: str) -> None:
    one = written(headquarters, told(case, {"new_field": "甲"}))
    headquarters.take([told(case, {"new_field": ["乙"]})])
    assert clash_at(headquarters, case, "new_field").label == "new_field"
    headquarters.clashes.settle(case, "new_field", one, "核对")
    assert headquarters.document(case)["new_field"] == "甲"


def test_a_settlement_of_two_removals_offers_what_a_third_wrote_unseen(headquarters: Desktop, case: str) -> None:
    first = first_change(headquarters, case)
    gone: dict[str, object] = {"members/a/name": None, "members/a/health": None}
    for why, device in (("去世", "c" * 16), ("迁出", "d" * 16)):
        gone["members/a/removed"] = {"why": why}
        headquarters.take([told(case, gone, replaces=(first,), device=device)])
    assert headquarters.clashes.open(case) == []
    unseen = written(headquarters, told(case, {"members/a/health": "60"}))
    clash = clash_at(headquarters, case, "members/a/removed")
    assert [value.shown for value in clash.values] == ["删除这一行(去世)", "删除这一行(迁出)", "保留这一行"]
    headquarters.clashes.settle(case, "members/a/removed", unseen, "仍同住")
    assert headquarters.document(case)["members"] == [{"row": "a", "name": "甲", "health": "60"}]
    assert headquarters.clashes.open(case) == []


def test_values_stand_in_the_order_they_arrived_whatever_their_clocks_say(headquarters: Desktop, case: str) -> None:
    for text, at in (("张山", "2099-01-01T00:00:00Z"), ("张珊", "1970-01-01T00:00:00Z")):
        headquarters.take([body_of(case, {"name": text}, n=next(NUMBERS), at=at)])
    assert [value.shown for value in clash_at(headquarters, case, "name").values] == ["张三", "张山", "张珊"]


def test_a_clash_in_a_record_of_a_newer_kind_hides_no_other(headquarters: Desktop, case: str) -> None:
    headquarters.take([told(case, {"name": "张山"})])
    headquarters.take([body_of("ef" * 16, {"amount": value}, kind="payment", n=next(NUMBERS)) for value in (1, 2)])
    found = {clash.record: clash for clash in headquarters.clashes.open()}
    assert set(found) == {case, "ef" * 16}
    payment = found["ef" * 16]
    assert (payment.label, [value.shown for value in payment.values]) == ("amount", ["1", "2"])
    headquarters.clashes.settle(payment.record, "amount", payment.values[1].change_id, "核对")
    assert [clash.record for clash in headquarters.clashes.open()] == [case]
