"""The fields of the worker under whom a case is filed, and of the household's members.

Sources: `domain.md` §4.2 (F01), §4.3 (F02 with its newer member row), §0.1.
"""

from dataclasses import replace
from typing import Final

from fieldsurvey.case.codes import SEEDED
from fieldsurvey.case.field import DECIDERS, Field, Group, Sort, Tier
from fieldsurvey.case.worker import FORMER, PERSONAL, SELF

ILL: Final = tuple(code for code in SEEDED["health"].labels if code != "good")
DISABLED: Final = tuple(code for code in SEEDED["disability_type"].labels if code != "0")
ALONE: Final = ("10", "30", "40")  # 未婚, 丧偶, 离异
AT_SCHOOL: Final = ("postgraduate", "undergraduate", "vocational", "senior_high", "junior_high", "primary", "preschool")

_OFFICE, _REPORT = Tier.OFFICE, Tier.REPORT

IDENTITY_HINT: Final = "18 位身份证号;15 位旧号会自动换算"
_DISABILITY_RULE: Final = "GB/T 26341-2010"


def _health(step: int) -> tuple[Field, ...]:
    """Health and disability, alike for the worker and for members."""
    return (
        Field("health", "健康状况", Sort.CODE, step=step, codes="health", sensitive=True),
        Field("disease", "病名", step=step, tier=_OFFICE, sensitive=True, when=("health", ILL)),
        Field(
            "disability_type",
            "残疾类别",
            Sort.CODE,
            step=step,
            tier=_OFFICE,
            codes="disability_type",
            sensitive=True,
            when=("health", ILL),
            rule=_DISABILITY_RULE,
        ),
        Field(
            "disability_level",
            "残疾等级",
            Sort.CODE,
            step=step,
            tier=_OFFICE,
            codes="disability_level",
            sensitive=True,
            when=("disability_type", DISABLED),
            rule=_DISABILITY_RULE,
        ),
        Field(
            "disability_cert_no",
            "残疾人证号",
            step=step,
            tier=_OFFICE,
            sensitive=True,
            check="disability_certificate",
            when=("disability_type", DISABLED),
            hint="20 位:身份证号加类别和等级;补办的证后面带字母",
        ),
    )


WORKER: Final = (
    Field("survey_no", "调查编号", once=True, hint="设备代号和流水号,自动给出,永不改变"),
    Field("name", "姓名", step=1, required=True, blocks="审定"),
    Field(
        "identity",
        "身份证件",
        Sort.IDENTITY,
        step=1,
        codes="identity_type",
        required=True,
        blocks="审定",
        sensitive=True,
        hint=IDENTITY_HINT,
        rule="GB 11643-1999",
    ),
    Field("sex", "性别", Sort.CODE, step=1, codes="sex", hint="由身份证号得出,可改", rule="GB/T 2261.1"),
    Field("birth_date", "出生日期", Sort.DATE, step=1, sensitive=True, is_past=True, hint="由身份证号得出,可改"),
    Field("mobile", "手机号码", Sort.PHONE, step=1, sensitive=True),
    Field("marital", "婚姻状况", Sort.CODE, step=1, codes="marital", rule="GB/T 2261.2"),
    Field(
        "is_single_parent",
        "单亲",
        Sort.FLAG,
        step=1,
        when=("marital", ALONE),
        hint="独自抚养未成年或在校子女",
    ),
    Field("is_single_person", "单身", Sort.FLAG, step=1, when=("marital", ALONE), hint="没有配偶也没有子女同住"),
    Field("hukou", "户口类型", Sort.CODE, step=1, tier=_OFFICE, codes="hukou"),
    Field("home_address", "家庭住址", step=1, required=True, blocks="审定", hint="写到门牌,如 3号楼2单元501"),
    Field("employer_name", "工作单位", step=1),
    Field("work_status", "工作状态", Sort.CODE, step=1, codes="work_status", sensitive=True),
    Field("enterprise_status", "企业状况", Sort.CODE, step=1, tier=_OFFICE, codes="enterprise_status"),
    *_health(1),
    Field(
        "labour_capacity",
        "劳动能力",
        Sort.CODE,
        step=1,
        tier=_OFFICE,
        codes="labour_capacity",
        sensitive=True,
        when=("health", ILL),
    ),
    Field("former_name", "曾用名", step=1, tier=_OFFICE, hint="另附更名证明"),
    Field("ethnicity", "民族", Sort.CODE, step=1, tier=_OFFICE, codes="ethnicity", rule="GB/T 3304-1991"),
    Field("political", "政治面貌", Sort.CODE, step=1, tier=_OFFICE, codes="political", rule="GB/T 4762-1984"),
    Field("education", "学历", Sort.CODE, step=1, tier=_OFFICE, codes="education", rule="GB/T 4658-2006"),
    Field("other_contact", "其他联系方式", step=1, tier=_OFFICE, sensitive=True),
    Field("postcode", "邮政编码", step=1, tier=_OFFICE, check="postcode"),
    Field("registered_address", "户籍地址", step=1, tier=_OFFICE),
    Field(
        "hukou_division",
        "户籍地行政区划",
        step=1,
        tier=_OFFICE,
        check="division",
        hint="六位区划代码",
        rule="GB/T 2260",
    ),
    Field("residence_division", "常住地行政区划", step=1, tier=_OFFICE, check="division", rule="GB/T 2260"),
    Field("employer_code", "单位统一社会信用代码", step=1, tier=_OFFICE, check="uscc", rule="GB 32100-2015"),
    Field("employer_type", "单位性质", Sort.CODE, step=1, tier=_OFFICE, codes="employer_type"),
    Field("industry", "所属行业", Sort.CODE, step=1, tier=_OFFICE, codes="industry", rule="GB/T 4754-2017"),
    Field("employment_form", "用工形式", Sort.CODE, step=1, tier=_OFFICE, codes="employment_form"),
    Field("work_start_date", "参加工作时间", Sort.DATE, step=1, tier=_OFFICE, is_past=True),
    Field("contract_from", "劳动合同起", Sort.DATE, step=1, tier=_OFFICE),
    Field("contract_to", "劳动合同止", Sort.DATE, step=1, tier=_OFFICE),
    Field("is_union_member", "工会会员", Sort.FLAG, step=1, tier=_OFFICE),
    Field("member_card_no", "工会会员服务卡号", step=1, tier=_REPORT),
    Field("model_worker", "劳模类型", Sort.CODE, step=1, tier=_OFFICE, codes="model_worker"),
    Field("medical_insurance", "医保状况", Sort.CODE, step=1, tier=_OFFICE, codes="medical_insurance"),
    Field("social_insurance", "养老保险", Sort.CODE, step=1, tier=_OFFICE, codes="social_insurance"),
    Field("has_self_help_ability", "有一定自救能力", Sort.FLAG, step=1, tier=_OFFICE),
    Field("is_zero_employment", "零就业家庭", Sort.FLAG, step=1, tier=_OFFICE),
    Field("bank", "银行卡", Sort.BANK, step=1, tier=_OFFICE, sensitive=True, hint="开户行、户名、卡号"),
    Field("bank_branch", "支行名称", step=1, tier=_OFFICE),
    Field("filing_org", "建档单位", step=1, tier=_OFFICE),
    Field("file_type", "档案类型", Sort.CODE, step=1, tier=_OFFICE, codes="file_type"),
    Field("lives_in_town", "常住城镇", Sort.FLAG, step=1, tier=_OFFICE, when=("file_type", ("migrant",))),
    Field("file_class", "档案类别", Sort.CODE, step=1, tier=_REPORT, codes="file_class"),
    Field("file_level", "建档层级", Sort.CODE, step=1, tier=_REPORT, codes="file_level"),
    Field("worker_no", "职工编号", tier=_REPORT, writers=DECIDERS, hint="建档时由上级系统给出"),
)

# A former worker's own: it came with them when the case went on under another one, and goes back with them.
_FORMERLY: Final = (
    Field(
        FORMER,
        "与前建档职工关系",
        Sort.CODE,
        tier=_REPORT,
        codes="relation",
        when=(FORMER, tuple(SEEDED["relation"].labels)),
        hint="更换建档职工时自动记下",
    ),
    *(
        replace(field, step=0, tier=_REPORT, required=False, blocks="", when=(FORMER, (SELF,)))
        for field in WORKER
        if field.id in PERSONAL
    ),
)

MEMBERS: Final = Group(
    "members",
    "家庭成员",
    "成员",
    (
        Field("name", "姓名", required=True, blocks="审定"),
        Field("relation", "与本人关系", Sort.CODE, codes="relation", rule="GB/T 4761-2008"),
        Field(
            "identity",
            "身份证件",
            Sort.IDENTITY,
            codes="identity_type",
            sensitive=True,
            hint=IDENTITY_HINT,
            rule="GB 11643-1999",
        ),
        Field("work_status", "人员身份", Sort.CODE, codes="person_status", sensitive=True),
        *_health(0),
        Field("unit_or_school", "单位或学校", tier=_OFFICE),
        Field(
            "school_stage", "就学阶段", Sort.CODE, tier=_OFFICE, codes="school_stage", when=("work_status", AT_SCHOOL)
        ),
        Field(
            "counts_in_household",
            "计入家庭人口",
            Sort.FLAG,
            hint="配偶、未成年和在校子女自动算入,可改",
            rule="最低生活保障审核确认办法 第七条",
        ),
        Field("sex", "性别", Sort.CODE, tier=_OFFICE, codes="sex", hint="由身份证号得出,可改"),
        Field("birth_date", "出生日期", Sort.DATE, tier=_OFFICE, sensitive=True, is_past=True),
        Field("mobile", "手机号码", Sort.PHONE, tier=_OFFICE, sensitive=True),
        Field("lives_together", "共同生活", Sort.FLAG, tier=_OFFICE),
        Field("is_supported", "由本户赡养", Sort.FLAG, tier=_OFFICE, hint="不同住但由本户赡养的老人"),
        Field("is_booklet_head", "户口簿户主", Sort.FLAG, tier=_OFFICE),
        Field("labour_capacity", "劳动能力", Sort.CODE, tier=_OFFICE, codes="labour_capacity", sensitive=True),
        Field("is_carer", "在家照料病残家人", Sort.FLAG, tier=_OFFICE, sensitive=True),
        Field("ethnicity", "民族", Sort.CODE, tier=_OFFICE, codes="ethnicity"),
        Field("political", "政治面貌", Sort.CODE, tier=_OFFICE, codes="political"),
        Field("education", "学历", Sort.CODE, tier=_OFFICE, codes="education"),
        Field("marital", "婚姻状况", Sort.CODE, tier=_OFFICE, codes="marital"),
        Field("hukou", "户口类型", Sort.CODE, tier=_OFFICE, codes="hukou"),
        Field("medical_insurance", "医保状况", Sort.CODE, tier=_OFFICE, codes="medical_insurance"),
        Field("enrol_year", "入学年份", Sort.WHOLE, tier=_OFFICE, measure="年", when=("work_status", AT_SCHOOL)),
        Field("study_years", "学制", Sort.WHOLE, tier=_OFFICE, measure="年", when=("work_status", AT_SCHOOL)),
        Field("other_contact", "其他联系方式", tier=_REPORT, sensitive=True),
        Field("model_worker", "劳模类型", Sort.CODE, tier=_REPORT, codes="model_worker"),
        Field("employer_type", "单位性质", Sort.CODE, tier=_REPORT, codes="employer_type"),
        Field("enterprise_status", "企业状况", Sort.CODE, tier=_REPORT, codes="enterprise_status"),
        Field("industry", "所属行业", Sort.CODE, tier=_REPORT, codes="industry"),
        Field("contract_date", "劳动合同签订或入伍时间", Sort.DATE, tier=_REPORT, is_past=True),
        Field("contract_term", "合同期限", Sort.CODE, tier=_REPORT, codes="contract_term"),
        Field("remark", "备注", Sort.LONG_TEXT, tier=_REPORT),
        *_FORMERLY,
    ),
    step=2,
)
