"""The check catalogue as a whole, and what it finds in a household."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from fieldsurvey.case.canonical import digest
from fieldsurvey.case.document import ROW
from fieldsurvey.case.elsewhere import is_held
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.check import Check, Finding, Found, Severity
from fieldsurvey.rules.checks import (
    across,
    classification,
    dates,
    dynamic,
    evidence,
    household,
    identity,
    money,
    procedure,
)
from fieldsurvey.rules.look import Look
from fieldsurvey.rules.rule_set import RuleSet

# In the order of `domain.md` §7: people, households, money, categories, evidence, procedure, relief, what stands still.
SECTIONS: Final = ("ID", "HH", "MN", "CL", "EV", "PR", "RL", "DY", "SY")
_ALL: Final = (
    *identity.CHECKS,
    *household.CHECKS,
    *money.CHECKS,
    *classification.CHECKS,
    *evidence.CHECKS,
    *procedure.CHECKS,
    *dynamic.CHECKS,
    *across.CHECKS,
    *dates.CHECKS,
)
CHECKS: Final[Mapping[str, Check]] = {
    check.id: check for check in sorted(_ALL, key=lambda each: (SECTIONS.index(each.id[:2]), each.id))
}
PRINT_LENGTH: Final = 12


def findings_of(look: Look, checks: Mapping[str, Check] = CHECKS) -> list[Finding]:
    """What the checks find, in the order of the catalogue; reasons that were given and still hold stand with it.

    A file that has ended, or went into another, is no longer put right, and nothing is found in it. Never raises,
    whatever the document holds.
    """
    if not is_held(look.document):
        return []
    reasons = reasons_of(look)
    ruled = look.rule_set.checks
    found: list[Finding] = []
    for check in checks.values():
        in_force = as_ruled(check, look.rule_set) if check.id in ruled else check
        if in_force is None or in_force.find is None:
            continue
        # Most checks find nothing, and nothing is made for them.
        before = len(found)
        found.extend(finding(in_force, each, look, reasons) for each in in_force.find(look))
        if len(found) > before + 1:
            # One paper may serve two people: what is wrong with it is said once.
            found[before:] = {(each.address, each.print): each for each in found[before:]}.values()
    return found


def told_once(problems: Sequence[Problem], findings: Sequence[Finding]) -> tuple[list[Problem], list[Finding]]:
    """What a list that shows both has to say, each matter once (`decisions/024-checks.md`).

    `findings` are all of them, the answered too: a doubt that says what a problem says takes its place, and where it
    was answered neither is said. Other findings wait until the open problem of their field is mended.
    """
    doubts = {(each.address, each.sentence) for each in findings if each.severity is Severity.DOUBT}
    points = [each for each in problems if (each.address, each.sentence) not in doubts]
    open_fields = {each.address for each in points}
    waits = (Severity.ERROR, Severity.NOTE)
    told = [each for each in findings if each.is_open and not (each.severity in waits and each.address in open_fields)]
    return points, told


def as_ruled(check: Check, rule_set: RuleSet) -> Check | None:
    """A check as the rule set wants it; None where it is switched off."""
    wanted = rule_set.checks.get(check.id)
    if wanted is None:
        return check
    if not wanted.on:
        return None
    severity = check.severity if wanted.severity is None else Severity(wanted.severity)
    return replace(check, severity=severity, blocks=check.blocks if wanted.blocks is None else wanted.blocks)


def finding(check: Check, found: Found, look: Look, reasons: Mapping[tuple[str, str, str], str]) -> Finding:
    """A finding with its label and, where one was given, the reason."""
    rests_on = f"{check.id}\n{found.address}\n{found.saw or value_at(look, found.address)}"
    seen = found.print or digest(rests_on.encode("utf-8", "surrogatepass"))[:PRINT_LENGTH]
    told = (reasons.get((check.id, found.address, seen), "") if reasons else "") or found.reason
    label, reason = label_at(look, found.address), told if check.may_be_explained else ""
    known = (check.id, check.severity, check.blocks, found.address, label, found.sentence, check.mend, seen)
    return Finding(*known, reason, found.others)


def reasons_of(look: Look) -> dict[tuple[str, str, str], str]:
    """The reasons given in a household, by check, address and what was seen."""
    found = {}
    for row in rows_of(look.document, "reasons"):
        told = [row.get(name) for name in ("check", "subject", "saw", "reason")]
        if all(isinstance(each, str) for each in told) and str(told[3]).strip():
            found[str(told[0]), str(told[1]), str(told[2])] = str(told[3])
    return found


def value_at(look: Look, address: str) -> str:
    """What stands at an address, as text."""
    parts = address.split("/")
    if len(parts) == 1:
        return repr(look.document.get(address))
    row = next((each for each in rows_of(look.document, parts[0]) if each.get(ROW) == parts[1]), {})
    return repr(row.get(parts[2]) if len(parts) == 3 else row)


def label_at(look: Look, address: str) -> str:
    """What people call a place: 本人·证件, 成员2·关系, 收入3·金额."""
    if address not in look.labels:
        look.labels[address] = _label_at(look, address)
    return look.labels[address]


def _label_at(look: Look, address: str) -> str:
    name, _, rest = address.partition("/")
    field, group = look.catalogue.find(address), look.catalogue.group(name)
    if not rest:
        return field.label if field else group.label if group else "全户"
    if group is None:
        return "全户"
    row = rest.partition("/")[0]
    if name == "members" and (person := look.household.person(row)) is not None:
        called = "本人" if person.is_worker else person.name
    else:
        place = next((n for n, each in enumerate(rows_of(look.document, name), 1) if each.get(ROW) == row), "")
        called = f"{group.row_label}{place}"
    return f"{called}·{field.label}" if field else called
