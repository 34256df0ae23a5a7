"""Durable writing keeps the old content or the new, leaves no debris, and says in a sentence why it could not."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.vault.errors import (
    AccessDeniedError,
    DiskFullError,
    FileTooLargeError,
    FileTroubleError,
    MediumGoneError,
    PathMissingError,
    ReadOnlyError,
)
from fieldsurvey.vault.files import create_exclusively, told_os_error, write_durably, writing_durably

ON_POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes, no /dev/full, no links for all")


def refusing(number: int) -> Callable[..., None]:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


def test_content_replaces_what_was_there_and_leaves_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "slots"
    write_durably(path, b"old")
    write_durably(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@ON_POSIX
def test_what_is_written_is_for_this_user_only(tmp_path: Path) -> None:
    write_durably(tmp_path / "slots", b"new")
    assert (tmp_path / "slots").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("step", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "told"), [(errno.ENOSPC, DiskFullError), (errno.EROFS, ReadOnlyError), (errno.EIO, MediumGoneError)]
)
def test_refusal_at_any_step_keeps_the_old_content_and_leaves_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, step: str, number: int, told: type[FieldSurveyError]
) -> None:
    path = tmp_path / "slots"
    path.write_bytes(b"old")
    with monkeypatch.context() as broken:
        broken.setattr(os, step, refusing(number))
        with pytest.raises(told):
            write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@ON_POSIX
def test_a_file_the_disk_cannot_hold_leaves_no_part(tmp_path: Path) -> None:
    # In a process of its own: the limit holds for all that a process writes, its own output in a file included.
    program = (
        "import pathlib, resource, sys\n"
        "from fieldsurvey.errors import FieldSurveyError\n"
        "from fieldsurvey.vault.files import write_durably\n"
        "hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, hard))\n"
        "try:\n"
        "    write_durably(pathlib.Path(sys.argv[1]), b'x' * 9000)\n"
        "except FieldSurveyError as problem:\n"
        "    print(problem.code)\n"
    )
    path = tmp_path / "photo"
    ran = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == FileTooLargeError.code
    assert list(tmp_path.iterdir()) == []


@ON_POSIX
def test_a_full_device_is_told_as_such() -> None:
    with pytest.raises(OSError, match="No space") as refused, Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert isinstance(told_os_error(refused.value), DiskFullError)


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(PathMissingError):
        write_durably(tmp_path / "gone" / "file", b"")


def test_an_error_of_the_writer_passes_through_and_leaves_no_part(tmp_path: Path) -> None:
    path = tmp_path / "slots"
    path.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError), writing_durably(path) as stream:
        stream.write(b"half" * (1 // len(b"")))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@ON_POSIX
def test_a_new_file_is_never_an_existing_one_nor_a_link(tmp_path: Path) -> None:
    (tmp_path / "there").write_bytes(b"kept")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("there", "link"):
        with pytest.raises(FileExistsError):
            create_exclusively(tmp_path / name)
    assert (tmp_path / "there").read_bytes() == b"kept"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.EDQUOT, DiskFullError),
        (errno.EACCES, AccessDeniedError),
        (errno.ENODEV, MediumGoneError),
        (errno.EINVAL, FileTroubleError),
    ],
)
def test_the_sentence_holds_no_path(number: int, told: type[FieldSurveyError]) -> None:
    error = told_os_error(OSError(number, os.strerror(number), "/media/张三/case.fsp"))
    assert isinstance(error, told)
    assert "张三" not in error.told
    assert error.code in error.told


def test_what_windows_says_of_a_write_protected_stick_is_understood() -> None:
    error = OSError(errno.EACCES, "Permission denied")
    error.winerror = 19  # type: ignore[attr-defined]  # an attribute of Windows alone
    assert isinstance(told_os_error(error), ReadOnlyError)
