"""Devices: which there are, and how a laptop joins by files and digits read aloud."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CodeMissingError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.cards import PeerCard
from fieldsurvey.sync.enrolment import ANSWER_SUFFIX

_DIGITS = click.option("--fingerprint", default="", metavar="DIGITS", help="对方读出的 12 位核对码")
_COLUMNS: Final = ("代号", "设备", "岗位", "最近写入", "最近读取", "未确认", "状态")
_DESKS: Final = {"laptop": "笔记本", "headquarters": "总部"}


@click.group(cls=Group, help="已入网的设备:列出、停用")
def device() -> None:
    """Devices."""


@device.command("list", help="认识的设备,以及各有多少修改单还没有回执")
@click.pass_obj
def list_devices(asked: Asked) -> None:
    """Lists the devices at the other end of the stick."""
    with signed_in(asked) as home:
        peers = home.exchange.peers()
    rows = [_cells(peer) for peer in peers]
    answer(asked, {"devices": [asdict(peer) for peer in peers]}, table(_COLUMNS, rows))


@device.command("revoke", help="在总部:停用一台丢失或不再可信的笔记本,以后不再收它的包")
@click.argument("which", metavar="CODE_OR_ID")
@click.pass_obj
def revoke(asked: Asked, *, which: str) -> None:
    """Ends the trust in a laptop."""
    with signed_in(asked) as home:
        home.exchange.revoke(which)
    answer(asked, {"device": which}, [f"已停用 {which},以后不再采用它的数据包。"])


def _cells(peer: PeerCard) -> tuple[object, ...]:
    times = (peer.last_written, peer.last_read)
    return (
        peer.code,
        peer.device,
        _DESKS.get(peer.desk, peer.desk),
        *times,
        peer.unacknowledged,
        "已停用" if peer.revoked else "",
    )


@click.group(cls=Group, help="笔记本入网:申请、答复、核对")
def enrol() -> None:
    """How a laptop joins."""


@enrol.command("request", help="在笔记本上:把入网申请写入U盘的文件夹,并显示核对码")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def request(asked: Asked, *, folder: Path) -> None:
    """Writes the laptop's request."""
    with signed_in(asked) as home:
        path = home.exchange.enrolling.write_request(folder)
        digits = home.exchange.enrolling.own_fingerprint()
    answer(
        asked,
        {"path": str(path), "fingerprint": digits},
        [f"入网申请:{path}", f"核对码:{digits}(打电话读给总部,不要写在U盘上)"],
    )


@enrol.command("show", help="看一份入网申请或答复的核对码,与对方读出的比较")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def show(asked: Asked, *, file: Path) -> None:
    """Shows the digits of a request or of an answer."""
    with signed_in(asked) as home:
        enrolling = home.exchange.enrolling
        is_answer = file.suffix.lower() == ANSWER_SUFFIX
        digits = enrolling.answer_fingerprint(file) if is_answer else enrolling.request_fingerprint(file)
    answer(asked, {"path": str(file), "fingerprint": digits}, [f"核对码:{digits}"])


@enrol.command("accept", help="在总部:核对码相符时接纳这台笔记本,把答复写到文件夹")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--code", required=True, metavar="CODE", help="给它的代号,如 L1")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="答复写到哪里")
@_DIGITS
@click.pass_obj
def accept(asked: Asked, *, file: Path, code: str, out: Path, fingerprint: str) -> None:
    """Admits a laptop."""
    _require(fingerprint)
    with signed_in(asked) as home:
        enrolling = home.exchange.enrolling
        path = enrolling.accept_request(file, code=code, fingerprint=fingerprint, out_folder=out)
        digits = enrolling.own_fingerprint()
    keys = {"path": str(path), "code": code, "fingerprint": digits}
    answer(asked, keys, [f"已接纳 {code},答复:{path}", f"总部的核对码:{digits}(打电话读给笔记本,不要写在U盘上)"])


@enrol.command("finish", help="在笔记本上:读取总部的答复;核对码由总部读出")
@click.argument("file", type=click.Path(path_type=Path))
@_DIGITS
@click.pass_obj
def finish(asked: Asked, *, file: Path, fingerprint: str) -> None:
    """Takes in headquarters' answer."""
    _require(fingerprint)
    with signed_in(asked) as home:
        home.exchange.enrolling.finish(file, fingerprint=fingerprint)
    answer(asked, {"enrolled": True}, ["已入网,可以写入和读取U盘了。"])


def _require(fingerprint: str) -> None:
    if not fingerprint.strip():
        raise CodeMissingError
