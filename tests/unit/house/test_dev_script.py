"""The one script that sets everything up: its decisions, without installing anything."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.unit.house.tree import ROOT


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, set on an empty place of its own."""
    spec = importlib.util.spec_from_file_location("dev_under_test", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("PROGRAM", "RIVALS"):
        lock = tmp_path / f"{name}.lock"
        lock.write_text("click==1\n", encoding="utf-8")
        monkeypatch.setattr(module, name, module.Venv(tmp_path / name, lock))
    return module


def called(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The calls that the script would make, each succeeding."""
    calls: list[list[str]] = []

    def call(line: str, arguments: list[str], **_: str) -> int:
        calls.append(arguments)
        return 0

    monkeypatch.setattr(dev, "call", call)
    return calls


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"))
    names = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    names |= {str(node.module).split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names - sys.stdlib_module_names == set()


def test_it_answers_from_another_directory(tmp_path: Path) -> None:
    asked = [sys.executable, str(ROOT / "dev.py"), "--help"]
    answer = subprocess.run(asked, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    for command in ("run", "test", "check", "bench", "faults", "bundle", "shots"):
        assert re.search(rf"^  {command} +\w", answer, re.MULTILINE)


def test_an_unknown_command_ends_with_2(tmp_path: Path) -> None:
    asked = [sys.executable, str(ROOT / "dev.py"), "deploy"]
    assert subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False).returncode == 2


def test_ci_runs_check_test_bundle_in_order() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.findall(r"^python3 dev\.py (\w+)$", script, re.MULTILINE) == ["check", "test", "bundle"]
    assert "set -euo pipefail" in script
    if sys.platform != "win32":
        assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_a_screen_is_where_a_display_is_named(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not dev.has_screen()
    monkeypatch.setenv("DISPLAY", ":7")
    assert dev.has_screen()


def test_without_a_screen_run_works_headless(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = called(dev, monkeypatch)
    monkeypatch.setattr(dev, "has_screen", lambda: False)
    dev.run([])
    dev.run(["--out", "elsewhere"])
    assert calls == [
        ["-m", "fieldsurvey", "demo", "--out", "demo-output"],
        ["-m", "fieldsurvey", "demo", "--out", "elsewhere"],
    ]


def test_with_a_screen_run_opens_the_window_on_a_demo_home(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = called(dev, monkeypatch)
    monkeypatch.setattr(dev, "has_screen", lambda: True)
    dev.run([])
    dev.run(["--home", "elsewhere"])
    assert calls == [
        ["-m", "fieldsurvey", "demo", "--home-only", "demo-home"],
        ["-m", "ui.launch", "--home", "demo-home/homes/laptop-1"],
        ["-m", "ui.launch", "--home", "elsewhere"],
    ]


def test_what_follows_test_goes_to_pytest(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = called(dev, monkeypatch)
    dev.test(["tests/unit", "-k", "fold", "-x"])
    assert calls == [["-m", "pytest", "tests/unit", "-k", "fold", "-x"]]


@pytest.mark.parametrize("room", [0, 2**40])
def test_tests_write_into_memory_only_where_there_is_room(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, room: int
) -> None:
    monkeypatch.setattr(dev, "MEMORY", str(tmp_path))
    monkeypatch.setattr(dev, "ROOM_FOR_TESTS", room)
    with dev.folder_for_tests() as folder:
        (Path(folder) / "kept").touch()
        assert (Path(folder).parent == tmp_path) is (room == 0)
    assert not Path(folder).exists()


def test_check_goes_on_after_a_failure_and_tells_it(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = []

    def call(line: str, arguments: list[str]) -> int:
        lines.append(line)
        return 5 if "mypy" in arguments else 0

    monkeypatch.setattr(dev, "call", call)
    assert dev.check([]) == 5
    assert len(lines) == 5
    assert "failed: checking the types" in capsys.readouterr().out


def test_exit_codes_pass_through(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.Venv, "python", property(lambda _: Path(sys.executable)))
    assert dev.call("leaving with 7", ["-c", "raise SystemExit(7)"]) == 7
    if sys.platform != "win32":
        assert dev.call("killed", ["-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]) == 137


def test_children_find_the_tree_and_run_at_its_root(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", "1")
    monkeypatch.setattr(dev.Venv, "python", property(lambda _: Path(sys.executable)))
    script = (
        "import os, sys, fieldsurvey; sys.exit(os.getcwd() != os.path.dirname(os.path.dirname(fieldsurvey.__file__)))"
    )
    assert dev.call("importing", ["-c", script]) == 0


def test_a_prepared_venv_costs_nothing(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    dev.PROGRAM.python.parent.mkdir(parents=True)
    dev.PROGRAM.python.touch()
    dev.PROGRAM.stamp.write_text(dev.PROGRAM.wanted_stamp(), encoding="utf-8")
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: pytest.fail("started a process"))
    dev.make_venv(dev.PROGRAM)


def test_another_lock_asks_for_another_setup(dev: ModuleType) -> None:
    before = dev.PROGRAM.wanted_stamp()
    dev.PROGRAM.lock.write_text("click==2\n", encoding="utf-8")
    assert dev.PROGRAM.wanted_stamp() != before


def test_a_half_made_venv_is_seen(dev: ModuleType) -> None:
    assert not dev.PROGRAM.has_working_pip()
    dev.PROGRAM.python.parent.mkdir(parents=True)
    dev.PROGRAM.python.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    dev.PROGRAM.python.chmod(0o755)
    assert not dev.PROGRAM.has_working_pip()


def test_a_failed_installation_leaves_no_stamp(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.Venv, "has_working_pip", lambda _: True)
    monkeypatch.setattr(dev.subprocess, "call", lambda *_, **__: 1)
    with pytest.raises(dev.SetupError):
        dev.make_venv(dev.PROGRAM)
    assert not dev.PROGRAM.stamp.exists()


def test_bench_goes_on_without_the_rivals(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made: list[str] = []

    def make(venv: object) -> None:
        made.append("program" if venv == dev.PROGRAM else "rivals")
        if venv == dev.RIVALS:
            raise dev.SetupError

    monkeypatch.setattr(dev, "meet_system_needs", lambda *_: None)
    monkeypatch.setattr(dev, "make_venv", make)
    dev.prepare("test")
    dev.prepare("bench")
    assert made == ["program", "program", "rivals"]
    assert "going on without typst and WeasyPrint" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are asked of Linux only")
def test_what_may_not_be_installed_is_named_in_one_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: None)
    needs = [dev.SystemNeed("libnone1", library="libnone.so.1"), dev.SystemNeed("nonetool", program="none-such-tool")]
    with pytest.raises(dev.SetupError) as refused:
        dev.meet_system_needs(needs, [])
    assert "apt-get install libnone1 nonetool" in str(refused.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are asked of Linux only")
def test_what_is_only_wished_for_stops_nothing(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "root_prefix", lambda: None)
    dev.meet_system_needs([], [dev.SystemNeed("nonetool", program="none-such-tool")])
    assert "going on without nonetool" in capsys.readouterr().out


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="system packages are asked of Linux only")
def test_an_unknown_wish_does_not_spoil_the_needs(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Apt refuses a whole command for one unknown name."""
    tool = tmp_path / "needed-tool"
    asked: list[list[str]] = []

    def install(packages: list[str], prefix: list[str]) -> bool:
        asked.append(packages)
        if "unknown" not in packages:
            tool.touch(mode=0o755)
        return "unknown" not in packages

    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(dev, "is_debian_like", lambda: True)
    monkeypatch.setattr(dev, "root_prefix", list)
    monkeypatch.setattr(dev, "apt_install", install)
    dev.meet_system_needs(
        [dev.SystemNeed("needed", program="needed-tool")], [dev.SystemNeed("unknown", program="none-such-tool")]
    )
    assert asked == [["needed", "unknown"], ["needed"]]


def test_needs_are_found_when_met(dev: ModuleType) -> None:
    assert dev.SystemNeed("python3", module="json").is_met()
    assert not dev.SystemNeed("none", module="no_such_module").is_met()
    assert dev.SystemNeed("tool", program=sys.executable).is_met()
    assert not dev.SystemNeed("none", library="libnone.so.1").is_met()


def test_the_bundle_is_checked_with_nothing_of_ours(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("VIRTUAL_ENV", str(ROOT / ".venv"))
    environment = dev.bare_environment("/nowhere")
    assert not {"PYTHONPATH", "VIRTUAL_ENV", "DISPLAY"} & set(environment)
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
    assert environment["HOME"] == "/nowhere"
