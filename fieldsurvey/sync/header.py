"""The outer header of a package: who sends what to whom, as which number of which stream, signed by the sender."""

import hashlib
import re
from typing import Final

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER, encode
from fieldsurvey.case.ids import DEVICE_PATTERN
from fieldsurvey.sync.errors import (
    ForgedSignatureError,
    HeaderMalformedError,
    HeaderTooLargeError,
    JsonMalformedError,
    NewerFormatError,
    UnknownSuiteError,
)
from fieldsurvey.sync.strict_json import read_json
from fieldsurvey.vault.errors import SignatureInvalidError
from fieldsurvey.vault.signing import SigningKey, VerifyKey

FORMAT: Final = "fsp/1"
SUITE: Final = "age-x25519+ed25519"
MAX_HEADER: Final = 4096
HASH_PATTERN: Final = re.compile(r"[0-9a-f]{64}")
CODE_PATTERN: Final = re.compile(r"[A-Za-z0-9]{1,16}")
PACKAGE_NAME: Final = re.compile(r"FSP_[A-Za-z0-9]{1,16}_[0-9]{6,16}_[0-9a-f]{8}(?:-[2-9])?\.fsp")

_WHERE: Final = "数据包的包头"
_FORMAT = re.compile(r"fsp/[0-9]{1,6}")


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """`prev` is the header hash of the stream's package before, empty for number 1; `practice` stands in no other."""

    format: str
    suite: str
    sender: str
    incarnation: int
    recipient: str
    seq: int
    prev: str
    payload_size: int
    payload_sha256: str
    practice: bool = False


def header_bytes(header: Header) -> bytes:
    """The canonical bytes that are signed and stored."""
    return encode(header)


def header_hash(untrusted: bytes) -> str:
    """What names the package: SHA-256 of its header."""
    return hashlib.sha256(untrusted).hexdigest()


def package_name(code: str, seq: int, hash_of_header: str) -> str:
    """The file name, ASCII for every stick; it is a label for people and never trusted.

    Raises:
        ValueError: a code that cannot stand in it.
    """
    if not CODE_PATTERN.fullmatch(code):
        message = "a device code is 1 to 16 ASCII letters and digits"
        raise ValueError(message)
    return f"FSP_{code}_{seq:06d}_{hash_of_header[:8]}.fsp"


def parse_header(untrusted: bytes) -> Header:
    """Reads foreign header bytes strictly; a newer format is told apart before anything else of it is judged.

    Raises:
        PackageRefusedError: HeaderTooLarge, NewerFormat, UnknownSuite, HeaderMalformed or a JSON refusal.
    """
    if len(untrusted) > MAX_HEADER:
        raise HeaderTooLargeError
    untrusted_value = read_json(untrusted, where=_WHERE)
    if not isinstance(untrusted_value, dict):
        raise JsonMalformedError(where=_WHERE)
    untrusted_format = untrusted_value.get("format")
    if untrusted_format != FORMAT:
        newer = isinstance(untrusted_format, str) and _FORMAT.fullmatch(untrusted_format)
        raise NewerFormatError if newer else HeaderMalformedError
    if untrusted_value.get("suite") != SUITE:
        raise UnknownSuiteError
    try:
        header = msgspec.convert(untrusted_value, Header)
    except msgspec.ValidationError as problem:
        raise HeaderMalformedError from problem
    if not _holds_together(header):
        raise HeaderMalformedError
    return header


def _holds_together(header: Header) -> bool:
    return bool(
        DEVICE_PATTERN.fullmatch(header.sender)
        and DEVICE_PATTERN.fullmatch(header.recipient)
        and 1 <= header.incarnation <= MAX_INTEGER
        and 1 <= header.seq <= MAX_INTEGER
        and (HASH_PATTERN.fullmatch(header.prev) if header.seq > 1 else header.prev == "")
        and header.payload_size > 0
        and HASH_PATTERN.fullmatch(header.payload_sha256)
    )


def sign_header(untold: bytes, key: SigningKey) -> bytes:
    """The minisig text over header bytes."""
    return key.sign(untold, trusted_comment=FORMAT)


def check_signature(untrusted_header: bytes, untrusted_signature: bytes, key: VerifyKey) -> None:
    """Proves that the sender signed exactly this header.

    Raises:
        ForgedSignatureError: anything else.
    """
    try:
        comment = key.verify(untrusted_header, untrusted_signature)
    except SignatureInvalidError as problem:
        raise ForgedSignatureError from problem
    if comment != FORMAT:
        raise ForgedSignatureError
