"""The machine's fingerprint stays the same here, differs elsewhere and never fails."""

import platform
import sys
import uuid
from pathlib import Path

import pytest

from fieldsurvey.vault import machine
from fieldsurvey.vault.machine import machine_fingerprint

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the id of Linux is a file, that of others is not")


def test_it_stays_the_same_and_tells_nothing() -> None:
    fingerprint = machine_fingerprint()
    assert fingerprint == machine_fingerprint()
    assert len(fingerprint) == 32
    assert set(fingerprint) <= set("0123456789abcdef")


def test_the_first_source_that_knows_decides() -> None:
    one, other = machine_fingerprint([lambda: "one"]), machine_fingerprint([lambda: "other"])
    assert one != other
    assert machine_fingerprint([lambda: " ", lambda: "one\n", lambda: "other"]) == one


def test_without_any_source_there_still_is_one() -> None:
    assert len(machine_fingerprint([])) == 32


@ON_LINUX
def test_another_machine_id_is_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "machine-id"
    monkeypatch.setattr(machine, "_LINUX_IDS", (tmp_path / "missing", told))
    seen = set()
    for content in ("7d1f00aa", "7d1f00ab"):
        told.write_text(f"{content}\n")
        seen.add(machine_fingerprint())
    assert len(seen) == 2


@ON_LINUX
@pytest.mark.parametrize("content", [None, b"", b"uninitialized\n", b" \n"])
def test_a_system_without_an_id_falls_back_to_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    told = tmp_path / "machine-id"
    if content is not None:
        told.write_bytes(content)
    monkeypatch.setattr(machine, "_LINUX_IDS", (told,))
    monkeypatch.setattr(platform, "node", lambda: "laptop-1")
    monkeypatch.setattr(uuid, "getnode", lambda: 0x0250_5600_0001)
    assert machine_fingerprint() == machine_fingerprint([lambda: "laptop-1 025056000001"])


@ON_LINUX
def test_an_invented_card_address_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_LINUX_IDS", (tmp_path,))
    monkeypatch.setattr(platform, "node", lambda: "laptop-1")
    monkeypatch.setattr(uuid, "getnode", lambda: 0x0100_0000_0000 | 12345)
    assert machine_fingerprint() == machine_fingerprint([lambda: "laptop-1"])
