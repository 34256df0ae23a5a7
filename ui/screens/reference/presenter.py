"""基础数据 between the panels and the service: every edit is one record's change, and the lists show what holds now."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from fieldsurvey.case.catalogue import CASE, STEPS
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.field import Field, Sort, Tier
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.questions import QUESTION_STEP, SEED_QUESTIONS, SORTS, Question, field_of
from fieldsurvey.services.form_templates import FormTemplates
from fieldsurvey.services.reference import Reference
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.reference.forms_presenter import FormsPresenter
from ui.screens.reference.questions_panel import NEW, QuestionShown, QuestionsPanel
from ui.screens.reference.view import ReferenceView

SORT_NAMES: Final = {
    Sort.TEXT: "一行字", Sort.LONG_TEXT: "几行字", Sort.CODE: "单选", Sort.CODES: "多选", Sort.DATE: "日期",
    Sort.MONEY: "金额", Sort.DECIMAL: "小数", Sort.WHOLE: "整数", Sort.FLAG: "是或否", Sort.PHONE: "电话",
}  # fmt: skip
TIER_NAMES: Final = {Tier.TABLE: "现场必问", Tier.OFFICE: "回办公室补", Tier.REPORT: "仅上报需要"}
_SHIPPED: Final = frozenset(seed.id for seed in SEED_QUESTIONS)


def sorts() -> list[tuple[str, str]]:
    """The types that a question may have."""
    return [(str(sort), SORT_NAMES[sort]) for sort in SORTS]


def tiers() -> list[tuple[str, str]]:
    """When a question may be asked."""
    return [(str(tier), name) for tier, name in TIER_NAMES.items()]


def question_places() -> list[tuple[str, str]]:
    """Where the questionnaire is asked."""
    return [(str(QUESTION_STEP), STEPS[QUESTION_STEP])]


def field_places() -> list[tuple[str, str]]:
    """Where an own field may stand: on a step for the household, or in the rows of a list."""
    steps = [(str(step), f"整户:{name}") for step, name in STEPS.items() if step not in (QUESTION_STEP, 2, 10)]
    return steps + [(group.id, f"每个{group.row_label}") for group in CASE.groups if group.step]


class ReferencePresenter(QObject):
    """Shows what holds and carries edits to the service."""

    def __init__(
        self, view: ReferenceView, *, jobs: Jobs, notify: Notify, reference: Reference, templates: FormTemplates
    ) -> None:
        super().__init__(view)
        self._forms = FormsPresenter(view.forms, jobs=jobs, notify=notify, templates=templates)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._reference = reference
        self._tables: list[CodeTable] = []
        self._in_force: InForce | None = None
        self._table = self._code = self._search = ""
        self._standing = {"questions": "", "own_fields": ""}
        codes = view.codes
        codes.search_changed.connect(self._on_search)
        codes.table_chosen.connect(self._on_table)
        codes.codes.chosen.connect(self._on_code)
        codes.add_requested.connect(self._on_add)
        codes.rename_requested.connect(self._on_rename)
        codes.retire_requested.connect(self._on_retire_code)
        codes.move_requested.connect(self._on_move_code)
        codes.refused.connect(notify.warn)
        for panel in (view.questions, view.fields):
            panel.chosen.connect(partial(self._on_question, panel))
            panel.typed.connect(partial(self._on_typed, panel))
            panel.save_requested.connect(self._on_save)
            panel.retire_requested.connect(self._on_retire_question)
            panel.move_requested.connect(self._on_move_question)

    def refresh(self) -> None:
        """Reads everything anew."""
        self._jobs.submit(self, self._reference.code_tables, then=self._on_tables, about="tables")
        self._jobs.submit(self, self._reference.in_force, then=self._on_in_force, about="in force")
        self._forms.refresh()

    def _edit(self, call: Callable[[], object], told: str) -> None:
        self._jobs.submit(self, call, then=partial(self._on_edited, told), doing="正在存下…")

    def _on_edited(self, told: str, made: object) -> None:
        if isinstance(made, str):
            self._code = made
            self._view.codes.clear_new()
        elif isinstance(made, Question):
            self._standing["questions" if made.is_question else "own_fields"] = made.id
        self._notify.done(told)
        self.refresh()

    def _on_tables(self, tables: list[CodeTable]) -> None:
        self._tables = tables
        self._show_tables()

    def _show_tables(self) -> None:
        found = [
            table
            for table in self._tables
            if not self._search or any(self._search in text for text in (table.id, table.label, *table.spelled))
        ]
        lines = [
            Line(table.id, (table.label, str(len(table.offered)), str(len(table.retired) or ""))) for table in found
        ]
        self._view.codes.show_tables(lines, self._table)

    def _on_search(self, text: str) -> None:
        self._search = text
        self._show_tables()

    def _on_table(self, table_id: str) -> None:
        if table_id != self._table:
            self._table, self._code = table_id, ""
        table = self._chosen_table()
        if table is not None:
            gone = table.retired
            lines = [
                Line(
                    code,
                    (text, code, "停用" if code in gone else "", "、".join(table.names.get(code, ()))),
                    "quiet" if code in gone else "",
                )
                for code, text in table.labels.items()
            ]
            self._view.codes.show_codes(table.label, lines, self._code)

    def _on_code(self, code: str) -> None:
        self._code = code

    def _on_add(self, label: str) -> None:
        if label:
            self._edit(partial(self._reference.new_code, self._table, label), f"已添加“{label}”。")

    def _on_rename(self, code: str, label: str, typed: str) -> None:
        table = self._chosen_table()
        names = tuple(name for name in re.split(r"[\s、,，;；]+", typed) if name)
        if table is not None and (label, names) != (table.labels.get(code), table.names.get(code, ())):
            edit = partial(self._reference.edit_code, table.id, code, label, is_retired=code in table.retired)
            also = f",也叫{'、'.join(names)}" if names else ""
            # Names that nobody touched stay those that ship, so that a new edition may still add to them.
            changed = names if names != table.names.get(code, ()) else None
            self._edit(partial(edit, names=changed), f"已改为“{label}”{also}。")

    def _on_retire_code(self, code: str) -> None:
        table = self._chosen_table()
        if table is not None and code in table.labels:
            gone, label = code not in table.retired, table.labels[code]
            told = f"已停用“{label}”,旧答案仍可读。" if gone else f"已恢复“{label}”。"
            self._edit(partial(self._reference.edit_code, table.id, code, label, is_retired=gone), told)

    def _on_move_code(self, code: str, way: int) -> None:
        self._edit(partial(self._reference.move_code, self._table, code, way), "次序已存下。")

    def _chosen_table(self) -> CodeTable | None:
        return next((table for table in self._tables if table.id == self._table), None)

    def _on_in_force(self, found: InForce) -> None:
        self._in_force = found
        for panel, is_question in ((self._view.questions, True), (self._view.fields, False)):
            shown = [each for each in found.questions if each.is_question is is_question]
            version = f"现用问卷版本 {found.questionnaire};每次入户记下当时的版本。" if is_question else ""
            panel.show_list([_line(each) for each in shown], self._standing[panel.objectName()], version)

    def _on_question(self, panel: QuestionsPanel, question_id: str) -> None:
        self._standing[panel.objectName()] = question_id
        question = self._question(question_id)
        if question is not None:
            panel.show_question(_shown(question))

    def _on_typed(self, panel: QuestionsPanel, shown: QuestionShown) -> None:
        question = self._as_question(shown)
        if not question.label:
            panel.show_preview(None, "先写名称。")
        elif question.sort in (Sort.CODE, Sort.CODES) and not (question.options or question.codes):
            panel.show_preview(None, "先写选项。")
        else:
            panel.show_preview(self._field(question), "已停用,笔记本上不再问。" if question.is_retired else "")

    def _field(self, question: Question) -> Field:
        field = field_of(question)
        tables = self._in_force.tables if self._in_force else {}
        return replace(field, table=tables[field.codes]) if field.codes in tables else field

    def _on_save(self, shown: QuestionShown) -> None:
        question = self._as_question(shown)
        if shown.id != NEW:
            self._edit(partial(self._reference.edit_question, question), f"已存下“{question.label}”。")
            return
        about = {
            "sort": question.sort, "options": question.options, "list": question.list, "step": question.step,
            "tier": question.tier, "measure": question.measure, "hint": question.hint,
            "is_printed": question.is_printed,
        }  # fmt: skip
        self._edit(partial(self._reference.new_field, question.label, **about), f"已添加“{question.label}”。")

    def _on_retire_question(self, question_id: str) -> None:
        question = self._question(question_id)
        if question is not None:
            changed = replace(question, is_retired=not question.is_retired)
            told = f"已停用“{question.label}”,旧答案仍可读。" if changed.is_retired else f"已恢复“{question.label}”。"
            self._edit(partial(self._reference.edit_question, changed), told)

    def _on_move_question(self, question_id: str, way: int) -> None:
        self._edit(partial(self._reference.move_question, question_id, way), "次序已存下。")

    def _question(self, question_id: str) -> Question | None:
        questions = self._in_force.questions if self._in_force else ()
        return next((each for each in questions if each.id == question_id), None)

    def _as_question(self, shown: QuestionShown) -> Question:
        """The question that the editor describes; sort and place of one that exists stay as they are."""
        before = self._question(shown.id)
        is_list = not shown.place.isdigit()
        base = before or Question(
            "x_new",
            "",
            sort=Sort(shown.sort),
            list=shown.place if is_list else "",
            step=1 if is_list else int(shown.place),
        )
        is_choice = base.sort in (Sort.CODE, Sort.CODES) and not base.codes
        return replace(
            base,
            label=shown.label,
            tier=Tier(shown.tier),
            measure=shown.measure,
            hint=shown.hint,
            is_printed=shown.is_printed,
            options=_options(shown.options) if is_choice else base.options,
        )


def _line(question: Question) -> Line:
    places = dict(field_places() + question_places())
    place = places.get(question.list or str(question.step), question.list or STEPS.get(question.step, ""))
    state = "停用" if question.is_retired else ""
    return Line(question.id, (question.label, SORT_NAMES[question.sort], place, state), "quiet" if state else "")


def _shown(question: Question) -> QuestionShown:
    return QuestionShown(
        id=question.id,
        label=question.label,
        sort=str(question.sort),
        place=question.list or str(question.step),
        tier=str(question.tier),
        measure=question.measure,
        hint=question.hint,
        options="\n".join(f"{code}={label}" for code, label in question.options),
        is_printed=question.is_printed,
        is_retired=question.is_retired,
        is_shipped=question.id in _SHIPPED,
    )


def _options(text: str) -> tuple[tuple[str, str], ...]:
    """Lines of `code=label`; a line without a code gets the next free number as its code."""
    pairs = [line.partition("=") for line in text.splitlines() if line.strip()]
    used = {code.strip() for code, mark, _ in pairs if mark}
    free = (str(number) for number in range(1, 1_000) if str(number) not in used)
    return tuple((code.strip(), text.strip()) if mark else (next(free), code.strip()) for code, mark, text in pairs)
