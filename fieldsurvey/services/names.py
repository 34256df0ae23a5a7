"""How people, devices and households are called, by their ids, as far as this home knows them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.case.masking import HIDDEN
from fieldsurvey.exchange.cells import lost_key
from fieldsurvey.exchange.covering import covered_key
from fieldsurvey.store import folding, peers, search
from fieldsurvey.store.database import Session


def author_names(session: Session) -> dict[str, str]:
    """The names of staff by id."""
    return {record: str(document.get("name", "")) for record, document in folding.documents(session, "staff").items()}


def device_codes(session: Session) -> dict[str, str]:
    """The codes of devices by id."""
    return {row.id: row.code for row in peers.peers(session)}


def household_keys(session: Session, records: Sequence[str], *, full: bool) -> dict[str, str]:
    """What each household goes by in an export: its survey number; where that is missing or not its alone, its id.

    In a covered export, where no id says anything, its place.
    """
    numbers = list(_survey_numbers(session, records))
    if not full:
        numbers = [covered_key(number) for number in numbers]
    often = Counter(numbers)
    return {
        record: number if number and often[number] == 1 else record if full else f"第 {place} 户"
        for place, (number, record) in enumerate(zip(numbers, records, strict=True), start=1)
    }


def known_by(session: Session, keys: Mapping[str, str]) -> dict[str, str]:
    """What the ids in a covered household stand for: other households by their survey numbers, staff by their names.

    `keys` are what the households of this export go by.
    """
    numbers = search.numbers_of_records(session)
    others = {record: covered_key(number) or HIDDEN for record, number in numbers.items()}
    return author_names(session) | others | dict(keys)


def _survey_numbers(session: Session, records: Sequence[str]) -> Iterator[str]:
    """From the list of households, so that no document is read twice; empty where it cannot be a key in a sheet."""
    numbers = search.numbers_of_records(session)
    for record in records:
        number = numbers.get(record, "")
        is_plain = number == number.strip() and number.isprintable() and len(number) <= 64
        yield number if is_plain and not lost_key(number) else ""
