"""Sealing: opened by stock age, whole or not at all, in bounded memory, and nobody is left running."""

import io
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.vault.errors import KeyMalformedError, SealBrokenError, SealedForOthersError
from fieldsurvey.vault.sealing import (
    SealKey,
    open_bytes,
    open_reader,
    open_stream,
    open_text,
    seal_bytes,
    seal_stream,
    seal_text,
)

KEY = SealKey.generate()
OTHER = SealKey.generate()
SEALED = seal_bytes(b"a household", [KEY.recipient])
CHUNK = 65536
LONG = seal_bytes(bytes(3 * CHUNK), [KEY.recipient])
# A whole file sealed to a passphrase, as far as a reader without one can tell.
BY_PASSPHRASE = b"age-encryption.org/v1\n-> scrypt %b 22\n%b\n--- %b\n%b" % (b"A" * 22, b"A" * 43, b"A" * 43, bytes(32))

MEASURE = """
import io, resource, sys
from fieldsurvey.vault.sealing import SealKey, open_stream, seal_stream

class Endless(io.RawIOBase):
    def __init__(self, size):
        self.left = size
    def read(self, size=-1):
        count = min(size, self.left)
        self.left -= count
        return bytes(count)

class Counting(io.RawIOBase):
    size = 0
    def write(self, content):
        self.size += len(content)
        return len(content)

def peak():
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit

key, size, counting = SealKey.generate(), int(sys.argv[2]), Counting()
with open(sys.argv[1], "w+b") as sealed:
    before = peak()
    seal_stream(Endless(size), sealed, [key.recipient])
    sealed.seek(0)
    open_stream(sealed, counting, key)
print(peak() - before, counting.size)
"""


class BrokenStream(io.BytesIO):
    """A stick that is pulled after so many bytes."""

    def __init__(self, content: bytes = b"", *, whole: int) -> None:
        super().__init__(content)
        self._whole = whole

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() >= self._whole:
            raise OSError(5, "Input/output error")
        return super().read(size)

    def write(self, content: object, /) -> int:
        if self.tell() >= self._whole:
            raise OSError(28, "No space left on device")
        return super().write(content)  # type: ignore[arg-type]  # bytes-like, as BytesIO asks


@settings(deadline=None)
@given(st.binary(max_size=3 * CHUNK), st.booleans())
def test_sealing_then_opening_is_identity(plain: bytes, pulled: bool) -> None:
    sealed = seal_bytes(plain, [OTHER.recipient, KEY.recipient])
    if pulled:
        with open_reader(io.BytesIO(sealed), KEY) as reader:
            assert reader.read() == plain
    else:
        assert open_bytes(sealed, KEY) == plain


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5_000_000])
def test_sizes_around_the_chunk_come_back(size: int) -> None:
    plain = bytes(range(256)) * (size // 256 + 1)
    sealed = io.BytesIO()
    seal_stream(io.BytesIO(plain[:size]), sealed, [KEY.recipient])
    opened = io.BytesIO()
    open_stream(io.BytesIO(sealed.getvalue()), opened, KEY)
    assert opened.getvalue() == plain[:size]
    with open_reader(io.BytesIO(sealed.getvalue()), KEY) as reader:
        assert reader.read() == plain[:size]
        assert reader.read() == b""


def test_every_flipped_bit_is_refused() -> None:
    for place in range(len(SEALED) * 8):
        flipped = bytearray(SEALED)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises((SealBrokenError, SealedForOthersError)):
            open_bytes(bytes(flipped), KEY)


def test_every_cut_and_every_addition_is_refused() -> None:
    for length in range(len(SEALED)):
        with pytest.raises(SealBrokenError):
            open_bytes(SEALED[:length], KEY)
    with pytest.raises(SealBrokenError):
        open_bytes(SEALED + b"\0", KEY)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_flipped_byte_anywhere_in_a_long_stream_is_refused_by_both_doors(data: st.DataObject) -> None:
    sealed = bytearray(LONG)
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBrokenError, SealedForOthersError)):
        open_bytes(bytes(sealed), KEY)
    with pytest.raises((SealBrokenError, SealedForOthersError)), open_reader(io.BytesIO(sealed), KEY) as reader:
        reader.read()


def test_what_is_sealed_to_others_says_so() -> None:
    with pytest.raises(SealedForOthersError):
        open_bytes(SEALED, OTHER)
    with pytest.raises(SealedForOthersError), open_reader(io.BytesIO(SEALED), OTHER) as reader:
        reader.read(1)
    with pytest.raises(SealedForOthersError):
        open_text(seal_text(b"x", [KEY.recipient]), OTHER)


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"not age at all",
        seal_text(b"x", [KEY.recipient]).encode(),
        BY_PASSPHRASE,
        b"age-encryption.org/v1\n" + b"-> grease\n\n" * 100_000,
    ],
    ids=["empty", "foreign", "armored", "passphrase", "endless header"],
)
def test_what_is_no_binary_age_file_of_keys_is_refused(untrusted: bytes) -> None:
    with pytest.raises(SealBrokenError):
        open_bytes(untrusted, KEY)
    with pytest.raises(SealBrokenError):
        open_reader(io.BytesIO(untrusted), KEY)


def test_an_endless_header_is_given_up_early() -> None:
    endless = io.BytesIO(b"age-encryption.org/v1\n" + b"-> grease\n\n" * 100_000)
    with pytest.raises(SealBrokenError):
        open_reader(endless, KEY)
    assert endless.tell() < 100_000


@pytest.mark.parametrize(
    "untrusted",
    ["", "age1", KEY.recipient.upper(), KEY.recipient[:-1], f" {KEY.recipient}", "é"],
    ids=["empty", "start", "upper case", "cut", "blank before", "accent"],
)
def test_sealing_to_what_is_no_recipient_is_refused(untrusted: str) -> None:
    with pytest.raises(KeyMalformedError):
        seal_bytes(b"x", [KEY.recipient, untrusted])


def test_sealing_to_nobody_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="at least one recipient"):
        seal_bytes(b"x", [])


@pytest.mark.parametrize(
    "untrusted",
    ["", "AGE-SECRET-KEY-1", KEY.identity[:-1], KEY.recipient],
    ids=["empty", "start", "cut", "recipient"],
)
def test_a_text_that_is_no_identity_is_refused_and_not_repeated(untrusted: str) -> None:
    with pytest.raises(KeyMalformedError) as refused:
        SealKey.from_identity(untrusted)
    assert not untrusted or untrusted not in str(refused.value)


def test_the_secret_shows_nowhere() -> None:
    assert repr(KEY) == "SealKey()"
    assert SealKey.from_identity(f"{KEY.identity}\n") == KEY
    assert KEY != OTHER


def test_what_the_streams_say_comes_out_unchanged() -> None:
    sealed = seal_bytes(bytes(4 * CHUNK), [KEY.recipient])
    for whole in (0, 100, CHUNK, 3 * CHUNK):
        with pytest.raises(OSError, match="Input/output"):
            seal_stream(BrokenStream(bytes(4 * CHUNK), whole=whole), io.BytesIO(), [KEY.recipient])
        with pytest.raises(OSError, match="Input/output"):
            open_stream(BrokenStream(sealed, whole=whole), io.BytesIO(), KEY)
        with (
            pytest.raises(OSError, match="Input/output"),
            open_reader(BrokenStream(sealed, whole=whole), KEY) as reader,
        ):
            reader.read()
        with pytest.raises(OSError, match="No space"):
            open_stream(io.BytesIO(sealed), BrokenStream(whole=whole), KEY)
        with pytest.raises(OSError, match="No space"):
            seal_stream(io.BytesIO(bytes(4 * CHUNK)), BrokenStream(whole=whole), [KEY.recipient])


def opening_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "open-sealed"]


@pytest.mark.parametrize("taken", [0, 1, 300_000, 3_000_000])
def test_a_consumer_that_stops_early_leaves_no_thread(taken: int) -> None:
    sealed = seal_bytes(bytes(5_000_000), [KEY.recipient])
    with open_reader(io.BytesIO(sealed), KEY) as reader:
        assert reader.read(taken) == bytes(taken)
    assert opening_threads() == []


def test_a_forgotten_reader_leaves_no_thread() -> None:
    reader = open_reader(io.BytesIO(seal_bytes(bytes(5_000_000), [KEY.recipient])), KEY)
    assert len(opening_threads()) == 1
    del reader
    assert opening_threads() == []


def test_a_broken_end_is_told_again_to_whoever_reads_on() -> None:
    sealed = seal_bytes(bytes(4 * CHUNK), [KEY.recipient])
    with open_reader(io.BytesIO(sealed[:-1]), KEY) as reader:
        for _ in range(2):
            with pytest.raises(FieldSurveyError):
                reader.read()


@pytest.mark.skipif(sys.platform == "win32", reason="measured with getrusage")
def test_two_hundred_megabytes_pass_in_bounded_memory(tmp_path: Path) -> None:
    size = 200 * 1024 * 1024
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "sealed"), str(size)]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    growth, opened = int(answer[0]), int(answer[1])
    assert opened == size
    assert growth < 60 * 1024 * 1024


@pytest.mark.debian("age")
def test_stock_age_opens_what_we_seal_and_we_open_what_it_seals(tmp_path: Path) -> None:
    identity, sealed = tmp_path / "key.txt", tmp_path / "sealed.age"
    identity.write_text(f"{KEY.identity}\n")
    with sealed.open("wb") as stream:
        seal_stream(io.BytesIO(b"a household" * 20_000), stream, [OTHER.recipient, KEY.recipient])
    opened = subprocess.run(["age", "-d", "-i", str(identity), str(sealed)], capture_output=True, check=True)
    assert opened.stdout == b"a household" * 20_000

    command = ["age", "-e", "-r", KEY.recipient]
    foreign = subprocess.run(command, input=b"from elsewhere", capture_output=True, check=True)
    assert open_bytes(foreign.stdout, KEY) == b"from elsewhere"
