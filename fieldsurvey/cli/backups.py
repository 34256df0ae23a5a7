"""Back-ups: making and listing them, trying whether they can be restored, and restoring."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from fieldsurvey.backup.errors import BackupDamagedError, BackupMissingError
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.errors import DrillFailedError, StaffUnclearError, StaffUnknownError
from fieldsurvey.cli.grammar import Command, Group
from fieldsurvey.cli.secrets_in import passphrase, words
from fieldsurvey.cli.signing_in import home_of, signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.backup_cards import BackupDone
from fieldsurvey.services.restore import Offer, Opener, offers
from fieldsurvey.services.restore import restore as restore_home

MIB = 1 << 20


@click.group(cls=Group, invoke_without_command=True, help="现在备份;另有 list、drill、folder、seal")
@click.option("--if-changed", is_flag=True, help="没有变化、或这一小时已经备份过,就不再备份(供定时任务使用)")
@click.pass_context
def backup(context: click.Context, *, if_changed: bool) -> None:
    """Backs up now, when no command follows."""
    if context.invoked_subcommand is not None:
        return
    asked: Asked = context.obj
    with signed_in(asked) as home:
        done = home.backups.keep_up() if if_changed else home.backups.back_up()
    if done is None:
        answer(asked, {"made": False}, ["上次备份以后没有变化,或这一小时已经备份过,没有再备份。"])
        return
    answer(asked, {"made": done.is_new, **_plain(done)}, _told(done))


@backup.command("list", help="列出本机和备份文件夹里的备份")
@click.pass_obj
def list_backups(asked: Asked) -> None:
    """Lists back-ups."""
    with signed_in(asked) as home:
        cards, state = home.backups.known(), home.backups.state()
    rows = [
        (
            card.at or "读不出来",
            card.cases,
            card.drafts,
            card.evidence,
            f"{card.size / MIB:.1f}",
            "本机" if card.is_local else "备份文件夹",
            card.trouble or card.path,
        )
        for card in cards
    ]
    lines = table(("时间", "户", "没做完", "佐证", "MiB", "在哪里", "路径或问题"), rows, widest=100)
    lines += [f"备份文件夹:{state.folder or '没有选'}", *(f"注意:{told}" for told in state.warnings)]
    answer(asked, {"backups": [_plain(card) for card in cards], "state": _plain(state)}, lines)


@backup.command("drill", help="恢复演练:把最近的备份恢复到临时文件夹,打开比对,不留下内容")
@click.pass_obj
def drill(asked: Asked) -> None:
    """Tries to restore; exits with an error when a back-up does not come back whole."""
    with signed_in(asked) as home:
        report = home.backups.drill()
    marks = {True: "好  ", False: "不对", None: "没试"}
    lines = [f"{marks[line.ok]}  {line.which} {line.at}:{line.told}" for line in report.lines]
    answer(asked, _plain(report), lines)
    if not report.ok:
        raise DrillFailedError


@backup.command("folder", help="选一个备份文件夹(第二块硬盘或U盘),每次备份都复制一份过去;--none 不再复制")
@click.argument("folder", type=click.Path(path_type=Path), required=False)
@click.option("--none", "no_folder", is_flag=True, help="不再复制到别处")
@click.pass_obj
def choose_folder(asked: Asked, *, folder: Path | None, no_folder: bool) -> None:
    """Remembers a folder, or tells which one is remembered."""
    with signed_in(asked) as home:
        if folder is not None or no_folder:
            home.backups.choose_folder(None if no_folder else folder)
        known = home.backups.state().folder
    answer(asked, {"folder": known}, [f"备份文件夹:{known or '没有选'}"])


@backup.command("seal", help="把一份加密副本写到U盘,只有总部的恢复词打得开(也可用 age -d 打开)")
@click.argument("stick", type=click.Path(path_type=Path))
@click.pass_obj
def seal(asked: Asked, *, stick: Path) -> None:
    """Writes a sealed copy to a stick."""
    with signed_in(asked) as home:
        done = home.backups.write_sealed(stick)
    lines = [f"已写到U盘并核对:{path}" for path in done.paths]
    answer(asked, _plain(done), [*lines, "可以拔出U盘,请与恢复词分开保管。"])


@click.command(cls=Command, help="从备份恢复:SOURCE 是备份、放备份的文件夹,或加密副本;--home 写恢复到哪里")
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path))
@click.option(
    "--words-file",
    default="",
    metavar="FILE",
    help="用总部的恢复词打开,不用口令:恢复词所在的文件(- 为标准输入);加密副本也可用环境变量 FIELDSURVEY_WORDS",
)
@click.option("--without-evidence", is_flag=True, help="缺失或损坏的佐证文件不恢复,其余照样恢复")
@click.pass_obj
def restore(asked: Asked, *, source: Path, words_file: str, without_evidence: bool) -> None:
    """Restores the newest sound back-up of a place; what is in the home now is set aside."""
    offer = _chosen(offers(source))
    opener = Opener(words=words(words_file)) if words_file or offer.is_sealed else _passphrase_of(asked, offer)
    done = restore_home(home_of(asked), offer.path, opener, without_evidence=without_evidence)
    lines = [
        *(["恢复的是练习数据,全部虚构。"] if done.practice else []),
        f"已恢复到 {done.home}:{done.at} 的备份,{done.cases} 户,{done.drafts} 份没做完的入户,佐证 {done.evidence} 份。",
        *([f"有 {done.left_out} 份佐证文件没有恢复,请从别的备份或对方的数据包补回。"] if done.left_out else []),
        *([f"原来的数据没有删除,改名放在 {done.aside}"] if done.aside else []),
        "第一次登录后成为新的设备:笔记本要重新入网,总部要重新接纳各台笔记本,编号不会重复。",
    ]
    answer(asked, _plain(done), lines)


def _chosen(found: list[Offer]) -> Offer:
    """The newest that is not known to be damaged."""
    sound = [offer for offer in found if not offer.trouble]
    if sound:
        return sound[0]
    if any("[B102]" in offer.trouble for offer in found):
        raise BackupDamagedError(what="找到的都不能用")
    raise BackupMissingError


def _passphrase_of(asked: Asked, offer: Offer) -> Opener:
    staff = [each.staff_id for each in offer.staff if not asked.staff or asked.staff in (each.staff_id, each.name)]
    if asked.staff and not staff:
        raise StaffUnknownError
    if len(staff) != 1:
        raise StaffUnclearError
    return Opener(staff_id=staff[0], passphrase=passphrase(asked.passphrase_file))


def _told(done: BackupDone) -> list[str]:
    card = done.card
    lines = [
        f"已备份并核对:{card.path}",
        f"{card.cases} 户,{card.drafts} 份没做完的入户,佐证 {card.evidence} 份,{card.size / MIB:.1f} MiB",
    ]
    if done.carried:
        lines.append(f"另一份也已核对:{done.carried}")
    if done.trouble:
        lines.append(f"注意:没有复制到备份文件夹。{done.trouble}")
    return lines


def _plain(card: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the cards
    return {name: _simple(value) for name, value in asdict(card).items()}


def _simple(value: Any) -> Any:  # noqa: ANN401 - a tree of plain values, paths among them
    if isinstance(value, dict):
        return {name: _simple(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_simple(item) for item in value]
    return str(value) if isinstance(value, Path) else value
