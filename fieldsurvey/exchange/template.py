"""The empty workbook that people fill in: drop-downs, notes at the headings, and a sheet that explains it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fieldsurvey.case.field import Catalogue, Field, Role, Sort
from fieldsurvey.exchange.columns import EVERY_MONTH, Column, Table, column_letters, fillable, layout
from fieldsurvey.exchange.headings import EXPLAINED, HOUSEHOLD_KEY, MEMBER_KEY, OPTIONS, ROW_KEY
from fieldsurvey.exchange.writing import Workbook, is_required

FILLABLE_ROWS: Final = 10_000
_MOST_NOTE: Final = 1_500
_EXAMPLES: Final[Mapping[str, str]] = {
    "text": "文字照写", "date": "2026-11-23、20261123 或 2026年11月23日,也可用表格软件的日期格式",
    "money": "以元为单位,如 1617.00 或 1,617.00", "flag": "是 / 否", "phone": "11 位手机号,或带区号的电话",
    "months": "十二个月相同的只填“每月相同”;哪个月不同就再填那个月", "member": "写成员的姓名;有同名的写成员号",
    "identity": "18 位身份证号;不是身份证的再填证件类型", "bank": "开户行、户名、卡号分三列",
}  # fmt: skip
_LINES: Final = (
    "怎么填",
    "1. “户”表一户一行。户编号是您自己的编号(如台账序号、职工编号),一户一个,以后不要改:同一来源同一编号总是同一户。",
    "2. 其余各表一行一项,第一列都写这一户的户编号。行的先后、列的先后都可以变,也可以删掉不用的列;表头和表名请不要改。",
    "3. 行号(成员号)可以不填。以后还要改了再导入的,请填上(1、2、3……):有行号的按行号认出同一行,没有的按次序。",
    "4. 本人不用再写进家庭成员表,导入时自动加上,别的表里写姓名或“本人”就行;要写也可以,与本人关系选“本人”。",
    "5. 带 * 的是必填。暂时没有的可以空着,也可以写 不知道、拒答、待补。",
    "   空着就是没有说,不会改掉已有内容;要清空您上次填的一格,写 (清空)。",
    "6. 有下拉的请从下拉里选。多选的几项之间用顿号隔开。",
    "7. 身份证号、银行卡号这些格子已设成文本。从别处粘贴时请用“只粘贴文本”。",
    "   否则 18 位号码会变成 1.10105E+17,末三位就丢了,这样的号码不会导入。",
    "8. 金额以元为单位。日期写 2026-11-23、20261123、2026年11月23日 都可以。",
    "9. 导入两次不会重复;改了再导入,只改您改过的格子,工作人员在程序里填的不会被盖掉。",
    "10. 看不懂的格子按原样保留并列出来,其余照样导入。找不到户的行不导入,也会列出来。",
    "",
    "例子(虚构的一户)",
)
# An invented household: by sheet, headings and rows.
_EXAMPLE: Final[Mapping[str, tuple[Mapping[str, str], ...]]] = {
    "": ({
        "户编号": "1001", "姓名": "陆素衡", "身份证件号码": "990101197503120024", "手机号码": "13800000001",
        "家庭住址": "云州市青河区河沿街 3 号院 1 单元 101 室", "婚姻状况": "离异", "住房类型": "租房",
    },),
    "members": ({
        "户编号": "1001", "成员号": "1", "姓名": "陆川", "与本人关系": "子", "就学阶段": "本科", "计入家庭人口": "是",
    },),
    "income": (
        {"户编号": "1001", "成员": "陆素衡", "收入类型": "工资性收入", "每月相同": "1617.00"},
        {"户编号": "1001", "成员": "陆素衡", "收入类型": "低保金", "7月": "664", "8月": "664"},
    ),
    "expenses": ({"户编号": "1001", "成员": "陆川", "支出类型": "学费", "总费用(元/年)": "4500"},),
    "causes": ({"户编号": "1001", "主次": "主要", "原因": "子女上学", "涉及成员": "陆川"},),
}  # fmt: skip


def write_template(path: Path, catalogue: Catalogue, roles: frozenset[Role]) -> None:
    """Writes the template for what is in force in this office and what these roles may fill in.

    Raises:
        OSError: the disk's own reason.
    """
    tables = fillable(layout(catalogue), catalogue, roles)
    workbook = Workbook(path, tables)
    options = _Options(workbook, tables)
    for table in tables:
        sheet = workbook.sheets[table.id]
        for place, column in enumerate(table.columns):
            sheet.write_comment(0, place, note_of(column), {"x_scale": 2.2, "y_scale": 1.6, "author": ""})
            options.offer(sheet, place, column)
    _explain(workbook, tables)
    workbook.close()


def note_of(column: Column) -> str:
    """What there is to know of a column before filling it in."""
    field = column.field
    if field is None:
        return {
            HOUSEHOLD_KEY: "您自己的编号,一户一个,各表用它认出同一户。必填。",
            MEMBER_KEY: "这一户里第几位成员;其他各表可以用它,也可以用姓名。",
            ROW_KEY: "可不填。以后改了再导入时,用它认出同一行。",
        }.get(column.heading, "")
    lines = ["必填。" if is_required(column) else "", field.hint, f"单位:{field.measure}" if field.measure else ""]
    lines.append(f"依据:{field.rule}" if field.rule else "")
    lines.append(f"{field.label}有问题时不能{field.blocks}。" if field.blocks else "")
    lines.append(_how(column, field))
    if field.sort is Sort.CODES:
        lines.append("可选:" + "、".join(field.choices.offered.values()))
    return "\n".join(line for line in lines if line)[:_MOST_NOTE]


def _how(column: Column, field: Field) -> str:
    if column.part.isdecimal():
        return f"{column.part} 月的金额,元;与“每月相同”不同时才填。"
    if field.sort is Sort.CODES:
        return "可选几项,用顿号隔开。"
    if field.sort is Sort.MONTHS and column.part == EVERY_MONTH:
        return _EXAMPLES["months"]
    return _EXAMPLES.get(str(field.sort), "从下拉里选" if field.sort is Sort.CODE else "")


class _Options:
    """The lists that drop-downs offer, on a sheet of their own: a list inside a rule takes 255 characters only."""

    def __init__(self, workbook: Workbook, tables: Sequence[Table]) -> None:
        self._workbook = workbook
        self._sheet: Any = None
        self._known: dict[tuple[str, ...], str] = {}
        self._tables = tables

    def offer(self, sheet: Any, place: int, column: Column) -> None:  # noqa: ANN401  # XlsxWriter ships no types
        """A drop-down under a heading, which warns of anything else and refuses nothing."""
        labels = self._labels(column)
        if not labels:
            return
        sheet.data_validation(
            1,
            place,
            FILLABLE_ROWS,
            place,
            {
                "validate": "list",
                "source": self._range(labels),
                "error_type": "warning",
                "error_title": "不在选项里",
                "error_message": "这一项不在选项里。仍可保留,导入时会按原样存下并列出来。",
            },
        )

    def _labels(self, column: Column) -> tuple[str, ...]:
        field = column.field
        if field is None:
            return ()
        if field.sort is Sort.FLAG:
            return ("是", "否")
        is_choice = field.sort is Sort.CODE or (field.sort is Sort.IDENTITY and column.part == "type")
        return tuple(field.choices.offered.values()) if is_choice else ()

    def _range(self, labels: tuple[str, ...]) -> str:
        if labels not in self._known:
            if self._sheet is None:
                self._sheet = self._workbook.book.add_worksheet(OPTIONS)
                self._sheet.hide()
            place = len(self._known)
            for row, label in enumerate(labels):
                self._workbook.put(self._sheet, row, place, label)
            letter = column_letters(place)
            self._known[labels] = f"='{OPTIONS}'!${letter}$1:${letter}${len(labels)}"
        return self._known[labels]


def _explain(workbook: Workbook, tables: Sequence[Table]) -> None:
    sheet = workbook.book.add_worksheet(EXPLAINED)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 12, 20)
    for row, line in enumerate(_LINES):
        sheet.write_string(row, 0, line, workbook.format(bold=line in ("怎么填", _LINES[-1])))
    row = len(_LINES)
    for table in tables:
        for number, said in enumerate(_EXAMPLE.get(table.id, ())):
            if number == 0:
                sheet.write_string(row, 0, f"“{table.label}”表", workbook.format(italic=True))
                row += 1
            for place, (heading, text) in enumerate(said.items()):
                sheet.write_string(row, place, heading, workbook.format(bg_color="#DCE6F5", border=1))
                sheet.write_string(row + 1, place, text, workbook.format(num_format="@", border=1))
            row += 2
    sheet.activate()
