"""Back-ups by commands: made, listed, tried and restored, each refusal one sentence with its code."""

import shutil
from pathlib import Path

import pytest

from fieldsurvey.practice.homes import PracticeHomes
from tests.integration.cli.conftest import Run


def test_a_back_up_is_made_listed_tried_and_restored(run: Run, laptop: Path) -> None:
    made = run("backup", "--home", laptop)
    assert made.status == 0
    assert "已备份并核对" in made.out
    again = run("backup", "--if-changed", "--home", laptop)
    assert "没有再备份" in again.out

    listed = run("backup", "list", "--home", laptop, "--json").json
    assert set(listed) == {"backups", "state"}
    (card,) = listed["backups"]
    assert set(card) == {"path", "at", "cases", "drafts", "evidence", "size", "is_local", "trouble"}
    assert "注意:" in run("backup", "list", "--home", laptop).out

    drill = run("backup", "drill", "--home", laptop)
    assert drill.status == 0
    assert drill.out.startswith("好    本机·最新")
    before = run("verify", "--home", laptop, "--json").json

    done = run("restore", laptop / "backups", "--home", laptop, "--json")
    assert done.status == 0
    assert set(done.json) == {"home", "aside", "at", "cases", "drafts", "evidence", "left_out", "practice"}
    assert Path(done.json["aside"]).is_dir()
    after = run("verify", "--home", laptop, "--json").json
    assert (after["ok"], after["state"]) == (True, before["state"])
    assert run("package", "write", laptop.parent, "--home", laptop).error[0] == "H102"


def test_a_second_folder_is_remembered_and_copied_to(run: Run, laptop: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    assert run("backup", "folder", disk, "--home", laptop).status == 0
    assert run("backup", "folder", "--home", laptop, "--json").json == {"folder": str(disk)}
    assert "另一份也已核对" in run("backup", "--home", laptop).out
    new = tmp_path / "new"
    assert run("restore", disk, "--home", new).status == 0
    assert run("backup", "folder", laptop, "--home", laptop).error[0] == "B114"
    assert run("backup", "folder", "--none", "--home", laptop, "--json").json == {"folder": ""}


def test_a_sealed_copy_goes_to_a_stick_and_opens_with_the_words(
    run: Run, homes: PracticeHomes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, new = tmp_path / "stick", tmp_path / "new"
    stick.mkdir()
    sealed = run("backup", "seal", stick, "--home", homes.laptops[0])
    assert "可以拔出U盘" in sealed.out
    assert run("restore", stick, "--home", new).error[0] == "H302"
    monkeypatch.setenv("FIELDSURVEY_WORDS", "好 好")
    assert run("restore", stick, "--home", new).error[0] == "V103"
    assert not new.exists()


def test_every_refusal_is_one_sentence(run: Run, laptop: Path, tmp_path: Path) -> None:
    assert run("backup", "drill", "--home", laptop).error[0] == "B101"
    assert run("restore", tmp_path / "nothing", "--home", tmp_path / "new").error[0] == "B101"
    assert run("restore", "--home", tmp_path / "new").status == 2
    assert run("backup", "--home", laptop).status == 0
    (folder,) = (laptop / "backups").glob("*.fsb")
    whole = (folder / "fieldsurvey.db").read_bytes()
    (folder / "fieldsurvey.db").write_bytes(whole[:-4096] + bytes(4096))
    drill = run("backup", "drill", "--home", laptop)
    assert drill.status == 4
    assert drill.error[0] == "H319"
    assert "[B102]" in drill.out
    assert run("restore", folder, "--home", tmp_path / "new").error[0] == "B102"
    assert not (tmp_path / "new").exists()
    shutil.rmtree(folder)
    assert run("restore", laptop / "backups", "--home", tmp_path / "new").error[0] == "B101"


def test_help_names_every_command(run: Run) -> None:
    told = run("backup", "--help").out
    assert all(name in told for name in ("list", "drill", "folder", "seal", "--if-changed"))
    assert "--without-evidence" in run("restore", "--help").out
