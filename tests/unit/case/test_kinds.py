"""Who may write what: every field of every kind at every desk, as a table."""

import pytest

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change, entry
from fieldsurvey.case.field import Field, Role
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.kinds import DESK_ROLES, KINDS, Desk, Kind, unauthorised

BEFORE = "0" * 64


def change_of(kind: str, address: str, *, replaces: bool = False) -> Change:
    """A change that writes one field; of the status a step that everybody may record."""
    value: Value = {"status": "surveyed", "at": "", "by": "", "why": ""} if address == "status" else "x"
    return Change(
        v=1, kind=kind, record="ab" * 16, device="0" * 16, n=1, author="s1", at="", edition=1,
        set={address: entry(value, [BEFORE] if replaces else [])},
    )  # fmt: skip


def fields_of(kind: Kind) -> list[tuple[str, Field]]:
    """Every field of a kind with an address."""
    found = [(field.id, field) for field in kind.catalogue.fields]
    for group in kind.catalogue.groups:
        found += [(f"{group.id}/r1/{field.id}", field) for field in group.fields]
    return found


@pytest.mark.parametrize("desk", Desk)
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_every_field_at_every_desk(kind: Kind, desk: Desk) -> None:
    for address, field in fields_of(kind):
        may = bool(field.writers & DESK_ROLES[desk])
        assert (unauthorised(change_of(kind.id, address), desk) == "") is may, address
        rewritten = may and not kind.write_once and (not field.once or desk is Desk.HEADQUARTERS)
        assert (unauthorised(change_of(kind.id, address, replaces=True), desk) == "") is rewritten, address


LAPTOP_MAY_NOT = {
    "case_no", "entered_by", "filed_by", "reviewed_by", "worker_no",
    "determinations/r1/category", "determinations/r1/decided_on", "determinations/r1/reason",
    "determinations/r1/state_seen", "determinations/r1/standards", "determinations/r1/rule_set",
    "determinations/r1/computed", "determinations/r1/judged_on",
    "exemptions/r1/situation", "exemptions/r1/reason", "exemptions/r1/decided_on", "has_false_statement",
    *(f"verifications/r1/{name}" for name in
      ("agency", "item", "is_hit", "detail", "member", "received_on", "list", "method", "score")),
}  # fmt: skip


def test_what_a_laptop_may_not_write_of_a_case_is_this_and_nothing_else() -> None:
    refused = {a for a, _ in fields_of(KINDS["case"]) if unauthorised(change_of("case", a), Desk.LAPTOP)}
    assert refused == LAPTOP_MAY_NOT


@pytest.mark.parametrize("hidden", [PLACE, REMOVED])
def test_a_laptop_moves_and_removes_only_rows_that_it_may_write(hidden: str) -> None:
    assert unauthorised(change_of("case", f"members/r1/{hidden}"), Desk.LAPTOP) == ""
    assert "认定" in unauthorised(change_of("case", f"determinations/r1/{hidden}"), Desk.LAPTOP)


def test_one_field_out_of_bounds_sets_the_whole_change_aside() -> None:
    change = Change(
        v=1, kind="case", record="ab" * 16, device="0" * 16, n=1, author="s1", at="", edition=1,
        set={"name": entry("张三"), "case_no": entry("1")},
    )  # fmt: skip
    assert "档案号" in unauthorised(change, Desk.LAPTOP)
    assert unauthorised(change, Desk.HEADQUARTERS) == ""


def test_a_kind_of_a_newer_edition_waits_when_it_comes_from_headquarters() -> None:
    assert unauthorised(change_of("campaign", "name"), Desk.HEADQUARTERS) == ""
    assert unauthorised(change_of("campaign", "name"), Desk.LAPTOP) != ""


def test_fields_of_a_newer_edition_are_welcome() -> None:
    assert unauthorised(change_of("case", "new_field"), Desk.LAPTOP) == ""
    assert unauthorised(change_of("case", "members/r1/new_field"), Desk.LAPTOP) == ""
    assert unauthorised(change_of("case", "determinations/r1/new_field"), Desk.LAPTOP) != ""


def test_a_laptop_certificate_carries_the_surveyors_role_only() -> None:
    assert DESK_ROLES[Desk.LAPTOP] == {Role.SURVEYOR}


@pytest.mark.parametrize(
    "event", [{"status": "approved"}, {"status": "filed"}, {"status": "nonsense"}, None, "surveyed"]
)
def test_a_laptop_records_no_step_of_headquarters(event: Value) -> None:
    change = Change(
        v=1, kind="case", record="ab" * 16, device="0" * 16, n=1, author="s1", at="", edition=1,
        set={"status": entry(event)},
    )  # fmt: skip
    assert unauthorised(change, Desk.LAPTOP) != ""
    assert unauthorised(change, Desk.HEADQUARTERS) == ""
