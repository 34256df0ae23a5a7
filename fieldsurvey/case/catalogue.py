"""The field catalogue of a household's case: every field once, with all that any reader needs to know of it.

Sources: `domain.md` §4.2 (F01), §4.3 (F02), §2.6–2.10. Later editions add fields; they never split, merge or
redefine one.
"""

from typing import Final

from fieldsurvey.case.field import DECIDERS, Catalogue, Field, Group, Sort, Tier

EDITION: Final = 1

STEPS: Final = {
    1: "核对身份",
    2: "家庭成员",
    3: "收入",
    4: "刚性支出",
    5: "住房与资产",
    6: "致困原因与佐证",
    7: "入户情况与问卷",
    9: "解困脱困实施计划",
    10: "核对、签字与打印",
}

WORKER = (
    Field("survey_no", "调查编号", once=True, hint="设备代号和流水号,自动给出,永不改变"),
    Field("name", "姓名", step=1, required=True, blocks="审定"),
    Field(
        "identity",
        "身份证件",
        Sort.IDENTITY,
        step=1,
        required=True,
        blocks="审定",
        sensitive=True,
        hint="18 位身份证号;15 位旧号会自动换算",
        rule="GB 11643-1999",
    ),
    Field("sex", "性别", Sort.CODE, step=1, codes="sex", hint="由身份证号得出,可改", rule="GB/T 2261.1"),
    Field("birth_date", "出生日期", Sort.DATE, step=1, sensitive=True, hint="由身份证号得出,可改"),
    Field("mobile", "手机号码", Sort.PHONE, step=1, sensitive=True),
    Field("marital", "婚姻状况", Sort.CODE, step=1, codes="marital", rule="GB/T 2261.2"),
    Field("hukou", "户口类型", Sort.CODE, step=1, codes="hukou"),
    Field("home_address", "家庭住址", step=1, required=True, blocks="审定"),
    Field("employer_name", "工作单位", step=1),
    Field("work_status", "工作状态", Sort.CODE, step=1, codes="work_status"),
    Field("health", "健康状况", Sort.CODE, step=1, codes="health", sensitive=True),
    Field("bank", "银行卡", Sort.BANK, step=1, tier=Tier.OFFICE, sensitive=True, hint="开户行、户名、卡号"),
    Field("filing_org", "建档单位", step=1, tier=Tier.OFFICE),
)

HOME = (
    Field("housing", "住房类型", Sort.CODE, step=5, codes="housing"),
    Field("building_area", "建筑面积", Sort.DECIMAL, step=5, measure="㎡"),
    Field("homes_owned", "住房套数", Sort.WHOLE, step=5, measure="套", hint="自有住宅套数"),
    Field("has_car", "有机动车", Sort.FLAG, step=5),
    Field("savings", "存款与证券", Sort.MONEY, step=5, measure="元", sensitive=True),
    Field("on_dibao", "享受低保", Sort.FLAG, step=5),
)

STORY = (
    Field("outlook", "对脱困的看法", Sort.CODE, step=7, codes="outlook"),
    Field("statement", "困难职工陈述", Sort.LONG_TEXT, step=7),
    Field("remark", "备注", Sort.LONG_TEXT, step=7, tier=Tier.OFFICE),
    Field("target_exit_date", "预计脱困时间", Sort.DATE, step=9),
    Field("responsible_person", "帮扶责任人", step=9, required=True, blocks="审定"),
    Field("contact_person", "帮扶联系人", step=9, required=True, blocks="审定"),
)

OFFICIAL = (
    Field("case_no", "档案号", writers=DECIDERS, tier=Tier.REPORT),
    Field("status", "办理状态", Sort.EVENT, codes="case_status"),
)

MEMBERS = Group(
    "members",
    "家庭成员",
    "成员",
    (
        Field("name", "姓名", required=True, blocks="审定"),
        Field("relation", "与本人关系", Sort.CODE, codes="relation", rule="GB/T 4761-2008"),
        Field("identity", "身份证件", Sort.IDENTITY, sensitive=True, rule="GB 11643-1999"),
        Field("health", "健康状况", Sort.CODE, codes="health", sensitive=True),
        Field("work_status", "工作状态", Sort.CODE, codes="work_status"),
        Field("unit_or_school", "单位或学校"),
        Field("counts_in_household", "计入家庭人口", Sort.FLAG, rule="最低生活保障审核确认办法 第七条"),
    ),
    step=2,
)

INCOME = Group(
    "income",
    "收入",
    "收入项目",
    (
        Field("member", "成员", Sort.MEMBER),
        Field("type", "收入类型", Sort.CODE, codes="income_type", required=True),
        Field("months", "十二个月金额", Sort.MONTHS, measure="元/月", required=True, blocks="审定"),
        Field("in_kind", "实物折价(另计)", Sort.MONEY, measure="元/年", tier=Tier.OFFICE),
    ),
    step=3,
)

EXPENSES = Group(
    "expenses",
    "刚性支出",
    "支出项目",
    (
        Field("member", "成员", Sort.MEMBER),
        Field("type", "支出类型", Sort.CODE, codes="expense_type", required=True),
        Field("bill", "总费用", Sort.MONEY, measure="元/年", required=True, blocks="审定"),
        Field("reimbursed", "报销与赔付", Sort.MONEY, measure="元/年"),
    ),
    step=4,
)

CAUSES = Group(
    "causes",
    "致困原因",
    "原因",
    (
        Field("rank", "主次", Sort.CODE, codes="cause_rank", required=True),
        Field("cause", "原因", Sort.CODE, codes="cause", required=True, blocks="审定"),
        Field("member", "涉及成员", Sort.MEMBER),
        Field("event_date", "发生日期", Sort.DATE, when=("cause", ("6", "7", "8"))),
        Field("explanation", "说明", Sort.LONG_TEXT),
    ),
    step=6,
)

EVIDENCE = Group(
    "evidence",
    "佐证材料",
    "材料",
    (
        Field("type", "材料类型", Sort.CODE, codes="evidence_type", required=True),
        Field("member", "涉及成员", Sort.MEMBER),
        Field("file", "文件", Sort.FILE, sensitive=True),
        Field("issued_on", "开具日期", Sort.DATE),
    ),
    step=6,
)

VISITS = Group(
    "visits",
    "入户记录",
    "入户",
    (
        Field("visited_on", "调查日期", Sort.DATE, required=True, blocks="审定"),
        Field("surveyor1", "调查人一", required=True, blocks="审定"),
        Field("surveyor2", "调查人二", required=True, blocks="审定"),
        Field("outcome", "入户结果", Sort.CODE, codes="visit_outcome", required=True),
        Field("finding", "现场情况", Sort.LONG_TEXT),
    ),
    step=7,
)

MEASURES = Group(
    "measures",
    "帮扶措施",
    "措施",
    (
        Field("batch", "四个一批", Sort.CODE, codes="four_batch"),
        Field("measure", "具体措施", required=True),
        Field("source", "资金来源", Sort.CODE, codes="fund_source"),
        Field("amount", "金额", Sort.MONEY, measure="元"),
        Field("responsible", "责任人"),
        Field("due_on", "完成期限", Sort.DATE),
    ),
    step=9,
)

DETERMINATIONS = Group(
    "determinations",
    "认定",
    "认定",
    (
        Field("category", "困难类别", Sort.CODE, codes="category", writers=DECIDERS),
        Field("decided_on", "认定日期", Sort.DATE, writers=DECIDERS),
        Field("state_seen", "认定时所见的版本", writers=DECIDERS, hint="认定人所见档案状态的指纹"),
        Field("standards", "所用标准", writers=DECIDERS),
        Field("rule_set", "所用规则", writers=DECIDERS),
        Field("reason", "理由", Sort.LONG_TEXT, writers=DECIDERS),
    ),
    writers=DECIDERS,
)

CASE: Final = Catalogue(
    fields=WORKER + HOME + STORY + OFFICIAL,
    groups=(MEMBERS, INCOME, EXPENSES, CAUSES, EVIDENCE, VISITS, MEASURES, DETERMINATIONS),
)
