"""认定: what the rules say of a household and why, on the screen and on paper, and what the committee decides.

A verdict is reckoned whenever somebody looks; what is recorded is the decision, with what it was judged under.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from fieldsurvey.case.canonical import Value, digest, tidied
from fieldsurvey.case.change import Change, Entry, entry
from fieldsurvey.case.determined import determinations_of
from fieldsurvey.case.document import ROW, Document, to_document
from fieldsurvey.case.fold import PLACE, fold
from fieldsurvey.case.ids import ChangeId, RowId, new_row, row_address
from fieldsurvey.case.values import rows_of
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.forms.typefaces import Faces
from fieldsurvey.reports.verdict_pdf import VerdictPaper, write_notice, write_sheet
from fieldsurvey.rules.judging import NOT_QUALIFIED, Verdict, judge
from fieldsurvey.rules.rule_set import RuleSet, shipped
from fieldsurvey.rules.wording import Explanation, explained, standard_told
from fieldsurvey.services.decision_errors import (
    DecisionGoneError,
    DecisionUnknownError,
    NoticeNotNeededError,
    ReasonWantedError,
    RulesUnknownError,
    VerdictMovedError,
)
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import REASON_LENGTH, Said, Seat, note, seal
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import changes, folding, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import plain

DETERMINATIONS: Final = "determinations"
EXEMPTIONS: Final = "exemptions"
# Files that an office keeps on its own funds belong to the rules of no period.
LOCAL: Final = "auxiliary_local_file"


@dataclass(frozen=True, slots=True)
class Decision:
    """One determination as it was recorded. `differs`: the committee decided otherwise than the rules came out."""

    row: str
    category: str
    label: str
    decided_on: str
    computed: str
    reason: str
    rule_set: str
    standards: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """How a household stands: the explanation, what was decided in order, and what one may choose from.

    `seen` stands for all that a decision rests on: whoever decides hands it back. `rule_sets`,
    `categories` and `situations` are pairs of code and what people call it.
    """

    case_id: str
    survey_no: str
    name: str
    explanation: Explanation
    decisions: tuple[Decision, ...]
    rule_sets: tuple[tuple[str, str], ...]
    categories: tuple[tuple[str, str], ...]
    situations: tuple[tuple[str, str], ...]
    seen: str = ""

    @property
    def last(self) -> Decision | None:
        """The decision that holds; None while nothing was decided."""
        return next((each for each in reversed(self.decisions) if each.category), None)


class Determinations:
    """Explaining and deciding. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def explain(self, case_id: str, *, code: str = "") -> Judged:
        """How a household stands under the rules in force on the day of its survey, or under those of a code.

        Raises:
            CaseMissingError: it is not on this device. RulesUnknownError: no rule set of this code.
        """
        self._require_known(code)
        with self._seat.database.begin() as session:
            document = self._document(session, case_id)
            version = paper_rows.versions(session, [case_id]).get(case_id, "")
        verdict = self._verdict(document, code)
        in_force = verdict if not code else self._verdict(document, "")
        judged = self._judged(case_id, document, verdict, seen=seen_of(version, in_force))
        return replace(judged, categories=tuple(self._categories(in_force.rule_set).items()))

    def as_decided(self, case_id: str, row: str) -> Judged:
        """The same as it stood when it was decided: the file of that day, the rule set and the day of the decision.

        Raises:
            CaseMissingError: it is not on this device.
            DecisionUnknownError: no such decision.
            DecisionGoneError: not everything that it was made on is here.
        """
        with self._seat.database.begin() as session:
            present = self._document(session, case_id)
            decided = _row(present, DETERMINATIONS, row)
            found = changes.of_records(session, "case", [case_id])[case_id]
        seen = _as_seen(found, plain(decided.get("state_seen")))
        rules, on = self._seat.rules.by_key(plain(decided.get("rule_set"))), plain(decided.get("judged_on"))
        if seen is None or rules is None or not on:
            raise DecisionGoneError
        verdict = judge(seen, self._seat.rules.only(rules), date.fromisoformat(on))
        return self._judged(case_id, present, verdict)

    def decide(self, case_id: str, category: str, reason: str = "", *, seen: str) -> ChangeId:
        """Records what the committee decided, with the version seen, rule set, standards and what the rules came to.

        `seen` is that of the `Judged` that they looked at.

        Raises:
            VerdictMovedError: file, rules or standards are others by now.
            ReasonWantedError: it is otherwise than the rules came out, and nobody says why.
            InputError: no such category, or one of another rule set than the household is judged under.
            CaseMissingError: it is not on this device.
        """
        reason = _reason(reason)
        with self._seat.database.begin() as session:
            document = self._document(session, case_id)
            verdict, version = self._verdict(document, ""), paper_rows.versions(session, [case_id]).get(case_id, "")
            self._require_category(category, verdict.rule_set)
            if seen != seen_of(version, verdict):
                raise VerdictMovedError
            if category != verdict.category and not reason:
                raise ReasonWantedError(what="认定和测算不一样")
            said: dict[str, Value] = {
                "category": category,
                "decided_on": self._today().isoformat(),
                "state_seen": version,
                "standards": ";".join(standards_told(verdict)) or None,
                "rule_set": verdict.rule_set.key,
                "reason": reason or None,
                "computed": verdict.category or None,
                "judged_on": verdict.on.isoformat(),
            }
            return self._say(session, case_id, DETERMINATIONS, said)

    def exempt(self, case_id: str, situation: str, reason: str) -> ChangeId:
        """Grants an exemption from a disqualifying situation.

        Raises:
            ReasonWantedError: nobody says why. InputError: no such situation. CaseMissingError: not on this device.
        """
        reason = _reason(reason)
        if not reason:
            raise ReasonWantedError(what="排除情形的例外")
        if situation not in self._seat.in_force.table("disqualifier").labels:
            raise InputError(what="没有这种排除情形,请从列表中选。")
        with self._seat.database.begin() as session:
            self._document(session, case_id)
            said: dict[str, Value] = {
                "situation": situation,
                "reason": reason,
                "decided_on": self._today().isoformat(),
            }
            return self._say(session, case_id, EXEMPTIONS, said)

    def write_sheet(self, case_id: str, target: Path, *, code: str = "") -> int:
        """Writes the 测算表 of a household as a PDF; returns how many pages it has.

        Raises:
            CaseMissingError, RulesUnknownError: as of `explain`. FileUnwritableError: nothing was written.
        """
        return self._write(self.explain(case_id, code=code), target, write_sheet, form="verdict-sheet")

    def write_notice(self, case_id: str, target: Path) -> int:
        """Writes the 政策讲解告知书 for a household that does not qualify; returns how many pages it has.

        Raises:
            NoticeNotNeededError: it qualifies, or cannot be judged yet.
            CaseMissingError: it is not on this device. FileUnwritableError: nothing was written.
        """
        judged = self.explain(case_id)
        decided = judged.last.category if judged.last else judged.explanation.category
        if decided != NOT_QUALIFIED:
            raise NoticeNotNeededError(label=self._label(decided) if decided else "说不准")
        return self._write(judged, target, write_notice, form="verdict-notice")

    def _categories(self, rule_set: RuleSet) -> dict[str, str]:
        """What may be decided under a rule set: its categories, and those of the office that no rule set has."""
        codes = [each.id for each in rule_set.categories] + [NOT_QUALIFIED]
        others = {each.id for other in (*shipped(), *self._seat.rules.rule_sets) for each in other.categories} - {LOCAL}
        own = (code for code in self._seat.in_force.table("category").offered if code not in others)
        return {code: self._label(code) for code in dict.fromkeys((*codes, *own))}

    def _require_category(self, category: str, rule_set: RuleSet) -> None:
        offered = self._categories(rule_set)
        if category not in offered:
            known = "、".join(offered.values())
            called = self._label(category)
            raise InputError(what=f"这一户按“{rule_set.title}”测算,其中没有“{called}”这个类别;可以认定为:{known}。")

    def _verdict(self, document: Document, code: str) -> Verdict:
        return judge(document, self._seat.rules, self._today(), code=code)

    def _judged(self, case_id: str, document: Document, verdict: Verdict, *, seen: str = "") -> Judged:
        known = {each.code: each.title for each in self._seat.rules.rule_sets}
        table = self._seat.in_force.table("disqualifier")
        return Judged(
            case_id=case_id,
            survey_no=plain(document.get("survey_no")),
            name=plain(document.get("name")),
            explanation=explained(verdict, self._seat.catalogue),
            decisions=tuple(self._decision(row) for row in determinations_of(document)),
            rule_sets=tuple(known.items()),
            categories=tuple(self._categories(verdict.rule_set).items()),
            situations=tuple((code, table.label_of(code)) for code in table.offered),
            seen=seen,
        )

    def _decision(self, row: Mapping[str, Any]) -> Decision:
        category, computed = plain(row.get("category")), plain(row.get("computed"))
        return Decision(
            row=str(row.get(ROW, "")),
            category=category,
            label=self._label(category),
            decided_on=plain(row.get("decided_on")),
            computed=self._label(computed) if computed else "说不准",
            reason=plain(row.get("reason")),
            rule_set=plain(row.get("rule_set")),
            standards=plain(row.get("standards")),
            differs=category != computed,
        )

    def _write(self, judged: Judged, target: Path, writer: Callable[..., int], *, form: str) -> int:
        faces: Faces = faces_of(self._seat)
        paper = self._paper(judged)
        with replacing(target) as part, part.open("wb") as file:
            pages = _written(writer, paper, file, faces)
        with self._seat.database.begin() as session:
            note(session, self._seat, "export", {"record": judged.case_id, "form": form})
        return pages

    def _paper(self, judged: Judged) -> VerdictPaper:
        last = judged.last
        decided = (
            [("结论", f"{last.label}({last.decided_on})"), ("测算", last.computed), ("理由", last.reason or "同测算")]
            if last
            else []
        )
        return VerdictPaper(
            organisation=self._seat.identity.organisation,
            survey_no=judged.survey_no,
            name=judged.name,
            made_on=self._today().isoformat(),
            made_by=self._seat.staff_name,
            explanation=judged.explanation,
            decided=tuple(decided),
            is_practice=self._seat.identity.practice,
        )

    def _say(self, session: Session, case_id: str, group: str, said: Mapping[str, Value]) -> ChangeId:
        state = folding.state_of(session, "case", case_id)
        rows = rows_of(to_document(state), group)
        row: RowId = new_row()
        cells: dict[str, Entry] = {
            row_address(group, row, name): entry(tidied(value), []) for name, value in said.items() if value is not None
        }
        cells[row_address(group, row, PLACE)] = entry(len(rows) + 1, [])
        return seal(session, self._seat, [Said("case", case_id, cells)], what="decision")[0]

    def _document(self, session: Session, case_id: str) -> Document:
        document = folding.document_of(session, "case", case_id)
        if document is None:
            raise CaseMissingError
        return document

    def _require_known(self, code: str) -> None:
        if code and all(each.code != code for each in self._seat.rules.rule_sets):
            raise RulesUnknownError(code=code, known="、".join(each.code for each in self._seat.rules.rule_sets))

    def _label(self, code: str) -> str:
        return self._seat.in_force.table("category").label_of(code)

    def _today(self) -> date:
        return business_date(self._seat.now())


def seen_of(version: str, verdict: Verdict) -> str:
    """What stands for a file, the rules and the standards that it was judged on, and what they came to."""
    basis = "\0".join((verdict.rule_set.key, verdict.on.isoformat(), *standards_told(verdict), verdict.category))
    return f"{version}-{digest(basis.encode())[:16]}"


def standards_told(verdict: Verdict) -> list[str]:
    """The standards of a verdict, as a determination keeps them."""
    return [standard_told(each) for each in verdict.standards]


def _written(writer: Callable[..., int], paper: VerdictPaper, file: BinaryIO, faces: Faces) -> int:
    return writer(paper, file, faces=faces)


def _reason(untrusted: str) -> str:
    reason = str(tidied(untrusted)).strip()
    if len(reason) > REASON_LENGTH:
        raise InputError(what=f"理由请不要超过 {REASON_LENGTH} 个字。")
    return reason


def _row(document: Document, group: str, row: str) -> Mapping[str, Any]:
    rows = rows_of(document, group)
    found = next((each for each in rows if each.get(ROW) == row), None)
    if found is None:
        known = "、".join(str(each.get(ROW, "")) for each in rows)
        raise DecisionUnknownError(row=row, known=f"有:{known}。" if known else "还没有作过认定。")
    return found


def _as_seen(found: Sequence[tuple[ChangeId, Change]], version: str) -> Document | None:
    """The document as it was when it was made of the changes of a version; they are looked for in order of arrival."""
    for length in range(len(found), 0, -1):
        if folding.version_of([identity for identity, _ in found[:length]]) == version:
            return to_document(fold(found[:length]))
    return None
