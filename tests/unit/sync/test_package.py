"""A package says at the other desk exactly what was put into it, and its place in the stream is kept."""

import hashlib
import io
import json
import subprocess
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.sync.errors import (
    AlreadyReadError,
    EvidenceDiffersError,
    LineTooLongError,
    PackageTooLargeError,
    StreamForkedError,
)
from fieldsurvey.sync.header import PACKAGE_NAME, package_name
from fieldsurvey.sync.incoming import look_at_package, read_package
from fieldsurvey.sync.outgoing import write_package
from fieldsurvey.sync.payload import BlobSource
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.receipts import Receipts, StreamReceipt
from fieldsurvey.sync.streams import Position
from fieldsurvey.sync.ustar import header_block
from fieldsurvey.vault.errors import DiskFullError
from tests.unit.sync.desks import (
    Desk,
    blob_source,
    change_line,
    contents_of,
    honest_container,
    members_of,
    package_of,
    pair,
    photo,
    read,
    route_of,
    sealed,
    tar_of,
    write,
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "package-format.md"
RECEIPTS = Receipts(
    Ranges({"aa" * 8: [(1, 90), (95, 99)]}),
    (StreamReceipt(sender="aa" * 8, incarnation=2, read=[[1, 3]], last=3, hash="cd" * 32),),
)


def test_everything_put_in_comes_out(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    lines = [change_line(laptop.device, n) for n in range(1, 40)]
    photos = [photo(300_000, 1), photo(1, 2), b"", photo(512, 3)]
    written = write(
        tmp_path, laptop, headquarters, contents_of(lines, [blob_source(each) for each in photos], receipts=RECEIPTS)
    )
    result = read(written.path, headquarters)
    assert result.lines == lines
    assert result.blobs == {hashlib.sha256(each).hexdigest(): each for each in photos}
    assert result.receipts == RECEIPTS
    assert result.header_hash == written.header_hash
    assert result.manifest is not None
    assert (result.manifest.count, result.manifest.edition, result.manifest.journal.n) == (39, 1, 7)
    assert result.manifest.devices[laptop.device].last == 39
    assert written.size == written.path.stat().st_size
    assert PACKAGE_NAME.fullmatch(written.name)
    assert written.name == f"FSP_L1_000001_{written.header_hash[:8]}.fsp"
    assert list(tmp_path.iterdir()) == [written.path]


def test_an_empty_package_carries_receipts_alone(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    result = read(write(tmp_path, laptop, headquarters, contents_of(receipts=RECEIPTS)).path, headquarters)
    assert (result.lines, result.receipts) == ([], RECEIPTS)


def test_many_changes_are_cut_into_files_of_four_mebibytes(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    lines = [change_line(laptop.device, n, "路" * 20_000) for n in range(1, 160)]
    written = write(tmp_path, laptop, headquarters, contents_of(lines))
    result = read(written.path, headquarters)
    assert result.lines == lines
    assert result.manifest is not None
    sizes = [size for name, size, _ in result.manifest.files if name.startswith("ops/")]
    assert len(sizes) == 3
    assert max(sizes) <= 4 * 1024 * 1024


def test_an_honest_package_that_shrinks_too_well_is_no_bomb(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    line = change_line(laptop.device, 1, "路" * 300_000)
    written = write(tmp_path, laptop, headquarters, contents_of(line for _ in range(100)))
    assert written.size > 100 * len(line) // 200
    assert len(read(written.path, headquarters, check_change=len).lines) == 100


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Z"]), max_size=50), max_size=20),
    blobs=st.lists(st.binary(max_size=3000), max_size=4),
)
def test_any_content_comes_out_as_it_went_in(tmp_path: Path, texts: list[str], blobs: list[bytes]) -> None:
    laptop, headquarters = pair()
    lines = [json.dumps({"device": laptop.device, "n": n, "t": text}).encode() for n, text in enumerate(texts, 1)]
    written = write(tmp_path, laptop, headquarters, contents_of(lines, [blob_source(each) for each in blobs]))
    result = read(written.path, headquarters, check_change=json.loads)
    written.path.unlink()
    assert result.lines == lines
    assert set(result.blobs.values()) == set(blobs)


def test_the_writer_and_the_tests_forge_make_the_same_container() -> None:
    laptop, headquarters = pair()
    payload = sealed(tar_of(members_of(laptop, headquarters)), headquarters)
    assert honest_container(laptop, headquarters, payload) == package_of(laptop, headquarters, payload)


def test_a_header_block_is_the_one_other_programs_write() -> None:
    member = tarfile.TarInfo("ops/000001.jsonl")
    member.size = 4_194_304
    assert header_block(member.name, member.size) == member.tobuf(tarfile.USTAR_FORMAT)


@pytest.mark.debian("age", "minisign", "zstd", "tar", "sha256sum", "perl")
def test_stock_tools_open_a_package(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    lines = [change_line(laptop.device, n) for n in range(1, 4)]
    picture = photo(50_000)
    written = write(tmp_path, laptop, headquarters, contents_of(lines, [blob_source(picture)]))
    (tmp_path / "hq.key").write_text(headquarters.sealing.identity + "\n", "ascii")

    blocks = DOCUMENT.read_text("utf-8").split("```sh\n")[1:]
    opening, key_file = (block.split("```")[0] for block in blocks)
    known = f"P={written.name}\nDEVICE={laptop.device}\nSIGN={laptop.signing.public.hex()}\n"
    # The recipes word for word, in the shell that their reader will use.
    done = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", known + key_file + opening],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert not done.stderr
    shown = done.stdout.decode()
    assert "Signature and comment signature verified" in shown
    header = json.loads((tmp_path / "header.json").read_text("utf-8"))
    assert header["payload_sha256"] in shown
    assert (tmp_path / "opened/ops/000001.jsonl").read_bytes() == b"".join(line + b"\n" for line in lines)
    assert (tmp_path / "opened/blobs" / hashlib.sha256(picture).hexdigest()).read_bytes() == picture
    assert json.loads((tmp_path / "opened/manifest.json").read_text("utf-8"))["count"] == 3


def test_reading_again_is_nothing_to_do_and_no_failure(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of())
    headquarters.position = Position({1: written.header_hash})
    with pytest.raises(AlreadyReadError) as refusal:
        read(written.path, headquarters)
    assert refusal.value.exit_status == 0


def test_another_package_in_the_same_place_is_an_alarm(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of())
    headquarters.position = Position({1: "00" * 32})
    with pytest.raises(StreamForkedError):
        read(written.path, headquarters)


@pytest.mark.parametrize(
    "position",
    [Position({4: "00" * 32}), Position({6: "00" * 32}, {6: "11" * 32})],
    ids=["the one before is another", "the one after names another"],
)
def test_a_package_between_other_neighbours_is_an_alarm(tmp_path: Path, position: Position) -> None:
    laptop, headquarters = pair()
    headquarters.position = position
    written = write(tmp_path, laptop, headquarters, contents_of(), seq=5, prev="22" * 32)
    with pytest.raises(StreamForkedError):
        read(written.path, headquarters)


def test_a_gap_is_told_and_no_obstacle(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    headquarters.position = Position({1: "00" * 32, 3: "33" * 32})
    written = write(tmp_path, laptop, headquarters, contents_of(), seq=6, prev="22" * 32)
    assert read(written.path, headquarters).missing == (2, 4, 5)


def test_an_older_package_never_read_is_welcome(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of(), seq=2, prev="11" * 32)
    headquarters.position = Position({1: "11" * 32, 3: "33" * 32}, {3: written.header_hash})
    assert read(written.path, headquarters).missing == ()


def test_a_gap_of_any_width_is_told_at_once(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of(), seq=2**50, prev="11" * 32)
    assert len(read(written.path, headquarters).missing) == 1000


def test_looking_proves_the_outside_only(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of())
    outside = look_at_package(
        written.path,
        me=headquarters.device,
        sender_key_of=headquarters.key_of,
        known_position=headquarters.position_of,
    )
    assert (outside.header, outside.header_hash, outside.missing) == (written.header, written.header_hash, ())


def test_a_reader_that_stops_half_way_is_a_fault_of_the_program(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of([change_line(laptop.device, 1)]))
    with (
        pytest.raises(RuntimeError),
        read_package(
            written.path,
            me=headquarters.device,
            seal_key=headquarters.sealing,
            sender_key_of=headquarters.key_of,
            known_position=headquarters.position_of,
            check_change=len,
            blob_sink=lambda _sha256, _size, _stream: None,
        ) as package,
    ):
        next(iter(package))


def test_an_attachment_the_taker_leaves_is_passed_over(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of([], [blob_source(photo(3_000_000))]))
    with read_package(
        written.path,
        me=headquarters.device,
        seal_key=headquarters.sealing,
        sender_key_of=headquarters.key_of,
        known_position=headquarters.position_of,
        check_change=len,
        blob_sink=lambda _sha256, _size, _stream: None,
    ) as package:
        assert [type(event).__name__ for event in package] == ["Certificates", "Blob", "Receipts", "Manifest"]


class _CountedProgress(Progress):
    def check(self) -> None:
        if self.done == 3:
            self.cancel()
        super().check()


def _failing_source() -> BlobSource:
    class Full(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(28, "No space left on device")

    return BlobSource("00" * 32, 5, lambda: Full(b"12345"))


@pytest.mark.parametrize(
    ("blobs", "expected"),
    [
        ([BlobSource("00" * 32, 5, lambda: io.BytesIO(b"12345"))], EvidenceDiffersError),
        ([BlobSource(hashlib.sha256(b"12345").hexdigest(), 4, lambda: io.BytesIO(b"12345"))], EvidenceDiffersError),
        ([BlobSource(hashlib.sha256(b"12345").hexdigest(), 6, lambda: io.BytesIO(b"12345"))], EvidenceDiffersError),
        ([_failing_source()], DiskFullError),
    ],
    ids=["hash", "longer", "shorter", "unreadable"],
)
def test_an_attachment_that_cannot_be_sent_leaves_nothing(
    tmp_path: Path, blobs: list[BlobSource], expected: type[Exception]
) -> None:
    laptop, headquarters = pair()
    with pytest.raises(expected):
        write(tmp_path, laptop, headquarters, contents_of([], blobs))
    assert list(tmp_path.iterdir()) == []


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    with pytest.raises(CancelledError):
        write_package(
            out_folder=tmp_path,
            staging_folder=tmp_path,
            signing_key=laptop.signing,
            sender_code="L1",
            route=route_of(laptop, headquarters),
            recipient_seal=headquarters.sealing.recipient,
            contents=contents_of([change_line(laptop.device, n) for n in range(1, 9)]),
            progress=_CountedProgress(),
        )
    assert list(tmp_path.iterdir()) == []


def test_a_line_no_reader_would_take_is_not_written(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    with pytest.raises(LineTooLongError):
        write(tmp_path, laptop, headquarters, contents_of([b" " * (1024 * 1024 + 1)]))
    assert list(tmp_path.iterdir()) == []


def test_more_than_a_stick_takes_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fieldsurvey.sync.outgoing.MAX_PACKAGE", 100_000)
    laptop, headquarters = pair()
    with pytest.raises(PackageTooLargeError):
        write(tmp_path, laptop, headquarters, contents_of([], [blob_source(photo(200_000))]))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["", "L 1", "../L1", "城东", "A" * 17])
def test_a_code_that_cannot_be_in_a_file_name_is_a_fault_of_the_program(code: str) -> None:
    with pytest.raises(ValueError, match="device code"):
        package_name(code, 1, "ab" * 32)


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    secret = "北京路 12 号"
    written = write(tmp_path, laptop, headquarters, contents_of([change_line(laptop.device, 1, secret)]))
    content = written.path.read_bytes()
    assert secret.encode() not in content
    assert Desk("L2").sealing.recipient.encode() not in content
