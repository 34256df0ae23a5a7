"""The service of findings in memory, for tests of the window; what is explained there is answered from then on."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from fieldsurvey.progress import Progress
from fieldsurvey.rules.check import Check, Finding, Severity
from fieldsurvey.services.case_rows import CaseCount
from fieldsurvey.services.finding_lines import (
    EVERYTHING_OPEN,
    DayOfProgress,
    FindingFilter,
    FindingLine,
    FindingPage,
    Group,
)
from fieldsurvey.services.inspections import Written

CHECKS = {
    "ID01": Check("ID01", "证件号码位数和校验位", Severity.ERROR, "审定", "GB 11643-1999", "照证件重新录入"),
    "HH03": Check("HH03", "单亲与婚姻状况", Severity.DOUBT, "", "《困难职工档案管理办法》", "改婚姻状况,或说明原因"),
    "RL10": Check("RL10", "一年没有帮扶", Severity.NOTE, "", "全总困难职工帮扶系统操作手册", "安排帮扶"),
}
PLACES = {
    "ID01": ("identity", "身份证件", "身份证号第 18 位应当是 6"),
    "HH03": ("is_single_parent", "单亲", "填了单亲,婚姻状况却是已婚"),
    "RL10": ("", "全户", "建档以来没有帮扶过"),
}
ORGS = ("青河区搪瓷厂工会", "青河区印染厂工会", "")
PEOPLE = ("丁小蓉", "")
NOBODY = {"org": "没有填建档单位", "person": "没有责任人,也没有入户人"}


def line(number: int, check: str) -> FindingLine:
    """One finding of an invented household."""
    address, label, sentence = PLACES[check]
    told = CHECKS[check]
    found = Finding(check, told.severity, told.blocks, address, label, sentence, told.mend, f"print{number}")
    return FindingLine(f"{number:032x}", f"L1-{number:06}", "尹素衡", ORGS[number % 3], PEOPLE[number % 2], found)


class FakeFindings:
    """Findings of some households, while so many wait."""

    def __init__(self, lines: Sequence[FindingLine], *, waiting: int = 0) -> None:
        self.lines = list(lines)
        self.waiting_cases = waiting
        self.explained: list[tuple[str, str, str, str]] = []

    def waiting(self) -> int:
        """How many wait."""
        return self.waiting_cases

    def summary(self, by: str, asked: FindingFilter = EVERYTHING_OPEN) -> list[Group]:
        """Counts."""
        keys = {"check": lambda one: one.finding.check, "org": lambda one: one.org, "person": lambda one: one.person}
        found: dict[str, list[FindingLine]] = {}
        for one in self._asked(asked):
            found.setdefault(keys[by](one), []).append(one)
        groups = []
        for key, lines in found.items():
            counts = Counter(one.finding.severity for one in lines)
            label = CHECKS[key].title if by == "check" else key or NOBODY[by]
            figures = (counts[Severity.ERROR], counts[Severity.DOUBT], counts[Severity.NOTE])
            groups.append(Group(key, label, *figures, len({one.case_id for one in lines})))
        return groups

    def of_case(self, case_id: str) -> "list[Finding]":
        """Those of one household."""
        return [one.finding for one in self.lines if one.case_id == case_id]

    def explain(self, case_id: str, check: str, address: str, reason: str, *, saw: str = "") -> str:
        """Answers one."""
        self.explained.append((case_id, check, address, reason))
        for place, one in enumerate(self.lines):
            found = one.finding
            if (one.case_id, found.check, found.address, found.print) == (case_id, check, address, saw):
                self.lines[place] = replace(one, finding=msgspec.structs.replace(found, reason=reason))
        return "c" * 64

    def progress(self, days: int) -> "list[DayOfProgress]":
        """Better from day to day."""
        return [DayOfProgress(f"2026-11-{day:02}", 40 - day, 30 - day, {}) for day in range(1, 24)][-days:]

    def list(self, asked: FindingFilter = EVERYTHING_OPEN, *, limit: int = 200, offset: int = 0) -> FindingPage:
        """A page."""
        found = [*self._asked(asked)]
        return FindingPage(found[offset : offset + limit], len(found))

    def _asked(self, asked: FindingFilter) -> Iterator[FindingLine]:
        for one in self.lines:
            wanted = (
                (asked.check or one.finding.check, one.finding.check),
                (one.org if asked.org is None else asked.org, one.org),
                (one.person if asked.person is None else asked.person, one.person),
                (asked.severity or one.finding.severity, one.finding.severity),
                (one.finding.is_open if asked.is_open is None else asked.is_open, one.finding.is_open),
            )
            if all(one_ == other for one_, other in wanted) and asked.text in f"{one.survey_no}{one.name}{one.org}":
                yield one


class FakeCount:
    """As many households as are said."""

    def __init__(self, total: int) -> None:
        self.total = total

    def count(self, text: str, *, asked: object) -> CaseCount:
        """All of them."""
        return CaseCount(self.total, False)


class FakeInspections:
    """Writes nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[Path, FindingFilter]] = []

    def write(
        self, folder: Path, asked: FindingFilter = EVERYTHING_OPEN, *, progress: Progress | None = None
    ) -> Written:
        """Notes what was wanted."""
        self.asked.append((folder, asked))
        return Written("HQ-D00001", [folder / "督查材料.pdf", folder / "督查材料.xlsx"])
