"""Proof that a device took another one's place: the former key's signature over the new key.

A home that was restored or copied makes new keys. In whose name it may speak cannot rest on what it says of itself.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from fieldsurvey.case.canonical import encode
from fieldsurvey.sync.enrolment_errors import EnrolmentFileError
from fieldsurvey.sync.signed import proved, read_signed, sign_document
from fieldsurvey.vault.errors import KeyMalformedError
from fieldsurvey.vault.signing import SigningKey, VerifyKey

MAX_SUCCESSION: Final = 4 * 1024
MAX_LINE: Final = 64

_SORT: Final = "succession"


class _Succession(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    former: str
    successor: str


def succession(former: SigningKey, successor: VerifyKey) -> bytes:
    """The former device's word that the other one takes its place."""
    return sign_document(former, _SORT, {"former": former.public.hex(), "successor": successor.hex()})


def former_devices(untrusted: Sequence[Mapping[str, object]], key: VerifyKey) -> list[str]:
    """The devices that the holder of `key` was before, the latest first, each proved by its own key.

    Raises:
        EnrolmentFileError, EnrolmentSignatureError: a link that does not hold, or more than 64 of them.
    """
    if len(untrusted) > MAX_LINE:
        raise EnrolmentFileError(reason="前身太多")
    found = []
    for one in reversed(untrusted):
        signed = read_signed(encode(one), _SORT, limit=MAX_SUCCESSION)
        former = _key(signed.document.get("former"))
        try:
            said = msgspec.convert(proved(signed, former), _Succession)
        except msgspec.ValidationError as problem:
            raise EnrolmentFileError(reason="前身证明") from problem
        if said.successor != key.hex():
            raise EnrolmentFileError(reason="前身证明")
        found.append(former.device_id)
        key = former
    return found


def _key(untrusted: object) -> VerifyKey:
    try:
        return VerifyKey.from_hex(str(untrusted))
    except KeyMalformedError as problem:
        raise EnrolmentFileError(reason="前身证明") from problem
