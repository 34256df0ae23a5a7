"""The overview of a household beside the list: its figures, and what they still lack."""

from typing import Any

from fieldsurvey.case.catalogue import CASE
from ui.screens.cases.facts import facts_of


def figures(document: dict[str, Any]) -> dict[str, str]:
    """The first three facts by their titles."""
    return {fact.title: fact.text for fact in list(facts_of(CASE, document))[:3]}


def test_figures_that_are_whole_stand_alone() -> None:
    found = figures(
        {
            "name": "丁桂湘",
            "members": [{"row": "m1", "relation": "01", "counts_in_household": True}],
            "income": [{"row": "i1", "member": "m1", "type": "wage", "months": [161_700] * 12}],
            "expenses": [{"row": "e1", "member": "m1", "type": "tuition", "bill": 500_000, "reimbursed": 0}],
        }
    )
    assert found == {"家庭人口": "1 人", "家庭年收入": "19,404.00 元", "刚性支出": "5,000.00 元"}


def test_figures_say_what_they_lack() -> None:
    found = figures(
        {
            "members": [{"row": "m1", "relation": "01"}, {"row": "m2", "counts_in_household": {"gap": "later"}}],
            "income": [
                {"row": "i1", "months": [161_700, *[None] * 11]},
                {"row": "i2", "months": [0] * 12},
            ],
            "expenses": [{"row": "e1", "bill": 500_000}],
        }
    )
    assert found == {
        "家庭人口": "2 人(尚缺:2 人没说是否计入人口)",
        "家庭年收入": "1,617.00 元(尚缺:1 项没填全十二个月)",
        "刚性支出": "5,000.00 元(尚缺:1 项没填全总费用或报销)",
    }
    assert figures({"members": [{"row": "m1", "counts_in_household": True}]})["家庭年收入"].endswith(
        "(尚缺:收入还没有登记)"
    )
