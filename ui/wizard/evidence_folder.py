"""Taking in from a folder: looked through, shown with small pictures, and only what was ticked is taken."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.evidence import Evidence, Glance, Plan, Taken, Wanted
from fieldsurvey.services.intake import Found, FoundFile
from ui.jobs import POLL_MS, Jobs
from ui.notify import Notify
from ui.widgets.thumbs import Thumb, image_of
from ui.wizard.evidence_intake import IntakeSheet
from ui.wizard.evidence_taking import DOING, Taking
from ui.wizard.view import WizardView

MOST_TOLD = 3


class EvidenceFolderPart(QObject):
    """One folder at a time.

    Signals:
        taken: what became of the files that were ticked.
        closed: back to the page.
    """

    taken = Signal(object)
    closed = Signal()

    def __init__(self, view: WizardView, *, jobs: Jobs, evidence: Evidence, notify: Notify, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._evidence = evidence
        self._notify = notify
        self._sheet: IntakeSheet | None = None
        self._draft_id = ""
        self._folder = ""
        self._files: dict[str, FoundFile] = {}
        self._here: set[str] = set()
        self._glances: dict[str, Glance] = {}
        self._progress: Progress | None = None
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._taking = Taking(jobs, evidence, self)
        self._taking.stepped.connect(self._on_stepped)
        self._taking.ended.connect(self._on_taken)
        self._taking.broken.connect(notify.error)
        self._is_glancing = False
        self._told = ""
        self._given: tuple[Mapping[str, str], Sequence[tuple[str, str]], Mapping[str, str]] = ({}, [], {})

    def begin(self, draft_id: str) -> None:
        """Turns to a draft; what was shown for another goes."""
        self._draft_id = draft_id
        self._forget()

    def set_choices(
        self, types: Mapping[str, str], members: Sequence[tuple[str, str]], initials: Mapping[str, str]
    ) -> None:
        """Gives types and members to choose from."""
        self._given = (types, members, initials)
        if self._sheet is not None:
            self._sheet.choice.set_choices(*self._given)

    def open(self, folder: str, kind: str, member: str) -> None:
        """Looks through a folder and shows what it offers."""
        sheet = self._sheet or self._made()
        self._forget()
        self._folder = folder
        sheet.choice.set_choices(*self._given)
        if kind:
            sheet.choice.show_choice(kind, member)
        sheet.begin(Path(folder).name or folder)
        self._view.show_instead(sheet)
        sheet.pictures.setFocus()
        self._look()

    def _made(self) -> IntakeSheet:
        # Made when the first folder is opened: many visits open none.
        sheet = self._sheet = IntakeSheet()
        sheet.take_requested.connect(self._on_take)
        sheet.cancel_requested.connect(self._on_cancel)
        sheet.closed.connect(self._on_closed)
        sheet.pictures.looked.connect(self._glance_on)
        return sheet

    def _look(self) -> None:
        self._progress = Progress()
        if self._sheet is not None:
            self._sheet.set_working("正在看文件夹…")
        self._poll.start()
        asked = (self._draft_id, self._folder)
        look = partial(self._evidence.look, Path(self._folder), progress=self._progress)
        # A phone that was unplugged may never answer: that must not hold up the answers.
        self._jobs.look(self, look, then=partial(self._on_found, asked), failed=partial(self._on_not_looked, asked))

    def _on_found(self, asked: tuple[str, str], found: Found) -> None:
        if asked == (self._draft_id, self._folder):
            plan = partial(self._evidence.plan, self._draft_id, found)
            then, failed = partial(self._on_plan, asked), partial(self._on_not_looked, asked)
            self._jobs.submit(self, plan, then=then, failed=failed)

    def _on_plan(self, asked: tuple[str, str], plan: Plan) -> None:
        if asked != (self._draft_id, self._folder):
            return
        self._end()
        self._here = set(plan.here)
        # What is new is what one came for.
        files = sorted(plan.found.files, key=lambda file: file.path in self._here)
        self._files = {file.path: file for file in files}
        parts = [f"有 {len(self._files)} 份图片和 PDF,新的在前" if self._files else "没有图片和 PDF"]
        if self._here:
            parts.append(f"其中 {len(self._here)} 份这一户已经有了")
        if plan.found.others:
            parts.append(f"另有 {plan.found.others} 个别的文件")
        if plan.found.more:
            parts.append("更早的没有列出")
        self._show(";".join(parts) + "。")

    def _show(self, told: str) -> None:
        if self._sheet is not None:
            self._told = told
            self._sheet.show_plan(told, [self._thumb(path) for path in self._files])
            self._glance_on()

    def _on_not_looked(self, asked: tuple[str, str], problem: FieldSurveyError) -> None:
        if asked == (self._draft_id, self._folder):
            self._end()
            self._notify.error(problem)
            self._on_closed()

    def _thumb(self, path: str) -> Thumb:
        file, glance = self._files[path], self._glances.get(path)
        # The day is on every picture; the year of a photo that was just taken says nothing.
        second = "这一户已有" if path in self._here else file.at[5:]
        mark = "quiet" if path in self._here else ""
        tip = [file.folder, file.at, f"{file.size / 1024:,.0f} KB"]
        if glance is not None and glance.state != "here":
            return Thumb(path, f"{file.name}\n打不开", "stop", "\n".join([*tip, glance.told]), can_tick=False)
        if glance is not None and glance.pages > 1:
            second = f"{second}  {glance.pages} 页"
        if glance is not None and glance.warnings and not mark:
            second, mark = glance.warnings[0].partition(",")[0], "soft"
            tip += glance.warnings
        text = f"{file.name}\n{second}"
        return Thumb(path, text, mark, "\n".join([file.name, *filter(None, tip)]), can_tick=path not in self._here)

    def _glance_on(self) -> None:
        sheet = self._sheet
        if sheet is None or self._is_glancing or self._progress is not None or not sheet.isVisible():
            return
        path = sheet.pictures.undrawn()
        if path not in self._files:
            return
        self._is_glancing = True
        glance = partial(self._evidence.glance_at, Path(path))
        self._jobs.submit(self, glance, then=partial(self._on_glance, path), failed=self._on_no_glance)

    def _on_glance(self, path: str, glance: Glance) -> None:
        self._is_glancing = False
        if self._sheet is not None and path in self._files:
            self._glances[path] = glance
            picture = glance.picture
            image = image_of(picture.width, picture.height, picture.pixels) if picture else None
            self._sheet.pictures.draw(path, image)
            self._sheet.pictures.change(self._thumb(path))
        self._glance_on()

    def _on_no_glance(self, problem: FieldSurveyError) -> None:
        self._is_glancing = False
        self._notify.error(problem)

    def _on_take(self, paths: Sequence[str], kind: str, member: str) -> None:
        if self._sheet is not None and not self._taking.is_working:
            self._sheet.set_working(DOING)
            self._taking.begin(self._draft_id, [Wanted(path, kind, member) for path in paths])

    def _on_stepped(self, done: int, total: int) -> None:
        if self._sheet is not None:
            self._sheet.progress.show_progress(DOING, done, total)

    def _on_taken(self, taken: Taken) -> None:
        self._end()
        self._here |= {file.path for file in taken.files}
        told = [f"没有加入 {refused.name}:{refused.sentence} [{refused.code}]" for refused in taken.refused[:MOST_TOLD]]
        if len(taken.refused) > MOST_TOLD:
            told.append(f"另有 {len(taken.refused) - MOST_TOLD} 个也没有加入")
        if self._sheet is not None:
            self._sheet.show_refused("\n".join(told))
        self._show(self._told)
        if taken.files:
            stopped = ",其余的没有加入" if taken.stopped else ""
            self._notify.done(f"已加入 {len(taken.files)} 份{stopped}。可以接着选别的材料,或关闭回到本页。")
        self.taken.emit(taken)

    def _end(self) -> None:
        self._poll.stop()
        self._progress = None
        if self._sheet is not None:
            self._sheet.set_working("")

    def _on_poll(self) -> None:
        if self._sheet is not None and self._progress is not None:
            self._sheet.progress.show_progress(self._progress.doing, self._progress.done, self._progress.total)

    def _on_cancel(self) -> None:
        self._taking.stop()
        if self._progress is not None:
            self._progress.cancel()

    def _on_closed(self) -> None:
        self._forget()
        self._view.show_step(self._view.step)
        self.closed.emit()

    def _forget(self) -> None:
        self._on_cancel()
        self._taking.forget()
        self._folder = ""
        self._told = ""
        self._files.clear()
        self._here.clear()
        self._glances.clear()
        if self._sheet is not None:
            self._sheet.begin("")
        self._end()
