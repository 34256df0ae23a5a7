"""What two households should not have in common is found in both, and what they may have in none."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.rules.checks.across import CHECKS, found_across
from fieldsurvey.rules.household import read_household
from fieldsurvey.rules.traits import Party, party_of

Document = dict[str, Any]
TODAY = date(2026, 11, 23)
NUMBER = "990101199001010017"
OTHER_NUMBER = "990101199001010025"
MOBILE = {"mobile": "13912345678"}
CARD = {"bank": {"bank": "城乡商业银行", "holder": "张三", "number": "6212345678901234567"}}
FILE = {"evidence": [{"row": "e", "type": "other", "file": {"sha256": "ab" * 32}}]}
TEAM = {"row": "v", "visited_on": "2026-11-20", "surveyor1": "王", "surveyor2": "李"}
ANSWERS = {"income": [{"row": str(n), "member": str(n), "type": "wage", "months": [100000] * 12} for n in range(3)]}
STORY = {"finding": "两居室,家具陈旧,老人卧床,与申报情况一致。"}


def worker(number: str = NUMBER, **fields: object) -> Document:
    """A household filed under somebody with this number."""
    identity = {"type": "id_card", "number": number}
    row = {"row": "m1", "name": "张三甲", "relation": "01", "identity": identity}
    return {"identity": identity, "members": [row], **fields}


def member(number: str = NUMBER, **fields: object) -> Document:
    """A household with somebody of this number besides the worker."""
    identity = {"type": "id_card", "number": number}
    row = {"row": "m2", "name": "张小", "relation": "20", "identity": identity, **fields}
    return {"members": [{"row": "m1", "name": "李四", "relation": "01"}, row]}


def colleague(number: str) -> Document:
    """A worker of the same name, birth date and employer as any other."""
    return worker(number, birth_date="1990-01-01", employer_name="红星厂")


def found(one: Document, other: Document) -> list[tuple[str, str]]:
    """What is found in the first of two households, by check and address."""
    first, second = (
        party_of(name, read_household({"survey_no": name, **document}, TODAY))
        for name, document in (("L1-1", one), ("L1-2", other))
    )
    meeting: dict[tuple[str, str], list[Party] | None] = {
        (mine.kind, mine.text): [second]
        for mine in first.traits
        if any((mine.kind, mine.text) == (theirs.kind, theirs.text) for theirs in second.traits)
    }
    told = list(found_across(first, meeting))
    assert all(each.others == ("L1-2",) and " L1-2 " in each.sentence for _, each in told)
    return sorted((check, each.address) for check, each in told)


def old_number() -> tuple[str, str]:
    """A number of fifteen digits, and of eighteen, of one bearer."""
    read = resident("990101900101001")
    assert isinstance(read, Resident)
    return "990101900101001", read.number


COMMON: dict[str, tuple[Document, Document, str, str]] = {
    "two files for one worker": (worker(), worker(), "ID05", "identity"),
    "a worker counted elsewhere": (worker(), member(), "ID05", "identity"),
    "somebody who is a worker elsewhere": (member(), worker(), "ID05", "members/m2/identity"),
    "a member counted twice": (member(), member(), "HH08", "members/m2/identity"),
    "the number of the time before": (worker(old_number()[0]), worker(old_number()[1]), "ID05", "identity"),
    "a slip in the number": (colleague(NUMBER), colleague(OTHER_NUMBER), "ID06", "members/m1/name"),
    "a telephone": (MOBILE, MOBILE, "ID11B", "mobile"),
    "a telephone written otherwise": (MOBILE, {"mobile": "139 1234-5678"}, "ID11B", "mobile"),
    "a card": (CARD, CARD, "ID12B", "bank"),
    "a file": (FILE, FILE, "EV03B", "evidence/e/file"),
    "the same answers": ({"visits": [TEAM], **ANSWERS}, {"visits": [TEAM], **ANSWERS}, "PR08", "visits/v"),
    "the same story": ({"visits": [TEAM | STORY]}, {"visits": [TEAM | STORY]}, "PR08", "visits/v/finding"),
}


@pytest.mark.parametrize("what", COMMON)
def test_what_two_households_should_not_have_in_common(what: str) -> None:
    one, other, check, address = COMMON[what]
    assert found(one, other) == [(check, address)]


APART: dict[str, tuple[Document, Document]] = {
    "counted in one of them": (worker(), member(counts_in_household=False)),
    "a file that ended": (worker(), worker(status={"status": "cancelled"})),
    "a file that went into another": (worker(), worker(merged_into="x")),
    "what stands where there is no number": (worker("无"), worker("无")),
    "one out of the other": (MOBILE, MOBILE | {"came_from": "L1-1"}),
    "both out of a third": (MOBILE | {"came_from": "x"}, MOBILE | {"came_from": "x"}),
    "too short for a telephone": ({"mobile": "123"}, {"mobile": "123"}),
    "a common phrase": ({"visits": [TEAM | {"finding": "情况属实"}]}, {"visits": [TEAM | {"finding": "情况属实"}]}),
    "another team": ({"visits": [TEAM | STORY]}, {"visits": [TEAM | STORY | {"surveyor1": "赵"}]}),
    "another day": ({"visits": [TEAM | STORY]}, {"visits": [TEAM | STORY | {"visited_on": "2026-11-21"}]}),
}


@pytest.mark.parametrize("what", APART)
def test_what_two_households_may_have_in_common(what: str) -> None:
    assert found(*APART[what]) == []


def test_of_too_many_nobody_is_named() -> None:
    party = party_of("a", read_household(worker() | MOBILE, TODAY))
    told = list(found_across(party, {(each.kind, each.text): None for each in party.traits}))
    assert {check for check, _ in told} == {"ID05", "ID11B"}
    assert all("20 户以上" in each.sentence and not each.others for _, each in told)


def test_every_check_says_its_basis_and_how_to_mend_it() -> None:
    assert all(check.title and check.basis and check.mend for check in CHECKS)
    assert len({check.id for check in CHECKS}) == len(CHECKS)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.just("2026-11-20"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
PLACES = ("identity", "members", "mobile", "bank", "evidence", "visits", "income", "causes", "came_from", "merged_into")
INSIDE = (
    "row",
    "identity",
    "number",
    "mobile",
    "file",
    "sha256",
    "visited_on",
    "surveyor1",
    "finding",
    "unit_or_school",
)


@given(
    st.dictionaries(
        st.sampled_from(PLACES),
        ODD | st.lists(st.dictionaries(st.sampled_from(INSIDE), ODD, max_size=4), max_size=3),
        max_size=5,
    )
)
def test_anything_may_stand_anywhere(document: Document) -> None:
    party = party_of("a", read_household(document, TODAY))
    list(found_across(party, {(each.kind, each.text): [party] for each in party.traits}))
    assert all(-(2**63) <= each.key < 2**63 for each in party.traits)
