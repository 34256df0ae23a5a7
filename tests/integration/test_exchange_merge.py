"""Desks change the same household without knowing of each other: every order ends in one state, nothing is lost."""

from itertools import permutations
from pathlib import Path

import pytest

from fieldsurvey.services.errors import ClashGoneError, NotAllowedError
from tests.conftest import FixedClock
from tests.integration.homes import Office, only, state, visit


def shared_household(office: Office) -> str:
    """A household of the first laptop that all three desks have."""
    case = visit(office.l1, name="王建国", home_address="河畔街 3 号")
    office.carry("l1", "hq")
    device = next(peer.device for peer in office.hq.exchange.peers() if peer.code == "L2")
    office.hq.assignments.assign([case], device)
    for laptop in ("l1", "l2"):
        office.carry("hq", laptop)
    return case


def edited_apart(office: Office) -> tuple[str, list[Path]]:
    """The household changed at all three desks, and the three packages that headquarters has not read."""
    case = shared_household(office)
    visit(office.l1, case, name="王建邦", mobile="13800138001")
    packages = [office.l1.exchange.write(office.fresh_stick())[0].path]
    visit(office.l1, case, name="王建帮")
    packages += [office.l1.exchange.write(office.fresh_stick())[0].path]
    visit(office.l2, case, name="王建榜", employer_name="种子公司")
    packages += [office.l2.exchange.write(office.fresh_stick())[0].path]
    visit(office.hq, case, name="王建傍", remark="电话核实过")
    return case, packages


def test_every_order_of_reading_gives_the_same_state_and_keeps_every_value(office: Office) -> None:
    case, packages = edited_apart(office)
    states, values = set(), set()
    for number, order in enumerate(permutations(packages)):
        home = office.home(office.copied("hq", str(number)))
        for path in order:
            home.exchange.read(path)
        states.add(state(home))
        (clash,) = home.clashes.open(case)
        values.add(tuple(sorted(value.shown for value in clash.values)))
        document = home.cases.show(case).document
        assert (document["mobile"], document["employer_name"], document["remark"]) == (
            "13800138001",
            "种子公司",
            "电话核实过",
        )
        assert home.health.rebuild().equal
    assert len(states) == 1
    # What the first laptop replaced knowingly is history; what nobody knew of stands.
    assert values == {("王建傍", "王建帮", "王建榜")}


def test_all_desks_agree_after_everything_was_carried_and_one_decision_settles_it(office: Office) -> None:
    case, packages = edited_apart(office)
    assert sum(office.hq.exchange.read(path).clashes_new for path in packages) == 1
    for laptop in ("l1", "l2"):
        office.carry("hq", laptop)
    assert len({state(home) for home in (office.hq, office.l1, office.l2)}) == 1
    (clash,) = office.l2.clashes.open(case)
    assert {(value.device, value.shown) for value in clash.values} == {
        ("HQ", "王建傍"),
        ("L1", "王建帮"),
        ("L2", "王建榜"),
    }
    with pytest.raises(NotAllowedError):
        office.l1.clashes.settle(case, "name", clash.values[0].change_id, "我说了算")

    chosen = next(value for value in clash.values if value.device == "L2")
    office.hq.clashes.settle(case, "name", chosen.change_id, "查看户口簿")
    with pytest.raises(ClashGoneError):
        office.hq.clashes.settle(case, "name", chosen.change_id, "查看户口簿")
    for laptop in ("l1", "l2"):
        office.carry("hq", laptop)

    for home in (office.hq, office.l1, office.l2):
        assert home.clashes.open() == []
        assert home.cases.show(case).row.name == "王建榜"
    assert len({state(home) for home in (office.hq, office.l1, office.l2)}) == 1
    shown = {line.after for line in office.l1.cases.show(case).history if line.address == "name"}
    assert {"王建国", "王建邦", "王建帮", "王建榜", "王建傍"} == shown


def test_the_same_value_written_twice_is_no_clash(office: Office) -> None:
    case = shared_household(office)
    for name in ("l1", "l2", "hq"):
        visit(office.home(name), case, mobile="13800138009")
    office.carry("l1", "hq")
    assert only(office.carry("l2", "hq")).clashes_new == 0
    assert office.hq.clashes.open() == []


def test_a_row_removed_here_and_changed_there_is_shown_as_a_clash(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    (row,) = office.l1.cases.show(case).document["members"]
    draft = office.l1.visits.start(case)
    member = office.l1.visits.add_row(draft.draft_id, "members")
    office.l1.visits.answer(draft.draft_id, f"members/{member}/name", "王小燕")
    office.l1.visits.finish(draft.draft_id, later=False)
    office.carry("l1", "hq")

    draft = office.l1.visits.start(case)
    office.l1.visits.remove_row(draft.draft_id, "members", member, "已分户")
    office.l1.visits.finish(draft.draft_id, later=False)
    visit(office.hq, case, **{f"members__{member}__health": "good"})
    assert only(office.carry("l1", "hq")).clashes_new == 1

    (clash,) = office.hq.clashes.open(case)
    assert clash.address == f"members/{member}/removed"
    removal = next(value for value in clash.values if "已分户" in value.shown)
    office.hq.clashes.settle(case, clash.address, removal.change_id, "户口已迁出")
    assert [each["row"] for each in office.hq.cases.show(case).document["members"]] == [row["row"]]
    office.carry("hq", "l1")
    assert state(office.l1) == state(office.hq)


def test_a_draft_survives_what_arrives_meanwhile(office: Office) -> None:
    case = shared_household(office)
    draft = office.l1.visits.start(case)
    office.l1.visits.answer(draft.draft_id, "home_address", "新华里 8 号", page=1)
    visit(office.hq, case, home_address="幸福巷 2 号", employer_name="红星机械厂")
    office.carry("hq", "l1")

    view = office.l1.visits.view(draft.draft_id)
    assert (view.document["home_address"], view.document["employer_name"]) == ("新华里 8 号", "红星机械厂")
    assert view.arrived == ["employer_name", "home_address"]

    office.l1.visits.finish(draft.draft_id, later=False)
    assert only(office.carry("l1", "hq")).clashes_new == 1
    (clash,) = office.hq.clashes.open(case)
    assert {value.shown for value in clash.values} == {"新华里 8 号", "幸福巷 2 号"}


def test_wrong_clocks_change_nothing_that_counts(office: Office, clock: FixedClock) -> None:
    case = shared_household(office)
    office.close("l2")
    clock.advance(days=-400)
    office.now = clock
    visit(office.l2, case, name="钟慢的", employer_name="种子公司")
    visit(office.l1, case, name="钟准的")
    office.carry("l1", "hq")
    office.carry("l2", "hq")
    (clash,) = office.hq.clashes.open(case)
    assert {value.shown for value in clash.values} == {"钟慢的", "钟准的"}
    office.carry("hq", "l1")
    office.carry("hq", "l2")
    assert len({state(home) for home in (office.hq, office.l1, office.l2)}) == 1
