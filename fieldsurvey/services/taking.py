"""Taking imported households into the store: what JSON lines and spreadsheets have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change, entry
from fieldsurvey.case.ids import Address, ChangeId, RecordId
from fieldsurvey.services.beginning import next_survey_no
from fieldsurvey.services.case_lines import import_entries
from fieldsurvey.services.errors import NumberTakenError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import search
from fieldsurvey.store.database import Session

SURVEY_NO: Final = Address("survey_no")
Known = dict[str, list[tuple[ChangeId, Change]]]


@dataclass(slots=True)
class Took:
    """What became of a batch: households taken (new or changed), unchanged, and those refused, with the reason."""

    taken: int = 0
    unchanged: int = 0
    refused: dict[RecordId, str] = field(default_factory=dict)


def take_households(
    session: Session, seat: Seat, read: Mapping[RecordId, dict[Address, Value]], known: Known, *, source: str
) -> Took:
    """Seals what the households say anew; `known` are their changes that are here already."""
    numbers = search.survey_numbers(session, [str(fields.get(SURVEY_NO)) for fields in read.values()])
    took, said = Took(), []
    for record, fields in read.items():
        number = fields.get(SURVEY_NO)
        if isinstance(number, str) and numbers.setdefault(number, record) != record:
            # A number is printed for ever and names one household.
            took.refused[record] = NumberTakenError(number=number).told
            continue
        entries = import_entries(fields, known.get(record, []), source, seat.catalogue)
        if not entries:
            took.unchanged += 1
            continue
        if record not in known and "survey_no" not in entries:
            entries["survey_no"] = entry(next_survey_no(session, seat))
        said.append(Said("case", record, entries, origin=source))
    seal(session, seat, said, what="import")
    took.taken = len(said)
    return took
