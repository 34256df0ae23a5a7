"""Roles of people at headquarters: given when they are added, changed by administrators, and never of a laptop."""

import pytest

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.case.change import entry
from fieldsurvey.case.field import Role
from fieldsurvey.case.ids import Address
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.services.errors import LastAdministratorError, NotAllowedError, RoleMissingError, RolesWrongError
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import folding
from fieldsurvey.vault.errors import UnknownStaffError
from tests.integration.homes import COST, PASSPHRASE, Office, only, visit

THEIRS = "她自己想的一长串新口令"


def as_person(office: Office, staff_id: str, passphrase: str = THEIRS) -> OpenHome:
    """Headquarters with somebody else signed in; the office closes it."""
    office.close("hq")
    home = open_home(office.folder("hq"), staff_id, passphrase, cost=COST, now=office.now)
    office._open["hq"] = home
    return home


def roles_in(home: OpenHome) -> dict[str, set[Role]]:
    """The roles of everybody who may sign in, by name."""
    return {person.name: set(person.roles) for person in home.staff.people()}


def recorded(home: OpenHome, staff_id: str) -> object:
    """What the record of a person says of their roles."""
    with home.seat.database.begin() as session:
        return (folding.document_of(session, "staff", staff_id) or {}).get("roles")


def forget_roles(home: OpenHome) -> None:
    """Makes a headquarters as it was before roles were recorded."""
    with home.seat.database.begin() as session:
        for staff_id in folding.documents(session, "staff"):
            standing = folding.state_of(session, "staff", staff_id).standing(Address("roles"))
            if standing:
                seal(session, home.seat, [Said("staff", staff_id, {"roles": entry(None, standing)})])


def test_who_made_headquarters_has_every_role(office: Office) -> None:
    assert office.hq.seat.roles == frozenset(Role)
    assert recorded(office.hq, office.made.staff["hq"]) == [str(role) for role in Role]


def test_who_is_added_has_the_roles_chosen_and_no_other(office: Office) -> None:
    reviewer = office.hq.staff.add("审核乙", THEIRS, ["reviewer", "accountant"])
    home = as_person(office, reviewer)
    assert home.seat.roles == {Role.REVIEWER, Role.ACCOUNTANT}
    with pytest.raises(RoleMissingError, match="加入人员,要由管理员来做"):
        home.staff.add("另一人", THEIRS, ["administrator"])
    with pytest.raises(RoleMissingError):
        home.staff.set_roles(reviewer, ["administrator"])
    with pytest.raises(RoleMissingError, match="调查员"):
        visit(home, name="王建国")


@pytest.mark.parametrize("roles", [[], ["boss"], ["reviewer", ""]])
def test_at_headquarters_roles_have_to_be_named(office: Office, roles: list[str]) -> None:
    with pytest.raises(RolesWrongError):
        office.hq.staff.add("审核乙", THEIRS, roles)
    with pytest.raises(RolesWrongError):
        office.hq.staff.set_roles(office.made.staff["hq"], roles)
    assert len(office.hq.staff.list()) == 1


def test_the_last_administrator_stays_one(office: Office) -> None:
    first = office.made.staff["hq"]
    with pytest.raises(LastAdministratorError):
        office.hq.staff.set_roles(first, ["surveyor"])
    second = office.hq.staff.add("管理乙", THEIRS, ["administrator"])
    office.hq.staff.set_roles(first, ["surveyor"])
    # One's own roles change at once, not at the next sign-in.
    with pytest.raises(RoleMissingError):
        office.hq.staff.set_roles(first, ["administrator"])
    home = as_person(office, second)
    with pytest.raises(LastAdministratorError):
        home.staff.set_roles(second, ["reviewer"])
    with pytest.raises(UnknownStaffError):
        home.staff.set_roles(office.made.staff["l1"], ["reviewer"])
    assert roles_in(home) == {"管理乙": {Role.ADMINISTRATOR}, "审核甲": {Role.SURVEYOR}}


def test_an_office_from_before_roles_is_not_locked_out(office: Office) -> None:
    first = office.made.staff["hq"]
    second = office.hq.staff.add("审核乙", THEIRS, ["reviewer"])
    forget_roles(office.hq)
    for staff_id, passphrase in ((second, THEIRS), (first, PASSPHRASE)):
        assert as_person(office, staff_id, passphrase).seat.roles == frozenset(Role)
    # The first recording keeps what the others had until then.
    office.hq.staff.add("督查己", THEIRS, ["inspector"])
    assert roles_in(office.hq) == {"审核甲": set(Role), "审核乙": set(Role), "督查己": {Role.INSPECTOR}}
    assert as_person(office, second).seat.roles == frozenset(Role)


def test_on_a_laptop_everybody_is_a_surveyor_and_nothing_else(office: Office) -> None:
    staff_id = office.l1.staff.add("调查丁", THEIRS)
    assert recorded(office.l1, staff_id) is None
    assert roles_in(office.l1) == {"调查甲": {Role.SURVEYOR}, "调查丁": {Role.SURVEYOR}}
    with pytest.raises(RolesWrongError, match="都是调查员"):
        office.l1.staff.add("调查戊", THEIRS, ["reviewer"])
    with pytest.raises(NotAllowedError, match="总部的管理员"):
        office.l1.staff.set_roles(staff_id, ["surveyor"])
    assert office.l1.seat.roles == DESK_ROLES[Desk.LAPTOP]


def test_roles_travel_with_the_names_and_give_nothing_on_a_laptop(office: Office) -> None:
    reviewer = office.hq.staff.add("审核乙", THEIRS, ["reviewer"])
    office.carry("hq", "l1")
    assert recorded(office.l1, reviewer) == ["reviewer"]
    assert office.l1.seat.roles == {Role.SURVEYOR}
    office.close("l1")
    assert office.l1.seat.roles == {Role.SURVEYOR}


def test_roles_that_a_laptop_writes_are_kept_aside(office: Office) -> None:
    own, theirs = office.made.staff["l1"], office.made.staff["hq"]
    with office.l1.seat.database.begin() as session:
        seal(session, office.l1.seat, [Said("staff", own, {"roles": entry(["administrator"])})])
        seal(session, office.l1.seat, [Said("staff", theirs, {"roles": entry(["inspector"])})])
    assert only(office.carry("l1", "hq")).aside == 2
    assert recorded(office.hq, own) is None
    assert recorded(office.hq, theirs) == [str(role) for role in Role]
    office.close("hq")
    assert office.hq.seat.roles == frozenset(Role)


def test_a_person_writes_only_the_fields_of_their_roles(office: Office) -> None:
    surveyor = office.hq.staff.add("调查己", THEIRS, ["surveyor"])
    home = as_person(office, surveyor)
    draft = home.visits.start(None)
    home.visits.answer(draft.draft_id, "name", "王建国")
    with pytest.raises(NotAllowedError, match="填写"):
        home.visits.answer(draft.draft_id, "determinations/r1/category", "1")
    lines = office.root / "in.jsonl"
    lines.write_text('{"key":"1","name":"张三甲","case_no":"A-1"}\n', encoding="utf-8")
    report = home.cases.import_lines(lines, source="s")
    assert (report.taken, len(report.refused)) == (0, 1)
    assert "档案号" in report.refused[0].sentence


def test_a_clash_is_settled_by_who_may_write_the_field(office: Office) -> None:
    reviewer = office.hq.staff.add("审核乙", THEIRS, ["reviewer"])
    admin = office.hq.staff.add("管理丙", THEIRS, ["administrator"])
    case = visit(office.hq, name="王建国", remark="甲")
    sides = {"case": (case, "remark", "乙"), "staff": (reviewer, "roles", ["reviewer", "accountant"])}
    with office.hq.seat.database.begin() as session:
        for kind, (record, address, value) in sides.items():
            seal(session, office.hq.seat, [Said(kind, record, {address: entry(value)})])
    open_clashes = {clash.record: clash for clash in office.hq.clashes.open()}
    assert set(open_clashes) == {case, reviewer}

    def settle(home: OpenHome, record: str) -> None:
        clash = open_clashes[record]
        home.clashes.settle(record, clash.address, clash.values[0].change_id, "核对过")

    home = as_person(office, admin)
    with pytest.raises(RoleMissingError, match="要由调查员、审核员来做"):
        settle(home, case)
    home = as_person(office, reviewer)
    with pytest.raises(RoleMissingError, match="角色”,要由管理员"):
        settle(home, reviewer)
    settle(home, case)
    settle(as_person(office, admin), reviewer)
    assert as_person(office, reviewer).seat.roles == {Role.REVIEWER}
    assert office.hq.clashes.open() == []
