"""What a paper says and its household no longer does, by section, with the labels that people know."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.canonical import Value, digest
from fieldsurvey.case.catalogue import EDITION
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.kinds import label_at
from fieldsurvey.case.values import rows_of
from fieldsurvey.forms.answers import Answers
from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.forms.figures import EVIDENCE, EXPENSE_COLUMNS, INCOME_COLUMNS
from fieldsurvey.forms.layout import FIGURE_MARK, LAST, STAGES, Form, Section, Stage, Table
from fieldsurvey.forms.supplement import SUPPLEMENT, TITLE
from fieldsurvey.forms.templates import shipped_form
from fieldsurvey.services.paper_lines import ChangedSection
from fieldsurvey.services.paper_order import paper_order
from fieldsurvey.services.seat import Seat

LONG_TEXT: Final = 500
_HEADER_TITLE: Final = "表头"
# A later visit is entered on an appended sheet; it is no change of what was printed of an earlier one.
_VISITS: Final = "visits"
_FIGURES: Final = {
    **{f"income_year_{name}": words for name, words, _ in INCOME_COLUMNS},
    **{f"expense_year_{name}": words for name, words, _ in EXPENSE_COLUMNS},
    "income_year": "收入合计",
    "expense_year": "支出合计",
    "persons": "计入人口",
    "income_month_per_head": "月人均收入",
    "expense_month_per_head": "月人均支出",
    "net_month_per_head": "月人均纯收入",
    "home_photos": "照片编号",
}

_ROW_FIGURES: Final = {"=age": "年龄", "=income_month": "月收入"}

# Stands for all sections of a paper that this edition cannot compare; it is no section of any form.
NOT_COMPARABLE: Final = ChangedSection("", "", "", ())
_IN_A_ROW: Final = 3
# Counts up whenever comparing finds something else in the same paper.
_COMPARING: Final = 1

Texts = Mapping[str, Mapping[str, str]]


def kept_texts(sections: Texts) -> dict[str, dict[str, str]]:
    """The printed texts by section and address; of a very long one its hash, which compares as well."""
    return {section: {address: _kept(text) for address, text in texts.items()} for section, texts in sections.items()}


def _kept(text: str) -> str:
    return text if len(text) <= LONG_TEXT else f"sha256:{digest(text.encode())}"


def compared_by(seat: Seat) -> str:
    """What decides besides paper and household how they compare: codes, questions, layouts, and this edition."""
    here = seat.in_force
    tables = [(name, sorted(table.labels.items())) for name, table in sorted(here.tables.items())]
    said = repr((_COMPARING, EDITION, tables, here.questions, sorted(here.layouts.items())))
    return digest(said.encode())[:16]


def stage_of(paper: Mapping[str, Any]) -> Stage:
    """Up to which part was printed; papers that say nothing of it had no later part than the plan."""
    said = paper.get("stage")
    return next((stage for stage in STAGES if stage == said), "plan")


def kept_sections(form: Form, printed: Texts) -> dict[str, Value]:
    """What a paper keeps of its sections: title, stage, and of each list that stands there the fields of a row.

    A layout made later may have a section elsewhere, or not at all; what was signed stays what it was.
    """
    kept: dict[str, Value] = {}
    for section in (form.header, *form.sections):
        lists: dict[str, Value] = {name: list(fields) for name, fields in _tables(section).items()}
        kept[section.id] = {"title": section.title or _HEADER_TITLE, "stage": section.stage, "lists": lists}
    beyond: dict[str, Value] = {name: list(fields) for name, fields in _lists_in(printed.get(SUPPLEMENT, {})).items()}
    kept[SUPPLEMENT] = {"title": TITLE, "stage": STAGES[0], "lists": beyond}
    return kept


def differences(seat: Seat, paper: Mapping[str, Any], document: Document) -> list[ChangedSection]:
    """The sections of a paper in which its household says something else now.

    `NOT_COMPARABLE` alone where this edition does not know the form, or cannot read what was printed.
    """
    printed = printed_texts(paper.get("printed"))
    try:
        form = seat.form(str(paper.get("form")))
    except FormUnknownError:
        return [NOT_COMPARABLE]
    if not printed:
        return [NOT_COMPARABLE]
    before = {address: text for texts in printed.values() for address, text in texts.items()}
    answers = Answers(seat.catalogue, _as_of(document, before), org=seat.identity.organisation)
    stages = _stages_compared(paper)
    found = []
    for section in _sections(paper, form, printed):
        if section.stage in stages:
            texts = printed.get(section.id, {})
            changed = [*_changed(answers, texts), *_rows_more(answers, section, before)]
            if changed:
                labels = tuple(dict.fromkeys(_label(seat, address) for address in sorted(changed, key=_place)))
                found.append(ChangedSection(section.id, section.title, section.stage, labels))
    return found


@dataclass(frozen=True, slots=True)
class _Section:
    """A section as it was printed; `lists` are the fields of a row of each list in it."""

    id: str
    title: str
    stage: str
    lists: Mapping[str, Sequence[str]]


def _stages_compared(paper: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Of a whole paper what is signed; what comes later goes on appended sheets, which are papers of their own."""
    part, last = paper.get("part"), STAGES.index(stage_of(paper))
    return next(((stage,) for stage in STAGES if stage == part), STAGES[:-1][: last + 1])


def _changed(answers: Answers, texts: Mapping[str, str]) -> Iterator[str]:
    """The addresses whose printed text the document does not say any more, wherever a layout has them now."""
    for address, text in texts.items():
        try:
            now = _text_at(answers, address)
        except (KeyError, UnknownFieldError):
            # A question that is not asked any more, or a figure of another edition.
            continue
        if _kept(now) != text:
            yield address


def _place(address: str) -> int:
    """Where people look for it: as the paper form asks, figures last."""
    group, _, name = address.rpartition("/")
    places, field = paper_order(), f"{group.partition('/')[0]}/{name}" if group else name
    return places.get(field, len(places))


def _text_at(answers: Answers, address: str) -> str:
    """What the document says at a printed address; empty where its row is gone.

    Raises:
        KeyError, UnknownFieldError: this edition has no such figure or field.
    """
    group, _, name = address.rpartition("/")
    if not group:
        return answers.figure(name.removeprefix(FIGURE_MARK)) if name.startswith(FIGURE_MARK) else answers.text(address)
    group, _, row_id = group.partition("/")
    if row_id == LAST:
        return answers.text(address)
    row = next((row for row in answers.rows(group) if row.get(ROW) == row_id), None)
    return "" if row is None else answers.in_list(group, name, row)


def _rows_more(answers: Answers, section: _Section, before: Mapping[str, str]) -> Iterator[str]:
    """The addresses of the rows that a list has more than when it was printed."""
    printed = {address.rpartition("/")[0] for address in before}
    for group, names in section.lists.items():
        for row in answers.rows(group):
            place = f"{group}/{row.get(ROW, '')}"
            if place not in printed:
                for name in names:
                    try:
                        if answers.in_list(group, name, row):
                            yield f"{place}/{name}"
                    except (KeyError, UnknownFieldError):
                        continue


def _as_of(document: Document, before: Mapping[str, str]) -> Document:
    """The document with the visits up to the one that was printed."""
    printed = {address.split("/")[1] for address in before if address.startswith(f"{_VISITS}/")}
    rows = rows_of(document, _VISITS)
    last = max((place for place, row in enumerate(rows) if row.get(ROW) in printed), default=None)
    return document if last is None else {**document, _VISITS: list(rows[: last + 1])}


def _sections(paper: Mapping[str, Any], form: Form, printed: Texts) -> Iterator[_Section]:
    """The sections as they were printed. Papers that kept nothing of it have them as the layouts known here."""
    kept = paper.get("sections")
    kept = kept if isinstance(kept, Mapping) else {}
    known = kept_sections(shipped_form(form.id), printed) | kept_sections(form, printed)
    for section in dict.fromkeys([*known, *kept, *printed]):
        untrusted = kept.get(section) if isinstance(kept.get(section), Mapping) else known.get(section, {})
        if section in printed and isinstance(untrusted, Mapping):
            lists = untrusted.get("lists")
            yield _Section(
                str(section),
                str(untrusted.get("title") or section),
                next((stage for stage in STAGES if stage == untrusted.get("stage")), STAGES[0]),
                {str(name): _names(fields) for name, fields in lists.items()} if isinstance(lists, Mapping) else {},
            )


def _names(untrusted: object) -> list[str]:
    return [str(each) for each in untrusted] if isinstance(untrusted, list) else []


def _tables(section: Section) -> dict[str, list[str]]:
    tables = [part for part in section.parts if isinstance(part, Table)]
    return {table.group: [name for column in table.columns for name in column.fields] for table in tables}


def _lists_in(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """The lists that printed addresses name, with the fields of a row."""
    found: dict[str, dict[str, None]] = {}
    for address in texts:
        parts = address.split("/")
        if len(parts) == _IN_A_ROW:
            found.setdefault(parts[0], {})[parts[2]] = None
    return {group: list(names) for group, names in found.items()}


def _label(seat: Seat, address: str) -> str:
    group, _, last = address.rpartition("/")
    if last.startswith(FIGURE_MARK) and group:
        return f"{label_at(seat.case_kind, f'{group}/name').partition('·')[0]}·{_ROW_FIGURES.get(last, last)}"
    if not address.startswith(FIGURE_MARK):
        return label_at(seat.case_kind, address)
    figure = address.removeprefix(FIGURE_MARK)
    if figure.startswith(EVIDENCE):
        code = figure.removeprefix(EVIDENCE)
        return f"佐证材料({seat.in_force.table('evidence_type').label_of(code)})"
    return _FIGURES.get(figure, figure)


def printed_texts(value: Value) -> dict[str, dict[str, str]]:
    """What a paper's record says it printed, as far as it has the shape of it."""
    if not isinstance(value, Mapping):
        return {}
    return {
        str(section): {str(address): str(text) for address, text in texts.items()}
        for section, texts in value.items()
        if isinstance(texts, Mapping)
    }
