"""A file in which no check finds anything, and how to spoil it in one place."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any, Final

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.catalogue import findings_of
from fieldsurvey.rules.check import Finding
from fieldsurvey.rules.look import Kept, Look
from fieldsurvey.rules.rule_set import shipped
from fieldsurvey.rules.standards import Standard, Standards

TODAY: Final = date(2026, 11, 28)
KEPT: Final = Kept(updated_on="2026-06-20")
RULES: Final = {each.code: each for each in shipped()}
BOOK: Final = RuleBook(
    (),
    Standards(
        [
            Standard("line", "", "dibao_urban_month", 66_400, "2016-01-01"),
            Standard("wage", "", "min_wage_month", 170_000, "2016-01-01"),
        ]
    ),
)
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(born: str, sex: int, division: str = "110105") -> str:
    """An invented number of somebody born on eight digits, with its check digit."""
    body = f"{division}{born}00{sex}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def card(born: str, sex: int, division: str = "110105") -> dict[str, str]:
    """An identity card with such a number."""
    return {"type": "id_card", "number": number(born, sex, division)}


def file(kind: str, row: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """An evidence row with a file."""
    digest = {"sha256": f"{len(row):x}" * 64, "size": 2048, "media": "image/jpeg", "name": "a.jpg"}
    return {"row": row, "type": kind, "file": digest, **more}


_SOUND: Final[dict[str, Any]] = {
    "survey_no": "L1-000001",
    "name": "王树林",
    "identity": card("19800510", 1),
    "sex": "1",
    "birth_date": "1980-05-10",
    "mobile": "13812345678",
    "marital": "20",
    "hukou": "1",
    "health": "good",
    "work_status": "employed",
    "home_address": "建设街 12 号 3 栋 501",
    "employer_name": "红星机械厂",
    "employer_code": "91350100M000100Y43",
    "postcode": "010010",
    "file_type": "urban",
    "on_dibao": False,
    "bank": {"bank": "城乡商业银行", "holder": "王树林", "number": "6222020000000000000"},
    "responsible_person": "赵国强",
    "contact_person": "钱月华",
    "filed_by": "孙立新",
    "reviewed_by": "李淑芬",
    "target_exit_date": "2027-12-31",
    "status": {"status": "filed", "at": "2026-06-20", "by": "s", "why": ""},
    "members": [
        {"row": "w", "relation": "01", "counts_in_household": True},
        {
            "row": "s",
            "name": "陈玉兰",
            "relation": "10",
            "identity": card("19820611", 2),
            "work_status": "flexible",
            "health": "good",
            "counts_in_household": True,
        },
        {
            "row": "c",
            "name": "王志远",
            "relation": "20",
            "identity": card("20060202", 1),
            "work_status": "undergraduate",
            "school_stage": "bachelor",
            "health": "good",
            "counts_in_household": True,
        },
    ],
    "income": [
        {"row": "i1", "member": "w", "type": "wage", "months": [180_000] * 12},
        {"row": "i2", "member": "s", "type": "business", "months": [60_000] * 12},
    ],
    "expenses": [{"row": "x1", "member": "c", "type": "tuition", "bill": 800_000, "reimbursed": 0}],
    "causes": [{"row": "k1", "rank": "main", "cause": "9", "member": "c", "explanation": "长子上大学"}],
    "evidence": [
        file("application", "e01"),
        file("identity", "e02"),
        file("household_booklet", "e03"),
        file("income_proof", "e04", issued_on="2026-05-20"),
        file("bank_card", "e05"),
        file("check_authorisation", "e06"),
        file("commitment", "e07"),
        file("admission", "e08", member="c"),
        file("tuition_bill", "e09", member="c", issued_on="2025-09-01"),
        file("home_photo", "e10", issued_on="2026-06-01"),
    ],
    "visits": [
        {
            "row": "v1",
            "visited_on": "2026-06-01",
            "surveyor1": "周建军",
            "surveyor2": "吴春梅",
            "outcome": "met",
            "purpose": "first",
            "sign_method": "signed",
        }
    ],
    "determinations": [
        {
            "row": "d1",
            "category": "deep_hardship",
            "decided_on": "2026-06-15",
            "judged_on": "2026-06-01",
            "rule_set": RULES["RS2020"].key,
        }
    ],
}


def sound(edits: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The file with edits: `field`, `list/row/field`; `list/+` appends a row, `list/-` takes one out, None a value."""
    document = deepcopy(_SOUND)
    for address, value in (edits or {}).items():
        group, _, rest = address.partition("/")
        if not rest:
            _put(document, group, value)
        elif rest == "+":
            document.setdefault(group, []).append(deepcopy(value))
        elif rest == "-":
            document[group] = [row for row in document[group] if row["row"] != value]
        else:
            row, _, name = rest.partition("/")
            _put(next(each for each in document[group] if each["row"] == row), name, value)
    return document


def _put(values: dict[str, Any], name: str, value: object) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = deepcopy(value)


def found(document: Mapping[str, Any], kept: Kept = KEPT, today: date = TODAY, book: RuleBook = BOOK) -> list[Finding]:
    """What the checks find."""
    return findings_of(Look(document, today, book, kept=kept))
