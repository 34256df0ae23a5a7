"""Real homes for the commands, and a way to run a command as a person at a terminal would see it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from fieldsurvey.cli.main import main
from fieldsurvey.practice.homes import PracticeHomes, found_homes
from fieldsurvey.practice.making import practise
from fieldsurvey.practice.sides import PASSPHRASE
from fieldsurvey.vault.derivation import Cost
from tests.integration.homes import COST

# What a home must cost anywhere but in these tests.
FLOOR: Final = Cost.floor()


@dataclass(frozen=True)
class Ran:
    """A command that has ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the command said
        """What it said on stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> tuple[str, str]:
        """The code and the sentence of the one line on stderr."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        start, _, sentence = lines[0].partition("] ")
        assert start.startswith("错误 ["), self.err
        return start.removeprefix("错误 ["), sentence


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def low_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands take the cost of the tests' homes for enough: each opens a home, and measuring takes seconds."""
    monkeypatch.setattr("fieldsurvey.vault.derivation._FLOOR", astuple(COST))
    monkeypatch.setattr(Cost, "calibrated", Cost.floor)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with the practice passphrase in the environment and nobody at the terminal."""
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", PASSPHRASE)

    def _run(*arguments: object) -> Ran:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Ran(status, said.out, said.err)

    return _run


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of practice homes, made once; only to be copied."""
    folder = tmp_path_factory.mktemp("practised")
    practise(folder, say=lambda _: None, cost=COST)
    return folder


@pytest.fixture
def homes(practised: Path, tmp_path: Path) -> PracticeHomes:
    """Practice homes of one's own: two laptops in the middle of their day, and headquarters."""
    shutil.copytree(practised, tmp_path / "practice")
    found = found_homes(tmp_path / "practice" / "homes")
    assert found is not None
    return found


@pytest.fixture
def hq(homes: PracticeHomes) -> Path:
    """Headquarters' home."""
    return homes.headquarters


@pytest.fixture
def laptop(homes: PracticeHomes) -> Path:
    """The first laptop's home."""
    return homes.laptops[0]
