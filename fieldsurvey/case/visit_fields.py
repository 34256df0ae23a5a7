"""The fields of visits, consents, plan, determinations and the file itself.

Sources: `domain.md` §4.2 (F01, second page), §4.3 (F02), §0.1.2 and §0.1.14.
"""

from typing import Final

from fieldsurvey.case.field import ADMINISTRATORS, DECIDERS, Field, Group, Sort, Tier

_OFFICE, _REPORT = Tier.OFFICE, Tier.REPORT
BY_PROXY: Final = ("proxy", "guardian")

STORY: Final = (
    Field("statement", "困难职工陈述", Sort.LONG_TEXT, step=7),
    Field("remark", "备注", Sort.LONG_TEXT, step=7, tier=_OFFICE),
    Field("help_needs", "帮扶需求", Sort.CODES, step=9, codes="help_need", sensitive=True),
    Field("responsible_person", "帮扶责任人", step=9, tier=_OFFICE, required=True, blocks="审定"),
    Field("contact_person", "帮扶联系人", step=9, tier=_OFFICE, required=True, blocks="审定"),
    Field("target_exit_date", "预计脱困时间", Sort.DATE, step=9, tier=_OFFICE),
    Field("is_target", "解困脱困对象", Sort.FLAG, step=9, tier=_OFFICE),
    Field("target_date", "确定时间", Sort.DATE, step=9, tier=_OFFICE, is_past=True),
    Field("priority_groups", "五类重点群体", Sort.CODES, step=9, tier=_OFFICE, codes="priority_group"),
    Field("primary_program", "主要帮扶项目", Sort.CODE, step=9, tier=_OFFICE, codes="relief_program", sensitive=True),
    Field("exit_path", "脱困路径", Sort.CODE, step=9, tier=_OFFICE, codes="exit_path"),
    Field("responsible_phone", "责任人电话", Sort.PHONE, step=9, tier=_OFFICE),
    Field("contact_phone", "联系人电话", Sort.PHONE, step=9, tier=_OFFICE),
    Field("party_opinion", "基层党组织或行政意见", Sort.LONG_TEXT, step=9, tier=_REPORT),
    Field("union_opinion", "基层工会意见", Sort.LONG_TEXT, step=9, tier=_REPORT),
    Field("system_opinion", "系统工会意见", Sort.LONG_TEXT, step=9, tier=_REPORT),
)

OFFICIAL: Final = (
    Field("case_no", "档案号", writers=DECIDERS, tier=_REPORT),
    Field("filed_by", "建档人", writers=DECIDERS, tier=_REPORT),
    Field("reviewed_by", "审核人", writers=DECIDERS, tier=_REPORT),
    Field("entered_by", "录入人", writers=DECIDERS, tier=_REPORT),
    Field("came_from", "由哪一户分出", tier=_REPORT, hint="分户前的档案"),
    Field("merged_into", "并入哪一户", tier=_REPORT, hint="并户后的档案"),
    Field("status", "办理状态", Sort.EVENT, codes="case_status"),
    Field("has_false_statement", "弄虚作假或拒绝核对", Sort.FLAG, writers=DECIDERS, tier=_REPORT, sensitive=True),
)

VISITS: Final = Group(
    "visits",
    "入户记录",
    "入户",
    (
        Field("visited_on", "调查日期", Sort.DATE, required=True, blocks="审定", is_past=True),
        Field("surveyor1", "调查人一", required=True, blocks="审定"),
        Field("surveyor2", "调查人二", required=True, blocks="审定"),
        Field("outcome", "入户结果", Sort.CODE, codes="visit_outcome", required=True),
        Field("finding", "现场情况", Sort.LONG_TEXT),
        Field("purpose", "入户目的", Sort.CODE, codes="visit_purpose", tier=_OFFICE),
        Field("accompanied_by", "陪同人", tier=_OFFICE, hint="疑议复核应由基层工会主席陪同"),
        Field("respondent", "受访人", tier=_OFFICE),
        Field("is_paper_first", "先填纸表后录入", Sort.FLAG, tier=_OFFICE),
        Field("sign_method", "签字方式", Sort.CODE, codes="sign_method", tier=_OFFICE),
        Field("proxy_name", "代签人", tier=_OFFICE, when=("sign_method", BY_PROXY)),
        Field(
            "proxy_relation",
            "代签人与本人关系",
            Sort.CODE,
            codes="relation",
            tier=_OFFICE,
            when=("sign_method", BY_PROXY),
        ),
        Field("witness", "见证人", tier=_OFFICE, when=("sign_method", (*BY_PROXY, "print"))),
        Field(
            "sign_reason", "代签或按印原因", tier=_OFFICE, sensitive=True, when=("sign_method", (*BY_PROXY, "print"))
        ),
        Field("questionnaire", "问卷版本", tier=_REPORT, hint="自动记下"),
    ),
    step=7,
)

CONSENTS: Final = Group(
    "consents",
    "授权与承诺",
    "授权",
    (
        Field("member", "签署人", Sort.MEMBER, required=True),
        Field("scope", "内容", Sort.CODE, codes="consent_scope", required=True),
        Field("signed_on", "签署日期", Sort.DATE, is_past=True, required=True),
        Field("method", "签署方式", Sort.CODE, codes="sign_method"),
        Field("text_version", "文本版本", tier=_REPORT),
        Field("withdrawn_on", "撤回日期", Sort.DATE, is_past=True, tier=_REPORT),
    ),
    step=7,
    tier=_OFFICE,
)

MEASURES: Final = Group(
    "measures",
    "帮扶措施",
    "措施",
    (
        Field("batch", "四个一批", Sort.CODE, codes="four_batch", tier=_OFFICE),
        Field("measure", "具体措施", required=True, sensitive=True),
        Field("source", "资金来源", Sort.CODE, codes="fund_source", tier=_OFFICE),
        Field("amount", "金额", Sort.MONEY, measure="元", tier=_OFFICE),
        Field("responsible", "责任人", tier=_OFFICE),
        Field("due_on", "完成期限", Sort.DATE, tier=_OFFICE),
        Field("action", "行动计划", Sort.CODE, codes="action_plan", tier=_OFFICE, sensitive=True),
        Field("times", "次数", Sort.WHOLE, measure="次", tier=_OFFICE),
        Field("unit", "责任单位", tier=_OFFICE),
        Field("contact", "联系人", tier=_OFFICE),
        Field("begins_on", "开始时间", Sort.DATE, tier=_OFFICE),
        Field("expected", "预期目标", tier=_OFFICE, sensitive=True),
        Field("result", "完成情况", tier=_OFFICE, sensitive=True),
    ),
    step=9,
)

PROGRESS: Final = Group(
    "progress",
    "实施记录",
    "实施",
    (
        Field("done_on", "日期", Sort.DATE, is_past=True, required=True),
        Field("measure", "措施", required=True, sensitive=True),
        Field("amount", "金额", Sort.MONEY, measure="元"),
        Field("person", "经办人"),
        Field("remark", "备注", Sort.LONG_TEXT),
    ),
    step=9,
    tier=_OFFICE,
)

ASSESSMENTS: Final = Group(
    "assessments",
    "阶段评估",
    "评估",
    (
        Field("assessed_on", "评估日期", Sort.DATE, is_past=True, required=True),
        Field("net_month", "月人均纯收入", Sort.MONEY, measure="元/月"),
        Field("is_met", "已达标", Sort.FLAG),
        Field("remark", "说明", Sort.LONG_TEXT),
    ),
    step=9,
    tier=_OFFICE,
)

DETERMINATIONS: Final = Group(
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
        Field(
            "computed",
            "测算类别",
            Sort.CODE,
            codes="category",
            writers=DECIDERS,
            hint="按规则测算的,可与认定不同",
        ),
        Field("judged_on", "测算所用日期", Sort.DATE, writers=DECIDERS, hint="标准和规则按这一天取"),
    ),
    writers=DECIDERS,
)

EXEMPTIONS: Final = Group(
    "exemptions",
    "排除情形的例外",
    "例外",
    (
        Field("situation", "排除情形", Sort.CODE, codes="disqualifier", writers=DECIDERS, sensitive=True),
        Field("reason", "理由", Sort.LONG_TEXT, writers=DECIDERS),
        Field("decided_on", "批准日期", Sort.DATE, writers=DECIDERS, is_past=True),
    ),
    writers=DECIDERS,
)

REASONS: Final = Group(
    "reasons",
    "核查说明",
    "说明",
    (
        Field("check", "核查规则", hint="规则编号,如 HH01"),
        Field("subject", "所指的格子", hint="字段的地址"),
        Field("saw", "当时的情形", hint="所见内容的指纹;内容一变,说明就不再算数"),
        Field("reason", "说明", Sort.LONG_TEXT),
        Field("said_on", "日期", Sort.DATE, is_past=True),
    ),
    tier=_OFFICE,
)

COMPARERS: Final = ADMINISTRATORS | DECIDERS
VERIFICATIONS: Final = Group(
    "verifications",
    "信息比对结果",
    "比对",
    (
        Field("agency", "来源部门", Sort.CODE, codes="agency", writers=COMPARERS, sensitive=True),
        Field("item", "比对项目", writers=COMPARERS, sensitive=True),
        Field("is_hit", "在名单上", Sort.FLAG, writers=COMPARERS, sensitive=True),
        Field("detail", "内容", Sort.LONG_TEXT, writers=COMPARERS, sensitive=True),
        Field("member", "成员", Sort.MEMBER, writers=COMPARERS),
        Field("received_on", "收到日期", Sort.DATE, writers=COMPARERS, is_past=True),
        Field("list", "名单", writers=COMPARERS, hint="哪一份名单,自动记下"),
        Field("method", "怎样对上的", Sort.CODE, codes="match_method", writers=COMPARERS),
        Field("score", "相似度", Sort.WHOLE, writers=COMPARERS, measure="分"),
    ),
    writers=COMPARERS,
    tier=_OFFICE,
)

LIFE_EVENTS: Final = Group(
    "life_events",
    "户的变动",
    "变动",
    (
        Field("type", "变动", Sort.CODE, codes="life_event"),
        Field("happened_on", "日期", Sort.DATE, is_past=True),
        Field("reason", "原因", Sort.CODE, codes="life_reason"),
        Field("detail", "经过", Sort.LONG_TEXT),
        Field("other_case", "另一户", tier=_REPORT, hint="分出或并入的那一户的档案"),
    ),
    tier=_OFFICE,
)
