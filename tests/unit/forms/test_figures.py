"""The sums on the form are exact, and say where something is missing."""

from typing import Any

import pytest

from fieldsurvey.case.sums import expense_year, income_year
from fieldsurvey.forms.figures import EXPENSE_COLUMNS, INCOME_COLUMNS, Figures
from tests.unit.forms.households import household, member


def figure(name: str, document: dict[str, Any]) -> str:
    return Figures(document).told(name)


def income(row: str, income_type: object, months: object) -> dict[str, object]:
    return {"row": row, "type": income_type, "months": months}


def test_a_year_is_the_sum_of_its_months() -> None:
    assert figure("income_year_wage", household()) == "14,400.00"
    assert figure("income_year_pension", household()) == "20,166.05"
    assert figure("income_year", household()) == "41,406.05"


def test_a_month_per_head_is_rounded_half_up_only_when_shown() -> None:
    two = [member("m1", "甲", "01", ""), member("m2", "乙", "10", "")]
    # 1.08 yuan over two heads and twelve months is 4.5 fen.
    document = household(members=two, income=[income("i1", "wage", [9] * 12)], expenses=[])

    assert figure("income_month_per_head", document) == "0.05"


def test_members_that_do_not_count_take_no_share() -> None:
    assert figure("persons", household()) == "3人"
    assert figure("income_month_per_head", household()) == "1,150.17"


def test_a_loss_has_its_sign() -> None:
    document = household(income=[], expenses=[{"row": "e1", "type": "tuition", "bill": 3600}])

    assert figure("net_month_per_head", document) == "-1.00"


@pytest.mark.parametrize(
    "months", [{"gap": "unknown"}, {"typed": "约一千"}, None, [None] + [100] * 11, [100] * 11, "一千"]
)
def test_an_amount_that_is_not_known_is_named_and_not_taken_for_zero(months: object) -> None:
    document = household(income=[income("i1", "wage", [100] * 12), income("i2", "wage", months)])

    assert figure("income_year_wage", document).endswith("（缺1项）")
    assert figure("income_month_per_head", document).endswith("（有缺项）")


def test_reimbursement_is_taken_off_the_bill() -> None:
    assert figure("expense_year_medical", household()) == "27,200.33"
    assert figure("expense_year_schooling", household()) == "4,800.00（缺1项）"


def test_the_columns_add_up_whatever_the_types_are() -> None:
    types = ["wage", "business", "dibao_grant", "later_edition", {"gap": "unknown"}, {"typed": "打零工"}, None, ["x"]]
    incomes = [income(f"i{n}", one, [n + 1] * 12) for n, one in enumerate(types)]
    expenses = [{"row": f"e{n}", "type": one, "bill": n + 1} for n, one in enumerate([*types, "tuition"])]
    document = household(income=incomes, expenses=expenses)

    shown = [figure(f"income_year_{column}", document) for column, _, _ in INCOME_COLUMNS]
    spent = [figure(f"expense_year_{column}", document) for column, _, _ in EXPENSE_COLUMNS]
    assert sum(fen(text) for text in shown) == income_year(document)
    assert sum(fen(text) for text in spent) == expense_year(document)


def fen(shown: str) -> int:
    return 0 if shown == "—" else int(shown.replace(",", "").replace(".", ""))


def test_nothing_recorded_is_no_figure() -> None:
    document = {"name": "甲"}

    assert {figure(name, document) for name in ("income_year", "expense_year", "persons", "net_month_per_head")} == {""}


def test_evidence_is_there_when_a_file_is() -> None:
    assert figure("evidence_diagnosis", household()) == "有"
    assert figure("evidence_tuition_bill", household()) == "缺"
    assert figure("evidence_application", household()) == "缺"


def test_foreign_shapes_do_not_break_the_sums() -> None:
    document = household(income="x", expenses=[1, None], members={"a": 1}, evidence=3)

    assert figure("income_year", document) == ""
    assert figure("persons", document) == ""
    assert figure("evidence_diagnosis", document) == "缺"


def test_evidence_is_counted_by_whom_it_is_asked_of_and_never_missed_where_it_is_not() -> None:
    members = [member("m1", "甲", "01", ""), member("m2", "乙", "10", ""), member("m3", "丙", "20", "")]
    whose = {"row": "v1", "type": "identity", "member": "m1", "file": {"sha256": "a" * 64}}
    document = household(members=members, evidence=[whose])

    assert figure("evidence_identity", document) == "1/3"
    assert figure("evidence_disability_certificate", document) == "—"
    assert figure("evidence_identity", household(members=members, evidence=[])) == "缺"
