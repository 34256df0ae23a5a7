"""What an import kept as written is named at its place; what is right, empty or a gap is not."""

from datetime import date
from typing import Any, Final

import pytest

from fieldsurvey.case.as_written import as_written
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import to_fields
from fieldsurvey.case.ids import RecordId

TODAY: Final = date(2026, 11, 28)
MONTHS: Final = [1] * 11


def told(document: dict[str, Any]) -> list[str]:
    """What is said of a document."""
    document = {"members": [{"key": "a", "row": "a1b2c3d4e5f6", "relation": "01"}], **document}
    return list(as_written(to_fields(CASE, RecordId("0" * 32), document), CASE, TODAY, {"b1b2c3d4e5f6"}))


@pytest.mark.parametrize(
    ("odd", "sentence"),
    [
        ({"birth_date": "2026-02-31"}, "出生日期 没有这一天,请重填日期"),
        ({"on_dibao": "true"}, "享受低保 应为是或否(true 或 false)"),
        ({"on_dibao": 1}, "享受低保 应为是或否(true 或 false)"),
        ({"name": 7}, "姓名 应为文字"),
        ({"sex": "男"}, "性别 不在可选项里,请从列表中选"),
        ({"income": [{"months": MONTHS}]}, "收入项目1·十二个月金额 应有十二个月的金额"),
        ({"income": [{}, {"months": [*MONTHS, -1]}]}, "收入项目2·十二个月金额 有的月份是负数,请核对"),
        ({"income": [{"months": [*MONTHS, "1"]}]}, "收入项目1·十二个月金额 有的月份不是金额,请写整数(单位:分)"),
        ({"income": [{"member": "无此人"}]}, "收入项目1·成员 成员里没有这个人,请改正"),
        ({"mobile": {"typed": "?"}}, "手机号码 看不懂这个内容,请按说明重填"),
    ],
)
def test_what_has_to_be_put_right_is_named(odd: dict[str, Any], sentence: str) -> None:
    assert told(odd) == [sentence]


@pytest.mark.parametrize(
    "sound",
    [
        {"birth_date": "1980-05-10", "on_dibao": True, "name": "丁桂湘", "sex": None, "mobile": {"gap": "refused"}},
        {"income": [{"member": "a", "months": [*MONTHS, None]}, {"member": "b1b2c3d4e5f6", "months": [1] * 12}]},
        {"income": [{"months": [*MONTHS, {"gap": "later"}]}]},
    ],
)
def test_of_what_is_right_or_open_nothing_is_said(sound: dict[str, Any]) -> None:
    assert told(sound) == []
