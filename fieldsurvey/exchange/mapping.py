"""Column maps: which heading of a foreign sheet is which field, kept under a name.

A target is a field (`name`), a part of one (`bank.number`), or a field of a row that the sheet does not write out
(`causes[rank=main]/cause`). `-` leaves a column out on purpose.
"""

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

import msgspec

from fieldsurvey.case.field import Catalogue, Field
from fieldsurvey.exchange.columns import Column, Table, layout, main_part, part_names
from fieldsurvey.exchange.errors import MapWrongError
from fieldsurvey.exchange.headings import HOUSEHOLD_KEY, HOUSEHOLDS, KEY_NAMES, plain

LEFT_OUT: Final = "-"
KEY: Final = "key"
DEFAULT_NAME: Final = "F02"
MOST_HEADINGS: Final = 500
_TARGET = re.compile(
    r"(?:([a-z_]{1,32})\[([a-z0-9_]{1,32})=([A-Za-z0-9_]{1,64})\]/)?([a-z][a-z0-9_]{0,63})(?:\.([a-z0-9]+))?"
)


class ColumnMap(msgspec.Struct, frozen=True):
    """A name, and for each heading its target."""

    name: str
    targets: dict[str, str]


# The order of the national form F02 (困难职工档案表); what is computed or decided here is left out on purpose.
F02: Final = ColumnMap(
    DEFAULT_NAME,
    {
        "户编号": KEY, "职工编号": "worker_no", "困难类别": "-", "姓名": "name", "民族": "ethnicity", "性别": "sex",
        "政治面貌": "political", "身份证号": "identity.number", "出生日期": "birth_date", "健康状况": "health",
        "残疾类别": "disability_type", "工作状态": "work_status", "劳模类型": "model_worker", "住房类型": "housing",
        "建筑面积": "building_area", "手机号码": "mobile", "其他联系方式": "other_contact", "邮政编码": "postcode",
        "工作时间": "work_start_date", "所属行业": "industry", "婚姻状况": "marital", "户口类型": "hukou",
        "家庭住址": "home_address", "工作单位": "employer_name", "单位性质": "employer_type",
        "企业状况": "enterprise_status", "是否单亲": "is_single_parent",
        "本人月平均收入": "income[type=wage]/months.every", "家庭其他非薪资年收入": "-", "家庭年度总收入": "-",
        "家庭人口": "-", "家庭人数": "-", "家庭收入": "-", "家庭月人均收入": "-", "序号": "-", "年龄": "-",
        "填报单位": "filing_org", "是否合格": "-", "审核状态": "-", "困难标准": "-",
        "户口所在地行政区划": "hukou_division", "医保状况": "medical_insurance",
        "是否有一定自救能力": "has_self_help_ability", "是否为零就业家庭": "is_zero_employment",
        "致困原因": "causes[rank=main]/cause", "主要致困原因": "causes[rank=main]/cause",
        "次要致困原因": "causes[rank=minor]/cause", "致困说明": "causes[rank=main]/explanation",
        "开户银行": "bank.bank", "支行名称": "bank_branch", "银行卡号": "bank.number", "备注": "remark",
        "是否为解困脱困对象": "is_target", "确定时间": "target_date", "五类重点群体": "priority_groups",
        "建档人": "filed_by", "审核人": "reviewed_by", "录入人": "entered_by", "说明": "statement",
        "档案类别": "file_class", "档案类型": "file_type", "用工形式": "employment_form", "帮扶需求": "help_needs",
    },
)  # fmt: skip


def checked(name: str, targets: Mapping[str, str], catalogue: Catalogue) -> ColumnMap:
    """A map that can be kept.

    Raises:
        MapWrongError: a name, heading or target that cannot be one.
    """
    name = name.strip()
    if not 0 < len(name) <= 60 or name == DEFAULT_NAME:
        raise MapWrongError(why=f"名称请用 1 到 60 个字,不用 {DEFAULT_NAME}")
    if not 0 < len(targets) <= MOST_HEADINGS:
        raise MapWrongError(why="没有写对照,或写得太多")
    for heading, target in targets.items():
        if not heading.strip():
            raise MapWrongError(why="有一条没有表头")
        if target not in (LEFT_OUT, KEY):
            _column(heading, target, catalogue)
    return ColumnMap(name, dict(targets))


def mapped(column_map: ColumnMap, catalogue: Catalogue) -> tuple[Table, frozenset[str]]:
    """The one sheet that a map describes, and the headings left out on purpose, as they are compared.

    What the map does not name is found by the usual headings. Targets that are not in force any more are not found.
    """
    columns: list[Column] = []
    left_out = {plain(heading) for heading, target in column_map.targets.items() if target == LEFT_OUT}
    for heading, target in column_map.targets.items():
        if target == KEY:
            columns.append(Column(HOUSEHOLD_KEY, names=(heading, *KEY_NAMES[HOUSEHOLD_KEY])))
        elif target != LEFT_OUT:
            # A field that an office has retired since is not found any more.
            with contextlib.suppress(MapWrongError):
                columns.append(_column(heading, target, catalogue))
    usual = next(iter(layout(catalogue))).columns
    columns = [_with_usual_names(column, usual) for column in columns]
    own = {(column.field.id, column.part) for column in columns if column.field and not column.group}
    rest = [
        column
        for column in usual
        if plain(column.heading) not in left_out and (column.field is None or (column.field.id, column.part) not in own)
    ]
    return Table("", HOUSEHOLDS, (*columns, *rest)), frozenset(left_out)


def _with_usual_names(column: Column, usual: Iterable[Column]) -> Column:
    """What others call a field is understood whatever a map calls it."""
    if column.field is None or column.group:
        return column
    known = next((each for each in usual if each.field == column.field and each.part == column.part), None)
    return column if known is None else replace(column, names=(known.heading, *known.names))


def _column(heading: str, target: str, catalogue: Catalogue) -> Column:
    found = _TARGET.fullmatch(target)
    if found is None:
        raise MapWrongError(why=f"“{heading}”的栏目写法")
    list_name, fixed, value, name, part = found.groups()
    group = catalogue.group(list_name) if list_name else None
    if list_name and (group is None or group.field(fixed) is None):
        raise MapWrongError(why=f"“{heading}”的列表或条件")
    field = group.field(name) if group else catalogue.find(name)
    if field is None:
        raise MapWrongError(why=f"没有栏目“{name}”")
    return Column(
        heading,
        field,
        _part(heading, field, part or ""),
        group=list_name or "",
        fixed=((fixed, value),) if list_name else (),
    )


def _part(heading: str, field: Field, part: str) -> str:
    known = part_names(field)
    if part and part not in known:
        raise MapWrongError(why=f"“{heading}”:没有这一部分")
    return part or main_part(field)
