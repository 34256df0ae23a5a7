"""How a household stands under the rules, at the terminal: every line of the sum, and what the committee decides."""

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from fieldsurvey.case.money import yuan
from fieldsurvey.cli.cases import case, case_id
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.rules.wording import ToldStep
from fieldsurvey.services.determinations import Judged


@click.command("explain", cls=Command, help="测算一户:结果、每步的算式和标准、还缺什么;--sheet 测算表,--notice 告知书")
@click.argument("case_name", metavar="CASE")
@click.option("--rules", "code", default="", metavar="CODE", help="按哪一套规则,如 RS2016;不写就按调查日执行的")
@click.option("--decided", "row", default="", metavar="ROW", help="某一次认定当时的测算;行号见 case show")
@click.option("--sheet", type=click.Path(path_type=Path), metavar="FILE", help="把测算表写成 PDF")
@click.option("--notice", type=click.Path(path_type=Path), metavar="FILE", help="不符合的户:把政策讲解告知书写成 PDF")
@click.pass_obj
def explain(asked: Asked, *, case_name: str, code: str, row: str, sheet: Path | None, notice: Path | None) -> None:
    """Explains the verdict on a household."""
    with signed_in(asked) as home:
        record = case_id(home, case_name)
        service = home.determinations
        judged = service.as_decided(record, row) if row else service.explain(record, code=code)
        written = {}
        if sheet is not None:
            written[str(sheet)] = service.write_sheet(record, sheet, code=code)
        if notice is not None:
            written[str(notice)] = service.write_notice(record, notice)
    lines = [*_lines(judged), *(f"已写入 {file}({pages} 页)" for file, pages in written.items())]
    answer(asked, {**msgspec.to_builtins(judged), "files": list(written)}, lines)


@case.command("decide", help="记下认定结论,CATEGORY 写类别的名称或代码;和测算不一样的要写 --reason")
@click.argument("case_name", metavar="CASE")
@click.argument("category", metavar="CATEGORY")
@click.option("--reason", default="", metavar="TEXT", help="理由")
@click.option("--seen", default="", metavar="SEEN", help="explain 给出的 seen;在那之后又变了的就不记")
@click.pass_obj
def decide(asked: Asked, *, case_name: str, category: str, reason: str, seen: str) -> None:
    """Records a determination."""
    with signed_in(asked) as home:
        record = case_id(home, case_name)
        judged = home.determinations.explain(record)
        category = home.reference.in_force().table("category").find(category) or category
        change = home.determinations.decide(record, category, reason, seen=seen or judged.seen)
    labels = dict(judged.categories)
    computed = labels.get(judged.explanation.category, "说不准")
    keys = {"case": record, "change": change, "category": category, "computed": computed}
    answer(asked, keys, [f"已记下认定:{labels[category]}(测算:{computed})。"])


@case.command("exempt", help="批准一种排除情形的例外,要写 --reason")
@click.argument("case_name", metavar="CASE")
@click.argument("situation", metavar="SITUATION")
@click.option("--reason", required=True, metavar="TEXT", help="理由")
@click.pass_obj
def exempt(asked: Asked, *, case_name: str, situation: str, reason: str) -> None:
    """Grants an exemption."""
    with signed_in(asked) as home:
        record = case_id(home, case_name)
        change = home.determinations.exempt(record, situation, reason)
        sentence = home.determinations.explain(record).explanation.sentence
    answer(asked, {"case": record, "change": change}, [f"已记下例外。现在的测算:{sentence}"])


def _lines(judged: Judged) -> Iterator[str]:
    told = judged.explanation
    yield f"{judged.survey_no}  {judged.name}"
    yield f"测算:{told.sentence}"
    yield f"规则 {told.rule_set_title}({told.rule_set}),按 {told.on} 的标准,地区 {told.place or '本单位'}"
    yield from (f"标准 {each}" for each in told.standards)
    yield f"计入 {told.persons} 人:{'、'.join(told.counted)}"
    if told.uncounted:
        yield f"不计入:{'、'.join(told.uncounted)}"
    for sum_ in told.sums:
        month = f",每人每月 {sum_.month} 元" if sum_.month else ""
        yield f"{sum_.title}:{sum_.year}{month}"
        for line in sum_.lines:
            open_ = "(没填全)" if line.is_open else ""
            yield f"    {' '.join(part for part in (line.who, line.what) if part)}  {yuan(line.fen)}{open_}"
    for place, step in enumerate(told.steps, start=1):
        yield from _step(step, f"{place}")
    if told.groups:
        yield f"五类重点群体:{'、'.join(told.groups)}"
    for gap in told.missing:
        yield f"缺:{gap.label}:{gap.sentence}{'' if gap.is_decisive else '(还要问清)'}  [{gap.address}]"
    for each in judged.decisions:
        why = f",理由:{each.reason}" if each.reason else ""
        yield f"认定 {each.decided_on}:{each.label}(测算:{each.computed}){why}  [{each.row}]"


def _step(step: ToldStep, number: str) -> Iterator[str]:
    indent = "  " * number.count(".")
    seen = ";".join(f"{each.label} {each.text}".strip() for each in step.inputs)
    parts = [part for part in (step.formula, step.threshold, seen) if part]
    source = f"  [{step.source}{',假设' if step.is_assumed else ''}]" if step.source else ""
    yield f"{indent}{number} {step.outcome}  {step.title}{':' if parts else ''}{','.join(parts)}{source}"
    for place, each in enumerate(step.steps, start=1):
        yield from _step(each, f"{number}.{place}")
