"""The one byte form of a value: equal to the standard library's, and every other form refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.canonical import MAX_DEPTH, MAX_INTEGER, Value, checked, encode, loads, tidied
from fieldsurvey.case.errors import ChangeMalformedError, ChangeNestedError, NumberTooLongError
from tests.unit.case.schedules import bounded

ANY_TEXT = st.text(max_size=30)
WHOLE = st.integers(-MAX_INTEGER, MAX_INTEGER)
ANYTHING = st.recursive(
    st.none() | st.booleans() | WHOLE | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)


def fit(value: object) -> Value:
    """A value as a change holds it; stops the example when it is nested too deep."""
    try:
        return tidied(value)
    except ChangeNestedError:
        return None


@bounded(300)
@given(ANYTHING)
def test_bytes_are_those_of_the_standard_library(value: object) -> None:
    fitting = fit(value)
    told = json.dumps(fitting, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert encode(fitting) == told.encode()
    assert loads(encode(fitting)) == fitting


@bounded(200)
@given(st.text(st.characters(), max_size=20))
def test_any_text_can_be_made_fit(text: str) -> None:
    assert loads(encode(tidied(text))) == tidied(text) == tidied(tidied(text))


REFUSED = {
    "space": b'{"a": 1}',
    "space after": b'{"a":1} ',
    "line end": b'{"a":1}\n',
    "key order": b'{"b":1,"a":1}',
    "key twice": b'{"a":1,"a":1}',
    "escaped letter": b'"\\u0041"',
    "escaped slash": b'"\\/"',
    "escaped upper case": b'"\\u001F"',
    "byte order mark": b"\xef\xbb\xbf1",
    "fraction": b"1.5",
    "whole fraction": b"1.0",
    "exponent": b"1e5",
    "minus nought": b"-0",
    "leading nought": b"01",
    "plus": b"+1",
    "number of 5,000 digits": b"9" * 5_000,
    "number beyond 53 bits": b"9007199254740992",
    "number beyond 64 bits": b"18446744073709551616",
    "not a number": b"NaN",
    "infinity": b"-Infinity",
    "text not NFC": '"e\u0301"'.encode(),
    "key not NFC": '{"e\u0301":1}'.encode(),
    "half surrogate escaped": b'"\\ud800"',
    "half surrogate in bytes": b'"\xed\xa0\x80"',
    "broken UTF-8": b'"\xff"',
    "broken UTF-8 in a key": b'{"\xff":1}',
    "overlong UTF-8": b'"\xc0\xaf"',
    "nothing": b"",
    "two values": b"1 2",
    "comment": b"1//",
    "single quotes": b"'a'",
    "nested deep": b"[" * 100_000,
    "nested and closed": b"[" * 50_000 + b"]" * 50_000,
    "UTF-16": '{"a":1}'.encode("utf-16"),
}


@pytest.mark.parametrize("form", REFUSED)
def test_any_other_form_is_refused(form: str) -> None:
    with pytest.raises(ChangeMalformedError):
        loads(REFUSED[form])


@pytest.mark.parametrize("number", [b"1.5", b"1e5", b"9007199254740992", b"18446744073709551616"])
def test_numbers_that_are_not_whole_or_too_long_are_named_as_such(number: bytes) -> None:
    with pytest.raises(NumberTooLongError):
        loads(number)


def test_depth_is_bounded_exactly() -> None:
    deepest: object = 1
    for _ in range(MAX_DEPTH):
        deepest = [deepest]
    assert checked(deepest) == deepest
    with pytest.raises(ChangeNestedError):
        checked([deepest])
    with pytest.raises(ChangeNestedError):
        loads(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1))


@pytest.mark.parametrize("value", [1.0, float("nan"), {1: 2}, {"a"}, b"bytes", object(), 2**53])
def test_what_no_document_holds_is_refused(value: object) -> None:
    with pytest.raises(ChangeMalformedError):
        checked(value)
