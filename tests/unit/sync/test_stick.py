"""Written is only said of what can be read; whatever fails leaves no half file under the package's name."""

import errno
import os
import random
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.sync.header import PACKAGE_NAME
from fieldsurvey.sync.stick import (
    StickListing,
    escaped,
    list_stick,
    put_acknowledgement,
    put_on_stick,
    take_from_stick,
)
from fieldsurvey.sync.stick_errors import (
    StickCopyDiffersError,
    StickError,
    StickFileTooLargeError,
    StickFullError,
    StickLinkError,
    StickMissingError,
    StickReadError,
    StickReadOnlyError,
    StickWriteError,
)
from fieldsurvey.sync.stick_io import Io
from tests.unit.sync.faulty_io import FaultyIo, ForgettingIo, LyingIo, RoomyIo, ShortIo

NAME = "FSP_L1_000001_0a1b2c3d.fsp"
PULLED = -errno.ENODEV
CONTENT = random.Random(3).randbytes(10_000)


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several blocks for a small file, so that a fault can come between them."""
    monkeypatch.setattr("fieldsurvey.sync.stick.BLOCK", 4096)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package on the local disk; its content does not matter to the stick."""
    path = tmp_path / "local" / NAME
    path.parent.mkdir()
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A folder that stands for the stick."""
    path = tmp_path / "stick"
    path.mkdir()
    return path


def on_stick(stick: Path) -> list[str]:
    folder = stick / "FIELDSURVEY"
    return sorted(each.name for each in folder.iterdir()) if folder.exists() else []


def test_a_package_is_put_on_the_stick(package: Path, stick: Path) -> None:
    progress = Progress()
    copy = put_on_stick(package, stick, progress=progress)
    assert (copy.path, copy.already, copy.size) == (stick / "FIELDSURVEY" / NAME, False, len(CONTENT))
    assert copy.path.read_bytes() == CONTENT
    assert on_stick(stick) == [NAME]
    assert progress.done == len(CONTENT)


def test_pulled_after_it_was_said_the_package_is_there(package: Path, stick: Path) -> None:
    io = FaultyIo()
    copy = put_on_stick(package, stick, io=io)
    io.settle_pulled(undo_rename=True)
    assert copy.path.read_bytes() == CONTENT


def test_again_changes_nothing(package: Path, stick: Path) -> None:
    put_on_stick(package, stick)
    assert put_on_stick(package, stick).already
    assert on_stick(stick) == [NAME]


def test_another_file_of_the_name_stays(package: Path, stick: Path) -> None:
    (stick / "FIELDSURVEY").mkdir()
    (stick / "FIELDSURVEY" / NAME).write_bytes(b"another")
    copy = put_on_stick(package, stick)
    assert copy.name == NAME.replace(".fsp", "-2.fsp")
    assert PACKAGE_NAME.fullmatch(copy.name)
    assert (stick / "FIELDSURVEY" / NAME).read_bytes() == b"another"
    assert put_on_stick(package, stick).already


def test_an_old_unfinished_copy_is_replaced(package: Path, stick: Path) -> None:
    (stick / "FIELDSURVEY").mkdir()
    (stick / "FIELDSURVEY" / f"{NAME}.part").write_bytes(b"half")
    put_on_stick(package, stick)
    assert on_stick(stick) == [NAME]


def test_nine_other_files_of_the_name_are_enough(package: Path, stick: Path) -> None:
    (stick / "FIELDSURVEY").mkdir()
    for name in (NAME, *(NAME.replace(".fsp", f"-{number}.fsp") for number in range(2, 10))):
        (stick / "FIELDSURVEY" / name).write_bytes(b"another")
    with pytest.raises(StickWriteError):
        put_on_stick(package, stick)


@pytest.mark.parametrize("io", [ShortIo(), Io()], ids=["a little at a time", "as usual"])
def test_blocks_are_written_whole(package: Path, stick: Path, io: Io) -> None:
    assert put_on_stick(package, stick, io=io).path.read_bytes() == CONTENT


@pytest.mark.parametrize("io", [LyingIo(), ForgettingIo()], ids=["while writing", "after renaming"])
def test_a_stick_that_lies_is_found_out(package: Path, stick: Path, io: Io) -> None:
    with pytest.raises(StickCopyDiffersError):
        put_on_stick(package, stick, io=io)
    assert on_stick(stick) == []


@pytest.mark.parametrize("after", [False, True], ids=["instead", "afterwards"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.ENODEV, PULLED])
def test_no_fault_at_any_step_makes_a_half_file(package: Path, tmp_path: Path, error: int, after: bool) -> None:
    pulled = error == PULLED
    healthy = FaultyIo()
    put_on_stick(package, _new_stick(tmp_path, "healthy"), io=healthy)
    said_done = 0
    assert healthy.steps > 25
    for step in range(1, healthy.steps + 1):
        stick = _new_stick(tmp_path, f"stick{step}")
        io = FaultyIo(step, abs(error), pulled=pulled, after=after)
        final = stick / "FIELDSURVEY" / NAME
        try:
            put_on_stick(package, stick, io=io)
        except StickError:
            if pulled:
                io.settle_pulled(undo_rename=bool(step % 2))
        else:
            said_done += 1
            assert final.read_bytes() == CONTENT
        assert not final.exists() or final.read_bytes() == CONTENT
        if not pulled:
            # Whatever happened, putting it there again works.
            assert put_on_stick(package, stick).path.read_bytes() == CONTENT
    # Only steps whose failure does not matter (closing after reading, say) may still end well.
    assert said_done < healthy.steps / 2


def _new_stick(tmp_path: Path, name: str) -> Path:
    stick = tmp_path / name
    stick.mkdir()
    return stick


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errno.ENOSPC, StickFullError),
        (errno.EFBIG, StickFullError),
        (errno.EROFS, StickReadOnlyError),
        (errno.EACCES, StickReadOnlyError),
        (errno.ENODEV, StickMissingError),
        (errno.EIO, StickWriteError),
    ],
)
def test_the_sentence_says_what_to_do(package: Path, stick: Path, error: int, expected: type[StickError]) -> None:
    class NoFile(Io):
        def create(self, path: Path) -> int:
            raise OSError(error, "no")

    with pytest.raises(expected):
        put_on_stick(package, stick, io=NoFile())


def test_a_stick_without_room_is_not_begun(package: Path, stick: Path) -> None:
    class Small(Io):
        def room(self, folder: Path) -> int:
            return len(CONTENT) + 16 * 1024 * 1024 - 1

    with pytest.raises(StickFullError, match="17 MiB"):
        put_on_stick(package, stick, io=Small())
    assert on_stick(stick) == []


def test_no_stick_is_no_place(package: Path, tmp_path: Path) -> None:
    for call in (lambda: put_on_stick(package, tmp_path / "none"), lambda: list_stick(tmp_path / "none")):
        with pytest.raises(StickMissingError):
            call()


def test_stopping_leaves_nothing_on_the_stick(package: Path, stick: Path) -> None:
    class Impatient(Progress):
        def check(self) -> None:
            if self.done > 5000:
                self.cancel()
            super().check()

    with pytest.raises(CancelledError):
        put_on_stick(package, stick, progress=Impatient())
    assert on_stick(stick) == []


def test_links_on_the_stick_are_not_followed(package: Path, stick: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (stick / "FIELDSURVEY").symlink_to(elsewhere, target_is_directory=True)
    for call in (lambda: put_on_stick(package, stick), lambda: list_stick(stick)):
        with pytest.raises(StickLinkError):
            call()
    assert list(elsewhere.iterdir()) == []
    (stick / "FIELDSURVEY").unlink()
    (stick / "FIELDSURVEY").mkdir()
    (stick / "FIELDSURVEY" / f"{NAME}.part").symlink_to(package)
    with pytest.raises(StickLinkError):
        put_on_stick(package, stick)
    assert package.read_bytes() == CONTENT


def listing_of(stick: Path, *names: str) -> StickListing:
    (stick / "FIELDSURVEY").mkdir(exist_ok=True)
    for name in names:
        (stick / name).write_bytes(b"x")
    return list_stick(stick)


def test_only_packages_are_listed_and_the_suspicious_is_named(stick: Path) -> None:
    assert list_stick(stick) == StickListing((), ())
    (stick / "FIELDSURVEY").mkdir()
    (stick / "FIELDSURVEY" / "link.fsp").symlink_to("/etc/passwd")
    (stick / "FIELDSURVEY" / "folder.fsp").mkdir()
    listing = listing_of(
        stick,
        f"FIELDSURVEY/{NAME}",
        f"FIELDSURVEY/{NAME}.part",
        f"FIELDSURVEY/{NAME}.ack",
        "FIELDSURVEY/notes.txt",
        "FIELDSURVEY/重要\u202egpj.fsp",
        "AUTORUN.INF",
        "照片.lnk",
        "setup.EXE",
        "report.docx",
        "outside.fsp",
    )
    assert [each.shown for each in listing.files] == [NAME, "重要\\u202egpj.fsp"]
    told = "\n".join(listing.warnings)
    assert len(listing.warnings) == 5
    for suspicious in ("AUTORUN.INF", "照片.lnk", "setup.EXE", "link.fsp", "folder.fsp"):
        assert suspicious in told


def test_names_are_shown_without_tricks() -> None:
    assert escaped("好.fsp") == "好.fsp"
    assert escaped("a\nb\x1b[31m\udcff\u202e") == "a\\u000ab\\u001b[31m\\udcff\\u202e"
    assert len(escaped("长" * 500)) == 80
    assert not any(unicodedata.category(each).startswith("C") for each in escaped("".join(map(chr, range(0x2100)))))


def test_a_package_is_taken_into_quarantine(stick: Path, package: Path, tmp_path: Path) -> None:
    quarantine = tmp_path / "quarantine"
    quarantine.mkdir()
    copy = put_on_stick(package, stick)
    taken = take_from_stick(copy.path, quarantine)
    assert taken.read_bytes() == CONTENT
    assert taken.name == f"{copy.sha256[:16]}_{NAME}"
    assert take_from_stick(copy.path, quarantine) == taken
    odd = copy.path.rename(copy.path.with_name("x y\n.fsp"))
    assert take_from_stick(odd, quarantine).name == f"{copy.sha256[:16]}_unnamed.fsp"
    assert len(list(quarantine.iterdir())) == 2


def test_no_fault_while_taking_leaves_a_half(stick: Path, package: Path, tmp_path: Path) -> None:
    quarantine = tmp_path / "quarantine"
    quarantine.mkdir()
    copy = put_on_stick(package, stick)
    healthy = FaultyIo()
    take_from_stick(copy.path, quarantine, io=healthy).unlink()
    for pulled in (False, True):
        for step in range(1, healthy.steps):
            with pytest.raises(StickReadError):
                take_from_stick(copy.path, quarantine, io=FaultyIo(step, pulled=pulled))
            assert list(quarantine.iterdir()) == []


def test_what_is_no_plain_file_is_not_taken(stick: Path, tmp_path: Path, package: Path) -> None:
    link, pipe = stick / "link.fsp", stick / "pipe.fsp"
    link.symlink_to(package)
    os.mkfifo(pipe)
    for path in (link, pipe, stick):
        with pytest.raises(StickLinkError):
            take_from_stick(path, tmp_path)


def test_a_file_larger_than_any_package_is_not_taken(stick: Path, tmp_path: Path) -> None:
    huge = stick / "huge.fsp"
    with huge.open("wb") as file:
        file.truncate(4 * 1024**3)
    with pytest.raises(StickFileTooLargeError):
        take_from_stick(huge, tmp_path)


def test_an_acknowledgement_is_laid_beside_when_the_stick_lets_us(stick: Path, package: Path) -> None:
    copy = put_on_stick(package, stick)
    assert put_acknowledgement(copy.path, b"{}")
    assert on_stick(stick) == [NAME, f"{NAME}.ack"]
    assert not put_acknowledgement(stick / "none" / NAME, b"{}")


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 64 KiB; skipped where mounting is not ours to do."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_stick_really_full_is_told_and_left_clean(package: Path, tiny: Path) -> None:
    complete = 0
    for ballast in range(0, 65_536, 4096):
        (tiny / "ballast").write_bytes(bytes(ballast))
        try:
            put_on_stick(package, tiny, io=RoomyIo())
        except StickFullError:
            assert on_stick(tiny) == []
        else:
            complete += 1
            assert (tiny / "FIELDSURVEY" / NAME).read_bytes() == CONTENT
            (tiny / "FIELDSURVEY" / NAME).unlink()
    assert 0 < complete < 16


def test_a_stick_really_read_only_is_told(package: Path, tiny: Path) -> None:
    copy = put_on_stick(package, tiny, io=RoomyIo())
    subprocess.run(["mount", "-o", "remount,ro", str(tiny)], check=True)
    package.write_bytes(CONTENT + b"more")
    with pytest.raises(StickReadOnlyError):
        put_on_stick(package, tiny, io=RoomyIo())
    assert not put_acknowledgement(copy.path, b"{}")
    assert take_from_stick(copy.path, package.parent).read_bytes() == CONTENT


def test_a_package_that_is_gone_is_told(stick: Path, tmp_path: Path) -> None:
    with pytest.raises(FieldSurveyError):
        put_on_stick(tmp_path / "none.fsp", stick)
