"""A change: one saved, immutable step of one record, in canonical bytes whose SHA-256 is its id."""

import re
from itertools import pairwise
from typing import Final

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER, Value, checked, digest, encode
from fieldsurvey.case.errors import ChangeMalformedError, ChangeNestedError, NumberTooLongError
from fieldsurvey.case.ids import ADDRESS_PATTERN, CHANGE_PATTERN, DEVICE_PATTERN, RECORD_PATTERN, ChangeId

MAX_CHANGE_BYTES: Final = 1024 * 1024
KIND_PATTERN: Final = re.compile(r"[a-z][a-z_]{0,31}")
_FRACTION = re.compile(rb"[-0-9](?:[.eE][-+0-9.eE]*)|[0-9]{17,}")


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a change says of one field: the new value, and the changes whose value it replaces (ascending ids)."""

    value: object
    replaces: list[str] = []


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One step of one record.

    `n` is the device's own counter of changes, from 1 without gaps. `at` is the wall clock, shown to people only.
    `edition` is the schema edition of the writer. `why` is a reason given by a person; `origin` names the source
    of an import.
    """

    v: int
    kind: str
    record: str
    device: str
    n: int
    author: str
    at: str
    edition: int
    set: dict[str, Entry]
    why: str = ""
    origin: str = ""


_DECODER = msgspec.json.Decoder(Change)


def change_bytes(change: Change) -> bytes:
    """The canonical bytes of a change made here; they are stored and sent as they are, for ever."""
    return encode(change)


def change_id(untrusted: bytes) -> ChangeId:
    """The id of a change: SHA-256 of its canonical bytes."""
    return ChangeId(digest(untrusted))


def parse_change(untrusted: bytes) -> Change:
    """Reads foreign bytes strictly.

    Unknown fields of the record are welcome (a newer edition's); an unknown envelope is not.

    Raises:
        ChangeMalformedError: not exactly the canonical bytes of a change. NumberTooLongError and
            ChangeNestedError, its subclasses, name the two oldest tricks.
    """
    if len(untrusted) > MAX_CHANGE_BYTES:
        raise ChangeMalformedError(reason="超过 1 MiB")
    try:
        untrusted_change = _DECODER.decode(untrusted)
    except msgspec.ValidationError as problem:
        raise _told(untrusted, problem) from problem
    except msgspec.DecodeError as problem:
        raise _told(untrusted, problem) from problem
    except RecursionError as problem:
        raise ChangeNestedError(reason="无法读完") from problem
    _check_envelope(untrusted_change)
    for address, entry in untrusted_change.set.items():
        _check_entry(address, entry)
    if encode(untrusted_change) != untrusted:
        raise ChangeMalformedError(reason="写法不是规范形式")
    return untrusted_change


def _told(untrusted: bytes, problem: Exception) -> ChangeMalformedError:
    if _FRACTION.search(untrusted) and "Expected `int`" in str(problem):
        return NumberTooLongError(reason="应为整数")
    return ChangeMalformedError(reason="不是合法的修改单")


def _check_envelope(change: Change) -> None:
    reasons = {
        "版本": change.v == 1,
        "类别": KIND_PATTERN.fullmatch(change.kind),
        "记录编号": RECORD_PATTERN.fullmatch(change.record),
        "设备编号": DEVICE_PATTERN.fullmatch(change.device),
        "序号": 1 <= change.n <= MAX_INTEGER,
        "字段版次": 1 <= change.edition <= 1_000_000,
        "人员": 0 < len(change.author) <= 64,
        "时间": len(change.at) <= 32,
        "原因": len(change.why) <= 20_000,
        "来源": len(change.origin) <= 256,
        "内容": len(change.set) > 0,
    }
    for reason, holds in reasons.items():
        if not holds:
            raise ChangeMalformedError(reason=reason)
    for text in (change.author, change.at, change.why, change.origin):
        checked(text)


def _check_entry(address: str, entry: Entry) -> None:
    if not ADDRESS_PATTERN.fullmatch(address):
        raise ChangeMalformedError(reason="字段地址")
    checked(entry.value)
    replaces = entry.replaces
    if any(not CHANGE_PATTERN.fullmatch(replaced) for replaced in replaces):
        raise ChangeMalformedError(reason="被替换的修改单编号")
    if any(first >= second for first, second in pairwise(replaces)):
        raise ChangeMalformedError(reason="被替换的修改单须升序且不重复")


def entry(value: Value, replaces: list[str] | None = None) -> Entry:
    """An entry with its replaced changes in order."""
    return Entry(value=value, replaces=sorted(set(replaces or [])))
