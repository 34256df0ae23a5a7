"""How commands speak: help, one coded line for every failure, JSON, exit statuses, pipes, and no window."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from fieldsurvey.cli.console import harmless, json_text
from fieldsurvey.cli.main import COMMANDS, ROOT, main
from fieldsurvey.cli.table import table, width
from fieldsurvey.services.health import Health
from tests.integration.cli.conftest import Run

TREE = Path(__file__).resolve().parents[3]


def commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command of the tree with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))
        else:
            yield (*before, name), command


def child(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """The real program in a process of its own."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=TREE,
        env={**os.environ, "PYTHONPATH": str(TREE), **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def test_without_a_command_there_is_help(run: Run) -> None:
    ran = run()
    assert ran.status == 0
    assert all(name in ran.out for name in COMMANDS)
    assert ran.err == ""


def test_the_tree_offers_what_the_design_names() -> None:
    assert {" ".join(words) for words, _ in commands(ROOT)} == {
        "init headquarters", "init laptop", "demo", "staff list", "staff add", "staff roles", "staff remove",
        "staff passphrase", "device list", "device revoke", "enrol request", "enrol show", "enrol accept",
        "enrol finish", "recover",
        "case import", "case export", "case list", "case show", "case history", "case assign", "case map list",
        "case map save", "case map remove",
        "explain", "case decide", "case exempt",
        "case evidence add", "case evidence list", "case evidence export", "worktop", "form", "fonts",
        "paper list", "paper show", "paper mark", "paper used", "paper changed", "paper reprint",
        "case entry", "case worker-no", "compare national",
        "case change-worker", "case split", "case merge", "reference tables", "reference table", "reference code",
        "reference questions", "reference field", "reference layout",
        "reference standards", "reference standard add", "reference standard end", "reference standard import",
        "reference redecide", "reference rules", "reference rule show", "reference rule set", "reference rule take",
        "reference rule write", "reference rule end",
        "package write", "package read", "package verify", "package list", "clash list", "clash settle",
        "compare look", "compare take", "compare list", "compare doubts", "compare settle", "compare undo",
        "check explain", "check rules", "check pack",
        "doubles list", "doubles settle", "doubles settled", "doubles undo",
        "backup list", "backup drill", "backup folder", "backup seal", "restore",
        "verify", "rebuild", "self-check", "docs",
    }  # fmt: skip


def test_every_command_has_help_in_chinese(run: Run) -> None:
    for words, _ in commands(ROOT):
        ran = run(*words, "--help")
        assert ran.status == 0, words
        assert "用法:" in ran.out, words
        assert "Usage" not in ran.out, words
        assert "--json" in ran.out, words


def test_no_command_takes_a_secret_as_an_argument() -> None:
    for words, command in commands(ROOT):
        names = [name for each in command.get_params(click.Context(command)) for name in each.opts]
        secret = [name for name in names if "pass" in name.lower() or "word" in name.lower()]
        assert all(name.endswith("-file") for name in secret), (words, secret)


def test_the_commands_come_without_a_window() -> None:
    probe = (
        "import sys; from fieldsurvey.cli.main import COMMANDS, main; import importlib;"
        "[importlib.import_module(each.module) for each in COMMANDS.values()]; main(['--help']);"
        "print(sorted(name for name in sys.modules if name.split('.')[0] in ('PySide6', 'shiboken6', 'ui')))"
    )
    assert child("-c", probe).stdout.decode().splitlines()[-1] == "[]"


def test_help_imports_no_more_than_it_needs() -> None:
    probe = (
        "import sys; from fieldsurvey.cli.main import main; main([]);"
        "print([name for name in ('sqlalchemy', 'reportlab', 'nacl', 'json', 'PIL') if name in sys.modules])"
    )
    assert child("-c", probe).stdout.decode().splitlines()[-1] == "[]"


def test_python_m_fieldsurvey_is_the_same_door() -> None:
    ran = child("-m", "fieldsurvey", "--version")
    assert ran.returncode == 0
    assert ran.stdout.startswith(b"fieldsurvey ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nothing"], "没有 nothing 这个命令"),
        (["case", "nothing"], "没有 nothing 这个命令"),
        (["case", "list", "--nothing"], "没有 --nothing 这个选项"),
        (["case", "import"], "缺少 FILE"),
        (["case", "import", "x.jsonl"], "缺少 --source"),
        (["case", "list", "--limit", "many"], "--limit 的值不对"),
        (["case", "list", "--limit"], "--limit 后面要有一个值"),
        (["verify", "now"], "多写了参数"),
        (["--home", "."], "缺少命令"),
    ],
)
def test_a_mistake_in_writing_is_one_line(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert ran.status == 2
    assert ran.out == ""
    code, sentence = ran.error
    assert code == "H301"
    assert told in sentence


def test_with_json_an_error_is_an_object_too(run: Run, tmp_path: Path) -> None:
    ran = run("case", "list", "--json", "--home", tmp_path)
    line, obj = ran.err.splitlines()
    assert ran.status == 3
    assert json.loads(obj) == {"error": {"code": "H104", "sentence": line.removeprefix("错误 [H104] ")}}
    assert ran.out == ""


def test_shared_options_stand_before_or_after_the_command(run: Run, laptop: Path) -> None:
    before = run("--home", laptop, "--json", "case", "list")
    after = run("case", "list", "--home", laptop, "--json")
    assert before.status == after.status == 0
    assert before.json == after.json


def test_the_environment_names_the_home_and_the_option_wins(
    run: Run, laptop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDSURVEY_HOME", str(tmp_path / "elsewhere"))
    assert run("staff", "list").error[0] == "H104"
    assert run("--home", laptop, "staff", "list").status == 0


def test_a_bug_says_what_is_safe_and_logs_no_values(run: Run, laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Health) -> None:
        raise RuntimeError("990101199001010017 陆素衡")

    monkeypatch.setattr(Health, "verify", broken)
    ran = run("verify", "--home", laptop)
    assert ran.status == 70
    code, sentence = ran.error
    assert code == "H399"
    assert "此前存入的内容都在" in sentence
    log = (laptop / "logs" / "fieldsurvey.log").read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "health.py" in log
    assert "990101199001010017" not in log
    assert "陆素衡" not in log
    assert run("rebuild", "--home", laptop).status == 0


def test_a_bug_shows_its_trace_only_when_asked(run: Run, laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Health, "verify", lambda _: 1 // 0)
    assert "Traceback" not in run("verify", "--home", laptop).err
    shown = run("verify", "--home", laptop, "--debug")
    assert "ZeroDivisionError" in shown.err
    assert shown.status == 70


def test_a_stopped_command_says_so(run: Run, laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(_: Health) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Health, "verify", stopped)
    ran = run("verify", "--home", laptop)
    assert ran.status == 130
    assert ran.error[0] == "H001"
    assert run("staff", "list", "--home", laptop).status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes that are closed at the other end are POSIX's")
def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "fieldsurvey", "self-check", "--help"],
            cwd=TREE, stdout=writing, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert ran.stderr == b""
    assert ran.returncode == 141


def test_output_is_utf_8_whatever_the_system_says() -> None:
    ran = child("-m", "fieldsurvey", "nothing", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ran.returncode == 2
    assert "没有 nothing 这个命令" in ran.stderr.decode("utf-8")


def test_names_cannot_command_the_terminal() -> None:
    assert harmless("陆\x1b[2J素\u202e衡\n") == "陆�[2J素�衡�"
    assert json.loads(json_text({"name": "陆\x1b\u202e\x9b衡"})) == {"name": "陆\x1b\u202e\x9b衡"}
    assert not set("\x1b\u202e\x9b") & set(json_text({"name": "陆\x1b\u202e\x9b衡"}))


def test_columns_stand_straight() -> None:
    lines = table(("姓名", "n"), [("陆素衡", 1), ("Ann", 22), ("很长很长的名字" * 9, 3)], widest=12)
    assert [width(line[: line.rindex(" ") + 1]) for line in lines] == [13] * 4
    assert lines[3].startswith("很长很长的…")


def test_main_reads_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["fieldsurvey", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("fieldsurvey ")
