"""Looking at households with the checks, and keeping what was found; in whatever transaction the caller opened."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fieldsurvey import __version__
from fieldsurvey.case.canonical import digest
from fieldsurvey.case.in_force import InForce
from fieldsurvey.clock import business_date, shown
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import CHECKS, as_ruled, finding, findings_of, reasons_of
from fieldsurvey.rules.check import Finding
from fieldsurvey.rules.checks.across import found_across
from fieldsurvey.rules.look import Kept, Look
from fieldsurvey.rules.traits import Party, Trait, party_of
from fieldsurvey.services.paper_kept import papers_left_behind
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import finding_rows, lists
from fieldsurvey.store.database import Session
from fieldsurvey.store.finding_rows import NAMED, Checked, ToCheck
from fieldsurvey.store.projections import plain

KEY_LENGTH: Final = 16


@dataclass(frozen=True, slots=True)
class _Seen:
    """A household in front of the checks, and as others meet it."""

    row: ToCheck
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

    def check(self, session: Session, places: Sequence[int]) -> int:
        """Looks at the households of these lines, and keeps what was found; says how many there were."""
        key = self.key()
        seen = self._seen(session, places)
        checked = [self._checked(each) for each in seen.values()]
        meeting = finding_rows.write(session, checked, key)
        if meeting.sharing or meeting.partners:
            seen.update(self._seen(session, sorted(meeting.partners)))
            self._look_across(session, {place: seen[place] for place in meeting.sharing | meeting.partners}, seen)
        return len(checked)

    def _seen(self, session: Session, places: Sequence[int]) -> dict[int, _Seen]:
        rows = finding_rows.to_check(session, places)
        records = [row.record for row in rows]
        clashing = lists.clashing_addresses(session, [row.record for row in rows if row.clashes])
        left = papers_left_behind(session, self._seat, {row.record: row.document for row in rows}) if records else {}
        today, seat = business_date(self._seat.now()), self._seat
        found = {}
        for row in rows:
            fields = left.get(row.record, ())
            updated_on = shown(row.updated_at)[:10]
            kept = Kept(updated_on, tuple(clashing.get(row.record, ())), updated_on if fields else "", fields)
            look = Look(row.document, today, seat.rules, seat.catalogue, kept)
            found[row.id] = _Seen(row, look, party_of(row.record, look.household))
        return found

    def _checked(self, seen: _Seen) -> Checked:
        row = seen.row
        person = plain(row.document.get("responsible_person")).strip() or row.surveyor1 or row.surveyor2
        keys = tuple({trait.key for trait in seen.party.traits})
        return Checked(row.id, row.version, row.filing_org, person, keys, findings_of(seen.look))

    def _look_across(self, session: Session, wanted: Mapping[int, _Seen], seen: Mapping[int, _Seen]) -> None:
        """Findings that rest on several households, of those wanted; the others are read as far as they are not."""
        groups = finding_rows.sharing(session, {t.key for one in wanted.values() for t in one.party.traits})
        named = {key: group for key, group in groups.items() if len(group) <= NAMED + 1}
        missing = {place for group in named.values() for place in group} - seen.keys()
        parties = {place: one.party for place, one in seen.items()}
        parties |= {place: one.party for place, one in self._seen(session, sorted(missing)).items()}
        found = {place: self._across(place, one, groups, parties) for place, one in wanted.items()}
        finding_rows.write_across(session, found)

    def _across(
        self, place: int, seen: _Seen, groups: Mapping[int, Sequence[int]], parties: Mapping[int, Party]
    ) -> list[Finding]:
        meeting: dict[tuple[str, str], Sequence[Party] | None] = {}
        for trait in seen.party.traits:
            group = groups.get(trait.key, ())
            if len(group) > NAMED + 1:
                meeting[trait.kind, trait.text] = None
            elif group:
                others = [parties[other] for other in group if other != place and other in parties]
                meeting[trait.kind, trait.text] = [each for each in others if _has(each.traits, trait)]
        reasons, found = reasons_of(seen.look), []
        for check_id, one in found_across(seen.party, meeting):
            check = as_ruled(CHECKS[check_id], seen.look.rule_set)
            if check is not None:
                found.append(finding(check, one, seen.look, reasons))
        return found


def _has(traits: Iterable[Trait], trait: Trait) -> bool:
    # Two things may by a rare chance have the same key; and a household that waits may no longer have it.
    return any(each.kind == trait.kind and each.text == trait.text for each in traits)


def _key(book: RuleBook, in_force: InForce, today: date) -> str:
    tables = [(name, sorted(table.labels.items())) for name, table in sorted(in_force.tables.items())]
    checks = [(each.id, each.severity, each.blocks) for each in CHECKS.values()]
    rules = sorted(each.key for each in book.rule_sets)
    said = (__version__, checks, rules, book.standards.all, tables, in_force.questions, today)
    return digest(repr(said).encode())[:KEY_LENGTH]
