"""What is read off answers, and the worker as a member."""

from fieldsurvey.case.account import account
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.ids import Address
from fieldsurvey.case.read_off import read_off
from fieldsurvey.case.sums import expense_year, income_year, reimbursed
from fieldsurvey.case.worker import SHARED, members_of, with_worker

ID = {"type": "id_card", "number": "11010519491231002X"}
OTHER = {"type": "id_card", "number": "34052419800101001X"}


def test_a_number_says_sex_and_birth_date_of_the_worker_and_of_members() -> None:
    assert read_off({}, Address("identity"), ID) == [("sex", "2"), ("birth_date", "1949-12-31")]
    document = {"members": [{"row": "a1"}, {"row": "b2", "sex": "1"}]}
    assert read_off(document, Address("members/a1/identity"), ID) == [
        ("members/a1/sex", "2"), ("members/a1/birth_date", "1949-12-31")
    ]  # fmt: skip
    assert read_off(document, Address("members/b2/identity"), ID) == [("members/b2/birth_date", "1949-12-31")]


def test_what_was_read_from_a_corrected_number_goes_with_it_and_what_was_entered_stays() -> None:
    read = {"identity": ID, "sex": "2", "birth_date": "1949-12-31"}
    assert dict(read_off(read, Address("identity"), OTHER)) == {"sex": "1", "birth_date": "1980-01-01"}
    entered = read | {"birth_date": "1950-01-01"}
    assert dict(read_off(entered, Address("identity"), OTHER)) == {"sex": "1"}


def test_other_documents_and_broken_numbers_say_nothing() -> None:
    for value in (
        {"type": "passport", "number": "E1"},
        {"typed": "x"},
        {"gap": "later"},
        None,
        "x",
        ID | {"number": "1"},
    ):
        assert read_off({}, Address("identity"), value) == []
    assert read_off({}, Address("evidence/a1/identity"), ID) == []


def test_who_is_counted_without_being_asked() -> None:
    document = {"members": [{"row": "a1"}, {"row": "b2", "counts_in_household": False}]}
    counted = Address("members/a1/relation")
    assert read_off(document, counted, "20") == [("members/a1/counts_in_household", True)]
    assert read_off(document, counted, "51") == []
    assert read_off(document, Address("members/b2/relation"), "20") == []


def test_the_worker_stands_among_the_members_with_what_was_asked_once() -> None:
    document = {
        "name": "张三", "identity": ID, "employer_name": "某厂", "health": "good",
        "members": [{"row": "a1", "relation": "01"}, {"row": "b2", "name": "李四", "relation": "10"}],
    }  # fmt: skip
    worker, spouse = members_of(document)
    assert (worker["name"], worker["identity"], worker["unit_or_school"]) == ("张三", ID, "某厂")
    assert spouse == {"row": "b2", "name": "李四", "relation": "10"}
    own = {"row": "a1", "relation": "01", "name": "张三丰"}
    assert with_worker(document, own)["name"] == "张三丰"
    members = CASE.group("members")
    assert members is not None
    assert {name for name in SHARED if members.field(name) is None} == set()
    assert {name for name in SHARED if CASE.find(name) is None} == set()


def test_the_parts_of_a_reimbursement_count_where_they_are_told_apart() -> None:
    assert reimbursed({"reimbursed": 500}) == 500
    assert reimbursed({"reimbursed": 500, "pool_paid": 300, "relief_paid": {"gap": "later"}}) == 300
    document = {
        "expenses": [{"bill": 1_000, "pool_paid": 300}],
        "reimbursements": [{"amount": 100}, {"amount": {"typed": "?"}}],
    }
    assert expense_year(document) == 600


def test_maintenance_that_is_paid_comes_off_the_income_in_the_sum_and_line_by_line() -> None:
    months = [100] * 12
    document = {
        "income": [
            {"row": "a", "type": "wage", "months": months},
            {"row": "b", "type": "maintenance_paid", "months": [30] * 12},
        ]
    }
    assert income_year(document) == 1_200 - 360 == account(document).income_year
