"""What each person of headquarters may be: their roles, as recorded, and what they are at this desk.

A laptop's people are surveyors and nothing else, so nothing is recorded of them. Offices that began before roles were
recorded go on as they were: where no roles are recorded of anybody, everybody at headquarters has all of them.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from fieldsurvey.case.change import entry
from fieldsurvey.case.field import Role
from fieldsurvey.case.ids import Address
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.services.errors import RolesWrongError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session

ROLE_LABELS: Final = {
    Role.SURVEYOR: "调查员",
    Role.REVIEWER: "审核员",
    Role.ADMINISTRATOR: "管理员",
    Role.ACCOUNTANT: "财务",
    Role.INSPECTOR: "督查",
}
# Those whose work needs the numbers of people; all others see them covered.
SEES_NUMBERS: Final = frozenset({Role.SURVEYOR, Role.REVIEWER, Role.ADMINISTRATOR})
_ROLES: Final = Address("roles")


def roles_named(untrusted: Iterable[str]) -> frozenset[Role]:
    """The roles of these ids.

    Raises:
        RolesWrongError: none, or one that does not exist.
    """
    given = list(untrusted)
    if not given:
        raise RolesWrongError(why="请至少选一个角色。")
    try:
        return frozenset(Role(each) for each in given)
    except ValueError:
        raise RolesWrongError(why=f"没有这样的角色;可以是 {'、'.join(Role)}。") from None


def in_order(roles: Iterable[Role]) -> list[Role]:
    """Roles in the order in which they are always named."""
    wanted = set(roles)
    return [role for role in Role if role in wanted]


def labels_of(roles: Iterable[Role]) -> str:
    """Roles as people read them."""
    return "、".join(ROLE_LABELS[role] for role in in_order(roles))


def roles_of(session: Session, desk: Desk, staff_id: str) -> frozenset[Role]:
    """What a person may do at this desk: their roles, as far as its certificate goes."""
    if desk is Desk.LAPTOP:
        return DESK_ROLES[desk]
    documents = folding.documents(session, "staff")
    recorded = {record: _recorded(document) for record, document in documents.items() if "roles" in document}
    return (recorded.get(staff_id, frozenset()) if recorded else frozenset(Role)) & DESK_ROLES[desk]


def record_roles(session: Session, seat: Seat, chosen: Mapping[str, frozenset[Role]], present: Iterable[str]) -> None:
    """Records roles of people. Of those `present` who have none recorded, what they had until now is recorded too.

    Without that the first recording would take every right from all the others, who had all of them.
    """
    documents = folding.documents(session, "staff")
    before = {
        staff_id: roles_of(session, seat.identity.desk, staff_id)
        for staff_id in present
        if "roles" not in documents.get(staff_id, {})
    }
    said = []
    for staff_id, roles in {**before, **chosen}.items():
        standing = folding.state_of(session, "staff", staff_id).standing(_ROLES)
        said.append(Said("staff", staff_id, {"roles": entry([str(role) for role in in_order(roles)], standing)}))
    seal(session, seat, said, what="roles")


def _recorded(document: Mapping[str, object]) -> frozenset[Role]:
    """The roles that a record names; those of a newer edition are not known here and give no right."""
    value = document.get("roles")
    known = set(Role)
    return frozenset(Role(each) for each in value if each in known) if isinstance(value, list | tuple) else frozenset()
