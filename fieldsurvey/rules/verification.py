"""What a hit on a list of another office means: where the household's file says something else (domain §2.8, §3.3).

A hit is a sign and no verdict: a car may be the employer's, a list may be old. So what is said names both sides and
leaves the rest to people. Rows may hold anything; nothing here ever raises.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.codes import SEEDED, CodeTable
from fieldsurvey.case.document import ROW
from fieldsurvey.case.values import is_gap, rows_of
from fieldsurvey.case.worker import is_worker

Document = Mapping[str, Any]
Row = Mapping[str, Any]
VERIFICATIONS: Final = "verifications"
# The household beside its own entry in the national system: that it is found there says nothing against it.
THREE_WAY: Final = "三方比对"
_AGENCIES: Final = SEEDED["agency"]


@dataclass(frozen=True, slots=True)
class _Sign:
    """What a hit speaks of: the field that should say so, in words; and the words of an item that mean it."""

    field: str
    thing: str
    denied: str
    words: tuple[str, ...]


_SIGNS: Final = {
    "car": _Sign("has_car", "名下有机动车", "无机动车", ("车",)),
    "business": _Sign(
        "has_business",
        "有营业执照",
        "无商铺、不雇人经营",
        ("营业执照", "经商", "企业", "工商", "经营", "法人", "法定代表"),
    ),
    "homes": _Sign("homes_owned", "名下有住房", "", ("房", "不动产")),
    "dibao": _Sign("on_dibao", "在低保名单上", "未享受低保", ("低保", "最低生活保障")),
    "death": _Sign("", "在死亡名单上", "", ("死亡", "火化", "殡葬", "去世")),
    "double": _Sign("", "", "", ("多档", "重复建档")),
}
_BY_AGENCY: Final = {
    "vehicles": "car",
    "business": "business",
    "housing": "homes",
    "union": "double",
    "national": "double",
}
# A list of those who no longer get it, or nearly do, says nothing of 低保.
_NOT_DIBAO: Final = ("边缘", "停发", "停保", "退出", "取消", "注销")
_OUR_OWN: Final = ("本单位", "本级", "本会", "本县", "本区", "本市", "本省")


def contradictions(document: Document, agencies: CodeTable = _AGENCIES) -> list[tuple[str, str]]:
    """Where the file says something else than the hits in it: the address concerned, and a sentence; each once.

    `agencies` is the office's own table, in which the source is named.
    """
    found: dict[tuple[str, str], None] = {}
    for row in rows_of(document, VERIFICATIONS):
        said = contradiction(document, row, agencies)
        if said is not None:
            found[said] = None
    return list(found)


def contradiction(document: Document, row: Row, agencies: CodeTable = _AGENCIES) -> tuple[str, str] | None:
    """What the file says against one hit: the address and a sentence; None where nothing speaks against it.

    A hit on somebody who is no member any more, or counts elsewhere, says nothing against this household.
    """
    sign = sign_of(row)
    if row.get("is_hit") is not True or not sign or _is_not_here(document, row):
        return None
    agency = _agency(row, agencies)
    source = f"{agency}查到{_who(document, row)}"
    if sign == "homes":
        return _homes(document, row, agency)
    if sign == "death":
        return _at_member(row, "name"), f"{source}{_SIGNS[sign].thing},档案里仍是家庭成员,请核实"
    if sign == "double":
        return _at_member(row, "identity"), f"{source}另有档案({_plain(row.get('item'))}),可能一户多档,请核实"
    known = _SIGNS[sign]
    said = document.get(known.field)
    if said is True:
        return None
    told = f"档案写{known.denied}" if said is False else "档案没有写清"
    return known.field, f"{source}{known.thing},{told},请核实"


def sign_of(row: Row) -> str:
    """What a row of results speaks of: car, business, homes, dibao, death, double; empty where that is not known."""
    agency, item = _plain(row.get("agency")), _plain(row.get("item"))
    if agency == "national" and item == THREE_WAY:
        return ""
    named = next((sign for sign, known in _SIGNS.items() if any(word in item for word in known.words)), "")
    sign = _BY_AGENCY.get(agency) or named
    if sign == "dibao" and any(word in item for word in _NOT_DIBAO):
        return ""
    return "" if sign == "double" and any(word in item for word in _OUR_OWN) else sign


def _homes(document: Document, row: Row, agency: str) -> tuple[str, str] | None:
    """Each hit is one home; of one list the hits of the whole household count together."""
    of_list = [each for each in rows_of(document, VERIFICATIONS) if _is_of_same_list(each, row)]
    hits = sum(not _is_not_here(document, each) for each in of_list)
    said = document.get("homes_owned")
    if isinstance(said, int) and not isinstance(said, bool):
        if said >= hits:
            return None
        told = f"档案写 {said} 套"
    elif hits < 2:
        return None
    else:
        told = "档案没有写住房套数"
    seen = f"{agency}查到全家住房 {hits} 套" if hits > 1 else f"{agency}查到{_who(document, row)}名下有住房"
    return "homes_owned", f"{seen},{told},请核实"


def is_gone(document: Document, row: Row) -> bool:
    """Whether a hit is on a member who is none of this household any more."""
    member = _plain(row.get("member"))
    return bool(member) and _member(document, member) is None


def _is_of_same_list(each: Row, row: Row) -> bool:
    return each.get("is_hit") is True and each.get("list") == row.get("list") and sign_of(each) == "homes"


def _is_not_here(document: Document, row: Row) -> bool:
    own = _member(document, row.get("member"))
    counts_elsewhere = own is not None and own.get("counts_in_household") is False and not is_worker(own)
    return counts_elsewhere or is_gone(document, row)


def _member(document: Document, member: object) -> Row | None:
    return next((each for each in rows_of(document, "members") if each.get(ROW) == member), None)


def _who(document: Document, row: Row) -> str:
    own = _member(document, row.get("member"))
    name = _plain(own.get("name")) if own else ""
    return name or (_plain(document.get("name")) if own is None or is_worker(own) else "")


def _agency(row: Row, agencies: CodeTable) -> str:
    code = _plain(row.get("agency"))
    return "名单" if code in ("", "other") else agencies.labels.get(code) or _AGENCIES.labels.get(code, code)


def _at_member(row: Row, field: str) -> str:
    member = _plain(row.get("member"))
    return f"members/{member}/{field}" if member else field


def _plain(value: object) -> str:
    return value if isinstance(value, str) and not is_gap(value) else ""
