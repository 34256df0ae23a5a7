"""Looking at households with the checks, and keeping what was found; in whatever transaction the caller opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldsurvey import __version__
from fieldsurvey.case.canonical import digest
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.questions import RECORD
from fieldsurvey.clock import business_date, shown
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import CHECKS, as_ruled, finding, reasons_of
from fieldsurvey.rules.checks.across import found_across
from fieldsurvey.rules.look import Look
from fieldsurvey.rules.looking import Asked, KeptFindings, Looked, Terms, kept_of, look_at, look_of, met_as
from fieldsurvey.rules.traits import Party, Trait
from fieldsurvey.services.look_child import Ground
from fieldsurvey.services.paper_kept import papers_left_behind
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import finding_rows, folding, lists
from fieldsurvey.store.database import Session
from fieldsurvey.store.finding_rows import NAMED, Checked, ToCheck

KEY_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class _Met:
    """A household in front of the checks, and as others meet it."""

    look: Look
    party: Party


class Checking:
    """The checks under what holds in this home today."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._told: tuple[RuleBook, InForce, date] | None = None
        self._key = ""

    def key(self) -> str:
        """What findings rest on besides their households; under another one all households wait.

        Rule sets, standards, code tables, questions, the edition of the checks, and the business day.
        """
        seat = self._seat
        told = (seat.rules, seat.in_force, business_date(seat.now()))
        if (
            self._told is None
            or any(a is not b for a, b in zip(told[:2], self._told[:2], strict=True))
            or (told[2] != self._told[2])
        ):
            self._key, self._told = _key(*told), told
        return self._key

    def terms(self) -> Terms:
        """What holds for all households that are looked at."""
        return Terms(business_date(self._seat.now()), self._seat.catalogue, self._seat.rules)

    def ground(self, session: Session) -> Ground:
        """The same for another process, as the records say it."""
        return Ground(
            today=business_date(self._seat.now()),
            tables=folding.documents(session, "code_table"),
            questionnaire=folding.document_of(session, "questionnaire", RECORD),
            rule_sets=folding.documents(session, "rule_set"),
            standards=folding.documents(session, "standard"),
        )

    def check(self, session: Session, places: Sequence[int]) -> int:
        """Looks at the households of these lines, and keeps what was found; says how many there were."""
        rows, terms = self.read(session, places), self.terms()
        self.keep(session, rows, [look_at(each, terms) for _, each in rows])
        return len(rows)

    def read(self, session: Session, places: Sequence[int]) -> list[tuple[ToCheck, Asked]]:
        """The households of these lines, with what the store knows of them."""
        rows = finding_rows.to_check(session, places)
        clashing = lists.clashing_addresses(session, [row.record for row in rows if row.clashes])
        left = papers_left_behind(session, self._seat, [row.record for row in rows])
        found = []
        for row in rows:
            updated_on, clashes = shown(row.updated_at)[:10], tuple(clashing.get(row.record, ()))
            behind = left.get(row.record)
            paper = (behind.since or updated_on, behind.fields) if behind is not None else ("", ())
            asked = Asked(row.id, row.record, row.body, updated_on, clashes, *paper)
            found.append((row, asked))
        return found

    def keep(self, session: Session, rows: Sequence[tuple[ToCheck, Asked]], looked: Sequence[Looked]) -> None:
        """Keeps what was found, and what follows for the households that these meet."""
        checked = [
            Checked(
                row.id,
                row.version,
                row.filing_org,
                one.person or row.surveyor1 or row.surveyor2,
                one.shared,
                one.found,
            )
            for (row, _), one in zip(rows, looked, strict=True)
        ]
        meeting = finding_rows.write(session, checked, self.key())
        wanted = sorted(meeting.sharing | meeting.partners)
        if wanted:
            finding_rows.write_across(session, self._found_across(session, wanted))

    def _met(self, session: Session, places: Sequence[int]) -> dict[int, _Met]:
        found, terms = {}, self.terms()
        for row, asked in self.read(session, places):
            look = look_of(asked, terms)
            found[row.id] = _Met(look, met_as(asked, look))
        return found

    def _found_across(self, session: Session, places: Sequence[int]) -> dict[int, KeptFindings]:
        """Findings of these households that rest on others as well."""
        met = self._met(session, places)
        groups = finding_rows.sharing(session, {t.key for one in met.values() for t in one.party.traits})
        named = {place for group in groups.values() if len(group) <= NAMED + 1 for place in group}
        parties = {place: one.party for place, one in met.items()}
        parties |= {place: one.party for place, one in self._met(session, sorted(named - met.keys())).items()}
        return {place: self._of_meeting(place, one, groups, parties) for place, one in met.items()}

    def _of_meeting(
        self, place: int, met: _Met, groups: Mapping[int, Sequence[int]], parties: Mapping[int, Party]
    ) -> KeptFindings:
        meeting: dict[tuple[str, str], Sequence[Party] | None] = {}
        for trait in met.party.traits:
            group = groups.get(trait.key, ())
            if len(group) > NAMED + 1:
                meeting[trait.kind, trait.text] = None
            elif group:
                others = [parties[other] for other in group if other != place and other in parties]
                meeting[trait.kind, trait.text] = [each for each in others if _has(each.traits, trait)]
        reasons, found = reasons_of(met.look), []
        for check_id, one in found_across(met.party, meeting):
            check = as_ruled(CHECKS[check_id], met.look.rule_set)
            if check is not None:
                found.append(finding(check, one, met.look, reasons))
        return kept_of(found)


def _has(traits: Iterable[Trait], trait: Trait) -> bool:
    # Two things may by a rare chance have the same key; and a household that waits may no longer have it.
    return any(each.kind == trait.kind and each.text == trait.text for each in traits)


def _key(book: RuleBook, in_force: InForce, today: date) -> str:
    tables = [(name, sorted(table.labels.items())) for name, table in sorted(in_force.tables.items())]
    checks = [(each.id, each.severity, each.blocks) for each in CHECKS.values()]
    rules = sorted(each.key for each in book.rule_sets)
    said = (__version__, checks, rules, book.standards.all, tables, in_force.questions, today)
    return digest(repr(said).encode())[:KEY_LENGTH]
