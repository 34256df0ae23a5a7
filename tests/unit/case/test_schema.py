"""The published schema takes what the program writes and refuses what it would not understand."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.schema import case_schema

SCHEMA = case_schema()
TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None),
    "number": (int, float),
}  # fmt: skip
KNOWN = {
    "$schema", "title", "version", "description", "format", "x-measure",  # said to people
    "type", "enum", "anyOf", "required", "properties", "additionalProperties", "items", "minItems", "maxItems",
    "maxLength", "pattern", "patternProperties",
}  # fmt: skip


def accepts(schema: Mapping[str, Any], value: object) -> bool:
    """A reader of JSON schema of its own, for the words that the published one uses."""
    assert set(schema) <= KNOWN, f"this reader does not know {set(schema) - KNOWN}"
    if "anyOf" in schema and not any(accepts(part, value) for part in schema["anyOf"]):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "type" in schema and not has_type(schema["type"], value):
        return False
    if isinstance(value, str):
        too_long = len(value) > schema.get("maxLength", len(value))
        return not too_long and re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        fits = schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value))
        return fits and all(accepts(schema.get("items", {}), item) for item in value)
    return accepts_object(schema, value) if isinstance(value, dict) else True


def accepts_object(schema: Mapping[str, Any], value: Mapping[str, object]) -> bool:
    """Whether the members of an object are those that the schema describes."""
    properties = schema.get("properties", {})
    if not set(schema.get("required", [])) <= set(value):
        return False
    known = {name for name in value if any(re.search(pattern, name) for pattern in schema.get("patternProperties", {}))}
    if schema.get("additionalProperties", True) is False and not set(value) <= set(properties) | known:
        return False
    return all(accepts(properties.get(name, {}), item) for name, item in value.items())


def has_type(wanted: str | list[str], value: object) -> bool:
    """Whether a value is of a JSON type; a truth is no number."""
    names = [wanted] if isinstance(wanted, str) else wanted
    return any(isinstance(value, TYPES[name]) and not (isinstance(value, bool) and name != "boolean") for name in names)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"key": "1", "name": "张三", "savings": 161_700, "birth_date": "1949-12-31", "has_car": False},
        {"key": "1", "name": {"gap": "unknown"}, "savings": {"typed": "约一千"}, "sex": None},
        {"id": "ab" * 16, "identity": {"type": "id_card", "number": "11010519491231002X"}},
        {"key": "1", "building_area": "63.5", "bank": {"bank": "甲", "holder": "乙", "number": "62"}},
        {"key": "1", "members": [{"row": "a1", "name": "甲", "relation": "01"}, {"key": "2", "name": "乙"}]},
        {"key": 1, "building_area": 63.5, "members": [{"key": 0}], "income": [{"member": 0}, {"member": "a"}]},
        {"key": "1", "income": [{"type": {"gap": "later"}, "months": [1, None, *[0] * 10]}]},
        {"key": "1", "status": {"status": "surveyed", "at": "2026-11-23", "by": "s1", "why": ""}},
    ],
)
def test_documents_are_accepted(document: dict[str, Any]) -> None:
    assert accepts(SCHEMA, document)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"nmae": "张三"},
        {"name": 5},
        {"name": "长" * 20_001},
        {"savings": "1617.00"},
        {"savings": 16.17},
        {"savings": True},
        {"sex": "男"},
        {"has_car": "是"},
        {"building_area": "63.5㎡"},
        {"building_area": True},
        {"members": [{"place": 1}]},
        {"members": [{}] * 5_001},
        {"name": {"gap": "whatever"}},
        {"identity": {"number": "1"}},
        {"identity": "11010519491231002X"},
        {"id": "1"},
        {"members": {}},
        {"members": [{"nmae": "甲"}]},
        {"income": [{"months": [1, 2, 3]}]},
        {"income": [{"months": ["1"] * 12}]},
    ],
)
def test_what_would_not_be_understood_is_refused(document: Any) -> None:  # noqa: ANN401  # any JSON
    assert not accepts(SCHEMA, document)


def test_every_field_and_list_is_in_the_schema_with_its_label() -> None:
    for field in CASE.fields:
        assert SCHEMA["properties"][field.id]["title"] == field.label
    for group in CASE.groups:
        row = SCHEMA["properties"][group.id]["items"]["properties"]
        assert SCHEMA["properties"][group.id]["title"] == group.label
        assert {field.id for field in group.fields} | {"row", "key"} == set(row)
