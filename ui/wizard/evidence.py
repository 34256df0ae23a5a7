"""What happens to the evidence of the household in view: chosen, taken in, looked at, taken again."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.document import ROW
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.rules.evidence import Asked, asked_of
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.services.evidence import Evidence, Glance, Taken, TakenFile, Wanted
from ui.jobs import Jobs
from ui.notify import Notify
from ui.widgets.thumbs import Thumb, image_of
from ui.wizard.evidence_folder import EvidenceFolderPart
from ui.wizard.evidence_looking import Looking
from ui.wizard.evidence_taking import DOING, Taking
from ui.wizard.evidence_view import AskedLine, EvidencePanel
from ui.wizard.page import StepPage
from ui.wizard.rows import RowsSection
from ui.wizard.sheet import Sheet
from ui.wizard.view import WizardView

GROUP: Final = "evidence"
EVIDENCE_STEP: Final = 6


class EvidencePart(QObject):
    """Keeps the panel, the sheet and the draft together.

    Signals:
        renewal_wanted: the draft changed by more than an answer; it is to be read again. Names the row to open.
    """

    renewal_wanted = Signal(str)

    def __init__(
        self,
        view: WizardView,
        *,
        jobs: Jobs,
        evidence: Evidence,
        sheet: Sheet,
        notify: Notify,
        today: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._evidence = evidence
        self._sheet = sheet
        self._notify = notify
        self._today = today
        self._draft_id = ""
        self._initials: dict[str, str] = {}
        self._panel: EvidencePanel | None = None
        self._section: RowsSection | None = None
        self._glances: dict[str, Glance] = {}
        self._is_glancing = False
        self._warned: list[TakenFile] = []
        self._looking = Looking(view, jobs=jobs, evidence=evidence, told=self._title, parent=self)
        self._looking.retake_requested.connect(self._on_retake_asked)
        self._looking.closed.connect(self._on_looked)
        view.pages_dropped.connect(self.drop_panel)
        self._taking = Taking(jobs, evidence, self)
        self._taking.stepped.connect(self._on_stepped)
        self._taking.ended.connect(self._on_taken_here)
        self._taking.broken.connect(notify.error)
        self._folder = EvidenceFolderPart(view, jobs=jobs, evidence=evidence, notify=notify, parent=self)
        self._folder.taken.connect(self._on_taken)
        self._folder.closed.connect(self._back)

    @property
    def _types(self) -> CodeTable:
        return self._sheet.catalogue.field(f"{GROUP}/any/type").choices

    def begin(self, draft: DraftView) -> None:
        """Turns to a draft; nothing of the household before stays in view or in memory."""
        self._draft_id = draft.draft_id
        self.drop_panel()
        self._glances.clear()
        self._warned.clear()
        self._looking.close()
        self._taking.forget()
        self._folder.begin(draft.draft_id)

    def drop_panel(self) -> None:
        """The pages are made anew, and the panel with them."""
        self._panel = self._section = None

    def take_in(self, page: StepPage) -> None:
        """Takes the panel of a page that has come into view, if it has one; counting the points fills it."""
        panel, section = page.evidence, page.sections.get(GROUP)
        if panel is None or section is None:
            return
        self._panel, self._section = panel, section
        panel.files_chosen.connect(self._on_files)
        panel.folder_chosen.connect(self._on_folder)
        panel.picture_opened.connect(self._on_opened)
        panel.picture_chosen.connect(section.table.choose)
        panel.retake_chosen.connect(self._on_retake)
        panel.warning_kept.connect(self._on_kept)
        panel.stop_requested.connect(self._taking.stop)
        panel.strip.looked.connect(self._glance_on)
        section.row_chosen.connect(lambda _, row: panel.strip.choose(row))

    def set_initials(self, initials: dict[str, str]) -> None:
        """Gives the initials of labels and names to all that choose."""
        self._initials = initials
        self._give_choices()

    def renew(self) -> None:
        """Shows what is asked for and what is there as the sheet now has it."""
        if self._panel is None:
            return
        names = dict(self._sheet.members())
        sheet = self._sheet
        asked = sorted(asked_of(sheet.document, self._today(), sheet.rules, sheet.catalogue), key=_urgency)
        missing = sum(each.is_required and not each.is_there for each in asked)
        self._panel.show_asked([_asked_line(each, names, self._types) for each in asked], missing)
        self._panel.show_pictures([self._thumb(row, names) for row in self._with_files()])
        self._looking.show_rows([(str(row[ROW]), _sha256(row)) for row in self._with_files()])
        self._give_choices()
        self._glance_on()

    def _give_choices(self) -> None:
        members = self._sheet.members()
        if self._panel is not None:
            self._panel.set_choices(self._types.offered, members, self._initials)
        self._folder.set_choices(self._types.offered, members, self._initials)

    def _with_files(self) -> list[dict[str, Any]]:
        return [row for row in self._sheet.rows(GROUP) if _sha256(row)]

    def _thumb(self, row: dict[str, Any], names: dict[str, str]) -> Thumb:
        glance = self._glances.get(_sha256(row))
        member = names.get(str(row.get("member")), "")
        mark, tip = "", ""
        if glance is not None and glance.state != "here":
            lines = [_type_of(row, self._types), "文件不在本机" if glance.state == "missing" else "文件损坏"]
            mark, tip = "stop", glance.told
        else:
            issued = row.get("issued_on")
            date_told = issued if isinstance(issued, str) else ""
            pages = f"{glance.pages} 页" if glance is not None and glance.pages > 1 else ""
            lines = [_type_of(row, self._types), "  ".join(part for part in (member, pages, date_told) if part)]
        text = "\n".join(line for line in lines if line)
        file = row.get("file")
        name = str(file.get("name", "")) if isinstance(file, dict) else ""
        return Thumb(str(row[ROW]), text, mark, "\n".join(part for part in (text, name, tip) if part))

    def _title(self, row_id: str) -> str:
        row = self._sheet.row(GROUP, row_id)
        name = dict(self._sheet.members()).get(str(row.get("member")), "")
        file = row.get("file")
        shown = str(file.get("name", "")) if isinstance(file, dict) else ""
        return "  ".join(part for part in (_type_of(row, self._types), name, shown) if part)

    def _glance_on(self) -> None:
        """Asks for the next small picture in view, one at a time, so that answers are never kept waiting."""
        if self._panel is None or self._is_glancing or not self._panel.strip.isVisible():
            return
        row_id = self._panel.strip.undrawn()
        sha256 = _sha256(self._sheet.row(GROUP, row_id)) if row_id else ""
        if not sha256:
            return
        if sha256 in self._glances:
            self._draw(row_id, self._glances[sha256])
            self._glance_on()
            return
        self._is_glancing = True
        glance = partial(self._evidence.glance, sha256)
        then = partial(self._on_glance, self._draft_id, row_id, sha256)
        self._jobs.submit(self, glance, then=then, failed=self._on_no_glance)

    def _on_glance(self, draft_id: str, row_id: str, sha256: str, glance: Glance) -> None:
        self._is_glancing = False
        if draft_id == self._draft_id:
            self._glances[sha256] = glance
            self._draw(row_id, glance)
        self._glance_on()

    def _on_no_glance(self, problem: FieldSurveyError) -> None:
        self._is_glancing = False
        self._notify.error(problem)

    def _draw(self, row_id: str, glance: Glance) -> None:
        row = self._sheet.row(GROUP, row_id)
        if self._panel is None or not row:
            return
        picture = glance.picture
        image = image_of(picture.width, picture.height, picture.pixels) if picture else None
        self._panel.strip.draw(row_id, image)
        self._panel.strip.change(self._thumb(row, dict(self._sheet.members())))

    def _on_files(self, paths: Sequence[str], kind: str, member: str) -> None:
        if not self._taking.is_working:
            self._say_working(DOING)
            self._taking.begin(self._draft_id, [Wanted(path, kind, member) for path in paths])

    def _on_stepped(self, done: int, total: int) -> None:
        if self._panel is not None:
            self._panel.progress.show_progress(DOING, done, total)

    def _on_taken_here(self, taken: Taken) -> None:
        self._say_working("")
        if taken.refused:
            first = taken.refused[0]
            more = f";另有 {len(taken.refused) - 1} 个也没有加入" if taken.refused[1:] else ""
            self._notify.warn(f"没有加入 {first.name}:{first.sentence} [{first.code}]{more}")
        self._on_taken(taken)

    def _on_taken(self, taken: Taken) -> None:
        self._warned += [file for file in taken.files if file.warnings]
        self._show_warning()
        if taken.files:
            self.renewal_wanted.emit(taken.files[-1].row)

    def _on_retake_asked(self, row_id: str) -> None:
        if self._panel is not None:
            self._panel.ask_retake(row_id)

    def _on_retake(self, row_id: str, path: str) -> None:
        self._say_working(DOING)
        replace = partial(self._evidence.replace, self._draft_id, row_id, Path(path))
        then, failed = partial(self._on_retaken, self._draft_id), partial(self._on_failed, self._draft_id)
        self._jobs.submit(self, replace, then=then, failed=failed, doing=DOING)

    def _on_retaken(self, draft_id: str, file: TakenFile) -> None:
        if draft_id != self._draft_id:
            return
        self._say_working("")
        self._warned = [kept for kept in self._warned if kept.row != file.row]
        if file.warnings:
            self._warned.insert(0, file)
        else:
            self._notify.done("已换成重拍的这一份,原来那份仍在历史里。")
        self._looking.forget(file.row)
        self._show_warning()
        self.renewal_wanted.emit(file.row)

    def _on_kept(self, row_id: str) -> None:
        self._warned = [file for file in self._warned if file.row != row_id]
        self._show_warning()

    def _show_warning(self) -> None:
        if self._panel is None:
            return
        if not self._warned:
            self._panel.show_warning("", "")
            return
        file = self._warned[0]
        more = f"(还有 {len(self._warned) - 1} 份要看)" if self._warned[1:] else ""
        self._panel.show_warning(file.row, f"{file.name}:{';'.join(file.warnings)}。{more}")

    def _say_working(self, doing: str) -> None:
        if self._panel is not None:
            self._panel.set_working(doing)

    def _on_failed(self, draft_id: str, problem: FieldSurveyError) -> None:
        if draft_id == self._draft_id:
            self._say_working("")
        self._notify.error(problem)

    def _on_folder(self, folder: str) -> None:
        if self._panel is not None:
            self._folder.open(folder, self._panel.choice.type_code, self._panel.choice.member_row)

    def _on_opened(self, row_id: str) -> None:
        self._looking.open(row_id)

    def _on_looked(self, row_id: str) -> None:
        if self._panel is not None:
            self._panel.strip.choose(row_id)
        self._back()

    def _back(self) -> None:
        if self._panel is not None:
            (self._panel.strip if self._panel.strip.count() else self._panel.asked).setFocus()
        self._glance_on()


def _urgency(each: Asked) -> tuple[bool, bool]:
    return each.is_there, not each.is_required


def _asked_line(each: Asked, names: dict[str, str], types: CodeTable) -> AskedLine:
    by = "、".join(types.label_of(kind) for kind in each.by)
    return AskedLine(
        type=each.type,
        member=each.member,
        label=each.label,
        whose=names.get(each.member, "") if each.member else "全家",
        why=f"已由{by}代替" if by else each.why,
        need="必须" if each.is_required else "可选",
        mark="done" if each.is_there else "" if each.is_required else "quiet",
        is_there=each.is_there,
    )


def _sha256(row: dict[str, Any]) -> str:
    file = row.get("file")
    found = file.get("sha256") if isinstance(file, dict) else None
    return found if isinstance(found, str) else ""


def _type_of(row: dict[str, Any], types: CodeTable) -> str:
    kind = row.get("type")
    return types.label_of(kind) if isinstance(kind, str) and kind else "未写类型"
