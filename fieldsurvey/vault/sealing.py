"""Sealing to one or more age X25519 recipients and opening again, streaming; stock `age -d` opens what we seal.

Binary age files only: armor and passphrase recipients are refused before anything is opened. Bytes given out before
the end are authentic, but only a stream read to its end is known to be whole: apply nothing earlier.
"""

import hmac
import io
import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, Protocol, Self

import pyrage

from fieldsurvey.vault.errors import KeyMalformedError, SealBrokenError, SealedForOthersError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SEALED_MAGIC = b"age-encryption.org/v1\n"

_HEADER_LIMIT = 65536  # Hundreds of recipients; without a limit a header could fill the memory.
_BLOCK = 262144
_BLOCKS_AHEAD = 4
_NO_MATCH = "No matching keys found"


class Readable(Protocol):
    """What is asked of a source: `read`, nothing else."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    """What is asked of a target."""

    def write(self, content: bytes, /) -> int: ...

    def flush(self) -> None: ...


@dataclass(frozen=True, eq=False)
class SealKey:
    """An age X25519 identity; its secret text never appears in a repr, a message or a log."""

    identity: str = field(repr=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SealKey) and hmac.compare_digest(self.identity, other.identity)

    def __hash__(self) -> int:
        return hash(self.recipient)

    @classmethod
    def generate(cls) -> Self:
        """A new identity from the system's randomness."""
        return cls(str(pyrage.x25519.Identity.generate()))

    @classmethod
    def from_identity(cls, untrusted: str) -> Self:
        """The key written as `AGE-SECRET-KEY-1…`.

        Raises:
            KeyMalformedError: any other text; the text is not repeated.
        """
        try:
            return cls(str(pyrage.x25519.Identity.from_str(untrusted.strip())))
        except (pyrage.IdentityError, UnicodeError):
            raise KeyMalformedError from None

    @cached_property
    def recipient(self) -> str:
        """The public half, `age1…`."""
        return str(pyrage.x25519.Identity.from_str(self.identity).to_public())


def check_recipient(untrusted: str) -> str:
    """The recipient as it is, when it is an X25519 one.

    Raises:
        KeyMalformedError: anything else.
    """
    try:
        same = str(pyrage.x25519.Recipient.from_str(untrusted))
    except (pyrage.RecipientError, UnicodeError):
        raise KeyMalformedError from None
    if same != untrusted:
        raise KeyMalformedError
    return untrusted


def seal_stream(source: Readable, target: Writable, recipients: Sequence[str]) -> None:
    """Seals all of `source` into `target` for every recipient, in bounded memory.

    Errors raised by either stream come out unchanged. Syncing and renaming are the caller's.
    """
    to = _recipients(recipients)
    watched_source, watched_target = _WatchedSource(source), _WatchedTarget(target)
    try:
        pyrage.encrypt_io(watched_source, watched_target, to)
    except (pyrage.EncryptError, OSError):
        _raise_own(watched_source, watched_target)
        raise


def open_stream(untrusted_source: Readable, target: Writable, key: SealKey) -> None:
    """Opens a sealed stream into `target`, in bounded memory.

    Errors raised by either stream come out unchanged.

    Raises:
        SealedForOthersError: sealed to other keys.
        SealBrokenError: cut short, altered, or no binary age file. `target` may then hold a beginning: discard it.
    """
    _open(_Resumed(_header(untrusted_source), untrusted_source), target, key)


def seal_bytes(plain: bytes, recipients: Sequence[str]) -> bytes:
    """Seals something small."""
    return bytes(pyrage.encrypt(plain, _recipients(recipients)))


def seal_text(plain: bytes, recipients: Sequence[str]) -> str:
    """Seals something small into age's armor, for texts that people may have to copy; never for packages."""
    return bytes(pyrage.encrypt(plain, _recipients(recipients), armored=True)).decode("ascii")


def open_bytes(untrusted: bytes, key: SealKey) -> bytes:
    """Opens something small.

    Raises:
        SealedForOthersError, SealBrokenError: as `open_stream`.
    """
    target = io.BytesIO()
    open_stream(io.BytesIO(untrusted), target, key)
    return target.getvalue()


def open_text(untrusted: str, key: SealKey) -> bytes:
    """Opens what `seal_text` sealed.

    Raises:
        SealedForOthersError, SealBrokenError: as `open_stream`.
    """
    try:
        return bytes(pyrage.decrypt(untrusted.encode("utf-8"), [pyrage.x25519.Identity.from_str(key.identity)]))
    except (pyrage.DecryptError, OSError, UnicodeError) as error:
        raise _told(error) from None


def open_reader(untrusted_source: Readable, key: SealKey) -> BinaryIO:
    """A reader over the opened content, for consumers that pull; close it, best by `with`, even when stopping early.

    A thread works ahead by at most about a megabyte; it reads `untrusted_source`, which nobody else may touch until
    the reader is closed. `SealedForOthersError`, `SealBrokenError` and the source's own errors are raised here or by
    the read that comes to the place.
    """
    source = _Resumed(_header(untrusted_source), untrusted_source)
    return io.BufferedReader(_OpenedReader(source, key), _BLOCK)


def _recipients(recipients: Sequence[str]) -> list[object]:
    if not recipients:
        message = "sealing needs at least one recipient"
        raise ValueError(message)
    return [pyrage.x25519.Recipient.from_str(check_recipient(text)) for text in dict.fromkeys(recipients)]


def _header(untrusted_source: Readable) -> bytes:
    """The beginning of a sealed stream with its whole header, read ahead and checked for what we never accept."""
    start = b""
    while b"\n--- " not in start and len(start) < _HEADER_LIMIT:
        more = untrusted_source.read(4096)
        if not more:
            break
        start += more
    header, found, _ = start.partition(b"\n--- ")
    if not header.startswith(SEALED_MAGIC) or not found or b"\n-> scrypt" in header:
        raise SealBrokenError
    return start


def _open(source: Readable, target: Writable, key: SealKey) -> None:
    watched_source, watched_target = _WatchedSource(source), _WatchedTarget(target)
    try:
        pyrage.decrypt_io(watched_source, watched_target, [pyrage.x25519.Identity.from_str(key.identity)])
    except (pyrage.DecryptError, OSError) as error:
        _raise_own(watched_source, watched_target)
        raise _told(error) from None


def _told(error: Exception) -> SealedForOthersError | SealBrokenError:
    return SealedForOthersError() if str(error) == _NO_MATCH else SealBrokenError()


def _raise_own(*streams: "_WatchedSource | _WatchedTarget") -> None:
    """Raises what a stream of the caller raised: the library only keeps its text."""
    for stream in streams:
        if stream.failure is not None:
            raise stream.failure


class _WatchedSource:
    """A source that remembers what went wrong inside it."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._source.read(size)
        except BaseException as error:
            self.failure = error
            raise


class _WatchedTarget:
    """A target that remembers what went wrong inside it."""

    def __init__(self, target: Writable) -> None:
        self._target = target
        self.failure: BaseException | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._target.write(content)
        except BaseException as error:
            self.failure = error
            raise

    def flush(self) -> None:
        try:
            self._target.flush()
        except BaseException as error:
            self.failure = error
            raise


class _Resumed:
    """A source whose beginning was already read."""

    def __init__(self, start: bytes, source: Readable) -> None:
        self._start = io.BytesIO(start)
        self._source = source

    def read(self, size: int = -1) -> bytes:
        return self._start.read(size) or self._source.read(size)


class _Ahead:
    """The few blocks between the opening thread and the consumer, and how either tells the other that it is over."""

    def __init__(self) -> None:
        self._blocks: queue.Queue[bytes | None] = queue.Queue(_BLOCKS_AHEAD)
        self._block = bytearray()
        self._over = False
        self.stopped = False
        self.failure: BaseException | None = None

    def write(self, content: bytes) -> int:
        if self.stopped:
            raise _StoppedEarlyError
        self._block += content
        if len(self._block) >= _BLOCK:
            self.flush()
        return len(content)

    def flush(self) -> None:
        if self._block:
            self._blocks.put(bytes(self._block))
            self._block.clear()

    def finish(self, failure: BaseException | None) -> None:
        self.failure = failure
        if not self.stopped:
            self.flush()
        self._blocks.put(None)

    def take(self) -> bytes:
        """The next block, empty at the end."""
        block = None if self._over else self._blocks.get()
        if block is None:
            self._over = True
            if self.failure is not None:
                raise self.failure
            return b""
        return block

    def stop(self) -> None:
        """Frees the thread wherever it waits: after this, what it may still put always finds room."""
        self.stopped = True
        while not self._blocks.empty():
            self._blocks.get_nowait()


class _StoppedEarlyError(Exception):
    """Ends the opening thread when the consumer has gone."""


def _work_ahead(source: _Resumed, ahead: _Ahead, key: SealKey) -> None:
    failure: BaseException | None = None
    try:
        _open(source, ahead, key)
    except _StoppedEarlyError:
        pass
    except BaseException as error:  # noqa: BLE001 - not swallowed: raised again where the consumer reads
        failure = error
    ahead.finish(failure)


class _OpenedReader(io.RawIOBase):
    """The consumer's end; the thread knows only what lies between, so that a forgotten reader ends it too."""

    def __init__(self, source: _Resumed, key: SealKey) -> None:
        super().__init__()
        self._ahead = _Ahead()
        self._rest = memoryview(b"")
        self._thread = threading.Thread(
            target=_work_ahead, args=(source, self._ahead, key), name="open-sealed", daemon=True
        )
        self._thread.start()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        if not self._rest:
            self._rest = memoryview(self._ahead.take())
        into = memoryview(buffer).cast("B")
        count = min(len(into), len(self._rest))
        into[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        if not self.closed:
            self._ahead.stop()
            self._thread.join()
        super().close()
