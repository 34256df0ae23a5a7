"""Joining a laptop to headquarters by files, with the digits compared on both sides."""

import pytest

from fieldsurvey.app import describe_home
from fieldsurvey.services.errors import CodeTakenError, NotAllowedError, NotEnrolledError
from fieldsurvey.sync.enrolment_errors import (
    CertificateInvalidError,
    EnrolmentFileError,
    EnrolmentSignatureError,
    FingerprintDiffersError,
    NotForThisLaptopError,
)
from fieldsurvey.vault.errors import PathMissingError
from tests.integration.homes import ORGANISATION, Office, enrol, only, visit

WRONG_DIGITS = "000000000000"


def test_a_new_laptop_works_first_and_joins_later(office: Office) -> None:
    laptop = office.home("l3")
    case = visit(laptop, name="其木格")
    with pytest.raises(NotEnrolledError):
        laptop.exchange.write(office.stick)
    assert not describe_home(office.folder("l3")).enrolled

    enrol(office.hq, laptop, office.stick, code="L3")

    assert only(office.carry("l3", "hq")).cases_new == 1
    assert office.hq.cases.show(case).row.name == "其木格"
    card = describe_home(office.folder("l3"))
    assert (card.enrolled, card.recovery, card.organisation, card.code) == (True, True, ORGANISATION, "L3")
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L2", "L3"]


def test_both_sides_see_the_digits_the_other_reads_aloud(office: Office) -> None:
    laptop = office.home("l3").exchange.enrolling
    request = laptop.write_request(office.stick)
    assert office.hq.exchange.enrolling.request_fingerprint(request) == laptop.own_fingerprint()
    answer = office.hq.exchange.enrolling.accept_request(
        request, code="L3", fingerprint=laptop.own_fingerprint(), out_folder=office.stick
    )
    assert laptop.answer_fingerprint(answer) == office.made.digits == office.hq.exchange.enrolling.own_fingerprint()


def test_wrong_digits_admit_nobody(office: Office) -> None:
    laptop = office.home("l3")
    request = laptop.exchange.enrolling.write_request(office.stick)
    for digits in (WRONG_DIGITS, "", laptop.exchange.enrolling.own_fingerprint()[:-1]):
        with pytest.raises(FingerprintDiffersError):
            office.hq.exchange.enrolling.accept_request(request, code="L3", fingerprint=digits, out_folder=office.stick)
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L2"]
    assert not list(office.stick.glob("*.fscert"))


def test_wrong_digits_of_headquarters_are_refused_by_the_laptop(office: Office) -> None:
    laptop = office.home("l3")
    request = laptop.exchange.enrolling.write_request(office.stick)
    answer = office.hq.exchange.enrolling.accept_request(
        request, code="L3", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=office.stick
    )
    with pytest.raises(FingerprintDiffersError):
        laptop.exchange.enrolling.finish(answer, fingerprint=WRONG_DIGITS)
    with pytest.raises(NotEnrolledError):
        laptop.exchange.write(office.stick)
    assert not describe_home(office.folder("l3")).enrolled


def test_another_laptops_answer_is_refused(office: Office) -> None:
    stranger, laptop = office.home("l3"), office.l2
    request = stranger.exchange.enrolling.write_request(office.stick)
    answer = office.hq.exchange.enrolling.accept_request(
        request, code="L3", fingerprint=stranger.exchange.enrolling.own_fingerprint(), out_folder=office.stick
    )
    with pytest.raises(NotForThisLaptopError):
        laptop.exchange.enrolling.finish(answer, fingerprint=office.made.digits)
    assert describe_home(office.folder("l2")).code == "L2"


def test_a_wrong_file_is_refused_on_both_sides(office: Office) -> None:
    laptop = office.home("l3")
    request = laptop.exchange.enrolling.write_request(office.stick)
    note = office.stick / "工作日记.txt"
    note.write_text("今天走访三户", encoding="utf-8")
    digits = laptop.exchange.enrolling.own_fingerprint()
    for wrong in (note, office.stick):
        with pytest.raises(EnrolmentFileError):
            office.hq.exchange.enrolling.accept_request(wrong, code="L3", fingerprint=digits, out_folder=office.stick)
    for wrong in (note, request):
        with pytest.raises(EnrolmentFileError):
            laptop.exchange.enrolling.finish(wrong, fingerprint=office.made.digits)
    with pytest.raises(PathMissingError):
        laptop.exchange.enrolling.finish(office.stick / "none.fscert", fingerprint=office.made.digits)


def test_an_altered_request_is_refused(office: Office) -> None:
    laptop = office.home("l3")
    request = laptop.exchange.enrolling.write_request(office.stick)
    content = request.read_bytes().replace(b'"incarnation":1', b'"incarnation":2')
    assert content != request.read_bytes()
    request.write_bytes(content)
    with pytest.raises(EnrolmentSignatureError):
        office.hq.exchange.enrolling.accept_request(
            request, code="L3", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=office.stick
        )


@pytest.mark.parametrize(
    ("code", "error"), [("L1", CodeTakenError), ("HQ", CodeTakenError), ("甲", CertificateInvalidError)]
)
def test_a_code_that_is_taken_or_no_code_is_refused(office: Office, code: str, error: type[Exception]) -> None:
    laptop = office.home("l3")
    request = laptop.exchange.enrolling.write_request(office.stick)
    with pytest.raises(error):
        office.hq.exchange.enrolling.accept_request(
            request, code=code, fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=office.stick
        )
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L2"]


def test_a_copied_laptop_may_keep_its_code_but_takes_no_other_laptops(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = office.copied("l1", "copy")
    monkeypatch.setattr("fieldsurvey.app.machine_fingerprint", lambda: "ab" * 16)
    laptop = office.home(copy)
    request = laptop.exchange.enrolling.write_request(office.stick)
    with pytest.raises(CodeTakenError):
        office.hq.exchange.enrolling.accept_request(
            request, code="L2", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=office.stick
        )
    enrol(office.hq, laptop, office.stick, code="L1")
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L1", "L2"]


def test_admitting_twice_changes_nothing(office: Office) -> None:
    laptop = office.home("l3")
    enrol(office.hq, laptop, office.stick, code="L3")
    enrol(office.hq, laptop, office.stick, code="L3")
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L2", "L3"]
    assert only(office.carry("l3", "hq")).changes == 1


def test_each_desk_does_its_own_part(office: Office) -> None:
    request = office.home("l3").exchange.enrolling.write_request(office.stick)
    with pytest.raises(NotAllowedError):
        office.hq.exchange.enrolling.write_request(office.stick)
    with pytest.raises(NotAllowedError):
        office.l1.exchange.enrolling.accept_request(request, code="L3", fingerprint="", out_folder=office.stick)
    with pytest.raises(NotAllowedError):
        office.hq.exchange.enrolling.finish(request, fingerprint="")
