"""打印与回收 on real homes: from the list of households to paper, and what becomes of the paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_lines import ChangedPapers
from fieldsurvey.services.paper_lists import PaperLists
from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import CasesPage, SignInPage
from tests.drivers.printing import PreviewPage, PrintingPage
from tests.integration.homes import PASSPHRASE, Office, visit
from tests.ui.paper_printers import FilePrinters

pytestmark = pytest.mark.usefixtures("qapp", "coarse")
NAMES = ("丁桂湘", "蒲少川", "水云荃")


@pytest.fixture
def printers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FilePrinters:
    """A printer that writes files."""
    (tmp_path / "paper").mkdir()
    made = FilePrinters(tmp_path / "paper")
    monkeypatch.setattr("ui.screens.printing.printers.Printers", lambda: made)
    return made


@pytest.fixture
def folder(office: Office) -> Path:
    """A laptop with three households in two buildings."""
    doors = ("2号楼1单元101室", "2号楼1单元102室", "5号楼2单元301室")
    for name, door in zip(NAMES, doors, strict=True):
        visit(office.l1, name=name, home_address=f"河沿街{door}")
    office.close()
    return office.folder("l1")


@pytest.fixture
def app(folder: Path, clock: FixedClock, printers: FilePrinters) -> Iterator[App]:
    """The program on that laptop, with that printer."""
    with running(home_at(folder, now=clock)) as made:
        yield made


def to_cases(app: App) -> CasesPage:
    return SignInPage(app).sign_in(PASSPHRASE, CasesPage)


def to_sheet(app: App, *names: str) -> PrintingPage:
    """From the list to how these are printed; a single one is looked at first."""
    CasesPage(app).mark(*names)
    app.press("print_marked")
    page = PrintingPage(app)
    if page.view.page == "preview":
        app.press("print_now")
    return page


def test_a_paper_goes_from_later_to_returned(app: App, printers: FilePrinters) -> None:
    cases = to_cases(app).mark(*NAMES)
    assert app.text("marked_count") == "勾了 3 户"
    app.press("print_later")
    assert "3 户" in app.message
    page = cases.go(PrintingPage)
    assert page.count("to_print") == 3
    assert page.buildings == ["河沿街2号楼1单元(2)", "河沿街5号楼2单元(1)"]
    page.mark("丁桂湘", "蒲少川").do("print")
    assert app.text("print_title") == "打印:2 户"
    page.choose(duplex="auto", copies=2).print()
    assert "已交给打印机:2 户" in app.message
    assert (page.count("to_print"), page.count("printed")) == (1, 2)
    page.turn_to("printed").mark("丁桂湘").do("sign")
    page.turn_to("signed")
    assert [line.texts[1] for line in page.papers] == ["丁桂湘"]
    page.mark("丁桂湘").do("seal").turn_to("returned")
    assert [line.texts[1] for line in page.papers] == ["丁桂湘"]
    page.mark("丁桂湘").do("unseal").turn_to("signed")
    assert page.count("signed") == 1
    (job,) = printers.jobs
    sides = len(PdfReader(job).pages)
    # Two households, two copies each, on sheets of their own.
    assert sides % 8 == 0


def test_whose_visit_is_open_is_said_before_the_paper_lacks_what_was_typed(
    office: Office, clock: FixedClock, printers: FilePrinters
) -> None:
    office.l1.visits.start(visit(office.l1, name="丁桂湘"))
    office.close()
    with running(home_at(office.folder("l1"), now=clock)) as app:
        to_cases(app)
        to_sheet(app, "丁桂湘")
        assert "没做完的入户" in app.message


def test_what_is_void_comes_back(app: App) -> None:
    to_cases(app)
    to_sheet(app, "水云荃").print()
    page = CasesPage(app).go(PrintingPage).turn_to("printed").mark("水云荃").do("void")
    assert (page.count("printed"), page.count("void")) == (0, 1)
    page.turn_to("void").mark("水云荃").do("restore")
    assert (page.count("printed"), page.count("void")) == (1, 0)


def test_everything_is_marked_by_one_key(app: App) -> None:
    cases = to_cases(app)
    app.find(type(cases.widget.table), "case_table").setFocus()  # type: ignore[attr-defined]  # The view's own table.
    app.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert app.text("marked_count") == "勾了 3 户"
    cases.search("丁桂湘")
    assert app.text("marked_count") == "勾了 3 户"
    app.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert PrintingPage(app).app.text("print_title") == "打印:3 户"
    app.key(Qt.Key.Key_Escape)
    CasesPage(app)


def test_by_hand_one_is_shown_how_the_stack_goes_back(app: App, printers: FilePrinters) -> None:
    to_cases(app)
    page = to_sheet(app, *NAMES).choose(duplex="manual", copies=1)
    assert "试双面" in app.text("print_told")
    page.print()
    assert app.text("put_back_title") == "3 户的正面已经打好"
    assert app.focus.objectName() == "print_backs"
    # Whoever looks elsewhere meanwhile finds it again.
    page = page.go(CasesPage).go(PrintingPage)
    assert page.view.page == "put_back"
    page.go_on_with_backs()
    CasesPage(app)
    assert "已交给打印机:3 户" in app.message
    first, second = (len(PdfReader(job).pages) for job in printers.jobs)
    assert first == second


def test_backs_that_nobody_prints_are_named(app: App) -> None:
    to_cases(app)
    page = to_sheet(app, "丁桂湘").choose(duplex="manual", copies=1).print()
    app.press("drop_backs")
    app.press("question_yes")
    assert "要作废重打的:L1-" in app.message
    assert page.view.page == "sheet"


def test_two_sheets_find_out_how_paper_goes_back(app: App, printers: FilePrinters) -> None:
    page = to_cases(app).go(PrintingPage)
    app.press("open_print_settings")
    page.choose(duplex="manual", printer="办公室激光")
    app.press("print_trial")
    assert app.text("put_back_title") == "试双面:两张正面已经打好"
    page.go_on_with_backs().answer_trial("same", "other")
    assert "已记住" in app.message
    assert "试双面" not in app.text("print_told")
    kept = app.program._settings.refeed("办公室激光")
    assert (kept.is_reversed, kept.is_turned, kept.is_tried) == (False, True, True)
    assert len(printers.jobs) == 2
    assert [len(PdfReader(job).pages) for job in printers.jobs] == [2, 2]


def test_a_printer_that_has_gone_is_said_and_another_asked_for(app: App, printers: FilePrinters) -> None:
    to_cases(app)
    page = to_sheet(app, "丁桂湘").choose(printer="办公室激光", tray=printers_tray(printers))
    printers.known = ["走廊的打印机"]
    page.print()
    assert printers.dialogs == 1
    assert printers.asked[-1].printer == "走廊的打印机"
    CasesPage(app)


def printers_tray(printers: FilePrinters) -> int:
    return next(iter(printers.trays("")))


@pytest.mark.qt_log_ignore("QPainter::begin", "propagateSizeHints")
def test_a_printer_that_does_not_go_on_leaves_no_paper(app: App, printers: FilePrinters) -> None:
    to_cases(app)
    page = to_sheet(app, "丁桂湘")
    printers.gone = True
    page.print()
    assert "[U101]" in app.message
    assert page.view.page == "sheet"
    app.press("close_print_sheet")
    assert CasesPage(app).go(PrintingPage).count("printed") == 0


def test_each_household_gets_a_file_named_by_its_number(app: App, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    to_cases(app).mark("丁桂湘", "蒲少川")
    app.press("print_marked")
    PrintingPage(app).save_each(out)
    assert "写好 2 个 PDF" in app.message
    names = sorted(path.name for path in out.iterdir())
    assert names == ["L1-000001.pdf", "L1-000002.pdf"]
    CasesPage(app)
    app.press("print_marked")
    PrintingPage(app).save_each(out)
    assert len(list(out.iterdir())) == 4
    app.press("print_marked")
    PrintingPage(app).save_each(tmp_path / "nowhere")
    assert "[E" in app.message


def test_blanks_are_numbered_and_listed(app: App, printers: FilePrinters) -> None:
    page = to_cases(app).go(PrintingPage).turn_to("blanks")
    assert "照纸表录入" in app.text("no_papers")
    page.view.lists._count.setValue(2)
    page.do("blanks").choose(copies=1).print()
    assert page.view.page == "lists"
    assert page.count("blanks") == 2
    assert page.buildings == ["空着的(2)"]
    assert len({line.texts[1] for line in page.papers}) == 2
    app.press("blanks_for_visits")
    page.do("blanks")
    assert "没有待入户的户" in app.message


def test_what_changed_since_is_printed_anew(app: App, printers: FilePrinters) -> None:
    to_cases(app)
    to_sheet(app, "丁桂湘").print()
    wizard = CasesPage(app).visit("丁桂湘")
    wizard.to_step(1).write("手机号码", "13800000001")
    wizard.finish()
    page = CasesPage(app).go(PrintingPage).turn_to("changed")
    assert page.count("changed") == 1
    assert "手机" in page.papers[0].texts[2]
    assert app.text("paper_advice")
    page.mark("丁桂湘").do("reprint").print()
    assert page.count("changed") == 0
    assert page.count("void") == 1


def test_enter_shows_how_it_will_look(app: App) -> None:
    to_cases(app).mark("丁桂湘")
    app.press("print_later")
    page = CasesPage(app).go(PrintingPage)
    page.table.selectRow(1)
    page.table.setFocus()
    app.key(Qt.Key.Key_Return)
    preview = PreviewPage(app)
    app.wait_until(lambda: preview.is_drawn)
    app.key(Qt.Key.Key_Escape)
    assert page.view.page == "lists"
    assert app.focus is page.table


def test_what_is_seen_is_saved_by_one_key(app: App, tmp_path: Path) -> None:
    to_cases(app).mark("丁桂湘")
    app.press("print_marked")
    preview = PreviewPage(app)
    app.wait_until(lambda: preview.is_drawn)
    app.key(Qt.Key.Key_S, Qt.KeyboardModifier.AltModifier)
    app.wait_until(lambda: bool(app.window.findChildren(QFileDialog)))
    (dialog,) = app.window.findChildren(QFileDialog)
    assert dialog.windowTitle() == "存为 PDF"
    target = tmp_path / "seen.pdf"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    app.settle()
    assert "丁桂湘" in PdfReader(target).pages[0].extract_text()


def test_a_look_shows_the_part_and_the_copies_that_are_printed(app: App) -> None:
    to_cases(app)
    page = to_sheet(app, "丁桂湘").choose(part="survey", copies=1)
    app.press("print_preview")
    preview = PreviewPage(app)
    app.wait_until(lambda: preview.is_drawn)
    survey = preview.pages, preview.text
    app.key(Qt.Key.Key_Escape)
    assert page.view.sheet._part.currentData() == "survey"
    page.choose(part="plan")
    app.press("print_preview")
    app.wait_until(lambda: preview.is_drawn)
    assert preview.pages == 1
    assert (preview.pages, preview.text) != survey
    one = preview.text
    app.key(Qt.Key.Key_Escape)
    page.choose(copies=3)
    app.press("print_preview")
    app.wait_until(lambda: preview.is_drawn)
    assert "一式三份" in preview.text
    assert "一式三份" not in one


def printed(app: App, monkeypatch: pytest.MonkeyPatch) -> PrintingPage:
    """The lists after all three were printed, coarsely."""
    monkeypatch.setattr("ui.screens.printing.pages.DRAWN_DPI", 72)
    to_cases(app)
    to_sheet(app, *NAMES).choose(copies=1).print()
    return CasesPage(app).go(PrintingPage)


def test_a_paper_is_found_by_its_number_behind_a_thousand_others(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    page = printed(app, monkeypatch)
    last = page.turn_to("printed").papers[-1]
    page.turn_to("to_print")
    monkeypatch.setattr("ui.screens.printing.reading.LISTED", 1)
    page.find_paper(last.texts[2])
    assert page.view.lists.shown == "printed"
    assert page.table.chosen_id == last.id
    assert app.focus is page.table
    page.find_paper("00000000")
    assert "[H160]" in app.message


def test_the_end_of_a_list_fetches_what_comes_after(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    page = printed(app, monkeypatch)
    monkeypatch.setattr("ui.screens.printing.reading.LISTED", 2)
    page.turn_to("printed").mark("丁桂湘")
    assert len(page.papers) == 2
    page.view.lists.more_wanted.emit()
    app.settle()
    assert [line.texts[1] for line in page.papers] == list(NAMES)
    assert page.view.lists.marked == [page.papers[0].id]
    page.view.lists.more_wanted.emit()
    app.settle()
    assert len(page.papers) == 3


def test_comparing_waits_until_one_turns_to_it_and_can_be_stopped(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    to_cases(app)
    to_sheet(app, "丁桂湘").print()
    wizard = CasesPage(app).visit("丁桂湘")
    wizard.to_step(1).write("手机号码", "13800000001")
    wizard.finish()
    compared: list[Progress] = []

    def stopped(_: PaperLists, *, progress: Progress) -> ChangedPapers:
        compared.append(progress)
        progress.cancel()
        progress.check()
        raise AssertionError

    with monkeypatch.context() as patch:
        patch.setattr(PaperLists, "changed_since_printed", stopped)
        page = CasesPage(app).go(PrintingPage)
        assert compared == []
        page.turn_to("changed")
        assert len(compared) == 1
        assert app.message.startswith("已停止比对")
    assert page.turn_to("printed").turn_to("changed").count("changed") == 1
