"""Life events in plain words: what will change, and what the history says afterwards."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.ids import Address, row_address
from fieldsurvey.case.merging import Coming, Double
from fieldsurvey.case.new_worker import worker_row
from fieldsurvey.case.parse import show
from fieldsurvey.case.splitting import Leaving, rows_of_members
from fieldsurvey.case.values import is_gap, rows_of
from fieldsurvey.case.worker import PERSONAL, SELF, members_of


def of_worker(
    catalogue: Catalogue, document: Document, said: Mapping[Address, Value], member: str, *, left: str
) -> list[str]:
    """更换建档职工, before it is done."""
    names = names_of(document)
    before = worker_row(document)
    old = str(before[ROW]) if before else ""
    former = names.get(old, _plain(document.get("name"))) or "原建档职工"
    new = names.get(member, "")
    told = [f"建档职工由“{former}”改为“{new}”,档案号和调查编号不变。"]
    if left:
        told.append(f"“{former}”从家庭成员里移除,原因:{left}(可以恢复)。")
        told += _left_behind(catalogue, document, old, former)
    else:
        told.append(f"“{former}”留在家庭成员里。")
    told.append("姓名、证件、健康、单位等各人的内容都跟着各人走,没有一项丢掉。")
    told += _relations(catalogue, document, said, gone=old if left else "")
    new_row = next((row for row in rows_of(document, "members") if row.get(ROW) == member), {})
    asked = [
        catalogue.field(name).label for name in PERSONAL if document.get(name) is not None and not new_row.get(name)
    ]
    if asked:
        told.append(f"要向“{new}”重新问:{'、'.join(asked)}。")
    if document.get("worker_no") is not None:
        told.append("职工编号仍是原来的,由总部改。")
    return told


def worker_detail(catalogue: Catalogue, document: Document, member: str, reason: str) -> str:
    """更换建档职工 as the history says it."""
    label = catalogue.field("life_events/a/reason").choices.label_of(reason) if reason else ""
    new = names_of(document).get(member, "")
    return f"更换建档职工:{_plain(document.get('name'))} → {new}" + (f"({label})" if label else "")


def of_split(catalogue: Catalogue, document: Document, found: Leaving, worker: str) -> list[str]:
    """分户, before it is done."""
    names = names_of(document)
    going = "、".join(names[str(row[ROW])] for row in found.rows["members"])
    told = [f"分出去 {len(found.rows['members'])} 人:{going};新户的建档职工是“{names[worker]}”,有自己的调查编号。"]
    rest = _counted(catalogue, {group: len(rows) for group, rows in found.rows.items() if group != "members"})
    told.append(f"跟着走的:{rest}。" if rest else "没有收入、支出等跟着走。")
    told.append("这些在本户里移除,原因:分户。两户的修改单现在就一起存下,不等完成入户。")
    for row in found.rows["members"]:
        relation = found.fields.get(row_address("members", str(row[ROW]), "relation"))
        if is_gap(relation):
            told.append(f"“{names[str(row[ROW])]}”与新建档职工的关系:待补。")
    told.append("新户的住址和住房要重新问。")
    return told


def split_detail(document: Document, found: Leaving, number: str) -> str:
    """分户 as the histories of both households say it."""
    names = names_of(document)
    going = "、".join(names[str(row[ROW])] for row in found.rows["members"])
    return f"分户:{going} 由 {_plain(document.get('survey_no'))} 分出,新户 {number}"


def of_merge(
    catalogue: Catalogue,
    other: Document,
    told: Coming,
    doubles: Sequence[Double],
    *,
    same: Mapping[str, str],
    decides: bool,
) -> list[str]:
    """并户, before it is done."""
    name = f"{_plain(other.get('survey_no'))} {_plain(other.get('name'))}".strip()
    rows = _counted(catalogue, told.rows)
    lines = [f"{name} 一户并进来:{rows}。" if rows else f"{name} 一户的内容都已经在这里,不再加。"]
    for double in doubles:
        if double.there not in same:
            lines.append(f"“{double.name}”两户证件号相同,按两个人分别保留。")
            continue
        lines.append(f"“{double.name}”两户都有,合成一人;这里空着的栏用那一户的补上。")
        if double.differing:
            labels = "、".join(_label(catalogue, field) for field in double.differing)
            lines.append(f"  两户说法不同、以这一户为准的:{labels}。")
    opened = [address for address, value in told.fields.items() if address.endswith("/relation") and is_gap(value)]
    if opened:
        lines.append(f"有 {len(opened)} 人与建档职工的关系待补。")
    lines.append(f"{name} 一户:" + ("改为注销(重复建档合并)。" if decides else "记下并入这一户,由总部注销。"))
    lines.append("两户的修改单现在就一起存下,不等完成入户。")
    return lines


def merge_detail(other: Document, told: Coming) -> str:
    """并户 as the history of the household that stays says it."""
    name = f"{_plain(other.get('survey_no'))} {_plain(other.get('name'))}".strip()
    return f"并户:{name} 并入,成员 {told.rows.get('members', 0)} 人"


def of_move(catalogue: Catalogue, document: Document, said: Mapping[Address, Value], member: str) -> list[str]:
    """Rows given to another member, before it is done."""
    names = names_of(document)
    lines = []
    for address in said:
        group_id, row_id, _ = address.split("/")
        group = catalogue.group(group_id)
        row = next((each for each in rows_of(document, group_id) if each.get(ROW) == row_id), {})
        before = names.get(str(row.get("member")), "没有写明成员")
        shown = f"{group.row_label}“{_row_words(catalogue, group_id, row)}”" if group else row_id
        lines.append(f"{shown}:{before} → {names.get(member, '')}")
    return lines


def move_detail(document: Document, said: Mapping[Address, Value], member: str) -> str:
    """Rows given to another member, as the history says it."""
    return f"{len(said)} 项改到 {names_of(document).get(member, '')} 名下"


def _left_behind(catalogue: Catalogue, document: Document, row: str, name: str) -> list[str]:
    rows = rows_of_members(document, [row], catalogue)
    counted = _counted(catalogue, {group: len(some) for group, some in rows.items() if group != "members"})
    return [f"“{name}”名下还有{counted}:原样留着,请逐项改到别人名下或移除。"] if counted else []


def _relations(catalogue: Catalogue, document: Document, said: Mapping[Address, Value], *, gone: str) -> list[str]:
    field = catalogue.field("members/a/relation")
    names = names_of(document)
    lines = []
    for row in rows_of(document, "members"):
        row_id = str(row[ROW])
        address = row_address("members", row_id, "relation")
        if address in said and row_id != gone:
            lines.append(
                f"“{names[row_id]}”与建档职工:{show(field, row.get('relation'))} → {show(field, said[address])}"
            )
    return lines


def _counted(catalogue: Catalogue, rows: Mapping[str, int]) -> str:
    parts = []
    for name, count in rows.items():
        group = catalogue.group(name)
        if count:
            parts.append(f"{group.label if group else name} {count} {'人' if name == 'members' else '项'}")
    return "、".join(parts)


def _row_words(catalogue: Catalogue, group: str, row: Mapping[str, Any]) -> str:
    for name in ("type", "cause", "scope"):
        field = catalogue.find(f"{group}/a/{name}")
        if field is not None and row.get(name) is not None:
            return show(field, row[name])
    return "未写类型"


def _label(catalogue: Catalogue, field: str) -> str:
    found = catalogue.find(f"members/a/{field}")
    return found.label if found else field


def names_of(document: Document) -> dict[str, str]:
    """What the members are called, by row."""
    return {
        str(row[ROW]): _plain(row.get("name")) or f"第 {number} 人"
        for number, row in enumerate(members_of(document), start=1)
    }


def _plain(value: object) -> str:
    return value if isinstance(value, str) else ""


def relations_offered(catalogue: Catalogue) -> Mapping[str, str]:
    """What another household's worker may be to this one."""
    relations = catalogue.field("members/a/relation").choices
    return {code: label for code, label in relations.offered.items() if code != SELF}
