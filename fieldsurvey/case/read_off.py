"""What an answer says of other fields, so that nobody asks for it: sex and birth date from the number, who counts."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.identity import resident_of
from fieldsurvey.case.ids import Address
from fieldsurvey.case.values import rows_of

# 本人, 配偶, 子女: counted unless somebody says otherwise (最低生活保障审核确认办法 第七条).
COUNTED: Final = ("01", "10", "11", "12", "20", "21", "22", "23", "27", "30", "31", "32", "33", "37")


def read_off(document: Document, address: Address, value: Value) -> list[tuple[Address, Value]]:
    """The further answers that follow from one, over the document as it stood before it.

    What a person entered is never replaced; what was read from a number that is now corrected goes with it.
    """
    prefix, _, name = address.rpartition("/")
    if name == "identity" and (not prefix or prefix.startswith("members/")):
        return _from_identity(_row(document, prefix), prefix, value)
    if name != "relation" or not prefix.startswith("members/") or value not in COUNTED:
        return []
    is_said = _row(document, prefix).get("counts_in_household") is not None
    return [] if is_said else [(Address(f"{prefix}/counts_in_household"), True)]


def read_off_fields(fields: Mapping[Address, Value]) -> dict[Address, Value]:
    """The further fields that follow from those of a whole household, where it does not give them itself."""
    found: dict[Address, Value] = {}
    for address, value in fields.items():
        if address.endswith(("identity", "relation")):
            found.update(said for said in read_off({}, address, value) if said[0] not in fields)
    return found


def begun_with(document: Document, group: str) -> dict[str, Value]:
    """What a new row of a list says of itself, so that nobody is asked: the first cause is the main one."""
    if group != "causes":
        return {}
    has_main = any(row.get("rank") == "main" for row in rows_of(document, "causes"))
    return {"rank": "minor" if has_main else "main"}


def _from_identity(row: Mapping[str, Any], prefix: str, value: Value) -> list[tuple[Address, Value]]:
    read, before = resident_of(value), resident_of(row.get("identity"))
    if read is None:
        return []
    known = (before.sex, before.birth_date.isoformat()) if before else ()
    start = f"{prefix}/" if prefix else ""
    return [
        (Address(start + field), found)
        for field, found in (("sex", read.sex), ("birth_date", read.birth_date.isoformat()))
        if not row.get(field) or row.get(field) in known
    ]


def _row(document: Document, prefix: str) -> Mapping[str, Any]:
    if not prefix:
        return document
    group, row = prefix.split("/")
    return next((found for found in rows_of(document, group) if found.get(ROW) == row), {})
