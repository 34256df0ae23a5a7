"""Packages by commands: written, looked at, read, read again, and refused with a reason."""

from pathlib import Path

import pytest

from fieldsurvey.practice.homes import PracticeHomes
from tests.integration.cli.conftest import Run


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """An empty stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def test_a_package_is_written_verified_read_and_confirmed(run: Run, homes: PracticeHomes, stick: Path) -> None:
    hq, laptop = homes.headquarters, homes.laptops[0]
    (written,) = run("package", "write", stick, "--home", laptop, "--json").json["written"]
    assert set(written) == {"name", "path", "changes", "recipient", "already"}
    assert (written["recipient"], written["changes"]) == ("HQ", 12)
    assert Path(written["path"]).is_file()

    looked = run("package", "verify", written["path"], "--home", hq, "--json")
    assert looked.status == 0
    assert set(looked.json) == {"files", "warnings"}
    (file,) = looked.json["files"]
    assert set(file) == {"path", "name", "sender", "seq", "size", "state", "sentence"}
    assert (file["sender"], file["seq"], file["state"]) == ("L1", 2, "new")

    first = run("package", "read", stick, "--home", hq, "--json")
    assert first.status == 0
    assert set(first.json) == {"read", "refused"}
    (card,) = first.json["read"]
    assert set(card) == {
        "name", "sender", "cases_new", "cases_changed", "changes", "clashes_new", "files", "aside", "forks",
        "already", "missing", "hash", "journal_back",
    }  # fmt: skip
    assert (card["sender"], card["cases_changed"], card["already"]) == ("L1", 12, False)

    back = run("package", "write", stick, "--to", "L1", "--home", hq)
    assert back.status == 0
    assert "给 L1" in back.out
    assert run("package", "read", stick, "--home", laptop).status == 0
    (receipt,) = run("package", "list", "--home", laptop, "--json").json["receipts"]
    assert set(receipt) == {"code", "sent", "confirmed", "last_receipt", "unwritten"}
    assert receipt["sent"] == receipt["confirmed"] > 0
    listed = run("package", "list", stick, "--home", laptop).out
    assert "已读过" in listed
    assert "不是给本机的" in listed


def test_reading_twice_is_a_no_op_that_says_so(run: Run, homes: PracticeHomes, stick: Path) -> None:
    hq = homes.headquarters
    (written,) = run("package", "write", stick, "--home", homes.laptops[0], "--json").json["written"]
    assert run("package", "read", written["path"], "--home", hq).status == 0
    before = run("verify", "--home", hq, "--json").json
    for source in (stick, written["path"]):
        again = run("package", "read", source, "--home", hq)
        assert again.status == 0
        assert again.err == ""
        assert "以前已经读过" in again.out
    assert run("verify", "--home", hq, "--json").json == before


def test_writing_twice_finds_the_same_file(run: Run, homes: PracticeHomes, stick: Path) -> None:
    first = run("package", "write", stick, "--home", homes.laptops[0], "--json").json["written"]
    again = run("package", "write", stick, "--home", homes.laptops[0], "--json").json["written"]
    assert [card["name"] for card in first] == [card["name"] for card in again]
    assert [card["already"] for card in again] == [True]


def test_a_damaged_package_is_refused_and_the_others_read(run: Run, homes: PracticeHomes, stick: Path) -> None:
    paths = [
        Path(run("package", "write", stick, "--home", laptop, "--json").json["written"][0]["path"])
        for laptop in homes.laptops
    ]
    content = bytearray(paths[0].read_bytes())
    content[len(content) // 2] ^= 1
    paths[0].write_bytes(content)

    ran = run("package", "read", stick, "--home", homes.headquarters, "--json")
    assert ran.status == 4
    assert [card["sender"] for card in ran.json["read"]] == ["L2"]
    (refused,) = ran.json["refused"]
    assert set(refused) == {"name", "code", "sentence"}
    assert refused["code"].startswith("P")
    assert ran.err.startswith("错误 [H309]")
    one = run("package", "read", paths[0], "--home", homes.headquarters)
    assert one.status == 3
    assert one.error[0].startswith("P")


def test_a_cut_package_does_not_verify(run: Run, homes: PracticeHomes, stick: Path) -> None:
    path = Path(run("package", "write", stick, "--home", homes.laptops[0], "--json").json["written"][0]["path"])
    path.write_bytes(path.read_bytes()[:600])
    ran = run("package", "verify", stick, "--home", homes.headquarters)
    assert ran.status == 4
    assert ran.error[0] == "H309"
    assert "不能采用" in ran.out


def test_what_is_not_a_stick_or_a_package_is_named(run: Run, homes: PracticeHomes, stick: Path, tmp_path: Path) -> None:
    hq = homes.headquarters
    loose = tmp_path / "x.fsp"
    loose.write_bytes(b"no package")
    assert run("package", "read", loose, "--home", hq).error[0].startswith("P")
    assert run("package", "verify", loose, "--home", hq).error[0] == "H309"
    assert run("package", "verify", tmp_path / "no", "--home", hq).error[0].startswith("P2")
    assert "没有给本机的数据包" in run("package", "read", stick, "--home", hq).out
    assert run("package", "read", tmp_path / "no", "--home", hq).status == 3
    assert run("package", "write", tmp_path / "no", "--home", hq).status == 3
    assert run("package", "write", stick, "--to", "L9", "--home", hq).error[0] == "H115"


def test_suspicious_files_on_a_stick_are_named(run: Run, homes: PracticeHomes, stick: Path) -> None:
    run("package", "write", stick, "--home", homes.laptops[0])
    (stick / "autorun.inf").write_text("[autorun]", encoding="ascii")
    assert "autorun.inf" in run("package", "list", stick, "--home", homes.headquarters).out
