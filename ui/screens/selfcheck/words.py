"""Findings and groups as the lists and the detail say them."""

from collections.abc import Mapping, Sequence
from typing import Final

from fieldsurvey.rules.check import SEVERITY_LABELS, Check, Finding, Severity
from fieldsurvey.services.finding_lines import FindingLine, Group
from ui.models.lines_table import Line
from ui.screens.selfcheck.detail import FindingShown

ALL: Final = "all"
_MARKS: Final = {Severity.ERROR: "stop", Severity.DOUBT: "soft", Severity.NOTE: "quiet"}


def group_lines(by: str, groups: Sequence[Group]) -> list[Line]:
    """All together first, then each; households that stand in several groups are not added up."""
    sums = [sum(getattr(group, name) for group in groups) for name in ("errors", "doubts", "notes")]
    first = Line(ALL, ("全部", *(f"{each:,}" for each in sums), ""))
    return [first, *(_group(by, group) for group in groups)]


def group_key(line_id: str) -> str | None:
    """The key of a chosen group; None for all of them."""
    return None if line_id in ("", ALL) else line_id.removeprefix("g:")


def finding_id(line: FindingLine) -> str:
    """What tells one finding from all others."""
    return f"{line.case_id}|{line.finding.check}|{line.finding.print}|{line.finding.address}"


def finding_line(line: FindingLine) -> Line:
    """One line of the list."""
    found = line.finding
    graveness = "已说明" if found.reason else SEVERITY_LABELS[found.severity]
    texts = (graveness, line.survey_no, line.name, found.sentence, found.blocks or "—", line.org, line.person)
    return Line(finding_id(line), texts, "done" if found.reason else _MARKS[found.severity])


def finding_shown(line: FindingLine, checks: Mapping[str, Check], *, may_explain: bool) -> FindingShown:
    """One finding in full."""
    found = line.finding
    check = checks.get(found.check)
    parts = (
        f"{found.check} {check.title if check else ''}".strip(),
        SEVERITY_LABELS[found.severity],
        f"卡住{found.blocks}" if found.blocks else "什么也不卡",
        found.label,
    )
    return FindingShown(
        "  ·  ".join(part for part in parts if part),
        found.sentence,
        check.basis if check else "",
        found.mend,
        found.reason,
        may_explain and is_explainable(found),
    )


def is_explainable(found: Finding) -> bool:
    """Whether a reason settles it; an error has to be put right, a note asks for nothing."""
    return found.severity is Severity.DOUBT


def standing(waiting: int, total: int) -> str:
    """How many households have been looked at."""
    if not total:
        return "还没有户档案。"
    rest = f",还有 {waiting:,} 户在排队" if waiting else ""
    return f"已核查 {total - min(waiting, total):,} 户{rest}"


def told(open_groups: Sequence[Group], all_groups: Sequence[Group]) -> str:
    """What is open, and how many doubts were explained."""
    errors, doubts = (sum(getattr(group, name) for group in open_groups) for name in ("errors", "doubts"))
    explained = sum(group.doubts for group in all_groups) - doubts
    return f"错误 {errors:,},疑点 {doubts:,}" + (f"(已说明 {explained:,})" if explained > 0 else "")


def _group(by: str, group: Group) -> Line:
    label = f"{group.key} {group.label}" if by == "check" and group.key != group.label else group.label
    figures = (group.errors, group.doubts, group.notes, group.households)
    return Line(f"g:{group.key}", (label, *(f"{each:,}" for each in figures)), "stop" if group.errors else "")
