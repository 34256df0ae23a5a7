"""A filter in words, as it stands above the list."""

from collections.abc import Iterator, Mapping
from typing import Final

from fieldsurvey.case.case_filter import FILTER_TABLES, CaseFilter
from fieldsurvey.case.codes import SEEDED, CodeTable

MARKS: Final = {
    "unvisited": "本轮未入户",
    "later": "有待补",
    "clashing": "有冲突",
    "drafted": "有未完草稿",
    "unwritten": "未写入U盘",
    "unconfirmed": "没有回执",
    "unchanged": "一年未改",
    "recheck": "复核到期",
}
CODES: Final = {"statuses": "办理状态", "outcomes": "入户结果", "causes": "主要致困原因", "categories": "困难类别"}
# Until the office's own have been read.
SHIPPED_TABLES: Final = {name: SEEDED[table] for name, table in FILTER_TABLES.items()}
NONE_RECORDED: Final = "(没有登记)"
NO_NAME: Final = "(没有填)"


def in_words(asked: CaseFilter, tables: Mapping[str, CodeTable] = SHIPPED_TABLES) -> str:
    """The filter as one line; empty when it asks nothing."""
    return ";".join(_parts(asked, tables))


def _parts(asked: CaseFilter, tables: Mapping[str, CodeTable]) -> Iterator[str]:
    yield from (told for name, told in MARKS.items() if getattr(asked, name))
    for name, title in CODES.items():
        if codes := getattr(asked, name):
            yield f"{title}:" + "、".join(tables[name].label_of(code) if code else NONE_RECORDED for code in codes)
    for title, unit in (("工作单位", asked.employer), ("建档单位", asked.filing_org)):
        if unit is not None:
            yield f"{title}:{unit or NO_NAME}"
    if asked.surveyor:
        yield f"调查人:{asked.surveyor}"
    if asked.visited_from or asked.visited_to:
        yield f"最近入户:{asked.visited_from} 至 {asked.visited_to}".replace(": 至 ", ":至 ")
