"""Services in memory for tests of the window: they do what they are told, late or not at all when the test wants it."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Event
from types import MappingProxyType
from typing import Any

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.in_force import SHIPPED
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures.darkroom import Developed, Picture
from fieldsurvey.progress import Progress
from fieldsurvey.services.draft_views import DraftCard, DraftView, Finished
from fieldsurvey.services.evidence import Glance, Plan, RefusedFile, Taken, TakenFile, Wanted
from fieldsurvey.services.intake import Found, FoundFile

AT = "2026-11-23 14:02:31"
CASE_ID = "0123456789abcdef0123456789abcdef"
DRAFT_ID = "fedcba9876543210fedcba9876543210"


class DiskFullError(FieldSurveyError):
    """What the store says when nothing more fits."""

    code = "T901"
    sentence = "磁盘满了,请腾出空间后再存。"


class FakeVisits:
    """Drafts in memory, last written to at `at`. Methods that `failing` names fail, values that `refusing` names are
    refused; `gate`, while it is not set, makes the worker wait.
    """

    def __init__(self, document: dict[str, Any] | None = None, *, page: int = 1, focus: str = "") -> None:
        self.document: dict[str, Any] = document or {}
        self.documents: dict[str, dict[str, Any]] = {DRAFT_ID: self.document}
        self.page, self.focus = page, focus
        self.answers: list[tuple[str, Value]] = []
        self.removed: dict[str, list[str]] = {}
        self.ended = ""
        self.failing: set[str] = set()
        self.refusing: set[str] = set()
        self.at = AT
        self.met = ""
        self.gate = Event()
        self.gate.set()
        self.arrived: list[str] = []
        self.before: dict[str, Any] = {}
        self.texts: dict[str, list[str]] = {}
        self.held: dict[str, list[str]] = {}

    def open_drafts(self) -> list[DraftCard]:
        """The drafts, unless the first one has ended."""
        self._meet("open_drafts")
        return [
            DraftCard(
                draft_id, CASE_ID, "L1-000001", str(kept.get("name") or ""), "河沿街 1 号", self.page, AT, "staff"
            )
            for draft_id, kept in self.documents.items()
            if draft_id != DRAFT_ID or not self.ended
        ]

    def remembered(self) -> dict[str, list[str]]:
        """What other households have named."""
        self._meet("remembered")
        return self.texts

    def start(self, case_id: str | None) -> DraftView:
        """Begins; without a case every call begins a household of its own."""
        self._meet("start")
        if case_id is not None:
            return self._view(DRAFT_ID)
        draft_id = f"{len(self.documents):032x}"
        self.documents[draft_id] = {}
        return self._view(draft_id)

    def view(self, draft_id: str) -> DraftView:
        """Goes on."""
        self._meet("view")
        return self._view(draft_id)

    def answer(self, draft_id: str, address: str, value: Value, *, page: int | None = None) -> str:
        """Keeps an answer in memory."""
        self._meet("answer")
        self._fit([value])
        self.answers.append((address, value))
        self._target(draft_id, address)[address.rpartition("/")[2]] = value
        return self.at[11:]

    def add_row(self, draft_id: str, group: str, said: Mapping[str, Value] = MappingProxyType({})) -> str:
        """Adds a row."""
        self._meet("add_row")
        self._fit(said.values())
        rows = self.documents[draft_id].setdefault(group, [])
        row = f"new{len(rows)}"
        rows.append({ROW: row, **said})
        self.answers.extend((f"{group}/{row}/{name}", value) for name, value in said.items())
        return row

    def remove_row(self, draft_id: str, group: str, row: str, why: str) -> None:
        """Takes a row out."""
        self._meet("remove_row")
        self.removed.setdefault(group, []).append(row)
        document = self.documents[draft_id]
        document[group] = [kept for kept in document[group] if kept[ROW] != row]

    def restore_row(self, draft_id: str, group: str, row: str) -> None:
        """Puts an empty row of that id back."""
        self._meet("restore_row")
        self.removed[group].remove(row)
        self.documents[draft_id][group].append({ROW: row})

    def turn_to(self, draft_id: str, page: int, focus: str) -> None:
        """Remembers the place."""
        self._meet("turn_to")
        self.page, self.focus = page, focus

    def held_elsewhere(self, case_id: str, numbers: Sequence[str]) -> dict[str, list[str]]:
        """Of these numbers those that other households hold."""
        self._meet("held_elsewhere")
        return {number: self.held[number] for number in numbers if number in self.held}

    def finish(self, draft_id: str, *, later: bool) -> Finished:
        """Ends the draft."""
        self._meet("finish")
        self.ended = "later" if later else "done"
        return Finished(CASE_ID, "c" * 64, [])

    def leave(self, draft_id: str) -> None:
        """Something was answered: the draft stays."""
        self._meet("leave")

    def discard(self, draft_id: str) -> None:
        """Gives the draft up."""
        self._meet("discard")
        self.ended = "discarded"

    def _meet(self, method: str) -> None:
        self.met = method
        self.gate.wait(20)
        if method in self.failing:
            raise DiskFullError

    def _fit(self, said: Iterable[Value]) -> None:
        if any(value in self.refusing for value in said if isinstance(value, str)):
            raise TextTooLongError(length=9, limit=1)

    def _target(self, draft_id: str, address: str) -> dict[str, Any]:
        document = self.documents[draft_id]
        parts = address.split("/")
        if len(parts) == 1:
            return document
        found: dict[str, Any] = next(row for row in document[parts[0]] if row[ROW] == parts[1])
        return found

    def _view(self, draft_id: str) -> DraftView:
        document = self.documents[draft_id]
        return DraftView(
            draft_id=draft_id,
            case_id=CASE_ID,
            survey_no="L1-000001",
            name=str(document.get("name") or ""),
            page=self.page,
            focus=self.focus,
            saved_at=self.at,
            document={key: [dict(row) if isinstance(row, dict) else row for row in value] if isinstance(value, list)
                      else value
                      for key, value in document.items()},
            before=self.before,
            in_force=SHIPPED,
            arrived=self.arrived,
            clashes=[],
            answered=[],
            removed={group: list(rows) for group, rows in self.removed.items() if rows},
        )  # fmt: skip


class FakeEvidence:
    """Files in memory, put into the draft of these visits; paths that `refused` or `blurred` names are just that."""

    def __init__(self, visits: FakeVisits) -> None:
        self._visits = visits
        self.folder: list[str] = []
        self.wanted: list[Wanted] = []
        self.replaced: list[tuple[str, str]] = []
        self.looked_at: list[tuple[str, int]] = []
        self.states: dict[str, str] = {}
        self.pages: dict[str, int] = {}
        self.refused: set[str] = set()
        self.blurred: set[str] = set()
        self.is_full = False
        self.gate = Event()
        self.gate.set()

    def look(self, folder: Path, *, progress: Progress | None = None) -> Found:
        """What `folder` lists."""
        (progress or Progress()).begin("正在看文件夹…", len(self.folder))
        self.gate.wait(20)
        (progress or Progress()).check()
        files = [FoundFile(str(folder / name), name, "DCIM", 1_000, "image/jpeg", AT[:16]) for name in self.folder]
        return Found(files, 2, more=False)

    def plan(self, draft_id: str, found: Found) -> Plan:
        """What is in the draft already is here."""
        names = {row["file"]["name"] for row in self._rows(draft_id) if row.get("file")}
        return Plan(found, frozenset(file.path for file in found.files if file.name in names))

    def glance_at(self, path: Path, *, evidence_type: str = "") -> Glance:
        """A small picture."""
        if path.name in self.refused:
            return Glance("broken", told="打不开 [I101]")
        return Glance("here", self._picture(8, 6), self.pages.get(path.name, 1), self._warnings(path.name))

    def take(self, draft_id: str, wanted: Sequence[Wanted], *, progress: Progress | None = None) -> Taken:
        """Takes what is not refused."""
        self.gate.wait(20)
        if self.is_full:
            raise DiskFullError
        taken: list[TakenFile] = []
        refused: list[RefusedFile] = []
        for each in wanted:
            self.wanted.append(each)
            name = Path(each.path).name
            if name in self.refused:
                refused.append(RefusedFile(each.path, name, "I101", "这张图片残缺或已损坏。"))
                continue
            rows = self._rows(draft_id)
            row: dict[str, Any] = {ROW: f"file{len(rows)}", "type": each.type, "file": self._file(name)}
            rows.append(row | {"member": each.member} if each.member else row)
            taken.append(TakenFile(row[ROW], each.path, name, 1, self._warnings(name)))
        return Taken(taken, refused)

    def replace(self, draft_id: str, row: str, path: Path) -> TakenFile:
        """Puts another file in a row."""
        self.replaced.append((row, path.name))
        (found,) = [kept for kept in self._rows(draft_id) if kept[ROW] == row]
        found["file"] = self._file(path.name)
        return TakenFile(row, str(path), path.name, 1, self._warnings(path.name))

    def glance(self, sha256: str) -> Glance:
        """A small picture, or what `states` says of it."""
        state = self.states.get(sha256, "here")
        if state != "here":
            return Glance(state, told="这份佐证材料的文件不能用 [V120]")
        return Glance("here", self._picture(8, 6), self.pages.get(sha256, 1))

    def page(self, sha256: str, number: int = 0) -> Developed:
        """A page."""
        self.looked_at.append((sha256, number))
        if self.states.get(sha256, "here") != "here":
            raise DiskFullError
        return Developed(self._picture(640, 480), self.pages.get(sha256, 1), 640, 480)

    def _rows(self, draft_id: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self._visits.documents[draft_id].setdefault("evidence", [])
        return rows

    def _file(self, name: str) -> dict[str, Any]:
        return {"sha256": name, "size": 1, "media": "image/jpeg", "name": name}

    def _warnings(self, name: str) -> tuple[str, ...]:
        return ("不清楚,请拿稳再拍",) if name in self.blurred else ()

    def _picture(self, width: int, height: int) -> Picture:
        return Picture(width, height, bytes([90, 140, 190]) * (width * height))
