"""What a paper says and its household no longer does, by section, with the labels that people know."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value, digest
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.kinds import label_at
from fieldsurvey.case.values import rows_of
from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.forms.figures import EVIDENCE, EXPENSE_COLUMNS, INCOME_COLUMNS
from fieldsurvey.forms.layout import FIGURE_MARK, STAGES, Form, Stage
from fieldsurvey.forms.sheets import printed_sections
from fieldsurvey.forms.supplement import SUPPLEMENT, TITLE
from fieldsurvey.services.paper_lines import ChangedSection
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

Texts = Mapping[str, Mapping[str, str]]


def kept_texts(sections: Texts) -> dict[str, dict[str, str]]:
    """The printed texts by section and address; of a very long one its hash, which compares as well."""
    return {
        section: {
            address: text if len(text) <= LONG_TEXT else f"sha256:{digest(text.encode())}"
            for address, text in texts.items()
        }
        for section, texts in sections.items()
    }


def stage_of(paper: Mapping[str, Any]) -> Stage:
    """Up to which part was printed; papers that say nothing of it had no later part than the plan."""
    said = paper.get("stage")
    return next((stage for stage in STAGES if stage == said), "plan")


def differences(seat: Seat, paper: Mapping[str, Any], document: Document) -> list[ChangedSection]:
    """The sections of a paper in which its household says something else now; none for a form not known here."""
    printed = _printed(paper.get("printed"))
    try:
        form = seat.form(str(paper.get("form")))
    except FormUnknownError:
        return []
    if not printed:
        return []
    before = {address: text for texts in printed.values() for address, text in texts.items()}
    present = printed_sections(form, _as_of(document, before), stage=stage_of(paper), catalogue=seat.catalogue)
    now = kept_texts(present)
    everywhere = {address for texts in now.values() for address in texts}
    is_same = paper.get("template") == form.template
    stages = _stages_compared(paper)
    found = []
    for section, title, stage in _sections(form):
        if stage not in stages:
            continue
        changed = [
            *_changed(now.get(section, {}), before, takes_new=is_same and section != SUPPLEMENT),
            *_gone(printed.get(section, {}), everywhere),
        ]
        if changed:
            labels = tuple(dict.fromkeys(_label(seat, address) for address in changed))
            found.append(ChangedSection(section, title, stage, labels))
    return found


def _stages_compared(paper: Mapping[str, Any]) -> tuple[Stage, ...]:
    """Of a whole paper what is signed; what comes later goes on appended sheets, which are papers of their own."""
    part = paper.get("part")
    return next(((stage,) for stage in STAGES if stage == part), STAGES[:-1])


def _changed(now: Mapping[str, str], before: Mapping[str, str], *, takes_new: bool) -> Iterator[str]:
    rows = {address.rpartition("/")[0] for address in before}
    lists = {row.partition("/")[0] for row in rows}
    for address, text in now.items():
        if address in before:
            if before[address] != text:
                yield address
        elif text:
            row = address.rpartition("/")[0]
            # Another layout may have places that the printed one had not; only a whole row more is then a change.
            if takes_new or (row not in rows and row.partition("/")[0] in lists):
                yield address


def _gone(printed: Mapping[str, str], everywhere: set[str]) -> Iterator[str]:
    for address, text in printed.items():
        if text and "/" in address and address not in everywhere:
            yield address


def _as_of(document: Document, before: Mapping[str, str]) -> Document:
    """The document with the visits up to the one that was printed."""
    printed = {address.split("/")[1] for address in before if address.startswith(f"{_VISITS}/")}
    rows = rows_of(document, _VISITS)
    last = max((place for place, row in enumerate(rows) if row.get(ROW) in printed), default=None)
    return document if last is None else {**document, _VISITS: list(rows[: last + 1])}


def _sections(form: Form) -> Iterator[tuple[str, str, Stage]]:
    for section in (form.header, *form.sections):
        yield section.id, section.title or _HEADER_TITLE, section.stage
    yield SUPPLEMENT, TITLE, "survey"


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


def _printed(value: Value) -> dict[str, dict[str, str]]:
    """What a paper's record says it printed, as far as it has the shape of it."""
    if not isinstance(value, Mapping):
        return {}
    return {
        str(section): {str(address): str(text) for address, text in texts.items()}
        for section, texts in value.items()
        if isinstance(texts, Mapping)
    }
