"""ID: numbers and the people behind them (`domain.md` §7, softened by §0.1.10). No number stands in a sentence."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Final

from fieldsurvey.case.checks import CHECKS as OF_TEXTS
from fieldsurvey.case.checks import card_number
from fieldsurvey.case.divisions import is_division
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import OLDEST, Resident, is_mobile, odd_birth
from fieldsurvey.case.problems import NO_MOBILE, odd_sex
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.evidence import RETIRED
from fieldsurvey.rules.household import age_on, day_of, text
from fieldsurvey.rules.limits import months_old, retires_after
from fieldsurvey.rules.look import Look, row_id

GONE: Final = {"died": "去世", "moved": "迁出"}


def _number_unsound(look: Look) -> Iterator[Found]:
    for person in look.people:
        if isinstance(person.read, str):
            yield Found(look.at(person, "identity"), person.read)


def _birth_impossible(look: Look) -> Iterator[Found]:
    for person in look.people:
        if isinstance(person.read, Resident):
            if told := odd_birth(person.read.birth_date, look.today):
                yield Found(look.at(person, "identity"), told)
        elif person.born is not None:
            age = age_on(person.born, look.today)
            if age is None:
                yield Found(look.at(person, "birth_date"), "日期在今天之后,请核对")
            elif age > OLDEST:
                yield Found(look.at(person, "birth_date"), f"已超过 {OLDEST} 岁,请核对出生日期")


def _beside_the_number(look: Look) -> Iterator[Found]:
    for person in look.people:
        if not isinstance(person.read, Resident):
            continue
        if told := odd_sex(person.values.get("sex"), person.read):
            yield Found(look.at(person, "sex"), told)
        born = day_of(person.values.get("birth_date"))
        if born is not None and born != person.read.birth_date:
            yield Found(look.at(person, "birth_date"), "出生日期与身份证号里的不同,请核对日期和号码")


def _division_unknown(look: Look) -> Iterator[Found]:
    for person in look.people:
        if isinstance(person.read, Resident) and not is_division(person.read.number[:6]):
            sentence = "身份证号前六位不是(也从来不是)任何一个县区的代码,请核对号码"
            yield Found(look.at(person, "identity"), sentence, f"division\n{person.read.number}")


def _number_converted(look: Look) -> Iterator[Found]:
    for person in look.people:
        if isinstance(person.read, Resident) and person.read.converted:
            sentence = "记的是 15 位旧号,已换算成 18 位来核对;请照新证件改成 18 位"
            yield Found(look.at(person, "identity"), sentence, f"converted\n{person.read.number}")


def _age_at_work(look: Look) -> Iterator[Found]:
    worker = look.worker
    if worker is None or worker.born is None or worker.age is None or worker.work_status != "employed":
        return
    if worker.age < look.number("working_age"):
        sentence = f"本人 {worker.age} 岁,不到劳动年龄,工作状态却是在岗,请核对"
    elif months_old(worker.born, look.household.on) >= retires_after(look.rule_set, worker.sex, worker.born):
        sentence = f"本人 {worker.age} 岁,已过退休年龄,工作状态却是在岗,请核对是否已退休"
    else:
        return
    yield Found(look.at(worker, "work_status"), sentence, f"{worker.work_status}\n{worker.born}")


def _worker_gone(look: Look) -> Iterator[Found]:
    if not look.is_on_file:
        return
    term = timedelta(days=look.number("succession_days"))
    visits = [(day, row) for row in rows_of(look.document, "visits") if (day := day_of(row.get("visited_on")))]
    if visits:
        day, visit = max(visits, key=lambda each: each[0])
        outcome = text(visit.get("outcome"))
        if outcome in GONE and not _was_succeeded(look, day.isoformat()) and look.today - day > term:
            sentence = f"{day} 入户时得知本人已{GONE[outcome]},过了 {term.days} 天仍在档:请更换建档职工或办理退出"
            yield Found(f"visits/{row_id(visit)}/outcome", sentence)


def _worker_retired(look: Look) -> Iterator[Found]:
    # Whether pensioners may be on file differs by place (`dq_retired`), so this can be explained.
    worker, term = look.worker, timedelta(days=look.number("succession_days"))
    if worker is None or not look.is_on_file or worker.work_status not in RETIRED:
        return
    if look.today - look.household.on > term:
        told = look.label("members/r/work_status", worker.work_status)
        sentence = f"本人已是“{told}”,过了 {term.days} 天仍在档:请更换建档职工,或按本地规定办理退出"
        yield Found(look.at(worker, "work_status"), sentence)


def _was_succeeded(look: Look, day: str) -> bool:
    """Whether the case went on under another worker on that day or later."""
    events = rows_of(look.document, "life_events")
    return any(each.get("type") == "change_worker" and text(each.get("happened_on")) >= day for each in events)


def _certificate(look: Look) -> Iterator[Found]:
    for person in look.people:
        number = text(person.values.get("disability_cert_no"))
        if number and (told := OF_TEXTS["disability_certificate"](number, person.values)):
            saw = [number, *(person.values.get(name) for name in ("disability_type", "disability_level"))]
            yield Found(look.at(person, "disability_cert_no"), told, repr(saw))


def _mobile(look: Look) -> Iterator[Found]:
    for person in look.people:
        number = text(person.values.get("mobile"))
        if number and not is_mobile(number):
            yield Found(look.at(person, "mobile"), NO_MOBILE)


def _bank(look: Look) -> Iterator[Found]:
    bank = look.document.get("bank")
    if not isinstance(bank, Mapping):
        return
    number, holder = text(bank.get("number")), text(bank.get("holder"))
    if number and (told := card_number(number)):
        yield Found("bank", told, f"number\n{bare(number)}")
    names = [text(look.document.get(name)) for name in ("name", "former_name")]
    known = {_plain(name) for name in names if name}
    if holder and known and _plain(holder) not in known:
        saw = f"holder\n{holder}\n{names[0]}"
        yield Found("bank", f"户名“{holder}”不是本人;确由他人代收的,请写明是谁、为什么", saw)


def _plain(name: str) -> str:
    """A name without what banks leave out or write otherwise."""
    return "".join(each for each in name if each not in " \u3000·•・.")


def _of_text(name: str, check: str) -> Callable[[Look], Iterator[Found]]:
    def find(look: Look) -> Iterator[Found]:
        value = text(look.document.get(name))
        if value and (told := OF_TEXTS[check](value, look.document)):
            yield Found(name, told)

    return find


_MEND_NUMBER: Final = "对照证件原件改正号码;证件确是这样的,请当事人到派出所核实。"
CHECKS: Final = (
    Check(
        "ID01",
        "身份证号不合规则",
        Severity.ERROR,
        "审定",
        "GB 11643-1999 公民身份号码",
        _MEND_NUMBER,
        _number_unsound,
    ),
    Check(
        "ID02",
        "出生日期不可能",
        Severity.ERROR,
        "审定",
        "GB 11643-1999 公民身份号码",
        "对照证件改正号码或出生日期。",
        _birth_impossible,
    ),
    Check(
        "ID03",
        "性别或出生日期与身份证号不一致",
        Severity.ERROR,
        "审定",
        "GB 11643-1999 公民身份号码",
        "以证件为准:号码抄错的改号码,性别、日期选错的改性别、日期。",
        _beside_the_number,
    ),
    Check(
        "ID04",
        "身份证号的地区代码查不到",
        Severity.DOUBT,
        "",
        "GB/T 2260 行政区划代码(含已撤销的)",
        _MEND_NUMBER,
        _division_unknown,
    ),
    Check(
        "ID07",
        "15 位旧身份证号",
        Severity.DOUBT,
        "",
        "困难职工登记表填表说明:18 位",
        "照新证件或户口簿把号码改成 18 位;本人确实没有新证的,写一句说明。",
        _number_converted,
    ),
    Check(
        "ID08",
        "年龄与在岗不符",
        Severity.DOUBT,
        "",
        "法定退休年龄;困难职工档案建档说明",
        "核对出生日期和工作状态;退休返聘或延迟退休的,写一句说明。退休年龄在规则参数里可改。",
        _age_at_work,
    ),
    Check(
        "ID09",
        "本人已去世或迁出,仍在档",
        Severity.ERROR,
        "发放",
        "去世、迁出的要及时退出或更换建档职工(邹城市总工会“三个精准”等检查要求)",
        "家中另有困难职工的,用“户的变动·更换建档职工”;没有的,办理脱困、注销或退档。",
        _worker_gone,
    ),
    Check(
        "ID09B",
        "本人已退休,仍在档",
        Severity.DOUBT,
        "",
        "退休后要及时退出或更换建档职工,各地规定不同(困难职工档案建档说明)",
        "家中另有困难职工的,用“户的变动·更换建档职工”;本地规定退休人员可以建档的,写一句说明。",
        _worker_retired,
    ),
    Check(
        "ID10",
        "残疾人证号与证件、类别、等级不符",
        Severity.DOUBT,
        "",
        "残疾人证编号规则;GB/T 26341-2010",
        "对照残疾人证改正号码、类别或等级;旧证或补办的证,写一句说明。",
        _certificate,
    ),
    Check(
        "ID11",
        "手机号不是 11 位",
        Severity.ERROR,
        "",
        "手机号码 11 位",
        "重新问一遍号码;固定电话写在“其他联系方式”里。",
        _mobile,
    ),
    Check(
        "ID12",
        "银行卡号或户名有疑问",
        Severity.DOUBT,
        "发放",
        "ISO/IEC 7812 卡号校验;帮扶资金发到本人卡",
        "对照银行卡再输一遍;存折没有校验位、由他人代收的,写一句说明。",
        _bank,
    ),
    Check(
        "ID13",
        "统一社会信用代码不合规则",
        Severity.DOUBT,
        "",
        "GB 32100-2015 统一社会信用代码",
        "对照单位的营业执照或证书改正。",
        _of_text("employer_code", "uscc"),
    ),
    Check(
        "ID14",
        "邮政编码不是 6 位数字",
        Severity.ERROR,
        "",
        "邮政编码 6 位",
        "改成 6 位数字;不知道的选“不知道”。",
        _of_text("postcode", "postcode"),
    ),
)
