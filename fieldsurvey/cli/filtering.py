"""The filters of the list of households as options, the same for every command that lists."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import click
import msgspec

from fieldsurvey.case.case_filter import EVERYBODY, CaseFilter
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.parse import parse_date

Command = Callable[..., Any]

_CODES: Final = {
    "statuses": ("--status", "办理状态"),
    "outcomes": ("--outcome", "最近一次入户的结果"),
    "causes": ("--cause", "主要致困原因"),
    "categories": ("--category", "困难类别"),
}
_TEXTS: Final = {
    "employer": ("--employer", "工作单位,写全名;空的引号为没有填的"),
    "filing_org": ("--filing-org", "建档单位,写全名;空的引号为没有填的"),
    "surveyor": ("--surveyor", "最近一次入户的调查人"),
}
_DAYS: Final = {
    "visited_from": ("--visited-from", "最近一次入户不早于这一天"),
    "visited_to": ("--visited-to", "最近一次入户不晚于这一天"),
}
_MARKS: Final = {
    "later": ("--later", "有待补的"),
    "clashing": ("--clashing", "有冲突的"),
    "drafted": ("--drafted", "有没做完的入户的"),
    "unwritten": ("--unwritten", "有还没写入U盘的"),
    "unconfirmed": ("--unconfirmed", "有对方还没有回执的"),
    "unchanged": ("--unchanged", "一年未改的"),
    "unvisited": ("--unvisited", "本轮还没有入户的"),
    "recheck": ("--recheck", "复核到期的"),
}
ORDERS: Final = ("newest", "survey_no", "name", "address", "employer", "status", "persons", "updated_at", "visited_on")


class _Day(click.ParamType[str]):
    """A day, written in any of the ways the program reads."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ANN401 - click's own
        """The day as it is kept."""
        return parse_date(str(value)) or self.fail(str(value), param, ctx)


def filter_options(command: Command) -> Command:
    """Gives a command the options of the filters; `filter_of` reads them."""
    for name, (option, told) in reversed(_MARKS.items()):
        command = click.option(option, name, is_flag=True, help=f"只列{told}")(command)
    for name, (option, told) in reversed(_DAYS.items()):
        command = click.option(option, name, type=_Day(), default=None, metavar="DATE", help=told)(command)
    for name, (option, told) in reversed(_TEXTS.items()):
        command = click.option(option, name, default=None, metavar="NAME", help=told)(command)
    for name, (option, told) in reversed(_CODES.items()):
        help_ = f"{told},名称或代码,可写多次"
        command = click.option(option, name, multiple=True, metavar="LABEL", help=help_)(command)
    return command


def filter_of(given: Mapping[str, Any], tables: Mapping[str, CodeTable]) -> CaseFilter:
    """The filter that the options say, its codes those of the office's tables.

    Raises:
        click.BadParameter: no such code or label.
    """
    said = {name: value for name, value in given.items() if value not in (None, (), False)}
    for name in _CODES.keys() & said.keys():
        said[name] = tuple(_code(tables[name], text, _CODES[name][0]) for text in said[name])
    return CaseFilter(**said)


def _code(table: CodeTable, text: str, option: str) -> str:
    """The code that was meant; an empty text asks for those where nothing is recorded."""
    found = table.find(text)
    if text and found is None:
        raise click.BadParameter(text, param_hint=option)
    return found or ""


def joined(one: CaseFilter, other: CaseFilter) -> CaseFilter:
    """The first filter with what the other one says in its place."""
    said = {name: getattr(other, name) for name in other.__struct_fields__}
    return msgspec.structs.replace(one, **{k: v for k, v in said.items() if v != getattr(EVERYBODY, k)})
