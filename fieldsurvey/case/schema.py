"""The published JSON schema of a case document, generated from the catalogue."""

from typing import Any

from fieldsurvey.case.catalogue import CASE, EDITION
from fieldsurvey.case.codes import CODE_TABLES
from fieldsurvey.case.document import KEY, MAX_ROWS, ROW
from fieldsurvey.case.field import Field, Sort

_TEXT = {"type": "string", "maxLength": 20_000}
_KEY = {"type": ["string", "integer"]}
_FEN = {"type": "integer", "description": "整数,单位:分"}
_GAP = {"type": "object", "required": ["gap"], "properties": {"gap": {"enum": ["unknown", "refused", "later"]}}}
_TYPED = {"type": "object", "required": ["typed"], "properties": {"typed": _TEXT}}
_SHAPES: dict[Sort, dict[str, Any]] = {
    Sort.DATE: {"type": "string", "format": "date"},
    Sort.MONEY: _FEN,
    Sort.DECIMAL: {
        "type": ["string", "number"],
        "pattern": r"^-?\d{1,9}(\.\d{1,4})?$",
        "description": "导出时总是文字",
    },
    Sort.WHOLE: {"type": "integer"},
    Sort.FLAG: {"type": "boolean"},
    Sort.IDENTITY: {
        "type": "object",
        "required": ["type", "number"],
        "properties": {"type": {"enum": list(CODE_TABLES["identity_type"])}, "number": _TEXT},
    },
    Sort.BANK: {"type": "object", "properties": {"bank": _TEXT, "holder": _TEXT, "number": _TEXT}},
    Sort.MONTHS: {
        "type": "array",
        "minItems": 12,
        "maxItems": 12,
        "description": "入户前十二个整月,按 1 月到 12 月的次序,不论哪一年;每月为整数,单位:分",
        "items": {"anyOf": [{"type": ["integer", "null"]}, _GAP, _TYPED]},
    },
    Sort.FILE: {
        "type": "object",
        "properties": {"sha256": _TEXT, "size": {"type": "integer"}, "media": _TEXT, "name": _TEXT},
    },
    Sort.MEMBER: {
        "type": ["string", "integer"],
        "description": "成员的 row;导入时也可以写同一份文档里该成员的 key",
    },
    Sort.EVENT: {
        "type": "object",
        "required": ["status"],
        "properties": {"status": _TEXT, "at": _TEXT, "by": _TEXT, "why": _TEXT},
    },
}
# Fields that an office added;
_OWN = {"^x_[a-z0-9]{1,24}$": {"description": "本单位的补充字段"}}


def case_schema() -> dict[str, Any]:
    """JSON schema (draft 2020-12) of what `case import` takes and `case export` writes, one document per line."""
    properties: dict[str, Any] = {
        KEY: {**_KEY, "description": "来源中的唯一编号;同一来源同一编号总是同一户"},
        "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
    }
    properties.update({field.id: _shape(field) for field in CASE.fields})
    for group in CASE.groups:
        key = {**_KEY, "description": "来源中这一行的编号;没有 row 时由它认出同一行,都没有时按次序"}
        row: dict[str, Any] = {ROW: {"type": "string"}, KEY: key}
        row.update({field.id: _shape(field) for field in group.fields})
        properties[group.id] = {
            "type": "array",
            "title": group.label,
            "maxItems": MAX_ROWS,
            "items": {
                "type": "object",
                "properties": row,
                "patternProperties": _OWN,
                "additionalProperties": False,
            },
        }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "困难职工家庭档案 (Fieldsurvey case document)",
        "version": EDITION,
        "type": "object",
        "properties": properties,
        "patternProperties": _OWN,
        "additionalProperties": False,
    }


def _shape(field: Field) -> dict[str, Any]:
    proper = _shape_of_codes(field) or _SHAPES.get(field.sort, _TEXT)
    shape: dict[str, Any] = {"title": field.label, "anyOf": [proper, _GAP, _TYPED, {"type": "null"}]}
    notes = [note for note in (field.hint, field.rule) if note]
    if field.measure:
        shape["x-measure"] = field.measure
    if notes:
        shape["description"] = ";".join(notes)
    return shape


def _shape_of_codes(field: Field) -> dict[str, Any]:
    codes = {"enum": list(field.choices.labels)}
    if field.sort is Sort.CODES:
        return {"type": "array", "items": codes}
    return codes if field.sort is Sort.CODE else {}
