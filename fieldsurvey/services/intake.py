"""Files that may become evidence, as they lie on a disk, a stick or a phone: found, judged by content, read whole."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from fieldsurvey.clock import shown, stamp
from fieldsurvey.pictures.kinds import START, media_of
from fieldsurvey.progress import Progress
from fieldsurvey.services.errors import EvidenceLinkError, EvidenceUnfitError
from fieldsurvey.vault.files import told_os_error

MAX_BYTES: Final = 200 * 1024 * 1024
# A phone's camera folder of years; the newest come first, so that what was taken at this table is among them.
MOST_FILES: Final = 2_000
DEEPEST: Final = 8
# Names of phones' and systems' own folders, beside all that begin with a dot.
_NOT_ENTERED: Final = frozenset({"$RECYCLE.BIN", "System Volume Information", "Android", "LOST.DIR"})
_NAME_LENGTH: Final = 200
# Links are refused by the system itself, and a pipe under a picture's name does not keep us waiting for ever.
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# Windows: junctions and symbolic links. Placeholders of a cloud folder are other tags, and are files.
_LINK_TAGS: Final = (0xA0000003, 0xA000000C)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One picture or PDF. `folder` is where it lies below the folder looked through; `at` as shown to people."""

    path: str
    name: str
    folder: str
    size: int
    media: str
    at: str


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in a folder, newest first. `others` are no evidence; `more` says that not all files are here."""

    files: list[FoundFile]
    others: int
    more: bool


def look_through(folder: Path, progress: Progress) -> Found:
    """Every picture and PDF in a folder and below it, told from their content; links are not followed.

    Raises:
        EvidenceLinkError, EvidenceUnfitError: the folder itself cannot be looked at.
        CancelledError: the user wishes to stop.
    """
    if _is_link(folder):
        raise EvidenceLinkError
    progress.begin("正在看文件夹…", 0)
    entries = sorted(_entries(folder, progress), key=lambda entry: (entry[1].st_mtime, entry[0].name), reverse=True)
    progress.begin("正在辨认文件…", len(entries))
    files: list[FoundFile] = []
    others = 0
    for place, (path, status) in enumerate(entries):
        if len(files) == MOST_FILES:
            return Found(files, others, more=place < len(entries))
        progress.step()
        media = _media_at(path)
        if not media:
            others += 1
            continue
        below = path.parent.relative_to(folder)
        files.append(_found(path, status, media, "" if below == Path() else shown_name(str(below))))
    return Found(files, others, more=False)


def read_whole(path: Path) -> tuple[bytes, str]:
    """The content of a file and its media type: what is judged is what will be sealed.

    Raises:
        EvidenceLinkError: a link. EvidenceUnfitError: no file, empty, too large, unreadable, or no picture or PDF.
    """
    if _is_link(path):
        raise EvidenceLinkError
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise EvidenceUnfitError(why="这不是一个文件。")
            if status.st_size > MAX_BYTES:
                raise EvidenceUnfitError(why="文件超过 200 MB。")
            content = file.read(MAX_BYTES + 1)
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            raise EvidenceLinkError from problem
        raise EvidenceUnfitError(why=told_os_error(problem)) from problem
    if not content:
        raise EvidenceUnfitError(why="文件是空的。")
    if len(content) > MAX_BYTES:
        raise EvidenceUnfitError(why="文件超过 200 MB。")
    media = media_of(content[:START])
    if not media:
        raise EvidenceUnfitError(why="只收 JPEG、PNG、HEIC 图片和 PDF。")
    return content, media


def shown_name(name: str) -> str:
    """A file's name as text that can be kept, whatever bytes the disk has for it."""
    return os.fsencode(name).decode("utf-8", "replace")[-_NAME_LENGTH:]


def _entries(folder: Path, progress: Progress) -> Iterator[tuple[Path, os.stat_result]]:
    waiting: list[tuple[Path, int]] = [(folder, 0)]
    while waiting:
        progress.check()
        inside, depth = waiting.pop()
        try:
            entries = list(_listed(inside))
        except OSError as problem:
            if inside == folder:
                raise EvidenceUnfitError(why=told_os_error(problem)) from problem
            # A sub-folder that the system keeps to itself does not hide the others.
            continue
        for entry, status in entries:
            if stat.S_ISDIR(status.st_mode):
                if depth < DEEPEST and entry.name not in _NOT_ENTERED:
                    waiting.append((Path(entry.path), depth + 1))
            elif stat.S_ISREG(status.st_mode):
                yield Path(entry.path), status


def _listed(folder: Path) -> Iterator[tuple["os.DirEntry[str]", os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            with contextlib.suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                if not _leads_elsewhere(status):
                    yield entry, status


def _leads_elsewhere(status: os.stat_result) -> bool:
    # On Windows a junction is a folder to Python and a link to everybody else.
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LINK_TAGS


def _is_link(path: Path) -> bool:
    try:
        return _leads_elsewhere(path.lstat())
    except OSError:
        return False


def _media_at(path: Path) -> str:
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            return media_of(file.read(START))
    except OSError:
        return ""


def _found(path: Path, status: os.stat_result, media: str, below: str) -> FoundFile:
    try:
        at = shown(stamp(datetime.fromtimestamp(status.st_mtime, UTC)))[:16]
    except (ValueError, OverflowError, OSError):
        # A camera whose clock was never set writes years that no calendar has.
        at = ""
    return FoundFile(str(path), shown_name(path.name), below, status.st_size, media, at)
