"""Numbers of people as lists, papers and exports show them: enough to tell two apart, not enough to use.

The one covering of the program: whatever hides a number asks here.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.parse import parse_date, show
from fieldsurvey.case.values import is_gap, rows_of

_UNKNOWN: Final = Field("", "")
NUMBERED: Final = frozenset({Sort.IDENTITY, Sort.PHONE, Sort.BANK})
HIDDEN: Final = "***"
_SLIP: Final = 2
_FREE = frozenset({Sort.TEXT, Sort.LONG_TEXT})
# Sums and counts are long numbers of their own right; only what is as long as a telephone number is covered there.
_COUNTED = frozenset({Sort.MONEY, Sort.MONTHS, Sort.WHOLE, Sort.DECIMAL})
_COUNTED_DIGITS: Final = 11
# Digits of either width, divided by blanks or dashes. Survey numbers such as L1-000001 belong to nobody.
_DIGIT: Final = "[0-9\uff10-\uff19]"
_GAP: Final = "[ \u3000\u2010-\u2015\uff0d-]{0,3}"
_RUN_TEXT: Final = (
    rf"(?<!{_DIGIT})(?!(?<=[A-Z])[0-9]{{1,2}}-[0-9]{{6}}(?![0-9]))"
    rf"{_DIGIT}(?:{_GAP}{_DIGIT}){{6,}}(?:{_GAP}[Xx\uff38\uff58](?:{_GAP}{_DIGIT}){{0,2}}(?![0-9A-Za-z]))?"
)
_RUN: Final = re.compile(_RUN_TEXT)
_RUN_OR_WORD: Final = re.compile(rf"{_RUN_TEXT}|[0-9A-Za-z]{{5,}}")
_DIVIDERS: Final = re.compile("([ \u3000\u2010-\u2015\uff0d-]+)")
_MOBILE: Final = re.compile("1[3-9][0-9]{9}")
_DAY_DASHED: Final = "(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_DAY: Final = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
# A resident's number, the 15 digits it once had, or the certificate of disability: the number and two digits.
_RESIDENT: Final = re.compile(
    rf"[0-9]{{6}}(?:(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9X](?:[0-9]{{2}})?|[0-9]{{2}}{_DAY}[0-9]{{3}})"
)
_YEAR: Final = re.compile("(?:18|19|20)[0-9]{2}")
# What becomes of them: the shortest run that is covered keeps two digits behind five stars, a telephone has four.
_COVERED: Final = re.compile(r"\*{4,}[0-9]{1,3}[0-9Xx]")
_ROW_ID: Final = re.compile("[a-z0-9]{12}|[a-f0-9]{32,}")
# Other records and changes by their ids, and moments, belong to nobody either.
_ID: Final = re.compile("[a-f0-9]{32}|[a-f0-9]{64}")
_MOMENT: Final = re.compile(rf"(?:19|20)[0-9]{{2}}-{_DAY_DASHED}T(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){{1,2}}Z?")
# A day written out in a text; not where digits or letters stand close by, which would make it a part of a number.
_WRITTEN_DAY: Final = re.compile("(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}")
_SIGN: Final = "[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]"
_CLOSE: Final = r"(?:(?![\n。;；])[\W_]){0,3}"
_BEFORE: Final = re.compile(f"{_SIGN}{_CLOSE}$")
_BEHIND: Final = re.compile(f"{_CLOSE}{_SIGN}")


def cover_numbers(text: str) -> str:
    """A text with the long numbers in it covered, however they are divided; a day written out stays."""
    return _RUN.sub(lambda found: found[0] if _is_day(found) else _cover_run(found[0]), text)


def holds_covered(text: str) -> bool:
    """Whether there is a number in a text such as `cover_numbers` leaves it."""
    return "****" in (narrow := half_width(text)) and bool(_COVERED.search(narrow))


def cover_number(number: str) -> str:
    """The number of a document of unknown sort: a resident's first six and last four, of others the end."""
    return _RUN_OR_WORD.sub(lambda found: _cover_run(found[0]) if _RUN.fullmatch(found[0]) else _tail(found[0]), number)


def covered(field: Field, value: object) -> str:
    """The value as text with its numbers covered, whatever shape a foreign change gave it."""
    if field.sort is Sort.IDENTITY and isinstance(value, dict) and value.get("type", "id_card") != "id_card":
        return show(field, {**value, "number": ""}) + _cover_other(str(value.get("number", "")))
    return mask_text(field, show(field, value))


def is_covered(field: Field, value: object) -> bool:
    """True when covering hides something of the value."""
    return covered(field, value) != show(field, value)


def shown_masked(field: Field, value: object) -> str:
    """A value as text, with the numbers that belong to a person covered; twelve equal months are said once."""
    if isinstance(value, list) and field.sort is not Sort.MONTHS:
        return "、".join(shown_masked(field, each) for each in value)
    if isinstance(value, list) and value and value.count(value[0]) == len(value):
        return f"每月 {show(field, value[:1])}"
    return mask_text(field, show(field, value))


def mask_text(field: Field, text: str) -> str:
    """A shown value, or several divided by ` / `, with its numbers covered."""
    return " / ".join(_mask_one(field, part) for part in text.split(" / "))


def mask_document(document: Mapping[str, Any], catalogue: Catalogue = CASE) -> dict[str, Any]:
    """The document with the numbers in it covered; its shape stays."""
    return each_value(document, catalogue, mask_value)


def each_value(
    document: Mapping[str, Any], catalogue: Catalogue, told: Callable[[Field | None, object], object]
) -> dict[str, Any]:
    """The document with each value as `told` gives it back; its shape and the ids of its rows stay."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        group = catalogue.group(name)
        if group is None:
            found[name] = told(catalogue.find(name), value)
        else:
            found[name] = [
                {cell: row[cell] if cell == ROW else told(group.field(cell), row[cell]) for cell in row}
                for row in rows_of(document, name)
            ]
    return found


def mask_at(address: str, value: Any, catalogue: Catalogue = CASE) -> Any:  # noqa: ANN401 - whatever a change says
    """The value at an address of a case with the numbers in it covered; its shape stays."""
    return mask_value(catalogue.find(address), value)


def mask_apart(field: Field, texts: Sequence[str]) -> list[str]:
    """Several values that stand against each other: covered, except at the places where they differ."""
    covered = [mask_text(field, text) for text in texts]
    if field.sort not in NUMBERED or len({len(text) for text in texts}) != 1:
        return covered
    plain = [text.replace(" ", "") for text in texts]
    if any(len(hidden) != len(text) for hidden, text in zip(covered, plain, strict=True)):
        return covered
    differing = {place for place in range(len(plain[0])) if len({text[place] for text in plain}) > 1}
    return [
        "".join(
            open_ if place in differing else hide for place, (open_, hide) in enumerate(zip(text, hidden, strict=True))
        )
        for text, hidden in zip(plain, covered, strict=True)
    ]


def mask_beside(field: Field, one: str, other: str) -> tuple[str, str]:
    """What two people say, beside each other: covered, except where they are a slip apart.

    Of a birth date the year stays: beside a covered number the rest would say what the number covers. Where more
    than a slip differs nothing more is shown: it would be nearly the whole.
    """
    hidden = _hidden(field, one), _hidden(field, other)
    if not one or not other or len({len(one), len(other), *map(len, hidden)}) != 1:
        return hidden
    apart = [
        place for place, pair in enumerate(zip(one, other, strict=True)) if len({*pair}) > 1 and hidden[0][place] == "*"
    ]
    if len(apart) > _SLIP:
        return hidden
    return _opened(one, hidden[0], apart), _opened(other, hidden[1], apart)


def _opened(text: str, hidden: str, places: Sequence[int]) -> str:
    return "".join(text[place] if place in places else each for place, each in enumerate(hidden))


def _hidden(field: Field, text: str) -> str:
    is_day = field.sort is Sort.DATE and field.sensitive and parse_date(text) == text
    return f"{text[:5]}**-**" if is_day else mask_text(field, text)


def mask_value(field: Field | None, value: object) -> object:
    """Every text and number in a value covered, whatever shape a foreign change gave it.

    Where no field is known, as of a question that is asked no more, the value counts as text.
    """
    field = field or _UNKNOWN
    if isinstance(value, bool) or value is None or is_gap(value):
        return value
    if isinstance(value, dict):
        return {key: _masked_part(field, value, key) for key in value}
    if isinstance(value, list):
        return [mask_value(field, each) for each in value]
    if isinstance(value, str):
        return _masked_string(field, value)
    if field.sort in NUMBERED or (field.sort is Sort.DATE and field.sensitive):
        return _masked_string(field, str(value))
    hidden = cover_numbers(str(value))
    return hidden if field.sort in _FREE and hidden != str(value) else value


def _masked_part(field: Field, value: Mapping[str, Any], key: str) -> object:
    """One part of a value of several."""
    said = value[key]
    if (
        (key == ROW and _is_id(said, _ROW_ID))
        or said in tuple(field.choices.labels)
        or (field.sort is Sort.FILE and key != "name")
    ):
        return said
    is_other = field.sort is Sort.IDENTITY and value.get("type", "id_card") != "id_card"
    if is_other and key == "number" and isinstance(said, str | int):
        return _cover_other(str(said))
    if key == "typed" and isinstance(said, str):
        return mask_text(field, said)
    return mask_value(field, said)


def _masked_string(field: Field, text: str) -> str:
    if field.sort is Sort.DATE:
        if field.sensitive:
            return _year(text)
        return text if parse_date(text) == text else cover_numbers(text)
    if field.sort is Sort.CODE and text in field.choices.labels:
        return text
    return mask_text(field, text)


def _mask_one(field: Field, text: str) -> str:
    if field.sort is Sort.DATE and field.sensitive:
        year = _year(text)
        return f"{year}年" if year != text and year != HIDDEN else year
    if field.sort is Sort.IDENTITY:
        others = tuple(f"{told} " for code, told in field.choices.labels.items() if code != "id_card")
        if text.startswith(others):
            return _cover_other(text)
        return _RUN_OR_WORD.sub(lambda found: _cover_identity(found[0]), text)
    if field.sort is Sort.PHONE:
        return _RUN_OR_WORD.sub(lambda found: _cover_phone(found[0]), text)
    if field.sort is Sort.BANK:
        return _cover_other(text)
    if _is_id(text, _ROW_ID if field.sort is Sort.MEMBER else _ID) or _MOMENT.fullmatch(text):
        return text
    if field.sort in _COUNTED:
        return _RUN.sub(lambda found: _cover_counted(found[0]), text)
    return cover_numbers(text)


def _is_id(text: object, shape: re.Pattern[str]) -> bool:
    return isinstance(text, str) and bool(shape.fullmatch(text)) and not text.isdecimal()


def _is_day(found: re.Match[str]) -> bool:
    """Whether a run of digits in a text is a day written out, and no part of something longer."""
    if not _WRITTEN_DAY.fullmatch(found[0]) or parse_date(found[0]) is None:
        return False
    begin, end = found.span()
    return not _BEFORE.search(found.string, max(0, begin - 4), begin) and not _BEHIND.match(found.string, end)


def _year(text: str) -> str:
    """The year of a day; nothing of it when it cannot be told, and what holds no digits as it is."""
    if not any(each.isdecimal() for each in text):
        return text
    found = _YEAR.search(half_width(text))
    return found[0] if found else HIDDEN


def _cover_run(run: str) -> str:
    parts = _DIVIDERS.split(run)
    if len(parts) > 1 and all(len(part) >= _COUNTED_DIGITS for part in parts[::2]):
        # Whole numbers beside each other.
        return "".join(part if place % 2 else _cover_run(part) for place, part in enumerate(parts))
    bare = _bare(run)
    if _MOBILE.fullmatch(bare):
        return masked_phone(bare)
    return masked(bare) if _RESIDENT.fullmatch(bare) else _tail(bare)


def _cover_identity(run: str) -> str:
    bare = _bare(run)
    return masked(bare) if len(bare) in (15, 18) and bare[:-1].isdecimal() else _cover_run(run)


def _cover_phone(run: str) -> str:
    bare = _bare(run)
    return masked_phone(bare) if len(bare) == len("13812345678") else _cover_run(run)


def _cover_counted(run: str) -> str:
    return run if len(_bare(run)) < _COUNTED_DIGITS else _cover_run(run)


def _cover_other(text: str) -> str:
    return _RUN_OR_WORD.sub(lambda found: _tail(_bare(found[0])), text)


def _tail(bare: str) -> str:
    """The last four, of short numbers fewer: most of a number stays covered."""
    kept = min(4, len(bare) // 3)
    return "*" * (len(bare) - kept) + bare[len(bare) - kept :]


def _bare(run: str) -> str:
    return half_width(_DIVIDERS.sub("", run)).upper()


def public_name(name: str) -> str:
    """A name as public lists tell it: 张某某."""
    return f"{name.strip()[:1]}某某"


def name_apart(text: str, names: Iterable[str]) -> str:
    """A text with these names in it told as public lists tell them, longer ones first: one may be part of another."""
    for name in sorted({name.strip() for name in names}, key=len, reverse=True):
        if len(name) > 1:
            text = text.replace(name, public_name(name))
    return text
