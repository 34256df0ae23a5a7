"""Open points name their field, say what to do, and never come as an exception."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED, CodeRow
from fieldsurvey.case.document import to_document
from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address, ChangeId
from fieldsurvey.case.problems import beside, problems, unanswered
from fieldsurvey.case.sums import expense_year, income_year, persons
from tests.unit.case.schedules import bounded
from tests.unit.case.test_canonical_bytes import ANYTHING, fit

TODAY = date(2026, 11, 23)


def sentences(document: dict[str, Any]) -> dict[str, str]:
    """What is said at each address."""
    return {problem.address: problem.sentence for problem in problems(document, TODAY)}


def test_an_empty_document_names_what_filing_needs_in_the_order_of_the_pages() -> None:
    found = problems({}, TODAY)
    assert [problem.step for problem in found] == sorted(problem.step for problem in found)
    named = {problem.address for problem in found}
    assert {"name", "identity", "home_address", "members", "responsible_person", "contact_person"} == named
    assert {problem.blocks for problem in found} == {"审定"}


def test_a_row_is_named_by_its_place_and_field() -> None:
    found = problems({"members": [{"row": "a", "name": "甲"}, {"row": "b"}]}, TODAY)
    problem = next(problem for problem in found if problem.address == "members/b/name")
    assert problem.label == "成员2·姓名"


def test_each_kind_of_oddity_is_said_at_its_field() -> None:
    said = sentences(
        {
            "identity": {"type": "id_card", "number": "110105194912310021"},
            "birth_date": "2027-01-01",
            "mobile": "12345",
            "savings": -1,
            "marital": "88",
            "target_exit_date": "2027-02-30",
            "building_area": {"typed": "六十"},
            "income": [{"row": "a", "months": [1, 2, None, *[0] * 9]}, {"row": "b", "months": [1]}],
        }
    )
    assert "校验位" in said["identity"]
    assert "今天之后" in said["birth_date"]
    assert "11 位" in said["mobile"]
    assert "负数" in said["savings"]
    assert "可选项" in said["marital"]
    assert "没有这一天" in said["target_exit_date"]
    assert "看不懂" in said["building_area"]
    assert "还没有填" in said["income/a/months"]
    assert "十二个月" in said["income/b/months"]


def test_a_birth_in_the_future_or_before_living_memory_is_said() -> None:
    assert "今天之后" in _identity_sentence("20270101")
    assert "120 岁" in _identity_sentence("18990101")


def _identity_sentence(day: str) -> str:
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    body = f"110105{day}002"
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    return sentences({"identity": {"type": "id_card", "number": body + check}})["identity"]


def test_a_gap_blocks_only_where_an_answer_is_needed() -> None:
    said = sentences({"name": {"gap": "later"}, "mobile": {"gap": "refused"}})
    assert "审定前" in said["name"]
    assert "mobile" not in said


WILD = st.dictionaries(
    st.sampled_from([field.id for field in CASE.fields] + [group.id for group in CASE.groups]), ANYTHING, max_size=8
)


@bounded(80)
@given(WILD)
def test_whatever_a_foreign_change_says_it_is_judged_and_summed(values: dict[str, object]) -> None:
    document = to_document(State({Address(a): {ChangeId("c"): fit(value)} for a, value in values.items()}))
    assert all(problem.sentence for problem in problems(document, TODAY))
    assert persons(document) >= 0
    assert isinstance(income_year(document) - expense_year(document), int)


@bounded(80)
@given(st.lists(st.tuples(st.sampled_from(CASE.groups), st.integers(0, 20), ANYTHING), max_size=8))
def test_whatever_stands_in_rows_is_judged_and_summed(cells: list[tuple[Any, int, object]]) -> None:
    state = State()
    for group, choice, value in cells:
        field = group.fields[choice % len(group.fields)]
        state.heads[Address(f"{group.id}/r{choice % 3}/{field.id}")] = {ChangeId("c"): fit(value)}
    document = to_document(state)
    assert all(problem.sentence for problem in problems(document, TODAY))
    assert isinstance(income_year(document) - expense_year(document) + persons(document), int)


def test_sums_are_exact_and_leave_out_what_is_no_amount() -> None:
    document = {
        "members": [
            {"row": "a"},
            {"row": "b", "counts_in_household": False},
            {"row": "c", "counts_in_household": True},
        ],
        "income": [
            {"row": "a", "months": [161_733] * 12, "in_kind": 1},
            {"row": "b", "months": [None, 1, True, *[0] * 9], "in_kind": {"gap": "unknown"}},
            {"row": "c", "months": {"typed": "千把块"}, "in_kind": True},
        ],
        "expenses": [
            {"row": "a", "bill": 1_000_000_000_000_001, "reimbursed": 2},
            {"row": "b", "bill": {"typed": "?"}, "reimbursed": True},
        ],
    }
    assert persons(document) == 2
    assert income_year(document) == 161_733 * 12 + 1 + 1
    assert expense_year(document) == 999_999_999_999_999


def test_one_person_twice_and_more_paid_back_than_was_paid_are_pointed_out() -> None:
    number = {"type": "id_card", "number": "11010519491231002X"}
    document: dict[str, Any] = {
        "identity": number,
        "members": [{"row": "a", "relation": "01"}, {"row": "b", "identity": number}, {"row": "c"}],
        "expenses": [
            {"row": "a", "bill": 100, "reimbursed": 100},
            {"row": "b", "bill": 100, "reimbursed": 101},
            {"row": "c", "bill": {"typed": "?"}, "reimbursed": 5},
        ],
    }
    found = {problem.address: problem for problem in problems(document, TODAY) if "请核对" in problem.sentence}
    assert "与成员1相同" in found["members/b/identity"].sentence
    assert "比总费用还多" in found["expenses/b/reimbursed"].sentence
    assert not {"members/a/identity", "identity", "expenses/a/reimbursed", "expenses/c/reimbursed"} & set(found)
    assert not any(problem.blocks for problem in found.values())


def test_two_spouses_and_a_relation_of_the_other_sex_are_pointed_out() -> None:
    woman = {"type": "id_card", "number": "990101197503120024"}
    document: dict[str, Any] = {
        "members": [
            {"row": "a", "relation": "01"},
            {"row": "b", "relation": "10"},
            {"row": "c", "relation": "20", "identity": woman},
            {"row": "d", "relation": "12", "identity": {**woman, "number": "990101197503120024X"}},
            {"row": "e", "relation": {"gap": "later"}},
        ]
    }
    found = {point.address: point for point in problems(document, TODAY) if "核对" in point.sentence}
    assert found["members/c/relation"].sentence == "与本人关系是“子”,身份证号却是女性的,请核对关系和号码"
    assert found["members/d/relation"].sentence == "成员2已是本人的配偶,请核对这两人与本人的关系"
    assert not {"members/b/relation", "members/e/relation"} & set(found)
    assert not any(point.blocks for point in found.values())


def test_a_relation_is_told_by_the_label_of_the_office() -> None:
    woman = {"type": "id_card", "number": "990101197503120024"}
    document = {"members": [{"row": "a", "relation": "01"}, {"row": "b", "relation": "20", "identity": woman}]}
    catalogue = CASE.with_tables({"relation": SEEDED["relation"].edited([CodeRow("20", "男孩")])})
    (found,) = [point for point in beside(document, catalogue) if point.address == "members/b/relation"]
    assert found.sentence == "与本人关系是“男孩”,身份证号却是女性的,请核对关系和号码"


def test_an_amount_below_nothing_or_above_ten_million_yuan_is_pointed_out() -> None:
    most = 1_000_000_000
    document: dict[str, Any] = {
        "savings": -1,
        "debts": most,
        "income": [
            {"row": "a", "months": [-500, *[100] * 11]},
            {"row": "b", "months": [most + 1, *[100] * 11], "in_kind": most + 1},
        ],
        "expenses": [{"row": "a", "bill": -5}, {"row": "b", "bill": 10**14}],
    }
    found = {point.address: point.sentence for point in problems(document, TODAY) if "核对" in point.sentence}
    assert found == {
        "savings": "金额是负数,请核对",
        "income/a/months": "有的月份是负数,请核对",
        "income/b/months": "有的月份超过一千万元,请核对",
        "income/b/in_kind": "金额超过一千万元,请核对",
        "expenses/a/bill": "金额是负数,请核对",
        "expenses/b/bill": "金额超过一千万元,请核对",
    }


def test_an_amount_below_nothing_moves_no_sum() -> None:
    income = [
        {"row": "a", "type": "wage", "months": [-500, *[100] * 11], "in_kind": -7},
        {"row": "b", "type": "maintenance_paid", "months": [-300, *[10] * 11]},
    ]
    assert income_year({"income": income}) == 11 * 100 - 11 * 10
    expenses = [{"row": "a", "bill": -900}, {"row": "b", "bill": 900, "pool_paid": -50, "critical_paid": 100}]
    assert expense_year({"expenses": expenses, "reimbursements": [{"row": "r", "amount": -20}]}) == 800


def test_another_sex_than_the_number_says_is_pointed_out() -> None:
    woman = {"type": "id_card", "number": "990101197503120024"}
    document: dict[str, Any] = {
        "identity": woman,
        "sex": "1",
        "members": [
            {"row": "a", "relation": "01"},
            {"row": "b", "identity": {**woman, "number": "11010519491231002X"}, "sex": "1"},
            {"row": "c", "identity": {**woman, "number": "110105198001010050"}, "sex": "1"},
            {"row": "d", "identity": {"gap": "later"}, "sex": "1"},
            {"row": "e", "identity": {"type": "passport", "number": woman["number"]}, "sex": "1"},
            {"row": "f", "identity": {**woman, "number": "990101197503120024X"}, "sex": "1"},
            {"row": "g", "identity": {**woman, "number": "110105194912310021"}, "sex": "9"},
        ],
    }
    found = {point.address: point for point in problems(document, TODAY) if point.address.endswith("sex")}
    assert set(found) == {"sex", "members/b/sex"}
    assert found["sex"].sentence == "选的是“男”,身份证号却是女性的,请核对性别和号码"
    assert [(point.label, point.step, point.blocks) for point in found.values()] == [
        ("本人·性别", 1, ""), ("成员2·性别", 2, "")
    ]  # fmt: skip


def test_the_parts_of_what_came_back_count_as_in_the_sums() -> None:
    document: dict[str, Any] = {
        "expenses": [
            {"row": "a", "bill": 100, "pool_paid": 80, "critical_paid": 30},
            {"row": "b", "bill": 100, "reimbursed": 500, "pool_paid": 80},
        ],
    }
    found = {problem.address for problem in problems(document, TODAY) if "比总费用还多" in problem.sentence}
    assert found == {"expenses/a/reimbursed"}


def test_what_has_no_answer_at_all_is_unanswered_once_per_field() -> None:
    rows = {"members": [{"row": "a", "name": "丁桂湘", "relation": "01", "counts_in_household": True}], "income": []}
    open_now = unanswered({"name": "丁桂湘", "mobile": {"gap": "refused"}, "housing": {"gap": "later"}, **rows})
    addresses = [address for _, address in open_now]
    assert {"home_address", "work_status", "income", "expenses", "causes"} <= set(addresses)
    assert not {"name", "mobile", "housing", "evidence", "filing_org", "members/a/work_status"} & set(addresses)
    assert len(addresses) == len(set(addresses))
    assert (3, "income") in open_now


def test_of_what_came_back_in_parts_the_one_sum_is_not_asked() -> None:
    bill = {"row": "a", "member": "m", "type": "medical", "bill": 900}
    assert (4, "expenses/a/reimbursed") in unanswered({"expenses": [bill]})
    assert (4, "expenses/a/reimbursed") not in unanswered({"expenses": [bill | {"pool_paid": 100}]})


def test_where_nobody_was_met_only_the_visit_is_asked() -> None:
    document = {"visits": [{"row": "v", "outcome": "absent"}]}
    assert {step for step, _ in unanswered(document)} == {7}


def test_a_second_worker_blocks_and_says_so_in_one_sentence() -> None:
    rows = [{"row": "a", "relation": "01"}, {"row": "b", "name": "另一人", "relation": "01"}]
    identity = {"type": "id_card", "number": "11010519491231002X"}
    document = {"name": "丁桂湘", "identity": identity, "members": rows}
    found = [point for point in problems(document, TODAY) if point.address.startswith("members/b/")]
    assert [(point.address, point.blocks) for point in found] == [("members/b/relation", "审定")]
    assert "成员1已是本人" in found[0].sentence
