"""The lines of 督查材料: what is open in one household under one rule as one line, places without anybody's name."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import msgspec

from fieldsurvey.case.determined import last_determination
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.masking import public_name
from fieldsurvey.reports.inspection import OpenLine
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.check import SEVERITY_LABELS, Finding
from fieldsurvey.rules.checks.evidence import MISSING, paper_told, what_lacks
from fieldsurvey.rules.household import survey_day, text
from fieldsurvey.rules.rule_set import RuleSet
from fieldsurvey.services.finding_lines import FindingLine
from fieldsurvey.services.flips import is_closed

NAMED: Final = 2


def open_lines(found: Iterable[FindingLine], catalogue: Catalogue) -> list[OpenLine]:
    """One line for all that a check finds in a household."""
    together: dict[tuple[str, str], list[FindingLine]] = {}
    for line in found:
        together.setdefault((line.case_id, line.finding.check), []).append(line)
    return [_open(each, catalogue) for each in together.values()]


def _open(lines: list[FindingLine], catalogue: Catalogue) -> OpenLine:
    first = lines[0]
    if first.finding.check == MISSING:
        papers = dict.fromkeys(paper for each in lines for paper in what_lacks(each.finding.sentence))
        place = f"缺:{_several([paper_told(paper, catalogue) for paper in papers], '样')}"
    else:
        place = _several([place_of(each.finding.address, catalogue) for each in lines], "处")
    return OpenLine(
        survey_no=first.survey_no,
        name=public_name(first.name),
        org=first.org,
        person=first.person,
        check=called(first.finding),
        place=place,
        severity=SEVERITY_LABELS[first.finding.severity],
        blocks=first.finding.blocks or "—",
    )


def _several(told: list[str], measure: str) -> str:
    names = list(dict.fromkeys(told))
    if len(told) == 1 or len(names) == len(told) <= NAMED:
        return "、".join(names)
    return f"{'、'.join(names[:NAMED])}{'等' if len(names) > NAMED else ''} {len(told)} {measure}"


def place_of(address: str, catalogue: Catalogue) -> str:
    """What the forms call a place: the list and the field, and nobody's name."""
    head, _, rest = address.partition("/")
    group = catalogue.group(head)
    if group is None:
        field = catalogue.find(address)
        return field.label if field else "全户"
    field = group.field(rest.rpartition("/")[2]) if rest else None
    return f"{group.row_label}·{field.label}" if field else group.label


def called(found: Finding) -> str:
    """A rule by its number and its title."""
    check = CHECKS.get(found.check)
    return f"{found.check} {check.title}" if check else found.check


class JudgedBy:
    """The rule sets that files were judged under: on the day of their survey where they are, or when decided."""

    def __init__(self, book: RuleBook, today: date) -> None:
        self._book = book
        self._today = today
        self._found: dict[tuple[date, str], RuleSet] = {}
        self._decided: dict[str, RuleSet] = {}

    def add(self, body: bytes) -> None:
        """One more file, as it is kept; of one that has ended nothing is judged."""
        document = msgspec.structs.asdict(msgspec.json.decode(body, type=_LookedAt))
        if is_closed(document):
            return
        day = survey_day(document, self._today)
        place = text(document["residence_division"]) or text(document["hukou_division"])
        if (day, place) not in self._found:
            self._found[day, place] = self._book.rule_set(day, place)
        row = last_determination(document)
        decided = self._book.by_key(text(row.get("rule_set"))) if row is not None else None
        if decided is not None:
            self._decided[decided.key] = decided

    @property
    def rule_sets(self) -> list[RuleSet]:
        """Each once, the one that began first first."""
        found = {each.key: each for each in self._found.values()} | self._decided
        return sorted(found.values(), key=lambda each: (each.effective_on, each.key))


class _LookedAt(msgspec.Struct):
    """The part of a document that says by which rules it is judged."""

    visits: Any = None
    residence_division: Any = None
    hukou_division: Any = None
    determinations: Any = None
    status: Any = None
