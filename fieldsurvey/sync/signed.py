"""Small signed documents: canonical JSON with a minisign signature beside it, told apart by their sort."""

from collections.abc import Mapping
from typing import Final

import msgspec

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.sync.enrolment_errors import EnrolmentFileError, EnrolmentSignatureError
from fieldsurvey.sync.errors import PackageRefusedError
from fieldsurvey.sync.strict_json import read_json
from fieldsurvey.vault.errors import SignatureInvalidError
from fieldsurvey.vault.signing import SigningKey, VerifyKey

SORT: Final = "sort"


class Signed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document and the signature over its canonical bytes; both unproven until `proved`."""

    document: dict[str, object]
    signature: str


def sign_document(key: SigningKey, sort: str, document: Mapping[str, object]) -> bytes:
    """The canonical bytes of a signed document; its sort is inside the signature, so that none passes for another."""
    whole = {**document, SORT: sort}
    signature = key.sign(encode(whole), trusted_comment=sort).decode("ascii")
    return encode({"document": whole, "signature": signature})


def read_signed(untrusted: bytes, sort: str, *, limit: int) -> Signed:
    """Takes a foreign signed document apart; nothing of it is proven yet.

    Raises:
        EnrolmentFileError: too large, not canonical, or of another sort.
    """
    if len(untrusted) > limit:
        raise EnrolmentFileError(reason="文件过大")
    try:
        untrusted_value: Value = read_json(untrusted, where="登记文件")
        signed = msgspec.convert(untrusted_value, Signed)
    except PackageRefusedError as problem:
        raise EnrolmentFileError(reason=problem.code) from problem
    except msgspec.ValidationError as problem:
        raise EnrolmentFileError(reason="结构不对") from problem
    if signed.document.get(SORT) != sort:
        raise EnrolmentFileError(reason="文件种类不对")
    return signed


def proved(signed: Signed, key: VerifyKey) -> dict[str, object]:
    """The document without its sort, when `key` signed it.

    Raises:
        EnrolmentSignatureError: it did not.
    """
    try:
        comment = key.verify(encode(signed.document), signed.signature.encode())
    except SignatureInvalidError as problem:
        raise EnrolmentSignatureError from problem
    if comment != signed.document[SORT]:
        raise EnrolmentSignatureError
    return {name: value for name, value in signed.document.items() if name != SORT}
