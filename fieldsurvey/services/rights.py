"""Who may do what: one table for every public method of every service, and the one guard that asks it.

`OpenHome` hands its services to `guard`; a method without a place in the table makes that fail, so nothing is ever
forgotten. What a *field* is allowed to whom stays in the table of kinds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from fieldsurvey.case.field import Role
from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.errors import HomeLockedError, NotAllowedError, RoleMissingError
from fieldsurvey.services.roles import labels_of
from fieldsurvey.services.seat import Seat

EVERYBODY: Final = frozenset(Role)
SURVEYORS: Final = frozenset({Role.SURVEYOR})
REVIEWERS: Final = frozenset({Role.REVIEWER})
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
# Those who write in files of households, and see what is written there in full.
WRITERS: Final = SURVEYORS | REVIEWERS
# Those whose work travels on the stick.
CARRIERS: Final = SURVEYORS | REVIEWERS | ADMINISTRATORS

# Those who compare files with the lists of other offices, at headquarters alone.
COMPARERS: Final = REVIEWERS | ADMINISTRATORS


@dataclass(frozen=True, slots=True)
class Right:
    """What a method does, in the words of its refusal, and which roles may call it.

    `on_laptop`: on a laptop its surveyors do it too, since nobody else is there. `while_locked`: it needs no key.
    """

    what: str
    roles: frozenset[Role]
    on_laptop: bool = False
    while_locked: bool = False

    def allows(self, roles: frozenset[Role], desk: Desk) -> bool:
        """Whether somebody with these roles may do it at a desk."""
        return bool(roles & self.roles) or (self.on_laptop and desk is Desk.LAPTOP)


RIGHTS: Final[Mapping[str, Right]] = {
    "visits.open_drafts": Right("查看没有做完的入户", EVERYBODY),
    "visits.remembered": Right("入户填写", SURVEYORS),
    "visits.start": Right("入户填写", SURVEYORS),
    "visits.view": Right("入户填写", SURVEYORS),
    "visits.answer": Right("入户填写", SURVEYORS),
    "visits.add_row": Right("入户填写", SURVEYORS),
    "visits.remove_row": Right("入户填写", SURVEYORS),
    "visits.restore_row": Right("入户填写", SURVEYORS),
    "visits.turn_to": Right("入户填写", SURVEYORS),
    "visits.problems": Right("入户填写", SURVEYORS),
    "visits.held_elsewhere": Right("入户填写", SURVEYORS),
    "visits.leave": Right("入户填写", SURVEYORS),
    "visits.finish": Right("完成入户", SURVEYORS),
    "visits.discard": Right("作废入户填写", SURVEYORS),
    "companions.known": Right("选同行人", SURVEYORS),
    "companions.today": Right("选同行人", SURVEYORS),
    "companions.choose": Right("选同行人", SURVEYORS),
    "cases.find": Right("查找户档案", EVERYBODY),
    "cases.count": Right("查找户档案", EVERYBODY),
    "cases.choices": Right("查找户档案", EVERYBODY),
    "cases.code_tables": Right("查找户档案", EVERYBODY),
    "cases.show": Right("查看户档案", EVERYBODY),
    "cases.look": Right("查看户档案", EVERYBODY),
    "cases.timeline": Right("查看户档案", EVERYBODY),
    "cases.change": Right("查看户档案", EVERYBODY),
    "cases.reveal": Right("显示完整号码", WRITERS),
    "cases.history": Right("查看户档案", EVERYBODY),
    "cases.import_lines": Right("导入户档案", WRITERS),
    "cases.export_lines": Right("导出不遮盖的户档案", ADMINISTRATORS, on_laptop=True),
    "cases.export_masked": Right("导出遮盖了号码、病情和金额的户档案", EVERYBODY),
    "determinations.explain": Right("查看测算", EVERYBODY),
    "determinations.as_decided": Right("查看测算", EVERYBODY),
    "determinations.write_sheet": Right("写测算表", WRITERS),
    "determinations.write_notice": Right("写告知书", WRITERS),
    "determinations.decide": Right("认定", REVIEWERS),
    "determinations.exempt": Right("批准排除情形的例外", REVIEWERS),
    "reference.in_force": Right("查看基础数据", EVERYBODY),
    "reference.code_tables": Right("查看基础数据", EVERYBODY),
    "reference.edit_code": Right("改代码表", ADMINISTRATORS),
    "reference.new_code": Right("改代码表", ADMINISTRATORS),
    "reference.move_code": Right("改代码表", ADMINISTRATORS),
    "reference.move_question": Right("改问卷与补充字段", ADMINISTRATORS),
    "reference.edit_question": Right("改问卷与补充字段", ADMINISTRATORS),
    "reference.new_field": Right("改问卷与补充字段", ADMINISTRATORS),
    "standards.lines": Right("查看标准", EVERYBODY),
    "standards.add": Right("改标准", ADMINISTRATORS),
    "standards.correct": Right("改标准", ADMINISTRATORS),
    "standards.end": Right("改标准", ADMINISTRATORS),
    "standards.doubt": Right("改标准", ADMINISTRATORS),
    "standards.flips": Right("改标准", ADMINISTRATORS),
    "standards.flips_of_end": Right("改标准", ADMINISTRATORS),
    "standards.look": Right("导入标准", ADMINISTRATORS),
    "standards.flips_of_sheet": Right("导入标准", ADMINISTRATORS),
    "standards.take": Right("导入标准", ADMINISTRATORS),
    "standards.write_template": Right("查看标准", EVERYBODY),
    "rule_sets.lines": Right("查看规则", EVERYBODY),
    "rule_sets.parameters": Right("查看规则", EVERYBODY),
    "rule_sets.write": Right("查看规则", EVERYBODY),
    "rule_sets.flips": Right("改规则", ADMINISTRATORS),
    "rule_sets.save": Right("改规则", ADMINISTRATORS),
    "rule_sets.look": Right("改规则", ADMINISTRATORS),
    "rule_sets.flips_of_file": Right("改规则", ADMINISTRATORS),
    "rule_sets.take": Right("改规则", ADMINISTRATORS),
    "rule_sets.end": Right("改规则", ADMINISTRATORS),
    "redecisions.waiting": Right("查看测算", EVERYBODY),
    "redecisions.decide": Right("认定", REVIEWERS),
    "form_templates.cards": Right("查看表样", EVERYBODY),
    "form_templates.preview": Right("查看表样", EVERYBODY),
    "form_templates.write_layout": Right("查看表样", EVERYBODY),
    "form_templates.take_layout": Right("改表样", ADMINISTRATORS),
    "form_templates.rename": Right("改表样", ADMINISTRATORS),
    "form_templates.restore": Right("改表样", ADMINISTRATORS),
    "saved_lists.filters": Right("存下筛选", EVERYBODY),
    "saved_lists.named": Right("存下筛选", EVERYBODY),
    "saved_lists.save": Right("存下筛选", EVERYBODY),
    "saved_lists.rename": Right("存下筛选", EVERYBODY),
    "saved_lists.remove": Right("存下筛选", EVERYBODY),
    "saved_lists.layout": Right("存下筛选", EVERYBODY),
    "saved_lists.keep_layout": Right("存下筛选", EVERYBODY),
    "worktop.show": Right("查看工作台", EVERYBODY),
    "worktop.coverage": Right("查看工作台", EVERYBODY),
    "worktop.unsent": Right("查看工作台", EVERYBODY),
    "worktop.begin_rounds_on": Right("定一轮从哪天起", ADMINISTRATORS, on_laptop=True),
    "findings.rules": Right("查看核查结果", EVERYBODY),
    "findings.catch_up": Right("核查", EVERYBODY),
    "findings.waiting": Right("查看核查结果", EVERYBODY),
    "findings.of_case": Right("查看核查结果", EVERYBODY),
    "findings.list": Right("查看核查结果", EVERYBODY),
    "findings.summary": Right("查看核查结果", EVERYBODY),
    "findings.blocking": Right("查看核查结果", EVERYBODY),
    "findings.progress": Right("查看核查结果", EVERYBODY),
    "findings.explain": Right("写核查说明", WRITERS),
    "inspections.write": Right("写督查材料", EVERYBODY),
    "inspections.write_with_reasons": Right("在督查材料里写出说明的全文", ADMINISTRATORS, on_laptop=True),
    "life_events.members": Right("办户的变动", WRITERS),
    "life_events.plan_worker": Right("办户的变动", WRITERS),
    "life_events.change_worker": Right("办户的变动", WRITERS),
    "life_events.plan_split": Right("办户的变动", WRITERS),
    "life_events.split": Right("办户的变动", WRITERS),
    "life_events.plan_merge": Right("办户的变动", WRITERS),
    "life_events.merge": Right("办户的变动", WRITERS),
    "life_events.plan_move": Right("办户的变动", WRITERS),
    "life_events.move_rows": Right("办户的变动", WRITERS),
    "national.entries": Right("用录入助手", WRITERS),
    "national.keep_place": Right("用录入助手", WRITERS),
    "national.look": Right("三方比对", REVIEWERS | ADMINISTRATORS),
    "national.take": Right("三方比对", REVIEWERS | ADMINISTRATORS),
    "national.export": Right("三方比对", REVIEWERS | ADMINISTRATORS),
    "national.give_worker_no": Right("填全国系统给的职工编号", REVIEWERS),
    "doubles.open": Right("查看一户多档", EVERYBODY),
    "doubles.of_case": Right("查看一户多档", EVERYBODY),
    "doubles.reveal": Right("显示完整号码", WRITERS),
    "doubles.settled": Right("查看一户多档", EVERYBODY),
    "doubles.apart": Right("处理一户多档", WRITERS),
    "doubles.count_in": Right("处理一户多档", WRITERS),
    "doubles.take_back": Right("处理一户多档", WRITERS),
    "spreadsheets.write_template": Right("写表格模板", EVERYBODY),
    "spreadsheets.write_report": Right("写导入报告", WRITERS),
    "spreadsheets.import_workbook": Right("导入户档案", WRITERS),
    "spreadsheets.column_maps": Right("查看表头对照", EVERYBODY),
    "spreadsheets.save_map": Right("改表头对照", WRITERS),
    "spreadsheets.remove_map": Right("改表头对照", WRITERS),
    "sheet_exports.export_workbook": Right("导出遮盖了号码、病情和金额的表格", EVERYBODY),
    "sheet_exports.export_full": Right("导出不遮盖的表格", ADMINISTRATORS, on_laptop=True),
    "comparisons.glance": Right("比对外单位的名单", COMPARERS),
    "comparisons.look": Right("比对外单位的名单", COMPARERS),
    "comparisons.take": Right("采用比对结果", COMPARERS),
    "comparisons.lists": Right("查看比对名单", EVERYBODY),
    "comparisons.doubts": Right("查看待认定的比对", COMPARERS),
    "comparisons.results": Right("查看比对结果", EVERYBODY),
    "comparisons.settle": Right("认定比对结果", COMPARERS),
    "comparisons.undo": Right("撤销比对名单", COMPARERS),
    "comparisons.reveal": Right("显示完整号码", COMPARERS),
    "papers.unfinished": Right("预览表格", WRITERS),
    "papers.preview": Right("预览表格", WRITERS),
    "papers.print_forms": Right("打印表格", WRITERS),
    "papers.print_pages": Right("打印表格", WRITERS),
    "papers.print_later": Right("放到稍后打印", WRITERS),
    "papers.reprint": Right("打印表格", WRITERS),
    "papers.reprint_pages": Right("打印表格", WRITERS),
    "papers.to_reprint": Right("打印表格", WRITERS),
    "papers.end_replaced": Right("打印表格", WRITERS),
    "paper_lists.counts": Right("查看打印记录", EVERYBODY),
    "paper_lists.show": Right("查看打印记录", EVERYBODY),
    "paper_lists.of_case": Right("查看打印记录", EVERYBODY),
    "paper_lists.find": Right("查看打印记录", EVERYBODY),
    "paper_lists.changed_since_printed": Right("查看打印记录", EVERYBODY),
    "paper_lists.mark": Right("标记纸表到了哪里", WRITERS),
    "blanks.print_blanks": Right("打印空白表", WRITERS),
    "blanks.print_blank_pages": Right("打印空白表", WRITERS),
    "blanks.open": Right("查看打印记录", EVERYBODY),
    "blanks.blank_used": Right("照纸表录入", SURVEYORS),
    "evidence.look": Right("加佐证材料", SURVEYORS),
    "evidence.plan": Right("加佐证材料", SURVEYORS),
    "evidence.glance_at": Right("加佐证材料", SURVEYORS),
    "evidence.take": Right("加佐证材料", SURVEYORS),
    "evidence.add": Right("加佐证材料", SURVEYORS),
    "evidence.replace": Right("加佐证材料", SURVEYORS),
    "evidence.glance": Right("查看佐证材料", WRITERS),
    "evidence.page": Right("查看佐证材料", WRITERS),
    "evidence.read": Right("查看佐证材料", WRITERS),
    "evidence.state_of": Right("查看佐证材料", WRITERS),
    "evidence_lists.of_case": Right("查看佐证材料", WRITERS),
    "evidence_lists.export": Right("导出佐证材料", WRITERS),
    "exchange.peers": Right("查看设备", EVERYBODY),
    "exchange.receipts": Right("查看回执", EVERYBODY),
    "exchange.look": Right("查看U盘", EVERYBODY),
    "exchange.look_at": Right("查看U盘", EVERYBODY),
    "exchange.write": Right("写入数据包", CARRIERS),
    "exchange.read": Right("读取数据包", CARRIERS),
    "exchange.read_stick": Right("读取数据包", CARRIERS),
    "exchange.revoke": Right("停用设备", ADMINISTRATORS),
    "exchange.enrolling.write_request": Right("申请入网", ADMINISTRATORS, on_laptop=True),
    "exchange.enrolling.own_fingerprint": Right("查看核对码", EVERYBODY),
    "exchange.enrolling.request_fingerprint": Right("查看核对码", EVERYBODY),
    "exchange.enrolling.answer_fingerprint": Right("查看核对码", EVERYBODY),
    "exchange.enrolling.accept_request": Right("接受入网申请", ADMINISTRATORS),
    "exchange.enrolling.finish": Right("读取总部的答复", ADMINISTRATORS, on_laptop=True),
    "clashes.open": Right("查看冲突", EVERYBODY),
    # Which of them, says the field: files of households are the reviewers', people and standards the administrators'.
    "clashes.settle": Right("裁定冲突", REVIEWERS | ADMINISTRATORS),
    "assignments.assign": Right("分派户", ADMINISTRATORS),
    "assignments.end": Right("结束分派", ADMINISTRATORS),
    "assignments.of_device": Right("查看分派", EVERYBODY),
    "staff.list": Right("查看人员", EVERYBODY),
    "staff.people": Right("查看人员", EVERYBODY),
    "staff.suggestion": Right("取一个口令", EVERYBODY),
    "staff.add": Right("加入人员", ADMINISTRATORS, on_laptop=True),
    "staff.remove": Right("移除人员", ADMINISTRATORS, on_laptop=True),
    "staff.set_roles": Right("改角色", ADMINISTRATORS),
    "staff.change_passphrase": Right("换自己的口令", EVERYBODY),
    "locking.has_pin": Right("查看 PIN", EVERYBODY),
    "locking.choose_pin": Right("设 PIN", EVERYBODY),
    "locking.drop_pin": Right("取消 PIN", EVERYBODY),
    "locking.lock": Right("锁定", EVERYBODY, while_locked=True),
    "locking.unlock_by_pin": Right("解锁", EVERYBODY, while_locked=True),
    "locking.unlock_by_passphrase": Right("解锁", EVERYBODY, while_locked=True),
    "backups.state": Right("查看备份", EVERYBODY),
    "backups.known": Right("查看备份", EVERYBODY),
    "backups.back_up": Right("备份", EVERYBODY),
    "backups.keep_up": Right("备份", EVERYBODY),
    "backups.choose_folder": Right("选备份文件夹", ADMINISTRATORS, on_laptop=True),
    "backups.write_sealed": Right("写加密副本", CARRIERS),
    "backups.drill": Right("恢复演练", EVERYBODY),
    "health.verify": Right("检查数据", EVERYBODY),
    "health.rebuild": Right("重建列表和检索", ADMINISTRATORS, on_laptop=True),
}


class RightMissingError(LookupError):
    """A public method of a service has no place in the table: a mistake of whoever added it."""


def guard(seat: Seat, services: Mapping[str, object]) -> None:
    """Lets every public method of these services, and of the services in them, ask the table first.

    Raises:
        RightMissingError: some method is not in the table; the message names all of them.
    """
    found = [(place, service, name) for place, service in _places(services) for name in methods_of(service)]
    missing = [f"{place}.{name}" for place, _, name in found if f"{place}.{name}" not in RIGHTS]
    if missing:
        raise RightMissingError(", ".join(missing))
    for place, service, name in found:
        setattr(service, name, partial(_asked, seat, f"{place}.{name}", service, name))


def may(seat: Seat, what: str) -> bool:
    """Whether the person signed in may call a method, such as `clashes.settle`; for screens that offer it."""
    return RIGHTS[what].allows(seat.roles, seat.identity.desk)


def methods_of(service: object) -> list[str]:
    """The names of the public methods of a service, inherited ones too."""
    kind = type(service)
    return [name for name in dir(kind) if not name.startswith("_") and callable(getattr(kind, name))]


def _places(services: Mapping[str, object], before: str = "") -> Iterator[tuple[str, object]]:
    for name, service in services.items():
        yield before + name, service
        inner = {
            part: value
            for part, value in vars(service).items()
            if not part.startswith("_") and type(value).__module__.startswith("fieldsurvey.services.")
        }
        yield from _places(inner, f"{before}{name}.")


# `self` and what follows are the method's own; a service may name a parameter as it likes.
def _asked(seat: Seat, place: str, service: object, name: str, /, *args: Any, **named: Any) -> Any:  # noqa: ANN401
    right = RIGHTS[place]
    if seat.is_locked and not right.while_locked:
        raise HomeLockedError
    if not right.allows(seat.roles, seat.identity.desk):
        raise _refusal(seat, right)
    # Found in the class at each call: what a test puts there holds.
    return getattr(type(service), name)(service, *args, **named)


def _refusal(seat: Seat, right: Right) -> NotAllowedError:
    roles = labels_of(right.roles)
    if seat.identity.desk is Desk.LAPTOP:
        return NotAllowedError(what=f"{right.what}由总部的{roles}来做")
    return RoleMissingError(what=right.what, roles=roles)
