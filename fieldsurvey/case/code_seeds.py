"""The code tables as they ship: seeds of reference records that an office edits; codes are retired, never reused.

Sources: `domain.md` §4.4 (lists as printed on the union's forms), §8 (national standards). What is marked ASSUMPTION
there is marked so here; each office may change it.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SeedTable:
    """One shipped table: its id, its name for people, where it comes from, and its codes in order.

    `names` are what people write instead of a label, by code; each means that code and no other.
    """

    id: str
    label: str
    source: str
    codes: tuple[tuple[str, str], ...]
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()


def _table(table_id: str, label: str, source: str, listed: str) -> SeedTable:
    """Codes are listed as `code=label|name|name`, parted by white space."""
    pairs = [(code, text.split("|")) for code, _, text in (each.partition("=") for each in listed.split())]
    codes = tuple((code, texts[0]) for code, texts in pairs)
    return SeedTable(table_id, label, source, codes, tuple((code, tuple(texts[1:])) for code, texts in pairs))


_PERSON = (
    _table("sex", "性别", "GB/T 2261.1-2003", "1=男|男性|M 2=女|女性|F 9=未说明"),
    _table(
        "identity_type",
        "身份证件类型",
        "domain §0.1.2",
        """id_card=身份证|居民身份证|二代身份证 household_booklet=户口簿|户口本
    birth_certificate=出生证明 residence_permit=港澳台居住证|居住证 passport=护照 permanent_residence=永居证 none=无""",
    ),
    _table(
        "ethnicity",
        "民族",
        "GB/T 3304-1991",
        """01=汉族|汉 02=蒙古族|蒙古 03=回族|回 04=藏族|藏 05=维吾尔族|维吾尔 06=苗族|苗 07=彝族|彝 08=壮族|壮
        09=布依族|布依 10=朝鲜族|朝鲜 11=满族|满 12=侗族|侗 13=瑶族|瑶 14=白族|白 15=土家族|土家 16=哈尼族|哈尼
        17=哈萨克族|哈萨克 18=傣族|傣 19=黎族|黎 20=傈僳族|傈僳 21=佤族|佤 22=畲族|畲 23=高山族|高山
        24=拉祜族|拉祜 25=水族|水 26=东乡族|东乡 27=纳西族|纳西 28=景颇族|景颇 29=柯尔克孜族|柯尔克孜 30=土族|土
        31=达斡尔族|达斡尔 32=仫佬族|仫佬 33=羌族|羌 34=布朗族|布朗 35=撒拉族|撒拉 36=毛南族|毛南 37=仡佬族|仡佬
        38=锡伯族|锡伯 39=阿昌族|阿昌 40=普米族|普米 41=塔吉克族|塔吉克 42=怒族|怒 43=乌孜别克族|乌孜别克
        44=俄罗斯族|俄罗斯 45=鄂温克族|鄂温克 46=德昂族|德昂 47=保安族|保安 48=裕固族|裕固 49=京族|京
        50=塔塔尔族|塔塔尔 51=独龙族|独龙 52=鄂伦春族|鄂伦春 53=赫哲族|赫哲 54=门巴族|门巴 55=珞巴族|珞巴
        56=基诺族|基诺 97=其他 98=外国血统中国籍人士""",
    ),
    _table(
        "political",
        "政治面貌",
        "GB/T 4762-1984",
        """01=中共党员|党员|中共正式党员 02=中共预备党员|预备党员 03=共青团员|团员 04=民革会员 05=民盟盟员
        06=民建会员 07=民进会员 08=农工党党员 09=致公党党员 10=九三学社社员 11=台盟盟员 12=无党派民主人士 13=群众""",
    ),
    _table(
        "education",
        "学历",
        "GB/T 4658-2006",
        """10=研究生 20=大学本科|本科 30=大学专科|大专|专科 40=中等职业|中专|中职|中技|技校 60=普通高级中学|高中
        70=初级中学|初中 80=小学 90=其他""",
    ),
    _table(
        "marital", "婚姻状况", "GB/T 2261.2-2003", "20=已婚|结婚|有配偶|再婚|复婚 10=未婚|没结婚 40=离异|离婚 30=丧偶"
    ),
    _table("hukou", "户口类型", "CT13", "1=非农业|非农|非农户口 2=农业|农业户口 3=农转居 4=居民户口"),
    _table(
        "health",
        "健康状况",
        "CT05",
        """good=良好|健康|身体健康|身体好 cancer=恶性肿瘤|癌症|癌 heart=心血管病|心脏病|冠心病
        brain=脑血管病|脑梗|脑梗死|脑出血|中风 kidney=终末期肾病|尿毒症|肾衰竭 mental=精神病 liver=肝病 blood=血液病
        diabetes=糖尿病 tumour=肿瘤病 spine=腰颈椎病 hypertension=高血压病|高血压 lung=肺病 common=一般疾病
        coma=深度昏迷 paralysis=永久瘫痪 alzheimer=严重阿尔茨海默病 parkinson=严重帕金森病
        motor_neuron=严重运动神经元病 disabled=残疾|残障""",
    ),
    _table(
        "disability_type",
        "残疾类别",
        "GB/T 26341-2010",
        """0=无残疾|无 1=视力|视力残疾 2=听力|听力残疾 3=言语|言语残疾 4=肢体|肢体残疾 5=智力|智力残疾
        6=精神|精神残疾 7=多重|多重残疾""",
    ),
    _table(
        "disability_level",
        "残疾等级",
        "GB/T 26341-2010",
        """1=一级(极重度)|一级|1级 2=二级(重度)|二级|2级 3=三级(中度)|三级|3级 4=四级(轻度)|四级|4级""",
    ),
    _table("labour_capacity", "劳动能力", "CT26", "normal=正常 partial=部分丧失 lost=丧失"),
    _table(
        "relation",
        "与本人关系",
        "GB/T 4761-2008",
        """01=本人|自己|职工本人 10=配偶|爱人|老伴|老伴儿|对象 20=子|儿子 30=女|女儿|闺女 51=父亲|父|爸爸|爸|爹|老爸
        52=母亲|母|妈妈|妈|娘|老妈 55=岳父|丈人|岳丈|老丈人 56=岳母|丈母娘 53=公公 54=婆婆 41=孙子 42=孙女|孙女儿
        43=外孙子 44=外孙女|外孙女儿 71=兄|哥哥|哥 73=弟|弟弟 75=姐|姐姐 77=妹|妹妹
        11=丈夫|老公|夫|孩子他爸|孩子他爹|娃他爸 12=妻子|老婆|妻|太太|孩子他妈|孩子他娘|娃他妈 21=独生子
        22=长子|大儿子 23=次子|二儿子 27=养子或继子|养子|继子 28=女婿 31=独生女 32=长女|大女儿 33=次女|二女儿
        37=养女或继女|养女|继女 38=儿媳|儿媳妇 50=父母 57=继父或养父|继父|养父 58=继母或养母|继母|养母 61=祖父|爷爷
        62=祖母|奶奶 63=外祖父|外公|姥爷 64=外祖母|外婆|姥姥 97=其他亲属 99=非亲属""",
    ),
    _table(
        "model_worker",
        "劳模类型",
        "CT08",
        "none=非劳模 national=全国劳模 province=省部级劳模 city=地市级劳模 other=其他",
    ),
    _table(
        "medical_insurance",
        "医保状况",
        "CT16(ASSUMPTION)",
        """employee=职工医保|城镇职工医保|职工基本医疗保险 resident=居民医保|城乡居民医保|新农合|居民基本医疗保险
        public=公费医疗 none=未参保|无|没参保 lapsed=断缴 unknown=不清楚""",
    ),
    _table(
        "social_insurance",
        "养老保险",
        "CT16(ASSUMPTION)",
        """employee=职工养老|城镇职工养老|职工基本养老保险 resident=居民养老|城乡居民养老|居民基本养老保险
        drawing=已领养老金 none=未参保|无|没参保 lapsed=断缴 unknown=不清楚""",
    ),
)

_WORK = (
    _table(
        "work_status",
        "工作状态",
        "CT07",
        """employed=在岗|在职|上班 laid_off=下(待)岗|下岗|待岗 unemployed=失(无)业|失业|无业|待业|没工作|无工作
        retired=退休|退休人员|已退休 retired_cadre=离休 retired_ill=病退 sick_leave=病休 retired_early=内退
        flexible=灵活就业|灵活就业人员|打零工|打散工|零工""",
    ),
    _table(
        "person_status",
        "人员身份",
        "CT22",
        """employed=在岗|在职|上班 laid_off=下(待)岗|下岗|待岗 unemployed=失(无)业|失业|无业|待业|没工作|无工作
        flexible=灵活就业|灵活就业人员|打零工|打散工|零工 retired=退休|退休人员|已退休 retired_cadre=离休
        retired_ill=病退 sick_leave=病休 retired_early=内退 migrant=农民工 postgraduate=研究生|硕士生|博士生
        undergraduate=大学生|本科生|大专生 vocational=中职中技|中专生|中职生|技校生 senior_high=高中|高中生
        junior_high=初中|初中生 primary=小学|小学生 preschool=学龄前|幼儿 serving=现役军人|当兵|服役
        no_capacity=无劳动能力|丧失劳动能力|没有劳动能力""",
    ),
    _table(
        "school_stage",
        "就学阶段",
        "CT23",
        """preschool=学前|学龄前|幼儿园 primary=小学|小学生 junior=初中|初中生 senior=高中|高中生
        vocational=中职中技|中职|中专|技校|职高 college=大专|专科|高职 bachelor=本科|大学本科
        graduate=研究生|硕士|博士""",
    ),
    _table(
        "industry",
        "所属行业",
        "GB/T 4754-2017",
        """A=农、林、牧、渔业 B=采矿业 C=制造业 D=电力、热力、燃气及水生产和供应业 E=建筑业 F=批发和零售业
        G=交通运输、仓储和邮政业 H=住宿和餐饮业 I=信息传输、软件和信息技术服务业 J=金融业 K=房地产业
        L=租赁和商务服务业 M=科学研究和技术服务业 N=水利、环境和公共设施管理业 O=居民服务、修理和其他服务业 P=教育
        Q=卫生和社会工作 R=文化、体育和娱乐业 S=公共管理、社会保障和社会组织 T=国际组织""",
    ),
    _table(
        "employer_type",
        "单位性质",
        "CT14",
        """state_organ=国有机关/事业单位 state_owned=国有企业 collective=集体企业 private=民营/私营/个体企业
        hmt_joint=与港澳台合资/合作 foreign_joint=中外合资/合作 other=其他""",
    ),
    _table(
        "enterprise_status",
        "企业状况",
        "CT15(部分 ASSUMPTION)",
        """normal=正常 loss=亏损企业 restructured=改制企业 closed=关闭破产企业 stopped=停产半停产
        capacity_cut=去产能 deregistered=已注销""",
    ),
    _table(
        "employment_form",
        "用工形式",
        "CT25(ASSUMPTION)",
        """permanent=正式在编 contract=合同制 dispatched=劳务派遣 temporary=临时用工 flexible=灵活就业
        new_forms=新就业形态""",
    ),
    _table(
        "contract_term",
        "合同期限",
        "CT24",
        """half_year=半年内 one_year=半年至一年 two_years=两年 three_years=三年 four_years=四年 five_years=五年以上
        open_ended=无固定期限""",
    ),
)

_HOME = (
    _table(
        "housing",
        "住房类型",
        "CT09",
        """self_built=自建房|自建 bought=商品房|商品住房|购买商品房 affordable=经济适用房 price_capped=两限房
        public_rental=政府廉租房|廉租房 unit_rental=承租单位公房 rented=租房|租住|租赁
        with_parents=借住父母(岳父母)家|住父母家|借住父母家 none=无房|没有住房 other=其他""",
    ),
    _table(
        "car_use", "机动车用途", "domain §2.8", "own=自用 hired=受雇驾驶 assistive=残疾人功能性代步车 business=经营用"
    ),
    _table(
        "income_type",
        "收入类型",
        "domain §2.7",
        """wage=工资性收入|工资|工资收入|薪资 business=经营净收入|经营收入
        pension=离退休金/养老金|养老金|退休金|退休工资|离退休金 unemployment_benefit=失业保险金|失业金
        survivor_benefit=遗属补助 maintenance=赡养/抚养/扶养费 property=利息、红利、租金|利息|红利|租金
        transfer_gift=受赠、捐款、赔偿|捐款|赔偿 dibao_grant=低保金|低保|低保补助
        gov_temp_relief=民政临时救助|临时救助 union_relief=工会救助 maintenance_paid=付出的赡养/抚养费
        allowance=优抚、高龄、残疾等津贴 other=其他收入|其他""",
    ),
    _table(
        "expense_type",
        "支出类型",
        "domain §2.7",
        """medical_self_pay=医疗自付|医疗费|医药费|看病 long_term_care=长期照料
        disability_rehab=残疾康复、辅具|残疾康复 tuition=学费|学杂费 boarding=住宿费 school_living=在校生活费
        employment_cost=必要就业成本 disaster_loss=灾害/事故损失 social_insurance_self=自缴社保
        support_elder=赡养老人|赡养费 rent=房租|租金 other=其他刚性支出|其他""",
    ),
    _table(
        "reimbursement_source",
        "报销来源",
        "domain §0.1.5",
        "pool=医保统筹 critical=大病保险 relief=医疗救助 commercial=商业保险 mutual=职工互助 other=其他",
    ),
)

_CAUSES = (
    _table(
        "cause",
        "致困原因",
        "CT17",
        """1=无劳动能力|丧失劳动能力|没有劳动能力 2=有劳动能力而未就业 3=下岗失业|下岗|失业 4=未参加社会保险
        5=社会保险待遇落实不到位 6=患重特大疾病|大病|患大病|重大疾病|重病|患重病 7=遭受自然灾害|自然灾害
        8=遭受意外事故|意外事故|意外|车祸 9=子女上学|孩子上学|上学|供孩子上学 10=其他""",
    ),
    _table("cause_rank", "主次", "domain §1.9", "main=主要 minor=次要"),
    _table(
        "evidence_type",
        "佐证材料类型",
        "CT18, domain §2.10",
        """application=书面申请 identity=身份证件 household_booklet=户口簿 income_proof=收入证明
        dibao_proof=低保证明 diagnosis=诊断书 medical_bill=医疗票据 disability_certificate=残疾人证
        admission=录取通知书或学籍证明 tuition_bill=学费缴费票据 accident_proof=意外证明 home_photo=入户照片
        other=其他 bank_flow=近一年工资流水 commitment=诚信承诺书 union_proof=基层工会证明
        employer_proof=单位证明 check_authorisation=核对授权书 bank_card=银行卡复印件
        union_membership=工会会员证明 unemployment_proof=失业或解除合同证明 medical_record=病历或慢病本
        loss_bill=损失或支出票据 compensation=赔偿或保险支付凭证 divorce_proof=离婚证、判决或协议
        death_proof=死亡证明 labour_contract=劳动合同或劳动关系证明 residence_proof=居住证明 lease=租赁合同
        housing_support=住房保障证明""",
    ),
    _table(
        "sign_method", "签字方式", "domain §0.1.2", "signed=本人签字 print=按指印 proxy=他人代签 guardian=监护人签字"
    ),
    _table(
        "consent_scope",
        "授权与承诺",
        "domain §2.10, §6.4",
        "verification=家庭经济状况核对授权 honesty=诚信承诺 personal_information=个人信息处理同意 income=收入情况承诺",
    ),
    _table("visit_outcome", "入户结果", "domain §0.1.2", "met=已入户 absent=未遇 refused=拒访 moved=迁出 died=去世"),
    _table(
        "visit_purpose",
        "入户目的",
        "domain §10",
        "first=首次调查 doubt=疑议复核 recheck=动态复核 exit=退出核实 callback=回访 sign=补签字",
    ),
    _table("outlook", "对脱困的看法", "篇一", "confident=有信心 passive=较被动 none=无信心"),
    _table(
        "told_cause",
        "本人所说的主要致困原因",
        "篇一",
        """schooling=子女上学 disability=残疾 single_parent=单亲 illness=患病 sudden_event=突发事件
        accident=意外伤害 serious_illness=重大疾病 other=其他特殊原因""",
    ),
    _table("fears", "四怕", "篇一", "job=怕下岗失业 illness=怕得病 school=怕孩子开学 accident=怕意外事故"),
)

_PLAN = (
    _table(
        "priority_group",
        "五类重点群体",
        "CT19, domain §2.9",
        """G1=低保范围内有劳动能力而未充分就业 G2=收入低于低保线而未纳入低保 G3=支出性生活困难 G4=城市困难农民工
        G5=供给侧结构性改革中的困难职工 G6=其他""",
    ),
    _table(
        "four_batch",
        "四个一批",
        "CT20(3、4 为 ASSUMPTION)",
        "1=就业创业发展 2=纳入社保制度覆盖 3=社会救助兜底 4=工会帮扶救急",
    ),
    _table(
        "action_plan",
        "行动计划",
        "domain §5.2(ASSUMPTION,名称以本级文件为准)",
        """1=就业援助(春送岗位) 2=技能培训 3=创业扶持(小额贷款) 4=社会保障覆盖 5=医疗救助与互助 6=金秋助学
        7=生活救助与送温暖""",
    ),
    _table(
        "help_need",
        "帮扶需求",
        "CT28(ASSUMPTION)",
        """living=生活救助 medical=医疗救助 education=子女助学 job=就业岗位 training=技能培训 startup=创业/小额贷款
        social_insurance=社保补缴 dibao=低保申请 housing=住房保障 legal=法律援助 mutual=互助保障 psych=心理慰藉
        goods=物资 other=其他""",
    ),
    _table(
        "relief_program",
        "帮扶项目",
        "CT29, domain §5.1",
        """living=生活救助 medical=医疗(大病)救助 education=金秋助学 temp_living=临时救助 winter_warmth=两节送温暖
        summer_cool=夏送清凉 spring_jobs=春送岗位 training=职业(技能)培训 job_referral=职业介绍、公益性岗位
        startup_loan=创业小额贷款 legal_aid=法律援助 mutual_aid=职工医疗互助 social_insurance_help=社保参保补缴协助
        housing_help=优先保障性住房 goods=爱心超市物资 discount_medical=爱心医院、药店优惠 pairing=结对帮扶
        temp_gov_relief=政府救助转介 psych=心理慰藉""",
    ),
    _table(
        "fund_source",
        "资金来源",
        "CT30",
        """central_fiscal=中央财政 local_fiscal=地方财政 province_fiscal=省级财政 city_fiscal=市级财政
        county_fiscal=县级财政 union_fee=工会经费 union_fee_upper=上级工会补助 union_fee_own=本级工会经费
        donation=社会捐助 employer_admin=行政拨付/单位福利费 mutual_fund=互助基金 other=其他""",
    ),
    _table(
        "exit_path",
        "脱困路径",
        "domain §4.2",
        "employment=就业创业 social_insurance=社保覆盖 relief=救助兜底 regular=工会常态化帮扶",
    ),
)

_FILE = (
    _table("file_type", "档案类型", "CT27", "urban=城镇困难职工 migrant=困难农民工"),
    _table("file_class", "档案类别", "CT27", "new=增量 stock=存量 returned=返困"),
    _table("file_level", "建档层级", "domain §2.2", "national=全国级 province=省级辅助 city=市级辅助 county=县级辅助"),
    _table(
        "category",
        "困难类别",
        "CT01",
        """deep_hardship=深度困难 relative_hardship=相对困难 accident_hardship=意外致困 dibao_household=低保户
        dibao_marginal_household=低保边缘户 accident_hardship_household=意外致困户 auxiliary_local_file=本级辅助档案
        not_qualified=不符合""",
    ),
    _table(
        "case_status",
        "办理状态",
        "domain §3.2",
        """draft=草稿 applied=已申请 accepted=已受理 surveying=入户中 surveyed=已入户 evaluated=已评议
        publicising=公示中 approved=审定通过 filed=在档 returned=退回补正 lifted=脱困 cancelled=注销 withdrawn=退档""",
    ),
    _table(
        "disqualifier",
        "排除情形",
        "domain §2.8",
        """dq_two_homes=两套以上住宅 dq_shop_employer=有商铺或雇人经营 dq_private_school_abroad=高收费私校或自费留学
        dq_car_use=非受雇经常使用机动车 dq_asset_savings=存款证券超限 dq_idle_able=有劳动能力而不工作
        dq_retired=退休人员 dq_false_statement=弄虚作假或拒绝核对""",
    ),
    _table(
        "agency",
        "来源部门",
        "domain §2.8",
        """civil_affairs=民政|民政局 vehicles=车管所|车管|交警 business=市场监管|工商|市场监管局
        housing=不动产登记|房管|不动产 union=其他工会 national=全国系统|全国工会帮扶系统 other=其他""",
    ),
    _table(
        "match_method",
        "怎样对上的",
        "domain §2.8",
        "number=证件号相同 likeness=姓名等相近 person=人工认定",
    ),
    _table("life_event", "户的变动", "domain §0.1.8", "change_worker=更换建档职工 split=分户 merge=并户"),
    _table(
        "life_reason",
        "变动原因",
        "domain §0.1.8",
        "death=去世 retired=退休 moved=迁出 divorced=离婚 married=结婚 separate=分开生活 duplicate=重复建档 other=其他",
    ),
    _table(
        "copy_state",
        "纸件状态",
        "domain §10",
        "to_print=待打印 printed=待签 signed=待盖章 returned=已收回 void=作废",
    ),
    _table("paper_stage", "纸件的部分", "domain §4.2", "survey=调查部分 plan=计划部分 record=实施与评估"),
)

SEED_TABLES: Final = (*_PERSON, *_WORK, *_HOME, *_CAUSES, *_PLAN, *_FILE)
