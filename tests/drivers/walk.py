"""A way through every screen with something to see on each; pictures and the tests of the layout go along it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.practice import day, homes
from fieldsurvey.practice.sides import PASSPHRASE
from tests.drivers.app import App
from tests.drivers.backups import BackupsCard, RestorePage
from tests.drivers.comparison import ComparisonPage
from tests.drivers.evidence import EvidencePage
from tests.drivers.pages import AboutPage, CasesPage, FirstRunPage, SignInPage, StickPage, WorktopPage
from tests.drivers.people import Companion, LockPage, StaffCard
from tests.drivers.printing import PreviewPage, PrintingPage
from tests.drivers.selfcheck import SelfCheckPage
from tests.drivers.wizard import WizardPage
from tests.integration.homes import COST
from tests.pictures import page_photo, pdf, saved
from tests.report_three import HOUSEHOLDS
from tests.unit.exchange.books import book
from ui.screens.comparison.national_view import NationalView
from ui.screens.printing.lists_page import LISTS as PAPER_LISTS
from ui.screens.worktop.view import LISTS

Look = Callable[[str], None]


@dataclass(frozen=True)
class DemoFolders:
    """Closed practice homes, an empty one, and the folder that stands for the stick."""

    headquarters: Path
    laptop: Path
    empty: Path
    stick: Path


@contextmanager
def demo_folders() -> Iterator[DemoFolders]:
    """Practice homes after a day's work, with visits left open and clashes at headquarters."""

    def say(_: str) -> None:
        """The demo's own lines are not wanted here."""

    with tempfile.TemporaryDirectory(prefix="shots-") as folder:
        root = Path(folder)
        stick = root / "stick"
        with homes.open_new_homes(root / "homes", stick, say=say, cost=COST) as office:
            homes.enrol(office, say=say)
            homes.import_households(office, root / "lists", say=say)
            day.carry_in(office, say=say)
            day.share_households(office, say=say)
            day.carry_out(office, say=say)
            day.second_visits(office, say=say)
            day.carry_in(office, say=say)
            day.leave_drafts(office, say=say)
        yield DemoFolders(root / "homes" / "headquarters", root / "homes" / "laptop-1", root / "empty", stick)


def walk_first_run(app: App, look: Look) -> None:
    """A new machine becomes headquarters."""
    page = FirstRunPage(app)
    look("first-run")
    restore = RestorePage.open(app)
    look("restore")
    restore.back_to_first_run()
    page.make_headquarters("云州市青河区总工会困难职工帮扶中心", "何敏芩", PASSPHRASE)
    look("recovery-words")
    page.wrote_them_down()
    look("recovery-check")
    page.confirm()


def walk_laptop(app: App, stick: Path, look: Look) -> None:
    """A surveyor's laptop: sign-in, an open visit step by step, the list, the stick."""
    sign_in = SignInPage(app)
    look("sign-in")
    sign_in.try_in("wrong passphrase")
    look("sign-in-refused")
    worktop = sign_in.sign_in(PASSPHRASE, WorktopPage)
    walk_worktop(app, worktop, look)
    wizard = worktop.go_on()
    for step in STEPS:
        wizard.to_step(step)
        _fill(wizard, step)
        look(f"step-{step:02}")
        if step == 6:
            _look_at_evidence(wizard, stick.parent / "Camera", look)
    wizard.app.press("events")
    look("life-events")
    wizard.app.press("event_leave")
    cases = wizard.leave().go(CasesPage)
    _walk_cases(app, cases, look)
    cases = _walk_selfcheck(app, cases, look)
    cases.search("没有这样的人")
    look("cases-none")
    cases.search("")
    stick_page = _walk_printing(app, cases, look).go(StickPage).choose(stick)
    look("stick")
    stick_page.write()
    look("stick-written")
    _walk_settings(app, stick_page.go(AboutPage), stick, look)


def _walk_printing(app: App, cases: CasesPage, look: Look) -> PrintingPage:
    """Households marked and put off, the lists, a paper as it will look, how it is printed, the stack put back."""
    cases.mark(*cases.names[:3])
    look("cases-marked")
    app.press("print_later")
    cases.ask_print(cases.names[3])
    preview = PreviewPage(app)
    app.wait_until(lambda: preview.is_drawn)
    look("printing-preview")
    preview.to_sheet()
    look("printing-sheet")
    app.press("close_print_sheet")
    page = cases.go(PrintingPage)
    page.mark(page.papers[0].texts[1])
    for name in PAPER_LISTS:
        page.turn_to(name)
        look(f"printing-{name.replace('_', '-')}")
    app.press("open_print_settings")
    page.choose(duplex="manual")
    look("printing-settings")
    for pages in ("put_back", "trial"):
        page.view.put_back.show_stack("12 户的正面已经打好", is_face_up=False)
        page.view.turn_to(pages)
        look(f"printing-{pages.replace('_', '-')}")
    page.view.trial.closed.emit()
    return page


def _walk_settings(app: App, about: AboutPage, stick: Path, look: Look) -> None:
    """Spreadsheets, people, and the window locked."""
    look("settings")
    sheets = about.spreadsheets()
    look("spreadsheets")
    sheets.take(_odd_sheet(stick.parent / "名册.xlsx"), source="街道名册")
    look("spreadsheets-imported")
    sheets.to_export()
    look("spreadsheets-export")
    sheets.go(AboutPage)
    BackupsCard(app).back_up().drill()
    look("settings-backups")
    staff = StaffCard(app).open("own_pin")
    look("settings-pin")
    staff.write(PASSPHRASE, "4071", "4071")
    lock = LockPage.lock(app)
    look("lock")
    lock.try_by("4072")
    look("lock-refused")
    lock.other_way()
    look("lock-passphrase")


def _odd_sheet(path: Path) -> Path:
    """A list with something to say of nearly every row."""
    return book(
        path,
        {
            "户": [
                ["户编号", "姓名", "身份证号", "婚姻状况", "存款与证券", "血型"],
                ["1001", "尹素衡", "1.10105E+17", "离异", "2,000.00", "A"],
                ["1002", "祝云湘", "990101197503120024", "分居", "两千左右", "O"],
                ["", "蒲秀芩", "", "已婚", "", "B"],
            ],
            "成员": [["户编号", "姓名", "与本人关系"], ["1001", "尹小舟", "子"], ["1009", "卞宏川", "女"]],
            "收入": [["户编号", "成员", "收入类型", "每月相同"], ["1001", "尹大舟", "工资性收入", "1617"]],
        },
    )


def walk_worktop(app: App, worktop: WorktopPage, look: Look) -> None:
    """The lists of the day, and who goes along."""
    look("worktop-drafts")
    Companion(app).choose(app.text("person").split()[0])
    look("companion-refused")
    Companion(app).choose("丁小蓉")
    for name in LISTS:
        worktop.turn_to(name)
        look(f"worktop-{name}")


def _look_at_evidence(wizard: WizardPage, camera: Path, look: Look) -> None:
    """A phone's folder, what was taken from it, and one of them large; a blurred one is warned of."""
    camera.mkdir()
    for number, blur in enumerate((0, 8, 0, 0)):
        photo = page_photo(size=(1240, 1650) if number else (1650, 1240), blur=blur)
        (camera / f"IMG_20261123_1402{number}.jpg").write_bytes(saved(photo, "JPEG"))
    (camera / "出院结算单.pdf").write_bytes(pdf(pages=3))
    evidence = EvidencePage(wizard).stand_on("诊断书").choose_folder(camera)
    evidence.tick(2, 3, 5)
    look("evidence-folder")
    evidence.take().close_folder()
    look("evidence")
    evidence.open_picture(1)
    look("evidence-viewer")
    wizard.app.key(Qt.Key.Key_Escape)


def _walk_selfcheck(app: App, cases: CasesPage, look: Look) -> CasesPage:
    """What the checks found: by rule with a doubt in full, by organisation, and nothing of a sort."""
    page = cases.go(SelfCheckPage)
    app.wait_until(lambda: "排队" not in app.text("selfcheck_checked"))
    app.settle()
    look("selfcheck")
    if page.only("doubt").findings:
        page.stand_on(0)
    look("selfcheck-doubt")
    page.only("").group_by("org")
    look("selfcheck-org")
    cases = page.go(CasesPage)
    cases.choose(cases.names[3]).turn_to_findings()
    look("cases-findings")
    return cases


def _walk_cases(app: App, cases: CasesPage, look: Look) -> None:
    """The list of households, one of them beside it, and the sheets that lie there."""
    cases.search("")
    cases.choose(cases.names[3])
    look("cases")
    cases.turn_to_points()
    look("cases-points")
    cases.turn_to_timeline()
    look("cases-timeline")
    cases.open_newest_change()
    look("cases-change")
    app.press("close_change")
    cases.turn_to_verdict()
    look("cases-verdict")
    app.press("open_filter")
    look("cases-filter")
    app.press("close_filter")
    app.press("open_columns")
    look("cases-columns")
    app.press("close_columns")


def walk_headquarters(app: App, look: Look) -> None:
    """Headquarters: a clash to settle, and the laptops it knows."""
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    table = cases.lines("case_table")
    clashing = next(texts[1] for texts in table if "冲突" in texts[6])
    cases.choose(clashing)
    cases.turn_to_clashes()
    look("clashes")
    cases.turn_to_verdict()
    app.press("decide")
    look("decide")
    app.press("decision_back")
    _walk_comparison(cases.go(ComparisonPage), look).go(AboutPage)
    look("settings-headquarters")
    StaffCard(app).open("add_person").open("new_person_suggest")
    look("settings-new-person")
    app.press("show_reference")
    look("reference-codes")
    tabs = app.find(QTabWidget, "reference_tabs")
    for number, name in (
        (1, "reference-questions"), (2, "reference-fields"), (4, "reference-standards"), (5, "reference-rules")
    ):  # fmt: skip
        tabs.setCurrentIndex(number)
        look(name)


def _walk_comparison(page: ComparisonPage, look: Look) -> ComparisonPage:
    """A list of civil affairs: no list yet, the columns, what would happen, a doubt side by side, the list taken."""
    look("comparison-none")
    sure, doubtful = HOUSEHOLDS[:2]
    with tempfile.TemporaryDirectory() as folder:
        rows: list[list[Any]] = [
            ["姓名", "身份证号", "住址", "出生日期", "低保金"],
            [sure["name"], sure["identity"]["number"], "", "", 700],
            [doubtful["name"], "", doubtful["home_address"], doubtful["birth_date"], 650],
        ]
        page.new(book(Path(folder) / "低保名册.xlsx", {"名册": rows}), agency="民政")
        look("comparison-columns")
        page.look()
        look("comparison-looked")
        page.take()
        look("comparison-taken")
        page.app.find(QTabWidget, "comparison_tabs").setCurrentIndex(1)
        look("comparison-national-none")
        page.app.find(NationalView, "national").choose(str(Path(folder) / "低保名册.xlsx"))
        page.app.settle()
        look("comparison-national")
        page.app.find(QTabWidget, "comparison_tabs").setCurrentIndex(0)
    page.app.press("go_comparison")
    return page


def _fill(wizard: WizardPage, step: int) -> None:
    if step == 1:
        wizard.write("身份证件", "99010119710517096").write("手机号码", "1390000")
        wizard.press_key("婚姻状况", Qt.Key.Key_F6)
        wizard.begin("工作状态", "t")
    elif step == 2:
        wizard.add("members").write("成员·姓名", "尹小舟").write("成员·与本人关系", "子").write("成员·健康状况", "良好")
    elif step == 3:
        wizard.add("income").write("收入项目·收入类型", "工资性收入")
        wizard.begin("收入项目·十二个月金额", "1617").app.press("fill_right")
    elif step == 6:
        wizard.add("evidence").write("材料·材料类型", "诊断书")
        wizard.add("causes").write("原因·主次", "主要").write("原因·原因", "患重特大疾病")
