"""Packages on the stick: written, looked at, read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import FilesRefusedError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.cards import ReadCard, RefusedCard, StickView

_STATES: Final = {"new": "未读", "read": "已读过", "not_for_us": "不是给本机的", "refused": "不能采用"}


@click.group(cls=Group, help="U盘数据包:写入、读取、核对、列出")
def package() -> None:
    """Packages."""


@package.command("write", help="把没有回执的内容打成数据包,写入U盘的文件夹")
@click.argument("stick", type=click.Path(path_type=Path))
@click.option("--to", "recipient", metavar="DEVICE", help="只写给这一台;不写就是每一台")
@click.pass_obj
def write(asked: Asked, *, stick: Path, recipient: str | None) -> None:
    """Writes packages."""
    with signed_in(asked) as home:
        written = home.exchange.write(stick, to=recipient)
    lines = [
        f"{'U盘上已有' if card.already else '已写'} {card.path}:给 {card.recipient},修改单 {card.changes} 张"
        for card in written
    ]
    answer(asked, {"written": _plain([asdict(card) for card in written])}, lines)


@package.command("read", help="读取U盘文件夹里的全部数据包,或一个数据包;再读一次什么也不变")
@click.argument("source", metavar="STICK_OR_FILE", type=click.Path(path_type=Path))
@click.pass_obj
def read(asked: Asked, *, source: Path) -> None:
    """Reads a stick, or one package."""
    with signed_in(asked) as home:
        cards: Sequence[ReadCard | RefusedCard]
        cards = [home.exchange.read(source)] if source.is_file() else home.exchange.read_stick(source)
    taken = [card for card in cards if isinstance(card, ReadCard)]
    refused = [card for card in cards if isinstance(card, RefusedCard)]
    keys = {"read": _plain([asdict(card) for card in taken]), "refused": _plain([asdict(card) for card in refused])}
    lines = [line for card in cards for line in (_told(card) if isinstance(card, ReadCard) else [_refusal(card)])]
    answer(asked, keys, lines or ["这个文件夹里没有给本机的数据包。"])
    if refused:
        raise FilesRefusedError(count=len(refused))


@package.command("verify", help="核对U盘上的数据包:来自谁、是否完整、是否给本机、读过没有;不改动任何数据")
@click.argument("stick", metavar="STICK_OR_FILE", type=click.Path(path_type=Path))
@click.pass_obj
def verify(asked: Asked, *, stick: Path) -> None:
    """Looks at a stick, or at one package; exits with an error when one of them would be refused."""
    with signed_in(asked) as home:
        view = StickView([home.exchange.look_at(stick)], []) if stick.is_file() else home.exchange.look(stick)
    _tell_stick(asked, view)
    refused = sum(1 for card in view.files if card.state == "refused")
    if refused:
        raise FilesRefusedError(count=refused)


@package.command("list", help="U盘上有哪些数据包;不写文件夹就列出没写入、已写入的修改单和回执")
@click.argument("stick", type=click.Path(path_type=Path), required=False)
@click.pass_obj
def list_packages(asked: Asked, *, stick: Path | None) -> None:
    """Lists the files of a stick, or what was sent and confirmed."""
    with signed_in(asked) as home:
        if stick is not None:
            _tell_stick(asked, home.exchange.look(stick))
            return
        receipts = home.exchange.receipts()
    rows = [(card.code, card.unwritten, card.sent, card.confirmed, card.last_receipt) for card in receipts]
    lines = table(("设备", "未写入", "已写入", "已确认", "最近回执"), rows)
    answer(asked, {"receipts": [asdict(card) for card in receipts]}, lines)


def _tell_stick(asked: Asked, view: StickView) -> None:
    rows = [
        (card.name, card.sender, card.seq, card.size, _STATES.get(card.state, card.state), card.sentence)
        for card in view.files
    ]
    lines = table(("文件", "来自", "编号", "字节", "状态", "说明"), rows, widest=72)
    keys = {"files": [asdict(card) for card in view.files], "warnings": view.warnings}
    answer(asked, _plain(keys), [*lines, *(f"注意:{warning}" for warning in view.warnings)])


def _told(card: ReadCard) -> list[str]:
    if card.already:
        return [f"{card.name}:以前已经读过,内容没有变化,不需要再读。"]
    counts = (
        f"新增 {card.cases_new} 户,改动 {card.cases_changed} 户,附件 {card.files} 份,新的冲突 {card.clashes_new} 处"
    )
    lines = [f"{card.name}:来自 {card.sender},修改单 {card.changes} 张,{counts}"]
    if card.missing:
        lines.append(f"  缺第 {'、'.join(map(str, card.missing))} 号包,请向对方要。")
    if card.aside:
        lines.append(f"  有 {card.aside} 张修改单没有采用,留存待查。")
    if card.forks:
        lines.append(f"  有 {card.forks} 个编号写了两样内容:那台电脑可能被复制过或恢复过备份,请与它的使用人联系。")
    return lines


def _refusal(card: RefusedCard) -> str:
    return f"{card.name}:{card.sentence} [{card.code}]"


def _plain(value: Any) -> Any:  # noqa: ANN401 - a tree of plain values, paths among them
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Path) else value
