"""The table of kinds: what records there are, who receives them, and who may write which field of them."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.change import Change
from fieldsurvey.case.field import ADMINISTRATORS, DECIDERS, Catalogue, Field, Group, Role, Sort
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.paper import PAPER
from fieldsurvey.case.procedure import may_record


class Scope(StrEnum):
    """Who receives a record from headquarters: laptops it is assigned to, every laptop, or nobody."""

    ASSIGNED = "assigned"
    ALL = "all"
    HEADQUARTERS = "headquarters"


class Desk(StrEnum):
    """What a device is certified as; it limits what may ever be written there."""

    LAPTOP = "laptop"
    HEADQUARTERS = "headquarters"


DESK_ROLES: Final = {
    Desk.LAPTOP: frozenset({Role.SURVEYOR}),
    Desk.HEADQUARTERS: frozenset(Role),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record. `write_once`: a later change to the same field is never authorised, of any desk."""

    id: str
    label: str
    catalogue: Catalogue
    scope: Scope
    write_once: bool = False


ORGANISATION = Catalogue(
    (
        Field("name", "名称", writers=ADMINISTRATORS),
        Field("level", "层级", writers=ADMINISTRATORS),
        Field("parent", "上级组织", writers=ADMINISTRATORS),
    )
)

STAFF = Catalogue(
    (
        Field("name", "姓名", writers=frozenset({Role.SURVEYOR, Role.ADMINISTRATOR})),
        Field("device", "所在设备", writers=frozenset({Role.SURVEYOR, Role.ADMINISTRATOR})),
        Field("left_on", "离任日期", Sort.DATE, writers=frozenset({Role.SURVEYOR, Role.ADMINISTRATOR})),
        Field("roles", "角色", writers=ADMINISTRATORS),
    )
)

ASSIGNMENT = Catalogue(
    (
        Field("case", "档案", writers=ADMINISTRATORS | DECIDERS),
        Field("device", "入户笔记本", writers=ADMINISTRATORS | DECIDERS),
        Field("ended_on", "结束日期", Sort.DATE, writers=ADMINISTRATORS | DECIDERS),
    )
)

STANDARD = Catalogue(
    (
        Field("place", "适用地区", writers=ADMINISTRATORS),
        Field("item", "项目", writers=ADMINISTRATORS),
        Field("amount", "数额", Sort.MONEY, writers=ADMINISTRATORS),
        Field("announced_on", "公布日", Sort.DATE, writers=ADMINISTRATORS),
        Field("effective_on", "执行日", Sort.DATE, writers=ADMINISTRATORS),
        Field("document_no", "文号", writers=ADMINISTRATORS),
        Field("ended_on", "废止日", Sort.DATE, writers=ADMINISTRATORS),
        Field("remark", "备注", Sort.LONG_TEXT, writers=ADMINISTRATORS),
    )
)

# A version is written once and never altered: what was judged under it must stay what it was.
RULE_SET = Catalogue(
    (
        Field("code", "规则", writers=ADMINISTRATORS, hint="RS2016、RS2020,或本级的代号"),
        Field("version", "版本", Sort.WHOLE, writers=ADMINISTRATORS),
        Field("title", "名称", writers=ADMINISTRATORS),
        Field("place", "适用地区", writers=ADMINISTRATORS, hint="行政区划代码;空的是本单位全部"),
        Field("effective_on", "执行日", Sort.DATE, writers=ADMINISTRATORS),
        Field("document_no", "文号", writers=ADMINISTRATORS),
        Field("text", "规则全文", Sort.LONG_TEXT, writers=ADMINISTRATORS, hint="规则文件的 JSON"),
        Field("ended_on", "停用日期", Sort.DATE, writers=ADMINISTRATORS),
    )
)

_COMPARERS: Final = ADMINISTRATORS | DECIDERS
COMPARISON = Catalogue(
    (
        Field("title", "名单", writers=_COMPARERS),
        Field("agency", "来源部门", writers=_COMPARERS),
        Field("item", "比对项目", writers=_COMPARERS),
        Field("received_on", "收到日期", Sort.DATE, writers=_COMPARERS),
        Field("file", "文件名", writers=_COMPARERS),
        Field("sha256", "文件指纹", writers=_COMPARERS),
        Field("lines", "行数", Sort.WHOLE, writers=_COMPARERS),
        Field("matched", "对上的户", Sort.WHOLE, writers=_COMPARERS),
        Field("outside", "不在档的行", Sort.WHOLE, writers=_COMPARERS, hint="名单上不是我们的人,只记行数"),
        Field("unread", "看不清的行", Sort.WHOLE, writers=_COMPARERS, hint="号码看不清又没有对上,可能是任何人"),
        Field("households", "比对的户", Sort.WHOLE, writers=_COMPARERS),
        Field("undone_on", "撤销日期", Sort.DATE, writers=_COMPARERS),
    ),
    (
        Group(
            "doubts",
            "待认定",
            "待认定",
            (
                Field("line", "名单第几行", Sort.WHOLE, writers=_COMPARERS),
                Field("name", "姓名", writers=_COMPARERS),
                Field("identity", "证件号", writers=_COMPARERS, sensitive=True),
                Field("birth_date", "出生日期", Sort.DATE, writers=_COMPARERS, sensitive=True),
                Field("address", "地址", writers=_COMPARERS),
                Field("detail", "内容", Sort.LONG_TEXT, writers=_COMPARERS, sensitive=True),
                Field("candidates", "可能是", writers=_COMPARERS, hint="[档案, 成员行, 分] 的列表"),
                Field("settled", "认定为", writers=_COMPARERS, hint="档案/成员行;none 为都不是"),
                Field("settled_on", "认定日期", Sort.DATE, writers=_COMPARERS),
            ),
            writers=_COMPARERS,
        ),
        Group(
            "compared",
            "比对过的户",
            "一段",
            (Field("cases", "档案", Sort.LONG_TEXT, writers=_COMPARERS, hint="每户 12 个字,是档案标识的开头"),),
            writers=_COMPARERS,
        ),
    ),
)

CODE_TABLE = Catalogue(
    (Field("table", "代码表", writers=ADMINISTRATORS),),
    (
        Group(
            "codes",
            "代码",
            "代码",
            (
                Field("code", "代码", writers=ADMINISTRATORS),
                Field("label", "含义", writers=ADMINISTRATORS),
                Field(
                    "names",
                    "也叫",
                    writers=ADMINISTRATORS,
                    hint="文字的列表,空的一个也没有;没有写就照随程序来的",
                ),
                Field("order", "排在第几", Sort.WHOLE, writers=ADMINISTRATORS),
                Field("retired_on", "停用日期", Sort.DATE, writers=ADMINISTRATORS),
            ),
            writers=ADMINISTRATORS,
        ),
    ),
)

QUESTIONNAIRE = Catalogue(
    (Field("title", "名称", writers=ADMINISTRATORS),),
    (
        Group(
            "fields",
            "问题与补充字段",
            "字段",
            (
                Field("field", "字段号", writers=ADMINISTRATORS),
                Field("label", "名称或问题", writers=ADMINISTRATORS),
                Field("sort", "类型", writers=ADMINISTRATORS),
                Field("options", "选项", writers=ADMINISTRATORS, hint="[代码, 含义] 的列表,停用的加 true"),
                Field("list", "所在列表", writers=ADMINISTRATORS, hint="空为整户"),
                Field("step", "所在步骤", Sort.WHOLE, writers=ADMINISTRATORS),
                Field("tier", "何时问", writers=ADMINISTRATORS),
                Field("measure", "单位", writers=ADMINISTRATORS),
                Field("hint", "说明", writers=ADMINISTRATORS),
                Field("is_printed", "印在表上", Sort.FLAG, writers=ADMINISTRATORS),
                Field("order", "排在第几", Sort.WHOLE, writers=ADMINISTRATORS),
                Field("retired_on", "停用日期", Sort.DATE, writers=ADMINISTRATORS),
            ),
            writers=ADMINISTRATORS,
        ),
    ),
)

FORM_TEMPLATE = Catalogue(
    (
        Field("form", "表格", writers=ADMINISTRATORS),
        Field("layout", "表样", Sort.LONG_TEXT, writers=ADMINISTRATORS, hint="版面文件的全文;空的就用随程序来的"),
    )
)

KINDS: Final = {
    kind.id: kind
    for kind in (
        Kind("case", "档案", CASE, Scope.ASSIGNED),
        Kind("paper", "纸件", PAPER, Scope.ASSIGNED),
        Kind("assignment", "分派", ASSIGNMENT, Scope.HEADQUARTERS),
        Kind("organisation", "组织", ORGANISATION, Scope.ALL),
        Kind("staff", "人员", STAFF, Scope.ALL),
        Kind("standard", "标准", STANDARD, Scope.ALL),
        Kind("rule_set", "规则", RULE_SET, Scope.ALL, write_once=True),
        Kind("comparison", "比对名单", COMPARISON, Scope.HEADQUARTERS),
        Kind("code_table", "代码表", CODE_TABLE, Scope.ALL),
        Kind("questionnaire", "问卷与补充字段", QUESTIONNAIRE, Scope.ALL),
        Kind("form_template", "表样", FORM_TEMPLATE, Scope.ALL),
    )
}


def unauthorised(change: Change, desk: Desk) -> str:
    """Why a change of a device certified as `desk` may not count, in one sentence; empty when it may.

    Values are never judged here, only who may write where. A change of a kind that this edition does not know
    is carried and kept, and waits for the upgrade.
    """
    kind = KINDS.get(change.kind)
    if kind is None:
        return "" if desk is Desk.HEADQUARTERS else f"这台设备不能写“{change.kind}”类记录"
    roles = DESK_ROLES[desk]
    status = change.set.get("status") if change.kind == "case" else None
    if status is not None and not may_record(status.value, roles):
        return "这台设备不能记这一步办理状态"
    if _is_harmless(change, kind, desk):
        return ""
    for address, said in change.set.items():
        if not roles & kind.catalogue.writers(address):
            return f"这台设备不能写“{kind.label}”的“{label_at(kind, address)}”"
        if said.replaces and _is_once(kind, address, desk):
            return f"“{kind.label}”的“{label_at(kind, address)}”只写一次,不能再改"
    return ""


def _is_harmless(change: Change, kind: Kind, desk: Desk) -> bool:
    """True when a look at the whole shows that nothing is refused; of thousands of changes nearly all are such."""
    fields, lists = _refused(kind.id, desk)
    for said in change.set.values():
        if said.replaces:
            return False
    if not change.set.keys().isdisjoint(fields):
        return False
    addresses = "\n" + "\n".join(change.set)
    return not any(name in addresses for name in lists)


@cache
def _refused(kind: str, desk: Desk) -> tuple[frozenset[str], frozenset[str]]:
    """The fields of a kind that a desk may not write, and its lists as they stand among addresses on lines.

    What this edition does not know yet is open to field writers, and each desk has some.
    """
    roles, catalogue = DESK_ROLES[desk], KINDS[kind].catalogue
    return (
        frozenset(field.id for field in catalogue.fields if not roles & field.writers),
        frozenset(f"\n{group.id}/" for group in catalogue.groups if not roles & group.writers),
    )


def _is_once(kind: Kind, address: str, desk: Desk) -> bool:
    field = kind.catalogue.find(address)
    # Two laptops may each have numbered the same imported household: headquarters has to be able to settle that.
    return kind.write_once or (field is not None and field.once and desk is not Desk.HEADQUARTERS)


def label_at(kind: Kind, address: str) -> str:
    """What people call the field at an address, with its list before it; the address itself when unknown."""
    parts = address.split("/")
    field = kind.catalogue.find(address)
    if len(parts) == 1:
        return field.label if field else address
    group = kind.catalogue.group(parts[0])
    if group is None:
        return address
    if parts[2] in (REMOVED, PLACE):
        return f"{group.row_label}({'删除' if parts[2] == REMOVED else '次序'})"
    return f"{group.row_label}·{field.label if field else parts[2]}"
