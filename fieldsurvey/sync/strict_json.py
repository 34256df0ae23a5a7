"""Reads foreign JSON in the one canonical form and names the trick when it is another."""

import json
import re
from collections.abc import Sequence
from typing import Final, TypeVar

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER, Value, encode
from fieldsurvey.sync.errors import (
    FractionError,
    JsonMalformedError,
    JsonNestedError,
    JsonNumberTooLongError,
    KeyRepeatedError,
    NotCanonicalError,
    NotUtf8Error,
)

MAX_NESTING: Final = 16
# Each empty list costs thirty times its two bytes in memory; a manifest of 20,000 photographs has 20,000.
MAX_CONTAINERS: Final = 100_000

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")

T = TypeVar("T")


def read_json(untrusted: bytes, *, where: str) -> Value:
    """The value of canonical JSON bytes; `where` names the place in the refusal's sentence.

    The caller has limited the size.

    Raises:
        PackageRefusedError: one of its JSON subclasses, by what is wrong.
    """
    try:
        untrusted_text = untrusted.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise NotUtf8Error(where=where) from problem
    _check_nesting(untrusted, where)
    value = _loaded(untrusted_text, where)
    try:
        canonical = encode(value)
    except UnicodeEncodeError as problem:
        raise JsonMalformedError(where=where) from problem
    if canonical != untrusted:
        raise NotCanonicalError(where=where)
    return value


def read_struct(untrusted: bytes, shape: type[T], *, where: str) -> T:
    """Canonical JSON bytes as a strict struct.

    Raises:
        PackageRefusedError: as `read_json`, and JsonMalformedError when the shape is another.
    """
    try:
        return msgspec.convert(read_json(untrusted, where=where), shape)
    except msgspec.ValidationError as problem:
        raise JsonMalformedError(where=where) from problem


def _check_nesting(untrusted: bytes, where: str) -> None:
    # Before parsing: a parser that recurses must never see a tower of brackets, nor a plain of them.
    depth = 0
    containers = 0
    for bracket in _BRACKET.finditer(_STRING.sub(b"", untrusted)):
        opens = bracket[0] in b"[{"
        depth += 1 if opens else -1
        containers += opens
        if depth > MAX_NESTING:
            raise JsonNestedError(where=where)
        if containers > MAX_CONTAINERS:
            raise JsonMalformedError(where=where)


def _loaded(untrusted_text: str, where: str) -> Value:
    def whole(digits: str) -> int:
        # Counted before converting: turning thousands of digits into a number is itself the attack.
        if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
            raise JsonNumberTooLongError(where=where)
        return int(digits)

    def fraction(_text: str) -> object:
        raise FractionError(where=where)

    def pairs(items: Sequence[tuple[str, object]]) -> dict[str, object]:
        untrusted_object = dict(items)
        if len(untrusted_object) != len(items):
            raise KeyRepeatedError(where=where)
        return untrusted_object

    try:
        value: Value = json.loads(
            untrusted_text, parse_int=whole, parse_float=fraction, parse_constant=fraction, object_pairs_hook=pairs
        )
    except ValueError as problem:
        raise JsonMalformedError(where=where) from problem
    return value
