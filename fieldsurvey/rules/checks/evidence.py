"""EV: papers that are missing, too old, of the wrong issuer, or no files (`domain.md` §7 with the matrix of §2.10)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fieldsurvey.case.codes import SEEDED
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.court import after_months
from fieldsurvey.rules.evidence import Asked
from fieldsurvey.rules.household import day_of, text
from fieldsurvey.rules.look import Look, Row, row_id

MISSING: Final = "EV01"
PHOTO: Final = "home_photo"
SHA256_LENGTH: Final = 64
OF_ILLNESS: Final = frozenset({"diagnosis", "medical_bill", "medical_record", "disability_certificate"})
_TELLING: Final = frozenset("病残医诊药伤")
# Behind what is missing comes why: a colon that stands in a name or a label follows a character of it.
_WHY: Final = re.compile("(?<=[”)]):")
_PAPER: Final = re.compile("“([^”]*)”")


def _missing(look: Look) -> Iterator[Found]:
    if not look.is_surveyed:
        return
    # By why they are asked for: who has said that he is ill brings all that proves it in one go.
    lacking: dict[str, dict[str, list[Asked]]] = {}
    for asked in look.asked:
        if asked.line.must and not asked.rows:
            # What a reason adds of substitutes is said at the end, for all of them.
            why = asked.why.partition(",")[0]
            lacking.setdefault(why, {}).setdefault(asked.line.type, []).append(asked)
    for why, papers in lacking.items():
        saw = "\n".join([part for kind, each in papers.items() for part in (kind, *[asked.member for asked in each])])
        instead = "".join([_instead(look, each, is_one=len(papers) == 1) for each in papers.values()])
        yield Found("evidence", f"缺{_papers(look, papers.values())}:{why}{instead}", saw)


def _papers(look: Look, papers: Iterable[list[Asked]]) -> str:
    """What is missing, each with the people who lack it; of papers that the same people lack, behind the last."""
    told, whose = "", ""
    for each in papers:
        names = _people(look, each)
        if told and names != whose:
            told += f"({whose})、" if whose else "、"
        told, whose = f"{told}“{each[0].label}”", names
    return f"{told}({whose})" if whose else told


def _people(look: Look, each: Iterable[Asked]) -> str:
    people = [look.household.person(asked.member) for asked in each if asked.member]
    return "、".join([person.name for person in people if person is not None])


def _instead(look: Look, each: list[Asked], *, is_one: bool) -> str:
    """What serves instead, of which paper where there are several, and for whom where not for all of them."""
    told = ""
    for instead in dict.fromkeys([asked.line.instead for asked in each]):
        if instead:
            sets = ["加".join([look.label("evidence/r/type", kind) for kind in kinds]) for kinds in instead]
            whose = [asked for asked in each if asked.line.instead == instead]
            names = _people(look, whose) if len(whose) < len(each) else ""
            told += f";{'' if is_one else f'“{each[0].label}”'}{names}也可用{'、或'.join(sets)}"
    return told


def what_lacks(sentence: str) -> list[str]:
    """What the papers that are missing are called in a sentence of this check."""
    return _PAPER.findall(_WHY.split(sentence, 1)[0]) if sentence.startswith("缺“") else []


def paper_told(label: str, catalogue: Catalogue) -> str:
    """The same for who is told no illness: papers that speak of one, and those of an office's own, by their sort."""
    choices = catalogue.field("evidence/r/type").choices
    code = next((each for each, called in choices.labels.items() if called == label), "")
    if code in OF_ILLNESS or _TELLING & set(label):
        return "与病残有关的材料"
    return label if code in SEEDED["evidence_type"].labels else "其他材料"


def _outdated(look: Look) -> Iterator[Found]:
    bounded = [each for each in look.asked if each.rows and (each.line.months is not None or each.line.issuers)]
    if not bounded:
        return
    papers = {row_id(row): row for row in rows_of(look.document, "evidence")}
    for asked in bounded:
        rows = [papers[row] for row in asked.rows if row in papers]
        if rows and asked.line.months is not None:
            yield from _too_old(look, asked, rows, asked.line.months)
        if rows and asked.line.issuers and not asked.by:
            yield from _wrong_issuer(asked, rows)


def _too_old(look: Look, asked: Asked, rows: list[Row], months: int) -> Iterator[Found]:
    dated = [(day, row) for row in rows if (day := day_of(row.get("issued_on"))) is not None]
    if len(dated) < len(rows):
        # One that says no day may be the new one.
        return
    day, row = max(dated, key=lambda each: each[0])
    if after_months(day, months) < look.household.on:
        sentence = f"“{asked.label}”是 {day} 开具的,到入户时已超过 {months} 个月"
        yield Found(f"evidence/{row_id(row)}/issued_on", sentence)


def _wrong_issuer(asked: Asked, rows: list[Row]) -> Iterator[Found]:
    said, words = [text(row.get("issuer")) for row in rows], asked.line.issuers
    if all(said) and not any(word in each for each in said for word in words):
        sentence = f"“{asked.label}”的开具单位看不出符合要求(应为{'、'.join(words)}一类)"
        yield Found(f"evidence/{row_id(rows[0])}/issuer", sentence)


def _no_file(look: Look) -> Iterator[Found]:
    for row in rows_of(look.document, "evidence"):
        file = row.get("file")
        if file is None or not is_answered(file):
            continue
        size = file.get("size") if isinstance(file, Mapping) else None
        if not isinstance(file, Mapping) or len(text(file.get("sha256"))) != SHA256_LENGTH:
            yield Found(f"evidence/{row_id(row)}/file", "这一格不是能打开的文件,请重新加入")
        elif not isinstance(size, int) or size <= 0:
            yield Found(f"evidence/{row_id(row)}/file", "文件是空的,请重新拍照或扫描")


def _photo_of_another_day(look: Look) -> Iterator[Found]:
    days = {day for day, _ in look.met}
    for row in rows_of(look.document, "evidence"):
        day = day_of(row.get("issued_on")) if row.get("type") == PHOTO else None
        if days and day is not None and day not in days and is_answered(row.get("file")):
            yield Found(f"evidence/{row_id(row)}/issued_on", f"照片的日期 {day} 不是任何一次入户的日期,请看一眼")


CHECKS: Final = (
    Check(
        MISSING,
        "缺必须的佐证材料",
        Severity.ERROR,
        "审定",
        "所用规则的佐证材料要求",
        "补拍或补收这些材料,或收可以代替的;材料写错类型的,改类型。",
        _missing,
    ),
    Check(
        "EV02",
        "佐证材料过期或开具单位不符",
        Severity.DOUBT,
        "",
        "所用规则的佐证材料要求:期限和开具单位",
        "请当事人换一份新的或由规定单位开具的;换不了的,写一句说明。",
        _outdated,
    ),
    Check(
        "EV03",
        "佐证文件是空的或打不开",
        Severity.ERROR,
        "审定",
        "档案检查:附件要打得开",
        "重新拍照、扫描,或从原处再加入一次。",
        _no_file,
    ),
    Check(
        "EV04",
        "入户照片的日期不是入户的日期",
        Severity.NOTE,
        "",
        "入户照片应为入户时所拍",
        "转存、补拍的照片常有这种情形,看过即可;日期填错的改正。",
        _photo_of_another_day,
    ),
)
