"""How commands are written: the options that all of them take, help in Chinese, and mistakes in one sentence."""

import importlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import click

from fieldsurvey.cli.console import Asked
from fieldsurvey.cli.errors import CommandWrongError

_CHINESE: Final = {"Options": "选项", "Commands": "命令", "Arguments": "参数"}


class ChineseHelp(click.HelpFormatter):
    """Help with its own few words in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line that shows how a command is written."""
        super().write_usage(prog, args.replace("OPTIONS", "选项").replace("COMMAND [ARGS]", "命令"), prefix or "用法:")

    def write_heading(self, heading: str) -> None:
        """The heading of a list."""
        super().write_heading(_CHINESE.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands, each with what it is for."""
        super().write_dl([(term, said.replace("[required]", "[必填]")) for term, said in rows], col_max, col_spacing)


class _Context(click.Context):
    formatter_class = ChineseHelp


def _remember(context: click.Context, parameter: click.Parameter, value: object) -> None:
    if value and not context.resilient_parsing and parameter.name:
        setattr(context.ensure_object(Asked), parameter.name, value)


def _shared(*names: str, told: str, **settings: Any) -> click.Option:  # noqa: ANN401 - whatever click takes
    return click.Option(names, help=told, expose_value=False, callback=_remember, **settings)


SHARED: Final = (
    _shared("--home", told="数据所在的文件夹", metavar="DIR", type=click.Path(path_type=Path)),
    _shared("--staff", told="以谁的身份", metavar="NAME_OR_ID"),
    _shared(
        "--passphrase-file",
        told="口令在这个文件的第一行(- 为标准输入);也可用环境变量 FIELDSURVEY_PASSPHRASE",
        metavar="FILE",
    ),
    _shared("--json", "as_json", told="输出 JSON", is_flag=True),
    _shared("--debug", told="出意外时显示详情", is_flag=True),
)


class Command(click.Command):
    """A command that also takes the shared options; they may stand before or after its name."""

    context_class = _Context

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's own parameters, then the shared ones."""
        return [*super().get_params(ctx), *SHARED]

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help`, said in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明"
        return option


class Group(Command, click.Group):
    """A command of commands."""

    command_class = Command


Group.group_class = Group


class Lazy(NamedTuple):
    """Where a command is found when it is called: module and name; and what `--help` says of it."""

    module: str
    name: str
    told: str


class LazyGroup(Group):
    """A group that imports a command's module only when the command is called, so that `--help` comes at once."""

    found: Mapping[str, Lazy] = MappingProxyType({})

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click asks like this
        """The commands in the order in which work goes."""
        return list(self.found)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click asks like this
        """The command of a name."""
        found = self.found.get(cmd_name)
        if found is None:
            return None
        command: click.Command = getattr(importlib.import_module(found.module), found.name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click asks like this
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, found.told) for name, found in self.found.items()])


def mistake(problem: click.UsageError) -> CommandWrongError:
    """A mistake in how a command was written, as one sentence."""
    return CommandWrongError(what=_what(problem))


def _what(problem: click.UsageError) -> str:
    match problem:
        case click.NoSuchOption():
            return f"没有 {problem.option_name} 这个选项"
        case click.exceptions.NoSuchCommand():
            return f"没有 {problem.command_name} 这个命令"
        case click.MissingParameter():
            return f"缺少 {_name(problem.param)}"
        case click.BadParameter():
            return f"{_name(problem.param)} 的值不对{_choices(problem.param)}"
        case click.BadOptionUsage():
            return f"{problem.option_name} 后面要有一个值,或不该有值"
    if "Missing command" in problem.message:
        return "缺少命令"
    return "多写了参数" if "extra argument" in problem.message else "缺少或多写了内容"


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return "参数"
    if isinstance(parameter, click.Option):
        return parameter.opts[0]
    return parameter.make_metavar(click.Context(Command("fieldsurvey")))


def _choices(parameter: click.Parameter | None) -> str:
    if parameter is not None and isinstance(parameter.type, click.Choice):
        return f",可以是 {'、'.join(str(choice) for choice in parameter.type.choices)}"
    return ""
