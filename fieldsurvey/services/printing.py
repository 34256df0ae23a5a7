"""One batch of papers on its way to the printer: what is drawn, and the records of what was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.ids import new_record
from fieldsurvey.case.paper import PRINTED, RETURNED, VOID, copies_of, copy_address, event
from fieldsurvey.clock import business_date
from fieldsurvey.forms.layout import STAGES, Stage
from fieldsurvey.forms.sheets import Drawn, PaperFacts, Sheet, draw_forms, printed_sections
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_compare import kept_texts
from fieldsurvey.services.seat import Said, Seat, note, seal
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to print: a household's, or a blank.

    `seen` is the version of the household that is printed. `replaces` is the paper that it stands for, whole or in its
    `part`; `ends` the one that is void from now on.
    """

    paper_id: str
    case_id: str
    document: Document | None
    seen: str = ""
    stage: Stage = "record"
    replaces: str = ""
    part: str = ""
    ends: str = ""
    is_blank: bool = False
    assignment: str = ""


class Batch:
    """Papers of one form that are drawn together and recorded together."""

    def __init__(self, seat: Seat, jobs: Sequence[Job], *, form: str, copies: int | None = None) -> None:
        self._seat = seat
        self.form = seat.form(form)
        self.copies = self.form.copies if copies is None else copies
        self._today = business_date(seat.now())
        self.jobs = list(jobs)

    @property
    def paper_ids(self) -> list[str]:
        """The papers in their order."""
        return [job.paper_id for job in self.jobs]

    def sheets(self, *, is_numbered: bool = False) -> list[Sheet]:
        """What is drawn."""
        return [Sheet(job.paper_id, job.document, self._facts(job, is_numbered=is_numbered)) for job in self.jobs]

    def _facts(self, job: Job, *, is_numbered: bool) -> PaperFacts:
        identity = self._seat.identity
        return PaperFacts(
            org=identity.organisation,
            printed_on=self._today,
            copies=self.copies,
            stage=job.stage,
            first=first_of(job),
            to_fill=job.is_blank,
            is_numbered=is_numbered,
            is_practice=identity.practice,
        )

    def draw(self, target: BinaryIO, progress: Progress | None, *, is_numbered: bool = False) -> Drawn:
        """Writes the PDF; `is_numbered` with every copy of each paper."""
        if progress is not None:
            progress.begin("正在生成表格", len(self.jobs))
        catalogue, faces = self._seat.catalogue, faces_of(self._seat)
        return draw_forms(
            self.sheets(is_numbered=is_numbered),
            target,
            form=self.form,
            progress=progress,
            catalogue=catalogue,
            faces=faces,
        )

    def record(self, drawn: Drawn) -> None:
        """Writes a record for each paper, and ends those that they were printed for; all or nothing."""
        with self._seat.database.begin() as session:
            said = [self._paper(job, drawn.pages_of[job.paper_id]) for job in self.jobs]
            said += self._ended(session)
            said += self._granted(session)
            seal(session, self._seat, said, what="print")
            note(
                session,
                self._seat,
                "print",
                {"form": self.form.id, "papers": len(self.jobs), "pages": drawn.pages},
            )

    def _ended(self, session: Session) -> list[Said]:
        """What makes the papers void that these are printed for, and those that stood for a part of them."""
        ended = [job.ends for job in self.jobs if job.ends]
        gone = dict.fromkeys([*ended, *paper_rows.replacing(session, ended)])
        found = [(each, made_void(session, self._seat, each)) for each in gone]
        return [Said("paper", each, entries, why="已重印") for each, entries in found if entries]

    def _granted(self, session: Session) -> list[Said]:
        """What takes off the list 稍后打印 the households whose whole form is printed here."""
        whole = [job.case_id for job in self.jobs if job.case_id and not (job.part or job.is_blank)]
        waiting = paper_rows.waiting(session, list(dict.fromkeys(whole)), self.form.id)
        return [Said("paper", each, {"is_done": entry(True)}) for some in waiting.values() for each in some]

    def _paper(self, job: Job, pages: int) -> Said:
        values: dict[str, Value] = {
            "form": self.form.id,
            "template": self.form.template,
            "printed_on": self._today.isoformat(),
            "pages": pages,
            "copies": self.copies,
            "printed": self._printed(job),
            "stage": job.stage,
            "copy_state": PRINTED,
        }
        values |= {
            name: value
            for name, value in (
                ("case", job.case_id),
                ("seen", job.seen),
                ("replaces", job.replaces),
                ("part", job.part),
                ("is_blank", job.is_blank),
                ("assignment", job.assignment),
            )
            if value
        }
        return Said("paper", job.paper_id, {address: entry(value) for address, value in values.items()})

    def _printed(self, job: Job) -> Value:
        sections = printed_sections(
            self.form, job.document or {}, stage=job.stage, first=first_of(job), catalogue=self._seat.catalogue
        )
        return {section: dict(texts) for section, texts in kept_texts(sections).items()}


def first_of(job: Job) -> Stage:
    """From which stage on a paper is drawn: one that stands in for a part has that part alone."""
    return next((stage for stage in STAGES if stage == job.part), STAGES[0])


def fresh_ids(count: int) -> list[str]:
    """The ids of so many new papers."""
    return [new_record() for _ in range(count)]


def made_void(session: Session, seat: Seat, paper_id: str) -> dict[str, Entry]:
    """What makes every copy of a paper void that did not come back yet; nothing when all of them did."""
    document = folding.document_of(session, "paper", paper_id) or {}
    state = folding.state_of(session, "paper", paper_id)
    today = business_date(seat.now()).isoformat()
    return {
        address: entry(event(VOID, at=today, by=seat.staff_id), state.standing(address))
        for copy in copies_of(document)
        if copy.state not in (RETURNED, VOID)
        for address in [copy_address(copy.number, "state")]
    }
