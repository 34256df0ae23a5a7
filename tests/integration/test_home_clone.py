"""A home that starts on another machine becomes a new incarnation: no number twice, nothing unsent lost."""

import pytest

from fieldsurvey.app import OpenHome, describe_home
from fieldsurvey.services.cards import ReadCard, RefusedCard
from fieldsurvey.services.errors import NotEnrolledError
from fieldsurvey.store import changes
from tests.integration.homes import Office, enrol, only, state, visit


def opened_elsewhere(office: Office, name: str, machine: str = "ab") -> OpenHome:
    """Opens a home as if on another machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fieldsurvey.app.machine_fingerprint", lambda: machine * 16)
        return office.home(name)


def numbers(office: Office, name: str) -> dict[str, list[int]]:
    """The numbers of every device's changes in a home."""
    with office.home(name).seat.database.begin() as session:
        return changes.numbers(session)


def test_the_same_machine_stays_the_same_device(office: Office) -> None:
    before = office.l1.seat.identity
    office.close("l1")
    assert office.l1.seat.identity == before
    office.close("l1")
    copy = office.copied("l1", "moved-folder")
    assert office.home(copy).seat.identity == before


def test_another_machine_becomes_a_new_device_that_has_to_be_admitted(office: Office) -> None:
    home = opened_elsewhere(office, office.copied("l1", "copy"))
    identity = home.seat.identity
    assert identity.incarnation == 2
    assert len(identity.former_devices) == 1
    assert identity.device not in identity.former_devices
    assert not describe_home(office.folder("l1-copy")).enrolled
    with pytest.raises(NotEnrolledError):
        home.exchange.write(office.stick)
    with pytest.raises(NotEnrolledError):
        home.exchange.read(office.stick / "any.fsp")
    office.close("l1-copy")
    assert opened_elsewhere(office, "l1-copy").seat.identity == identity


def test_work_of_before_and_after_arrives_and_no_number_is_used_twice(office: Office) -> None:
    sent = visit(office.l1, name="已交的")
    office.carry("l1", "hq")
    unsent = visit(office.l1, name="没交的")
    former = office.l1.seat.identity.device
    copy = office.copied("l1", "copy")
    visit(office.l1, name="原机后来的")
    office.carry("l1", "hq")
    office.close("l1")
    home = opened_elsewhere(office, copy)
    after = visit(home, name="新机上的")

    enrol(office.hq, home, office.stick, code="L1")
    card = only(office.carry(copy, "hq"))

    assert (card.aside, card.forks) == (0, 0)
    for case in (sent, unsent, after):
        assert office.hq.cases.show(case).row.name == home.cases.show(case).row.name
    assert office.hq.cases.find("").total == 4
    survey_numbers = [row.survey_no for row in office.hq.cases.find("").rows]
    assert len(set(survey_numbers)) == len(survey_numbers)
    of_device = numbers(office, "hq")
    assert of_device[home.seat.identity.device] == [1]
    assert of_device[former] == [1, 2, 3, 4]
    only(office.carry("hq", copy))
    assert home.exchange.peers()[0].unacknowledged == 0


def test_a_lost_laptops_unsent_work_arrives_from_its_restored_copy(office: Office) -> None:
    unsent = visit(office.l1, name="没交的")
    home = opened_elsewhere(office, office.copied("l1", "copy"))
    enrol(office.hq, home, office.stick, code="L1")
    card = only(office.carry("l1-copy", "hq"))
    assert (card.cases_new, card.aside, card.missing) == (1, 0, [])
    assert office.hq.cases.show(unsent).row.name == "没交的"


def test_unsent_work_arrives_also_when_the_copy_is_given_a_code_of_its_own(office: Office) -> None:
    case = visit(office.l1, name="没交的")
    home = opened_elsewhere(office, office.copied("l1", "copy"))
    enrol(office.hq, home, office.stick, code="L9")
    assert only(office.carry("l1-copy", "hq")).aside == 0
    assert office.hq.cases.show(case).row.name == "没交的"
    visit(office.hq, case, employer_name="种子公司")
    office.carry("hq", "l1-copy")
    assert home.cases.show(case).row.employer == "种子公司"


def test_a_package_written_before_the_move_is_not_put_out_again_under_the_old_name(office: Office) -> None:
    visit(office.l1, name="没交的")
    (before,) = office.l1.exchange.write(office.stick)
    home = opened_elsewhere(office, office.copied("l1", "copy"))
    enrol(office.hq, home, office.stick, code="L1")
    office.hq.exchange.revoke(office.l1.seat.identity.device)
    (after,) = home.exchange.write(office.stick)
    assert after.name != before.name
    assert office.hq.exchange.read(after.path).cases_new == 1


def test_packages_are_written_for_the_newest_of_a_home_only(office: Office) -> None:
    visit(office.l1, name="没交的")
    home = opened_elsewhere(office, office.copied("l1", "copy"))
    enrol(office.hq, home, office.stick, code="L1")
    assert [card.recipient for card in office.hq.exchange.write(office.stick)] == ["L1", "L2"]
    assert {type(card) for card in home.exchange.read_stick(office.stick)} == {ReadCard}
    assert office.l1.exchange.read_stick(office.stick) == []


def test_two_copies_on_two_machines_are_two_devices_with_numbers_of_their_own(office: Office) -> None:
    visit(office.l1, name="以前的")
    names = [office.copied("l1", suffix) for suffix in ("one", "two")]
    homes = [opened_elsewhere(office, name, machine) for name, machine in zip(names, ("ab", "cd"), strict=True)]
    assert len({home.seat.identity.device for home in homes}) == 2
    survey_numbers = [home.cases.show(visit(home, name="新的")).row.survey_no for home in homes]
    assert len(set(survey_numbers)) == 2


def test_headquarters_on_a_new_machine_admits_its_laptops_again_and_loses_nothing(office: Office) -> None:
    on_the_way = visit(office.l1, name="路上的")
    office.l1.exchange.write(office.stick)
    home = opened_elsewhere(office, office.copied("hq", "new"))
    assert home.seat.identity.incarnation == 2
    (found,) = home.exchange.look(office.stick).files
    assert (found.state, "P163" in found.sentence) == ("refused", True)

    enrol(home, office.l1, office.fresh_stick(), code="L1")

    office.l1.exchange.write(office.stick, to="HQ")
    cards = home.exchange.read_stick(office.stick)
    assert [card.cases_new for card in cards if isinstance(card, ReadCard)] == [1]
    assert [card.code for card in cards if isinstance(card, RefusedCard)] == ["P163"]
    visit(home, on_the_way, employer_name="种子公司")
    office.carry("hq-new", "l1")
    assert state(office.l1) == state(home)
