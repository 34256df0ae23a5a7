"""The lock: everything pinned and hashed, for three systems, tied to no index and no machine."""

import re
import tomllib
from importlib.metadata import version

import pytest

from tests.unit.house.tree import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
BENCH_LOCK = (ROOT / "requirements-bench.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = dict(re.findall(r"^([a-z0-9.\-]+)==([^ ;]+)", LOCK, re.MULTILINE))


def wanted() -> list[str]:
    """The names that the project asks for, to run and to build."""
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    return [re.split(r"[<>=\[; ]", line)[0] for line in asked]


@pytest.mark.parametrize("lock", [LOCK, BENCH_LOCK], ids=["program", "bench"])
def test_every_requirement_has_hashes(lock: str) -> None:
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", lock.strip()) if not entry.startswith("#")]
    assert len(entries) == len(re.findall(r"(?m)^[a-z0-9.\-]+==", lock))
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_everything_asked_for_is_pinned() -> None:
    assert [name for name in wanted() if name not in PINNED] == []


@pytest.mark.parametrize("name", wanted())
def test_this_python_has_what_is_pinned(name: str) -> None:
    assert version(name) == PINNED[name]


def test_the_three_systems_are_served() -> None:
    assert re.search(r"sys_platform == 'win32'", LOCK)
    assert re.search(r"sys_platform == 'darwin'", LOCK)


@pytest.mark.parametrize("lock", [LOCK, BENCH_LOCK], ids=["program", "bench"])
def test_no_address_is_in_it(lock: str) -> None:
    assert re.findall(r"(?m)^.*(?:://|--index|--find-links|@ |^#).*$", lock) == []


def test_what_bench_measures_against_stays_out_of_the_program() -> None:
    asked = PROJECT["dependency-groups"]["bench"]
    assert [name for name in asked if f"{name}==" not in BENCH_LOCK] == []
    assert [name for name in asked if name in PINNED] == []
