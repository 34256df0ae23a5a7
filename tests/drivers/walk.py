"""A way through every screen with something to see on each; pictures and the tests of the layout go along it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.cli import demo_day, demo_homes
from tests.drivers.app import App
from tests.drivers.pages import AboutPage, CasesPage, DraftsPage, FirstRunPage, SignInPage, StickPage
from tests.drivers.wizard import WizardPage
from tests.integration.homes import COST

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
        with demo_homes.open_new_homes(root / "homes", stick, say=say, cost=COST) as office:
            demo_homes.enrol(office, say=say)
            demo_homes.import_households(office, root / "lists", say=say)
            demo_day.carry_in(office, say=say)
            demo_day.share_households(office, say=say)
            demo_day.carry_out(office, say=say)
            demo_day.second_visits(office, say=say)
            demo_day.carry_in(office, say=say)
            demo_day.leave_drafts(office, say=say)
        yield DemoFolders(root / "homes" / "headquarters", root / "homes" / "laptop-1", root / "empty", stick)


def walk_first_run(app: App, look: Look) -> None:
    """A new machine becomes headquarters."""
    page = FirstRunPage(app)
    look("first-run")
    page.make_headquarters("云州市青河区总工会困难职工帮扶中心", "何敏芩", demo_homes.PASSPHRASE)
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
    drafts = sign_in.sign_in(demo_homes.PASSPHRASE, DraftsPage)
    look("drafts")
    wizard = drafts.go_on()
    for step in STEPS:
        wizard.to_step(step)
        _fill(wizard, step)
        look(f"step-{step:02}")
    cases = wizard.leave().go(CasesPage)
    cases.search("")
    cases.choose(cases.names[3])
    look("cases")
    cases.search("没有这样的人")
    look("cases-none")
    cases.search("")
    preview = cases.preview(cases.names[3])
    app.wait_until(lambda: preview.is_drawn)
    look("print-preview")
    stick_page = preview.go(StickPage).choose(stick)
    look("stick")
    stick_page.write()
    look("stick-written")
    stick_page.go(AboutPage)
    look("settings")


def walk_headquarters(app: App, look: Look) -> None:
    """Headquarters: a clash to settle, and the laptops it knows."""
    cases = SignInPage(app).sign_in(demo_homes.PASSPHRASE, CasesPage)
    table = cases.lines("case_table")
    clashing = next(texts[1] for texts in table if "冲突" in texts[6])
    cases.choose(clashing)
    cases.turn_to_clashes()
    look("clashes")
    cases.go(AboutPage)
    look("settings-headquarters")


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
