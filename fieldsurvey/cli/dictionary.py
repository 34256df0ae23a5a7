"""The data dictionary, written from the field catalogue: every field, list and code table, for people."""

from collections.abc import Iterator, Sequence

from fieldsurvey.case.catalogue import CASE, EDITION, STEPS
from fieldsurvey.case.codes import CODE_TABLES, SEEDED
from fieldsurvey.case.field import FIELD_WRITERS, Catalogue, Field, Sort, Tier
from fieldsurvey.case.kinds import KINDS, Kind, Scope
from fieldsurvey.case.values import GAP_LABELS

FORMS_OF_SORTS = {
    Sort.TEXT: ("one line of text", '`"纺织东路十八号院"`'),
    Sort.LONG_TEXT: ("text of several lines", '`"…"`'),
    Sort.CODE: ("a code of the table named beside it", '`"40"`'),
    Sort.CODES: ("several codes of the table, in its order", '`["job","illness"]`'),
    Sort.DATE: ("a day in Asia/Shanghai", '`"2026-11-23"`'),
    Sort.MONEY: ("whole fen", "`161700` is 1,617.00 元"),
    Sort.DECIMAL: ("a decimal as a string", '`"63.5"`'),
    Sort.WHOLE: ("a whole number", "`2`"),
    Sort.FLAG: ("yes or no", "`true`"),
    Sort.IDENTITY: ("a document and its number", '`{"type":"id_card","number":"…"}`'),
    Sort.PHONE: ("digits of a telephone number", '`"138…"`'),
    Sort.BANK: ("bank, holder and card number, one field", '`{"bank":"…","holder":"…","number":"…"}`'),
    Sort.MONTHS: (
        "twelve amounts in fen, January to December, of the whole months before the visit; `null` where not answered",
        "`[120000, …, null]`",
    ),
    Sort.FILE: ("an evidence file, named by its hash", '`{"sha256":"…","size":1,"media":"image/jpeg","name":"…"}`'),
    Sort.MEMBER: ("the row id of a member", '`"a1b2c3"`'),
    Sort.EVENT: ("a step of the procedure", '`{"status":"…","at":"…","by":"…","why":"…"}`'),
}
TIERS = {Tier.TABLE: "现场必问", Tier.OFFICE: "回办公室补", Tier.REPORT: "仅上报需要"}
SCOPES = {
    Scope.ASSIGNED: "the laptops that the case is assigned to",
    Scope.ALL: "every laptop",
    Scope.HEADQUARTERS: "headquarters only",
}


def data_dictionary() -> str:
    """The whole document as Markdown."""
    return "\n".join([*_opening(), *_kinds(), *_case(), *_other_kinds(), *_code_tables()]) + "\n"


def _opening() -> Iterator[str]:
    yield "# Data dictionary"
    yield ""
    yield f"Generated from the field catalogue, edition {EDITION}, by `fieldsurvey docs --write`; change the catalogue,"
    yield "not this file. The same description drives the wizard, the printed forms, the checks and the JSON schema"
    yield "(`case-document.schema.json`)."
    yield ""
    yield "A field has an address: `field`, or `list/row/field` for a field of a row. It is written by surveyor and"
    yield "reviewer where nothing else is said. Besides its proper value it may hold a gap, which is neither zero nor"
    yield "empty, or text that was kept although it could not be understood:"
    yield ""
    gaps = ", ".join(f'`{{"gap":"{gap}"}}` {label}' for gap, label in GAP_LABELS.items())
    yield f"- gaps: {gaps};"
    yield '- text as typed: `{"typed":"…"}`.'
    yield ""
    yield "This is what ships. An office edits code tables (`code_table`) and the questionnaire (`questionnaire`: the"
    yield "fields marked questionnaire below), and adds own fields, whose ids begin with `x_`; they are printed as"
    yield "补充内容 on a continuation sheet unless the office says otherwise."
    yield ""
    yield "| sort | holds | as JSON |"
    yield "|---|---|---|"
    for sort, (holds, example) in FORMS_OF_SORTS.items():
        yield f"| {sort} | {holds} | {example} |"
    yield ""


def _kinds() -> Iterator[str]:
    yield "## Kinds of records"
    yield ""
    yield "| kind | 名称 | goes from headquarters to | written once |"
    yield "|---|---|---|---|"
    for kind in KINDS.values():
        yield f"| `{kind.id}` | {kind.label} | {SCOPES[kind.scope]} | {'yes' if kind.write_once else ''} |"
    yield ""


def _case() -> Iterator[str]:
    yield from _kind_heading(KINDS["case"])
    yield from _fields(CASE.fields, with_step=True)
    for group in CASE.groups:
        page = f", asked on page {group.step} ({STEPS[group.step]})" if group.step else ""
        yield f"### `{group.id}` {group.label}"
        yield ""
        yield f"A list; one row is one {group.row_label}{page}."
        yield ""
        yield from _fields(group.fields, with_step=False)


def _other_kinds() -> Iterator[str]:
    for kind in KINDS.values():
        if kind.id != "case":
            yield from _kind_heading(kind)
            yield from _catalogue(kind.catalogue)


def _kind_heading(kind: Kind) -> Iterator[str]:
    yield f"## `{kind.id}` {kind.label}"
    yield ""


def _catalogue(catalogue: Catalogue) -> Iterator[str]:
    yield from _fields(catalogue.fields, with_step=False)
    for group in catalogue.groups:
        yield f"### `{group.id}` {group.label}"
        yield ""
        yield from _fields(group.fields, with_step=False)


def _fields(fields: Sequence[Field], *, with_step: bool) -> Iterator[str]:
    step = " page |" if with_step else ""
    yield f"| field | 名称 | sort |{step} asked | blocks | notes |"
    yield f"|---|---|---|{'---|' if with_step else ''}---|---|---|"
    for field in fields:
        page = f" {field.step or ''} |" if with_step else ""
        rest = f"{_asked(field)} | {field.blocks} | {_notes(field)} |"
        yield f"| `{field.id}` | {field.label} | {_sort(field)} |{page} {rest}"
    yield ""


def _sort(field: Field) -> str:
    parts = [str(field.sort)]
    if field.codes:
        parts.append(f"[`{field.codes}`](#{field.codes})" if field.codes in CODE_TABLES else f"`{field.codes}`")
    if field.measure:
        parts.append(field.measure)
    return " ".join(parts)


def _asked(field: Field) -> str:
    return TIERS[field.tier] + (",必填" if field.required else "")


def _notes(field: Field) -> str:
    notes = [note for note in (field.hint, field.rule) if note]
    if field.when:
        notes.append(f"when `{field.when[0]}` is {' or '.join(f'`{code}`' for code in field.when[1])}")
    if field.sensitive:
        notes.append("sensitive")
    if field.once:
        notes.append("written once")
    if field.is_question:
        notes.append("questionnaire" + ("" if field.is_printed else ", not printed"))
    if field.is_own:
        notes.append("own field of the office")
    if field.writers != FIELD_WRITERS:
        notes.append("written by " + ", ".join(sorted(field.writers)))
    return "; ".join(notes).replace("|", "\\|")


def _code_tables() -> Iterator[str]:
    yield "## Code tables"
    yield ""
    yield "Codes are retired, never reused."
    yield ""
    for table in SEEDED.values():
        yield f"### {table.id}"
        yield ""
        yield "| code | 含义 | 也叫 |"
        yield "|---|---|---|"
        for code, label in table.labels.items():
            yield f"| `{code}` | {label} | {'、'.join(table.names.get(code, ()))} |"
        yield ""
