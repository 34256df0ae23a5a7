"""Every parameter of a rule set can be read and written as people write it, and a province's variant needs no file."""

import pytest

from fieldsurvey.rules.condition import PerHead
from fieldsurvey.rules.errors import ParameterUnusableError
from fieldsurvey.rules.parameter_tree import place_of, tree_of
from fieldsurvey.rules.parameters import parameters, with_parameter
from fieldsurvey.rules.rule_set import RuleSet, shipped

RS2016, RS2020 = shipped()
RELATIVE = "categories.relative_hardship.any.relative_net"


@pytest.mark.parametrize("rule_set", shipped(), ids=lambda each: each.code)
def test_what_is_shown_is_read_back_as_it_stands_in_the_file(rule_set: RuleSet) -> None:
    found, tree = parameters(rule_set), tree_of(rule_set)
    assert len({each.path for each in found}) == len(found) > 400
    for each in found:
        assert each.label, each.path
        assert each.value, each.path
        above, key = place_of(tree, each.path)
        # A check that is left as it ships shows what that is.
        assert above[-1][key] in (None, each.read(each.value)), each.path


def test_writing_what_stands_there_changes_nothing() -> None:
    (check,) = [each for each in parameters(RS2020) if each.path == "checks.ID05.severity"]
    assert with_parameter(RS2020, check.path, check.value) == RS2020
    assert with_parameter(RS2020, f"{RELATIVE}.times", "2").key == RS2020.key
    (changed,) = [each for each in parameters(with_parameter(RS2020, check.path, "提示")) if each.path == check.path]
    assert changed.value == "提示"


def test_a_province_makes_its_variant() -> None:
    variant = RS2020
    for path, text in (
        (f"{RELATIVE}.times", "3 倍"), (f"{RELATIVE}.op", "≤"), ("income.imputed.on", "是"),
        ("requires.income_ceiling.on", "是"), ("sums.net.less", "医疗自付、残疾康复、辅具、房租"),
        ("disqualifiers.dq_two_homes.homes", "3套"), ("costs.most_fen_month", "1,200"),
        ("evidence.1.instead", "诚信承诺书+基层工会证明、收入证明"), ("evidence.1.months", "6"),
        ("limits.surveyors.value", "1"), ("limits.retire_woman_from.value", "1975-01"),
    ):  # fmt: skip
        variant = with_parameter(variant, path, text)
    (relative,) = next(each for each in variant.categories if each.id == "relative_hardship").any
    assert isinstance(relative, PerHead)
    assert (relative.times, relative.op) == ("3", "<=")
    assert "3 倍" in relative.title
    assert variant.income.imputed.on
    assert variant.sum("net").less == ("medical_self_pay", "disability_rehab", "rent")
    assert variant.disqualifiers[0].homes == 3
    assert variant.costs.most_fen_month == 120_000
    assert variant.evidence[0].instead == (("commitment", "union_proof"), ("income_proof",))
    assert variant.evidence[0].months == 6
    assert [variant.limits[name].value for name in ("surveyors", "retire_woman_from")] == [1, "1975-01"]
    assert variant.key != RS2020.key


@pytest.mark.parametrize(
    ("path", "text", "how"),
    [
        (f"{RELATIVE}.times", "三", "如 1.5"),
        (f"{RELATIVE}.times", "0", "大于零"),
        (f"{RELATIVE}.op", "约等于", "低于"),
        ("income.imputed.on", "也许", "是"),
        ("limits.surveyors.value", "十六", "整数"),
        ("income.counts", "工资性收入、外快", "顿号"),
        ("line.places", "", "常住地"),
        ("evidence.1.instead", "诚信承诺书+", "加号"),
        ("limits.retire_man_from.value", "1965-13", "1965-01"),
        ("sums.gone.less", "房租", "没有这一项"),
        ("categories", "x", "没有这一项"),
    ],
)
def test_what_cannot_be_is_refused_with_how_it_is_written(path: str, text: str, how: str) -> None:
    with pytest.raises(ParameterUnusableError, match=how):
        with_parameter(RS2020, path, text)


def test_a_path_cut_short_is_told_whole() -> None:
    with pytest.raises(ParameterUnusableError, match=r"请写 limits\.surveyors\.value"):
        with_parameter(RS2020, "limits.surveyors", "0")


def test_the_last_category_is_not_switched_off() -> None:
    on = [each.path for each in parameters(RS2020) if each.path.startswith("categories.") and each.path.count(".") == 2]
    variant = RS2020
    for path in on[:-1]:
        variant = with_parameter(variant, path, "否")
    with pytest.raises(ParameterUnusableError, match="没有一个启用的困难类别"):
        with_parameter(variant, on[-1], "否")


def test_assumptions_are_marked() -> None:
    marked = {each.path for each in parameters(RS2020) if each.is_assumed}
    assert {"near.times", "income.imputed.on", "costs.most_percent_of_wage"} <= marked
    assert f"{RELATIVE}.times" not in marked
