"""The people of a home and their passphrases."""

import click

from fieldsurvey import app
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.secrets_in import new_passphrase, passphrase
from fieldsurvey.cli.signing_in import home_of, signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.errors import HomeMissingError

_NEW = click.option(
    "--new-passphrase-file",
    default="",
    metavar="FILE",
    help="新口令在这个文件的第一行;也可用环境变量 FIELDSURVEY_NEW_PASSPHRASE",
)


@click.group(cls=Group, help="人员和口令")
def staff() -> None:
    """The people who may sign in."""


@staff.command("list", help="能在这里登录的人员;不需要口令")
@click.pass_obj
def list_staff(asked: Asked) -> None:
    """Lists what may be known before sign-in."""
    card = app.describe_home(home_of(asked))
    if not card.kind:
        raise HomeMissingError(folder=home_of(asked))
    rows = [(each.staff_id, each.name) for each in card.staff]
    keys = {"staff": [{"staff_id": staff_id, "name": name} for staff_id, name in rows]}
    answer(asked, keys, table(("编号", "姓名"), rows, widest=40))


@staff.command("add", help="加一位人员,有自己的口令")
@click.argument("name")
@_NEW
@click.pass_obj
def add(asked: Asked, *, name: str, new_passphrase_file: str) -> None:
    """Lets another person sign in."""
    with signed_in(asked) as home:
        staff_id = home.staff.add(name, new_passphrase(new_passphrase_file))
    answer(asked, {"staff_id": staff_id, "name": name}, [f"已加入 {name}({staff_id})。"])


@staff.command("remove", help="移除一位人员,他写过的内容都保留")
@click.argument("staff_id")
@click.pass_obj
def remove(asked: Asked, *, staff_id: str) -> None:
    """Ends a person's sign-in."""
    with signed_in(asked) as home:
        home.staff.remove(staff_id)
    answer(asked, {"staff_id": staff_id}, ["已移除,其写过的内容和姓名都保留。"])


@staff.command("passphrase", help="换自己的口令")
@_NEW
@click.pass_obj
def change(asked: Asked, *, new_passphrase_file: str) -> None:
    """Changes the passphrase of the person signed in."""
    old = passphrase(asked.passphrase_file)
    with signed_in(asked) as home:
        home.staff.change_passphrase(old, new_passphrase(new_passphrase_file))
        staff_id = home.staff_id
    answer(asked, {"staff_id": staff_id}, ["已换口令,下次登录用新口令。"])
