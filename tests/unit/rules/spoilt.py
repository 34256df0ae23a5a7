"""For every check an edit of the sound file in which it fires, and one close by in which it does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from fieldsurvey.rules.look import Kept
from tests.unit.rules.sound import KEPT, TODAY, card, file

Edits = Mapping[str, Any]
WOMAN: Final = {"relation": "52", "name": "李桂花"}


@dataclass(frozen=True)
class Spoilt:
    """`at` is where the check fires. `kept` and `today` hold for the firing edit; `kept_well` for the other."""

    check: str
    fires: Edits
    silent: Edits
    at: str
    kept: Kept = KEPT
    kept_well: Kept = KEPT
    today: date = TODAY
    name: str = field(default="")

    def __str__(self) -> str:
        return f"{self.check}-{self.name or self.at}"


def member(row: str, relation: str, identity: Mapping[str, str], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """One more member who does not count."""
    told = {"row": row, "name": "李桂花", "relation": relation, "identity": identity, "counts_in_household": False}
    return {**told, **more}


def determination(**more: Any) -> Edits:  # noqa: ANN401 - any JSON
    """Edits of the determination."""
    return {f"determinations/d1/{name}": value for name, value in more.items()}


GONE = {"causes/k1/cause": "9", "members/c/work_status": "employed", "members/c/school_stage": None}
BILL = {"expenses/x1/bill": 1_000_000, "expenses/x1/reimbursed": None}
POOR = {"income/i1/months": [30_000] * 12}
RICH = {"income/i1/months": [400_000] * 12}
IDENTITY: Final = (
    Spoilt(
        "ID01", {"identity": {"type": "id_card", "number": "110105198005100012"}}, {"identity": card("19800510", 1)},
        "identity",
    ),
    Spoilt("ID01", {"members/s/identity": {"type": "id_card", "number": "1101051982"}},
           {"members/s/identity": {"type": "passport", "number": "1101051982"}}, "members/s/identity"),
    Spoilt("ID02", {"members/c/identity": card("20270101", 1)}, {"members/c/identity": card("20061128", 1)},
           "members/c/identity"),
    Spoilt("ID02", {"members/c/identity": None, "members/c/birth_date": "1890-01-01"},
           {"members/c/identity": None, "members/c/birth_date": "2006-01-01"}, "members/c/birth_date"),
    Spoilt("ID03", {"sex": "2"}, {"sex": "9"}, "sex"),
    Spoilt("ID03", {"birth_date": "1980-05-11"}, {"birth_date": {"gap": "unknown"}}, "birth_date"),
    Spoilt("ID04", {"members/s/identity": card("19820611", 2, "990101")},
           {"members/s/identity": card("19820611", 2, "110103")}, "members/s/identity", name="vanished-is-known"),
    Spoilt("ID07", {"members/s/identity": {"type": "id_card", "number": "110105820611002"}}, {}, "members/s/identity"),
    Spoilt("ID08", {"identity": card("19550101", 1), "birth_date": None}, {"identity": card("19660801", 1),
           "birth_date": None}, "work_status"),
    Spoilt("ID08", {"identity": card("20120101", 1), "birth_date": None},
           {"identity": card("20120101", 1), "birth_date": None, "work_status": "laid_off"}, "work_status",
           name="young"),
    Spoilt("ID09", {"visits/+": {"row": "v2", "visited_on": "2026-07-01", "outcome": "died"}},
           {"visits/+": {"row": "v2", "visited_on": "2026-11-01", "outcome": "died"}}, "visits/v2/outcome"),
    Spoilt("ID09", {"visits/+": {"row": "v2", "visited_on": "2026-07-01", "outcome": "moved"}},
           {"visits/+": {"row": "v2", "visited_on": "2026-07-01", "outcome": "moved"},
            "life_events": [{"row": "l", "type": "change_worker", "happened_on": "2026-07-10"}]},
           "visits/v2/outcome", name="succeeded"),
    Spoilt("ID09B", {"work_status": "retired"}, {"work_status": "retired", "visits/v1/visited_on": "2026-10-01"},
           "work_status"),
    Spoilt("ID10", {"disability_cert_no": "11010519800510001X9"},
           {"disability_cert_no": f"{card('19800510', 1)['number']}44B1"}, "disability_cert_no"),
    Spoilt("ID11", {"mobile": "0471-1234567"}, {"mobile": {"gap": "refused"}}, "mobile"),
    Spoilt("ID12", {"bank": {"holder": "王树林", "number": "6222020000000000001"}},
           {"bank": {"holder": "王树林", "number": ""}}, "bank", name="number"),
    Spoilt("ID12", {"bank": {"holder": "陈玉兰", "number": "6222020000000000000"}},
           {"bank": {"holder": "王 树林", "number": "6222020000000000000"}}, "bank", name="holder"),
    Spoilt("ID13", {"employer_code": "91350100M000100Y44"}, {"employer_code": "91350100m000100y43"}, "employer_code"),
    Spoilt("ID14", {"postcode": "01001"}, {"postcode": "010010"}, "postcode"),
)  # fmt: skip
HOUSEHOLD: Final = (
    Spoilt("HH01", {"members/w/relation": "97"}, {"members": None}, "members", name="none"),
    Spoilt("HH01", {"members/s/relation": "01"}, {"members/s/relation": "75"}, "members/s/relation", name="two"),
    Spoilt("HH01B", {"members/+": member("m", "12", card("19830101", 2))},
           {"members/+": member("m", "77", card("19830101", 2))}, "members/m/relation", name="two-spouses"),
    Spoilt("HH01B", {"members/c/relation": "30"}, {"members/c/relation": "22"}, "members/c/relation", name="sex"),
    Spoilt("HH01B", {"members/+": member("m", "97", card("19820611", 2))},
           {"members/+": member("m", "97", {"type": "passport", "number": "E1234567"})}, "members/m/identity",
           name="twice"),
    Spoilt("HH01C", {"members/+": member("m", "52", card("19690101", 2))},
           {"members/+": member("m", "52", card("19660101", 2))}, "members/m/relation", name="parent"),
    Spoilt("HH01C", {"members/c/identity": card("19931201", 1)}, {"members/c/identity": card("19940601", 1)},
           "members/c/relation", name="child"),
    Spoilt("HH03", {"is_single_parent": True}, {"is_single_parent": True, "marital": "40"}, "is_single_parent"),
    Spoilt("HH03", {"is_single_parent": True, "marital": "40", "members/-": "c"},
           {"is_single_parent": False, "marital": "40", "members/-": "c"}, "is_single_parent", name="no-child"),
    Spoilt("HH04", {"is_single_person": True}, {"is_single_person": True, "members/s/counts_in_household": False,
           "members/c/counts_in_household": False}, "is_single_person"),
    Spoilt("HH05", {"is_zero_employment": True}, {"is_zero_employment": True, "work_status": "laid_off",
           "members/s/work_status": "unemployed"}, "is_zero_employment"),
    Spoilt("HH06", {"members/c/work_status": "employed", "members/c/school_stage": None},
           {"members/c/work_status": "no_capacity", "members/c/school_stage": None}, "members/c/counts_in_household"),
    Spoilt("HH06", {"members/c/school_stage": "graduate"}, {"members/c/school_stage": "graduate",
           "members/c/counts_in_household": False}, "members/c/counts_in_household", name="postgraduate"),
    Spoilt("HH07", {"members/c/school_stage": "junior"}, {"members/c/school_stage": "college"},
           "members/c/school_stage"),
    Spoilt("HH07", {"members/c/school_stage": None, "members/c/work_status": "primary"},
           {"members/c/school_stage": None, "members/c/work_status": "postgraduate"}, "members/c/work_status"),
)  # fmt: skip
MONEY: Final = (
    Spoilt("MN03", {"income/-": "i2"}, {"income/i2/months": [0] * 12, "income/i2/remark": "在家务农,自给"}, "income"),
    Spoilt("MN03", {"income/-": "i2", "members/s/health": "liver", "members/s/labour_capacity": "normal"},
           {"income/-": "i2", "members/s/health": "liver"}, "income", name="ill"),
    Spoilt("MN03", {"income/-": "i2", "members/s/labour_capacity": "normal"}, {"income/-": "i2",
           "members/s/is_carer": True}, "income", name="carer"),
    Spoilt("MN04", {"income/i1/months": [169_999] * 12}, {"income/i1/months": [170_000] * 12}, "income/i1/months"),
    Spoilt("MN04", {"income/i1/months": [18_674] * 12}, {"income/i1/months": [18_674] * 12,
           "enterprise_status": "stopped"}, "income/i1/months", name="stopped"),
    Spoilt("MN05", {"expenses/x1/bill": 8_640_001}, {"expenses/x1/bill": 8_640_000}, "expenses"),
    Spoilt("MN06", {"expenses/x1/reimbursed": 800_001}, {"expenses/x1/reimbursed": 800_000}, "expenses/x1/reimbursed"),
    Spoilt("MN06", {"expenses/x1/pool_paid": -1}, {"expenses/x1/pool_paid": {"gap": "later"}},
           "expenses/x1/pool_paid", name="below-nothing"),
    Spoilt("MN06", {**BILL, "expenses/x1/pool_paid": 1_000_001, "expenses/x1/commercial_paid": 500_000},
           {**BILL, "expenses/x1/pool_paid": 1_000_000, "expenses/x1/commercial_paid": 500_000},
           "expenses/x1/reimbursed", name="not-by-insurance"),
    Spoilt("MN06C", {**BILL, "expenses/x1/pool_paid": 600_000, "expenses/x1/commercial_paid": 900_000},
           {**BILL, "expenses/x1/pool_paid": 600_000, "expenses/x1/commercial_paid": 400_000},
           "expenses/x1/reimbursed"),
    Spoilt("MN06B", {"expenses/x1/member": "s"}, {"expenses/x1/member": None}, "expenses/x1/type"),
    Spoilt("MN07", {"assessments": [{"row": "a", "assessed_on": "2025-06-01", "net_month": 30_000}]},
           {"assessments": [{"row": "a", "assessed_on": "2025-06-01", "net_month": 50_000}]},
           "assessments/a/net_month"),
)  # fmt: skip
CLASSIFICATION: Final = (
    Spoilt("CL01", RICH, {**RICH, **determination(reason="认定小组考虑本户另有债务")}, "determinations/d1/category"),
    Spoilt("CL01", determination(category="not_qualified"), determination(category="deep_hardship"),
           "determinations/d1/category", name="refused"),
    Spoilt("CL01", determination(category="dibao_household"),
           determination(category="dibao_household", reason="按旧规则"), "determinations/d1/category",
           name="of-another-rule-set"),
    Spoilt("CL02", determination(category="relative_hardship"), determination(category="deep_hardship"),
           "determinations/d1/category"),
    Spoilt("CL03", {"homes_owned": 2}, {"homes_owned": 2, "exemptions": [{"row": "x", "situation": "dq_two_homes",
           "reason": "祖屋已成危房"}]}, "homes_owned"),
    Spoilt("CL03", {"has_car": True, "car_use": "own"}, {"has_car": True, "car_use": "assistive"}, "has_car"),
    Spoilt("CL04", {"file_type": "migrant", "is_union_member": False, "contract_from": "2025-01-01"},
           {"file_type": "migrant", "is_union_member": True, "contract_from": "2025-01-01"}, "is_union_member"),
    Spoilt("CL04", {"file_type": "migrant", "is_union_member": True, "contract_from": "2026-01-01",
           "contract_to": "2026-06-30"},
           {"file_type": "migrant", "is_union_member": True, "contract_from": "2026-01-01",
            "contract_to": "2026-12-31"}, "contract_from"),
    Spoilt("CL05", {"priority_groups": ["G4"]}, {"priority_groups": ["G3", "G6"]}, "priority_groups"),
    Spoilt("CL05", {**POOR, "on_dibao": True, "priority_groups": ["G1", "G2"]},
           {**POOR, "on_dibao": None, "priority_groups": ["G2"]}, "priority_groups", name="dibao-unknown"),
    Spoilt("CL05", {**POOR, "priority_groups": ["G1", "G2"]},
           {**POOR, "on_dibao": {"gap": "unknown"}, "priority_groups": ["G1", "G2"]}, "priority_groups",
           name="able-unknown"),
    Spoilt("CL05", {"priority_groups": ["G3", "G5"], "enterprise_status": "normal"},
           {"priority_groups": ["G3", "G5"]}, "priority_groups", name="enterprise-unknown"),
    Spoilt("CL06", {"causes/k1/rank": "minor"}, {"causes/k1/rank": "main"}, "causes", name="no-main"),
    Spoilt("CL06", {"causes/+": {"row": "k2", "rank": "main", "cause": "4"}},
           {"causes/+": {"row": "k2", "rank": "minor", "cause": "4"}}, "causes/k2/rank", name="two-mains"),
    Spoilt("CL06", {"causes/+": {"row": "k2", "rank": "minor", "cause": "10"}},
           {"causes/+": {"row": "k2", "rank": "minor", "cause": "10", "explanation": "外债"}}, "causes/k2/explanation"),
    Spoilt("CL06", {"causes/+": {"row": "k2", "rank": "minor", "cause": "9", "member": "c"}},
           {"causes/+": {"row": "k2", "rank": "minor", "cause": "9", "member": "s"}}, "causes/k2/cause", name="twice"),
    Spoilt("CL07", {"causes/k1/cause": "6"}, {"causes/k1/cause": "6", "members/c/health": "cancer"}, "causes/k1/cause"),
    Spoilt("CL07", {"causes/k1/cause": "3", "causes/k1/member": "w"},
           {"causes/k1/cause": "3", "causes/k1/member": "s"}, "causes/k1/cause", name="job"),
    Spoilt("CL07", {"causes/k1/cause": "8"}, {"causes/k1/cause": "8", "causes/k1/event_date": "2026-03-01"},
           "causes/k1/cause", name="event"),
    Spoilt("CL08", {**determination(category="accident_hardship"), **RICH, "causes/k1/cause": "8",
           "causes/k1/loss": 100_000},
           {**determination(category="accident_hardship"), **RICH, "causes/k1/cause": "8",
            "causes/k1/loss": 9_000_000}, "determinations/d1/category"),
    Spoilt("CL09", {"verifications": [{"row": "y", "agency": "vehicles", "is_hit": True, "member": "w"}],
           "has_car": False}, {"verifications": [{"row": "y", "agency": "vehicles", "is_hit": True, "member": "w"}],
           "has_car": True, "car_use": "hired"}, "has_car"),
)  # fmt: skip
EVIDENCE: Final = (
    Spoilt("EV01", {"evidence/-": "e08"}, {"evidence/e08/type": "admission", "evidence/e08/member": None}, "evidence"),
    Spoilt("EV01", {"evidence/-": "e04"}, {"evidence/e04/type": "bank_flow"}, "evidence", name="substitute"),
    Spoilt("EV02", {"evidence/e09/issued_on": "2025-05-31"}, {"evidence/e09/issued_on": "2025-06-01"},
           "evidence/e09/issued_on"),
    Spoilt("EV02", {"evidence/e09/issued_on": "2025-05-31"}, {"evidence/e09/issued_on": "2025-05-31",
           "evidence/+": file("tuition_bill", "e11", member="c")}, "evidence/e09/issued_on", name="another-newer"),
    Spoilt("EV02", {"on_dibao": True, "evidence/+": file("dibao_proof", "e11", issuer="红星机械厂")},
           {"on_dibao": True, "evidence/+": file("dibao_proof", "e11", issuer="区民政局")}, "evidence/e11/issuer"),
    Spoilt("EV03", {"evidence/e10/file": {"sha256": "a" * 64, "size": 0}}, {"evidence/e10/file": {"gap": "later"}},
           "evidence/e10/file", name="empty"),
    Spoilt("EV03", {"evidence/e10/file": "photo.jpg"}, {"evidence/e10/file": None}, "evidence/e10/file"),
    Spoilt("EV04", {"evidence/e10/issued_on": "2026-06-02"}, {"evidence/e10/issued_on": None},
           "evidence/e10/issued_on"),
)  # fmt: skip
PROCEDURE: Final = (
    Spoilt("PR01", {"visits/v1/surveyor2": "周建军"}, {"visits/v1/surveyor2": "周建国"}, "visits/v1/surveyor2"),
    Spoilt("PR01", determination(decided_on="2026-05-31"), determination(decided_on="2026-06-01"),
           "determinations/d1/decided_on", name="decided-before"),
    Spoilt("PR01B", {"visits/v1/sign_method": None}, {"visits/v1/sign_method": "print"}, "visits/v1/sign_method"),
    Spoilt("PR01B", {"visits/v1/sign_method": None}, {"visits/v1/sign_method": None, "visits/+": {"row": "v2",
           "visited_on": "2026-06-03", "outcome": "met", "purpose": "sign", "sign_method": "proxy"}},
           "visits/v1/sign_method", name="later"),
    Spoilt("PR03", {"determinations": None}, {"determinations": None, "status": None}, "status"),
    Spoilt("PR03", {"visits": None}, {"visits": None, "file_class": "stock"}, "status", name="stock"),
    Spoilt("PR03", determination(decided_on="2026-06-21"), determination(decided_on="2026-06-20"),
           "determinations/d1/decided_on", name="order"),
    Spoilt("PR03", {"reviewed_by": "孙立新"}, {"reviewed_by": "孙立欣"}, "reviewed_by", name="one-person"),
    Spoilt("PR04", {"status": {"status": "accepted", "at": "2026-11-19"}},
           {"status": {"status": "accepted", "at": "2026-11-20"}}, "status"),
    Spoilt("PR04", {"status": {"status": "surveyed", "at": "2026-10-15"}},
           {"status": {"status": "returned", "at": "2026-10-15"}}, "status", name="decide"),
    Spoilt("PR05", {"contact_person": {"gap": "later"}}, {"contact_person": None, "visits": None, "status": None},
           "contact_person"),
    Spoilt("PR06", {"evidence/-": "e06"}, {"evidence/-": "e06", "consents": [
        {"row": "a", "member": "w", "scope": "verification", "signed_on": "2026-06-01", "method": "signed"},
        {"row": "b", "member": "s", "scope": "verification", "signed_on": "2026-08-01", "method": "proxy"},
        {"row": "d", "member": "c", "scope": "verification", "signed_on": "2026-06-01", "method": "guardian"}]},
        "consents"),
    Spoilt("PR06", {"evidence/e06/member": "w"}, {"evidence/e06/member": "w", "members/s/counts_in_household": False,
           "members/c/counts_in_household": False}, "consents", name="each"),
    Spoilt("PR07", {"visits/v1/surveyor1": "陈玉兰"}, {"visits/v1/surveyor1": "陈玉蓝"}, "visits/v1/surveyor1"),
    Spoilt("PR07", {"visits/v1/proxy_name": "吴春梅"}, {"visits/v1/proxy_name": "陈玉兰"}, "visits/v1/proxy_name"),
)  # fmt: skip
BACK: Final = {"row": "b", "type": "tuition", "amount": 10_000}
DATES: Final = (
    Spoilt("ID13B", {"contract_from": "2025-01-01", "contract_to": "2024-12-31"},
           {"contract_from": "2025-01-01", "contract_to": "2025-01-01"}, "contract_to"),
    Spoilt("MN06D", {"reimbursements": [{**BACK, "received_on": "2025-05-31"}]},
           {"reimbursements": [{**BACK, "received_on": "2025-06-01"}]}, "reimbursements/b/received_on"),
    Spoilt("MN06D", {"reimbursements": [{**BACK, "received_on": "2026-11-29"}]},
           {"reimbursements": [{**BACK, "received_on": "2026-11-28"}]}, "reimbursements/b/received_on", name="ahead"),
    Spoilt("PR01C", {"visits/v1/visited_on": "9999-01-01"}, {"visits/v1/visited_on": "2026-11-28"},
           "visits/v1/visited_on"),
    Spoilt("PR01C", {"visits/v1/visited_on": "0001-01-01"}, {}, "visits/v1/visited_on", name="early"),
    Spoilt("PR01D", {"visits/v1/visited_on": None}, {"visits/+": {"row": "v2", "purpose": "sign"}},
           "visits/v1/visited_on"),
    Spoilt("PR03B", determination(decided_on="2026-11-29"), determination(decided_on="2026-11-28"),
           "determinations/d1/decided_on"),
    Spoilt("PR03C", determination(rule_set="RS2099 v1 #00000000"), determination(rule_set=None),
           "determinations/d1/rule_set"),
)  # fmt: skip
DYNAMIC: Final = (
    Spoilt("DY01", {}, {}, "", kept=Kept(updated_on="2025-11-27"), kept_well=Kept(updated_on="2025-11-28")),
    Spoilt("DY02", {"visits/v1/visited_on": "2025-11-27"}, {"visits/v1/visited_on": "2025-11-28"}, "visits"),
    Spoilt("DY02", {"visits": None, "status": {"status": "filed", "at": "2025-11-27"}}, {"visits": None}, "visits",
           name="never"),
    Spoilt("DY03", {}, {}, "", kept=Kept("2026-06-20", (), "2026-10-15", ("home_address",)),
           kept_well=Kept("2026-06-20", (), "2026-10-19", ("home_address",))),
    Spoilt("DY04", {**GONE, **RICH}, {**RICH}, "income", name="cause-gone"),
    Spoilt("DY04", {**GONE, **RICH}, {**GONE, "income/i1/months": [400_000] * 4 + [100_000] + [400_000] * 7}, "income",
           name="one-poor-month"),
    Spoilt("DY05", {"target_exit_date": "2026-11-27"}, {"target_exit_date": "2026-11-28"}, "target_exit_date"),
    Spoilt("DY07", {"file_class": "returned", "causes/k1/explanation": None}, {"file_class": "returned"},
           "causes/k1/explanation"),
    Spoilt("SY02", {}, {}, "mobile", kept=Kept("2026-06-20", ("mobile",))),
)  # fmt: skip
SPOILT: Final = (*IDENTITY, *HOUSEHOLD, *MONEY, *CLASSIFICATION, *EVIDENCE, *PROCEDURE, *DATES, *DYNAMIC)
