"""Making homes, people and their passphrases, recovery, enrolment, and whether a home is sound: by commands alone."""

import os
import subprocess
import sys
from dataclasses import astuple
from pathlib import Path

import click
import pytest

from fieldsurvey import app, new_homes
from fieldsurvey.cli import secrets_in
from fieldsurvey.cli.errors import PassphrasesDifferError
from fieldsurvey.practice.sides import PASSPHRASE
from tests.integration.cli.conftest import FLOOR, Run

OTHER = "qiao lu xian ren zhang"


def only_staff(home: Path) -> str:
    """The id of the one person of a home."""
    (person,) = app.describe_home(home).staff
    return person.staff_id


def test_headquarters_and_a_laptop_come_together_by_files(run: Run, tmp_path: Path) -> None:
    hq, laptop, stick = tmp_path / "hq", tmp_path / "laptop", tmp_path / "stick"
    stick.mkdir()
    made = run("init", "headquarters", "--home", hq, "--organisation", "云州市总工会", "--name", "何敏芩", "--json")
    assert made.status == 0
    assert set(made.json) == {"kind", "home", "staff_id", "fingerprint", "words"}
    assert len(made.json["words"]) == 24
    other = run("init", "laptop", "--home", laptop, "--code", "L7", "--name", "陆明沅")
    assert other.status == 0
    assert "恢复词" not in other.out
    assert run("package", "write", stick, "--home", laptop).error[0] == "H102"

    request = run("enrol", "request", stick, "--home", laptop, "--json").json
    shown = run("enrol", "show", request["path"], "--home", hq, "--json").json
    assert shown["fingerprint"] == request["fingerprint"]
    accept = ["enrol", "accept", request["path"], "--code", "L7", "--out", stick, "--home", hq]
    assert run(*accept).error[0] == "H314"
    assert run(*accept, "--fingerprint", "0000 0000 0000").error[0].startswith("P3")
    answer = run(*accept, "--fingerprint", request["fingerprint"], "--json").json
    shown = run("enrol", "show", answer["path"], "--home", laptop, "--json").json
    assert shown["fingerprint"] == answer["fingerprint"] == made.json["fingerprint"]
    finish = ["enrol", "finish", answer["path"], "--home", laptop]
    assert run(*finish, "--fingerprint", request["fingerprint"]).status == 3
    assert run(*finish, "--fingerprint", answer["fingerprint"]).status == 0

    (device,) = run("device", "list", "--home", hq, "--json").json["devices"]
    assert set(device) == {"device", "code", "desk", "last_written", "last_read", "unacknowledged", "revoked"}
    assert (device["code"], device["revoked"]) == ("L7", False)
    assert run("package", "write", stick, "--home", laptop).status == 0
    assert "已停用" in run("device", "revoke", "L7", "--home", hq).out
    assert "已停用" in run("device", "list", "--home", hq).out
    refused = run("package", "read", stick, "--home", hq)
    assert refused.status == 4
    assert "P146" in refused.out
    assert run("device", "revoke", "L9", "--home", hq).error[0] == "H115"


def test_the_words_are_shown_once_and_open_the_home_again(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, written = tmp_path / "hq", tmp_path / "words.txt"
    made = run("init", "headquarters", "--home", home, "--organisation", "云州市总工会", "--name", "何敏芩")
    listed = [line for line in made.out.splitlines() if line.startswith("  ")]
    assert len(listed) == 4
    written.write_text("\n".join(listed), encoding="utf-8")
    assert run("init", "headquarters", "--home", home, "--organisation", "x", "--name", "y").error[0] == "H105"

    identity = run("recover", "--print-identity", "--words-file", written)
    assert identity.out.startswith("AGE-SECRET-KEY-1")

    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", OTHER)
    assert run("case", "list", "--home", home).error[0].startswith("V")
    assert run("recover", "--home", home, "--words-file", written).status == 0
    assert run("case", "list", "--home", home).status == 0

    words = written.read_text(encoding="utf-8").split()
    written.write_text(" ".join([*words[:-1], "错"]), encoding="utf-8")
    assert run("recover", "--home", home, "--words-file", written).error[0].startswith("V")
    assert run("case", "list", "--home", home).status == 0


@pytest.mark.debian("age", "age-keygen")
def test_the_printed_identity_is_one_that_stock_age_takes(run: Run, tmp_path: Path) -> None:
    made = run("init", "headquarters", "--home", tmp_path / "hq", "--organisation", "x", "--name", "y", "--json").json
    words, key = tmp_path / "words.txt", tmp_path / "key.txt"
    words.write_text(" ".join(made["words"]), encoding="utf-8")
    key.write_text(run("recover", "--print-identity", "--words-file", words).out, encoding="utf-8")
    recipient = subprocess.run(["age-keygen", "-y", str(key)], capture_output=True, text=True, check=True)
    assert recipient.stdout.startswith("age1")


def test_people_come_change_their_passphrase_and_go(run: Run, laptop: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.txt"
    new.write_text(OTHER + "\n", encoding="utf-8")
    weak = tmp_path / "weak.txt"
    weak.write_text("1234567890\n", encoding="utf-8")
    first = only_staff(laptop)

    assert run("staff", "add", "秦素筠", "--home", laptop).error[0] == "H302"
    assert run("staff", "add", "秦素筠", "--home", laptop, "--new-passphrase-file", weak).error[0].startswith("V")
    added = run("staff", "add", "秦素筠", "--home", laptop, "--new-passphrase-file", new, "--json").json
    assert added["name"] == "秦素筠"
    listed = run("staff", "list", "--home", laptop, "--json").json["staff"]
    assert {person["staff_id"] for person in listed} == {first, added["staff_id"]}

    assert run("case", "list", "--home", laptop).error[0] == "H305"
    assert run("case", "list", "--home", laptop, "--staff", "没有这人").error[0] == "H316"
    assert run("case", "list", "--home", laptop, "--staff", first).status == 0
    own = ["--staff", "秦素筠", "--passphrase-file", new]
    assert run("case", "list", "--home", laptop, *own).status == 0

    newest = tmp_path / "newest.txt"
    newest.write_text("hong sha di ban che\n", encoding="utf-8")
    assert run("staff", "passphrase", "--home", laptop, *own, "--new-passphrase-file", newest).status == 0
    assert run("case", "list", "--home", laptop, *own).error[0].startswith("V")
    assert run("staff", "remove", added["staff_id"], "--home", laptop, "--staff", first).status == 0
    assert run("staff", "remove", first, "--home", laptop).error[0] == "H108"
    assert run("case", "list", "--home", laptop).status == 0


def test_without_a_passphrase_and_a_terminal_nothing_hangs(
    run: Run, laptop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("FIELDSURVEY_PASSPHRASE")
    ran = run("case", "list", "--home", laptop)
    assert ran.status == 2
    assert ran.error[0] == "H302"
    assert run("case", "list", "--home", laptop, "--passphrase-file", tmp_path / "none").error[0] == "H304"
    (tmp_path / "empty").write_text("", encoding="utf-8")
    assert run("case", "list", "--home", laptop, "--passphrase-file", tmp_path / "empty").error[0] == "H304"
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert run("case", "list", "--home", laptop, "--passphrase-file", tmp_path / "binary").error[0] == "H304"


def test_a_new_passphrase_is_typed_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = iter(["one two three", "one two three", "one two three", "another"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", lambda *_, **__: next(typed))
    assert secrets_in.new_passphrase("") == "one two three"
    with pytest.raises(PassphrasesDifferError):
        secrets_in.new_passphrase("")


@pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")
def test_a_person_at_a_terminal_is_asked_and_sees_no_echo(tmp_path: Path) -> None:
    # Imported here: other systems have no such module.
    import pty

    # A program of its own takes nothing below the real floor.
    laptop = tmp_path / "own"
    new_homes.create_laptop(laptop, code="L7", staff_name="陆明沅", passphrase=PASSPHRASE, cost=FLOOR)

    ours, theirs = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FIELDSURVEY")}
    environment["PYTHONPATH"] = str(Path(__file__).resolve().parents[3])
    child = subprocess.Popen(
        [sys.executable, "-m", "fieldsurvey", "case", "list", "--home", str(laptop), "--json"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=environment, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while "口令:".encode() not in shown:
        shown += os.read(ours, 1024)
    os.write(ours, PASSPHRASE.encode() + b"\n")
    out, _ = child.communicate()
    os.close(ours)
    assert child.returncode == 0
    assert b'"cases"' in out
    assert PASSPHRASE.encode() not in shown + out


def test_a_sound_home_is_called_sound(run: Run, laptop: Path) -> None:
    ran = run("verify", "--home", laptop, "--json")
    assert ran.status == 0
    assert set(ran.json) == {"ok", "lines", "cases", "changes", "state"}
    assert ran.json["ok"] is True
    assert ran.json["cases"] == 24
    assert "不对" not in run("verify", "--home", laptop).out


def test_a_missing_evidence_file_is_found(run: Run, laptop: Path) -> None:
    (sealed,) = list((laptop / "evidence").rglob("*.age"))[:1]
    sealed.unlink()
    ran = run("verify", "--home", laptop)
    assert ran.status == 4
    assert ran.error[0] == "H310"
    assert "不对" in ran.out


def test_rebuilding_finds_everything_as_it_was(run: Run, laptop: Path) -> None:
    before = run("verify", "--home", laptop, "--json").json["state"]
    assert run("rebuild", "--home", laptop, "--json").json["equal"] is True
    assert "前后一致" in run("rebuild", "--home", laptop).out
    assert run("verify", "--home", laptop, "--json").json["state"] == before


def test_the_program_checks_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldsurvey.vault.derivation._FLOOR", astuple(FLOOR))
    ran = run("self-check", "--json")
    assert ran.status == 0
    assert ran.json["ok"] is True
    assert all(part["ok"] for part in ran.json["parts"])


def test_a_home_in_use_is_left_alone(run: Run, laptop: Path) -> None:
    home = app.open_home(laptop, only_staff(laptop), PASSPHRASE)
    try:
        assert run("case", "list", "--home", laptop).error[0] == "H106"
    finally:
        home.close()


def test_a_folder_without_a_home_is_named(run: Run, tmp_path: Path) -> None:
    for words in (["case", "list"], ["staff", "list"], ["verify"], ["recover"]):
        code, sentence = run(*words, "--home", tmp_path).error
        assert code == "H104"
        assert str(tmp_path) in sentence
    assert list(tmp_path.iterdir()) == []
