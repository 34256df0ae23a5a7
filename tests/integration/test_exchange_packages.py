"""Packages between real homes: there and back, twice, in any order, lost and resent, and only what one may know."""

import os
import random
import shutil
from io import BytesIO
from pathlib import Path

import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.services.cards import ReadCard, RefusedCard
from fieldsurvey.services.errors import DeviceUnknownError
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.sync.errors import SenderRevokedError, StreamForkedError, WrongRecipientError
from fieldsurvey.sync.stick_errors import StickError, StickFullError
from fieldsurvey.vault.errors import EvidenceBrokenError, EvidenceMissingError
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.sealing import SealKey
from tests.conftest import FixedClock
from tests.integration.homes import STAFF, Office, only, state, visit
from tests.pictures import jpeg

JPEG = jpeg(after=random.Random(3).randbytes(50_000))


def test_a_household_travels_to_headquarters_and_its_receipt_back(office: Office) -> None:
    case = visit(office.l1, name="王建国", home_address="河畔街 3 号")

    card = only(office.carry("l1", "hq"))

    assert (card.sender, card.cases_new, card.cases_changed, card.clashes_new, card.aside) == ("L1", 1, 0, 0, 0)
    assert office.hq.cases.show(case).row.address == "河畔街 3 号"
    (sent,) = office.l1.exchange.receipts()
    assert (sent.confirmed, sent.last_receipt, sent.unwritten) == (0, "", 0)
    only(office.carry("hq", "l1"))
    (confirmed,) = office.l1.exchange.receipts()
    assert confirmed.confirmed == confirmed.sent == 2  # the household, and the record of who surveys there
    assert office.l1.exchange.peers()[0].unacknowledged == 0
    assert state(office.l1) == state(office.hq)
    visit(office.l1, name="李")
    assert office.l1.exchange.receipts()[0].unwritten == 1


def test_reading_twice_changes_nothing(office: Office) -> None:
    visit(office.l1, name="王建国")
    (written,) = office.l1.exchange.write(office.stick)
    assert office.hq.exchange.look(office.stick).files[0].state == "new"
    office.hq.exchange.read(written.path)
    before = office.hq.health.verify()

    again = office.hq.exchange.read(written.path)

    assert (again.already, again.changes, again.cases_new) == (True, 0, 0)
    assert office.hq.health.verify() == before
    assert office.hq.exchange.look(office.stick).files[0].state == "read"


def test_writing_again_unchanged_puts_the_same_file(office: Office) -> None:
    visit(office.l1, name="王建国")
    (first,) = office.l1.exchange.write(office.stick)
    (second,) = office.l1.exchange.write(office.stick)
    (elsewhere,) = office.l1.exchange.write(office.fresh_stick())
    assert (first.already, second.already, elsewhere.already) == (False, True, False)
    assert first.name == second.name == elsewhere.name
    assert first.path.read_bytes() == elsewhere.path.read_bytes()
    assert [path.name for path in (office.stick / "FIELDSURVEY").glob("*.fsp")] == [first.name]


def test_writing_when_all_is_confirmed_sends_no_change_again(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    office.carry("hq", "l1")
    (written,) = office.l1.exchange.write(office.stick)
    assert written.changes == 0
    assert only(office.hq.exchange.read_stick(office.stick)).changes == 0


def test_packages_in_any_order_give_the_same_and_name_what_is_missing(office: Office) -> None:
    written = []
    case = visit(office.l1, name="王建国")
    for address in ("东街 1 号", "东街 2 号", "东街 3 号"):
        visit(office.l1, case, home_address=address)
        written += office.l1.exchange.write(office.stick)
    read = office.hq.exchange.read
    cards = [read(written[number - 1].path) for number in (3, 1, 2)]
    assert [card.missing for card in cards] == [[1, 2], [], []]
    assert [card.changes for card in cards] == [5, 0, 0]
    assert office.hq.cases.show(case).row.address == "东街 3 号"
    assert state(office.hq) == state(office.l1)


def test_a_middle_package_that_never_came_is_named(office: Office) -> None:
    paths = []
    for name in ("甲", "乙", "丙"):
        visit(office.l1, name=name)
        paths += [card.path for card in office.l1.exchange.write(office.stick)]
    office.hq.exchange.read(paths[0])
    assert office.hq.exchange.read(paths[2]).missing == [2]
    assert office.hq.cases.find("").total == 3


def test_what_was_not_confirmed_is_sent_again_and_counts_once(office: Office) -> None:
    first = visit(office.l1, name="王建国")
    office.carry("l1", "hq")  # the receipt is never carried back
    second = visit(office.l1, name="其木格")

    card = only(office.carry("l1", "hq"))

    assert (card.changes, card.cases_new, card.forks) == (1, 1, 0)
    assert [len(office.hq.cases.show(case).history) for case in (first, second)] == [
        len(office.l1.cases.show(case).history) for case in (first, second)
    ]
    assert state(office.hq) == state(office.l1)


def test_a_package_lost_with_its_stick_comes_with_the_next(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.l1.exchange.write(office.stick)
    shutil.rmtree(office.stick)
    visit(office.l1, name="其木格")
    card = only(office.carry("l1", "hq"))
    assert (card.cases_new, card.missing) == (2, [1])


def test_a_laptop_gets_its_own_households_and_those_assigned_to_it(office: Office) -> None:
    own = visit(office.l1, name="自己的")
    others = visit(office.l2, name="别人的")
    of_headquarters = visit(office.hq, name="总部的")
    office.carry("l1", "hq")
    office.carry("l2", "hq")
    office.carry("hq", "l1")
    assert [row.case_id for row in office.l1.cases.find("").rows] == [own]

    device = next(peer.device for peer in office.hq.exchange.peers() if peer.code == "L1")
    assert office.hq.assignments.assign([of_headquarters], device) == 1
    office.carry("hq", "l1")

    assert {row.case_id for row in office.l1.cases.find("").rows} == {own, of_headquarters}
    with pytest.raises(CaseMissingError):
        office.l1.cases.show(others)


def test_when_an_assignment_ends_nothing_new_of_the_household_comes(office: Office) -> None:
    case = visit(office.hq, name="总部的")
    device = next(peer.device for peer in office.hq.exchange.peers() if peer.code == "L1")
    office.hq.assignments.assign([case], device)
    office.carry("hq", "l1")
    office.hq.assignments.end([case], device)
    visit(office.hq, case, home_address="新址 9 号")
    office.carry("hq", "l1")
    assert office.l1.cases.show(case).row.address == ""


def test_what_is_for_another_laptop_is_not_read(office: Office) -> None:
    visit(office.hq, name="总部的")
    cards = office.hq.exchange.write(office.stick)
    assert [card.recipient for card in cards] == ["L1", "L2"]
    assert len(office.l1.exchange.read_stick(office.stick)) == 1
    assert {file.state for file in office.l1.exchange.look(office.stick).files} == {"read", "not_for_us"}
    for_l2 = next(card.path for card in cards if card.recipient == "L2")
    with pytest.raises(WrongRecipientError):
        office.l1.exchange.read(for_l2)


def test_the_names_of_headquarters_staff_reach_laptops(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    visit(office.hq, case, employer_name="种子公司")
    office.carry("hq", "l1")
    line = next(line for line in office.l1.cases.show(case).history if line.address == "employer_name")
    assert (line.author, line.device, line.after) == (STAFF["hq"], "HQ", "种子公司")


def test_evidence_travels_and_is_readable_at_the_other_side(office: Office, tmp_path: Path) -> None:
    case, sha256 = with_evidence(office, tmp_path)
    assert only(office.carry("l1", "hq")).files == 1
    assert office.hq.evidence.read(sha256) == JPEG

    device = next(peer.device for peer in office.hq.exchange.peers() if peer.code == "L2")
    office.hq.assignments.assign([case], device)
    assert only(office.carry("hq", "l2")).files == 1
    assert office.l2.evidence.read(sha256) == JPEG
    assert only(office.carry("hq", "l1")).files == 0  # it came from there


def test_a_missing_evidence_file_is_reported_and_stops_nothing(office: Office, tmp_path: Path) -> None:
    case, sha256 = with_evidence(office, tmp_path)
    for sealed in office.folder("l1").glob("evidence/*/*.age"):
        sealed.unlink()
    card = only(office.carry("l1", "hq"))
    assert (card.cases_new, card.files) == (1, 0)
    report = office.hq.health.verify()
    assert not report.ok
    assert next(line.told for line in report.lines if line.what == "佐证文件") == "应有 1 份,缺 1 份"
    with pytest.raises(EvidenceMissingError):
        office.hq.evidence.read(sha256)
    assert office.hq.cases.show(case).document["evidence"][0]["file"]["sha256"] == sha256


def test_a_rotten_evidence_file_is_named_and_holds_up_nothing_else(office: Office, tmp_path: Path) -> None:
    case, sha256 = with_evidence(office, tmp_path)
    (sealed,) = office.folder("l1").glob("evidence/*/*.age")
    content = bytearray(sealed.read_bytes())
    content[len(content) // 2] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(EvidenceBrokenError):
        office.l1.evidence.read(sha256)
    card = only(office.carry("l1", "hq"))
    assert (card.cases_new, card.files) == (1, 0)
    assert not office.hq.health.verify().ok
    assert office.hq.cases.show(case).document["evidence"]


def test_evidence_that_a_cut_off_reading_left_is_collected_after_a_week_and_no_other(
    office: Office, tmp_path: Path, clock: FixedClock
) -> None:
    _, sha256 = with_evidence(office, tmp_path)
    seat = office.l1.seat
    storage = SealKey.from_identity(seat.identity.storage_identity)
    folder = EvidenceFolder(seat.paths.evidence, bytes.fromhex(seat.identity.evidence_name_key), storage, [])
    orphan = folder.put(BytesIO(JPEG[::-1]))
    os.utime(folder.path_of(orphan.sha256), (clock().timestamp(), clock().timestamp()))
    office.now = clock
    for days, is_there in ((0, True), (6, True), (2, False)):
        clock.advance(days=days)
        office.close("l1")
        assert office.l1.evidence.read(sha256) == JPEG
        assert folder.has(orphan.sha256) == is_there


def with_evidence(office: Office, folder: Path) -> tuple[str, str]:
    """A household at the first laptop with one photo; the id of the case and the hash of the photo."""
    photo = folder / "pic.jpg"
    photo.write_bytes(JPEG)
    draft = office.l1.visits.start(None)
    office.l1.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    (row,) = office.l1.visits.view(draft.draft_id).document["evidence"]
    office.l1.visits.finish(draft.draft_id, later=True)
    return draft.case_id, row["file"]["sha256"]


def test_a_revoked_laptop_is_refused_and_nothing_is_written_for_it(office: Office) -> None:
    visit(office.l1, name="王建国")
    (written,) = office.l1.exchange.write(office.stick)
    office.hq.exchange.revoke("L1")
    with pytest.raises(SenderRevokedError):
        office.hq.exchange.read(written.path)
    (refused,) = office.hq.exchange.read_stick(office.stick)
    assert isinstance(refused, RefusedCard)
    assert refused.code == SenderRevokedError.code
    assert office.hq.cases.find("").total == 0
    assert [card.recipient for card in office.hq.exchange.write(office.fresh_stick())] == ["L2"]
    with pytest.raises(DeviceUnknownError):
        office.hq.exchange.write(office.stick, to="L1")


def test_a_copied_laptop_that_hides_it_raises_the_alarm(office: Office) -> None:
    copy = office.copied("l1", "copy")
    visit(office.l1, name="原来的")
    case = visit(office.home(copy), name="复制的")
    assert only(office.carry("l1", "hq")).cases_new == 1
    office.home(copy).exchange.write(office.stick)

    (refused,) = office.hq.exchange.read_stick(office.stick)

    assert isinstance(refused, RefusedCard)
    assert refused.code == StreamForkedError.code
    with pytest.raises(CaseMissingError):
        office.hq.cases.show(case)


def test_numbers_used_twice_are_counted_where_the_packages_alone_do_not_tell(office: Office) -> None:
    copy = office.copied("l1", "copy")
    visit(office.l1, name="原来的")
    office.carry("l1", "hq")
    visit(office.home(copy), name="复制的")
    for _ in range(2):
        visit(office.home(copy), name="又一户")
        office.home(copy).exchange.write(office.fresh_stick())
    visit(office.home(copy), name="第三个包才送到")

    card = only(office.carry(copy, "hq"))

    assert (card.forks, card.cases_new, card.missing) == (1, 4, [2])


def test_other_peoples_files_on_the_stick_are_left_alone(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.l1.exchange.write(office.stick)
    (office.stick / "autorun.inf").write_text("[autorun]", encoding="ascii")
    foreign = office.stick / "FIELDSURVEY" / "FSP_L1_000009_00000000.fsp"
    foreign.write_bytes(b"PK\x03\x04" + bytes(5000))
    view = office.hq.exchange.look(office.stick)
    assert {file.name: file.state for file in view.files}[foreign.name] == "refused"
    assert view.warnings
    cards = office.hq.exchange.read_stick(office.stick)
    assert [type(card) for card in sorted(cards, key=lambda card: card.name)] == [ReadCard, RefusedCard]
    assert office.hq.cases.find("").total == 1


def unwritten(home: OpenHome) -> dict[str, int]:
    return {card.code: card.unwritten for card in home.exchange.receipts()}


def test_headquarters_counts_for_each_laptop_what_is_on_no_stick_for_it(office: Office) -> None:
    assert all(unwritten(office.hq).values())  # who the office is, for a laptop that was just admitted
    assert set(unwritten(office.hq)) == {"L1", "L2"}
    office.hq.exchange.write(office.fresh_stick())
    assert unwritten(office.hq) == {"L1": 0, "L2": 0}
    case = visit(office.hq, name="王建国")
    assert unwritten(office.hq) == {"L1": 0, "L2": 0}  # no laptop's household yet
    device = next(peer.device for peer in office.hq.exchange.peers() if peer.code == "L1")
    office.hq.assignments.assign([case], device)
    waiting = unwritten(office.hq)
    assert (waiting["L1"] > waiting["L2"], waiting["L2"]) == (True, 0)
    assert sum(card.changes for card in office.hq.exchange.write(office.fresh_stick(), to="L1")) >= waiting["L1"]
    assert unwritten(office.hq) == {"L1": 0, "L2": 0}
    office.hq.exchange.revoke("L2")
    visit(office.hq, case, home_address="新址 9 号")
    assert unwritten(office.hq) == {"L1": 1, "L2": 0}


def test_a_package_that_reached_no_stick_is_not_counted_as_written(office: Office) -> None:
    visit(office.l1, name="王建国")
    (before,) = office.l1.exchange.receipts()
    with pytest.raises(StickError):
        office.l1.exchange.write(office.root / "no-stick")
    assert office.l1.exchange.receipts() == [before]
    assert office.l1.worktop.unsent().unwritten.total == 1
    office.l1.exchange.write(office.fresh_stick())
    (after,) = office.l1.exchange.receipts()
    assert (after.sent, after.unwritten) == (before.unwritten, 0)


def fill_after(monkeypatch: pytest.MonkeyPatch, packages: int) -> None:
    """Every stick has room for so many packages more."""
    rooms = iter([2**40] * packages)
    monkeypatch.setattr("fieldsurvey.sync.stick_io.Io.room", lambda *_: next(rooms, 0))


def test_what_reached_no_stick_stays_unwritten_however_often_the_stick_is_full(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(office.l1, name="王建国", remark="补" * 2_000)
    visit(office.l1, name="李秀英", remark="补" * 2_000)
    monkeypatch.setattr("fieldsurvey.services.outbox.ROOM", 10_000)
    first, second = office.fresh_stick(), office.fresh_stick()
    fill_after(monkeypatch, 1)
    with pytest.raises(StickFullError):
        office.l1.exchange.write(first)
    assert [card.state for card in office.hq.exchange.look(first).files] == ["new"]
    fill_after(monkeypatch, 9)
    only(office.hq.exchange.read_stick(first))
    office.hq.exchange.write(second, to="L1")
    office.l1.exchange.read_stick(second)
    fill_after(monkeypatch, 0)
    for _ in range(2):
        # The first part has been read and is gone from here: the second is on no stick all the same.
        with pytest.raises(StickFullError):
            office.l1.exchange.write(first)
        (card,) = office.l1.exchange.receipts()
        assert (card.unwritten, card.sent, card.confirmed) == (1, 2, 2)
        assert names_unwritten(office.l1) == ["李秀英"]
    fill_after(monkeypatch, 9)
    written = office.l1.exchange.write(first)
    assert {name[7:13] for name in (card.name for card in written)} >= {"000002", "000003"}
    (card,) = office.l1.exchange.receipts()
    assert (card.unwritten, card.sent, card.confirmed) == (0, 3, 2)
    assert names_unwritten(office.l1) == []


def names_unwritten(home: OpenHome) -> list[str]:
    return [line.name for line in home.worktop.unsent().unwritten.rows]


def test_receipts_do_not_go_to_and_fro_for_ever(office: Office) -> None:
    visit(office.l1, name="王建国")
    for _ in range(3):
        office.carry("l1", "hq")
        office.carry("hq", "l1")
    assert [card for card in office.hq.exchange.write(office.fresh_stick()) if card.recipient == "L1"] == []
    # The laptop's last receipt is put there again, under its old number, until headquarters has something to say.
    assert [card.name[:13] for card in office.l1.exchange.write(office.fresh_stick())] == ["FSP_L1_000002"]
    assert office.l1.exchange.receipts()[0].confirmed == office.l1.exchange.receipts()[0].sent


def test_a_package_that_reached_no_stick_goes_along_with_the_next(office: Office) -> None:
    visit(office.l1, name="王建国")
    with pytest.raises(StickError):
        office.l1.exchange.write(office.root / "no-stick")
    visit(office.l1, name="李秀兰")
    stick = office.fresh_stick()
    office.l1.exchange.write(stick)
    cards = [card for card in office.hq.exchange.read_stick(stick) if isinstance(card, ReadCard)]
    assert [card.missing for card in cards] == [[], []]
    assert sum(card.cases_new for card in cards) == 2
