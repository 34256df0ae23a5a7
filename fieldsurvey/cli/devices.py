"""Devices: which there are, and how a laptop joins by files and digits read aloud."""

from dataclasses import asdict
from pathlib import Path

import click

from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import CodeMissingError
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.signing_in import signed_in
from fieldsurvey.cli.table import table

_DIGITS = click.option("--fingerprint", default="", metavar="DIGITS", help="对方读出的 12 位核对码")
_COLUMNS = ("代号", "设备", "岗位", "最近写包", "最近读包", "未确认")


@click.group(cls=Group, help="已入网的设备")
def device() -> None:
    """Devices."""


@device.command("list", help="认识的设备,以及各有多少修改单还没有回执")
@click.pass_obj
def list_devices(asked: Asked) -> None:
    """Lists the devices at the other end of the stick."""
    with signed_in(asked) as home:
        peers = home.exchange.peers()
    rows = [
        (peer.code, peer.device, peer.desk, peer.last_written, peer.last_read, peer.unacknowledged) for peer in peers
    ]
    answer(asked, {"devices": [asdict(peer) for peer in peers]}, table(_COLUMNS, rows))


@click.group(cls=Group, help="笔记本入网:申请、答复、核对")
def enrol() -> None:
    """How a laptop joins."""


@enrol.command("request", help="在笔记本上:把入网申请写到U盘的文件夹,并显示核对码")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def request(asked: Asked, *, folder: Path) -> None:
    """Writes the laptop's request."""
    with signed_in(asked) as home:
        path = home.exchange.write_request(folder)
        digits = home.exchange.request_fingerprint(path)
    answer(
        asked,
        {"path": str(path), "fingerprint": digits},
        [f"入网申请:{path}", f"核对码:{digits}(打电话读给总部,不要写在U盘上)"],
    )


@enrol.command("show", help="在总部:看一份入网申请的核对码")
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def show(asked: Asked, *, file: Path) -> None:
    """Shows the digits of a request."""
    with signed_in(asked) as home:
        digits = home.exchange.request_fingerprint(file)
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
        path = home.exchange.accept_request(file, code=code, fingerprint=fingerprint, out_folder=out)
    answer(asked, {"path": str(path), "code": code}, [f"已接纳 {code},答复:{path}", "请把总部的核对码读给笔记本。"])


@enrol.command("finish", help="在笔记本上:读入总部的答复;核对码由总部读出")
@click.argument("file", type=click.Path(path_type=Path))
@_DIGITS
@click.pass_obj
def finish(asked: Asked, *, file: Path, fingerprint: str) -> None:
    """Takes in headquarters' answer."""
    _require(fingerprint)
    with signed_in(asked) as home:
        home.exchange.finish_enrolment(file, fingerprint)
    answer(asked, {"enrolled": True}, ["已入网,可以写包和读包了。"])


def _require(fingerprint: str) -> None:
    if not fingerprint.strip():
        raise CodeMissingError
