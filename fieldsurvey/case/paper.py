"""A printed paper: what its record holds, and where each of its copies is. No printing here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Group, Sort
from fieldsurvey.case.ids import Address, row_address
from fieldsurvey.case.values import rows_of

TO_PRINT: Final = "to_print"
PRINTED: Final = "printed"
SIGNED: Final = "signed"
RETURNED: Final = "returned"
VOID: Final = "void"
# Of what waited: the household was printed, on a paper of its own. No list shows it.
DONE: Final = "done"
# 待打印 → 待签 → 待盖章 → 已收回; the codes of the first edition stay what they were.
STATES: Final = (TO_PRINT, PRINTED, SIGNED, RETURNED, VOID)
MARKED: Final = (PRINTED, SIGNED, RETURNED, VOID)
MOST_COPIES: Final = 20
COPIES: Final = "each_copy"
NUMBER_LENGTH: Final = 8

PAPER: Final = Catalogue(
    (
        Field("case", "档案", once=True),
        Field("form", "表格", once=True),
        Field("template", "版式", once=True),
        Field("printed_on", "打印日期", Sort.DATE, once=True),
        Field("pages", "页数", Sort.WHOLE, once=True),
        Field("copies", "份数", Sort.WHOLE, once=True),
        Field("printed", "打印时各栏内容", once=True, sensitive=True),
        Field("sections", "打印时各部分的签署阶段和表格", once=True),
        Field("rule_set", "所用规则", once=True),
        Field("standards", "所用标准", once=True),
        Field("copy_state", "纸件状态", Sort.CODE, codes="copy_state"),
        Field("is_done", "等的已打印", Sort.FLAG, hint="稍后打印的一户已经打印,纸表另有纸号"),
        Field("stage", "打印到哪一部分", Sort.CODE, codes="paper_stage", once=True),
        Field("part", "只换哪一部分", Sort.CODE, codes="paper_stage", once=True, hint="空为整张"),
        Field("replaces", "替换的纸件", once=True),
        Field("ends", "取代的纸件", once=True, hint="新纸件交出以后作废的那一张"),
        Field("stands", "已顶替", Sort.FLAG, hint="已经交出,顶替另一张没有作废的纸件,或它的一部分"),
        Field("seen", "打印时的档案", once=True, hint="当时全部修改单的摘要,用来看打印后有没有改过"),
        Field("is_blank", "空白表", Sort.FLAG, once=True),
        Field("assignment", "空白表为哪一次分派", once=True),
        Field("used_for", "空白表用于哪一户"),
    ),
    (
        Group(
            COPIES,
            "各份",
            "份",
            (
                Field("state", "状态", Sort.EVENT, codes="copy_state"),
                Field("holder", "在谁手里"),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One numbered copy: its state, since which day, and who has it. `by` is the staff id of who marked it."""

    number: int
    state: str
    since: str
    holder: str = ""
    by: str = ""


def number_of(paper_id: str) -> str:
    """纸号: what is printed at the foot of every page, and typed to find the paper."""
    return paper_id[:NUMBER_LENGTH]


def copy_address(number: int, field: str) -> Address:
    """Where a paper says something of one copy; the same on every desk, so that two marks meet."""
    return row_address(COPIES, str(number), field)


def copies_of(document: Mapping[str, Any]) -> list[Copy]:
    """All copies of a paper in order. One that nobody marked is as the whole paper is, since the day of printing."""
    rows = {int(row[ROW]): row for row in rows_of(document, COPIES) if _is_number(row.get(ROW))}
    told = document.get("copies")
    count = told if isinstance(told, int) and not isinstance(told, bool) else 0
    numbers = sorted({*range(1, min(max(count, 0), MOST_COPIES) + 1), *rows})
    return [_copy(number, rows.get(number, {}), document) for number in numbers]


def state_of(document: Mapping[str, Any]) -> str:
    """The state of a paper as a whole: that of the copy which is least far; void when all copies are."""
    if not _text(document.get("printed_on")):
        if document.get("is_done") is True:
            return DONE
        return VOID if document.get("copy_state") == VOID else TO_PRINT
    states = [copy.state for copy in copies_of(document)] or [_whole(document)]
    return min(states, key=STATES.index)


def is_signed(copies: Iterable[Copy]) -> bool:
    """Whether somebody signed some copy, wherever it is now."""
    return any(copy.state in (SIGNED, RETURNED) for copy in copies)


def household_of(document: Mapping[str, Any]) -> str:
    """The household that a paper belongs to; empty for a blank that is not used."""
    return _text(document.get("case")) or _text(document.get("used_for"))


def is_open_blank(document: Mapping[str, Any]) -> bool:
    """Whether it is a blank that nobody has typed in yet."""
    return document.get("is_blank") is True and not _text(document.get("used_for"))


def event(state: str, *, at: str, by: str) -> Value:
    """What a mark says: two people who mark the same on different days do not contradict each other."""
    return {"status": state, "at": at, "by": by}


def _copy(number: int, row: Mapping[str, Any], document: Mapping[str, Any]) -> Copy:
    said = row.get("state")
    said = said if isinstance(said, dict) else {}
    state = _text(said.get("status"))
    holder = _text(row.get("holder"))
    if state not in MARKED:
        return Copy(number, _whole(document), _text(document.get("printed_on")), holder)
    return Copy(number, state, _text(said.get("at")), holder, _text(said.get("by")))


def _whole(document: Mapping[str, Any]) -> str:
    state = document.get("copy_state")
    return state if state in MARKED else PRINTED


def _is_number(row: object) -> bool:
    return isinstance(row, str) and row.isascii() and row.isdecimal() and 0 < int(row) <= MOST_COPIES


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
