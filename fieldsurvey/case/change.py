"""A change: one saved, immutable step of one record, in canonical bytes whose SHA-256 is its id."""

import re
from itertools import pairwise
from typing import Annotated, Final, cast
from unicodedata import is_normalized

import msgspec

from fieldsurvey.case.canonical import MAX_INTEGER, Value, checked, digest, encode
from fieldsurvey.case.errors import ChangeMalformedError, ChangeNestedError
from fieldsurvey.case.ids import ADDRESS_PATTERN, CHANGE_PATTERN, DEVICE_PATTERN, RECORD_PATTERN, ChangeId

MAX_CHANGE_BYTES: Final = 1024 * 1024
ENVELOPE_DEPTH: Final = 3  # the change, its `set`, the entry
KIND_PATTERN: Final = re.compile(r"[a-z][a-z_]{0,31}")
# No part of an address can end where another begins, so nothing is tried twice: half the time, and no bad case.
_PART_BY_PART: Final = ADDRESS_PATTERN.pattern.replace("}", "}+").replace(")?", ")?+")
_ADDRESSES: Final = re.compile(f"(?:{_PART_BY_PART}\\n)++")


_Whole = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Plain = None | bool | _Whole | str
_Nested1 = _Plain | list[_Plain] | dict[str, _Plain]
_Nested2 = _Plain | list[_Nested1] | dict[str, _Nested1]
_Nested3 = _Plain | list[_Nested2] | dict[str, _Nested2]
_Nested4 = _Plain | list[_Nested3] | dict[str, _Nested3]


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """What a change says of one field: the new value, and the changes whose value it replaces (ascending ids).

    The type of a value spells out the levels it may nest, so that foreign bytes are judged while they are read.
    """

    value: _Nested4
    replaces: list[str] = []


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
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

    @property
    def has_removals(self) -> bool:
        """True when the change removes or restores a row, so that only folding tells what stands."""
        return "/removed\n" in "\n".join(self.set) + "\n"


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
    except (msgspec.DecodeError, UnicodeDecodeError) as problem:  # the latter for bytes that are no UTF-8
        raise _told(untrusted) from problem
    except RecursionError as problem:
        raise ChangeNestedError(reason="无法读完") from problem
    if encode(untrusted_change) != untrusted:
        raise ChangeMalformedError(reason="写法不是规范形式")
    # Each part of a text in NFC is in NFC. The other way round, a mark may follow the letter of an escape (`\n`),
    # which then only seems to be composable: such bytes are looked at text by text.
    if not is_normalized("NFC", untrusted.decode()):
        checked(msgspec.json.decode(untrusted), depth=-ENVELOPE_DEPTH)
    _check_envelope(untrusted_change)
    addresses = "\n".join(untrusted_change.set) + "\n"
    if addresses.count("\n") != len(untrusted_change.set) or not _ADDRESSES.fullmatch(addresses):
        raise ChangeMalformedError(reason="字段地址")
    for said in untrusted_change.set.values():
        if said.replaces:
            _check_replaces(said.replaces)
    return untrusted_change


def _told(untrusted: bytes) -> ChangeMalformedError:
    try:
        checked(msgspec.json.decode(untrusted))
    except ChangeMalformedError as problem:
        return problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ChangeMalformedError(reason="不是合法的 JSON")
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


def _check_replaces(replaces: list[str]) -> None:
    if any(not CHANGE_PATTERN.fullmatch(replaced) for replaced in replaces):
        raise ChangeMalformedError(reason="被替换的修改单编号")
    if any(first >= second for first, second in pairwise(replaces)):
        raise ChangeMalformedError(reason="被替换的修改单须升序且不重复")


def entry(value: Value, replaces: list[str] | None = None) -> Entry:
    """An entry with its replaced changes in order."""
    return Entry(value=cast(_Nested4, value), replaces=sorted(set(replaces or [])))
