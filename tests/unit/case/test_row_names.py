"""What rows are called when they are not in view: short, and with no number that could be used."""

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.row_names import LONGEST, row_name, shown_briefly

RESIDENT = "99010119710517096" + "6"


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("identity", {"type": "id_card", "number": RESIDENT}),
        ("identity", {"type": "passport", "number": "E12345678"}),
        ("identity", {"typed": f"约 {RESIDENT}"}),
        ("bank", {"bank": "青河农商行", "holder": "丁桂湘", "number": "6217000012345678901"}),
    ],
)
def test_numbers_that_name_a_person_are_covered_and_not_cut(address: str, value: object) -> None:
    told = shown_briefly(CASE.field(address), value)
    assert "*" in told
    assert not told.endswith("…")
    for number in (RESIDENT, "E12345678", "6217000012345678901"):
        assert number not in told


def test_every_value_stands_short_on_one_line() -> None:
    bank = {"bank": "中国某某农村商业\n银行股份有限公司", "holder": "丁桂湘", "number": "6217000012345678901"}
    for address, value in (
        ("bank", bank),
        ("bank", {"typed": "行\r\n卡 6217000012345678901"}),
        ("identity", {"typed": f"原号\n{RESIDENT}，\u2028后来补办过，字很长很长"}),
        ("home_address", "河沿街\r\n3号\u2028西"),
    ):
        told = shown_briefly(CASE.field(address), value)
        assert len(told) <= LONGEST + 1
        assert len(told.splitlines()) == 1
    assert shown_briefly(CASE.field("bank"), bank).endswith("****8901")


def test_other_values_are_cut_where_they_are_long() -> None:
    address = CASE.field("home_address")
    assert shown_briefly(address, "河沿街\n3号") == "河沿街 3号"
    assert shown_briefly(address, "河" * 40) == "河" * LONGEST + "…"


def test_a_row_goes_by_what_it_says_first_and_members_by_their_names() -> None:
    document = {"members": [{"row": "m1", "name": "蒲少川"}]}
    members, income = CASE.group("members"), CASE.group("income")
    assert members is not None
    assert income is not None
    assert row_name(document, members, {"name": "蒲少川", "relation": "10"}) == "蒲少川 配偶"
    assert row_name(document, income, {"member": "m1", "type": "wage"}) == "蒲少川 工资性收入"
    unnamed = row_name(document, members, {"identity": {"type": "id_card", "number": RESIDENT}})
    assert RESIDENT not in unnamed
