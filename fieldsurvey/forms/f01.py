"""The layout of F01 《困难职工家庭状况调查及解困脱困实施计划表》, one A4 page.

No public page shows the form; this is the reconstruction of `domain.md` §4.2 over the fields of the catalogue.
"""

from typing import Final

from fieldsurvey.case.codes import CODE_TABLES
from fieldsurvey.forms.figures import EVIDENCE, EXPENSE_COLUMNS, INCOME_COLUMNS
from fieldsurvey.forms.layout import Answer, Column, Derived, Form, Label, Row, Section, SignatureBlock, Table, Words

HEADER: Final = Section(
    "header",
    "",
    "survey",
    (
        Row(
            6.0,
            (
                Label("filing_org", 17),
                Answer("filing_org", 58, align="left"),
                Label("visits/*/visited_on", 17),
                Answer("visits/*/visited_on", 34, align="left"),
                Label("survey_no", 17),
                Answer("survey_no", 39, align="left"),
            ),
        ),
    ),
)

WORKER: Final = Section(
    "worker",
    "一、困难职工",
    "survey",
    (
        Row(
            6.2,
            (
                Label("name", 16),
                Answer("name", 26),
                Label("sex", 15),
                Answer("sex", 12),
                Label("birth_date", 16),
                Answer("birth_date", 28),
                Label("identity", 16),
                Answer("identity", 46),
            ),
        ),
        Row(
            6.2,
            (
                Label("mobile", 16),
                Answer("mobile", 26),
                Label("marital", 15),
                Answer("marital", 12),
                Label("hukou", 16),
                Answer("hukou", 28),
                Label("work_status", 16),
                Answer("work_status", 18),
                Label("on_dibao", 16),
                Answer("on_dibao", 12),
            ),
        ),
        Row(
            6.2,
            (
                Label("home_address", 16),
                Answer("home_address", 97, align="left"),
                Label("health", 16),
                Answer("health", 46),
            ),
        ),
        Row(
            6.2,
            (
                Label("employer_name", 16),
                Answer("employer_name", 69, align="left"),
                Label("bank", 16),
                Answer("bank", 74, align="left"),
            ),
        ),
        Row(
            6.2,
            (
                Label("housing", 16),
                Answer("housing", 26),
                Label("building_area", 21),
                Answer("building_area", 14),
                Label("homes_owned", 21),
                Answer("homes_owned", 10),
                Label("has_car", 15),
                Answer("has_car", 12),
                Label("savings", 23),
                Answer("savings", 17),
            ),
        ),
    ),
)

MEMBERS: Final = Section(
    "members",
    "二、家庭成员",
    "survey",
    (
        Table(
            "members",
            (
                Column("name", 22),
                Column("relation", 18),
                Column("identity", 42),
                Column("health", 20),
                Column("work_status", 17),
                Column("unit_or_school", 33, align="left"),
                Column("counts_in_household", 15, words="计入人口"),
            ),
            rows=8,
            row_height=5.5,
            heading_height=5.0,
        ),
    ),
)

MONEY: Final = Section(
    "money",
    "三、收入支出",
    "survey",
    (
        Row(
            5.2,
            (Words("收入项目", 19), *(Words(words, 18) for _, words, _ in INCOME_COLUMNS), Words("收入合计", 30)),
        ),
        Row(
            5.6,
            (
                Words("近12个月（元）", 19),
                *(Derived(f"income_year_{column}", 18) for column, _, _ in INCOME_COLUMNS),
                Derived("income_year", 30),
            ),
        ),
        Row(
            5.2,
            (Words("刚性支出", 19), *(Words(words, 21) for _, words, _ in EXPENSE_COLUMNS), Words("支出合计", 30)),
        ),
        Row(
            5.6,
            (
                Words("近12个月（元）", 19),
                *(Derived(f"expense_year_{column}", 21) for column, _, _ in EXPENSE_COLUMNS),
                Derived("expense_year", 30),
            ),
        ),
        Row(
            5.8,
            (
                Words("计入人口", 19),
                Derived("persons", 12),
                Words("月人均收入（元）", 24),
                Derived("income_month_per_head", 25),
                Words("月人均支出（元）", 24),
                Derived("expense_month_per_head", 22),
                Words("月人均纯收入（元）", 24),
                Derived("net_month_per_head", 25),
            ),
        ),
    ),
)

# Those that the sheet has cells for; what else a household brings is in its file.
_EVIDENCE: Final = tuple(
    (code, CODE_TABLES["evidence_type"][code])
    for code in (
        *("application", "identity", "household_booklet", "income_proof", "dibao_proof"),
        *("diagnosis", "medical_bill", "disability_certificate", "admission", "tuition_bill"),
        *("accident_proof", "home_photo", "other"),
    )
)


def _evidence_row(first: int) -> Row:
    cells: list[Words | Derived] = []
    for code, label in _EVIDENCE[first : first + 5]:
        cells += [Words(label, 27), Derived(f"{EVIDENCE}{code}", 8)]
    missing = 5 - len(_EVIDENCE[first : first + 5])
    if missing:
        cells.append(Words("", 35.0 * missing))
    return Row(5.0, tuple(cells))


CAUSES: Final = Section(
    "causes",
    "四、致困原因与佐证",
    "survey",
    (
        Table(
            "causes",
            (
                Column("rank", 13),
                Column("cause", 42),
                Column("member", 20),
                Column("event_date", 26),
                Column("explanation", 66, align="left"),
            ),
            rows=3,
            row_height=5.6,
            heading_height=4.8,
        ),
        *(_evidence_row(first) for first in range(0, len(_EVIDENCE), 5)),
    ),
)

VISIT: Final = Section(
    "visit",
    "五、入户情况",
    "survey",
    (
        Row(
            5.8,
            (
                Label("visits/*/outcome", 16),
                Answer("visits/*/outcome", 26),
                Label("outlook", 21),
                Answer("outlook", 24),
                Label("visits/*/surveyor1", 16),
                Answer("visits/*/surveyor1", 28),
                Label("visits/*/surveyor2", 16),
                Answer("visits/*/surveyor2", 28),
            ),
        ),
        Row(8.2, (Label("visits/*/finding", 16), Answer("visits/*/finding", 159, align="left"))),
        Row(
            8.2,
            (
                Label("statement", 16),
                Answer("statement", 97, align="left"),
                Label("remark", 10),
                Answer("remark", 52, align="left"),
            ),
        ),
    ),
)

PLAN: Final = Section(
    "plan",
    "六、解困脱困计划",
    "plan",
    (
        Row(
            5.6,
            (
                Label("determinations/*/category", 20),
                Answer("determinations/*/category", 36),
                Label("determinations/*/decided_on", 20),
                Answer("determinations/*/decided_on", 36),
                Label("target_exit_date", 24),
                Answer("target_exit_date", 39),
            ),
        ),
        Table(
            "measures",
            (
                Column("batch", 28),
                Column("measure", 54, align="left"),
                Column("source", 18),
                Column("amount", 23),
                Column("responsible", 18),
                Column("due_on", 26),
            ),
            rows=4,
            row_height=5.6,
            heading_height=4.8,
        ),
        Row(
            5.6,
            (
                Label("responsible_person", 20),
                Answer("responsible_person", 67),
                Label("contact_person", 20),
                Answer("contact_person", 68),
            ),
        ),
    ),
)

F01: Final = Form(
    id="F01",
    edition=1,
    title="困难职工家庭状况调查及解困脱困实施计划表",
    header=HEADER,
    sections=(WORKER, MEMBERS, MONEY, CAUSES, VISIT, PLAN),
    signatures=(
        SignatureBlock(
            "survey",
            "第一至五项由本户如实提供，并经入户调查核对。",
            (("困难职工", "（签字/指印）"), ("调查人1", "（签字）"), ("调查人2", "（签字）")),
            "建档单位",
        ),
        SignatureBlock(
            "plan",
            "同意第六项解困脱困计划，双方按期落实。",
            (("困难职工", "（签字/指印）"), ("帮扶责任人", "（签字）"), ("审核人", "（签字）")),
            "困难职工帮扶中心",
        ),
    ),
    signature_height=48.0,
)
