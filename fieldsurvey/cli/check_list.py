"""The list of checks, written from their catalogue, with the rules that are not there yet and why."""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.check import SEVERITY_LABELS, Check
from fieldsurvey.rules.rule_set import shipped

# The rules of `domain.md` §7 without a check of their own.
NOT_THERE: Final = (
    (
        "MN01, MN02, HH02",
        "Sums, sums per head and the number of persons are reckoned and never typed.",
    ),
    ("MN05 (amounts of proofs)", "Evidence has no amounts; only the sums of income and expenditure are compared."),
    ("MN07 (last year's rows)", "A file keeps one year of income; the check compares with the last 阶段评估 instead."),
    ("PR02", "No publicity is recorded yet (公示 with place, days and objections)."),
    ("PR03, PR04 (every step)", "A file holds the last step only; the steps before it are not looked at."),
    ("PR07 (relatives, colleagues)", "Where staff live and work is not recorded; only equal names are told."),
    ("RL01–RL11", "No relief, funds or payments are recorded yet."),
    ("DY06, DY08", "No exit forms, and no archive with dates of destruction, are recorded yet."),
    ("DY07 (within twelve months)", "A file does not keep when it was lifted; a 返困 file is asked for its cause."),
    ("SY01, SY03", "Packages are checked when they are read; what is wrong is refused or kept aside and shown there."),
    ("PV01, PV02", "Public lists are not made yet; what goes to a stick is always sealed."),
    ("ST01–ST03", "No reports are made yet."),
)


def check_list() -> str:
    """The whole document as Markdown."""
    return "\n".join([*_opening(), *_checks(), *_limits(), *_missing()]) + "\n"


def _opening() -> Iterator[str]:
    yield "# Checks"
    yield ""
    yield "Generated from the catalogue of checks by `fieldsurvey docs --write`; change `fieldsurvey/rules/checks/`,"
    yield "not this file. An office changes severity, what is blocked and whether a check is on in `checks` of its rule"
    yield "set, and the thresholds in `limits`. What is a finding and what a problem: `decisions/024-checks.md`."
    yield ""


def _checks() -> Iterator[str]:
    yield "| id | 规则 | 程度 | 不解决则不能 | 依据 | 怎样改 |"
    yield "|---|---|---|---|---|---|"
    for check in CHECKS.values():
        yield _line(check)
    yield ""


def _line(check: Check) -> str:
    cells = (check.id, check.title, SEVERITY_LABELS[check.severity], check.blocks, check.basis, check.mend)
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _limits() -> Iterator[str]:
    newest = shipped()[-1]
    yield f"## Thresholds as shipped ({newest.code})"
    yield ""
    yield "| name | 含义 | 值 | 来源 | 暂定 |"
    yield "|---|---|---|---|---|"
    for name, limit in newest.limits.items():
        yield f"| `{name}` | {limit.title} | {limit.value} | {limit.source} | {'是' if limit.is_assumed else ''} |"
    yield ""


def _missing() -> Iterator[str]:
    yield "## Not there yet, and why"
    yield ""
    yield "| rule | why |"
    yield "|---|---|"
    for rules, why in NOT_THERE:
        yield f"| {rules} | {why} |"
