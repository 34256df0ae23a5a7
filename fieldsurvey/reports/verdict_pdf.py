"""Two papers about a verdict: the sheet for the file (测算表), and the notice in plain words (政策讲解告知书)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from fieldsurvey.case.money import yuan
from fieldsurvey.forms.typefaces import Faces
from fieldsurvey.reports.pages import Pages
from fieldsurvey.reports.tables import Cell, Column, Table
from fieldsurvey.rules.wording import Explanation, ToldStep, ToldSum

SHEET_TITLE: Final = "困难职工家庭经济状况测算表"
NOTICE_TITLE: Final = "困难职工认定政策讲解告知书"
WARNING: Final = "本表按所列规则和标准由已登记的内容测算,供认定参考;认定结论以会议决定为准。"
STEPS: Final = (Column("步骤", 15), Column("算式", 15), Column("标准", 13), Column("依据", 7), Column("结果", 4))
LINES: Final = (Column("谁", 6), Column("项目", 12), Column("元/年", 8))


@dataclass(frozen=True, slots=True)
class VerdictPaper:
    """What stands on a paper about a verdict besides the verdict itself.

    `decided` is what the committee decided, as titles and texts, empty where it has not.
    """

    organisation: str
    survey_no: str
    name: str
    made_on: str
    made_by: str
    explanation: Explanation
    decided: tuple[tuple[str, str], ...] = ()
    is_practice: bool = False


def write_sheet(paper: VerdictPaper, target: BinaryIO, *, faces: Faces | None = None) -> int:
    """Writes the sheet for the file; returns how many pages it has.

    Raises:
        FontMissingError: the installation is not whole.
    """
    told = paper.explanation
    pages = Pages(target, title=SHEET_TITLE, foot=_foot(paper), is_practice=paper.is_practice, faces=faces)
    pages.heading(SHEET_TITLE, size=18.0, is_centred=True)
    pages.pairs(
        [
            ("单位", paper.organisation),
            ("困难职工", f"{paper.name}    编号 {paper.survey_no}"),
            ("测算所用日期", f"{told.on}(调查日期)    适用地区 {told.place or '本单位'}"),
            ("规则", f"{told.rule_set_title}    {told.rule_set}"),
            ("标准", ";".join(told.standards) or "还没有可用的标准"),
            ("计入人口", f"{told.persons} 人:{'、'.join(told.counted)}"),
            *([("不计入", "、".join(told.uncounted))] if told.uncounted else []),
            ("测算结果", told.sentence),
            *([("重点群体", "、".join(told.groups))] if told.groups else []),
        ]
    )
    pages.sentence(WARNING, size=9.0)
    for sum_ in told.sums:
        pages.table(_sum_table(sum_))
    pages.table(Table("测算步骤", STEPS, list(_step_rows(told.steps)), empty="没有步骤。"))
    if told.missing:
        gaps = [[gap.label, gap.sentence, "影响结果" if gap.is_decisive else ""] for gap in told.missing]
        pages.table(Table("还缺", (Column("项目", 12), Column("缺什么", 24), Column("", 6)), gaps))
    if paper.decided:
        pages.heading("认定", size=12.0)
        pages.pairs(paper.decided)
    pages.signatures(("测算人", "复核人", "日期"))
    return pages.finish()


def write_notice(paper: VerdictPaper, target: BinaryIO, *, faces: Faces | None = None) -> int:
    """Writes the notice for a household that does not qualify; returns how many pages it has.

    Raises:
        FontMissingError: the installation is not whole.
    """
    pages = Pages(target, title=NOTICE_TITLE, foot=_foot(paper), is_practice=paper.is_practice, faces=faces)
    pages.heading(NOTICE_TITLE, size=18.0, is_centred=True)
    pages.skip(4)
    size = 12.0
    pages.sentence(f"{paper.name} 同志:", size=size)
    for text in notice_sentences(paper):
        pages.sentence(f"  {text}", size=size)
        pages.skip(1)
    pages.skip(6)
    pages.pairs([("", paper.organisation), ("", paper.made_on)], size=size)
    pages.signatures(("讲解人", "本人签收", "日期"))
    pages.sentence("本告知书一式两份,一份交本人,一份存档。", size=9.0)
    return pages.finish()


def notice_sentences(paper: VerdictPaper) -> Iterator[str]:
    """The body of the notice, paragraph by paragraph, without a word that only the office knows."""
    told = paper.explanation
    yield f"您家的情况我们在 {told.on} 入户了解过,按《{told.rule_set_title}》作了测算。现把结果和理由说明如下。"
    yield f"一、您家计入 {told.persons} 人:{'、'.join(told.counted)}。"
    number = ["二", "三", "四", "五", "六"]
    if told.disqualified:
        yield f"{number.pop(0)}、有下面的情形,按规定不能建档:{'、'.join(told.disqualified)}。"
    for sum_ in _plain_sums(told):
        month = f",平均每人每月 {sum_.month} 元" if sum_.month else ""
        yield f"{number.pop(0)}、{sum_.title}:近十二个月 {sum_.year}{month}。"
    if told.standards:
        yield f"{number.pop(0)}、当地的标准:{';'.join(told.standards)}。"
    is_shut_out = told.disqualified or told.is_refused
    why = "" if is_shut_out else "".join(_why_not(told.steps))
    yield f"{number.pop(0)}、结果:{told.sentence}{why}"
    for title, text in paper.decided:
        if title == "理由" and text:
            yield f"会议说明:{text}"
    yield (
        "今后家里情况有变化,如收入减少、有人患重病、孩子上学、遇到意外,可以随时再来申请,"
        "不受这一次的影响。眼下有急难的,也可以申请临时救助,由工会和街道、民政一起想办法。"
    )
    yield "对结果有不同意见的,可以向我们提出,我们会请没有参加这次调查的人重新核实。"


def _plain_sums(told: Explanation) -> list[ToldSum]:
    """Income, and what is left after the largest deductions: more only confuses."""
    return [told.sums[0], told.sums[-1]] if len(told.sums) > 1 else list(told.sums)


def _why_not(steps: tuple[ToldStep, ...]) -> Iterator[str]:
    """Of each category that was out of reach by a number: what it asks and what the household has."""
    for step in steps:
        # What fails first is why; a household without any accident is not told what one would have to cost.
        leaf = next((each for each in _leaves(step) if each.result is False), None)
        if step.result is False and leaf is not None and leaf.formula:
            yield f"“{step.title}”{leaf.threshold},您家是{leaf.formula},没有达到。"


def _leaves(step: ToldStep) -> Iterator[ToldStep]:
    if not step.steps:
        yield step
    for each in step.steps:
        yield from _leaves(each)


def _sum_table(sum_: ToldSum) -> Table:
    rows: list[list[Cell]] = [
        [line.who or "全户", line.what, f"{yuan(line.fen)}{'(没填全)' if line.is_open else ''}"] for line in sum_.lines
    ]
    rows.append(["", "合计", sum_.year])
    if sum_.month:
        rows.append(["", "每人每月", f"{sum_.month} 元"])
    return Table(sum_.title, LINES, rows, told=f"依据 {sum_.source}" if sum_.source else "")


def _step_rows(steps: tuple[ToldStep, ...], before: str = "") -> Iterator[list[Cell]]:
    for place, step in enumerate(steps, start=1):
        number = f"{before}{place}"
        seen = ";".join(f"{each.label} {each.text}".strip() for each in step.inputs)
        source = f"{step.source}{'(假设)' if step.is_assumed else ''}"
        yield [f"{number} {step.title}", step.formula or seen, step.threshold, source, step.outcome]
        yield from _step_rows(step.steps, f"{number}.")


def _foot(paper: VerdictPaper) -> str:
    return f"{paper.organisation}  {paper.survey_no}  {paper.made_on}  {paper.made_by}"
