"""What other offices call a column: synonyms of headings and of sheets, as data, and how headings are compared."""

import re
from collections.abc import Mapping
from typing import Final

from fieldsurvey.case.half_width import half_width

HOUSEHOLD_KEY: Final = "户编号"
ROW_KEY: Final = "行号"
MEMBER_KEY: Final = "成员号"
RECORD_KEY: Final = "档案标识"
HOUSEHOLDS: Final = "户"
EXPLAINED: Final = "说明"
OPTIONS: Final = "选项"
ORIGIN: Final = "出处"
PRACTICE: Final = "练习"  # the line on the sheet of origin that an export of practice begins with
TO_CHECK: Final = "要核对的"
OWN_SHEETS: Final = frozenset({EXPLAINED, OPTIONS, ORIGIN, TO_CHECK})

KEY_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    HOUSEHOLD_KEY: ("户号", "家庭编号", "户编码"),
    ROW_KEY: (MEMBER_KEY,),
    RECORD_KEY: (),
}
SHEET_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "": ("户表", "户档案", "家庭"),
    "members": ("成员", "成员表"),
    "income": ("收入项目", "收入表"),
    "expenses": ("支出", "支出项目"),
    "causes": ("原因",),
    "evidence": ("材料", "佐证"),
    "visits": ("入户",),
    "measures": ("措施",),
}
# By field and part; alike in the sheet of households and in every list that has such a field.
FIELD_NAMES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("name", ""): ("职工姓名", "成员姓名", "困难职工姓名"),
    ("identity", "number"): ("身份证", "身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号"),
    ("identity", "type"): ("证件类型",),
    ("mobile", ""): ("手机", "手机号", "联系电话", "电话", "联系方式"),
    ("home_address", ""): ("家庭地址", "住址", "地址"),
    ("employer_name", ""): ("单位名称", "单位", "所在单位"),
    ("work_start_date", ""): ("工作时间",),
    ("hukou_division", ""): ("户口所在地行政区划",),
    ("is_single_parent", ""): ("是否单亲",),
    ("has_self_help_ability", ""): ("是否有一定自救能力",),
    ("is_zero_employment", ""): ("是否为零就业家庭",),
    ("is_target", ""): ("是否为解困脱困对象", "解困脱困对象"),
    ("relation", ""): ("关系", "与户主关系", "称谓"),
    ("bank", "bank"): ("开户银行", "开户行"),
    ("bank", "holder"): ("户名", "开户名"),
    ("bank", "number"): ("银行卡", "卡号", "银行账号"),
    ("member", ""): ("姓名", "成员姓名", "人员"),
    ("remark", ""): ("备注荣誉",),
}


def plain(heading: object) -> str:
    """A heading as it is compared: without spaces, stars and the width of its characters."""
    return re.sub(r"[\s*]", "", half_width(str(heading))).casefold()


def without_measure(heading: str) -> str:
    """A compared heading without the measure in brackets at its end."""
    return re.sub(r"\([^()]*\)$", "", heading)
