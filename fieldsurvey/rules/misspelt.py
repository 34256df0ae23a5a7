"""What is wrong with the file of a rule set, and where, in words of the people who keep it."""

import re
from typing import Any, Final

import msgspec

_WHERE: Final = re.compile(r" - at `(?:key` in `)?\$\.?([^`]*)`$")
_STEP: Final = re.compile(r"([A-Za-z_]+)|\[(\d+|\.\.\.)\]")
_NAME: Final = re.compile(r"field `([^`]*)`")
_LONGEST: Final = 40
CALLED: Final = {
    "code": "代号", "version": "版本号", "title": "名称", "effective_on": "执行日", "place": "适用地区",
    "document_no": "文号", "source": "出处", "id": "代号", "on": "启用", "is": "条件的种类", "line": "低保线怎么取",
    "item": "哪项标准", "dated": "标准按哪一天算起", "places": "按哪里的标准", "income": "收入怎么算",
    "counts": "计入的收入", "goes_off": "要减去的", "imputed": "按最低工资推定收入", "costs": "必要就业成本",
    "most_percent_of_wage": "最多占工资的百分之几", "most_fen_month": "每人每月最多", "sums": "合计",
    "sum": "用哪个合计", "less": "减去哪些支出", "plus": "加上哪些资产", "caused": "致困原因引起哪些支出",
    "events": "哪些原因算意外", "event_costs": "意外引起的支出", "requires": "必备条件", "when": "对谁要求",
    "then": "要求什么", "disqualifiers": "排除情形", "savings_months": "超过几个月的低保×人口", "homes": "从几套起",
    "categories": "困难类别", "any": "", "of": "", "near": "边缘困难", "times": "几倍", "op": "怎么比",
    "months": "几个月", "field": "哪个字段", "among": "是哪些", "percent": "占百分之几", "proof": "有哪种材料",
    "evidence": "佐证材料", "type": "哪种材料", "situation": "向谁收", "instead": "可以代替",
    "issuers": "出具单位要有的字", "must": "必须有", "checks": "检查项", "severity": "轻重", "blocks": "拦住哪一步",
    "limits": "检查的界限", "value": "值", "order": "先后次序", "optional_steps": "可以跳过的",
    "is_assumed": "是不是假设",
}  # fmt: skip
# What is wanted instead, by the last name of the place.
_WANTED: Final = {
    "times": "请写加引号的数,如 \"1.5\"", "percent": "请写加引号的百分数,如 \"80\"",
    "most_percent_of_wage": "请写加引号的百分数,如 \"20\"", "effective_on": "请写成 2026-07-01 这样",
    "place": "请写 6 位行政区划代码,或空着", "version": "请写从 1 起的整数", "most_fen_month": "请写以分为单位的整数",
    "months": "请写 0 到 1200 的整数", "homes": "请写 0 到 1200 的整数", "savings_months": "请写 0 到 1200 的整数",
    "value": "请写 0 到 1200 的整数,或 1965-01 这样的年月", "severity": "请写 error、doubt 或 note",
    "blocks": "请写审定、发放或退出,或空着", "op": "请写 <、<=、> 或 >=",
}  # fmt: skip


def told_wrong(untrusted: bytes, problem: msgspec.ValidationError) -> str:
    """What cannot be read in a file that is JSON, and where, in one sentence without its end."""
    said = str(problem)
    found = _WHERE.search(said)
    names, value = _followed(_tree(untrusted), found.group(1) if found else "")
    where = " › ".join(called for name in names if (called := CALLED.get(name, name)))
    name = _NAME.search(said)
    if name is not None:
        left_out = "required" in said
        what = f"缺“{_called(name.group(1))}”" if left_out else f"多了不认识的一项“{name.group(1)}”"
        return f"{where}:{what}" if where else what
    wanted = _WANTED.get(names[-1] if names else "", "请对照导出的规则文件写")
    shown = msgspec.json.encode(value).decode()
    written = f"写着 {shown[:_LONGEST]},写法不对" if value is not None else "写法不对"
    if names == ["code"]:
        # The name of the version on the command line and of its file.
        wanted = "只能有字母、数字、- 和 _,最多 40 个"
    return f"{where or '整个文件'}:{written},{wanted}"


def _called(name: str) -> str:
    return CALLED.get(name) or name


def _tree(untrusted: bytes) -> Any:  # noqa: ANN401 - plain values
    try:
        return msgspec.json.decode(untrusted)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _followed(tree: Any, path: str) -> tuple[list[str], Any]:  # noqa: ANN401 - plain values
    """The names along a path, parts of lists by their title or number, and what stands at its end."""
    names: list[str] = []
    for name, number in _STEP.findall(path):
        if name:
            names.append(name)
            tree = tree.get(name) if isinstance(tree, dict) else None
        elif number.isdecimal():
            inside = isinstance(tree, list) and int(number) < len(tree)
            tree = tree[int(number)] if inside else None
            title = tree.get("title") if isinstance(tree, dict) else None
            names.append(title[:_LONGEST] if isinstance(title, str) and title else f"第 {int(number) + 1} 个")
        else:
            # Of which entry of a table it is, is not told.
            tree = None
    return names, tree
