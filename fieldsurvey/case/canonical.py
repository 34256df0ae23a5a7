"""The one byte form of a document: sorted keys, NFC text, whole numbers, no white space."""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from fieldsurvey.case.errors import ChangeMalformedError, ChangeNestedError, NumberTooLongError

Value = None | bool | int | str | Sequence["Value"] | Mapping[str, "Value"]

MAX_DEPTH: Final = 4
MAX_INTEGER: Final = 2**53 - 1

_ENCODER = msgspec.json.Encoder(order="sorted")


def encode(value: object) -> bytes:
    """The canonical bytes of a value whose texts are NFC and whose numbers are whole (see `checked`)."""
    return _ENCODER.encode(value)


def digest(untrusted: bytes) -> str:
    """SHA-256 in hexadecimal, which is what ids of changes are."""
    return hashlib.sha256(untrusted).hexdigest()


def checked(untrusted_value: object, *, depth: int = 0) -> Value:
    """Returns the value when it can stand in a change.

    Raises:
        NumberTooLongError: a fraction, or a number beyond 53 bits.
        ChangeNestedError: more than MAX_DEPTH levels.
        ChangeMalformedError: a text that is not NFC or holds half a surrogate pair, or an unknown type.
    """
    if untrusted_value is None or isinstance(untrusted_value, bool):
        return untrusted_value
    if isinstance(untrusted_value, int):
        if abs(untrusted_value) > MAX_INTEGER:
            raise NumberTooLongError(reason="超过 53 位")
        return untrusted_value
    if isinstance(untrusted_value, str):
        return _checked_text(untrusted_value)
    if isinstance(untrusted_value, float):
        raise NumberTooLongError(reason="带小数")
    return _checked_container(untrusted_value, depth + 1)


def _checked_container(untrusted_value: object, depth: int) -> Value:
    if depth > MAX_DEPTH:
        raise ChangeNestedError(reason=f"超过 {MAX_DEPTH} 层")
    if isinstance(untrusted_value, list | tuple):
        return [checked(item, depth=depth) for item in untrusted_value]
    if isinstance(untrusted_value, dict):
        return {_checked_text(key): checked(item, depth=depth) for key, item in untrusted_value.items()}
    raise ChangeMalformedError(reason="不认识的类型")


def _checked_text(untrusted_text: object) -> str:
    if not isinstance(untrusted_text, str):
        raise ChangeMalformedError(reason="名称不是文字")
    if not unicodedata.is_normalized("NFC", untrusted_text):
        raise ChangeMalformedError(reason="文字未规范化")
    try:
        untrusted_text.encode("utf-8")
    except UnicodeEncodeError:
        raise ChangeMalformedError(reason="文字含半个代理对") from None
    return untrusted_text


def tidied(value: object) -> Value:
    """A value typed or imported here, made fit for a change: texts become NFC, half surrogates are replaced.

    Raises as `checked` does for what cannot be made fit.
    """
    return checked(_tidied(value))


def _tidied(value: object) -> object:
    if isinstance(value, str):
        whole = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return unicodedata.normalize("NFC", whole)
    if isinstance(value, list | tuple):
        return [_tidied(item) for item in value]
    if isinstance(value, dict):
        return {_tidied(key): _tidied(item) for key, item in value.items()}
    return value


def loads(untrusted: bytes) -> Value:
    """Reads JSON bytes that claim to be canonical and proves it by writing them again.

    Raises:
        ChangeMalformedError or a subclass: anything else than the one canonical form.
    """
    try:
        untrusted_value = msgspec.json.decode(untrusted)
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:  # the latter for bytes that are no UTF-8
        raise ChangeMalformedError(reason="不是合法的 JSON") from problem
    except RecursionError as problem:
        raise ChangeNestedError(reason="无法读完") from problem
    value = checked(untrusted_value)
    if encode(value) != untrusted:
        raise ChangeMalformedError(reason="写法不是规范形式")
    return value
