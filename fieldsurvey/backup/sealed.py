"""A back-up as one file for a stick: a tar sealed by age to headquarters, which stock `age -d` and `tar` open."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from fieldsurvey.backup.copying import ask_room
from fieldsurvey.backup.errors import (
    BackupDamagedError,
    BackupMissingError,
    CopyUnopenedError,
    VolumeMissingError,
)
from fieldsurvey.backup.manifest import MANIFEST, Manifest
from fieldsurvey.backup.shelf import EVIDENCE, Shelf
from fieldsurvey.progress import Progress
from fieldsurvey.sync.errors import PackageRefusedError
from fieldsurvey.sync.ustar import BLOCK, END, Member, header_block, padding, parse_block
from fieldsurvey.vault.errors import SealBrokenError, SealedForOthersError
from fieldsurvey.vault.files import create_exclusively, fsync_file, told_os_error, writing_durably
from fieldsurvey.vault.sealing import SealKey, open_reader, seal_stream

SUFFIX: Final = ".fsb.age"
VOLUME: Final = 3 << 30  # FAT32 ends at 4 GiB
PIECE: Final = 1 << 18
_NAME: Final = re.compile(r"(FSB_[0-9A-Za-z_-]+?)_([1-9]\d?)-([1-9]\d?)\.fsb\.age")
_MEMBER: Final = re.compile(
    r"manifest\.json|home\.json|keyslots(\.copy)?\.json|fieldsurvey\.db|evidence\.list|evidence/[0-9a-f]{2}/[0-9a-f]{64}\.age"
)


class _Item(NamedTuple):
    name: str
    path: Path
    size: int


def write_sealed(
    shelf: Shelf, manifest: Manifest, folder: Path, *, code: str, recipients: Sequence[str], progress: Progress,
    volume: int = VOLUME,
) -> list[Path]:  # fmt: skip
    """Writes a back-up into `folder` as one sealed file, or as several where FAT32 could not hold one.

    Raises:
        FieldSurveyError: as the disk says; nothing is left behind.
    """
    volumes = _volumes(shelf, manifest, volume)
    ask_room(folder, manifest.size())
    progress.begin("加密副本", sum(item.size for items in volumes for item in items))
    start = f"FSB_{re.sub(r'[^0-9A-Za-z]', '', code) or 'HQ'}_{manifest.device[:8]}_{manifest.number:06d}"
    written: list[Path] = []
    try:
        for number, items in enumerate(volumes, 1):
            path = folder / f"{start}_{number}-{len(volumes)}{SUFFIX}"
            with writing_durably(path) as stream:
                seal_stream(_Tar(items, progress), stream, recipients)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return written


def volumes_of(path: Path) -> list[Path]:
    """All files of the sealed copy to which this one belongs.

    Raises:
        VolumeMissingError: some are not beside it. BackupMissingError: the file is not there.
    """
    if not path.is_file():
        raise BackupMissingError
    named = _NAME.fullmatch(path.name)
    if named is None:
        return [path]
    total = int(named[3])
    beside = [path.with_name(f"{named[1]}_{number}-{total}{SUFFIX}") for number in range(1, total + 1)]
    if not all(each.is_file() for each in beside):
        raise VolumeMissingError(total=total)
    return beside


def unsealed(path: Path, key: SealKey, into: Path, progress: Progress) -> Path:
    """Opens a sealed copy into an empty folder, which becomes a shelf with this one back-up; the back-up's folder.

    Nothing that it says has been checked yet but that it is whole and for this key.

    Raises:
        CopyUnopenedError: other words, or altered. BackupDamagedError: no copy of ours. DiskFullError and the like.
    """
    volumes = volumes_of(path)
    folder = into / "000001_00000000-000000.fsb"
    try:
        ask_room(into, sum(each.stat().st_size for each in volumes))
        folder.mkdir()
        progress.begin("打开加密副本", sum(each.stat().st_size for each in volumes))
        for each in volumes:
            with each.open("rb") as sealed, open_reader(sealed, key) as reader:
                _unpack(reader, folder, into, progress)
    except (SealedForOthersError, SealBrokenError) as problem:
        raise CopyUnopenedError from problem
    except PackageRefusedError as problem:
        raise BackupDamagedError(what="加密副本的内容不合规范") from problem
    except OSError as problem:
        raise told_os_error(problem) from problem
    return folder


def _volumes(shelf: Shelf, manifest: Manifest, volume: int) -> list[list[_Item]]:
    folder = shelf.folder_for(manifest.number, manifest.at)
    items = [_Item(MANIFEST, folder / MANIFEST, (folder / MANIFEST).stat().st_size)]
    items += [_Item(line.name, folder / line.name, line.size) for line in reversed(manifest.files)]
    pooled = {line.sha256: line.size for line in shelf.lines(manifest)}
    items += [_Item(f"{EVIDENCE}/{name[:2]}/{name}.age", shelf.evidence(name), size) for name, size in pooled.items()]
    volumes: list[list[_Item]] = [[]]
    room = volume
    for item in items:
        if volumes[-1] and item.size + 2 * BLOCK > room:
            volumes.append([])
            room = volume
        volumes[-1].append(item)
        room -= item.size + 2 * BLOCK
    return volumes


class _Tar:
    """The tar of some files as a stream to be sealed; never whole in memory and never on the disk in the clear."""

    def __init__(self, items: Sequence[_Item], progress: Progress) -> None:
        self._pieces = _pieces(items, progress)
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at most `size`; empty at the end."""
        if not self._rest:
            self._rest = next(self._pieces, b"")
        given = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(given) :]
        return given


def _pieces(items: Sequence[_Item], progress: Progress) -> Iterator[bytes]:
    for item in items:
        yield header_block(item.name, item.size)
        left = item.size
        with item.path.open("rb") as stream:
            while left and (piece := stream.read(min(left, PIECE))):
                left -= len(piece)
                progress.step(len(piece))
                yield piece
            if left or stream.read(1):
                raise BackupDamagedError(what=f"{item.path.name} 的长短不对")
        if item.size % BLOCK:
            yield padding(item.size)
    yield END


def _unpack(reader: BinaryIO, folder: Path, root: Path, progress: Progress) -> None:
    is_first = True
    while (member := parse_block(reader.read(BLOCK), first=is_first)) is not None:
        is_first = False
        if not _MEMBER.fullmatch(member.name):
            raise BackupDamagedError(what="加密副本里有不认识的文件")
        within = root if member.name.startswith(f"{EVIDENCE}/") else folder
        target = within / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(target) as stream:
            _pour(reader, stream, member, progress)
    # To its end: only then is it known that nothing was cut off.
    while reader.read(PIECE):
        pass


def _pour(reader: BinaryIO, stream: BinaryIO, member: Member, progress: Progress) -> None:
    left = member.size
    while left:
        piece = reader.read(min(left, PIECE))
        if not piece:
            raise BackupDamagedError(what="加密副本不完整")
        stream.write(piece)
        left -= len(piece)
        progress.step(len(piece))
    reader.read(-member.size % BLOCK)


@contextmanager
def _new_file(path: Path) -> Iterator[BinaryIO]:
    try:
        stream = create_exclusively(path)
    except FileExistsError:
        raise BackupDamagedError(what="加密副本里有重复的文件") from None
    with stream:
        yield stream
        stream.flush()
        fsync_file(stream.fileno())
