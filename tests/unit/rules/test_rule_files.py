"""A rule file that cannot be meant is refused in one Chinese sentence that says where; what reads it never gives up."""

import re
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from fieldsurvey.rules.condition import depth_of
from fieldsurvey.rules.errors import RuleSetUnusableError
from fieldsurvey.rules.passed_over import unknown_names
from fieldsurvey.rules.rule_set import MOST_DEEP, RuleSet, all_conditions, read_rule_set, shipped

Spoil = Callable[[dict[str, Any]], object]


def spoilt(spoil: Spoil) -> bytes:
    tree: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(shipped()[1]))
    spoil(tree)
    return msgspec.json.encode(tree)


def nested(depth: int) -> Spoil:
    condition: dict[str, Any] = {"is": "answer", "field": "on_dibao"}
    for _ in range(depth - 1):
        condition = {"is": "all", "of": [condition]}
    return lambda tree: tree["categories"][0].update(any=[condition])


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (nested(MOST_DEEP + 1), "12 层"),
        (nested(330), "12 层"),
        (lambda tree: tree["costs"].update(most_fen_month=-1), "必要就业成本 › 每人每月最多:写着 -1,写法不对,请写以分"),
        (lambda tree: tree.update(effective_on="2026-99-99"), "执行日“2026-99-99”不是日期"),
        (lambda tree: tree["near"].update(times="abc"), '边缘困难 › 几倍:写着 "abc",写法不对,请写加引号的数'),
        (lambda tree: tree["near"].update(tmes="1"), "边缘困难:多了不认识的一项“tmes”"),
        (lambda tree: tree.pop("code"), "缺“代号”"),
        (lambda tree: tree["evidence"][3].update(months=-1), "佐证材料 › 第 4 个 › 几个月:写着 -1"),
        (lambda tree: tree["categories"][0]["any"][0].update({"is": "x"}), "条件的种类"),
        (lambda tree: tree["checks"].update(ID05={"severity": "x"}), "检查项 › 轻重:写法不对,请写 error"),
        (lambda tree: tree.update(sums=[*tree["sums"], tree["sums"][0]]), "合计里有重名"),
        (lambda tree: tree.clear(), "缺“代号”"),
        (lambda tree: tree.update(categories=[]), "没有一个启用的困难类别"),
        (lambda tree: [each.update(on=False) for each in tree["categories"]], "没有一个启用的困难类别"),
        (lambda tree: tree.update(code="../../etc"), "代号:写着 \"../../etc\",写法不对,只能有字母"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_chinese(spoil: Spoil, told: str) -> None:
    with pytest.raises(RuleSetUnusableError) as refused:
        read_rule_set(spoilt(spoil))
    said = str(refused.value)
    assert told in said
    assert not re.search(r"regex|Expected|Object|Invalid|\$", said)


@pytest.mark.parametrize("untrusted", [b"[]", b"1", b"\xff", b"", b'{"a":', b"[" * 100_000], ids=range(6))
def test_no_bytes_make_reading_give_up(untrusted: bytes) -> None:
    with pytest.raises(RuleSetUnusableError):
        read_rule_set(untrusted)


def test_the_mark_that_editors_put_before_a_file_is_passed_over() -> None:
    assert read_rule_set(b"\xef\xbb\xbf" + msgspec.json.encode(shipped()[1])) == shipped()[1]


def test_as_deep_as_is_let_in_it_is_read() -> None:
    read = read_rule_set(spoilt(nested(MOST_DEEP)))
    assert max(depth_of(each) for each in all_conditions(read)) == MOST_DEEP


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda tree: tree["limits"].update(reveiw_months={"value": 3}), "检查的界限里不认识“reveiw_months”"),
        (lambda tree: tree["checks"].update(CL99={"on": False}), "检查项里不认识“CL99”"),
        (lambda tree: tree["evidence"].append({"situation": "ilness", "type": "diagnosis"}),
         "佐证材料里不认识“ilness”"),
        (lambda tree: tree["line"].update(item="dibao"), "哪项标准里不认识“dibao”"),
        (lambda tree: nested(2)(tree) or tree["categories"][0]["any"][0]["of"][0].update(field="on_dibaoo"),
         "哪个字段里不认识“on_dibaoo”"),
    ],
)  # fmt: skip
def test_a_slip_that_would_do_nothing_is_named(spoil: Spoil, told: str) -> None:
    assert unknown_names(read_rule_set(spoilt(spoil))) == [told]


@pytest.mark.parametrize("rule_set", shipped(), ids=lambda each: each.code)
def test_what_ships_is_known(rule_set: RuleSet) -> None:
    assert unknown_names(rule_set) == []
