"""Standards from a spreadsheet: one to a row, or a column for each item; columns in any order, by their headings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.divisions import divisions_named
from fieldsurvey.case.money import fen_of
from fieldsurvey.case.parse import parse_date
from fieldsurvey.exchange.cells import Raw, shown_of, text_of
from fieldsurvey.exchange.errors import StandardsNotFoundError
from fieldsurvey.exchange.headings import plain, without_measure
from fieldsurvey.exchange.opening import Row, Sheet, opened
from fieldsurvey.exchange.writing import Workbook
from fieldsurvey.rules.announced import Entered
from fieldsurvey.rules.standards import EVERYWHERE, ITEMS

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "code": ("区划代码", "行政区划代码", "地区代码", "代码"),
    "place": ("地区", "地区名", "地区名称", "适用地区", "区县", "县市区", "行政区划"),
    "item": ("项目", "标准项目", "标准名称", "标准", "名称"),
    "amount": ("数额", "金额", "标准数额", "标准金额", "数值"),
    "announced_on": ("公布日", "公布日期", "发布日期", "印发日期"),
    "effective_on": ("执行日", "执行日期", "执行时间", "实施日期", "起始日期", "生效日期"),
    "document_no": ("文号", "文件号", "文件文号", "依据文号"),
    "remark": ("备注", "说明"),
}
ITEM_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "dibao_urban_month": ("城市低保", "城市低保标准", "城镇低保", "城镇低保标准", "城市最低生活保障", "低保",
        "低保标准", "最低生活保障标准"),
    "dibao_rural_month": ("农村低保", "农村低保标准", "农村最低生活保障"),
    "min_wage_month": ("最低工资", "月最低工资", "月最低工资标准"),
    "avg_enterprise_wage_month": ("平均工资", "职工平均工资", "企业平均工资", "企业职工月平均工资"),
    "disposable_income_pc_year": ("人均可支配收入", "居民人均可支配收入", "城镇居民人均可支配收入",
        "全体居民人均可支配收入"),
}  # fmt: skip
ALL_PLACES: Final = frozenset({"全部", "本单位", "本单位全部", "全市", "全省", "全区", "全县"})
TEMPLATE: Final = ("区划代码", "地区", "项目", "数额", "公布日", "执行日", "文号", "备注")
_HEADING_ROWS: Final = 20
_MOST_ROWS: Final = 5_000
_AMOUNT: Final = re.compile(r"(.*?)(?:元)?(?:/|每)?(月|年)?")


@dataclass(frozen=True, slots=True)
class SheetStandard:
    """One standard of a sheet, or what is wrong with it; `where` names the sheet and the row."""

    where: str
    entered: Entered | None
    problem: str = ""


def read_standards(path: Path) -> list[SheetStandard]:
    """The standards of a workbook or CSV file, in their order.

    Raises:
        StandardsNotFoundError: no sheet with headings of ours; those of `opened`. OSError: the disk's own reason.
    """
    found: list[SheetStandard] = []
    is_known = False
    with opened(path) as sheets:
        for sheet in sheets:
            read = _read(sheet)
            is_known = is_known or read is not None
            found += read or ()
    if not is_known:
        raise StandardsNotFoundError
    return found


def item_named(name: str) -> str:
    """The item of an id, a label or a name that people use, with or without its measure; empty where there is none."""
    return _ITEMS.get(plain(name)) or _ITEMS.get(without_measure(plain(name)), "")


def item_unknown(name: str) -> str:
    """The sentence about a name that is no item, without its end."""
    return f"没有“{name}”这个项目,请写 {'、'.join(each.label for each in ITEMS.values())}"


def write_standards_template(path: Path) -> None:
    """Writes an empty sheet with the headings, a drop-down of the items, and one line that shows how.

    Raises:
        OSError: the disk's own reason.
    """
    workbook = Workbook(path, ())
    sheet = workbook.book.add_worksheet("标准")
    for place, heading in enumerate(TEMPLATE):
        sheet.set_column(place, place, 24 if heading in ("项目", "文号") else 14, workbook.format(num_format="@"))
        sheet.write_string(0, place, heading, workbook.format(bold=True, bg_color="#DCE6F5", border=1))
    labels = [item.label for item in ITEMS.values()]
    sheet.data_validation(1, 2, 1_000, 2, {"validate": "list", "source": labels, "error_type": "warning"})
    sheet.write_comment(0, 0, "6 位行政区划代码;写了代码就不用再写地区。本单位全部都用的,地区写“全部”。")
    sheet.write_comment(0, 3, "以元为单位,如 664。")
    sheet.freeze_panes(1, 0)
    workbook.close()


def _read(sheet: Sheet) -> list[SheetStandard] | None:
    """The standards of one sheet; None where no row looks like its headings."""
    rows = sheet.rows(most=_MOST_ROWS)
    for number, cells in rows:
        columns = _columns(cells)
        if _is_heading(columns):
            filled = _Filled(sheet.merged, columns, number)
            return [
                each
                for at, row in rows
                for each in _standards_in(f"{sheet.name} 第 {at} 行", filled.row(at, row), columns)
            ]
        if number >= _HEADING_ROWS:
            return None
    return None


def _columns(cells: Row) -> dict[str, int]:
    """By what it says the column: a field, or an item of its own in a wide sheet."""
    found: dict[str, int] = {}
    for place, raw in cells:
        name = _NAMES.get(plain(text_of(raw))) or _NAMES.get(without_measure(plain(text_of(raw))))
        if name:
            found.setdefault(name, place)
    return found


def _is_heading(columns: Mapping[str, int]) -> bool:
    return "effective_on" in columns and ({"item", "amount"} <= set(columns) or bool(set(columns) & set(ITEMS)))


class _Filled:
    """Rows by the names of their columns, with what stands once in a merged range in each of its rows."""

    def __init__(self, merged: Sequence[tuple[int, int, int]], columns: Mapping[str, int], heading: int) -> None:
        self.columns = columns
        self._ranges = [(column - 1, first, last) for column, first, last in merged if first > heading]
        self._held: dict[tuple[int, int], Raw] = {}

    def row(self, number: int, cells: Row) -> dict[str, str]:
        """The texts of a row that say something."""
        said = dict(cells)
        for column, first, last in self._ranges:
            if first == number and column in said:
                self._held[column, first] = said[column]
            elif first < number <= last and (column, first) in self._held:
                said.setdefault(column, self._held[column, first])
        texts = {name: said[place] for name, place in self.columns.items() if place in said}
        return {name: str(tidied(shown_of(raw))).strip() for name, raw in texts.items()}


def _standards_in(where: str, texts: Mapping[str, str], columns: Mapping[str, int]) -> Iterator[SheetStandard]:
    named = [(item, texts[item]) for item in ITEMS if texts.get(item)]
    if texts.get("item") or texts.get("amount"):
        named.append((texts.get("item", ""), texts.get("amount", "")))
    if not named:
        if texts.get("effective_on"):
            yield SheetStandard(where, None, "没有写数额")
        return
    place, problem = _place(texts) if {"code", "place"} & set(columns) else (EVERYWHERE, "")
    problem = problem or _day_problem(texts)
    for name, amount in named:
        item = item_named(name)
        fen, wrong = _fen(amount, item) if item else (None, "")
        if not item:
            wrong = item_unknown(name)
        if problem or fen is None:
            yield SheetStandard(where, None, problem or wrong)
        else:
            yield SheetStandard(where, _entered(texts, place, item, fen))


def _entered(texts: Mapping[str, str], place: str, item: str, fen: int) -> Entered:
    return Entered(
        place=place,
        item=item,
        amount_fen=fen,
        effective_on=_day(texts.get("effective_on", "")) or "",
        announced_on=_day(texts.get("announced_on", "")) or "",
        document_no=texts.get("document_no", ""),
        remark=texts.get("remark", ""),
    )


def _place(texts: Mapping[str, str]) -> tuple[str, str]:
    """The code of the place, or what is wrong with it. Without such columns it is everywhere."""
    code, name = texts.get("code", ""), texts.get("place", "")
    if re.fullmatch(r"[1-9][0-9]{5}", code or name):
        return code or name, ""
    if code:
        return "", f"区划代码“{code}”不是 6 位数字"
    if name in ALL_PLACES:
        return EVERYWHERE, ""
    if not name:
        return "", "没有写地区;本单位全部都用的,请写“全部”"
    found = divisions_named(name)
    if len(found) == 1:
        return found[0], ""
    return "", f"有 {len(found)} 个地方叫“{name}”,请写区划代码" if found else f"没有查到“{name}”,请写区划代码"


def _day_problem(texts: Mapping[str, str]) -> str:
    for name, label in (("effective_on", "执行日"), ("announced_on", "公布日")):
        told = texts.get(name, "")
        if told and _day(told) is None:
            return f"{label}“{told}”没有写清哪一天,请写成 2026-07-01 这样"
    return "" if texts.get("effective_on") else "没有写执行日"


def _day(told: str) -> str | None:
    # A cell with a time of day still names a day.
    return parse_date(told) or parse_date(told.split(" ", maxsplit=1)[0]) if told else None


def _fen(told: str, item: str) -> tuple[int | None, str]:
    found = _AMOUNT.fullmatch(told.replace(" ", ""))
    amount, per = (found[1], found[2] or "") if found else (told, "")
    fen = fen_of(amount)
    if fen is None:
        return None, f"数额“{told}”不是金额,请只写数字,以元为单位" if told else "没有写数额"
    if per and not ITEMS[item].measure.endswith(per):
        return None, f"数额“{told}”写的是每{per},{ITEMS[item].label}应是{ITEMS[item].measure}"
    return fen, ""


_ITEMS: Final[Mapping[str, str]] = {
    plain(name): item.id for item in ITEMS.values() for name in (item.id, item.label, *ITEM_NAMES[item.id])
}
_NAMES: Final[Mapping[str, str]] = {
    **{plain(name): field for field, names in HEADINGS.items() for name in names},
    **_ITEMS,
}
