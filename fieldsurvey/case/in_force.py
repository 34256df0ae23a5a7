"""The catalogue in force in an office: the shipped one, with the office's code tables, questionnaire and own fields."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED, CodeRow, CodeTable
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.ids import RecordId, RowId, derived_record, derived_row
from fieldsurvey.case.questions import (
    SEED_QUESTIONS,
    Question,
    field_of,
    order_of,
    questionnaire_version,
    questions_in_force,
)
from fieldsurvey.case.values import rows_of

CODES_LIST: Final = "codes"


@dataclass(frozen=True)
class InForce:
    """What an office asks and offers today. Equal records give equal catalogues, in whatever order they came.

    `layouts` are the office's own layouts of forms, by form, as they were written; whoever draws them reads them.
    """

    tables: Mapping[str, CodeTable]
    questions: tuple[Question, ...]
    layouts: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The field catalogue of a case. Retired questions are out of it; their answers stay in the documents."""
        present = [question for question in self.questions if not question.is_retired]
        asked = {question.id for question in self.questions}
        base = Catalogue(tuple(field for field in CASE.fields if field.id not in asked), CASE.groups)
        return base.with_fields((question.list, field_of(question)) for question in present).with_tables(self.tables)

    @cached_property
    def questionnaire(self) -> str:
        """The version of the questionnaire, kept with each visit."""
        return questionnaire_version(self.questions)

    def table(self, name: str) -> CodeTable:
        """A code table, as shipped or as the office has made it."""
        return self.tables.get(name) or SEEDED[name]


SHIPPED: Final = InForce({}, SEED_QUESTIONS)


def table_record(table: str) -> RecordId:
    """The record in which an office edits a code table."""
    return derived_record("office", f"code_table:{table}")


def code_row(table: str, code: str) -> RowId:
    """The row of that record for a code, the same on every desk."""
    return derived_row(table_record(table), CODES_LIST, code)


def template_record(form: str) -> RecordId:
    """The record in which an office keeps its own layout of a form."""
    return derived_record("office", f"form_template:{form}")


def in_force(
    tables: Iterable[Mapping[str, Any]],
    questionnaire: Mapping[str, Any] | None,
    templates: Iterable[Mapping[str, Any]] = (),
) -> InForce:
    """What holds, from the documents of the kinds `code_table`, `questionnaire` and `form_template`."""
    edited = {}
    for document in tables:
        seed = SEEDED.get(str(document.get("table")))
        if seed is not None:
            edited[seed.id] = seed.edited(_rows(document))
    layouts = {_text(each.get("form")): _text(each.get("layout")) for each in templates}
    layouts = {form: layout for form, layout in layouts.items() if form and layout}
    return InForce(edited, tuple(questions_in_force(questionnaire)), layouts)


def _rows(document: Mapping[str, Any]) -> list[CodeRow]:
    return [
        CodeRow(
            row["code"],
            _text(row.get("label")),
            isinstance(row.get("retired_on"), str),
            order_of(row),
            _texts(row.get("names")),
        )
        for row in rows_of(document, CODES_LIST)
        if isinstance(row.get("code"), str) and row["code"]
    ]


def _texts(untrusted: object) -> tuple[str, ...] | None:
    return tuple(each for each in untrusted if isinstance(each, str)) if isinstance(untrusted, list) else None


def _text(untrusted: object) -> str:
    return untrusted if isinstance(untrusted, str) else ""
