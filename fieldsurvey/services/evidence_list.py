"""The evidence of a household as a list beside what it is asked for, and written out of the home on request."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.values import rows_of
from fieldsurvey.clock import business_date
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures.darkroom import Picture
from fieldsurvey.pictures.kinds import PDF, START, SUFFIXES, media_of
from fieldsurvey.progress import Progress
from fieldsurvey.rules.evidence import Asked, asked_of
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.services.evidence import Evidence, RefusedFile, types_of
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import folding
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import evidence_named, plain
from fieldsurvey.vault.files import write_durably

_COPY_QUALITY = 88


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One row. `state` is `here`, `missing`, `broken`, or `none` for a row without a file."""

    number: int
    row: str
    type: str
    label: str
    member: str
    name: str
    sha256: str
    size: int
    media: str
    state: str


@dataclass(frozen=True, slots=True)
class EvidenceList:
    """A household's evidence and what it is asked for; `names` are the members' by row."""

    lines: list[EvidenceLine]
    asked: list[Asked]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Exported:
    """The paths of the files written, and those that could not be."""

    written: list[str]
    refused: list[RefusedFile]


class EvidenceLists:
    """Looking at a household's evidence as a whole."""

    def __init__(self, seat: Seat, evidence: Evidence) -> None:
        self._seat = seat
        self._evidence = evidence

    def of_case(self, case_id: str) -> EvidenceList:
        """The evidence of a household with the state of every file, each of which is read.

        Raises:
            CaseMissingError: it is not on this device.
        """
        document = self._document(case_id)
        names = {str(row.get(ROW, "")): plain(row.get("name")) for row in rows_of(document, "members")}
        rows = enumerate(rows_of(document, "evidence"), start=1)
        lines = [self._line(number, row, names) for number, row in rows]
        today = business_date(self._seat.now())
        asked = asked_of(document, today, self._seat.rules, self._seat.catalogue)
        return EvidenceList(lines, asked, names)

    def export(
        self, case_id: str, folder: Path, *, originals: bool = False, progress: Progress | None = None
    ) -> Exported:
        """Writes a household's files into a new folder: upright copies without place and camera, or the originals.

        A PDF is always written as it is. Nothing is overwritten; the journal notes how many went out.

        Raises:
            CaseMissingError: it is not on this device. FileUnwritableError: the folder is there or cannot be made.
            CancelledError: the user wishes to stop; what was written stays.
        """
        steps = progress or Progress()
        document = self._document(case_id)
        rows = [row for row in rows_of(document, "evidence") if evidence_named(row.get("file"))]
        try:
            folder.mkdir()
        except OSError as problem:
            raise FileUnwritableError(why="请给一个还没有的文件夹,上级文件夹要在。") from problem
        with self._seat.database.begin() as session:
            note(session, self._seat, "evidence-exported", {"record": case_id, "files": len(rows)})
        steps.begin("正在写出佐证材料…", len(rows))
        written: list[str] = []
        refused: list[RefusedFile] = []
        for number, row in enumerate(rows, start=1):
            sha256 = evidence_named(row.get("file"))
            stem = f"{number:02}-{_safe(types_of(self._seat).label_of(row.get('type')))}"
            try:
                written.append(str(self._write(folder / stem, sha256, originals=originals)))
            except FieldSurveyError as problem:
                refused.append(RefusedFile(str(folder / stem), stem, problem.code, str(problem)))
            steps.step()
        return Exported(written, refused)

    def _write(self, stem: Path, sha256: str, *, originals: bool) -> Path:
        content = self._evidence.read(sha256)
        media = media_of(content[:START])
        if not originals and media != PDF:
            content, media = _as_jpeg(self._evidence.page(sha256).picture), "image/jpeg"
        path = stem.with_name(stem.name + SUFFIXES.get(media, ".bin"))
        write_durably(path, content)
        return path

    def _line(self, number: int, row: Mapping[str, Any], names: Mapping[str, str]) -> EvidenceLine:
        file = row.get("file")
        known: Mapping[str, Any] = file if isinstance(file, Mapping) else {}
        sha256 = evidence_named(file)
        size = known.get("size")
        return EvidenceLine(
            number=number,
            row=str(row.get(ROW, "")),
            type=plain(row.get("type")),
            label=types_of(self._seat).label_of(row.get("type") or ""),
            member=names.get(plain(row.get("member")), ""),
            name=plain(known.get("name")),
            sha256=sha256,
            size=size if isinstance(size, int) else 0,
            media=plain(known.get("media")),
            state=self._evidence.state_of(sha256) if sha256 else "none",
        )

    def _document(self, case_id: str) -> Document:
        with self._seat.database.begin() as session:
            document = folding.document_of(session, "case", case_id)
        if document is None:
            raise CaseMissingError
        return document


def _as_jpeg(picture: Picture) -> bytes:
    written = io.BytesIO()
    copy = Image.frombytes("RGB", (picture.width, picture.height), picture.pixels)
    copy.save(written, "JPEG", quality=_COPY_QUALITY)
    return written.getvalue()


def _safe(text: str) -> str:
    """A text as part of a file's name on any disk."""
    return "".join(each for each in text if each.isalnum())[:40] or "材料"
