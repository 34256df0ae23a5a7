"""The front door: which words open the window and which run a command."""

import subprocess
import sys

import pytest

from tests.unit.house.tree import ROOT
from ui.launch import is_for_window


@pytest.mark.parametrize("arguments", [[], ["--home", "D:/homes/a"], ["--home", "--home"]])
def test_nothing_but_window_options_opens_the_window(arguments: list[str]) -> None:
    assert is_for_window(arguments)


@pytest.mark.parametrize(
    "arguments", [["self-check"], ["--home", "x", "case", "list"], ["--help"], ["--version"], ["--home"], ["nonsense"]]
)
def test_anything_else_is_a_command(arguments: list[str]) -> None:
    assert not is_for_window(arguments)


def test_a_command_loads_no_qt() -> None:
    script = (
        "import sys; sys.argv = ['fieldsurvey', '--version']\n"
        "from ui.launch import main\n"
        "status = main()\n"
        "assert not [name for name in sys.modules if name.startswith('PySide6')]\n"
        "sys.exit(status)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)
