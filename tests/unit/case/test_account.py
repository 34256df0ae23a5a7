"""The sum line by line: exact, complete, and honest about what it does not know."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.account import account
from fieldsurvey.case.sums import expense_year, income_year, persons

HOUSEHOLD: dict[str, Any] = {
    "name": "丁桂湘",
    "members": [
        {"row": "a", "relation": "01", "counts_in_household": True},
        {"row": "b", "name": "蒲少川", "counts_in_household": True},
        {"row": "c", "name": "蒲小舟"},
        {"row": "d", "name": "蒲老太", "counts_in_household": False},
    ],
    "income": [
        {"row": "i", "member": "a", "type": "wage", "months": [161_700] * 12, "in_kind": 100},
        {"row": "j", "member": "b", "months": [100_000, None, {"gap": "later"}, *[None] * 9]},
        {"row": "k", "months": {"typed": "abc"}},
    ],
    "expenses": [
        {"row": "e", "member": "b", "bill": 500_000, "reimbursed": 123_456},
        {"row": "f", "bill": {"gap": "unknown"}},
        {"row": "g", "bill": 1_000},
    ],
    "reimbursements": [{"row": "r", "member": "b", "amount": 10_000}],
}


def test_each_line_says_who_and_how_much() -> None:
    found = account(HOUSEHOLD)
    assert found.counted == ("丁桂湘", "蒲少川", "蒲小舟")
    assert found.uncounted == ("蒲老太",)
    assert [(part.who, part.fen) for part in found.income] == [
        ("丁桂湘", 1_940_400),
        ("丁桂湘", 100),
        ("蒲少川", 100_000),
        ("", 0),
    ]
    assert [part.fen for part in found.expenses] == [376_544, 0, 1_000, -10_000]
    assert found.expenses[0].told == "5,000.00 − 1,234.56"


def test_what_is_missing_is_named_at_its_field() -> None:
    assert {point.address: point.step for point in account(HOUSEHOLD).missing} == {
        "members/c/counts_in_household": 2,
        "income/j/months": 3,
        "income/k/months": 3,
        "expenses/f/bill": 4,
        "expenses/g/reimbursed": 4,
    }
    empty = account({})
    assert [point.address for point in empty.missing] == ["members", "income"]
    assert empty.per_head_month(100) == ""


def test_more_paid_back_than_a_bill_was_is_no_income() -> None:
    document = {"expenses": [{"row": "a", "bill": 10_000, "reimbursed": 15_000}, {"row": "b", "bill": 5_000}]}
    found = account(document)
    assert expense_year(document) == found.expense_year == 5_000
    assert [(part.fen, "按 0 算" in part.told) for part in found.expenses] == [(0, True), (5_000, False)]


def test_shares_are_rounded_half_up_only_when_shown() -> None:
    found = account({"members": [{"row": "a"}], "income": [{"row": "i", "months": [1, *[0] * 10, 5]}]})
    assert found.income_year == 6
    assert found.per_head_month(found.income_year) == "0.01"
    assert found.per_head_month(5) == "0.00"
    assert found.per_head_month(-6) == "-0.01"


_CELL = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.booleans(), st.text(max_size=3), st.just({"gap": "later"})
)
_ROW = st.dictionaries(
    st.sampled_from(
        ["row", "member", "type", "months", "in_kind", "bill", "reimbursed", "pool_paid", "amount", "name"]
    ),
    st.one_of(_CELL, st.lists(_CELL, max_size=13)),
)
_DOCUMENT = st.dictionaries(
    st.sampled_from(["members", "income", "expenses", "reimbursements"]), st.one_of(_CELL, st.lists(_ROW, max_size=4))
)


@given(_DOCUMENT)
def test_the_lines_come_to_the_sums_whatever_stands_there(document: dict[str, Any]) -> None:
    found = account(document)
    assert found.income_year == income_year(document)
    assert found.expense_year == expense_year(document)
    assert len(found.counted) == persons(document)
