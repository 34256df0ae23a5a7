"""The pack for an inspection (督查材料): what the checks found, covered, as a PDF and a workbook of the same tables."""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.masking import public_name
from fieldsurvey.case.money import yuan
from fieldsurvey.clock import business_date, shown
from fieldsurvey.progress import Progress
from fieldsurvey.reports.inspection import Count, ExplainedLine, Inspection
from fieldsurvey.reports.inspection_book import write_book
from fieldsurvey.reports.inspection_pdf import write_pdf
from fieldsurvey.rules.announced import place_name
from fieldsurvey.rules.check import SEVERITY_LABELS
from fieldsurvey.rules.standards import ITEMS, Standard
from fieldsurvey.services.errors import FileUnwritableError, ReasonMissingError
from fieldsurvey.services.finding_lines import EVERYTHING_OPEN, FindingFilter, FindingLine, Group
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.inspection_lines import JudgedBy, called, open_lines, place_of
from fieldsurvey.services.reasons_told import Reasons
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import REASON_LENGTH, Seat, note
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import folding, kept, peers
from fieldsurvey.vault.files import told_os_error

COUNTER: Final = "inspection_number"
DAYS: Final = 14
MOST_LINES: Final = 20_000  # of open findings, and of reasons; beyond that the counts tell
PAGE: Final = 1_000
NAME: Final = "自查自纠督查材料"


@dataclass(frozen=True, slots=True)
class Written:
    """The number of a pack and its files, the PDF first."""

    number: str
    paths: list[Path]


class Inspections:
    """Writing packs for inspections."""

    def __init__(self, seat: Seat, findings: Findings) -> None:
        self._seat = seat
        self._findings = findings

    def write(
        self, folder: Path, asked: FindingFilter = EVERYTHING_OPEN, *, progress: Progress | None = None
    ) -> Written:
        """Writes a PDF and a workbook into a folder, which is made where it is not there.

        What is asked for narrows the households and checks; open findings and explained doubts are told apart in any
        case. Of a reason it is told that it was given, when and by whom. The journal notes the pack with its number
        and the hashes of its files before they take their places.

        Raises:
            FileUnwritableError, CancelledError: nothing is left in the folder.
        """
        return self._write(folder, asked, progress or Progress(), why="")

    def write_with_reasons(
        self, folder: Path, asked: FindingFilter = EVERYTHING_OPEN, *, why: str, progress: Progress | None = None
    ) -> Written:
        """The same with the reasons as they were written, names and numbers in them covered.

        Raises:
            ReasonMissingError, TextTooLongError: what people wrote of illness and money needs a reason to be told.
            FileUnwritableError, CancelledError: nothing is left in the folder.
        """
        why = str(tidied(why)).strip()
        if not why:
            raise ReasonMissingError(what="写出说明的全文")
        if len(why) > REASON_LENGTH:
            raise TextTooLongError(length=len(why), limit=REASON_LENGTH)
        return self._write(folder, asked, progress or Progress(), why=why)

    def _write(self, folder: Path, asked: FindingFilter, progress: Progress, *, why: str) -> Written:
        number = self._number()
        pack = self._gather(number, asked, progress, why=why)
        stem = f"{NAME} {number}"
        paths = [folder / f"{stem}.pdf", folder / f"{stem}.xlsx"]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise FileUnwritableError(why=told_os_error(problem)) from problem
        with replacing(paths[0]) as pdf, replacing(paths[1]) as book:
            with pdf.open("wb") as target:
                write_pdf(pack, target, progress=progress, faces=faces_of(self._seat))
            write_book(pack, book)
            progress.check()
            self._note(number, pack, [pdf, book])
        return Written(number, paths)

    def _number(self) -> str:
        with self._seat.database.begin() as session:
            number = kept.kept(session, COUNTER, int, 0) + 1
            kept.keep(session, COUNTER, number)
        return f"{self._seat.identity.code}-D{number:05d}"

    def _gather(self, number: str, asked: FindingFilter, progress: Progress, *, why: str) -> Inspection:
        seat, findings = self._seat, self._findings
        left = replace(asked, is_open=True)
        by_check, by_org = findings.summary("check", left), findings.summary("org", left)
        found = sum(group.errors + group.doubts + group.notes for group in by_check)
        progress.begin("正在收集核查发现的问题", min(found, MOST_LINES))
        still_open = self._lines(left, progress)
        explained = self._lines(replace(asked, is_open=False), progress)
        waiting = findings.waiting()
        with seat.database.begin() as session:
            cases = peers.count_cases(session)
            said = Reasons(session, explained)
            judged = JudgedBy(seat.rules, business_date(seat.now()))
            for _, body in folding.each_body(session, "case"):
                judged.add(body)
        return Inspection(
            organisation=seat.identity.organisation,
            number=number,
            made_by=seat.staff_name,
            made_on=shown(seat.stamp()),
            scope=_scope(asked),
            checked=cases - min(waiting, cases),
            waiting=waiting,
            by_check=[_count(group, f"{group.key} {group.label}") for group in by_check],
            by_org=[_count(group, group.label) for group in by_org],
            open=open_lines(still_open, seat.catalogue),
            explained=[self._explained(line, said.in_full(line) if why else said.told(line)) for line in explained],
            in_full_because=why,
            progress=[(day.day, day.errors, day.doubts) for day in findings.progress(DAYS)],
            rule_sets=[f"{one.title}({one.key})" for one in judged.rule_sets],
            standards=[_standard(one) for one in seat.rules.standards.all if not one.ended_on],
            left_out=max(0, found - len(still_open)),
            is_practice=seat.identity.practice,
        )

    def _lines(self, asked: FindingFilter, progress: Progress) -> list[FindingLine]:
        lines: list[FindingLine] = []
        while len(lines) < MOST_LINES:
            page = self._findings.list(asked, limit=min(PAGE, MOST_LINES - len(lines)), offset=len(lines))
            lines += page.rows
            progress.step(len(page.rows))
            if len(page.rows) < PAGE:
                break
        return lines

    def _explained(self, line: FindingLine, reason: str) -> ExplainedLine:
        found = line.finding
        return ExplainedLine(
            survey_no=line.survey_no,
            name=public_name(line.name),
            org=line.org,
            check=called(found),
            place=place_of(found.address, self._seat.catalogue),
            reason=reason,
        )

    def _note(self, number: str, pack: Inspection, parts: list[Path]) -> None:
        digests = []
        for part in parts:
            with part.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").hexdigest())
        about: dict[str, object] = {"form": "inspection", "number": number, "sha256": digests}
        about |= {
            "cases": pack.checked,
            "open": sum(one.errors + one.doubts + one.notes for one in pack.by_check),
            "explained": len(pack.explained),
        }
        about |= {"with_reasons": pack.in_full_because} if pack.in_full_because else {}
        with self._seat.database.begin() as session:
            note(session, self._seat, "export", about)


def _count(group: Group, label: str) -> Count:
    return Count(label, group.errors, group.doubts, group.notes, group.households)


def _scope(asked: FindingFilter) -> str:
    parts = [f"规则 {asked.check}"] if asked.check else []
    parts += [f"单位 {asked.org or '(没有填)'}"] if asked.org is not None else []
    parts += [f"责任人 {asked.person or '(没有填)'}"] if asked.person is not None else []
    parts += [f"只含{SEVERITY_LABELS[asked.severity]}"] if asked.severity else []
    # What was searched for may be a name or a number.
    parts += ["查找到的户"] if asked.text else []
    return ",".join(parts) or "全部户"


def _standard(one: Standard) -> tuple[str, ...]:
    item = ITEMS[one.item]
    amount = f"{yuan(one.amount_fen)} {item.measure}"
    return (item.label, place_name(one.place), amount, one.effective_on or one.announced_on, one.document_no)
