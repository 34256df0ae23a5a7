"""Evidence files: sealed byte for byte as they came, named in the draft of the household they belong to."""

import contextlib
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.codes import CODE_TABLES
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, new_row, row_address
from fieldsurvey.clock import business_date
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.errors import EvidenceUnfitError
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import drafts, folding, kept, lists, sealed
from fieldsurvey.vault.errors import EvidenceMissingError
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.files import told_os_error

ORPHAN_AGE: Final = timedelta(days=7)
MAX_BYTES: Final = 200 * 1024 * 1024
_MEDIA: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"%PDF-", "application/pdf"),
)


class Evidence:
    """Keeping and reading evidence files."""

    def __init__(self, seat: Seat, folder: EvidenceFolder) -> None:
        self._seat = seat
        self._folder = folder

    def add(self, draft_id: str, path: Path, *, evidence_type: str, member_row: str = "") -> str:
        """Seals a photo or PDF and names it in the draft; returns the row id. The original is not touched.

        The file is sealed outside any transaction, since a large one takes its time; cut off before the draft names it,
        it is collected after a week.

        Raises:
            EvidenceUnfitError: empty, too large, unreadable, or neither JPEG, PNG nor PDF; nothing was kept.
        """
        if evidence_type not in CODE_TABLES["evidence_type"]:
            raise EvidenceUnfitError(why="没有这种材料类型。")
        media = _media_of(path)
        with self._seat.database.begin() as session:
            draft = drafts.get(session, draft_id)
            state = folding.state_of(session, "case", draft.record)
            places = state.rows("evidence")
        stored = self._folder.put(path)
        row = new_row()
        file: Value = {"sha256": stored.sha256, "size": stored.size, "media": media, "name": path.name[:200]}
        said: list[tuple[Address, Value]] = [
            (row_address("evidence", row, PLACE), len(places) + 1_000),
            (row_address("evidence", row, "type"), evidence_type),
            (row_address("evidence", row, "file"), file),
        ]
        if member_row:
            said.append((row_address("evidence", row, "member"), member_row))
        at = self._seat.stamp()
        with self._seat.database.begin() as session:
            lists.note_evidence(session, sha256=stored.sha256, size=stored.size, media=media, at=at)
            drafts.answer(session, draft_id, said, at)
        return row

    def read(self, sha256: str) -> bytes:
        """The original bytes of a file; the journal notes who looked.

        Raises:
            EvidenceMissingError: it is not on this device.
        """
        if not self._folder.has(sha256):
            raise EvidenceMissingError
        with self._seat.database.begin() as session:
            note(session, self._seat, "evidence-read", {"sha256": sha256})
        return self._folder.read(sha256)


def collect_orphans(seat: Seat, folder: EvidenceFolder) -> None:
    """At most once a week removes evidence files that no change and no open draft ever named.

    A power cut leaves such, and a draft that was discarded. Never in the way of signing in: what a disk refuses now is
    tried again in a week.
    """
    today = business_date(seat.now())
    with seat.database.begin() as session:
        last = kept.kept(session, "orphans_collected", str, "")
        # A clock that was set back counts as well, or nothing would be collected until it has caught up.
        if last and abs(today - date.fromisoformat(last)) < ORPHAN_AGE:
            return
        kept.keep(session, "orphans_collected", today.isoformat())
        named = sealed.evidence_named(session)
    with contextlib.suppress(FieldSurveyError):
        removed = folder.remove_orphans(named, ORPHAN_AGE.total_seconds(), now=seat.now)
        with seat.database.begin() as session:
            gone = [sha256 for sha256 in lists.evidence_kept(session) - named if not folder.has(sha256)]
            lists.forget_evidence(session, gone)
            if removed:
                note(session, seat, "evidence-collected", {"files": removed})


def _media_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as problem:
        raise EvidenceUnfitError(why=told_os_error(problem)) from problem
    if not path.is_file() or size == 0:
        raise EvidenceUnfitError(why="文件是空的。")
    if size > MAX_BYTES:
        raise EvidenceUnfitError(why="文件超过 200 MB。")
    found = next((media for head, media in _MEDIA if start.startswith(head)), "")
    if not found:
        raise EvidenceUnfitError(why="只收 JPEG、PNG 图片和 PDF。")
    return found
