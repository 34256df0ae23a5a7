"""Evidence files: judged, sealed byte for byte as they came, named in the draft of the household, looked at upright."""

import contextlib
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.draft import overlaid
from fieldsurvey.case.fold import PLACE, State
from fieldsurvey.case.ids import Address, new_row, row_address
from fieldsurvey.clock import business_date
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures.darkroom import SHOWN_PX, THUMB_PX, Darkroom, Developed, Picture
from fieldsurvey.pictures.errors import REFUSALS
from fieldsurvey.pictures.kinds import START, media_of
from fieldsurvey.pictures.quality import told
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.beginning import next_place
from fieldsurvey.services.errors import (
    EvidenceLinkError,
    EvidenceRowMissingError,
    EvidenceTwiceError,
    EvidenceUnfitError,
)
from fieldsurvey.services.intake import Found, FoundFile, look_through, read_whole, shown_name
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import drafts, folding, kept, lists, sealed
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import evidence_named
from fieldsurvey.vault.errors import EvidenceBrokenError, EvidenceMissingError
from fieldsurvey.vault.evidence import EvidenceFolder

ORPHAN_AGE: Final = timedelta(days=7)
GROUP: Final = "evidence"
# What is wrong with one file and says nothing of the next; a full disk stops all of them.
OF_ONE_FILE: Final[tuple[type[FieldSurveyError], ...]] = (
    EvidenceUnfitError,
    EvidenceTwiceError,
    EvidenceLinkError,
    *REFUSALS.values(),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that somebody chose, what it is, and whose (a member's row id, empty for the whole household's)."""

    path: str
    type: str
    member: str = ""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that is now named in the draft. `warnings` are sentences; they stand nowhere but on the screen."""

    row: str
    path: str
    name: str
    pages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken, and why."""

    path: str
    name: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the files that were chosen. `stopped`: the user stopped before all were looked at."""

    files: list[TakenFile]
    refused: list[RefusedFile]
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a folder offers. `here` are the paths of files that the household has already."""

    found: Found
    here: frozenset[str]


@dataclass(frozen=True, slots=True)
class Glance:
    """A small copy of one file. `state` is `here`, `missing` (not on this disk) or `broken`, then without a picture."""

    state: str
    picture: Picture | None = None
    pages: int = 0
    warnings: tuple[str, ...] = ()
    told: str = ""


class Evidence:
    """Keeping and looking at evidence files. Nothing decoded is ever written to a disk."""

    def __init__(self, seat: Seat, folder: EvidenceFolder, darkroom: Darkroom) -> None:
        self._seat = seat
        self._folder = folder
        self._darkroom = darkroom

    def look(self, folder: Path, *, progress: Progress | None = None) -> Found:
        """What lies in a folder, newest first. It asks the disk only: a phone that was unplugged may never answer.

        Raises:
            EvidenceLinkError, EvidenceUnfitError: the folder cannot be looked at.
            CancelledError: the user wishes to stop.
        """
        return look_through(folder, progress or Progress())

    def plan(self, draft_id: str, found: Found) -> Plan:
        """Which of the files that were found the household has already; nothing is taken."""
        with self._seat.database.begin() as session:
            files = _files(self._overlaid(session, draft_id))
        sizes = {file.get("size") for _, file in files}
        known = {evidence_named(file) for _, file in files}
        # Only a file of equal size can be the same; reading every photo of a phone would take minutes.
        here = {file.path for file in found.files if file.size in sizes and _hash_at(file) in known}
        return Plan(found, frozenset(here))

    def glance_at(self, path: Path, *, evidence_type: str = "") -> Glance:
        """A small copy of a file that is not taken yet, and what is doubtful about it; never fails."""
        try:
            content, media = read_whole(path)
            seen = self._darkroom.develop(content, media, longest=THUMB_PX, measure=True)
        except FieldSurveyError as problem:
            return Glance("broken", told=problem.told)
        return _glance(seen, evidence_type)

    def take(self, draft_id: str, wanted: Sequence[Wanted], *, progress: Progress | None = None) -> Taken:
        """Takes files in one after the other: each is either whole and named in the draft, or refused with its reason.

        What the user stops is not begun; what was taken before stays.

        Raises:
            DraftMissingError: it was finished or discarded.
        """
        steps = progress or Progress()
        taken: list[TakenFile] = []
        refused: list[RefusedFile] = []
        try:
            steps.begin("正在加密存入…", len(wanted))
            for chosen in wanted:
                path = Path(chosen.path)
                try:
                    taken.append(self._take_in(draft_id, path, chosen.type, chosen.member))
                except OF_ONE_FILE as problem:
                    refused.append(RefusedFile(chosen.path, shown_name(path.name), problem.code, str(problem)))
                steps.step()
        except CancelledError:
            return Taken(taken, refused, stopped=len(taken) + len(refused) < len(wanted))
        return Taken(taken, refused)

    def add(self, draft_id: str, path: Path, *, evidence_type: str, member_row: str = "") -> str:
        """Seals one file and names it in the draft; returns the row id. The original is not touched.

        Raises:
            EvidenceUnfitError, EvidenceLinkError, EvidenceTwiceError, those of `Darkroom.develop`: nothing was kept.
        """
        return self._take_in(draft_id, path, evidence_type, member_row).row

    def replace(self, draft_id: str, row: str, path: Path) -> TakenFile:
        """重拍: puts another file in the place of a row's. What the file was before stays in the household's history.

        Raises:
            EvidenceRowMissingError: no such row. As `add` otherwise; nothing changed.
        """
        with self._seat.database.begin() as session:
            state = self._overlaid(session, draft_id)
            if row not in state.rows(GROUP):
                raise EvidenceRowMissingError
            kind = str(state.value(row_address(GROUP, row, "type")) or "")
        return self._keep(draft_id, path, row=row, kind=kind, said=[])

    def glance(self, sha256: str) -> Glance:
        """A small copy of a kept file, or what is wrong with it; never fails for what a disk has lost."""
        try:
            return _glance(self._developed(sha256, 0, THUMB_PX), "")
        except EvidenceMissingError as problem:
            return Glance("missing", told=problem.told)
        except FieldSurveyError as problem:
            return Glance("broken", told=problem.told)

    def page(self, sha256: str, number: int = 0) -> Developed:
        """A page of a kept file, upright, at most 2,560 pixels long; the journal notes who looked.

        Raises:
            EvidenceMissingError, EvidenceBrokenError: of the sealed file. And those of `Darkroom.develop`.
        """
        with self._seat.database.begin() as session:
            note(session, self._seat, "evidence-read", {"sha256": sha256})
        return self._developed(sha256, number, SHOWN_PX)

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

    def state_of(self, sha256: str) -> str:
        """`here`, `missing` or `broken`; reads the whole file."""
        try:
            self._folder.verify(sha256)
        except EvidenceMissingError:
            return "missing"
        except (EvidenceBrokenError, ValueError):
            return "broken"
        return "here"

    def _developed(self, sha256: str, number: int, longest: int) -> Developed:
        content = self._folder.read(sha256)
        # What came in a package was judged at the other side, if at all.
        media = media_of(content[:START])
        if not media:
            raise EvidenceUnfitError(why="只能看 JPEG、PNG、HEIC 图片和 PDF。")
        return self._darkroom.develop(content, media, page=number, longest=longest)

    def _take_in(self, draft_id: str, path: Path, evidence_type: str, member_row: str) -> TakenFile:
        if evidence_type not in types_of(self._seat).labels:
            raise EvidenceUnfitError(why="没有这种材料类型。")
        row = new_row()
        said: list[tuple[Address, Value]] = [(row_address(GROUP, row, "type"), evidence_type)]
        if member_row:
            said.append((row_address(GROUP, row, "member"), member_row))
        return self._keep(draft_id, path, row=row, kind=evidence_type, said=said)

    def _keep(self, draft_id: str, path: Path, *, row: str, kind: str, said: list[tuple[Address, Value]]) -> TakenFile:
        """Judges, seals, and names in the draft.

        A file is sealed outside any transaction, since a large one takes its time; cut off before the draft names it,
        it is collected after a week.
        """
        content, media = read_whole(path)
        sha256 = hashlib.sha256(content).hexdigest()
        with self._seat.database.begin() as session:
            state = self._overlaid(session, draft_id)
        _refuse_twice(state, sha256, types_of(self._seat))
        seen = self._darkroom.develop(content, media, longest=THUMB_PX, measure=True)
        stored = self._folder.put(io.BytesIO(content))
        name = shown_name(path.name)
        file: Value = {"sha256": stored.sha256, "size": stored.size, "media": media, "name": str(tidied(name))}
        if said:
            said = [(row_address(GROUP, row, PLACE), next_place(state, GROUP)), *said]
        said = [*said, (row_address(GROUP, row, "file"), file), (row_address(GROUP, row, "pages"), seen.pages)]
        at = self._seat.stamp()
        with self._seat.database.begin() as session:
            lists.note_evidence(session, sha256=stored.sha256, size=stored.size, media=media, at=at)
            drafts.answer(session, draft_id, said, at)
        return TakenFile(row, str(path), name, seen.pages, _glance(seen, kind).warnings)

    def _overlaid(self, session: Session, draft_id: str) -> State:
        draft = drafts.get(session, draft_id)
        return overlaid(folding.state_of(session, "case", draft.record), drafts.answers(session, draft_id))


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


def _glance(seen: Developed, evidence_type: str) -> Glance:
    warnings = told(seen.quality.warnings, evidence_type) if seen.quality else ()
    return Glance("here", seen.picture, seen.pages, warnings)


def types_of(seat: Seat) -> CodeTable:
    """The types of evidence as this office has them."""
    return seat.catalogue.field(f"{GROUP}/any/type").choices


def _files(state: State) -> list[tuple[str, dict[str, Value]]]:
    """The files that the rows of a household name, by row, in their order."""
    found = [(row, state.value(row_address(GROUP, row, "file"))) for row in state.rows(GROUP)]
    return [(row, file) for row, file in found if isinstance(file, dict)]


def _refuse_twice(state: State, sha256: str, types: CodeTable) -> None:
    rows = state.rows(GROUP)
    for row, file in _files(state):
        if evidence_named(file) == sha256:
            label = types.label_of(state.value(row_address(GROUP, row, "type")) or "")
            raise EvidenceTwiceError(number=[str(each) for each in rows].index(row) + 1, label=label or "未写类型")


def _hash_at(file: FoundFile) -> str:
    try:
        return hashlib.sha256(read_whole(Path(file.path))[0]).hexdigest()
    except FieldSurveyError:
        return ""
