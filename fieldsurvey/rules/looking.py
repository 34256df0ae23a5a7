"""Looking at one household with all checks, from the bytes as they are kept to the rows that are kept of it.

Pure, and of plain values on both sides, so that it can be done in another process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import msgspec

from fieldsurvey.case.field import Catalogue
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import findings_of
from fieldsurvey.rules.check import Finding, Severity
from fieldsurvey.rules.household import text
from fieldsurvey.rules.look import Kept, Look
from fieldsurvey.rules.traits import Party, party_of

_DOCUMENT: Final = msgspec.json.Decoder(dict[str, Any])
RANKS: Final = {Severity.ERROR: 0, Severity.DOUBT: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all households that are looked at."""

    today: date
    catalogue: Catalogue
    book: RuleBook


class Asked(msgspec.Struct, frozen=True, array_like=True):
    """One household: its line in the list, its record, its document as it is kept, what the store knows besides."""

    id: int
    record: str
    document: bytes
    updated_on: str = ""
    clashes: tuple[str, ...] = ()
    paper_changed_on: str = ""
    paper_fields: tuple[str, ...] = ()


class KeptFinding(msgspec.Struct, frozen=True, array_like=True):
    """What findings are searched and counted by."""

    check: str
    rank: int
    blocks: str
    is_answered: int


class KeptFindings(msgspec.Struct, frozen=True, array_like=True):
    """Findings of a household as they are kept; `texts` are what they say, in the same order (`Said`)."""

    rows: tuple[KeptFinding, ...]
    texts: bytes


class Said(msgspec.Struct, frozen=True, array_like=True):
    """What a finding says, which nothing is searched by."""

    address: str
    label: str
    sentence: str
    print: str
    reason: str
    others: tuple[str, ...]


class Looked(msgspec.Struct, frozen=True, array_like=True):
    """What looking at a household gave: who is responsible for it, what it may share with others, and its findings."""

    id: int
    person: str
    shared: tuple[int, ...]
    found: KeptFindings


def look_of(asked: Asked, terms: Terms) -> Look:
    """The household in front of the checks."""
    document = _DOCUMENT.decode(asked.document)
    kept = Kept(asked.updated_on, asked.clashes, asked.paper_changed_on, asked.paper_fields)
    return Look(document, terms.today, terms.book, terms.catalogue, kept)


def met_as(asked: Asked, look: Look) -> Party:
    """The household as others meet it."""
    return party_of(asked.record, look.household)


def look_at(asked: Asked, terms: Terms) -> Looked:
    """What the checks find in one household by itself."""
    look = look_of(asked, terms)
    shared = tuple({trait.key for trait in met_as(asked, look).traits})
    person = text(look.document.get("responsible_person")).strip()
    return Looked(asked.id, person, shared, kept_of(findings_of(look)))


def kept_of(found: Sequence[Finding]) -> KeptFindings:
    """Findings as they are kept."""
    rows = tuple([KeptFinding(each.check, RANKS[each.severity], each.blocks, int(not each.is_open)) for each in found])
    said = [Said(each.address, each.label, each.sentence, each.print, each.reason, each.others) for each in found]
    return KeptFindings(rows, msgspec.json.encode(said))
