"""ID13B, MN06D, PR01C, PR01D, PR03B, PR03C: days that cannot be, are missing, or lie outside what is reckoned."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.household import NO_SURVEYS, day_of, text
from fieldsurvey.rules.look import Look, row_id

# Nobody was visited and nothing decided before there was any such file.
EARLIEST: Final = date(1990, 1, 1)
DETERMINED: Final = {"decided_on": "认定日期", "judged_on": "测算所用日期"}


def _odd_day(day: date | None, today: date) -> str:
    """What is wrong with the day of something that has happened; empty where nothing is."""
    if day is None or EARLIEST <= day <= today:
        return ""
    return "在今天之后,请核对" if day > today else "太早了,请核对"


def _contract_backwards(look: Look) -> Iterator[Found]:
    begun, ends = (day_of(look.document.get(name)) for name in ("contract_from", "contract_to"))
    if begun is not None and ends is not None and ends < begun:
        yield Found("contract_to", f"劳动合同到 {ends} 止,在开始的 {begun} 之前", f"{begun}\n{ends}")


def _back_outside(look: Look) -> Iterator[Found]:
    for row in look.household.back_outside:
        sentence = "到账日期不在入户前十二个月到今天之间,没有从支出里扣,请核对"
        yield Found(f"reimbursements/{row}/received_on", sentence)


def _visit_never_was(look: Look) -> Iterator[Found]:
    for row in rows_of(look.document, "visits"):
        day = day_of(row.get("visited_on"))
        if told := _odd_day(day, look.today):
            yield Found(f"visits/{row_id(row)}/visited_on", f"入户日期 {day} {told}")


def _visit_without_day(look: Look) -> Iterator[Found]:
    for row in rows_of(look.document, "visits"):
        is_survey = row.get("outcome") in (None, "", "met") and row.get("purpose") not in NO_SURVEYS
        if is_survey and day_of(row.get("visited_on")) is None:
            yield Found(f"visits/{row_id(row)}/visited_on", "这次入户没有能用的日期,不算入户,测算也不按它")


def _determined_never(look: Look) -> Iterator[Found]:
    for row in rows_of(look.document, "determinations"):
        for name, label in DETERMINED.items():
            day = day_of(row.get(name))
            if told := _odd_day(day, look.today):
                yield Found(f"determinations/{row_id(row)}/{name}", f"{label} {day} {told}")


def _rules_not_here(look: Look) -> Iterator[Found]:
    row = look.determination
    key = text(row.get("rule_set")).strip() if row is not None else ""
    # Of the same version another wording may be here.
    if row is not None and key and key.partition(" #")[0] not in look.book.versions:
        yield Found(f"determinations/{row_id(row)}/rule_set", f"认定所用的规则“{key}”这台设备上没有,没法按它核对")


CHECKS: Final = (
    Check(
        "ID13B",
        "劳动合同止在起之前",
        Severity.ERROR,
        "审定",
        "档案检查:日期的先后",
        "对照劳动合同改正起止日期;无固定期限的,“劳动合同止”不填。",
        _contract_backwards,
    ),
    Check(
        "MN06D",
        "后到的报销不在十二个月内",
        Severity.DOUBT,
        "",
        "收支核算:只扣入户前十二个月到今天之间到账的",
        "对照银行记录改正到账日期;确是那时到账的,写一句说明。",
        _back_outside,
    ),
    Check(
        "PR01C",
        "入户日期不可能",
        Severity.ERROR,
        "审定",
        "档案检查:日期的先后",
        "对照入户调查表改正日期;电脑时间不对的,先改电脑时间。",
        _visit_never_was,
    ),
    Check(
        "PR01D",
        "入户没有日期",
        Severity.ERROR,
        "审定",
        "入户调查要记下日期,标准和规则按这一天取",
        "对照入户调查表补上日期。",
        _visit_without_day,
    ),
    Check(
        "PR03B",
        "认定的日期不可能",
        Severity.ERROR,
        "发放",
        "档案检查:日期的先后",
        "对照审批材料,重新办理认定并写对日期。",
        _determined_never,
    ),
    Check(
        "PR03C",
        "认定所用的规则这里没有",
        Severity.DOUBT,
        "",
        "认定要写明所用的规则",
        "等总部把规则带来,或按现有的规则重新认定;确是在别处认定的,写一句说明。",
        _rules_not_here,
    ),
)
