"""The parameters of a rule set beside those that a verdict rests on: watch list, evidence, checks and procedure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.check import SEVERITY_LABELS
from fieldsurvey.rules.parameter import Parameter, Sort, shown

if TYPE_CHECKING:
    from fieldsurvey.rules.parameters import Naming

SITUATIONS: Final = {
    "every_household": "每户", "every_member_with_card": "每个有证件的成员", "every_member_under_age": "每个未成年成员",
    "every_earner": "每个有收入的成员", "every_member_without_work": "每个没有工作的成员", "dibao": "低保户",
    "illness": "因病", "disability": "因残", "schooling": "因学", "accident": "意外",
    "zero_employment": "零就业家庭的劳动年龄成员", "divorced_with_child": "离异带子女",
    "widowed_with_child": "丧偶带子女", "migrant": "农民工", "renting": "租房", "public_housing": "公租房",
}  # fmt: skip
_SEVERITIES: Final = tuple((str(severity), label) for severity, label in SEVERITY_LABELS.items())
_BLOCKS: Final = (("", "不拦"), ("审定", "审定"), ("发放", "发放"), ("退出", "退出"))


def others(naming: "Naming") -> Iterator[Parameter]:
    """All of them."""
    yield from _near(naming)
    yield from _evidence(naming)
    yield from _checks(naming)
    yield from _limits(naming)
    section, rule_set = "办理步骤", naming.rule_set
    statuses = naming.codes("case_status", (*rule_set.order, *rule_set.optional_steps))
    yield naming("order", section, "先后次序", Sort.CODES, choices=statuses, none=True)
    yield naming("optional_steps", section, "可以跳过的", Sort.CODES, choices=statuses, none=True)


def _near(naming: "Naming") -> Iterator[Parameter]:
    near, section = naming.rule_set.near, "边缘困难(监测)"
    if near is not None:
        sums = tuple((each.id, each.title or each.id) for each in naming.rule_set.sums)
        yield naming("near.on", section, "列出边缘困难", Sort.SWITCH, part=near)
        yield naming("near.sum", section, "用哪个合计", Sort.CHOICE, choices=sums, part=near)
        yield naming("near.times", section, "到低保线的几倍", Sort.TIMES, part=near)


def _evidence(naming: "Naming") -> Iterator[Parameter]:
    section = "佐证材料"
    for number, each in enumerate(naming.rule_set.evidence, start=1):
        path = f"evidence.{number}"
        types = naming.codes("evidence_type", (each.type, *(one for some in each.instead for one in some)))
        title = f"{SITUATIONS.get(each.situation, each.situation)}:{dict(types).get(each.type, each.type)}"
        yield naming(f"{path}.on", section, f"{title} · 要收", Sort.SWITCH, part=each)
        yield naming(f"{path}.must", section, f"{title} · 必须有", Sort.SWITCH, part=each)
        yield naming(f"{path}.instead", section, f"{title} · 可以代替", Sort.SETS, choices=types, part=each, none=True)
        yield naming(f"{path}.months", section, f"{title} · 几个月内开的", Sort.COUNT, part=each, none=True)
        yield naming(f"{path}.issuers", section, f"{title} · 出具单位要有的字", Sort.WORDS, part=each, none=True)


def _checks(naming: "Naming") -> Iterator[Parameter]:
    for check_id in {**CHECKS, **naming.rule_set.checks}:
        check, path, section = CHECKS.get(check_id), f"checks.{check_id}", "检查项"
        title = f"{check_id} {check.title}" if check else check_id
        source = check.basis if check else ""
        found = (
            naming(f"{path}.on", section, f"{title} · 启用", Sort.SWITCH),
            naming(f"{path}.severity", section, f"{title} · 轻重", Sort.CHOICE, choices=_SEVERITIES),
            naming(f"{path}.blocks", section, f"{title} · 拦住哪一步", Sort.CHOICE, choices=_BLOCKS),
        )
        shipped = {"severity": str(check.severity), "blocks": check.blocks} if check else {}
        wanted = naming.rule_set.checks.get(check_id)
        for each in found:
            name = each.path.rpartition(".")[2]
            if name in shipped and (wanted is None or getattr(wanted, name) is None):
                # Left as the check itself has it.
                yield replace(
                    each, value=shown(each.sort, shipped[name], each.choices), may_be_none=True, source=source
                )
            else:
                yield replace(each, source=source)


def _limits(naming: "Naming") -> Iterator[Parameter]:
    for name, limit in naming.rule_set.limits.items():
        sort = Sort.COUNT if isinstance(limit.value, int) else Sort.MONTH
        yield naming(f"limits.{name}.value", "检查的界限", limit.title or name, sort, part=limit)
