"""What an inspection is shown of the checks: counts, open findings covered, doubts with their reasons, progress."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.reports.tables import Column, Table

TITLE: Final = "困难职工档案自查自纠督查材料"
_COUNTS: Final = (Column("错误", 4), Column("疑点", 4), Column("提示", 4), Column("户数", 4))


@dataclass(frozen=True, slots=True)
class Count:
    """What is open of one check or of one organisation."""

    label: str
    errors: int
    doubts: int
    notes: int
    households: int


@dataclass(frozen=True, slots=True)
class OpenLine:
    """What a check finds in a household and nobody has put right; of the household it holds but the masked name."""

    survey_no: str
    name: str
    org: str
    person: str
    check: str
    place: str
    severity: str
    blocks: str


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One doubt that was explained; `reason` says by whom and when, or is the reason with numbers and names covered."""

    survey_no: str
    name: str
    org: str
    check: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything the pack tells. `left_out` open findings and reasons have no line, only their counts.

    `in_full_because` is why reasons stand in it as they were written; empty where they do not.
    """

    organisation: str
    number: str
    made_by: str
    made_on: str
    scope: str
    checked: int
    waiting: int
    by_check: Sequence[Count]
    by_org: Sequence[Count]
    open: Sequence[OpenLine]
    explained: Sequence[ExplainedLine]
    progress: Sequence[tuple[str, int, int]]
    rule_sets: Sequence[str]
    standards: Sequence[tuple[str, ...]]
    left_out: int = 0
    is_practice: bool = False
    in_full_because: str = ""

    @property
    def cover(self) -> list[tuple[str, str]]:
        """What stands on the first page."""
        reasons = f"说明写全,理由:{self.in_full_because}" if self.in_full_because else "说明只写何日由谁所写"
        waiting = f",还有 {self.waiting:,} 户没有核查完" if self.waiting else ""
        return [
            ("单位", self.organisation),
            ("材料编号", self.number),
            ("生成时间", self.made_on),
            ("生成人", self.made_by),
            ("范围", self.scope),
            ("已核查", f"{self.checked:,} 户{waiting}"),
            ("没处理的", self.told),
            ("遮盖", f"姓名只写姓,不写号码,{reasons};要看某一户,请按调查编号在程序里打开"),
        ]

    @property
    def told(self) -> str:
        """What is open, and how many doubts have their reason."""
        errors, doubts, notes = (sum(getattr(one, name) for one in self.by_check) for name in _FIGURES)
        return f"错误 {errors:,} 处,疑点 {doubts:,} 处(另有 {len(self.explained):,} 处已说明),提示 {notes:,} 处"


_FIGURES: Final = ("errors", "doubts", "notes")


def tables_of(pack: Inspection) -> list[Table]:
    """The tables in their order, the same on paper and in the workbook."""
    return [
        _standards(pack),
        Table("总表一:按规则", (Column("规则", 22), *_COUNTS), _counted(pack.by_check), empty="没有发现问题。"),
        Table("总表二:按单位", (Column("单位", 22), *_COUNTS), _counted(pack.by_org), empty="没有发现问题。"),
        _open(pack),
        _explained(pack),
    ]


def _standards(pack: Inspection) -> Table:
    columns = (Column("标准", 14), Column("适用地", 8), Column("数额", 9), Column("执行日", 7), Column("文号", 12))
    rules = ";".join(pack.rule_sets) or "没有"
    return Table(
        "规则与标准", columns, pack.standards, told=f"各户测算、认定所用的规则:{rules}", empty="还没有录入标准。"
    )


def _open(pack: Inspection) -> Table:
    columns = (
        Column("单位", 10), Column("调查编号", 6), Column("姓名", 4.5), Column("责任人", 4.5), Column("规则", 12),
        Column("缺什么、哪一格", 11), Column("轻重", 3.2), Column("卡住", 3.2),
    )  # fmt: skip
    rows = [
        (line.org or NO_ORG, line.survey_no, line.name, line.person, line.check, line.place, line.severity, line.blocks)
        for line in sorted(pack.open, key=lambda line: (line.org, line.survey_no, line.check))
    ]
    left = f"另有 {pack.left_out:,} 处没有列出,总表里已经计入。" if pack.left_out else ""
    return Table("没有处理的问题", columns, rows, told=left, empty="没有。", band=0)


def _explained(pack: Inspection) -> Table:
    columns = (
        Column("单位", 10), Column("调查编号", 6), Column("姓名", 4.5), Column("规则", 12), Column("哪一格", 8),
        Column("说明", 16),
    )  # fmt: skip
    rows = [
        (line.org or NO_ORG, line.survey_no, line.name, line.check, line.place, line.reason)
        for line in sorted(pack.explained, key=lambda line: (line.org, line.survey_no, line.check))
    ]
    return Table("已说明的疑点", columns, rows, empty="没有。", band=0)


NO_ORG: Final = "(没有填单位)"


def _counted(counts: Sequence[Count]) -> list[tuple[str | int, ...]]:
    return [(one.label or NO_ORG, one.errors, one.doubts, one.notes, one.households) for one in counts]
