"""The people of a home, their passphrases and their roles."""

from collections.abc import Sequence

import click

from fieldsurvey import app
from fieldsurvey.case.field import Role
from fieldsurvey.cli.console import Asked, answer
from fieldsurvey.cli.grammar import Group
from fieldsurvey.cli.secrets_in import new_passphrase, passphrase
from fieldsurvey.cli.signing_in import home_of, signed_in
from fieldsurvey.cli.table import table
from fieldsurvey.services.errors import HomeMissingError
from fieldsurvey.services.roles import ROLE_LABELS, labels_of
from fieldsurvey.services.staff import PersonCard
from fieldsurvey.vault.errors import UnknownStaffError

_NEW = click.option(
    "--new-passphrase-file",
    default="",
    metavar="FILE",
    help="新口令在这个文件的第一行;也可用环境变量 FIELDSURVEY_NEW_PASSPHRASE",
)
_ROLES = click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice([str(role) for role in Role]),
    metavar="ROLE",
    help=f"在总部的角色,可写多次:{'、'.join(f'{role} {label}' for role, label in ROLE_LABELS.items())}",
)


@click.group(cls=Group, help="人员、口令和角色")
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


@staff.command("add", help="加一位人员,有自己的口令;在总部用 --role 写明角色,笔记本上都是调查员")
@click.argument("name")
@_ROLES
@_NEW
@click.pass_obj
def add(asked: Asked, *, name: str, roles: tuple[str, ...], new_passphrase_file: str) -> None:
    """Lets another person sign in."""
    with signed_in(asked) as home:
        staff_id = home.staff.add(name, new_passphrase(new_passphrase_file), roles)
        (added,) = [person for person in home.staff.people() if person.staff_id == staff_id]
    answer(asked, _keys(added), [f"已加入 {added.name}({staff_id}):{labels_of(added.roles)}。"])


@staff.command("roles", help="各人的角色;在总部写明人员和 --role,就改成这些角色")
@click.argument("staff_id", required=False)
@_ROLES
@click.pass_obj
def roles_of_people(asked: Asked, *, staff_id: str | None, roles: tuple[str, ...]) -> None:
    """Lists roles, or gives a person others."""
    if roles and staff_id is None:
        raise click.MissingParameter(param=click.Argument(["staff_id"]))
    with signed_in(asked) as home:
        if staff_id is not None and roles:
            home.staff.set_roles(staff_id, roles)
        people = [person for person in home.staff.people() if staff_id in (None, person.staff_id)]
        if not people:
            raise UnknownStaffError
    answer(asked, {"staff": [_keys(person) for person in people]}, _listed(people))


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


def _keys(person: PersonCard) -> dict[str, object]:
    return {"staff_id": person.staff_id, "name": person.name, "roles": [str(role) for role in person.roles]}


def _listed(people: Sequence[PersonCard]) -> list[str]:
    rows = [(person.staff_id, person.name, labels_of(person.roles)) for person in people]
    return table(("编号", "姓名", "角色"), rows, widest=40)
