"""What people type into the search line: a seeded mix over the reference cases."""

import random
from collections.abc import Callable
from typing import Any, Final

from fieldsurvey.store.projections import pinyin_words
from tests.bench.reference import reference_document

# Letters that stand in nearly every address, name or place of work: the worst that one key can ask for.
COMMON: Final = ("室", "号", "路", "街", "元", "栋", "公", "司", "厂", "王", "李", "李 室", "王 路", "室 司")


def queries(cases: int, *, rounds: int = 18) -> list[str]:
    """Texts of every sort that the line takes, each asked as it stands after some keys."""
    source = random.Random(7)
    asked = list(COMMON)
    for _ in range(rounds):
        asked.extend(sort(source, reference_document(source.randrange(cases))) for sort in _SORTS)
    return asked


def _name(source: random.Random, case: dict[str, Any]) -> str:
    name: str = case["name"]
    return name[: source.randint(1, len(name))]


def _pinyin(source: random.Random, case: dict[str, Any]) -> str:
    return pinyin_words(case["name"])[0][: source.randint(1, 8)]


def _initials(_: random.Random, case: dict[str, Any]) -> str:
    return pinyin_words(case["name"])[-1]


def _address(source: random.Random, case: dict[str, Any]) -> str:
    address: str = case["home_address"]
    begin = source.randrange(len(address) - 4)
    return address[begin : begin + source.randint(2, 4)]


def _street(_: random.Random, case: dict[str, Any]) -> str:
    address: str = case["home_address"]
    return address[: address.index("号") + 1]


def _employer(source: random.Random, case: dict[str, Any]) -> str:
    employer: str = case["employer_name"]
    return employer[: source.randint(2, len(employer))]


def _identity_tail(_: random.Random, case: dict[str, Any]) -> str:
    number: str = case["identity"]["number"]
    return number[-4:]


def _identity_head(source: random.Random, case: dict[str, Any]) -> str:
    number: str = case["identity"]["number"]
    return number[: source.randint(2, 14)]


def _mobile_tail(_: random.Random, case: dict[str, Any]) -> str:
    mobile: str = case["mobile"]
    return mobile[-4:]


def _survey_number(source: random.Random, case: dict[str, Any]) -> str:
    number: str = case["survey_no"]
    return number[: source.randint(4, len(number))]


def _member(_: random.Random, case: dict[str, Any]) -> str:
    name: str = case["members"][-1]["name"]
    return name


def _two_words(_: random.Random, case: dict[str, Any]) -> str:
    return f"{case['name'][0]} {case['employer_name'][:2]}"


def _name_and_street(_: random.Random, case: dict[str, Any]) -> str:
    return f"{pinyin_words(case['name'])[0][:4]} {case['home_address'][:3]}"


_SORTS: Final[tuple[Callable[[random.Random, dict[str, Any]], str], ...]] = (
    _name, _pinyin, _initials, _address, _street, _employer, _identity_tail, _identity_head, _mobile_tail,
    _survey_number, _member, _two_words, _name_and_street,
)  # fmt: skip
