"""The field catalogue of a household's case: every field once, with all that any reader needs to know of it.

Later editions add fields; they never split, merge or redefine one. What an office adds comes from its records
(`case/in_force.py`).
"""

from typing import Final

from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.household_fields import CAUSES, EVIDENCE, EXPENSES, HOME, INCOME, REIMBURSEMENTS
from fieldsurvey.case.questions import SEED_QUESTIONS, field_of
from fieldsurvey.case.visit_fields import (
    ASSESSMENTS,
    CONSENTS,
    DETERMINATIONS,
    EXEMPTIONS,
    LIFE_EVENTS,
    MEASURES,
    OFFICIAL,
    PROGRESS,
    REASONS,
    STORY,
    VERIFICATIONS,
    VISITS,
)
from fieldsurvey.case.worker_fields import MEMBERS, WORKER

EDITION: Final = 1

STEPS: Final = {
    1: "核对身份",
    2: "家庭成员",
    3: "收入",
    4: "刚性支出",
    5: "住房与资产",
    6: "致困原因与佐证",
    7: "入户情况与问卷",
    8: "判定结果",
    9: "解困脱困实施计划",
    10: "核对、签字与打印",
}

CASE: Final = Catalogue(
    fields=WORKER + HOME + STORY + OFFICIAL,
    groups=(
        MEMBERS,
        INCOME,
        EXPENSES,
        REIMBURSEMENTS,
        CAUSES,
        EVIDENCE,
        VISITS,
        CONSENTS,
        MEASURES,
        PROGRESS,
        ASSESSMENTS,
        DETERMINATIONS,
        EXEMPTIONS,
        REASONS,
        VERIFICATIONS,
        LIFE_EVENTS,
    ),
).with_fields(("", field_of(question)) for question in SEED_QUESTIONS)
