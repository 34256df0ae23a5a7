"""The columns that the list of households can have, and what it can be ordered by."""

from typing import Final

from ui.models.lines_table import Column

COLUMNS: Final = {
    "survey_no": Column("调查编号", 6.5, goes=3),
    "name": Column("姓名", 4.5),
    "address": Column("住址", 11),
    "employer": Column("工作单位", 9, goes=5),
    "identity": Column("身份证件", 10.5, goes=6),
    "mobile": Column("手机", 7, goes=7),
    "state": Column("状态", 5.5, goes=1),
    "persons": Column("人口", 2.5, goes=8, is_right=True),
    "updated_at": Column("最近更新", 9.5, goes=4),
    "case_no": Column("档案号", 7, goes=9),
    "filing_org": Column("建档单位", 9, goes=10),
    "cause": Column("主要致困原因", 8, goes=11),
    "category": Column("困难类别", 6, goes=12),
    "visited_on": Column("最近入户", 6.5, goes=2),
    "outcome": Column("入户结果", 4.5, goes=13),
    "surveyors": Column("调查人", 7, goes=14),
    "later": Column("待补", 2.5, goes=15, is_right=True),
}
USUAL: Final = ("survey_no", "name", "address", "employer", "identity", "mobile", "state", "persons", "updated_at")
# Column → what a click on its title orders by.
ORDERED_BY: Final = {
    "survey_no": "survey_no",
    "name": "name",
    "address": "address",
    "employer": "employer",
    "state": "status",
    "persons": "persons",
    "updated_at": "updated_at",
    "visited_on": "visited_on",
}
ORDERS: Final = {
    "newest": "新来的在前",
    "survey_no": "按调查编号",
    "name": "按姓名",
    "address": "按门牌顺序",
    "employer": "按工作单位",
    "status": "按状态",
    "persons": "按人口",
    "updated_at": "按更新时间",
    "visited_on": "按入户日期",
}


def known(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns as kept, without those that this edition does not have; the usual ones for none."""
    return tuple(name for name in dict.fromkeys(columns) if name in COLUMNS) or USUAL
