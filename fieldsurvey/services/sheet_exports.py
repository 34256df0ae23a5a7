"""Households out into workbooks: covered unless there is a reason, numbered, and noted in the journal."""

import contextlib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import fieldsurvey
from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.clock import shown
from fieldsurvey.exchange.columns import layout
from fieldsurvey.exchange.headings import PRACTICE
from fieldsurvey.exchange.writing import MOST_CELLS, Origin, Workbook
from fieldsurvey.progress import Progress
from fieldsurvey.services.errors import FileUnwritableError, ReasonMissingError
from fieldsurvey.services.names import household_keys, known_by
from fieldsurvey.services.seat import REASON_LENGTH, Seat, note
from fieldsurvey.store import changes, folding, kept
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.vault.files import told_os_error

COUNTER: Final = "export_number"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: households, its number, the files in their order; `cut` cells were too long to be whole."""

    cases: int
    number: str
    paths: list[Path]
    cut: int = 0


class SheetExports:
    """Writing households as workbooks."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def export_workbook(
        self, path: Path, *, cases: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Exported:
        """Writes the households named, or all, in the shape of the template, covered as `case/withholding.py` says.

        What one workbook cannot hold goes on in `name-2.xlsx` and so on. The journal notes the export with its
        number, its counts and the files' hashes.

        Raises:
            CaseMissingError: a household that is not here.
            FileUnwritableError, CancelledError: former files stay as they were.
        """
        return self._export(path, cases, full=False, why="", progress=progress or Progress())

    def export_full(
        self, path: Path, *, why: str, cases: Sequence[str] | None = None, progress: Progress | None = None
    ) -> Exported:
        """The same with everything in full.

        Raises:
            ReasonMissingError, TextTooLongError: uncovered numbers need a reason, and a short one.
        """
        return self._export(path, cases, full=True, why=_reason(why), progress=progress or Progress())

    def _export(self, path: Path, cases: Sequence[str] | None, *, full: bool, why: str, progress: Progress) -> Exported:
        written = _Written(path)
        try:
            with self._seat.database.begin() as session:
                exported = self._write(session, written, cases, full=full, why=why, progress=progress)
            written.take_place()
        except OSError as problem:
            raise FileUnwritableError(why=told_os_error(problem)) from problem
        finally:
            written.forget()
        return exported

    def _write(  # what to write, how, and who watches
        self,
        session: Session,
        written: "_Written",
        cases: Sequence[str] | None,
        *,
        full: bool,
        why: str,
        progress: Progress,
    ) -> Exported:
        records = _chosen(session, cases, full=full)
        number = self._number(session)
        progress.begin("导出户档案", len(records))
        tables = layout(self._seat.catalogue)
        marked = "练习,无效  " if self._seat.identity.practice else ""
        foot = f"{marked}导出编号 {number}  {self._seat.staff_name}  {shown(self._seat.stamp())}"
        keys = household_keys(session, records, full=full)
        known = {} if full else known_by(session, keys)
        workbook = Workbook(written.begin(), tables, foot=foot, known=known)
        cut = cells = 0
        for record in records:
            if workbook.cells > MOST_CELLS:
                cut, cells = cut + workbook.cut, cells + workbook.cells
                workbook.close(self._origin(number, len(records), full=full, why=why))
                workbook = Workbook(written.begin(), tables, foot=foot, known=known)
            document = folding.document_of(session, "case", record) or {}
            workbook.add(keys[record], record, document, is_full=full)
            progress.step()
        workbook.close(self._origin(number, len(records), full=full, why=why))
        about: dict[str, object] = {"cases": len(records), "form": "workbook", "number": number, "full": full}
        about |= {"cells": cells + workbook.cells, "sha256": written.digests(), "why": why}
        note(session, self._seat, "export", about)
        return Exported(len(records), number, written.targets, cut + workbook.cut)

    def _number(self, session: Session) -> str:
        number = kept.kept(session, COUNTER, int, 0) + 1
        kept.keep(session, COUNTER, number)
        return f"{self._seat.identity.code}-E{number:05d}"

    def _origin(self, number: str, count: int, *, full: bool, why: str) -> Origin:
        identity = self._seat.identity
        lines = [
            (PRACTICE, "练习模式导出,里面的户都是编的" if identity.practice else ""),
            ("导出编号", number),
            ("导出人", self._seat.staff_name),
            ("设备", f"{identity.code}({identity.device})"),
            ("单位", identity.organisation),
            ("时间", shown(self._seat.stamp())),
            ("户数", str(count)),
            ("遮盖", "没有" if full else "号码、病情、金额和说明文字"),
            ("理由", why),
            ("程序版本", fieldsurvey.__version__),
        ]
        return Origin(number, [(title, text) for title, text in lines if text])


class _Written:
    """The files of one export while they are made: beside their places, which they take all together."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.targets: list[Path] = []

    def begin(self) -> Path:
        """The next file to write."""
        count = len(self.targets) + 1
        target = self._path if count == 1 else self._path.with_stem(f"{self._path.stem}-{count}")
        if count > 1 and target.exists():
            # Only the first name was chosen by a person.
            raise FileUnwritableError(why=f"户数多,要分几个文件,而“{target.name}”已经存在,请换一个文件名。")
        self.targets.append(target)
        return _part(target)

    def digests(self) -> list[str]:
        """The SHA-256 of each file, by which the journal knows it again."""
        found = []
        for target in self.targets:
            with _part(target).open("rb") as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
        return found

    def take_place(self) -> None:
        """The files are whole."""
        for target in self.targets:
            _part(target).replace(target)

    def forget(self) -> None:
        """Leaves nothing half."""
        for target in self.targets:
            with contextlib.suppress(OSError):
                _part(target).unlink(missing_ok=True)


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _reason(why: str) -> str:
    why = str(tidied(why)).strip()
    if not why:
        raise ReasonMissingError(what="导出完整内容")
    if len(why) > REASON_LENGTH:
        raise TextTooLongError(length=len(why), limit=REASON_LENGTH)
    return why


def _chosen(session: Session, cases: Sequence[str] | None, *, full: bool) -> list[str]:
    known = changes.all_records(session).get("case", [])
    if cases is None:
        # Covered as they arrived: in the order of ids, the place of a household would tell of its id.
        return sorted(known) if full else known
    if not set(cases) <= set(known):
        raise CaseMissingError
    return list(dict.fromkeys(cases))
