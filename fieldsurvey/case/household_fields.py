"""The fields of a household's means: income, rigid expenditure, housing and assets, causes, evidence.

Sources: `domain.md` §4.2 (F01), §2.6–2.10, §0.1.4 and §0.1.5.
"""

from typing import Final

from fieldsurvey.case.field import Field, Group, Sort, Tier

_OFFICE = Tier.OFFICE
RENTED: Final = ("public_rental", "unit_rental", "rented")
SUDDEN: Final = ("6", "7", "8")  # 重特大疾病, 自然灾害, 意外事故

HOME: Final = (
    Field("housing", "住房类型", Sort.CODE, step=5, codes="housing"),
    Field("building_area", "建筑面积", Sort.DECIMAL, step=5, tier=_OFFICE, measure="㎡"),
    Field("homes_owned", "住房套数", Sort.WHOLE, step=5, tier=_OFFICE, measure="套", hint="自有住宅套数"),
    Field("has_car", "有机动车", Sort.FLAG, step=5),
    Field("car_use", "机动车用途", Sort.CODE, step=5, codes="car_use", sensitive=True, when=("has_car", ("True",))),
    Field("has_business", "有商铺或雇人经营", Sort.FLAG, step=5),
    Field("has_costly_school", "子女就读高收费私校或自费留学", Sort.FLAG, step=5, tier=_OFFICE),
    Field("savings", "存款与证券", Sort.MONEY, step=5, measure="元", sensitive=True),
    Field("investments", "投资资产净值", Sort.MONEY, step=5, tier=_OFFICE, measure="元", sensitive=True),
    Field("on_dibao", "享受低保", Sort.FLAG, step=5),
    Field("debts", "负债", Sort.MONEY, step=5, tier=_OFFICE, measure="元", sensitive=True),
    Field("housing_owner", "房屋产权人", step=5, tier=_OFFICE),
    Field("usable_area", "使用面积", Sort.DECIMAL, step=5, tier=_OFFICE, measure="㎡"),
    Field("rent_month", "月租金", Sort.MONEY, step=5, tier=_OFFICE, measure="元/月", when=("housing", RENTED)),
    Field("dibao_no", "低保证号", step=5, tier=_OFFICE, sensitive=True, when=("on_dibao", ("True",))),
    Field("relief_card_no", "特困救助卡号", step=5, tier=Tier.REPORT, sensitive=True),
    Field("other_assets", "其他财产", Sort.LONG_TEXT, step=5, tier=_OFFICE),
)

INCOME: Final = Group(
    "income",
    "收入",
    "收入项目",
    (
        Field("member", "成员", Sort.MEMBER),
        Field("type", "收入类型", Sort.CODE, codes="income_type", required=True),
        Field("months", "十二个月金额", Sort.MONTHS, measure="元/月", required=True, blocks="审定"),
        Field("in_kind", "实物折价(另计)", Sort.MONEY, measure="元/年", tier=_OFFICE),
        Field("remark", "说明", tier=_OFFICE, sensitive=True, hint="如停薪、季节工、计件"),
    ),
    step=3,
)

EXPENSES: Final = Group(
    "expenses",
    "刚性支出",
    "支出项目",
    (
        Field("member", "成员", Sort.MEMBER),
        Field("type", "支出类型", Sort.CODE, codes="expense_type", required=True, sensitive=True),
        Field(
            "bill",
            "总费用",
            Sort.MONEY,
            measure="元/年",
            required=True,
            blocks="审定",
            hint="只知道自付,就填自付的;近12个月合计",
        ),
        Field(
            "reimbursed",
            "报销与赔付",
            Sort.MONEY,
            measure="元/年",
            hint="上面填了自付就填 0;分得清时填下面各项,这里就不再算",
        ),
        Field("pool_paid", "其中:医保统筹", Sort.MONEY, measure="元/年", tier=_OFFICE),
        Field("critical_paid", "其中:大病保险", Sort.MONEY, measure="元/年", tier=_OFFICE),
        Field("relief_paid", "其中:医疗救助", Sort.MONEY, measure="元/年", tier=_OFFICE),
        Field("commercial_paid", "其中:商业保险、互助", Sort.MONEY, measure="元/年", tier=_OFFICE),
        Field("pending", "待报销", Sort.MONEY, measure="元", tier=_OFFICE),
        Field("pending_until", "预计到账", Sort.DATE, tier=_OFFICE),
        Field("remark", "说明", tier=_OFFICE, sensitive=True),
    ),
    step=4,
)

REIMBURSEMENTS: Final = Group(
    "reimbursements",
    "后到的报销",
    "报销",
    (
        Field("member", "成员", Sort.MEMBER),
        Field("type", "支出类型", Sort.CODE, codes="expense_type", sensitive=True),
        Field("source", "报销来源", Sort.CODE, codes="reimbursement_source", sensitive=True),
        Field("amount", "金额", Sort.MONEY, measure="元", required=True),
        Field("received_on", "到账日期", Sort.DATE, is_past=True, required=True),
    ),
    step=4,
    tier=_OFFICE,
)

CAUSES: Final = Group(
    "causes",
    "致困原因",
    "原因",
    (
        Field("rank", "主次", Sort.CODE, codes="cause_rank", required=True, hint="第一个算主要,可改"),
        Field("cause", "原因", Sort.CODE, codes="cause", required=True, blocks="审定", sensitive=True),
        Field("member", "涉及成员", Sort.MEMBER, tier=_OFFICE),
        Field("event_date", "发生日期", Sort.DATE, tier=_OFFICE, is_past=True, when=("cause", SUDDEN)),
        Field("is_sudden", "突发", Sort.FLAG, tier=_OFFICE, when=("cause", SUDDEN)),
        Field("loss", "费用或损失", Sort.MONEY, tier=_OFFICE, measure="元", when=("cause", SUDDEN)),
        Field("compensated", "赔偿与保险", Sort.MONEY, tier=_OFFICE, measure="元", when=("cause", SUDDEN)),
        Field("explanation", "说明", Sort.LONG_TEXT, tier=_OFFICE),
    ),
    step=6,
)

EVIDENCE: Final = Group(
    "evidence",
    "佐证材料",
    "材料",
    (
        Field("type", "材料类型", Sort.CODE, codes="evidence_type", required=True, sensitive=True),
        Field("member", "涉及成员", Sort.MEMBER, tier=_OFFICE),
        Field("file", "文件", Sort.FILE, sensitive=True),
        Field("issued_on", "开具日期", Sort.DATE, is_past=True, tier=_OFFICE),
        Field("issuer", "开具单位", tier=_OFFICE, sensitive=True),
        Field("pages", "页数", Sort.WHOLE, measure="页", tier=_OFFICE),
        Field("original_seen", "看过原件", Sort.FLAG, tier=_OFFICE),
        Field("remark", "备注", tier=_OFFICE, sensitive=True),
    ),
    step=6,
)
