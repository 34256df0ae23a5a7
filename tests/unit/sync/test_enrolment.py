"""A laptop is enrolled by two files and two times twelve digits; anything that does not fit is refused."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.case.canonical import encode
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.sync.certificates import (
    Certificate,
    certificate_for,
    check,
    issue,
)
from fieldsurvey.sync.enrolment import (
    Enrolment,
    WrittenAnswer,
    answer_root,
    check_fingerprint,
    read_answer,
    read_request,
    write_answer,
    write_request,
)
from fieldsurvey.sync.enrolment_errors import (
    CertificateInvalidError,
    EnrolmentFileError,
    EnrolmentSignatureError,
    FingerprintDiffersError,
    NotForThisLaptopError,
)
from fieldsurvey.sync.receipts import acknowledge, read_acknowledgement
from fieldsurvey.sync.signed import sign_document
from fieldsurvey.sync.succession import former_devices, succession
from fieldsurvey.vault.errors import PathMissingError
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey
from tests.unit.sync.desks import Desk

ROOT = SigningKey.generate()
HEADQUARTERS, LAPTOP, RECOVERY = Desk("HQ"), Desk("L1"), SealKey.generate()
PROVINCE_KEY = bytes(range(32))
WHEN = "2026-11-23T06:02:31Z"


def headquarters_certificate() -> bytes:
    return issue(
        ROOT,
        certificate_for(
            HEADQUARTERS.signing.public,
            HEADQUARTERS.sealing.recipient,
            desk="headquarters",
            code="HQ",
            organisation="示例市总工会",
            incarnation=1,
            issued_at=WHEN,
        ),
    )


def laptop_certificate(**changes: object) -> Certificate:
    key = LAPTOP.signing.public
    fields: dict[str, object] = {
        "v": 1,
        "device": key.device_id,
        "sign": key.hex(),
        "seal": LAPTOP.sealing.recipient,
        "desk": "laptop",
        "code": "L1",
        "organisation": "示例市总工会",
        "incarnation": 1,
        "issued_at": WHEN,
        **changes,
    }
    return Certificate(**fields)  # type: ignore[arg-type]  # the fields as they are, lies included


def request_of(folder: Path, desk: Desk = LAPTOP) -> Path:
    return write_request(folder, desk.signing, seal=desk.sealing.recipient, incarnation=1, made_at=WHEN)


def answer_to(request: Path, *, fingerprint: str = "", root: SigningKey = ROOT) -> WrittenAnswer:
    read = read_request(request)
    return write_answer(
        request.parent,
        root=root,
        request=read,
        fingerprint=fingerprint or read.fingerprint(),
        headquarters=headquarters_certificate(),
        code="L1",
        organisation="示例市总工会",
        recovery=[RECOVERY.recipient],
        province_key=PROVINCE_KEY,
        issued_at=WHEN,
    )


def taken(path: Path, desk: Desk = LAPTOP, fingerprint: str = "") -> Enrolment:
    return read_answer(
        path,
        me=desk.signing.public,
        seal_key=desk.sealing,
        fingerprint=fingerprint or ROOT.public.fingerprint(),
    )


def test_a_laptop_is_enrolled(tmp_path: Path) -> None:
    request = request_of(tmp_path)
    assert read_request(request).fingerprint() == LAPTOP.signing.public.fingerprint()
    answer = answer_to(request)
    enrolment = taken(answer.path)
    assert answer_root(answer.path) == enrolment.root == ROOT.public
    assert (enrolment.own.device, enrolment.own.code, enrolment.own.desk) == (LAPTOP.device, "L1", "laptop")
    assert enrolment.headquarters.seal == HEADQUARTERS.sealing.recipient
    assert enrolment.recovery == (RECOVERY.recipient,)
    assert enrolment.province_key == PROVINCE_KEY
    assert check(enrolment.own_signed, ROOT.public) == enrolment.own == answer.certificate
    assert enrolment.own_signed == answer.signed
    assert enrolment.headquarters_signed == headquarters_certificate()


def test_neither_file_tells_the_province_key(tmp_path: Path) -> None:
    answer = answer_to(request_of(tmp_path))
    assert PROVINCE_KEY not in answer.path.read_bytes()
    assert LAPTOP.sealing.identity.encode() not in answer.path.read_bytes()


def test_digits_may_be_typed_in_any_width_and_grouping() -> None:
    digits = ROOT.public.fingerprint()
    wide = digits.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    for typed in (digits, digits.replace(" ", ""), f" {digits.replace(' ', '-')}\n", wide.replace(" ", "\u3000")):
        check_fingerprint(typed, ROOT.public)


@pytest.mark.parametrize("typed", ["", "123456789012", "十二位数字", "1234 5678 901"])
def test_other_digits_enrol_nobody(tmp_path: Path, typed: str) -> None:
    request = request_of(tmp_path)
    with pytest.raises(FingerprintDiffersError):
        answer_to(request, fingerprint=typed or "0")
    assert list(tmp_path.iterdir()) == [request]
    answer = answer_to(request)
    with pytest.raises(FingerprintDiffersError):
        taken(answer.path, fingerprint=typed or "0")


def test_a_false_headquarters_is_told_by_the_digits(tmp_path: Path) -> None:
    impostor = SigningKey.generate()
    answer = answer_to(request_of(tmp_path), root=impostor)
    with pytest.raises(FingerprintDiffersError):
        taken(answer.path)
    # Even with its own digits read aloud, the certificates inside are not signed by it.
    with pytest.raises(EnrolmentSignatureError):
        taken(answer.path, fingerprint=impostor.public.fingerprint())


def test_another_laptops_answer_is_refused(tmp_path: Path) -> None:
    answer = answer_to(request_of(tmp_path))
    with pytest.raises(NotForThisLaptopError):
        taken(answer.path, Desk("L2"))
    with pytest.raises(NotForThisLaptopError):
        taken(answer.path, Desk("L1", signing=LAPTOP.signing))
    with pytest.raises(NotForThisLaptopError):
        taken(answer.path, Desk("L1", sealing=LAPTOP.sealing))


def test_one_half_of_the_keys_cannot_be_exchanged(tmp_path: Path) -> None:
    request = request_of(tmp_path)
    content = request.read_bytes()
    request.write_bytes(content.replace(LAPTOP.sealing.recipient.encode(), SealKey.generate().recipient.encode()))
    with pytest.raises(EnrolmentSignatureError):
        read_request(request)


def _resigned(change: Callable[[dict[str, object]], object]) -> bytes:
    document: dict[str, object] = {
        "v": 1,
        "sign": LAPTOP.signing.public.hex(),
        "seal": LAPTOP.sealing.recipient,
        "incarnation": 1,
        "made_at": WHEN,
    }
    change(document)
    return sign_document(LAPTOP.signing, "enrolment-request", document)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff\xfe",
        b"x" * 100_000,
        b"[" * 5000,
        b'{"document":{},"signature":"x"}',
        encode({"document": {"sort": "enrolment-request", "sign": "00"}, "signature": "x"}),
        encode({"document": {"sort": "enrolment-request"}, "signature": "x"}),
        sign_document(LAPTOP.signing, "certificate", {"sign": LAPTOP.signing.public.hex()}),
        _resigned(lambda document: document.update(v=2)),
        _resigned(lambda document: document.update(incarnation=0)),
        _resigned(lambda document: document.update(seal="age1x")),
        _resigned(lambda document: document.update(extra=1)),
        _resigned(lambda document: document.pop("made_at")),
    ],
)
def test_what_is_no_request_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.fsreq"
    path.write_bytes(content)
    with pytest.raises(EnrolmentFileError):
        read_request(path)
    with pytest.raises(EnrolmentFileError):
        answer_root(path)


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    link = tmp_path / "link.fsreq"
    link.symlink_to(request_of(tmp_path))
    for path in (tmp_path, link):
        with pytest.raises(EnrolmentFileError):
            read_request(path)
    with pytest.raises(PathMissingError):
        read_request(tmp_path / "none.fsreq")


def test_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    answer = answer_to(request_of(tmp_path)).path
    content = answer.read_bytes()
    for place in range(0, len(content), 29):
        answer.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises((EnrolmentFileError, EnrolmentSignatureError)):
            answer_root(answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 2},
        {"device": "ab" * 8},
        {"sign": "00"},
        {"seal": "age1x"},
        {"code": "城东"},
        {"organisation": ""},
        {"organisation": "示例\n市"},
        {"incarnation": 0},
        {"issued_at": ""},
    ],
)
def test_a_certificate_that_contradicts_itself_is_neither_issued_nor_taken(changes: dict[str, object]) -> None:
    certificate = laptop_certificate(**changes)
    with pytest.raises(CertificateInvalidError):
        issue(ROOT, certificate)
    fields = {name: getattr(certificate, name) for name in certificate.__struct_fields__}
    with pytest.raises(CertificateInvalidError):
        check(sign_document(ROOT, "certificate", fields), ROOT.public)


def test_an_unknown_desk_is_no_certificate() -> None:
    fields = json.loads(issue(ROOT, laptop_certificate()))["document"]
    del fields["sort"]
    with pytest.raises(CertificateInvalidError):
        check(sign_document(ROOT, "certificate", {**fields, "desk": "emperor"}), ROOT.public)


def test_a_certificate_of_another_root_is_refused() -> None:
    with pytest.raises(EnrolmentSignatureError):
        check(issue(SigningKey.generate(), laptop_certificate()), ROOT.public)


def test_an_acknowledgement_names_package_and_reader() -> None:
    content = acknowledge(HEADQUARTERS.signing, "ab" * 32)
    read = read_acknowledgement(content, HEADQUARTERS.signing.public)
    assert (read.package, read.reader) == ("ab" * 32, HEADQUARTERS.device)
    with pytest.raises(EnrolmentSignatureError):
        read_acknowledgement(content, LAPTOP.signing.public)
    forged = sign_document(LAPTOP.signing, "acknowledgement", {"package": "ab" * 32, "reader": HEADQUARTERS.device})
    for untrusted in (forged, content[:-1], sign_document(LAPTOP.signing, "acknowledgement", {"package": "x"})):
        with pytest.raises(FieldSurveyError):
            read_acknowledgement(untrusted, LAPTOP.signing.public)


def test_a_successor_is_proved_by_each_former_key() -> None:
    first, second, third = (SigningKey.generate() for _ in range(3))
    line = [succession(first, second.public), succession(second, third.public)]
    proofs = [json.loads(each) for each in line]
    assert former_devices(proofs, third.public) == [second.public.device_id, first.public.device_id]
    for wrong in (proofs[:1], proofs[::-1], [proofs[1], proofs[1]]):
        with pytest.raises((EnrolmentFileError, EnrolmentSignatureError)):
            former_devices(wrong, third.public)
    claimed = {**proofs[1], "document": {**proofs[1]["document"], "former": LAPTOP.signing.public.hex()}}
    with pytest.raises(EnrolmentSignatureError):
        former_devices([claimed], third.public)
