"""标准 at the terminal: listed everywhere; added, ended and imported at headquarters, with the verdicts that flip."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from fieldsurvey.app import OpenHome
from fieldsurvey.case.money import fen_of, yuan
from fieldsurvey.case.parse import parse_date
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command, Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import cut, table, width
from fieldsurvey.errors import InputError
from fieldsurvey.exchange.standard_sheets import item_named, item_unknown
from fieldsurvey.rules.announced import Entered, place_code, told_standard
from fieldsurvey.services.errors import StandardDoubtfulError
from fieldsurvey.services.flips import Flip
from fieldsurvey.services.local_standards import StandardLine
from fieldsurvey.services.redecisions import Redecided

FILE: Final = click.Path(path_type=Path, dir_okay=False)
_LOOK: Final = click.option("--look", "only_look", is_flag=True, help="只看会改变哪些户的测算,不存")
_SURE: Final = click.option("--sure", "is_sure", is_flag=True, help="问到“确实是这个数?”时,加上它就是说是")
_SHOWN_FLIPS: Final = 20
_SHOWN_DOUBTS: Final = 3
_WIDEST: Final = 28


@click.command("standards", cls=Command, help="本地标准:每个地区、每个项目的数额、执行日和文号")
@click.pass_obj
def standards(asked: Asked) -> None:
    """Lists the standards."""
    with signed_in(asked) as home:
        found = home.standards.lines()
    rows = [
        (
            each.standard.record[:8],
            _end_of(each.place_name),
            each.item.label,
            f"{yuan(each.standard.amount_fen)} {each.item.measure}",
            each.standard.effective_on,
            each.standard.document_no,
            each.state,
        )
        for each in found
    ]
    lines = table(("编号", "适用地区", "项目", "数额", "执行日", "文号", "状态"), rows)
    answer(asked, {"standards": [_keys(each) for each in found]}, lines or ["还没有标准。"])


@click.group("standard", cls=Group, help="在总部:加一条标准、停用一条、从表格导入")
def standard() -> None:
    """What headquarters does with standards."""


@standard.command("add", help="加一条标准;--look 只看会改变哪些户的测算")
@click.argument("item", metavar="ITEM")
@click.argument("amount", metavar="AMOUNT")
@click.option("--from", "effective_on", required=True, metavar="DATE", help="执行日")
@click.option("--announced", "announced_on", default="", metavar="DATE", help="公布日")
@click.option("--place", default="", metavar="PLACE", help="地区全名或 6 位行政区划代码;不写是本单位全部")
@click.option("--number", "document_no", default="", metavar="TEXT", help="文号")
@click.option("--remark", default="", metavar="TEXT", help="备注")
@_LOOK
@_SURE
@click.pass_obj
def add(asked: Asked, /, *, item: str, amount: str, only_look: bool, is_sure: bool, **said: str) -> None:
    """Adds a standard."""
    fen = fen_of(amount)
    if fen is None:
        raise click.BadParameter(amount, param_hint="AMOUNT")
    days = {name: parse_date(said[name]) or said[name] for name in ("effective_on", "announced_on")}
    about = {"document_no": said["document_no"], "remark": said["remark"]}
    entered = Entered(place_code(said["place"]), _item(item), fen, **days, **about)
    with signed_in(asked) as home:
        doubt = home.standards.doubt(entered)
        if doubt and not only_look and not is_sure:
            raise StandardDoubtfulError(why=f"{doubt}是的话,请加 --sure 再来一次。")
        flips = home.standards.flips(entered)
        record = "" if only_look else home.standards.add(entered, is_sure=is_sure)
        keys, lines = told_flips(home, flips)
    told = "没有存,只看了看。" if only_look else "已存下。下次写入U盘时带给笔记本。"
    shown = [told_standard(entered), *([doubt] if doubt else []), *lines, told]
    answer(asked, {"record": record, "doubt": doubt, "flips": keys}, shown)


@standard.command("end", help="停用一条标准(ID 写列出的编号);DATE 起不再用")
@click.argument("record", metavar="ID")
@click.argument("on", metavar="DATE")
@_LOOK
@click.pass_obj
def end(asked: Asked, *, record: str, on: str, only_look: bool) -> None:
    """Ends a standard."""
    with signed_in(asked) as home:
        lines = [each.standard.record for each in home.standards.lines()]
        record = next((each for each in lines if record and each.startswith(record)), record)
        flips = home.standards.flips_of_end(record, on)
        if not only_look:
            home.standards.end(record, on)
        keys, told = told_flips(home, flips)
    answer(
        asked, {"record": record, "flips": keys}, [*told, "没有存,只看了看。" if only_look else f"已从 {on} 起停用。"]
    )


@standard.command("import", help="从表格导入标准;--look 只看不存;--template 写一份空表")
@click.argument("path", metavar="FILE", type=FILE)
@_LOOK
@_SURE
@click.option("--template", is_flag=True, help="把空表写到 FILE")
@click.pass_obj
def take(asked: Asked, *, path: Path, only_look: bool, is_sure: bool, template: bool) -> None:
    """Takes the standards of a sheet."""
    with signed_in(asked) as home:
        if template:
            home.standards.write_template(path)
            answer(asked, {"template": str(path)}, [f"空表已写到 {path}。"])
            return
        look = home.standards.look(path)
        doubts = [f"{each.where}:{each.problem}" for each in look.doubts]
        if doubts and not only_look and not is_sure:
            raise StandardDoubtfulError(why=f"{' '.join(doubts[:_SHOWN_DOUBTS])}都对的话,请加 --sure 再来一次。")
        flips = home.standards.flips_of_sheet(look)
        taken = 0 if only_look else home.standards.take(look, is_sure=is_sure)
        flipped, lines = told_flips(home, flips)
    refused = [{"where": each.where, "problem": each.problem} for each in look.refused]
    told = [look.told, *(f"  {each.where}:{each.problem}" for each in (*look.refused, *look.doubts)), *lines]
    told.append("没有存,只看了看。" if only_look else f"已导入 {taken} 条。")
    answer(
        asked,
        {
            "new": len(look.new),
            "known": look.known,
            "refused": refused,
            "doubts": doubts,
            "taken": taken,
            "flips": flipped,
        },
        told,
    )


@click.command(
    "redecide",
    cls=Command,
    help="认定后标准有变的户;加 --reason 就照现在的测算重新认定,不写 CASE 是会议没有另作认定的全部",
)
@click.argument("cases", metavar="CASE", nargs=-1)
@click.option("--reason", default="", metavar="TEXT", help="为什么重新认定")
@click.pass_obj
def redecide(asked: Asked, *, cases: tuple[str, ...], reason: str) -> None:
    """Lists what was decided under other standards, and decides it anew."""
    with signed_in(asked) as home:
        found = home.redecisions.waiting()
        chosen = [each for each in found if not cases or {each.case_id, each.survey_no} & set(cases)]
        named = [each.case_id for each in chosen] if cases else []
        done = home.redecisions.decide(chosen, reason, named=named) if reason else Redecided(0, 0)
        usual = [each for each in chosen if not each.is_deliberate]
        deliberate = [each for each in chosen if each.is_deliberate]
        keys, lines = told_flips(home, usual)
        kept, apart = told_flips(home, deliberate)
    if deliberate:
        lines += ["会议写明理由、另作了认定的,写出编号才重新认定:", *apart[1:]]
    told = done.told if reason else "要重新认定,请加 --reason 写明理由。" if chosen else ""
    keys_told = {"waiting": keys, "deliberate": kept, "decided": done.done, "left": done.left, "kept": done.kept}
    answer(asked, keys_told, [*lines, *([told] if told else [])])


def told_flips(home: OpenHome, flips: Sequence[Flip]) -> tuple[list[dict[str, Any]], list[str]]:
    """The households that flip, as keys and as lines."""
    words = home.reference.in_force().table("category")

    def label(code: str) -> str:
        return words.label_of(code) if code else "说不准"

    keys = [
        {
            "case": each.case_id, "survey_no": each.survey_no, "before": each.before, "after": each.after,
            "on": each.on, "decided": each.decided,
        }
        for each in flips
    ]  # fmt: skip
    if not flips:
        return keys, ["没有一户的测算会改变。"]
    rows = [
        (
            each.survey_no,
            each.name,
            label(each.before),
            label(each.after),
            each.on,
            each.decided and label(each.decided),
        )
        for each in flips[:_SHOWN_FLIPS]
    ]
    lines = [f"有 {len(flips)} 户的测算会改变,已认定的不变:"]
    lines += table(("编号", "姓名", "原来", "改后", "测算日", "已认定"), rows)
    return keys, lines + ([f"……另有 {len(flips) - _SHOWN_FLIPS} 户"] if len(flips) > _SHOWN_FLIPS else [])


def _item(text: str) -> str:
    found = item_named(text)
    if not found:
        raise InputError(what=f"{item_unknown(text)}。")
    return found


def _end_of(place: str) -> str:
    """The name of a place as the table has room for it: the county is what tells it from others."""
    return place if width(place) <= _WIDEST else "…" + cut(place[::-1], _WIDEST - 1).removesuffix("…")[::-1]


def _keys(each: StandardLine) -> dict[str, Any]:
    return {
        "record": each.standard.record,
        "place": each.standard.place,
        "item": each.item.id,
        "label": each.item.label,
        "amount": each.standard.amount_fen,
        "measure": each.item.measure,
        "announced_on": each.standard.announced_on,
        "effective_on": each.standard.effective_on,
        "ended_on": each.standard.ended_on,
        "document_no": each.standard.document_no,
        "remark": each.remark,
        "holds": each.holds,
    }
