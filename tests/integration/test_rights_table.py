"""Who may do what: every public method of every service, with every role, at both desks, against the table."""

from dataclasses import fields

import pytest

from fieldsurvey.app import NO_SERVICES, OpenHome, open_home
from fieldsurvey.case.field import Role
from fieldsurvey.case.kinds import DESK_ROLES, Desk
from fieldsurvey.services.errors import HomeLockedError, NotAllowedError, RoleMissingError
from fieldsurvey.services.rights import RIGHTS, RightMissingError, guard, may, methods_of
from fieldsurvey.services.roles import ROLE_LABELS
from tests.integration.homes import COST, PASSPHRASE, Office, visit

THEIRS = "她自己想的一长串新口令"
HOMES = {Desk.HEADQUARTERS: "hq", Desk.LAPTOP: "l1"}


class Reached(Exception):  # noqa: N818  # No failure: it says that a call came through.
    """The service's own method was called."""


def reached(self: object, *args: object, **named: object) -> None:
    """Stands where every method of a service is: the guard let the call through."""
    raise Reached


def services_of(home: OpenHome) -> dict[str, object]:
    """Every object of an open home that does something, and what is inside it, found without asking the table."""
    found = {field.name: getattr(home, field.name) for field in fields(home) if field.name not in NO_SERVICES}
    inner = {
        f"{place}.{name}": part
        for place, service in found.items()
        for name, part in vars(service).items()
        if not name.startswith("_") and methods_of(part) and type(part).__module__.startswith("fieldsurvey.")
    }
    return found | inner


def public_methods(home: OpenHome) -> list[tuple[str, object, str]]:
    """Place in the table, service and name of every public method, inherited ones too."""
    return [
        (f"{place}.{name}", service, name)
        for place, service in services_of(home).items()
        for name in dir(type(service))
        if not name.startswith("_")
    ]


def test_every_public_method_has_its_place_and_every_place_its_method(office: Office) -> None:
    assert {place for place, _, _ in public_methods(office.hq)} == set(RIGHTS)
    assert all(right.roles and right.what for right in RIGHTS.values())


@pytest.mark.parametrize("desk", Desk)
def test_every_role_and_every_method(office: Office, monkeypatch: pytest.MonkeyPatch, desk: Desk) -> None:
    home = office.home(HOMES[desk])
    methods = public_methods(home)
    for _, service, name in methods:
        monkeypatch.setattr(type(service), name, reached)
    seen = 0
    for held in [frozenset(), *(frozenset({role}) for role in Role), DESK_ROLES[desk]]:
        home.seat.roles = held
        for place, service, name in methods:
            right = RIGHTS[place]
            allowed = bool(held & right.roles) or (right.on_laptop and desk is Desk.LAPTOP)
            with pytest.raises(Reached if allowed else NotAllowedError) as outcome:
                getattr(service, name)()
            assert home.may(place) is may(home.seat, place) is allowed
            if not allowed:
                assert right.what in str(outcome.value)
                assert any(ROLE_LABELS[role] in str(outcome.value) for role in right.roles)
            seen += 1
    assert seen == len(RIGHTS) * (len(Role) + 2)


WHAT_EACH_MAY_CHANGE = {
    Role.SURVEYOR: {"visits.answer", "visits.finish", "evidence.add", "papers.print_forms", "exchange.write",
                    "exchange.read", "cases.import_lines", "determinations.write_sheet"},
    Role.REVIEWER: {"determinations.write_sheet", "clashes.settle",
                    "papers.print_forms", "exchange.write", "exchange.read", "cases.import_lines"},
    Role.ADMINISTRATOR: {"staff.add", "staff.remove", "staff.set_roles", "assignments.assign", "exchange.revoke",
                         "exchange.enrolling.accept_request", "health.rebuild", "cases.export_lines",
                         "exchange.write", "exchange.read", "clashes.settle"},
    Role.ACCOUNTANT: set(),
    Role.INSPECTOR: set(),
}  # fmt: skip


@pytest.mark.parametrize("role", Role)
def test_what_each_role_is_for(role: Role) -> None:
    telling = set().union(*WHAT_EACH_MAY_CHANGE.values())
    found = {place for place in telling if RIGHTS[place].allows(frozenset({role}), Desk.HEADQUARTERS)}
    assert found == WHAT_EACH_MAY_CHANGE[role]


def test_a_method_without_a_place_stops_the_home_from_opening(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    home = office.hq
    monkeypatch.setattr(type(home.cases), "forgotten", reached, raising=False)
    with pytest.raises(RightMissingError, match=r"^cases\.forgotten$"):
        guard(home.seat, {"cases": home.cases})
    office.close("hq")
    with pytest.raises(RightMissingError):
        open_home(office.folder("hq"), office.made.staff["hq"], PASSPHRASE, cost=COST)
    monkeypatch.undo()
    # What opening had taken in hand it let go of: the home is free again.
    assert office.hq.cases.find("").total == 0


def test_an_inspector_looks_and_exports_with_numbers_covered_only(office: Office) -> None:
    number, mobile = "990101197105170962", "13900000000"
    case = visit(office.hq, name="丁桂湘", mobile=mobile, identity={"type": "id_card", "number": number})
    office.hq.assignments.assign([case], office.l1.seat.identity.device)
    office.carry("hq", "l1")
    visit(office.l1, case, mobile="13911111111")
    visit(office.hq, case, mobile="13922222222")
    office.carry("l1", "hq")
    assert len(office.hq.clashes.open(case)) == 1
    inspector = office.hq.staff.add("督查己", THEIRS, ["inspector"])
    office.close("hq")
    home = open_home(office.folder("hq"), inspector, THEIRS, cost=COST)
    try:
        target = office.root / "out.jsonl"
        with pytest.raises(RoleMissingError, match="导出不遮盖的户档案,要由管理员来做"):
            home.cases.export_lines(target)
        assert not target.exists()
        assert home.cases.export_masked(target) == 1
        text = target.read_text(encoding="utf-8")
        assert "丁桂湘" in text
        seen = text + repr(home.cases.show(case)) + repr(home.cases.history(case)) + repr(home.clashes.open(case))
        assert [found for found in (number, mobile, "13911111111", "13922222222") if found in seen] == []
        assert "丁桂湘" in repr(home.cases.show(case).document)
        assert {value.shown for value in home.clashes.open(case)[0].values} == {"139****1111", "139****2222"}
        with pytest.raises(RoleMissingError):
            home.visits.start(None)
        assert home.cases.find("丁桂湘").total == 1
    finally:
        home.close()


def test_a_locked_home_refuses_everything_but_unlocking(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    home = office.hq
    home.locking.lock()
    methods = public_methods(home)
    for _, service, name in methods:
        monkeypatch.setattr(type(service), name, reached)
    for place, service, name in methods:
        with pytest.raises(Reached if RIGHTS[place].while_locked else HomeLockedError):
            getattr(service, name)()
