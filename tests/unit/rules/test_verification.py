"""What a hit means against what the file says: each agency's sign, and that nothing in a document makes it raise."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.codes import CodeTable
from fieldsurvey.rules.verification import contradictions, sign_of

PEOPLE = [
    {"row": "a", "relation": "01", "name": "甘棠"},
    {"row": "b", "relation": "20", "name": "甘小舟", "counts_in_household": True},
    {"row": "c", "relation": "20", "name": "甘远山", "counts_in_household": False},
]


def hit(agency: str, item: str, member: str = "a", **more: Any) -> dict[str, Any]:  # noqa: ANN401  # any value
    """A row of results."""
    return {"row": f"{agency}{member}", "agency": agency, "item": item, "is_hit": True, "member": member, **more}


def said(document: dict[str, Any], *hits: dict[str, Any]) -> list[tuple[str, str]]:
    """What is said of a household with these hits."""
    return contradictions({"name": "甘棠", "members": PEOPLE, "verifications": list(hits), **document})


@pytest.mark.parametrize(
    ("document", "row", "address", "sentence"),
    [
        ({"has_car": False}, hit("vehicles", "机动车"), "has_car", "车管所查到甘棠名下有机动车,档案写无机动车"),
        (
            {"has_car": {"gap": "later"}},
            hit("vehicles", "x", "b"),
            "has_car",
            "车管所查到甘小舟名下有机动车,档案没有写清",
        ),
        ({"has_business": 0}, hit("business", "x"), "has_business", "市场监管查到甘棠有营业执照,档案没有写清"),
        ({"homes_owned": 0}, hit("housing", "房产"), "homes_owned", "不动产登记查到甘棠名下有住房,档案写 0 套"),
        ({"on_dibao": False}, hit("civil_affairs", "低保"), "on_dibao", "民政查到甘棠在低保名单上,档案写未享受低保"),
        ({"has_car": False}, hit("civil_affairs", "车辆"), "has_car", "民政查到甘棠名下有机动车,档案写无机动车"),
        ({}, hit("civil_affairs", "死亡", "b"), "members/b/name", "民政查到甘小舟在死亡名单上,档案里仍是家庭成员"),
        ({}, hit("union", "在册", "b"), "members/b/identity", "其他工会查到甘小舟另有档案(在册),可能一户多档"),
    ],
)
def test_a_hit_against_what_the_file_says(
    document: dict[str, Any], row: dict[str, Any], address: str, sentence: str
) -> None:
    assert said(document, row) == [(address, f"{sentence},请核实")]


@pytest.mark.parametrize("agency", ["vehicles", "housing", "civil_affairs", "union"])
def test_a_hit_on_a_member_who_is_gone_is_not_told_of_the_worker(agency: str) -> None:
    denied = {"has_car": False, "homes_owned": 0, "on_dibao": False}
    assert said(denied, hit(agency, "低保", "gone"), hit(agency, "死亡", "gone")) == []


def test_an_agency_is_named_as_the_office_names_it() -> None:
    own = CodeTable("agency", "来源部门", {"vehicles": "旗交警大队"})
    document = {"name": "甘棠", "has_car": False, "members": PEOPLE, "verifications": [hit("vehicles", "机动车")]}
    assert contradictions(document, own)[0][1].startswith("旗交警大队查到甘棠")


@pytest.mark.parametrize(
    ("document", "row"),
    [
        ({"has_car": True}, hit("vehicles", "机动车")),
        ({"has_car": False}, {**hit("vehicles", "机动车"), "is_hit": False}),
        ({"has_car": False}, hit("vehicles", "机动车", "c")),
        ({"homes_owned": 1}, hit("housing", "房产")),
        ({}, hit("housing", "房产")),
        ({"on_dibao": False}, hit("civil_affairs", "低保边缘家庭")),
        ({}, hit("national", "本单位在册档案")),
        ({}, hit("other", "别的名单")),
        ({}, hit("national", "三方比对", detail="一致", method="number")),
    ],
)
def test_what_speaks_against_nothing(document: dict[str, Any], row: dict[str, Any]) -> None:
    assert said(document, row) == []


def test_homes_of_one_list_count_for_the_whole_household_and_are_said_once() -> None:
    homes = [hit("housing", "房产", member, list="L", row=member) for member in "ab"]
    assert said({"homes_owned": 1}, *homes) == [("homes_owned", "不动产登记查到全家住房 2 套,档案写 1 套,请核实")]
    assert said({"homes_owned": 1}, homes[0], {**homes[1], "list": "另一份"}) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
CELLS = st.sampled_from(
    ["agency", "item", "is_hit", "member", "list", "row", "relation", "name", "counts_in_household"]
)
ROWS = st.lists(st.dictionaries(CELLS, JSON, max_size=8) | JSON, max_size=4)


@given(verifications=ROWS | JSON, members=ROWS | JSON, homes=JSON)
def test_no_document_makes_it_raise(verifications: object, members: object, homes: object) -> None:
    contradictions({"verifications": verifications, "members": members, "homes_owned": homes, "has_car": homes})
    assert sign_of({"agency": verifications, "item": homes}) == ""
