"""Reading a foreign change: exactly its canonical bytes, or a coded refusal."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.canonical import encode, tidied
from fieldsurvey.case.change import MAX_CHANGE_BYTES, Change, change_bytes, change_id, entry, parse_change
from fieldsurvey.case.errors import ChangeMalformedError, ChangeNestedError, NumberTooLongError
from tests.unit.case.schedules import bounded
from tests.unit.case.test_canonical_bytes import ANYTHING, fit

PLAIN: dict[str, Any] = {
    "v": 1,
    "kind": "case",
    "record": "ab" * 16,
    "device": "0123456789abcdef",
    "n": 7,
    "author": "s1",
    "at": "2026-11-23T06:02:31Z",
    "edition": 1,
    "set": {"name": {"value": "张三", "replaces": ["0" * 64, "1" * 64]}, "members/a1/health": {"value": None}},
}


def bytes_of(change: dict[str, Any]) -> bytes:
    """Canonical bytes by the standard library, independent of the code under test."""
    return json.dumps(change, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )


def test_a_plain_change_is_read_and_written_back_byte_for_byte() -> None:
    change = parse_change(bytes_of(PLAIN))
    assert change_bytes(change) == bytes_of(PLAIN)
    assert change.set["name"].replaces == ["0" * 64, "1" * 64]
    assert len(change_id(bytes_of(PLAIN))) == 64


def test_fields_of_a_newer_edition_are_carried() -> None:
    newer = {**PLAIN, "edition": 9, "set": {"new_thing/r1/what": {"value": {"deep": [1, None]}}}}
    assert change_bytes(parse_change(bytes_of(newer))) == bytes_of(newer)


@bounded(300)
@given(ANYTHING, st.text(max_size=20))
def test_whatever_can_be_answered_can_be_sealed_and_read_again(value: object, why: str) -> None:
    change = Change(
        v=1, kind="case", record="ab" * 16, device="0123456789abcdef", n=1, author="s1", at="", edition=1,
        set={"remark": entry(fit(value))}, why=str(tidied(why)),
    )  # fmt: skip
    assert parse_change(change_bytes(change)).set["remark"].value == fit(value)


@pytest.mark.parametrize(
    "text", ["\n\u0301", "\t\u0338", '"\u0301', "\\\u0301", "\u0301", "a\u0000\u0308", "\x1f\u0307"]
)
def test_a_combining_mark_after_an_escaped_sign_is_a_text_like_any_other(text: str) -> None:
    fitting = str(tidied(text))
    changed = {**PLAIN, "set": {"remark": {"value": fitting}}, "why": fitting}
    assert parse_change(bytes_of(changed)).set["remark"].value == fitting


WRONG: dict[str, Callable[[], bytes]] = {
    "spaces": lambda: json.dumps(PLAIN, sort_keys=True, ensure_ascii=False).encode(),
    "key order": lambda: json.dumps(dict(reversed(PLAIN.items())), ensure_ascii=False, separators=(",", ":")).encode(),
    "key twice": lambda: bytes_of(PLAIN).replace(b'"v":1', b'"v":1,"v":1'),
    "field twice": lambda: bytes_of(PLAIN).replace(b'"set":{', b'"set":{"name":{"value":"x"},'),
    "escapes": lambda: json.dumps(PLAIN, sort_keys=True, separators=(",", ":")).encode(),
    "fraction": lambda: bytes_of({**PLAIN, "set": {"savings": {"value": 1.5}}}),
    "whole fraction": lambda: bytes_of({**PLAIN, "n": 7.0}),
    "exponent": lambda: bytes_of(PLAIN).replace(b'"n":7', b'"n":1e5'),
    "minus nought": lambda: bytes_of({**PLAIN, "set": {"savings": {"value": 0}}}).replace(b":0}", b":-0}"),
    "5,000 digits": lambda: bytes_of(PLAIN).replace(b'"n":7', b'"n":' + b"7" * 5_000),
    "5,000 digits inside": lambda: bytes_of({**PLAIN, "set": {"savings": {"value": 8}}}).replace(
        b":8}", b":" + b"8" * 5_000 + b"}"
    ),
    "number beyond 53 bits": lambda: bytes_of({**PLAIN, "set": {"savings": {"value": 2**53}}}),
    "not NFC": lambda: bytes_of({**PLAIN, "set": {"name": {"value": "e\u0301"}}}),
    "why not NFC": lambda: bytes_of({**PLAIN, "why": "e\u0301"}),
    "key inside not NFC": lambda: bytes_of({**PLAIN, "set": {"bank": {"value": {"e\u0301": "1"}}}}),
    "half surrogate": lambda: bytes_of(PLAIN).replace("张三".encode(), b"\\ud800"),
    "half surrogate in bytes": lambda: bytes_of({**PLAIN, "set": {"name": {"value": "\ud800"}}}),
    "broken UTF-8": lambda: bytes_of(PLAIN).replace("张三".encode(), b"\xff"),
    "broken UTF-8 in an address": lambda: bytes_of(PLAIN).replace(b'"name"', b'"\xff"'),
    "broken UTF-8 in the envelope": lambda: bytes_of(PLAIN).replace(b'"kind"', b'"\xffkind"'),
    "too deep": lambda: bytes_of(PLAIN).replace('"张三"'.encode(), b"[" * 60_000 + b"]" * 60_000),
    "unclosed": lambda: bytes_of(PLAIN).replace('"张三"'.encode(), b"[" * 60_000),
    "unknown envelope key": lambda: bytes_of({**PLAIN, "trust": "me"}),
    "unknown key in an entry": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "force": True}}}),
    "entry without value": lambda: bytes_of({**PLAIN, "set": {"name": {}}}),
    "default written out": lambda: bytes_of({**PLAIN, "why": ""}),
    "empty replaces written out": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": []}}}),
    "unsorted replaces": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": ["1" * 64, "0" * 64]}}}),
    "repeated replaces": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": ["0" * 64] * 2}}}),
    "short replaces": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": ["0" * 63]}}}),
    "upper case replaces": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": ["A" * 64]}}}),
    "replaces no list": lambda: bytes_of({**PLAIN, "set": {"name": {"value": 1, "replaces": "0" * 64}}}),
    "record not hex": lambda: bytes_of({**PLAIN, "record": "zz" * 16}),
    "record too short": lambda: bytes_of({**PLAIN, "record": "ab" * 15}),
    "record with a line end": lambda: bytes_of({**PLAIN, "record": "ab" * 16 + "\n"}),
    "device upper case": lambda: bytes_of({**PLAIN, "device": "0123456789ABCDEF"}),
    "kind with space": lambda: bytes_of({**PLAIN, "kind": "case "}),
    "number nought": lambda: bytes_of({**PLAIN, "n": 0}),
    "number negative": lambda: bytes_of({**PLAIN, "n": -1}),
    "number a text": lambda: bytes_of({**PLAIN, "n": "7"}),
    "number a truth": lambda: bytes_of({**PLAIN, "n": True}),
    "other version": lambda: bytes_of({**PLAIN, "v": 2}),
    "edition nought": lambda: bytes_of({**PLAIN, "edition": 0}),
    "nobody": lambda: bytes_of({**PLAIN, "author": ""}),
    "long author": lambda: bytes_of({**PLAIN, "author": "a" * 65}),
    "long clock": lambda: bytes_of({**PLAIN, "at": "2" * 33}),
    "sets nothing": lambda: bytes_of({**PLAIN, "set": {}}),
    "address upper case": lambda: bytes_of({**PLAIN, "set": {"Name": {"value": 1}}}),
    "address of two parts": lambda: bytes_of({**PLAIN, "set": {"members/a": {"value": 1}}}),
    "address of four parts": lambda: bytes_of({**PLAIN, "set": {"members/a/b/c": {"value": 1}}}),
    "address climbing": lambda: bytes_of({**PLAIN, "set": {"members/../name": {"value": 1}}}),
    "address empty": lambda: bytes_of({**PLAIN, "set": {"": {"value": 1}}}),
    "address with a line end": lambda: bytes_of({**PLAIN, "set": {"name\n": {"value": 1}}}),
    "two addresses in one": lambda: bytes_of({**PLAIN, "set": {"name\nhealth": {"value": 1}}}),
    "a list": lambda: b"[]",
    "nothing": lambda: b"",
    "oversize": lambda: bytes_of({**PLAIN, "set": {"remark": {"value": "a" * MAX_CHANGE_BYTES}}}),
    "trailing bytes": lambda: bytes_of(PLAIN) + b"\0",
}


@pytest.mark.parametrize("form", WRONG)
def test_any_other_form_is_refused(form: str) -> None:
    with pytest.raises(ChangeMalformedError):
        parse_change(WRONG[form]())


def test_the_oldest_tricks_have_their_own_codes() -> None:
    with pytest.raises(NumberTooLongError):
        parse_change(WRONG["fraction"]())
    with pytest.raises(NumberTooLongError):
        parse_change(WRONG["number beyond 53 bits"]())
    with pytest.raises(ChangeNestedError):
        parse_change(bytes_of({**PLAIN, "set": {"name": {"value": [[[[[[[[[1]]]]]]]]]}}}))


@bounded(300)
@given(st.binary(max_size=200))
def test_random_bytes_never_do_more_than_be_refused(untrusted: bytes) -> None:
    with pytest.raises(ChangeMalformedError):
        parse_change(untrusted)


@bounded(300)
@given(st.integers(0, len(bytes_of(PLAIN)) * 8 - 1))
def test_a_flipped_bit_is_refused_or_another_change(position: int) -> None:
    body = bytearray(bytes_of(PLAIN))
    body[position // 8] ^= 1 << position % 8
    try:
        change = parse_change(bytes(body))
    except ChangeMalformedError:
        return
    assert encode(change) == bytes(body)
    assert change_id(bytes(body)) != change_id(bytes_of(PLAIN))


def test_a_change_truncated_anywhere_is_refused() -> None:
    for length in range(len(bytes_of(PLAIN))):
        with pytest.raises(ChangeMalformedError):
            parse_change(bytes_of(PLAIN)[:length])
