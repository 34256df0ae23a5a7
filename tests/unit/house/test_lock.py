"""The lock: everything pinned and hashed, for three systems, tied to no index and no machine."""

import re
import tomllib
from importlib.metadata import version

import pytest

from tests.unit.house.tree import ROOT

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = dict(re.findall(r"^([a-z0-9.\-]+)==([^ ;]+)", LOCK, re.MULTILINE))


def wanted() -> list[str]:
    """The names that the project asks for, to run and to build."""
    asked = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    return [re.split(r"[<>=\[; ]", line)[0] for line in asked]


def test_every_requirement_has_hashes() -> None:
    entries = [entry for entry in re.split(r"\n(?=[a-z0-9])", LOCK.strip()) if not entry.startswith("#")]
    assert len(entries) == len(PINNED)
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_everything_asked_for_is_pinned() -> None:
    assert [name for name in wanted() if name not in PINNED] == []


@pytest.mark.parametrize("name", wanted())
def test_this_python_has_what_is_pinned(name: str) -> None:
    assert version(name) == PINNED[name]


def test_the_three_systems_are_served() -> None:
    assert re.search(r"sys_platform == 'win32'", LOCK)
    assert re.search(r"sys_platform == 'darwin'", LOCK)


def test_no_address_is_in_it() -> None:
    assert re.findall(r"(?m)^.*(?:://|--index|--find-links|@ |^#).*$", LOCK) == []
