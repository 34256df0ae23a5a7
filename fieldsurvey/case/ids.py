"""Identifiers: their types, how they are made, and what they look like."""

import hashlib
import re
import secrets
from typing import NewType

RecordId = NewType("RecordId", str)
CaseId = RecordId
ChangeId = NewType("ChangeId", str)
DeviceId = NewType("DeviceId", str)
RowId = NewType("RowId", str)
Address = NewType("Address", str)

RECORD_PATTERN = re.compile(r"[0-9a-f]{32}")
CHANGE_PATTERN = SHA256_PATTERN = re.compile(r"[0-9a-f]{64}")
DEVICE_PATTERN = re.compile(r"[0-9a-f]{16}")
ROW_PATTERN = re.compile(r"[a-z0-9]{1,32}")
ADDRESS_PATTERN = re.compile(r"[a-z][a-z0-9_]{0,63}(?:/[a-z0-9]{1,32}/[a-z][a-z0-9_]{0,63})?")


def new_record() -> RecordId:
    """A random record id; 128 bits, so that laptops never meet on one by chance."""
    return RecordId(secrets.token_hex(16))


def new_row() -> RowId:
    """A random row id; unique within its list, 48 bits."""
    return RowId(secrets.token_hex(6))


def derived_record(source: str, key: str) -> RecordId:
    """The record id of an imported row: the same source and key always give the same record."""
    return RecordId(hashlib.sha256(f"record\0{source}\0{key}".encode()).hexdigest()[:32])


def derived_row(record: RecordId, group: str, key: str) -> RowId:
    """The row id of an imported list row, from its record, its list and its key there."""
    return RowId(hashlib.sha256(f"row\0{record}\0{group}\0{key}".encode()).hexdigest()[:12])


def row_address(group: str, row: str, field: str) -> Address:
    """The address of a field in a row of a list."""
    return Address(f"{group}/{row}/{field}")
