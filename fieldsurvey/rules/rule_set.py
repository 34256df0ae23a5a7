"""A rule set as data: which sums there are, which conditions make a category, and every number in them.

The shipped ones are `resources/rules/RS2016.json` and `RS2020.json`; what a province wants different is another file of
this shape, kept as a record, and no code. Sources: `domain.md` §2.2–2.10 and §0.1; each condition names its own.
"""

import hashlib
from functools import cache
from typing import Annotated, Final, Literal

import msgspec

from fieldsurvey.case.parse import parse_date
from fieldsurvey.resources import rules_file
from fieldsurvey.rules.condition import (
    Above,
    Condition,
    Count,
    Day,
    Loss,
    MonthsBelow,
    Name,
    Part,
    PerHead,
    Times,
    Told,
    conditions_in,
    depth_of,
)
from fieldsurvey.rules.errors import RuleSetUnusableError
from fieldsurvey.rules.misspelt import told_wrong

SHIPPED_CODES: Final = ("RS2016", "RS2020")
MOST_BYTES: Final = 200_000
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
# Far more than a category needs; whoever judges by a rule set goes down one level at a time.
MOST_DEEP: Final = 12
Month = Annotated[str, msgspec.Meta(pattern=r"^[12][0-9]{3}-(?:0[1-9]|1[0-2])$")]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which standard is the line, and by which of its days and which of the household's places it is found.

    `rural_hukou` are the codes of 户口类型 for which `rural` is the line, none by default.
    """

    item: str = "dibao_urban_month"
    rural: str = "dibao_rural_month"
    rural_hukou: tuple[str, ...] = ()
    dated: Literal["effective_on", "announced_on"] = "effective_on"
    places: tuple[Literal["residence_division", "hukou_division"], ...] = ("residence_division", "hukou_division")


class Imputed(Part, frozen=True, kw_only=True):
    """Who is able to work and does not is taken to earn the minimum wage, unless the real income is proven."""

    item: str = "min_wage_month"
    work_status: tuple[str, ...] = ("unemployed", "laid_off")
    kinds: tuple[str, ...] = ("wage", "business")
    proof: tuple[str, ...] = ("income_proof", "bank_flow", "employer_proof", "union_proof")
    carers_exempt: bool = True


class Income(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which kinds of income count, which count only of who gets 低保, and which go off."""

    counts: tuple[str, ...]
    counts_on_dibao: tuple[str, ...] = ()
    goes_off: tuple[str, ...] = ("maintenance_paid",)
    counts_in_kind: bool = True
    imputed: Imputed = Imputed(on=False)


class Sum(Part, frozen=True, kw_only=True):
    """Income of a year, less some kinds of expense, plus some means. The id is how conditions name it.

    `less_caused`: also what the causes cost (by `caused` of the rule set); `less_events`: what the events cost.
    `with_relief`: relief counts of who gets 低保, as the income says.
    """

    less: tuple[str, ...] = ()
    less_caused: bool = False
    less_events: bool = False
    plus: tuple[Literal["savings", "investments"], ...] = ()
    with_relief: bool = False


class Costs(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How much of 必要就业成本 goes off at most: per cent of the wages, and an amount for each earner and month."""

    most_percent_of_wage: Times = "20"
    most_fen_month: Annotated[int, msgspec.Meta(ge=0)] | None = None
    is_assumed: bool = True


class Requirement(Part, frozen=True, kw_only=True):
    """What is required of the files for which `when` holds, of all where it is left out."""

    then: Condition
    when: Condition | None = None


class Disqualifier(Part, frozen=True, kw_only=True):
    """A situation that shuts a household out, unless a reviewer grants an exemption with a reason.

    One of `answer` and `over` says when: a condition on answers, or savings over so many months of the line.
    """

    any: tuple[Condition, ...] = ()
    savings_months: Count | None = None
    homes: Count | None = None


class Category(Part, frozen=True, kw_only=True):
    """One category with the ways to come into it; the id is a code of the table `category`."""

    any: tuple[Condition, ...]


class Near(Part, frozen=True, kw_only=True):
    """边缘困难: whose sum lies above the highest line that a category draws for it, by no more than this factor."""

    sum: Name
    times: Times


class Asked(Part, frozen=True, kw_only=True):
    """One line of the matrix of evidence.

    `situation` names who is asked, `type` what; each set of `instead`, whole, serves as well. `months`: how old it may
    be on the day of the survey; `issuers`: one of these words has to stand in who issued it, where that is told.
    """

    situation: Name
    type: Name
    must: bool = True
    instead: tuple[tuple[str, ...], ...] = ()
    months: Count | None = None
    issuers: tuple[str, ...] = ()


class Limit(Part, frozen=True, kw_only=True):
    """A threshold of a check: a whole number in the measure that the title names, or a month of a year."""

    value: Count | Month


class Checked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an office wants different of a check: how severe it is, what it blocks, or that it is off."""

    severity: Literal["error", "doubt", "note"] | None = None
    blocks: Literal["", "审定", "发放", "退出"] | None = None
    on: bool = True


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything that a verdict and a check depend on besides the document and the standards.

    `events` are the causes that may be sudden, `sudden` those that are unless somebody says not. `order` is the order
    of steps of the procedure, `limits` the thresholds of checks by name.
    """

    code: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
    version: Annotated[int, msgspec.Meta(ge=1, le=9_999)]
    title: Told
    effective_on: Day
    place: Annotated[str, msgspec.Meta(pattern=r"^(?:[1-8][0-9]{5})?$")] = ""
    document_no: Told = ""
    source: Told = ""
    line: Line = Line()
    income: Income
    costs: Costs = Costs()
    sums: tuple[Sum, ...]
    caused: dict[str, tuple[str, ...]] = {}
    events: tuple[str, ...] = ("6", "7", "8")
    sudden: tuple[str, ...] = ("7", "8")
    event_costs: tuple[str, ...] = ("medical_self_pay", "disaster_loss")
    requires: tuple[Requirement, ...] = ()
    disqualifiers: tuple[Disqualifier, ...] = ()
    categories: tuple[Category, ...]
    near: Near | None = None
    evidence: tuple[Asked, ...] = ()
    checks: dict[str, Checked] = {}
    limits: dict[str, Limit] = {}
    order: tuple[str, ...] = ()
    optional_steps: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What a determination keeps of it: code, version, and the fingerprint of its whole text."""
        return f"{self.code} v{self.version} #{fingerprint(self)}"

    def sum(self, name: str) -> Sum:
        """The sum of this name; reading has made sure that every condition names one."""
        return next(each for each in self.sums if each.id == name)


def read_rule_set(untrusted: bytes) -> RuleSet:
    """Reads a rule set from a file or a record.

    Raises:
        RuleSetUnusableError: it says what is wrong, and where.
    """
    if len(untrusted) > MOST_BYTES:
        raise RuleSetUnusableError(what="文件太大")
    # Notepad puts it before a file that somebody has only looked at.
    untrusted = untrusted.removeprefix(_BYTE_ORDER_MARK)
    try:
        read = msgspec.json.decode(untrusted, type=RuleSet)
    except msgspec.ValidationError as problem:
        raise RuleSetUnusableError(what=told_wrong(untrusted, problem)) from problem
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        raise RuleSetUnusableError(what="不是规则文件(JSON)") from problem
    if parse_date(read.effective_on) != read.effective_on:
        raise RuleSetUnusableError(what=f"执行日“{read.effective_on}”不是日期,请写成 2026-07-01 这样")
    if any(depth_of(each) > MOST_DEEP for each in _tops(read)):
        raise RuleSetUnusableError(what=f"条件一层套一层,不能超过 {MOST_DEEP} 层")
    _check_names(read)
    if not any(each.on and any(way.on for way in each.any) for each in read.categories):
        raise RuleSetUnusableError(what="没有一个启用的困难类别,照它每一户都不符合")
    return read


def rule_set_bytes(rule_set: RuleSet) -> bytes:
    """The file of a rule set, laid out for people to read."""
    return msgspec.json.format(msgspec.json.encode(rule_set), indent=1) + b"\n"


@cache
def shipped() -> tuple[RuleSet, ...]:
    """The rule sets that come with the program."""
    return tuple(read_rule_set(rules_file(code)) for code in SHIPPED_CODES)


def fingerprint(rule_set: RuleSet) -> str:
    """Eight hexadecimal digits of the whole text."""
    return hashlib.sha256(msgspec.json.encode(rule_set)).hexdigest()[:8]


def all_conditions(rule_set: RuleSet) -> list["Condition"]:
    """Every condition of a rule set, wherever it stands."""
    return [found for each in _tops(rule_set) for found in conditions_in(each)]


def _tops(rule_set: RuleSet) -> list["Condition"]:
    tops = [each for category in rule_set.categories for each in category.any]
    tops += [each for out in rule_set.disqualifiers for each in out.any]
    return tops + [each for need in rule_set.requires for each in (need.then, need.when) if each is not None]


def _check_names(rule_set: RuleSet) -> None:
    sums = {each.id for each in rule_set.sums}
    if len(sums) != len(rule_set.sums) or "" in sums:
        raise RuleSetUnusableError(what="合计里有重名或没有代号的")
    named = [("困难类别", rule_set.categories), ("排除情形", rule_set.disqualifiers)]
    for where, parts in named:
        ids = [part.id for part in parts]
        if "" in ids or len(set(ids)) != len(ids):
            raise RuleSetUnusableError(what=f"{where}里有重名或没有代号的")
    for each in all_conditions(rule_set):
        wanted = _sum_named(each)
        if wanted and wanted not in sums:
            raise RuleSetUnusableError(what=f"没有名叫“{wanted}”的合计")
    if rule_set.near is not None and rule_set.near.sum not in sums:
        raise RuleSetUnusableError(what=f"没有名叫“{rule_set.near.sum}”的合计")


def _sum_named(condition: Condition) -> str:
    if isinstance(condition, PerHead | MonthsBelow | Above):
        return condition.sum
    return condition.of if isinstance(condition, Loss) else ""
