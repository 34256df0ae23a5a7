"""How a pack for an inspection tells the reasons that were given for doubts: that, when and by whom, or in full."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.masking import cover_numbers, name_apart
from fieldsurvey.case.values import rows_of
from fieldsurvey.services.finding_lines import FindingLine
from fieldsurvey.services.findings import REASONS
from fieldsurvey.services.names import author_names
from fieldsurvey.store import changes, folding
from fieldsurvey.store.database import Session

_AT_ONCE: Final = 500


class Reasons:
    """The reasons of some findings, read once."""

    def __init__(self, session: Session, lines: Sequence[FindingLine]) -> None:
        # Whoever writes why two households share something names both.
        told = {case_id for line in lines for case_id in (line.case_id, *line.finding.others)}
        self._documents = {case_id: folding.document_of(session, "case", case_id) or {} for case_id in told}
        self._people = {case_id: _names(document) for case_id, document in self._documents.items()}
        self._authors = _authors(session, sorted({line.case_id for line in lines}))
        self._names = author_names(session)

    def told(self, line: FindingLine) -> str:
        """That a reason was given, by whom and when; what people write of illness and money stays in the file."""
        row = self._row(line)
        author = self._authors.get((line.case_id, str(row.get(ROW, ""))), "")
        told = [str(row.get("said_on") or ""), self._names.get(author, "")]
        return " ".join(("已写说明", *(part for part in told if part)))

    def in_full(self, line: FindingLine) -> str:
        """The reason itself, the names of the households and all numbers in it covered."""
        people = [name for case_id in (line.case_id, *line.finding.others) for name in self._people[case_id]]
        return name_apart(cover_numbers(line.finding.reason), people)

    def _row(self, line: FindingLine) -> Mapping[str, Any]:
        found = line.finding
        about = [
            row
            for row in rows_of(self._documents[line.case_id], REASONS)
            if (row.get("check"), row.get("subject")) == (found.check, found.address)
        ]
        # Whoever only looks on does not get the print that the reason was given for.
        exact = [row for row in about if row.get("saw") == found.print]
        return (exact or about or [{}])[-1]


def _authors(session: Session, cases: Sequence[str]) -> dict[tuple[str, str], str]:
    """By household and row of the reasons who wrote it last."""
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(cases), _AT_ONCE):
        for record, made in changes.of_records(session, "case", cases[start : start + _AT_ONCE]).items():
            for _, change in made:
                for address in change.set:
                    if address.startswith(f"{REASONS}/") and address.endswith("/reason"):
                        found[record, address.split("/")[1]] = change.author
    return found


def _names(document: Mapping[str, Any]) -> list[str]:
    people = [document, *rows_of(document, "members")]
    told = [person.get(name) for person in people for name in ("name", "former_name")]
    return [name for name in told if isinstance(name, str)]
