"""The door of the command line: lets a command run and turns whatever goes wrong into one line and an exit status."""

import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

from fieldsurvey import __version__
from fieldsurvey.cli.console import Asked, close_quietly, complain, speak_utf8
from fieldsurvey.cli.errors import BugError
from fieldsurvey.cli.grammar import Lazy, LazyGroup, mistake
from fieldsurvey.errors import FieldSurveyError

INTERRUPTED: Final = 130
BROKEN_PIPE: Final = 141

COMMANDS: Final = {
    "init": Lazy("fieldsurvey.cli.making", "init", "新建总部或笔记本的数据"),
    "demo": Lazy("fieldsurvey.cli.demo", "demo", "演练:总部和两台笔记本的一天,全部用虚构的户"),
    "staff": Lazy("fieldsurvey.cli.staff", "staff", "人员、口令和角色"),
    "device": Lazy("fieldsurvey.cli.devices", "device", "已入网的设备:列出、停用"),
    "enrol": Lazy("fieldsurvey.cli.devices", "enrol", "笔记本入网:申请、答复、核对"),
    "recover": Lazy("fieldsurvey.cli.making", "recover", "忘了口令:用恢复词设新口令"),
    "case": Lazy("fieldsurvey.cli.case_group", "case", "户档案:导入、导出、列表、查看、历史、分派、佐证材料、变动"),
    "explain": Lazy("fieldsurvey.cli.explaining", "explain", "测算一户:结果、算式、标准、还缺什么;测算表、告知书"),
    "worktop": Lazy("fieldsurvey.cli.worktop", "worktop", "工作台:今天要做的事,各列清单"),
    "form": Lazy("fieldsurvey.cli.forms", "form", "打印表格:许多户,一个 PDF;空白表;稍后打印"),
    "paper": Lazy("fieldsurvey.cli.papers", "paper", "纸表:待打印、待签、待盖章、已收回,标记,重印改过的"),
    "fonts": Lazy("fieldsurvey.cli.fonts", "fonts", "本机能用来打印表格的仿宋和小标宋"),
    "package": Lazy("fieldsurvey.cli.packages", "package", "U盘数据包:写、读、核对、列出"),
    "check": Lazy("fieldsurvey.cli.checks", "check", "核查各户:错误、疑点、提示,按规则汇总;写说明;规则目录"),
    "reference": Lazy("fieldsurvey.cli.reference", "reference", "基础数据:代码表、问卷、补充字段、表样、标准、规则"),
    "clash": Lazy("fieldsurvey.cli.clashes", "clash", "冲突:列出、裁定"),
    "compare": Lazy("fieldsurvey.cli.compare_group", "compare", "信息比对:外单位的名单;全国系统三方比对"),
    "doubles": Lazy("fieldsurvey.cli.doubles", "doubles", "一户多档、一人多档:列出、处理、撤回"),
    "backup": Lazy("fieldsurvey.cli.backups", "backup", "备份:现在备份、列出、恢复演练、备份文件夹、加密副本"),
    "restore": Lazy("fieldsurvey.cli.backups", "restore", "从备份恢复,原来的数据改名放在旁边"),
    "verify": Lazy("fieldsurvey.cli.health", "verify", "检查本机数据是否完好"),
    "rebuild": Lazy("fieldsurvey.cli.health", "rebuild", "从修改单重建列表和检索"),
    "self-check": Lazy("fieldsurvey.cli.health", "self_check", "程序自检:每个部件都用一次"),
    "docs": Lazy("fieldsurvey.cli.documents", "docs", "从栏目表和核查规则生成数据字典、文档格式和规则表"),
}

ROOT: Final = LazyGroup(
    "fieldsurvey",
    no_args_is_help=True,
    help="困难职工帮扶工作的命令行。每条命令做一件事;加 --json 得到固定格式的结果。",
)
ROOT.found = COMMANDS
ROOT.params.append(
    click.Option(
        ["--version"],
        is_flag=True,
        expose_value=False,
        is_eager=True,
        help="显示版本",
        callback=lambda context, _, wanted: _tell_version(context) if wanted else None,
    )
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit status; never raises."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    speak_utf8()
    asked = Asked(as_json="--json" in given, debug="--debug" in given)
    try:
        return _run(given, asked)
    except FieldSurveyError as problem:
        complain(problem, as_json=asked.as_json)
        return problem.exit_status
    except click.exceptions.NoArgsIsHelpError as shown:
        print(shown.format_message())
        return 0
    except click.UsageError as problem:
        told = mistake(problem)
        complain(told, as_json=asked.as_json)
        return told.exit_status
    except BrokenPipeError:
        # Whoever read our answer has had enough: not our failure, and nobody is left to be told.
        close_quietly(sys.stdout)
        return BROKEN_PIPE
    except (KeyboardInterrupt, click.Abort):
        return _stopped(asked)
    except Exception as bug:  # noqa: BLE001 - the command line is one of the three doors where bugs are caught
        return _tell_bug(bug, asked)


def _run(given: list[str], asked: Asked) -> int:
    try:
        with ROOT.make_context("fieldsurvey", given, obj=asked) as context:
            ROOT.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    if sys.stdout:  # A windowed program on Windows has none.
        sys.stdout.flush()
    return 0


def _tell_version(context: click.Context) -> None:
    print(f"fieldsurvey {__version__}")
    context.exit()


def _stopped(asked: Asked) -> int:
    # Here to start faster: only a stopped command needs it.
    from fieldsurvey.progress import CancelledError

    complain(CancelledError(), as_json=asked.as_json)
    return INTERRUPTED


def _tell_bug(bug: Exception, asked: Asked) -> int:
    if asked.debug:
        traceback.print_exception(bug)
    # Here to start faster: only a bug needs them.
    from fieldsurvey.cli.bugs import note_bug

    path = note_bug(bug, asked.home)
    told = BugError(where=f"详情在 {path}" if path else "加 --debug 看详情。")
    complain(told, as_json=asked.as_json)
    return told.exit_status
