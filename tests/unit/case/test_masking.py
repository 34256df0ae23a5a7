"""One covering: numbers of people in fields of their own, in texts, and days of birth."""

import json
import re

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.masking import (
    cover_number,
    cover_numbers,
    covered,
    is_covered,
    mask_beside,
    mask_document,
    mask_text,
)
from fieldsurvey.exchange.covering import covered_cells

ID = "990101197503120024"
_BORN = Field("born", "出生日期", Sort.DATE, sensitive=True)


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("identity", {"type": "id_card", "number": ID}, "990101********0024"),
        ("identity", {"typed": f"好像是{ID}"}, "好像是990101********0024"),
        ("identity", {"typed": "990101 19750312 002x"}, "990101********002X"),
        ("mobile", "13812345678", "138****5678"),
        ("mobile", {"typed": "138-1234-5678 或 0512-65432101"}, "138****5678 或 ********2101"),
        ("bank", {"bank": "某行", "number": "6222 0212 3456 7890"}, "某行 ************7890"),
        ("bank", {"typed": "6222-0212-3456-7890"}, "************7890"),
    ],
)
def test_numbers_of_people_are_covered_the_same_everywhere(name: str, value: object, shown: str) -> None:
    field = CASE.field(name)
    assert covered(field, value) == shown
    assert is_covered(field, value)
    bare = re.search(r"[0-9*]{6,}[0-9X]+", shown)
    assert bare is not None
    assert bare[0] in json.dumps(mask_document({name: value}), ensure_ascii=False)


@pytest.mark.parametrize("kind", ["passport", "zz9"])
@pytest.mark.parametrize("number", ["E12345678", ID, "H1234567890", "12345678901"])
def test_of_other_documents_the_end_is_shown_at_most(kind: str, number: str) -> None:
    value = {"type": kind, "number": number}
    field = CASE.field("identity")
    number_shown = str(covered_cells(field, value, {}, {})["number"])
    for hidden in (covered(field, value), mask_document({"identity": value})["identity"]["number"], number_shown):
        assert hidden.endswith(number[-3:])
        assert len(re.sub("[^0-9A-Za-z]", "", hidden.removeprefix(kind))) <= 4


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"残疾证{ID}42。", "残疾证990101**********2442。"),
        ("残疾证99010119750312002X42", "残疾证990101**********2X42"),
        ("邻居 138 1234 5678 转告", "邻居 138****5678 转告"),
        ("卡 6222 0212 3456 7890", "卡 ************7890"),
        ("低保 D123456789", "低保 D******789"),
        ("13812345678 13912345678", "138****5678 139****5678"),
        ("１３８１２３４５６７８", "138****5678"),  # as typed in full width
        ("L1-000001 三号院 101 室,月入 3200", "L1-000001 三号院 101 室,月入 3200"),
    ],
)
def test_long_numbers_in_any_text_are_covered(text: str, shown: str) -> None:
    assert cover_numbers(text) == shown
    for name in ("remark", "dibao_no", "disability_cert_no", "other_contact", "relief_card_no", "statement"):
        field = CASE.find(name) or CASE.find(f"members/x/{name}") or Field(name, name)
        assert mask_text(field, text) == shown
    assert mask_document({"remark": text, "members": [{"name": text}]}) == {
        "remark": shown,
        "members": [{"name": shown}],
    }


@pytest.mark.parametrize(
    "text",
    ["生于1975-05-01,", "2026-03-15", "2026-3-5 看过", "2026.03.15", "2026/03/15", "到 2026-03-15。2026-04-01 止"],
)
def test_a_day_written_out_stays_readable(text: str) -> None:
    assert cover_numbers(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "110105-19491231-0021", "110105-1949-12-31-0021", "110105 1949-12-31 0021", "110105/1949-12-31/0021",
        "110105,1949-12-31,0021", "1949-12-31-002X", "110105_1949-12-31", "1949-12-31/0021", "1949-12-31 0021",
        "A1949-12-31", "１1949-12-31", "1999-02-30", "1899-12-31", "2026-13-01", "138-1234-5678", "0512-65432101",
        "1949 12 31", "1949--12-31",
    ],
)  # fmt: skip
def test_a_number_that_holds_a_day_is_covered(text: str) -> None:
    assert "****" in cover_numbers(text)


@pytest.mark.parametrize("text", ["458b0c1122334455667788990000ab39", "2026-11-23T06:02:31Z", "2026-11-23"])
def test_references_and_moments_are_never_half_covered(text: str) -> None:
    status = {"status": "surveyed", "at": text, "by": text}
    document = {"came_from": text, "status": status, "life_events": [{"row": "a1b2c3d4e5f6", "other_case": text}]}
    assert mask_document(document) == document


def test_an_answer_to_a_question_that_is_gone_is_covered_as_text() -> None:
    document = {"x_gone": "13812345678", "x_list": [{"row": "123456789abc", "told": "13812345678"}]}
    shown = {"x_gone": "138****5678", "x_list": [{"row": "123456789abc", "told": "138****5678"}]}
    assert mask_document(document) == shown


def test_sums_counts_and_ordinary_days_stay() -> None:
    document = {"savings": 123_456_789, "visits": [{"visited_on": "2026-11-23"}]}
    assert mask_document(document) == document
    assert mask_text(Field("sum", "存款", Sort.MONEY), "1234567.89") == "1234567.89"
    assert mask_text(Field("sum", "存款", Sort.MONEY), "13812345678") == "138****5678"
    assert mask_text(Field("day", "日期", Sort.DATE), "2026年11月23日") == "2026年11月23日"


@pytest.mark.parametrize(
    ("value", "shown", "kept"),
    [
        ("1975-03-12", "1975年", "1975"),
        ({"typed": "大约1975.3.12"}, "1975年", {"typed": "1975年"}),
        ({"typed": "75.3.12"}, "***", {"typed": "***"}),
        ({"gap": "unknown"}, "不知道", {"gap": "unknown"}),
    ],
)
def test_of_a_sensitive_day_the_year_is_shown(value: object, shown: str, kept: object) -> None:
    assert covered(_BORN, value) == shown
    assert CASE.field("birth_date").sensitive
    assert mask_document({"birth_date": value}) == {"birth_date": kept}


def test_a_list_shows_no_more_of_a_document_than_a_form() -> None:
    assert cover_number(ID) == "990101********0024"
    assert cover_number("ABC1234567890") == "*********7890"
    assert cover_number("") == ""


@pytest.mark.parametrize(
    ("name", "one", "other", "shown"),
    [
        ("birth_date", "1980-01-01", "1980-01-01", ("1980-**-**", "1980-**-**")),
        ("birth_date", "1980-01-01", "1980-01-02", ("1980-**-*1", "1980-**-*2")),
        ("birth_date", "1980-03-12", "1981-12-03", ("1980-**-**", "1981-**-**")),
        ("birth_date", "1980-01-01", "", ("1980-**-**", "")),
        ("birth_date", "80年1月", "1980-01-01", ("***", "1980-**-**")),
        ("identity", "340524198001010175", "340524198001020175", ("340524*******10175", "340524*******20175")),
        ("identity", "340524198001010175", "340524197512310175", ("340524********0175", "340524********0175")),
        ("identity", "无", "340524197512310175", ("无", "340524********0175")),
        ("home_address", "东路3号 13912345678", "东路3号", ("东路3号 139****5678", "东路3号")),
    ],
)
def test_beside_each_other_a_slip_is_shown_and_no_more(name: str, one: str, other: str, shown: tuple[str, str]) -> None:
    assert mask_beside(CASE.field(name), one, other) == shown
