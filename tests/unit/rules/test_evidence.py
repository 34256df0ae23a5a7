"""Which evidence a household is asked for: by cause and circumstance, with substitutes, and never raising."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.codes import CODE_TABLES, SEEDED, CodeRow
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.questions import SEED_QUESTIONS
from fieldsurvey.rules.book import SHIPPED_BOOK, RuleBook
from fieldsurvey.rules.evidence import SITUATIONS, Asked, asked_of
from fieldsurvey.rules.rule_set import Asked as Requirement
from fieldsurvey.rules.rule_set import RuleSet, shipped

TODAY = date(2026, 11, 23)
EVERY_HOUSEHOLD = {
    "application", "household_booklet", "bank_card", "check_authorisation", "commitment", "union_membership",
    "home_photo",
}  # fmt: skip
FILE = {"sha256": "a" * 64, "size": 1, "media": "image/jpeg", "name": "a.jpg"}
CHILD = {"type": "id_card", "number": "110105201305310020"}


def household(**more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """A worker alone, about whom nothing is known."""
    return {"members": [{"row": "w", "relation": "01"}], **more}


def types(document: Mapping[str, Any]) -> set[str]:
    return {asked.type for asked in asked_of(document, TODAY, SHIPPED_BOOK)}


def one(document: Mapping[str, Any], kind: str, member: str = "") -> Asked:
    (found,) = [
        asked for asked in asked_of(document, TODAY, SHIPPED_BOOK) if (asked.type, asked.member) == (kind, member)
    ]
    return found


def file(kind: str, row: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"row": row, "type": kind, "file": FILE, **more}


def test_a_household_without_any_cause_is_asked_only_what_all_are() -> None:
    assert types(household()) == EVERY_HOUSEHOLD | {"identity"}
    assert types({}) == EVERY_HOUSEHOLD


@pytest.mark.parametrize(
    ("more", "kinds"),
    [
        ({"causes": [{"cause": "6"}]}, {"diagnosis", "medical_bill", "medical_record"}),
        ({"causes": [{"cause": "7"}]}, {"accident_proof", "loss_bill", "compensation"}),
        ({"causes": [{"cause": "8"}]}, {"accident_proof", "loss_bill", "compensation"}),
        ({"causes": [{"cause": "9"}]}, {"admission", "tuition_bill"}),
        ({"causes": [{"cause": "3"}]}, {"unemployment_proof"}),
        ({"causes": [{"cause": "4"}, {"cause": "10"}]}, set()),
        ({"health": "disabled"}, {"disability_certificate"}),
        ({"health": "cancer"}, set()),
        ({"on_dibao": True}, {"dibao_proof"}),
        ({"on_dibao": {"gap": "unknown"}}, set()),
        ({"work_status": "laid_off"}, {"unemployment_proof"}),
        ({"work_status": "employed"}, {"income_proof"}),
        ({"income": [{"member": "w", "months": [1] * 12}]}, {"income_proof"}),
        ({"hukou": "2"}, {"labour_contract", "residence_proof"}),
        ({"hukou": "1"}, set()),
        ({"hukou": "2", "file_type": "urban"}, set()),
        ({"hukou": "2", "file_type": {"gap": "later"}}, {"labour_contract", "residence_proof"}),
        ({"hukou": "1", "file_type": "migrant"}, {"labour_contract", "residence_proof"}),
        ({"housing": "rented"}, {"lease"}),
        ({"housing": "public_rental"}, {"housing_support"}),
        ({"marital": "40"}, set()),
    ],
)
def test_each_circumstance_asks_for_its_own(more: dict[str, Any], kinds: set[str]) -> None:
    assert types(household(**more)) - EVERY_HOUSEHOLD - {"identity"} == kinds


@pytest.mark.parametrize(("marital", "kind"), [("40", "divorce_proof"), ("30", "death_proof")])
def test_who_raises_a_child_alone_is_asked_why_alone(marital: str, kind: str) -> None:
    worker = {"row": "w", "relation": "01"}
    young = {"row": "c", "relation": "30", "identity": CHILD}
    grown = {"row": "c", "relation": "30", "identity": {"type": "id_card", "number": "11010519491231002X"}}
    assert kind in types({"marital": marital, "members": [worker, young]})
    assert kind not in types({"marital": marital, "members": [worker, grown]})
    assert kind not in types({"marital": "20", "members": [worker, young]})


def test_papers_of_a_cause_are_asked_of_whom_it_concerns_and_say_why() -> None:
    document = household(causes=[{"cause": "6", "member": "m"}, {"cause": "6", "member": "w"}])
    found = [
        (asked.member, asked.why) for asked in asked_of(document, TODAY, SHIPPED_BOOK) if asked.type == "diagnosis"
    ]
    assert found == [("m", "致困原因:患重特大疾病"), ("w", "致困原因:患重特大疾病")]


def test_a_file_counts_for_whom_it_names_or_for_everybody() -> None:
    two = [{"row": "w", "relation": "01"}, {"row": "m", "relation": "10"}]
    own = {"members": two, "evidence": [file("identity", "e1", member="m")]}
    assert (one(own, "identity", "w").rows, one(own, "identity", "m").rows) == ((), ("e1",))
    shared = {"members": two, "evidence": [file("identity", "e1")]}
    assert one(shared, "identity", "w").is_there
    assert one(shared, "identity", "m").is_there
    empty = {"members": two, "evidence": [{"row": "e1", "type": "identity", "file": {"gap": "later"}}]}
    assert not one(empty, "identity", "w").is_there


def test_the_booklet_stands_for_a_child_s_card_and_for_no_grown_up_s() -> None:
    members = [{"row": "w", "relation": "01"}, {"row": "c", "relation": "20", "identity": CHILD}]
    document = {"members": members, "evidence": [file("household_booklet", "e1")]}
    assert one(document, "identity", "c").by == ("household_booklet",)
    assert not one(document, "identity", "w").is_there
    members[1] = {"row": "c", "relation": "20", "birth_date": "2013-05-31"}
    assert one(document, "identity", "c").by == ("household_booklet",), "known by the day of birth alone"


@pytest.mark.parametrize(
    ("kinds", "by"),
    [
        (["income_proof"], ()),
        (["bank_flow"], ("bank_flow",)),
        (["employer_proof"], ("employer_proof",)),
        (["commitment", "union_proof"], ("commitment", "union_proof")),
        (["commitment"], None),
        (["union_proof"], None),
    ],
)
def test_income_is_proven_by_what_serves_instead_but_only_whole(kinds: list[str], by: tuple[str, ...] | None) -> None:
    rows = [file(kind, f"e{place}") for place, kind in enumerate(kinds)]
    found = one(household(work_status="employed", evidence=rows), "income_proof", "w")
    assert found.is_there is (by is not None)
    assert found.by == (by or ())


def test_nothing_is_asked_twice_of_the_same_person() -> None:
    document = household(
        work_status="unemployed", causes=[{"cause": "3"}, {"cause": "2"}, {"cause": "3", "member": "w"}]
    )
    pairs = [(asked.type, asked.member) for asked in asked_of(document, TODAY, SHIPPED_BOOK)]
    assert len(pairs) == len(set(pairs))
    assert [member for kind, member in pairs if kind == "unemployment_proof"] == ["w"]


def test_what_is_asked_is_the_office_s_own_matrix_in_its_own_words() -> None:
    line = Requirement(situation="illness", type="medical_record", source="本地办法")
    unknown = Requirement(situation="of_a_later_edition", type="lease", source="本地办法")
    (present,) = [each for each in shipped() if each.code == "RS2020"]
    own = msgspec.structs.replace(present, version=2, evidence=(line, unknown))
    tables = {"evidence_type": SEEDED["evidence_type"].edited([CodeRow("medical_record", "病历本")])}
    catalogue = InForce(tables, SEED_QUESTIONS).catalogue
    asked = asked_of(household(causes=[{"cause": "6"}]), TODAY, RuleBook([own]), catalogue)
    assert [(each.type, each.label, each.is_required) for each in asked] == [("medical_record", "病历本", True)]


def test_zero_employment_asks_for_the_papers_of_all_who_could_work() -> None:
    members = [
        {"row": "w", "relation": "01", "birth_date": "1980-01-01"},
        {"row": "c", "relation": "20", "birth_date": "2015-01-01"},
        {"row": "p", "relation": "51", "birth_date": "1950-01-01"},
    ]
    document = {"members": members, "is_zero_employment": True}
    found = [asked.member for asked in asked_of(document, TODAY, SHIPPED_BOOK) if asked.type == "unemployment_proof"]
    assert found == ["w"]


@pytest.mark.parametrize("rule_set", shipped(), ids=lambda rule_set: rule_set.code)
def test_every_line_of_the_matrix_has_a_known_type_a_known_situation_and_a_source(rule_set: RuleSet) -> None:
    known = CODE_TABLES["evidence_type"]
    for requirement in rule_set.evidence:
        assert requirement.situation in SITUATIONS
        assert {requirement.type, *(kind for kinds in requirement.instead for kind in kinds)} <= known.keys()
        assert requirement.source
    assert {requirement.situation for requirement in rule_set.evidence} == set(SITUATIONS)


JSON: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, "", "01", "6", "w", "x", "identity", [], [[]], {}, {"gap": "refused"}, {"typed": "x"},
     {"type": "id_card"},
     {"type": "id_card", "number": 7}, {"type": ["id_card"], "number": "99"}, FILE, ["6"]]
)  # fmt: skip
ROW = st.dictionaries(
    st.sampled_from(["row", "relation", "identity", "health", "work_status", "cause", "member", "type", "file"]), JSON
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["members", "causes", "evidence", "income", "marital", "hukou", "housing", "on_dibao", "health", "identity"]
        ),
        JSON | st.lists(ROW | JSON, max_size=3),
    )
)
def test_whatever_a_document_holds_nothing_raises(document: dict[str, Any]) -> None:
    asked = asked_of(document, TODAY, SHIPPED_BOOK)
    assert {each.type for each in asked} >= EVERY_HOUSEHOLD
    assert all(each.label for each in asked)
