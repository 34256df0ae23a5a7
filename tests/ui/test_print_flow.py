"""Stopping, a printer that gives up half-way, and files: what is said is what is so, and nothing half is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fieldsurvey.progress import Progress
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.services.form_templates import TemplateCard
from fieldsurvey.services.paper_errors import NothingChangedError
from fieldsurvey.services.papers import Printed, PrintedPages
from fieldsurvey.settings import PrintChoice
from tests.ui.fakes import DiskFullError
from tests.ui.paper_printers import FilePrinters, paper, sides_of
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.printing.errors import PrintedToFileError, PrinterFailedError
from ui.screens.printing.files import PdfFiles
from ui.screens.printing.flow import PrintFlow
from ui.screens.printing.pages import Press
from ui.screens.printing.printers import NOT_ASKED, Printers
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Part, Subject, Wanted
from ui.settings_kept import KeptSettings

pytestmark = pytest.mark.usefixtures("coarse")
FORMS = [TemplateCard("F01", "调查表", 3, "F01-1", 2, is_own=False)]


@dataclass
class Papers:
    """Makes two-page papers; `gate`, while it is not set, makes the worker wait; `broken` cannot be made."""

    made: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    unchanged: set[str] = field(default_factory=set)
    not_asked_for: set[str] = field(default_factory=set)
    ended: list[str] = field(default_factory=list)
    gate: Event = field(default_factory=Event)
    begun: Event = field(default_factory=Event)

    def needed(self, subjects: Sequence[str]) -> list[str]:
        """Without those that need none."""
        return [subject for subject in subjects if subject not in self.not_asked_for]

    def taken(self, papers: Sequence[str]) -> None:
        """What a printer has taken."""
        self.ended += papers

    def pages(self, subject: str, *, form: str, copies: int, part: Part = "") -> PrintedPages:
        """One paper."""
        self.begun.set()
        assert self.gate.wait(20)
        if subject in self.broken:
            raise DiskFullError
        if subject in self.unchanged:
            raise NothingChangedError
        self.made.append(subject)
        self.parts.append(part)
        return PrintedPages(paper(0, 2, copies), [f"paper of {subject}"], 2 * copies, copies)

    def file(
        self,
        subjects: Sequence[str],
        target: Path,
        *,
        form: str,
        copies: int,
        part: Part = "",
        progress: Progress | None = None,
    ) -> Printed:
        """All of them, stoppable."""
        self.begun.set()
        assert self.gate.wait(20)
        if progress is not None:
            progress.step(len(subjects))
        if self.unchanged >= set(subjects):
            raise NothingChangedError
        if self.broken & set(subjects):
            raise FileUnwritableError(why="磁盘满了")
        self.made += subjects
        self.parts.append(part)
        target.write_bytes(b"%PDF")
        return Printed(target, list(subjects), 2 * len(subjects))


@dataclass
class Scene:
    """The flow with everything around it."""

    view: PrintingView
    flow: PrintFlow
    files: PdfFiles
    jobs: Jobs
    papers: Papers
    kept: KeptSettings
    printers: FilePrinters
    said: list[tuple[str, str]] = field(default_factory=list)

    def wanted(self, count: int) -> Wanted:
        """So many households."""
        subjects = tuple(Subject(f"c{number}", f"L1-{number:06}") for number in range(1, count + 1))
        return Wanted(f"{count} 户", subjects, self.papers, shown=("c1",))

    @property
    def told(self) -> str:
        """What was said last."""
        return self.said[-1][1] if self.said else ""


@pytest.fixture
def scene(qtbot: QtBot, tmp_path: Path) -> Iterator[Scene]:
    """A screen, a printer that writes files, and no homes."""
    folder = tmp_path / "paper"
    folder.mkdir()
    notify, view, papers = Notify(), PrintingView(), Papers()
    qtbot.addWidget(view)
    bugs: list[BaseException] = []
    jobs = Jobs(tell_error=notify.error, tell_bug=bugs.append)
    kept, printers = KeptSettings(tmp_path / "settings.json"), FilePrinters(folder)
    flow = PrintFlow(view, jobs=jobs, notify=notify, cards=forms_of_office, kept=kept, printers=printers)
    files = PdfFiles(view, jobs=jobs, notify=notify, parent=view)
    made = Scene(view, flow, files, jobs, papers, kept, printers)
    notify.said.connect(lambda kind, sentence: made.said.append((kind, sentence)))
    yield made
    papers.gate.set()
    jobs.close()
    assert not bugs, bugs


class TurningPrinter(QPrinter):
    """A printer that turns sheets, where the system of the tests has none."""

    def duplex(self) -> QPrinter.DuplexMode:
        """It does."""
        return QPrinter.DuplexMode.DuplexLongSide


def forms_of_office() -> list[TemplateCard]:
    """As the service hands them out."""
    return FORMS


def idle(qtbot: QtBot, scene: Scene) -> None:
    qtbot.waitUntil(lambda: scene.jobs.is_idle and not scene.flow.is_busy and not scene.files.is_busy, timeout=20_000)


def opened(qtbot: QtBot, scene: Scene, count: int) -> Wanted:
    wanted = scene.wanted(count)
    scene.flow.open(wanted)
    qtbot.waitUntil(lambda: scene.jobs.is_idle)
    return wanted


def test_a_form_is_printed_in_as_many_copies_as_it_is_made_in(qtbot: QtBot, scene: Scene) -> None:
    opened(qtbot, scene, 1)
    assert scene.flow.copies == 3
    scene.view.sheet.choice_changed.emit(PrintChoice(copies=1))
    assert scene.flow.copies == 1
    scene.view.sheet.choice_changed.emit(PrintChoice(copies=3))
    assert scene.kept.print_choice("F01").copies == 0
    assert KeptSettings(scene.kept._path).print_choice("F01") == PrintChoice()


def test_less_than_the_whole_form_is_printed_when_it_is_wanted_and_only_this_once(qtbot: QtBot, scene: Scene) -> None:
    scene.papers.gate.set()
    opened(qtbot, scene, 1)
    box = scene.view.sheet.findChild(QComboBox, "print_part")
    assert box is not None
    box.setCurrentIndex(box.findData("survey"))
    box.activated.emit(box.currentIndex())
    scene.flow.print()
    idle(qtbot, scene)
    opened(qtbot, scene, 1)
    assert box.currentData() == ""
    scene.flow.print()
    idle(qtbot, scene)
    assert scene.papers.parts == ["survey", ""]


def test_stopping_leaves_those_without_a_number_that_were_not_printed(qtbot: QtBot, scene: Scene) -> None:
    opened(qtbot, scene, 5)
    scene.flow.print()
    qtbot.waitUntil(scene.papers.begun.is_set)
    scene.view.cancel_requested.emit()
    scene.papers.gate.set()
    idle(qtbot, scene)
    assert scene.papers.made == ["c1"]
    assert scene.told == "已停止。已交给打印机 1 户。其余 4 户没有打印,也没有编号。"
    assert len(scene.printers.jobs) == 1


def test_what_cannot_be_made_stops_the_run_and_is_told_whole(qtbot: QtBot, scene: Scene) -> None:
    scene.papers.gate.set()
    scene.papers.broken = {"c3"}
    opened(qtbot, scene, 5)
    scene.flow.print()
    idle(qtbot, scene)
    assert scene.papers.made == ["c1", "c2"]
    assert "[T901]" in scene.told
    # What was drawn before comes out all the same.
    assert scene.told.endswith("已交给打印机 2 户。其余 3 户没有打印,也没有编号。")
    assert sides_of(scene.printers.jobs[0]) == [(0, 0), (0, 1)] * 6


def test_a_second_run_waits_for_the_first(qtbot: QtBot, scene: Scene) -> None:
    opened(qtbot, scene, 2)
    scene.flow.print()
    scene.flow.print()
    scene.flow.open(scene.wanted(1))
    assert "还没有打完" in scene.told
    scene.papers.gate.set()
    idle(qtbot, scene)
    assert scene.papers.made == ["c1", "c2"]
    assert scene.told.startswith("已交给打印机:2 户,共 6 张纸")


def test_one_pdf_is_whole_or_not_there(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    wanted = opened(qtbot, scene, 3)
    scene.files.save(wanted, "F01", 3, str(tmp_path / "all.pdf"))
    qtbot.waitUntil(scene.papers.begun.is_set)
    scene.view.cancel_requested.emit()
    scene.papers.gate.set()
    idle(qtbot, scene)
    assert not (tmp_path / "all.pdf").exists()
    assert scene.papers.made == []
    assert "没有留下半截内容" in scene.told


def test_stopping_between_files_tells_how_many_there_are(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    wanted = opened(qtbot, scene, 3)
    scene.files.save_each(wanted, "F01", 3, str(tmp_path))
    qtbot.waitUntil(scene.papers.begun.is_set)
    scene.view.cancel_requested.emit()
    scene.papers.gate.set()
    idle(qtbot, scene)
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["L1-000001.pdf"]
    assert scene.told == "已停止:写好 1 个 PDF,其余 2 户没有写,也没有编号。"


def test_a_folder_that_fills_up_tells_how_far_it_came(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    scene.papers.gate.set()
    scene.papers.broken = {"c2"}
    wanted = opened(qtbot, scene, 3)
    scene.files.save_each(wanted, "F01", 3, str(tmp_path))
    idle(qtbot, scene)
    assert "已写好 1 个 PDF,其余 2 户没有写。" in scene.told


def test_each_job_of_the_system_s_dialog_has_a_printer_of_its_own(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.papers.gate.set()
    opened(qtbot, scene, 25)
    scene.view.sheet.choice_changed.emit(PrintChoice(copies=1))
    scene.view.sheet.dialog_requested.emit()
    idle(qtbot, scene)
    assert len(scene.papers.made) == 25
    assert [len(sides_of(job)) for job in scene.printers.jobs] == [40, 10]
    assert scene.told.startswith("已交给打印机:25 户,共 25 张纸")


def test_a_file_instead_of_a_printer_is_refused(qtbot: QtBot, scene: Scene) -> None:
    scene.papers.gate.set()
    scene.printers.is_to_file = True
    opened(qtbot, scene, 1)
    scene.view.sheet.dialog_requested.emit()
    idle(qtbot, scene)
    assert (scene.papers.made, scene.printers.jobs) == ([], [])
    assert "[U103]" in scene.told
    assert scene.view.page == "sheet"


@pytest.mark.usefixtures("qapp")
def test_what_the_system_s_dialog_sets_is_kept_as_a_choice(tmp_path: Path) -> None:
    printer = TurningPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setCopyCount(2)
    printer.setPageRanges(QPageRanges.fromString("1-1"))
    chosen = Printers().chosen(PrintChoice(tray=99, duplex="single"), printer)
    assert chosen == PrintChoice(printer.printerName(), -1, "auto", 2)
    assert Printers().make(chosen).pageRanges().isEmpty()
    printer.setOutputFileName(str(tmp_path / "all.pdf"))
    with pytest.raises(PrintedToFileError):
        Printers().chosen(PrintChoice(), printer)


def test_the_system_s_dialog_offers_neither_a_file_nor_a_part(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    Printers().ask(PrintChoice(copies=1), parent, print, print)
    (dialog,) = parent.findChildren(QPrintDialog)
    assert not any(dialog.testOption(option) for option in NOT_ASKED)
    dialog.reject()


def anew(scene: Scene, count: int) -> Wanted:
    """So many papers that take the place of older ones."""
    return replace(scene.wanted(count), title=f"{count} 份改过的", is_anew=True, counted_in="份")


def print_anew(qtbot: QtBot, scene: Scene, count: int) -> None:
    scene.papers.gate.set()
    scene.flow.open(anew(scene, count))
    qtbot.waitUntil(lambda: scene.jobs.is_idle)
    scene.view.sheet.choice_changed.emit(PrintChoice(copies=1))
    scene.flow.print()
    idle(qtbot, scene)


def test_papers_that_need_no_reprint_any_more_are_passed_over(qtbot: QtBot, scene: Scene) -> None:
    scene.papers.not_asked_for, scene.papers.unchanged = {"c2"}, {"c1", "c4"}
    print_anew(qtbot, scene, 5)
    assert scene.papers.made == ["c3", "c5"]
    assert scene.papers.ended == ["paper of c3", "paper of c5"]
    assert len(sides_of(scene.printers.jobs[0])) == 4
    assert scene.told == "已交给打印机:5 份改过的,共 2 张纸。其中 3 份和档案已经一致,没有重打。"


def test_nothing_to_reprint_at_all_is_said(qtbot: QtBot, scene: Scene) -> None:
    scene.papers.not_asked_for = {"c1", "c2"}
    print_anew(qtbot, scene, 2)
    assert scene.told == "2 份都和档案一致了,不用重打。"
    assert scene.printers.jobs == []


def test_a_jam_leaves_what_was_signed_and_offers_the_rest(
    qtbot: QtBot, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.screens.printing.print_run.JOB_HOUSEHOLDS", 2)
    begun: list[Press] = []

    class Jammed(Press):
        """The paper of the second job jams."""

        def end(self) -> None:
            """Fails once."""
            begun.append(self)
            super().end()
            if len(begun) == 2:
                raise PrinterFailedError

    monkeypatch.setattr("ui.screens.printing.print_run.Press", Jammed)
    print_anew(qtbot, scene, 5)
    assert scene.papers.ended == ["paper of c1", "paper of c2"]
    assert "要作废重打的:L1-000003、L1-000004。它们原来的纸表仍然有效。" in scene.told
    assert scene.told.endswith("其余 1 份没有打印,也没有编号。")
    assert scene.flow.wanted is not None
    assert scene.flow.wanted.ids == ["c3", "c4", "c5"]
    assert scene.view.sheet.findChild(QLabel, "print_title").text() == "打印:还没打好的 3 份"  # type: ignore[union-attr]  # It is there.
    scene.flow.print()
    idle(qtbot, scene)
    assert scene.papers.ended == [f"paper of c{number}" for number in range(1, 6)]


def test_in_a_folder_what_needs_no_reprint_is_passed_over(qtbot: QtBot, scene: Scene, tmp_path: Path) -> None:
    scene.papers.gate.set()
    scene.papers.unchanged = {"c1", "c3"}
    scene.files.save_each(anew(scene, 4), "F01", 1, str(tmp_path))
    idle(qtbot, scene)
    assert scene.papers.made == ["c2", "c4"]
    assert "写好 2 个 PDF。2 份和档案已经一致,没有写。" in scene.told
