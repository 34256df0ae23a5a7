"""What one field is: described once, read by wizard, form, spreadsheet, checks and data dictionary alike."""

from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.ids import ADDRESS_PATTERN


class Sort(StrEnum):
    """How a field's value looks; each sort has one JSON form (`docs/data-dictionary.md`) and one editor."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
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


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record.

    `measure` stands behind the value (元/月, ㎡). `codes` names the code table of a CODE field. `step` is the
    wizard's page, 0 when the wizard does not ask it. `when` is (field, values): asked only when that sibling
    field holds one of the values. `blocks` says what an open problem of this field stops: "" nothing, else 审定.
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

    @property
    def max_length(self) -> int:
        """Characters that the field takes."""
        return 20_000


@dataclass(frozen=True, slots=True)
class Group:
    """A list of rows of one record, such as the members of a household."""

    id: str
    label: str
    row_label: str
    fields: tuple[Field, ...]
    step: int = 0
    writers: frozenset[Role] = FIELD_WRITERS

    def field(self, field_id: str) -> Field | None:
        """The field of this id, or None."""
        return next((field for field in self.fields if field.id == field_id), None)


@dataclass(frozen=True, slots=True)
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
        if not ADDRESS_PATTERN.fullmatch(address):
            return None
        parts = address.split("/")
        if len(parts) == 1:
            return next((field for field in self.fields if field.id == address), None)
        group = self.group(parts[0])
        if group is None:
            return None
        return HIDDEN.get(parts[2]) or group.field(parts[2])

    def group(self, group_id: str) -> Group | None:
        """The list of this id, or None."""
        return next((group for group in self.groups if group.id == group_id), None)

    def writers(self, address: str) -> frozenset[Role]:
        """Who may write at an address; fields of newer editions follow their list, or else any field writer."""
        parts = address.split("/")
        if len(parts) == 3:
            group = self.group(parts[0])
            return group.writers if group else FIELD_WRITERS
        field = self.find(address)
        return field.writers if field else FIELD_WRITERS


HIDDEN = {
    PLACE: Field(PLACE, "次序", Sort.WHOLE),
    REMOVED: Field(REMOVED, "已删除", Sort.TEXT),
}
