"""Invented households for the tests of printed forms; no person, place of work or number is real."""

from typing import Any

RARE = "𡛟"


def household(**changes: object) -> dict[str, Any]:
    """A household of four as a document, with any of its fields replaced."""
    return {**_worker(), **_survey_lists(), **_visit_and_plan_lists(), **changes}


def _worker() -> dict[str, Any]:
    return {
        "survey_no": "L1-000017",
        "name": f"欧阳{RARE}喆",
        "identity": {"type": "id_card", "number": "11010519491231002X"},
        "sex": "2",
        "birth_date": "1979-12-31",
        "mobile": "13800005678",
        "marital": "40",
        "hukou": "1",
        "home_address": "云州市青河区纺织东路十八号院 7 号楼 2 单元 501 室",
        "employer_name": "云州第三棉纺织厂(已改制)",
        "work_status": "laid_off",
        "health": "kidney",
        "bank": {"bank": "云州农商银行纺东支行", "holder": f"欧阳{RARE}喆", "number": "6222000011112222333"},
        "filing_org": "云州市青河区总工会困难职工帮扶中心",
        "housing": "unit_rental",
        "building_area": "46.5",
        "homes_owned": 0,
        "has_car": False,
        "savings": {"gap": "refused"},
        "on_dibao": True,
        "outlook": "confident",
        "statement": "透析每周三次,医保报销后自付仍重;盼女儿毕业后能找到工作,把欠亲戚的钱还上。",
        "remark": {"gap": "later"},
        "target_exit_date": "2027-12-31",
        "responsible_person": "严建国(区总工会副主席)",
        "contact_person": "苏晓梅 13900001234",
    }


def _survey_lists() -> dict[str, Any]:
    return {
        "members": [
            member("m1", f"欧阳{RARE}喆", "01", "11010519491231002X", health="kidney", work_status="laid_off"),
            member("m2", "欧阳清禾", "30", "990101200203040027", unit_or_school="云州师范学院"),
            member("m3", "韩桂兰", "52", "110105195006070043", health="heart", work_status="retired"),
            member("m4", "欧阳清越", "20", "", identity={"gap": "unknown"}, counts_in_household=False),
        ],
        "income": [
            {"row": "i1", "member": "m1", "type": "wage", "months": [120000] * 12},
            {"row": "i2", "member": "m3", "type": "pension", "months": [168050] * 11 + [168055]},
            {"row": "i3", "member": "m1", "type": "dibao_grant", "months": [57000] * 12},
        ],
        "expenses": [
            {"row": "e1", "member": "m1", "type": "medical_self_pay", "bill": 6840033, "reimbursed": 4120000},
            {"row": "e2", "member": "m2", "type": "tuition", "bill": 480000},
            {"row": "e3", "member": "m2", "type": "boarding", "bill": {"gap": "unknown"}},
        ],
        "causes": [
            {"row": "c1", "rank": "main", "cause": "6", "member": "m1", "event_date": "2024-03-09",
             "explanation": "终末期肾病,维持性血液透析"},
            {"row": "c2", "rank": "minor", "cause": "9", "member": "m2"},
        ],
        "evidence": [
            {"row": "v1", "type": "diagnosis", "file": picture("诊断书.jpg", "0")},
            {"row": "v2", "type": "identity", "file": picture("身份证.jpg", "1")},
            {"row": "v3", "type": "tuition_bill", "file": {"gap": "later"}},
        ],
    }  # fmt: skip


def _visit_and_plan_lists() -> dict[str, Any]:
    return {
        "visits": [
            {"row": "s1", "visited_on": "2026-11-20", "surveyor1": "前人甲", "surveyor2": "前人乙",
             "outcome": "absent"},
            {"row": "s2", "visited_on": "2026-11-23", "surveyor1": "陆明远", "surveyor2": "丁小芸", "outcome": "met",
             "finding": "两居室公房,家具陈旧,有透析记录本和药费单据;女儿住校,周末回家。"},
        ],
        "measures": [
            {"row": "p1", "batch": "3", "measure": "协助申请民政医疗救助和大病保险二次报销", "source": "local_fiscal",
             "amount": 800000, "responsible": "苏晓梅", "due_on": "2027-02-28"},
            {"row": "p2", "batch": "4", "measure": "金秋助学,每学年一次", "source": "central_fiscal", "amount": 500000,
             "responsible": "严建国", "due_on": "2027-09-10"},
            {"row": "p3", "batch": "1", "measure": "女儿毕业前一学期推荐见习岗位", "responsible": "丁小芸"},
        ],
        "determinations": [{"row": "d1", "category": "deep_hardship", "decided_on": "2026-12-10"}],
    }  # fmt: skip


def member(row: str, name: str, relation: str, number: str, **changes: object) -> dict[str, Any]:
    """A member as a row."""
    return {
        "row": row,
        "name": name,
        "relation": relation,
        "identity": {"type": "id_card", "number": number},
        "health": "good",
        "counts_in_household": True,
        **changes,
    }


def picture(name: str, digit: str) -> dict[str, Any]:
    """An evidence file as a value; there is no such file."""
    return {"sha256": digit * 64, "size": 1, "media": "image/jpeg", "name": name}
