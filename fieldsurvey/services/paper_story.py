"""What one saved change did to a paper, in words for the timeline of its household."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.change import Change
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.paper import COPIES, PRINTED, RETURNED, SIGNED, TO_PRINT, VOID, number_of

_DONE: Final = {PRINTED: "还没有签", SIGNED: "已签回", RETURNED: "已收回", VOID: "作废"}


def is_told(change: Change) -> bool:
    """Whether the timeline tells of a change; that a wish was granted shows in the paper printed for it."""
    return "is_done" not in change.set


def told_of(change: Change, form: str, in_force: InForce) -> tuple[str, str]:
    """A title, such as 打印了 F01, and what there is to say beside it: the 纸号, which copies are where, and why."""
    said = {address: given.value for address, given in change.set.items()}
    parts = [f"纸号 {number_of(change.record)}"]
    state = said.get("copy_state")
    if "printed_on" in said:
        title = _printed(said, form)
        if isinstance(said.get("copies"), int):
            parts.append(f"{said['copies']} 份")
        if said.get("replaces"):
            parts.append(f"替换纸号 {number_of(_text(said['replaces']))}")
    elif state == TO_PRINT:
        title = f"放到稍后打印 {form}".strip()
    elif said.get("used_for"):
        title = "用空白表填写"
    else:
        title = f"打印 {form}" if "form" in said else "纸表"
    if state and state != TO_PRINT:
        parts.append(in_force.table("copy_state").label_of(state))
    holders = [f"第{number}份在{held}手里" for number, held in sorted(_of_copies(said, "holder").items()) if held]
    told = ",".join([*parts, *_marks(said), *holders])
    return title, f"{told}({change.why})" if change.why else told


_PARTS: Final = {"plan": "(计划页)", "record": "(附页)"}


def _printed(said: Mapping[str, Any], form: str) -> str:
    if said.get("is_blank") is True:
        return f"打印了空白表 {form}".strip()
    what = "重印了" if said.get("replaces") else "打印了"
    return f"{what} {form}".strip() + _PARTS.get(str(said.get("part")), "")


def _marks(said: Mapping[str, Any]) -> list[str]:
    """第1、2份已签回, for each state that copies were moved to."""
    by_state: dict[str, list[str]] = {}
    for number, value in sorted(_of_copies(said, "state").items()):
        state = _text(value.get("status")) if isinstance(value, dict) else ""
        by_state.setdefault(state, []).append(str(number))
    return [f"第{'、'.join(numbers)}份{_DONE.get(state, state)}" for state, numbers in by_state.items()]


def _of_copies(said: Mapping[str, Any], field: str) -> dict[int, Any]:
    parts = {address: address.split("/") for address in said if address.startswith(f"{COPIES}/")}
    return {
        int(row): said[address]
        for address, (_, row, name) in parts.items()
        if name == field and row.isascii() and row.isdecimal()
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
