"""What one field is: described once, read by wizard, form, spreadsheet, checks and data dictionary alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as part
from enum import StrEnum
from functools import cached_property

from fieldsurvey.case.codes import SEEDED, CodeTable
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.ids import ROW_PATTERN
from fieldsurvey.case.values import is_answered, is_typed


class Sort(StrEnum):
    """How a field's value looks; each sort has one JSON form (`docs/data-dictionary.md`) and one editor."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    MONEY = "money"
    DECIMAL = "decimal"
    WHOLE = "whole"
    FLAG = "flag"
    IDENTITY = "identity"
    PHONE = "phone"
    BANK = "bank"
    MONTHS = "months"
    FILE = "file"
    MEMBER = "member"
    EVENT = "event"


class Tier(StrEnum):
    """When a field is asked: 现场必问, 回办公室补, 仅上报需要."""

    TABLE = "table"
    OFFICE = "office"
    REPORT = "report"


class Role(StrEnum):
    """Who may write; the ids of `design.md` §1."""

    SURVEYOR = "surveyor"
    REVIEWER = "reviewer"
    ADMINISTRATOR = "administrator"
    ACCOUNTANT = "accountant"
    INSPECTOR = "inspector"


FIELD_WRITERS = frozenset({Role.SURVEYOR, Role.REVIEWER})
DECIDERS = frozenset({Role.REVIEWER})
ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})
# What is nobody else's business whatever the field is: numbers of people, amounts, and what people write at length.
PRIVATE_SORTS = frozenset({Sort.IDENTITY, Sort.PHONE, Sort.BANK, Sort.MONEY, Sort.MONTHS, Sort.LONG_TEXT})
_NO_TABLE = CodeTable("", "", {})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `measure` stands behind the value (元/月, ㎡). `codes` names the code table of what is chosen, in IDENTITY and EVENT
    fields of one part of it; `table` is that table where an office has made it its own. `step` is the wizard's page, 0
    when the wizard does not ask it.
    `when` is (field, values): asked only when that sibling field holds one of the values. `blocks` says what an open
    problem of this field stops: "" nothing, else 审定. `sensitive` marks what tells of an illness or a disability, or
    what people write in free words where they may. `check` names a check of the text (`case/checks.py`). `is_past`
    marks a day that cannot lie ahead. `is_question` marks the questionnaire, `is_own` what an office added;
    `is_printed` whether those stand on paper.
    """

    id: str
    label: str
    sort: Sort = Sort.TEXT
    step: int = 0
    tier: Tier = Tier.TABLE
    measure: str = ""
    codes: str = ""
    required: bool = False
    blocks: str = ""
    sensitive: bool = False
    once: bool = False
    writers: frozenset[Role] = FIELD_WRITERS
    when: tuple[str, tuple[str, ...]] | None = None
    hint: str = ""
    rule: str = ""
    check: str = ""
    is_past: bool = False
    is_question: bool = False
    is_own: bool = False
    is_printed: bool = True
    table: CodeTable | None = part(default=None, compare=False)

    @property
    def choices(self) -> CodeTable:
        """The code table in force for this field; an empty one for fields that choose nothing."""
        return self.table or SEEDED.get(self.codes) or _NO_TABLE

    def is_asked(self, values: Mapping[str, object]) -> bool:
        """Whether the answers beside it make it a question at all; what was said stays one, to be put right.

        A gap says nothing that could be wrong.
        """
        if self.when is None or str(values.get(self.when[0])) in self.when[1]:
            return True
        value = values.get(self.id)
        return is_answered(value) or is_typed(value)

    @property
    def is_private(self) -> bool:
        """Whether covered exports hide it; an office's own may ask anything, so they hide those too."""
        return self.sensitive or self.is_own or self.sort in PRIVATE_SORTS

    @property
    def max_length(self) -> int:
        """Characters that the field takes."""
        return 20_000


@dataclass(frozen=True, slots=True)
class Group:
    """A list of rows of one record, such as the members of a household.

    `tier` says when the list as a whole is asked; its rows then follow the tiers of their fields.
    """

    id: str
    label: str
    row_label: str
    fields: tuple[Field, ...]
    step: int = 0
    writers: frozenset[Role] = FIELD_WRITERS
    tier: Tier = Tier.TABLE

    def field(self, field_id: str) -> Field | None:
        """The field of this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)


@dataclass(frozen=True)
class Catalogue:
    """The fields and lists of one kind of record."""

    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()

    def field(self, address: str) -> Field:
        """The field at an address.

        Raises:
            UnknownFieldError: this edition does not have it (a newer one may).
        """
        found = self.find(address)
        if found is None:
            # Without the row, which says nothing to people.
            parts = address.split("/")
            raise UnknownFieldError(address="/".join(dict.fromkeys((parts[0], parts[-1]))))
        return found

    def find(self, address: str) -> Field | None:
        """The field at an address, or None when this edition does not have it."""
        name, _, rest = address.partition("/")
        if not rest:
            return self._fields_by_id.get(address)
        row, _, in_row = rest.partition("/")
        found = self._row_fields.get((name, in_row)) or (HIDDEN.get(in_row) if name in self._groups_by_id else None)
        return found if found is not None and ROW_PATTERN.fullmatch(row) else None

    def group(self, group_id: str) -> Group | None:
        """The list of this id, or None."""
        return self._groups_by_id.get(group_id)

    def writers(self, address: str) -> frozenset[Role]:
        """Who may write at an address; fields of newer editions follow their list, or else any field writer."""
        parts = address.split("/")
        if len(parts) == 3:
            group = self.group(parts[0])
            return group.writers if group else FIELD_WRITERS
        field = self.find(address)
        return field.writers if field else FIELD_WRITERS

    def with_fields(self, added: Iterable[tuple[str, Field]]) -> "Catalogue":
        """With more fields at the end of the lists named, or of the record itself where the name is empty.

        A field whose id is there already takes its place.
        """
        by_list: dict[str, list[Field]] = {}
        for name, field in added:
            by_list.setdefault(name, []).append(field)
        groups = tuple(
            replace(group, fields=_joined(group.fields, by_list[group.id])) if group.id in by_list else group
            for group in self.groups
        )
        return Catalogue(_joined(self.fields, by_list.get("", [])), groups)

    def with_tables(self, tables: Mapping[str, CodeTable]) -> "Catalogue":
        """With an office's own code tables, by id, in the place of the shipped ones."""
        if not tables:
            return self
        groups = tuple(replace(group, fields=_with_tables(group.fields, tables)) for group in self.groups)
        return Catalogue(_with_tables(self.fields, tables), groups)

    @cached_property
    def _fields_by_id(self) -> dict[str, Field]:
        return {field.id: field for field in self.fields}

    @cached_property
    def _groups_by_id(self) -> dict[str, Group]:
        return {group.id: group for group in self.groups}

    @cached_property
    def _row_fields(self) -> dict[tuple[str, str], Field]:
        return {(group.id, field.id): field for group in self.groups for field in group.fields}


def _joined(fields: tuple[Field, ...], added: Iterable[Field]) -> tuple[Field, ...]:
    by_id = {field.id: field for field in fields}
    by_id.update({field.id: field for field in added})
    return tuple(by_id.values())


def _with_tables(fields: tuple[Field, ...], tables: Mapping[str, CodeTable]) -> tuple[Field, ...]:
    return tuple(replace(field, table=tables[field.codes]) if field.codes in tables else field for field in fields)


HIDDEN = {
    PLACE: Field(PLACE, "次序", Sort.WHOLE),
    REMOVED: Field(REMOVED, "已删除", Sort.TEXT),
}
