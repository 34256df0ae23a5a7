"""Making a home, and coming back to one with recovery words."""

import click

from fieldsurvey import app, new_homes
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Command, Group
from fieldsurvey.cli.secrets_in import first_passphrase, words
from fieldsurvey.cli.signing_in import home_of, staff_of

WORDS_PER_LINE = 6


@click.group(cls=Group, help="新建总部或笔记本的数据")
def init() -> None:
    """Making a home."""


@init.command("headquarters", help="新建总部的数据;恢复词只显示这一次")
@click.option("--organisation", required=True, metavar="NAME", help="组织名称,如某某区总工会困难职工帮扶中心")
@click.option("--name", required=True, metavar="NAME", help="第一位人员的姓名")
@click.option("--practice", is_flag=True, help="练习用,不放真实的户")
@click.pass_obj
def init_headquarters(asked: Asked, *, organisation: str, name: str, practice: bool) -> None:
    """Makes the home of headquarters."""
    made = new_homes.create_headquarters(
        home_of(asked),
        organisation=organisation,
        staff_name=name,
        passphrase=first_passphrase(asked.passphrase_file),
        practice=practice,
    )
    _tell_made(asked, "headquarters", made)


@init.command("laptop", help="新建一台入户笔记本的数据;可以先入户,入网后才能写入U盘")
@click.option("--code", required=True, metavar="CODE", help="笔记本代号,印在调查编号里,如 L1")
@click.option("--name", required=True, metavar="NAME", help="第一位人员的姓名")
@click.option("--practice", is_flag=True, help="练习用,不放真实的户")
@click.pass_obj
def init_laptop(asked: Asked, *, code: str, name: str, practice: bool) -> None:
    """Makes the home of a field laptop."""
    made = new_homes.create_laptop(
        home_of(asked),
        code=code,
        staff_name=name,
        passphrase=first_passphrase(asked.passphrase_file),
        practice=practice,
    )
    _tell_made(asked, "laptop", made)


@click.command(cls=Command, help="用总部的恢复词设新口令;--print-identity 只显示恢复词对应的 age 密钥")
@click.option("--words-file", default="", metavar="FILE", help="恢复词所在的文件;也可用环境变量 FIELDSURVEY_WORDS")
@click.option("--print-identity", is_flag=True, help="显示 age 密钥,供通用工具 age -d 使用,不改动任何数据")
@click.pass_obj
def recover(asked: Asked, *, words_file: str, print_identity: bool) -> None:
    """Gives a person a new passphrase, or prints the key that stock `age` takes."""
    if print_identity:
        identity = app.recovery_identity(words(words_file))
        answer(asked, {"identity": identity}, [identity])
        return
    folder = home_of(asked)
    staff_id = staff_of(asked, folder)
    given = words(words_file)
    app.recover_home(folder, given, staff_id=staff_id, passphrase=first_passphrase(asked.passphrase_file))
    answer(asked, {"staff_id": staff_id}, ["已设新口令,旧口令不再有效。"])


def _tell_made(asked: Asked, kind: str, made: new_homes.NewHome) -> None:
    folder = home_of(asked)
    lines = [f"已新建:{folder}", f"核对码:{made.fingerprint}", f"人员编号:{made.staff_id}"]
    if made.words:
        lines += ["恢复词(只显示这一次,请抄在纸上锁好;口令全忘时靠它打开):"]
        numbered = [f"{number:2}. {word}" for number, word in enumerate(made.words, start=1)]
        lines += [
            "  " + "   ".join(numbered[start : start + WORDS_PER_LINE])
            for start in range(0, len(numbered), WORDS_PER_LINE)
        ]
    keys = {
        "kind": kind,
        "home": str(folder),
        "staff_id": made.staff_id,
        "fingerprint": made.fingerprint,
        "words": made.words,
    }
    answer(asked, keys, lines)
