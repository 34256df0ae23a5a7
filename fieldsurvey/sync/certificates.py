"""Who may sign as which device: certificates, signed by the headquarters root key."""

import unicodedata
from typing import Final, Literal

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER
from fieldsurvey.sync.enrolment_errors import CertificateInvalidError
from fieldsurvey.sync.header import CODE_PATTERN
from fieldsurvey.sync.signed import proved, read_signed, sign_document
from fieldsurvey.vault.errors import KeyMalformedError
from fieldsurvey.vault.sealing import check_recipient
from fieldsurvey.vault.signing import SigningKey, VerifyKey

MAX_CERTIFICATE: Final = 8 * 1024

_CERTIFICATE: Final = "certificate"

DeskName = Literal["laptop", "headquarters"]


class Certificate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The root's word that this device, with these keys, is this desk of this organisation."""

    v: int
    device: str
    sign: str
    seal: str
    desk: DeskName
    code: str
    organisation: str
    incarnation: int
    issued_at: str

    @property
    def key(self) -> VerifyKey:
        """The key that checks the device's signatures."""
        return VerifyKey.from_hex(self.sign)


def certificate_for(
    key: VerifyKey, seal: str, *, desk: DeskName, code: str, organisation: str, incarnation: int, issued_at: str
) -> Certificate:
    """A certificate ready to be issued."""
    return Certificate(
        v=1,
        device=key.device_id,
        sign=key.hex(),
        seal=seal,
        desk=desk,
        code=code,
        organisation=organisation,
        incarnation=incarnation,
        issued_at=issued_at,
    )


def issue(root: SigningKey, certificate: Certificate) -> bytes:
    """The signed certificate, as files and packages carry it.

    Raises:
        CertificateInvalidError: one that no reader would take.
    """
    _check(certificate)
    return sign_document(root, _CERTIFICATE, msgspec.to_builtins(certificate))


def check(untrusted: bytes, root: VerifyKey) -> Certificate:
    """The certificate, when the root signed it and it holds together.

    Raises:
        EnrolmentFileError, EnrolmentSignatureError: no signed certificate, or not signed by this root.
        CertificateInvalidError: signed, but its parts contradict each other.
    """
    document = proved(read_signed(untrusted, _CERTIFICATE, limit=MAX_CERTIFICATE), root)
    try:
        certificate = msgspec.convert(document, Certificate)
    except msgspec.ValidationError as problem:
        raise CertificateInvalidError(reason="栏目") from problem
    _check(certificate)
    return certificate


def _check(certificate: Certificate) -> None:
    try:
        key = certificate.key
        check_recipient(certificate.seal)
    except KeyMalformedError as problem:
        raise CertificateInvalidError(reason="密钥") from problem
    reasons = {
        "版本": certificate.v == 1,
        "设备编号": certificate.device == key.device_id,
        "代码": CODE_PATTERN.fullmatch(certificate.code),
        "组织": _is_name(certificate.organisation),
        "启用次数": 1 <= certificate.incarnation <= MAX_INTEGER,
        "时间": 0 < len(certificate.issued_at) <= 32,
    }
    for reason, holds in reasons.items():
        if not holds:
            raise CertificateInvalidError(reason=reason)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 100 and text.isprintable() and unicodedata.is_normalized("NFC", text)
