"""How a laptop joins a headquarters: its request goes there on a stick, the answer comes back, and twelve digits are
read aloud in each direction, since a stick proves nothing.
"""

import base64
import binascii
import hmac
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER, encode
from fieldsurvey.sync.certificates import Certificate, certificate_for, check, issue
from fieldsurvey.sync.container import open_package_file
from fieldsurvey.sync.enrolment_errors import (
    CertificateInvalidError,
    EnrolmentFileError,
    FingerprintDiffersError,
    NotForThisLaptopError,
    PracticeEnrolmentError,
    RealEnrolmentError,
)
from fieldsurvey.sync.errors import NotAFileError
from fieldsurvey.sync.signed import proved, read_signed, sign_document
from fieldsurvey.sync.succession import former_devices
from fieldsurvey.vault.errors import KeyMalformedError, SealBrokenError, SealedForOthersError
from fieldsurvey.vault.files import told_os_error, write_durably
from fieldsurvey.vault.sealing import SealKey, check_recipient, open_bytes, seal_bytes
from fieldsurvey.vault.signing import SigningKey, VerifyKey

MAX_REQUEST: Final = 64 * 1024
MAX_ANSWER: Final = 64 * 1024
REQUEST_SUFFIX: Final = ".fsreq"
ANSWER_SUFFIX: Final = ".fscert"

_REQUEST: Final = "enrolment-request"
_ANSWER: Final = "enrolment-answer"
_PROVINCE_KEY_BYTES: Final = 32


class Request(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a laptop says of itself; signed by itself, so that nobody exchanges one half of its keys."""

    v: int
    sign: str
    seal: str
    incarnation: int
    made_at: str
    successions: list[dict[str, object]] = []
    practice: bool = False

    @property
    def key(self) -> VerifyKey:
        """The key that will check the laptop's signatures."""
        return VerifyKey.from_hex(self.sign)

    @property
    def device(self) -> str:
        """The laptop's device id."""
        return self.key.device_id

    @property
    def former(self) -> list[str]:
        """The devices that this one was before its home was restored or copied, each proved by its own key."""
        return former_devices(self.successions, self.key)

    def fingerprint(self) -> str:
        """The twelve digits that the laptop's user reads aloud."""
        return self.key.fingerprint()


class _Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    v: int
    root: str
    headquarters: dict[str, object]
    own: dict[str, object]
    recovery: list[str]
    province_key: str
    practice: bool = False


@dataclass(frozen=True)
class Enrolment:
    """All that a laptop keeps of its answer. `headquarters_signed` and `own_signed` are the certificates as bytes."""

    root: VerifyKey
    headquarters: Certificate
    headquarters_signed: bytes
    own: Certificate
    own_signed: bytes
    recovery: tuple[str, ...]
    province_key: bytes


@dataclass(frozen=True)
class WrittenAnswer:
    """The answer's file, and the new certificate for headquarters' own list."""

    path: Path
    certificate: Certificate
    signed: bytes


def write_request(
    folder: Path,
    key: SigningKey,
    *,
    seal: str,
    incarnation: int,
    made_at: str,
    successions: Sequence[bytes] = (),
    practice: bool = False,
) -> Path:
    """Writes the laptop's request; again overwrites it with the same."""
    request = Request(
        v=1,
        sign=key.public.hex(),
        seal=seal,
        incarnation=incarnation,
        made_at=made_at,
        successions=[msgspec.json.decode(each) for each in successions],
        practice=practice,
    )
    path = folder / f"FSR_{key.public.device_id}{REQUEST_SUFFIX}"
    write_durably(path, sign_document(key, _REQUEST, _said(request)))
    return path


def read_request(path: Path, *, practice: bool = False) -> Request:
    """Reads a request strictly; whose it is only the fingerprint read aloud can tell.

    Raises:
        EnrolmentFileError, EnrolmentSignatureError: no request, or not signed by the key it names.
    """
    signed = read_signed(_content(path, MAX_REQUEST), _REQUEST, limit=MAX_REQUEST)
    document = proved(signed, _named_key(signed.document.get("sign")))
    try:
        request = msgspec.convert(document, Request)
        check_recipient(request.seal)
    except (msgspec.ValidationError, KeyMalformedError) as problem:
        raise EnrolmentFileError(reason="栏目不对") from problem
    if request.v != 1 or not 1 <= request.incarnation <= MAX_INTEGER or not 0 < len(request.made_at) <= 32:
        raise EnrolmentFileError(reason="栏目不对")
    former_devices(request.successions, request.key)
    _require_same_kind(request.practice, practice)
    return request


def write_answer(
    folder: Path,
    *,
    root: SigningKey,
    request: Request,
    fingerprint: str,
    headquarters: bytes,
    code: str,
    organisation: str,
    recovery: Sequence[str],
    province_key: bytes,
    issued_at: str,
    practice: bool = False,
) -> WrittenAnswer:
    """Issues the laptop's certificate and writes the answer.

    Raises:
        FingerprintDiffersError: the digits heard are not the request's; nothing is written.
        CertificateInvalidError: a code or organisation that no certificate may hold.
    """
    check_fingerprint(fingerprint, request.key)
    certificate = certificate_for(
        request.key,
        request.seal,
        desk="laptop",
        code=code,
        organisation=organisation,
        incarnation=request.incarnation,
        issued_at=issued_at,
    )
    signed = issue(root, certificate)
    answer = _Answer(
        v=1,
        root=root.public.hex(),
        headquarters=msgspec.json.decode(headquarters),
        own=msgspec.json.decode(signed),
        recovery=[check_recipient(each) for each in recovery],
        province_key=base64.b64encode(seal_bytes(province_key, [request.seal])).decode("ascii"),
        practice=practice,
    )
    path = folder / f"FSC_{code}_{request.device}{ANSWER_SUFFIX}"
    write_durably(path, sign_document(root, _ANSWER, _said(answer)))
    return WrittenAnswer(path, certificate, signed)


def answer_root(path: Path) -> VerifyKey:
    """The root key an answer claims, to show before anything is compared.

    Raises:
        EnrolmentFileError, EnrolmentSignatureError: no answer, or not signed by the root it names.
    """
    return _read_answer(path)[1]


def read_answer(path: Path, *, me: VerifyKey, seal_key: SealKey, fingerprint: str, practice: bool = False) -> Enrolment:
    """Reads the answer made for this laptop, when the digits headquarters read aloud are its root's.

    Raises:
        FingerprintDiffersError: the root is not the one read aloud. NotForThisLaptopError: another laptop's answer.
        EnrolmentFileError, EnrolmentSignatureError, CertificateInvalidError: anything else about it.
    """
    answer, root = _read_answer(path)
    _require_same_kind(answer.practice, practice)
    check_fingerprint(fingerprint, root)
    own_signed, headquarters_signed = encode(answer.own), encode(answer.headquarters)
    own, headquarters = check(own_signed, root), check(headquarters_signed, root)
    if (own.sign, own.seal) != (me.hex(), seal_key.recipient):
        raise NotForThisLaptopError
    if own.desk != "laptop" or headquarters.desk != "headquarters":
        raise CertificateInvalidError(reason="岗位")
    return Enrolment(
        root=root,
        headquarters=headquarters,
        headquarters_signed=headquarters_signed,
        own=own,
        own_signed=own_signed,
        recovery=_recovery(answer.recovery),
        province_key=_province_key(answer.province_key, seal_key),
    )


def check_fingerprint(typed: str, key: VerifyKey) -> None:
    """Compares digits as typed, in any width and grouping, with the key's.

    Raises:
        FingerprintDiffersError: they differ.
    """
    digits = "".join(each for each in unicodedata.normalize("NFKC", typed) if not each.isspace() and each != "-")
    if not hmac.compare_digest(digits.encode(errors="surrogatepass"), key.fingerprint().replace(" ", "").encode()):
        raise FingerprintDiffersError


def _said(document: Request | _Answer) -> dict[str, object]:
    """As it is signed: of practice only where it is practice."""
    said: dict[str, object] = msgspec.to_builtins(document)
    return said if document.practice else {name: value for name, value in said.items() if name != "practice"}


def _require_same_kind(is_practice: bool, wanted: bool) -> None:
    if is_practice and not wanted:
        raise PracticeEnrolmentError
    if wanted and not is_practice:
        raise RealEnrolmentError


def _read_answer(path: Path) -> tuple[_Answer, VerifyKey]:
    signed = read_signed(_content(path, MAX_ANSWER), _ANSWER, limit=MAX_ANSWER)
    root = _named_key(signed.document.get("root"))
    try:
        answer = msgspec.convert(proved(signed, root), _Answer)
    except msgspec.ValidationError as problem:
        raise EnrolmentFileError(reason="栏目不对") from problem
    if answer.v != 1:
        raise EnrolmentFileError(reason="版本不对")
    return answer, root


def _content(path: Path, limit: int) -> bytes:
    try:
        with open_package_file(path) as file:
            return file.read(limit + 1)
    except NotAFileError as problem:
        raise EnrolmentFileError(reason="不是普通文件") from problem
    except OSError as problem:
        raise told_os_error(problem) from problem


def _named_key(untrusted: object) -> VerifyKey:
    try:
        return VerifyKey.from_hex(str(untrusted))
    except KeyMalformedError as problem:
        raise EnrolmentFileError(reason="密钥不对") from problem


def _recovery(untrusted: Sequence[str]) -> tuple[str, ...]:
    try:
        return tuple(check_recipient(each) for each in untrusted)
    except KeyMalformedError as problem:
        raise EnrolmentFileError(reason="恢复密钥不对") from problem


def _province_key(untrusted: str, seal_key: SealKey) -> bytes:
    try:
        province_key = open_bytes(base64.b64decode(untrusted, validate=True), seal_key)
    except SealedForOthersError as problem:
        raise NotForThisLaptopError from problem
    except (binascii.Error, SealBrokenError) as problem:
        raise EnrolmentFileError(reason="省级密钥打不开") from problem
    if len(province_key) != _PROVINCE_KEY_BYTES:
        raise EnrolmentFileError(reason="省级密钥长度不对")
    return province_key
