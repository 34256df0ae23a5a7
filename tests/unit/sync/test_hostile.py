"""Every hostile kind of package is refused with its own class, code and sentence, and nothing of it is taken."""

import os
import time
from pathlib import Path

import msgspec
import pytest

from fieldsurvey.sync.errors import (
    ChangeRefusedError,
    NotAFileError,
    PackageRefusedError,
    SenderRevokedError,
    UnknownSenderError,
)
from fieldsurvey.sync.ustar import END
from fieldsurvey.vault.errors import PathMissingError
from fieldsurvey.vault.signing import VerifyKey
from tests.unit.sync.desks import (
    Desk,
    blob_source,
    change_line,
    contents_of,
    pair,
    read,
    tar_of,
    write,
)
from tests.unit.sync.forges import KINDS, PHOTO, Forge, inside


@pytest.mark.parametrize(("expected", "forge"), [kind[1:] for kind in KINDS], ids=[kind[0] for kind in KINDS])
def test_a_hostile_package_is_refused_by_name_and_at_once(
    tmp_path: Path, expected: type[PackageRefusedError], forge: Forge
) -> None:
    sender, recipient = pair()
    path = tmp_path / "P.fsp"
    path.write_bytes(forge(sender, recipient))
    begun = time.process_time()
    with pytest.raises(PackageRefusedError) as refusal:
        read(path, recipient)
    assert time.process_time() - begun < 1.0
    assert type(refusal.value) is expected
    assert list(tmp_path.iterdir()) == [path]


def test_the_honest_control_is_taken(tmp_path: Path) -> None:
    sender, recipient = pair()
    path = tmp_path / "P.fsp"
    path.write_bytes(inside(tar_of)(sender, recipient))
    result = read(path, recipient)
    assert len(result.lines) == 2
    assert list(result.blobs.values()) == [PHOTO]


def test_at_least_twenty_five_kinds_have_a_name_of_their_own() -> None:
    assert len({expected.code for _, expected, _ in KINDS}) >= 25


def test_a_folder_a_link_and_a_pipe_are_no_package(tmp_path: Path) -> None:
    sender, recipient = pair()
    written = write(tmp_path, sender, recipient, contents_of([], [blob_source(PHOTO)]))
    folder, link, pipe = tmp_path / "folder.fsp", tmp_path / "link.fsp", tmp_path / "pipe.fsp"
    folder.mkdir()
    link.symlink_to(written.path)
    os.mkfifo(pipe)
    for path in (folder, link, pipe):
        with pytest.raises(NotAFileError):
            read(path, recipient)
    with pytest.raises(PathMissingError):
        read(tmp_path / "none.fsp", recipient)


def test_a_key_that_is_not_the_senders_counts_as_unknown(tmp_path: Path) -> None:
    sender, recipient = pair()
    written = write(tmp_path, sender, recipient, contents_of())
    recipient.known[sender.device] = Desk("L9").signing.public
    with pytest.raises(UnknownSenderError):
        read(written.path, recipient)


def test_a_revoked_sender_is_refused_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sender, recipient = pair()
    written = write(tmp_path, sender, recipient, contents_of())

    def revoked(_desk: Desk, _device: str) -> VerifyKey:
        raise SenderRevokedError

    monkeypatch.setattr(Desk, "key_of", revoked)
    with pytest.raises(SenderRevokedError):
        read(written.path, recipient)


def test_a_taker_that_fails_is_heard(tmp_path: Path) -> None:
    sender, recipient = pair()
    written = write(tmp_path, sender, recipient, contents_of([change_line(sender.device, 1)]))

    def out_of_order(_line: bytes) -> object:
        raise msgspec.DecodeError

    with pytest.raises(ChangeRefusedError):
        read(written.path, recipient, check_change=out_of_order)


def test_no_byte_is_hidden_behind_the_end() -> None:
    assert bytes(1024) == END
