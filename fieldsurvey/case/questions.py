"""The questionnaire and an office's own fields: records that become entries of the field catalogue.

Both are rows of one record (kind `questionnaire`): the shipped questions of report one (篇一), edited or retired by an
office, and what it adds. A row says only what is different from the shipped question of the same id.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from fieldsurvey.case.canonical import digest, encode
from fieldsurvey.case.codes import SEEDED, CodeTable
from fieldsurvey.case.field import Field, Sort, Tier
from fieldsurvey.case.ids import RecordId, RowId, derived_record, derived_row
from fieldsurvey.case.values import rows_of

QUESTION_STEP: Final = 7
OWN_ID: Final = re.compile(r"x_[a-z0-9]{1,24}")
SORTS: Final = (
    Sort.TEXT, Sort.LONG_TEXT, Sort.CODE, Sort.CODES, Sort.DATE, Sort.MONEY, Sort.DECIMAL, Sort.WHOLE, Sort.FLAG,
    Sort.PHONE,
)  # fmt: skip
RECORD: Final[RecordId] = derived_record("office", "questionnaire")
ROWS: Final = "fields"
MOST_OPTIONS: Final = 200


@dataclass(frozen=True)
class Question:
    """One question or own field as it is in force. `list` is the list it belongs to, empty for the household itself."""

    id: str
    label: str
    sort: Sort = Sort.TEXT
    options: tuple[tuple[str, str], ...] = ()
    codes: str = ""
    list: str = ""
    step: int = QUESTION_STEP
    tier: Tier = Tier.TABLE
    measure: str = ""
    hint: str = ""
    is_printed: bool = True
    is_retired: bool = False
    retired_options: tuple[tuple[str, str], ...] = ()
    order: int = 0
    is_sensitive: bool = False

    @property
    def row(self) -> RowId:
        """The row of the record in which an office says what it wants different."""
        return derived_row(RECORD, ROWS, self.id)

    @property
    def is_question(self) -> bool:
        """True for the questionnaire, false for fields elsewhere."""
        return self.step == QUESTION_STEP and not self.list


SEED_QUESTIONS: Final = (
    Question("told_cause", "本人所说的主要致困原因", Sort.CODES, codes="told_cause", is_sensitive=True),
    Question("outlook", "对脱困的看法", Sort.CODE, codes="outlook"),
    Question("fears", "四怕(最怕什么)", Sort.CODES, codes="fears"),
)


def field_of(question: Question) -> Field:
    """The entry of the catalogue that a question becomes."""
    table = None
    if question.options:
        # Options that are no longer offered still name what was answered with them.
        gone = dict(question.retired_options)
        table = CodeTable(question.id, question.label, dict(question.options) | gone, frozenset(gone))
    return Field(
        question.id,
        question.label,
        question.sort,
        step=0 if question.list else question.step,
        tier=question.tier,
        measure=question.measure,
        codes=question.codes or (question.id if question.options else ""),
        hint=question.hint,
        sensitive=question.is_sensitive,
        is_question=question.is_question,
        is_own=not any(question.id == seed.id for seed in SEED_QUESTIONS),
        is_printed=question.is_printed,
        table=table,
    )


def questions_in_force(record: Mapping[str, Any] | None) -> list[Question]:
    """All questions and own fields, retired ones too, in order: the shipped ones as edited, then what was added.

    Whatever a foreign record says, each comes out whole or not at all.
    """
    by_id = {seed.id: seed for seed in SEED_QUESTIONS}
    for row in rows_of(record or {}, ROWS):
        question_id = row.get("field")
        if not isinstance(question_id, str):
            continue
        before = by_id.get(question_id)
        if before is None and not OWN_ID.fullmatch(question_id):
            continue
        edited = _edited(before or Question(question_id, "", step=1), row)
        if edited.label:
            by_id[question_id] = edited
    natural = {question_id: number for number, question_id in enumerate(by_id, start=1)}
    return sorted(by_id.values(), key=lambda each: (each.order or natural[each.id], natural[each.id]))


def order_of(row: Mapping[str, Any]) -> int:
    """The place that a row asks for, from 1; 0 when it asks for none."""
    order = row.get("order")
    return order if isinstance(order, int) and not isinstance(order, bool) and order > 0 else 0


def questionnaire_version(questions: Iterable[Question]) -> str:
    """Eight hexadecimal digits that two offices share exactly when they ask the same questions in the same words."""
    asked = [
        [question.id, question.label, str(question.sort), dict(_labels(question))]
        for question in questions
        if question.is_question and not question.is_retired
    ]
    return digest(encode(asked))[:8]


def _labels(question: Question) -> Mapping[str, str]:
    return dict(question.options) or (SEEDED[question.codes].labels if question.codes else {})


def _edited(question: Question, row: Mapping[str, Any]) -> Question:
    texts = {name: row[name] for name in ("label", "measure", "hint") if isinstance(row.get(name), str)}
    changed = replace(question, **texts, is_retired=isinstance(row.get("retired_on"), str), order=order_of(row))
    if isinstance(row.get("is_printed"), bool):
        changed = replace(changed, is_printed=row["is_printed"])
    options, gone = _options(row.get("options"))
    if options:
        changed = replace(changed, options=options, retired_options=gone)
    if row.get("tier") in tuple(Tier):
        changed = replace(changed, tier=Tier(row["tier"]))
    if question.codes:
        # What answers a shipped question already has must stay readable: its sort and its place are fixed.
        return changed
    if row.get("sort") in SORTS:
        changed = replace(changed, sort=Sort(row["sort"]))
    # The eighth page shows the sum and asks nothing.
    if isinstance(row.get("step"), int) and row["step"] in range(1, 10) and row["step"] != 8:
        changed = replace(changed, step=row["step"])
    return replace(changed, list=row["list"]) if isinstance(row.get("list"), str) else changed


def _options(untrusted: object) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """What is offered and what no longer is, of a list of [code, label] or [code, label, true]."""
    if not isinstance(untrusted, list) or len(untrusted) > MOST_OPTIONS:
        return (), ()
    told = [each for each in untrusted if isinstance(each, list) and len(each) in (2, 3) and each[0] and each[1]]
    offered = tuple((str(each[0]), str(each[1])) for each in told if each[2:] != [True])
    return offered, tuple((str(each[0]), str(each[1])) for each in told if each[2:] == [True])
