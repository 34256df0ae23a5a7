"""One batch of papers on its way to the printer: what is drawn, and the records of what was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.paper import PRINTED
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.forms.layout import STAGES, Stage
from fieldsurvey.forms.sheets import Drawn, PaperFacts, Sheet, draw_forms, printed_sections
from fieldsurvey.forms.templates import MOST_COPIES
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_compare import kept_sections, kept_texts
from fieldsurvey.services.seat import Said, Seat, note, seal
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import paper_rows
from fieldsurvey.store.database import Session


@dataclass(frozen=True, slots=True)
class Job:
    """One paper to print: a household's, or a blank.

    `seen` is the version of the household that is printed. `replaces` is the paper that it stands for, whole or in its
    `part`; `ends` the one that is void once this one is handed over. `copies` is 0 for as many as the batch has.
    """

    paper_id: str
    case_id: str
    document: Document | None
    seen: str = ""
    stage: Stage = "record"
    replaces: str = ""
    part: str = ""
    ends: str = ""
    copies: int = 0
    is_blank: bool = False
    assignment: str = ""


class Batch:
    """Papers of one form that are drawn together and recorded together.

    Raises:
        FormUnknownError: no such form. InputError: so many copies have no place on a table.
    """

    def __init__(self, seat: Seat, jobs: Sequence[Job], *, form: str, copies: int | None = None) -> None:
        self._seat = seat
        self.form = seat.form(form)
        if copies is not None and not 1 <= copies <= MOST_COPIES:
            raise InputError(what=f"一张表可以打印 1 到 {MOST_COPIES} 份,没有打印。")
        self._copies = copies
        self._today = business_date(seat.now())
        self.jobs = list(jobs)

    @property
    def paper_ids(self) -> list[str]:
        """The papers in their order."""
        return [job.paper_id for job in self.jobs]

    @property
    def copies(self) -> int:
        """How many there are of the first paper, and of every one where nothing else was kept."""
        return self._copies_of(self.jobs[0]) if self.jobs else self._copies or self.form.copies

    def _copies_of(self, job: Job) -> int:
        if self._copies is not None:
            return self._copies
        return job.copies if 1 <= job.copies <= MOST_COPIES else self.form.copies

    def sheets(self, *, is_numbered: bool = False) -> list[Sheet]:
        """What is drawn."""
        return [Sheet(job.paper_id, job.document, self._facts(job, is_numbered=is_numbered)) for job in self.jobs]

    def _facts(self, job: Job, *, is_numbered: bool) -> PaperFacts:
        identity = self._seat.identity
        return PaperFacts(
            org=identity.organisation,
            printed_on=self._today,
            copies=self._copies_of(job),
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
        """Writes a record for each paper, all or nothing; what they replace stands until they are handed over."""
        with self._seat.database.begin() as session:
            said = [self._paper(job, drawn.pages_of[job.paper_id]) for job in self.jobs]
            said += self._granted(session)
            seal(session, self._seat, said, what="print")
            note(
                session,
                self._seat,
                "print",
                {"form": self.form.id, "papers": len(self.jobs), "pages": drawn.pages},
            )

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
            "copies": self._copies_of(job),
            **self._printed(job),
            "stage": job.stage,
            "copy_state": PRINTED,
        }
        values |= {
            name: value
            for name, value in (
                ("case", job.case_id),
                ("seen", job.seen),
                ("replaces", job.replaces),
                ("ends", job.ends),
                ("part", job.part),
                ("is_blank", job.is_blank),
                ("assignment", job.assignment),
            )
            if value
        }
        return Said("paper", job.paper_id, {address: entry(value) for address, value in values.items()})

    def _printed(self, job: Job) -> dict[str, Value]:
        sections = printed_sections(
            self.form, job.document or {}, stage=job.stage, first=first_of(job), catalogue=self._seat.catalogue
        )
        texts: dict[str, Value] = {section: dict(texts) for section, texts in kept_texts(sections).items()}
        return {"printed": texts, "sections": kept_sections(self.form, sections)}


def first_of(job: Job) -> Stage:
    """From which stage on a paper is drawn: one that stands in for a part has that part alone."""
    return next((stage for stage in STAGES if stage == job.part), STAGES[0])
