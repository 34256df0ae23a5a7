"""What is open or odd in a document, each named at its field with what it blocks; saving is never blocked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.checks import CHECKS, card_number
from fieldsurvey.case.codes import label_of
from fieldsurvey.case.divisions import division_note
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Group, Sort, Tier
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, is_mobile, odd_birth, resident, resident_of
from fieldsurvey.case.money import DOUBTFUL_FEN
from fieldsurvey.case.parse import odd_date, parse_date
from fieldsurvey.case.relations import SPOUSES, sex_of
from fieldsurvey.case.sums import PARTS, fen_in, is_fen, reimbursed
from fieldsurvey.case.values import is_gap, is_typed, rows_of
from fieldsurvey.case.worker import SHARED, is_worker, members_of

_EMPTY: Final = "还没有填,请补上或选不知道/拒答/待补"
_NOBODY: Final = "还没有登记家庭成员,请至少加入本人"
TOO_MUCH_BACK: Final = "报销与赔付比总费用还多,请核对"
INSURED_MORE: Final = "连商业保险赔付,收回的比总费用还多:给付型保险可以这样,请核对"
BELOW_NOTHING: Final = "金额是负数,请核对"
NO_MOBILE: Final = "手机号应为 11 位数字,请核对"
_NO_ROW: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """One open point: the field, a sentence that says what to do, and what it blocks ("" nothing, or 审定)."""

    address: str
    label: str
    sentence: str
    blocks: str
    step: int


def problems(document: Mapping[str, Any], today: date, catalogue: Catalogue = CASE) -> list[Problem]:
    """All open points of a case in the order of the wizard; never raises, whatever the values are."""
    found = list(_of_fields(catalogue.fields, document, prefix="", before="", step=0, today=today))
    for group in catalogue.groups:
        for number, row in enumerate(rows_of(document, group.id), start=1):
            prefix = f"{group.id}/{row.get(ROW, '')}/"
            before = f"{group.row_label}{number}·"
            fields = _fields_of(group, row)
            found.extend(_of_fields(fields, row, prefix=prefix, before=before, step=group.step, today=today))
    found.extend(beside(document, catalogue))
    if not rows_of(document, "members"):
        found.append(Problem("members", "家庭成员", _NOBODY, "审定", 2))
    if nobody_was_met(document):
        # Of a household that nobody met nothing is asked; what was answered is judged all the same.
        found = [point for point in found if point.sentence not in (_EMPTY, _NOBODY) or point.step == 7]
    return sorted(found, key=lambda problem: problem.step)


def unanswered(document: Mapping[str, Any], catalogue: Catalogue = CASE) -> list[tuple[int, str]]:
    """What is asked at the table and has no answer at all, as step and address; of a list without a row its own.

    不知道, 拒答 and 待补 are answers: nobody at the table can say more. Evidence is asked by its causes (`asked.py`).
    """
    found = [(field.step, field.id) for field in catalogue.fields if field.step and _is_open(field, document)]
    for group in catalogue.groups:
        rows = rows_of(document, group.id)
        if group.tier is Tier.TABLE and group.step and not rows and group.id != "evidence":
            found.append((group.step, group.id))
        if group.id == "visits":
            # Nobody can answer today what an earlier visit left open.
            rows = rows[-1:]
        for row in rows if group.tier is Tier.TABLE else ():
            open_fields = (field for field in _fields_of(group, row) if _is_open(field, row))
            found += [(group.step, f"{group.id}/{row.get(ROW, '')}/{field.id}") for field in open_fields]
    return [each for each in found if each[0] == 7] if nobody_was_met(document) else found


def _is_open(field: Field, values: Mapping[str, Any]) -> bool:
    if field.id == "reimbursed" and any(values.get(part) is not None for part in PARTS):
        return False
    return field.tier is Tier.TABLE and values.get(field.id) in (None, "") and field.is_asked(values)


def _fields_of(group: Group, row: Mapping[str, Any]) -> tuple[Field, ...]:
    """What is asked in a row; of the worker only what was not asked at the top, and whatever the row holds itself."""
    if group.id != "members" or not is_worker(row):
        return group.fields
    return tuple(each for each in group.fields if each.id not in SHARED or row.get(each.id) is not None)


def beside(document: Mapping[str, Any], catalogue: Catalogue = CASE) -> Iterator[Problem]:
    """What is wrong between answers, each of which is right alone; only a second worker blocks.

    Two workers, one person twice, two spouses, a sex or a relation other than the number says, more paid back than the
    bill was.
    """
    members, expenses = catalogue.group("members"), catalogue.group("expenses")
    seen: dict[tuple[str, str], int] = {}
    spouse = worker = 0
    for number, row in enumerate(members_of(document), start=1):
        relation = row.get("relation")
        if is_worker(row) and worker and members:
            sentence = f"成员{worker}已是本人,请改这一行的关系;换了建档职工,用“户的变动”"
            label = f"{members.row_label}{number}·与本人关系"
            yield Problem(f"members/{row.get(ROW, '')}/relation", label, sentence, "审定", members.step)
            continue
        worker = number if is_worker(row) else worker
        told = _relation_beside(members, relation, row, spouse) if members and isinstance(relation, str) else ""
        if told and members:
            yield _in_row(members, row, number, "relation", sentence=told)
        spouse = spouse or (number if isinstance(relation, str) and relation in SPOUSES else 0)
        told = odd_sex(row.get("sex"), resident_of(row.get("identity")))
        if told and members:
            yield _in_row(members, row, number, "sex", sentence=told)
        identity = row.get("identity")
        if not isinstance(identity, Mapping) or not isinstance(identity.get("number"), str) or not identity["number"]:
            continue
        key = (str(identity.get("type")), bare(identity["number"]))
        if key in seen and members:
            told = f"证件号与成员{seen[key]}相同,请核对"
            yield _in_row(members, row, number, "identity", sentence=told)
        seen.setdefault(key, number)
    for number, row in enumerate(rows_of(document, "expenses"), start=1):
        if expenses and (told := more_back(row)):
            yield _in_row(expenses, row, number, "reimbursed", sentence=told)


def more_back(expense: Mapping[str, Any]) -> str:
    """What is odd of a bill of which more came back than it was; empty where it did not."""
    bill, back = expense.get("bill"), reimbursed(expense)
    if not is_fen(bill) or back <= bill:
        return ""
    # A policy on a grave illness pays its sum whatever the bill was.
    return INSURED_MORE if back - fen_in(expense.get("commercial_paid")) <= bill else TOO_MUCH_BACK


def _relation_beside(members: Group, relation: str, row: Mapping[str, Any], spouse: int) -> str:
    """What is odd of a member's relation; `spouse` is the number of the spouse met before, 0 where there was none."""
    if relation in SPOUSES and spouse:
        return f"成员{spouse}已是本人的配偶,请核对这两人与本人的关系"
    read, field = resident_of(row.get("identity")), members.field("relation")
    return odd_relation(relation, field.choices.label_of(relation) if field else relation, read)


def odd_relation(relation: str, label: str, read: Resident | None) -> str:
    """What is wrong when a relation is of the other sex than the number says; empty where nothing is."""
    if read is None or sex_of(relation) in ("", read.sex):
        return ""
    # 男 and 女 are a part of the word here, whatever an office calls them.
    return f"与本人关系是“{label}”,身份证号却是{label_of('sex', read.sex)}性的,请核对关系和号码"


def odd_sex(sex: object, read: Resident | None) -> str:
    """What is wrong when the sex that was chosen is not the one of the number; empty where nothing is."""
    if read is None or sex not in ("1", "2") or sex == read.sex:
        return ""
    return f"选的是“{label_of('sex', sex)}”,身份证号却是{label_of('sex', read.sex)}性的,请核对性别和号码"


def _in_row(group: Group, row: Mapping[str, Any], number: int, name: str, *, sentence: str) -> Problem:
    field = group.field(name)
    called = field.label if field else name
    if group.id == "members" and is_worker(row):
        return Problem(name, f"本人·{called}", sentence, "", 1)
    label = f"{group.row_label}{number}·{called}"
    return Problem(f"{group.id}/{row.get(ROW, '')}/{name}", label, sentence, "", group.step)


def nobody_was_met(document: Mapping[str, Any]) -> bool:
    """True when the last visit ended at the door: 未遇, 拒访, 迁出, 去世."""
    visits = rows_of(document, "visits")
    outcome = visits[-1].get("outcome") if visits else None
    return isinstance(outcome, str) and outcome not in ("", "met")


def _of_fields(
    fields: tuple[Field, ...], values: Mapping[str, Any], *, prefix: str, before: str, step: int, today: date
) -> Iterator[Problem]:
    for field in fields:
        page = field.step or step
        if not page or not field.is_asked(values):
            continue
        sentence = field_problem(field, values.get(field.id), today, values)
        if sentence:
            yield Problem(prefix + field.id, before + field.label, sentence, field.blocks, page)


def field_problem(field: Field, value: object, today: date, row: Mapping[str, Any] = _NO_ROW) -> str:
    """What is wrong with one value, in words that say what to do; empty when nothing is.

    `row` holds the answers beside it, which some checks compare with.
    """
    if value is None or value == "":
        return _EMPTY if field.required else ""
    if is_gap(value):
        return "" if not field.required else "尚缺,审定前请补上"
    if is_typed(value):
        return _typed_sentence(field, value)
    check = _CHECKS.get(field.sort)
    found = check(field, value, today) if check else ""
    own = CHECKS.get(field.check)
    return own(value, row) if own and not found and isinstance(value, str) else found


def field_note(field: Field, value: object) -> str:
    """What is worth knowing of a value that is right all the same: a number converted, a division that vanished."""
    read = resident_of(value) if field.sort is Sort.IDENTITY else None
    return division_note(read.number[:6]) if read else ""


def _typed_sentence(field: Field, value: object) -> str:
    nearly = odd_date(str(value["typed"])) if field.sort is Sort.DATE and isinstance(value, Mapping) else ""
    return nearly or {
        Sort.MONEY: "看不懂这个金额,请只写数字,如 1617.00",
        Sort.DATE: "看不懂这个日期,请写八位数字,如 20261123",
        Sort.CODE: "不在可选项里,请从列表中选",
        Sort.CODES: "有不在可选项里的,请从列表中选",
        Sort.MONTHS: "看不懂这些金额,请逐月填写数字",
    }.get(field.sort, "看不懂这个内容,请按说明重填")


def _identity(_: Field, value: object, today: date) -> str:
    if not isinstance(value, dict) or value.get("type") != "id_card":
        return ""
    read = resident(str(value.get("number", "")))
    if isinstance(read, str):
        return read
    return odd_birth(read.birth_date, today)


def _date(field: Field, value: object, today: date) -> str:
    text = value if isinstance(value, str) else ""
    if parse_date(text) != text:
        return "没有这一天,请重填日期"
    if field.is_past and text > today.isoformat():
        return "日期在今天之后,请核对"
    return ""


def _money(_: Field, value: object, __: date) -> str:
    if not isinstance(value, int) or isinstance(value, bool):
        return "看不懂这个金额,请只写数字,如 1617.00"
    if value < 0:
        return BELOW_NOTHING
    return "金额超过一千万元,请核对" if value > DOUBTFUL_FEN else ""


def _months(_: Field, value: object, __: date) -> str:
    cells = value if isinstance(value, list) else []
    if len(cells) != 12:
        return "应有十二个月的金额"
    odd = "、".join(f"{month}月" for month, cell in enumerate(cells, start=1) if is_typed(cell))
    if odd:
        return f"看不懂{odd}的金额,请只写数字,如 1617.00"
    if any(isinstance(cell, int) and cell < 0 for cell in cells):
        return "有的月份是负数,请核对"
    if any(isinstance(cell, int) and cell > DOUBTFUL_FEN for cell in cells):
        return "有的月份超过一千万元,请核对"
    if any(is_gap(cell) for cell in cells):
        return "有的月份尚缺,审定前请补上"
    return "有的月份还没有填" if any(cell is None for cell in cells) else ""


def _whole(_: Field, value: object, __: date) -> str:
    return "数目是负数,请核对" if isinstance(value, int) and value < 0 else ""


def _code(field: Field, value: object, _: date) -> str:
    known = isinstance(value, str) and value in field.choices.labels
    return "" if known else "不在可选项里,请从列表中选"


def _codes(field: Field, value: object, _: date) -> str:
    labels = field.choices.labels
    known = isinstance(value, list) and all(isinstance(code, str) and code in labels for code in value)
    return "" if known else "有不在可选项里的,请从列表中选"


def _bank(_: Field, value: object, __: date) -> str:
    number = str(value.get("number") or "") if isinstance(value, dict) else ""
    return card_number(number) if number else "还没有卡号"


def _decimal(_: Field, value: object, __: date) -> str:
    return "是负数,请核对" if isinstance(value, str) and value.startswith("-") else ""


def _phone(_: Field, value: object, __: date) -> str:
    return "" if is_mobile(str(value)) else NO_MOBILE


_CHECKS = {
    Sort.WHOLE: _whole,
    Sort.IDENTITY: _identity,
    Sort.DATE: _date,
    Sort.MONEY: _money,
    Sort.MONTHS: _months,
    Sort.CODE: _code,
    Sort.CODES: _codes,
    Sort.BANK: _bank,
    Sort.DECIMAL: _decimal,
    Sort.PHONE: _phone,
}
