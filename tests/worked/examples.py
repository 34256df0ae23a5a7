"""The worked examples: households on, just under and just over every line of both rule sets."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from tests.worked.example import Because, Earned, Example, Spent

DEEP, RELATIVE, ACCIDENT = "deep_hardship", "relative_hardship", "accident_hardship"
DIBAO, MARGINAL, SUDDEN = "dibao_household", "dibao_marginal_household", "accident_hardship_household"
NOT: Final = "not_qualified"
# 664 元 × 3 people × 12 months, and twice that.
ONE, TWO = "23904.00", "47808.00"
S5, S6, S8, S9 = "平顶山市总工会认定标准", "青岛市总工会自测标准", "工会档案认定标准问答", "如皋市困难职工帮扶办法"


# Title, source, category, and what is different from a household of three without any income.
Told = Iterator[tuple[str, str, str, dict[str, Any]]]
POOR: Final[dict[str, Any]] = {"earned": (Earned("wage", "12000.00"),)}
MIGRANT: Final = {
    "file_type": "migrant", "is_union_member": True, "contract_from": "2025-03-01", "lives_in_town": True,
}  # fmt: skip
SCHOOL: Final = (Because("9"),)
ILL: Final = (Because("6", is_sudden=True),)
# 855 元 for each of two, one and a half times the line of 570 元; 1,710 元, three times.
HALF_MORE: Final[dict[str, Any]] = {"persons": 2, "earned": (Earned("wage", "20520.00"),)}
THREE_TIMES: Final[dict[str, Any]] = {"persons": 2, "earned": (Earned("wage", "41040.00"),)}
# What brings 20,520 元 down to 13,680 元, the line.
FEES: Final = (Spent("tuition", "6840.00"),)
BILL: Final = (Spent("medical_self_pay", "6840.00"),)


def wage(year: str) -> tuple[Earned, ...]:
    """The worker's wage of a year."""
    return (Earned("wage", year),)


def on_the_lines() -> Told:
    """On, under and over the line and twice the line."""
    yield "月人均纯收入正好等于低保线:低于才算,不是深度", S5, RELATIVE, {"earned": wage(ONE)}
    yield "年收入比低保线少一分钱", S5, DEEP, {"earned": wage("23903.99")}
    yield "年收入比低保线多一分钱", S5, RELATIVE, {"earned": wage("23904.01")}
    yield "正好等于低保线的两倍:不符合", S5, NOT, {"earned": wage(TWO)}
    yield "比两倍少一分钱", S5, RELATIVE, {"earned": wage("47807.99")}
    yield "比两倍多一分钱", S5, NOT, {"earned": wage("47808.01")}
    yield "一口人,少一分钱", S5, DEEP, {"persons": 1, "earned": wage("7967.99")}
    yield "七口人,人均除不尽,仍低于低保线", S5, DEEP, {"persons": 7, "earned": wage("55775.99")}
    yield "七口人,正好等于低保线", S5, RELATIVE, {"persons": 7, "earned": wage("55776.00")}
    yield (
        "十二个月分不匀,合计仍正好等于低保线",
        S5,
        RELATIVE,
        {"earned": (Earned("wage", months=("23904.00", *["0"] * 11)),)},
    )


def deductions() -> Told:
    """What goes off and what does not."""
    for kind, label in (
        ("medical_self_pay", "医疗自付"), ("long_term_care", "长期照料"), ("disability_rehab", "残疾康复"),
        ("tuition", "学费"), ("boarding", "住宿费"), ("school_living", "在校生活费"), ("disaster_loss", "灾害损失"),
        ("social_insurance_self", "自缴社保"),
    ):  # fmt: skip
        spent = (Spent(kind, "6096.01"),)
        yield f"减去{label}后低于低保线", S5, DEEP, {"earned": wage("30000.00"), "spent": spent}
    for kind, label in (("support_elder", "赡养老人"), ("rent", "房租"), ("other", "其他刚性支出")):
        yield f"{label}不能扣", "domain 2.7", RELATIVE, {
            "earned": wage("30000.00"), "spent": (Spent(kind, "20000.00"),)
        }  # fmt: skip
    yield "扣报销后的自付正好使纯收入等于低保线", S5, RELATIVE, {
        "earned": wage("60000.00"), "spent": (Spent("medical_self_pay", "50000.00", "13904.00"),)
    }  # fmt: skip
    yield "报销少一分,就低于低保线", S5, DEEP, {
        "earned": wage("60000.00"), "spent": (Spent("medical_self_pay", "50000.00", "13903.99"),)
    }  # fmt: skip
    yield "报销比总费用还多,不成为收入", "domain 0.1.5", RELATIVE, {
        "earned": wage("30000.00"), "spent": (Spent("medical_self_pay", "1000.00", "9000.00"),)
    }  # fmt: skip
    yield "后到的报销冲减医疗费,不再是深度", "domain 0.1.5", RELATIVE, {
        "earned": wage("30000.00"), "spent": (Spent("medical_self_pay", "7000.00"),),
        "later": (("medical_self_pay", "904.00"),),
    }  # fmt: skip
    yield "后到的报销差一分,仍是深度", "domain 0.1.5", DEEP, {
        "earned": wage("30000.00"), "spent": (Spent("medical_self_pay", "7000.00"),),
        "later": (("medical_self_pay", "903.99"),),
    }  # fmt: skip
    yield "医疗的后到报销不冲减学费", "domain 0.1.5", DEEP, {
        "earned": wage("30000.00"), "spent": (Spent("tuition", "7000.00"),),
        "later": (("medical_self_pay", "5000.00"),),
    }  # fmt: skip


def work_costs() -> Told:
    """必要就业成本: for whom, and how much of it."""
    yield "必要就业成本只用于相对困难:扣后低于两倍", "domain 0.1.4", RELATIVE, {
        "earned": wage("50000.00"), "spent": (Spent("employment_cost", "3000.00"),)
    }  # fmt: skip
    yield "必要就业成本不超过工资的两成", "domain 2.7", NOT, {
        "earned": wage("59760.00"), "spent": (Spent("employment_cost", "30000.00"),)
    }  # fmt: skip
    yield "两成封顶后少一分钱", "domain 2.7", RELATIVE, {
        "earned": wage("59759.95"), "spent": (Spent("employment_cost", "30000.00"),)
    }  # fmt: skip
    yield "没有工资,没有就业成本可扣", "domain 2.7", NOT, {
        "earned": (Earned("pension", "48000.00"),), "spent": (Spent("employment_cost", "9000.00"),)
    }  # fmt: skip
    for field, value, label in (
        ("enterprise_status", "stopped", "企业停产"), ("enterprise_status", "closed", "企业关闭破产"),
        ("work_status", "laid_off", "下岗"), ("work_status", "unemployed", "失业"),
    ):  # fmt: skip
        yield f"{label}:就业成本也可用于深度困难", f"{S5}(类型二)", DEEP, {
            "earned": wage("25000.00"), "spent": (Spent("employment_cost", "2000.00"),), "answers": {field: value},
        }  # fmt: skip
    yield "企业正常:就业成本不用于深度困难", f"{S5}(类型二)", RELATIVE, {
        "earned": wage("25000.00"), "spent": (Spent("employment_cost", "2000.00"),),
        "answers": {"enterprise_status": "normal"},
    }  # fmt: skip


def kinds_of_income() -> Told:
    """What counts as income, and of whom."""
    dibao = (Earned("wage", "20000.00"), Earned("dibao_grant", "7968.00"))
    yield "享受低保的,低保金计入收入后高于低保线", S9, RELATIVE, {"earned": dibao, "answers": {"on_dibao": True}}
    yield "没有享受低保的,低保金不计", S9, DEEP, {"earned": dibao}
    yield "享受低保的,民政临时救助也计入", S9, RELATIVE, {
        "earned": (Earned("wage", "20000.00"), Earned("gov_temp_relief", "3904.00")), "answers": {"on_dibao": True},
    }  # fmt: skip
    yield "上年工会救助不计,帮扶不会把人挤出去", "domain 0.1.4", DEEP, {
        "earned": (Earned("wage", "20000.00"), Earned("union_relief", "30000.00")), "answers": {"on_dibao": True},
    }  # fmt: skip
    yield "高龄、残疾津贴不计", "domain 2.7", DEEP, {
        "earned": (Earned("wage", "20000.00"), Earned("allowance", "12000.00"))
    }  # fmt: skip
    yield "付出的抚养费先扣", "domain 0.1.4", DEEP, {
        "earned": (Earned("wage", "30000.00"), Earned("maintenance_paid", "6096.01"))
    }  # fmt: skip
    for kind, label in (
        ("business", "经营净收入"), ("pension", "养老金"), ("unemployment_benefit", "失业保险金"),
        ("survivor_benefit", "遗属补助"), ("maintenance", "抚养费"), ("property", "利息、租金"),
        ("transfer_gift", "受赠、赔偿"), ("other", "其他收入"),
    ):  # fmt: skip
        yield f"{label}计入", "domain 2.7", RELATIVE, {
            "earned": (Earned("wage", "20000.00"), Earned(kind, "3904.00", member=1))
        }  # fmt: skip
    yield "不计入人口的老人,退休金也不计", "domain 2.6", DEEP, {
        "uncounted": 1, "earned": (Earned("wage", "20000.00"), Earned("pension", "30000.00", member=3)),
    }  # fmt: skip
    yield "不计入人口的老人,医药费也不扣", "domain 2.6", RELATIVE, {
        "uncounted": 1, "earned": wage("24000.00"), "spent": (Spent("medical_self_pay", "9000.00", member=3),),
    }  # fmt: skip


def events() -> Told:
    """意外致困: what was lost against the income of a year."""
    high = wage("100000.00")
    yield "意外损失正好占年收入八成", S6, ACCIDENT, {"earned": high, "because": (Because("8", "80000.00"),)}
    yield "意外损失差一分", S6, NOT, {"earned": high, "because": (Because("8", "79999.99"),)}
    yield "扣除赔偿后不到八成", S6, NOT, {"earned": high, "because": (Because("8", "90000.00", "10000.01"),)}
    yield "扣除赔偿后正好八成", S6, ACCIDENT, {"earned": high, "because": (Because("7", "90000.00", "10000.00"),)}
    yield "没有写损失的,按医疗自付和灾害损失算", S6, RELATIVE, {
        "earned": high, "because": ILL, "spent": (Spent("medical_self_pay", "80000.00", "26000.00"),)
    }  # fmt: skip
    yield "不是突发的,不按意外", S6, NOT, {"earned": high, "because": (Because("6", "80000.00", is_sudden=False),)}
    yield "两件意外合起来达到八成", S6, ACCIDENT, {
        "earned": high, "because": (Because("8", "50000.00"), Because("7", "30000.00"))
    }  # fmt: skip
    yield "有突发事件但没有损失", S6, NOT, {"earned": high, "because": (Because("8", "0"),)}


def shut_out() -> Told:
    """What shuts a household out, and exemptions."""
    yield "两套住宅:不能建档", "院工字〔2018〕30号", NOT, {**POOR, "answers": {"homes_owned": 2}}
    yield "一套住宅不影响", "院工字〔2018〕30号", DEEP, {**POOR, "answers": {"homes_owned": 1}}
    yield "商铺或雇人经营:不能建档", "院工字〔2018〕30号", NOT, {**POOR, "answers": {"has_business": True}}
    yield "高收费私校或自费留学:不能建档", S6, NOT, {**POOR, "answers": {"has_costly_school": True}}
    for use, label, expected in (
        ("own", "自用", NOT), ("business", "经营用", NOT), ("hired", "受雇驾驶", DEEP),
        ("assistive", "残疾人代步车", DEEP),
    ):  # fmt: skip
        yield f"机动车{label}", "院工字〔2018〕30号", expected, {**POOR, "answers": {"has_car": True, "car_use": use}}
    yield "弄虚作假:不能建档", "domain 2.8", NOT, {**POOR, "answers": {"has_false_statement": True}}
    yield "有排除情形,会议批准了例外", "domain 2.8", DEEP, {
        **POOR, "answers": {"has_business": True}, "exempt": ("dq_shop_employer",)
    }  # fmt: skip
    yield "批准的例外不管另一种情形", "domain 2.8", NOT, {
        **POOR, "answers": {"has_business": True}, "exempt": ("dq_two_homes",)
    }  # fmt: skip


def migrants() -> Told:
    """困难农民工."""
    yield "农民工,会员,合同满一年", S6, DEEP, {**POOR, "answers": {**MIGRANT, "contract_to": "2026-02-28"}}
    yield "农民工,合同差一天满一年", S6, NOT, {**POOR, "answers": {**MIGRANT, "contract_to": "2026-02-27"}}
    yield "农民工,无固定期限合同", S6, DEEP, {**POOR, "answers": MIGRANT}
    yield "农民工,不是会员", S6, NOT, {**POOR, "answers": {**MIGRANT, "is_union_member": False}}
    yield "农民工,合同短但有基层工会证明", "domain 0.1.10", DEEP, {
        **POOR, "answers": {**MIGRANT, "contract_to": "2025-06-30"}, "proofs": ("union_proof",)
    }  # fmt: skip
    yield "农民工,不住在城镇", S6, NOT, {**POOR, "answers": {**MIGRANT, "lives_in_town": False}}
    yield "农民工,合同短,合同的复印件不能代替年限", S6, NOT, {
        **POOR, "answers": {**MIGRANT, "contract_to": "2025-06-30"}, "proofs": ("labour_contract",)
    }  # fmt: skip


def dibao_2016() -> Told:
    """低保户 of the older rule set: a household of two, where the line is 570 元."""
    yield "享受低保", S8, DIBAO, {"persons": 2, "earned": wage("40000.00"), "answers": {"on_dibao": True}}
    low, up = "1139.99", "3000.00"
    yield (
        "连续六个月低于低保线",
        S8,
        DIBAO,
        {"persons": 2, "earned": (Earned("wage", months=(*[low] * 5, *[up] * 6, low)),)},
    )
    yield "只有五个月低于低保线", S8, NOT, {"persons": 2, "earned": (Earned("wage", months=(*[low] * 5, *[up] * 7)),)}
    yield "低于低保线的六个月不连续", S8, NOT, {
        "persons": 2, "earned": (Earned("wage", months=(low, low, up, low, low, up, up, low, low, up, up, up)),)
    }  # fmt: skip
    yield "六个月正好等于低保线,不是低于", S8, NOT, {
        "persons": 2, "earned": (Earned("wage", months=(*["1140.00"] * 5, *[up] * 6, "1140.00")),)
    }  # fmt: skip
    yield "五月和六月相接要看调查月份:六月调查,六月是去年的", S8, NOT, {
        "persons": 2, "earned": (Earned("wage", months=(up, up, low, low, low, low, low, low, up, up, up, up)),)
    }  # fmt: skip


def marginal_2016() -> Told:
    """低保边缘户 of the older rule set."""
    yield "边缘户:收入正好 1.5 倍,减学费后正好等于低保线", S8, MARGINAL, {**HALF_MORE, "spent": FEES, "because": SCHOOL}
    yield "边缘户:收入多一分", S8, NOT, {
        "persons": 2, "earned": wage("20520.01"), "spent": (Spent("tuition", "9000.00"),), "because": SCHOOL,
    }  # fmt: skip
    yield (
        "边缘户:学费少一分,减后高于低保线",
        S8,
        NOT,
        {**HALF_MORE, "spent": (Spent("tuition", "6839.99"),), "because": SCHOOL},
    )
    yield (
        "边缘户:因病,减医疗自付",
        S8,
        MARGINAL,
        {**HALF_MORE, "spent": BILL, "because": (Because("6", is_sudden=False),)},
    )
    yield "边缘户:因学,医疗费不是学习引起的", S8, NOT, {**HALF_MORE, "spent": BILL, "because": SCHOOL}
    yield "边缘户:因残,减康复费", S8, MARGINAL, {
        **HALF_MORE, "spent": (Spent("disability_rehab", "6840.00"),), "because": (Because("10"),), "disabled": True,
    }  # fmt: skip
    yield "边缘户:单亲,收入本来就不高于低保线", S8, MARGINAL, {
        "persons": 2, "earned": wage("13680.00"), "because": (Because("7", "0"),),
        "answers": {"is_single_parent": True},
    }  # fmt: skip
    yield "边缘户:因病和因学合起来", S8, MARGINAL, {
        **HALF_MORE, "spent": (Spent("medical_self_pay", "3420.00"), Spent("tuition", "3420.00")),
        "because": (Because("6", is_sudden=False), Because("9")),
    }  # fmt: skip
    yield "政府救助不计入收入", S8, MARGINAL, {
        "persons": 2, "earned": (Earned("wage", "20520.00"), Earned("gov_temp_relief", "5000.00")), "spent": FEES,
    }  # fmt: skip


def accident_2016() -> Told:
    """意外致困户 of the older rule set, and which category comes first."""
    yield (
        "意外户:收入正好 3 倍,减损失后正好等于低保线",
        S8,
        SUDDEN,
        {**THREE_TIMES, "because": (Because("8", "27360.00"),)},
    )
    yield "意外户:损失少一分", S8, NOT, {**THREE_TIMES, "because": (Because("8", "27359.99"),)}
    yield "意外户:收入 3 倍以内,不看存款", S8, SUDDEN, {
        **THREE_TIMES, "because": (Because("8", "27360.00"),), "answers": {"savings": 9_000_000, "investments": 0},
    }  # fmt: skip
    above = {"persons": 2, "earned": wage("41040.01")}
    yield "意外户:收入多一分,存款计入", S8, NOT, {
        **above, "because": (Because("8", "30000.00"),), "answers": {"savings": 300_000, "investments": 0},
    }  # fmt: skip
    yield "意外户:收入高于 3 倍,加存款减损失后不高于低保线", S8, SUDDEN, {
        **above, "because": (Because("8", "30000.00"),), "answers": {"savings": 263_999, "investments": 0},
    }  # fmt: skip
    yield "意外户:投资也计入", S8, NOT, {
        **above, "because": (Because("8", "30000.00"),), "answers": {"savings": 263_999, "investments": 1},
    }  # fmt: skip
    yield "意外户:重大疾病,按医疗自付", S8, SUDDEN, {
        **THREE_TIMES, "because": ILL, "spent": (Spent("medical_self_pay", "60000.00", "32640.00"),)
    }  # fmt: skip
    yield "没有特殊原因,收入在 1.5 倍以内也不算边缘户", S8, NOT, {
        "persons": 2, "earned": wage("15000.00"), "because": (Because("7", "0"),),
    }  # fmt: skip
    yield "低保先于边缘", "domain 2.4", DIBAO, {**HALF_MORE, "spent": FEES, "answers": {"on_dibao": True}}
    yield (
        "边缘先于意外",
        "domain 2.4",
        MARGINAL,
        {**HALF_MORE, "spent": BILL, "because": (Because("6", "20000.00", is_sudden=True),)},
    )
    yield "两套住宅:不能建档", "院工字〔2018〕30号", NOT, {**HALF_MORE, "spent": FEES, "answers": {"homes_owned": 2}}


def undecided() -> Told:
    """Where something is missing: told only when it cannot turn the outcome."""
    months: tuple[str | None, ...] = (None, *["1000.00"] * 11)
    yield "缺一个月,可能是深度也可能不是", "domain 0.1.2", "", {"earned": (Earned("wage", months=months),)}
    yield "缺一个月,但已高于两倍:不符合", "domain 0.1.2", NOT, {
        "earned": (Earned("wage", months=(None, *["5000.00"] * 11)),)
    }  # fmt: skip
    yield "没有登记收入", "domain 0.1.2", "", {"earned": ()}
    yield "收入写了 0", "domain 0.1.2", DEEP, {"earned": wage("0")}
    yield "没有这个地方的标准", "domain 2.5", "", {"earned": wage("12000.00"), "line": None}
    yield "医疗费待补,可能低于低保线", "domain 0.1.2", "", {
        "earned": wage("30000.00"), "spent": (Spent("medical_self_pay", None),)
    }  # fmt: skip
    yield "医疗费待补,但收入已低于低保线", "domain 0.1.2", DEEP, {
        "earned": wage("20000.00"), "spent": (Spent("medical_self_pay", None),)
    }  # fmt: skip
    yield (
        "农民工没有写合同",
        S6,
        "",
        {
            "earned": wage("12000.00"),
            "answers": {"file_type": "migrant", "is_union_member": True, "lives_in_town": True},
        },
    )
    yield "大病没有说是不是突发", S6, "", {
        "earned": wage("100000.00"), "because": (Because("6", "90000.00"),)
    }  # fmt: skip
    yield "农民工没有说是不是常住城镇", S6, "", {**POOR, "answers": {**MIGRANT, "lives_in_town": None}}


NEWER: Final = (on_the_lines, deductions, work_costs, kinds_of_income, events, shut_out, migrants)
OLDER: Final = (dibao_2016, marginal_2016, accident_2016)


def examples() -> list[Example]:
    """All of them, numbered."""
    found: list[Example] = []
    for rules, parts in (("RS2020", NEWER), ("RS2016", OLDER), ("RS2020", (undecided,))):
        for title, source, expected, about in chain.from_iterable(part() for part in parts):
            told = source.replace("domain ", "设计资料 §")
            found.append(Example(f"{rules}-{len(found) + 1:03d}", title, rules, told, expected, **about))
    return found


EXAMPLES: Final = tuple(examples())
MISSING: Final = frozenset(each.id for each in EXAMPLES[-10:])
