"""A household from the kitchen table to headquarters, by keyboard alone, with the power cut in the middle."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from PIL import ImageColor
from pypdf import PdfReader

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.new_homes import create_headquarters, create_laptop
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.vault.derivation import Cost
from tests.e2e.input_method import pinyin
from tests.e2e.screen import Screen, a_screen, wait_until
from tests.integration.homes import ORGANISATION, enrol, visit
from ui.theme import COLOURS

PASSPHRASE: Final = "seven grey herons 1954"
NAME: Final = "祁望舒"
DAUGHTER: Final = "祁小满"
ADDRESS: Final = "青石巷 7 号院 2 单元 301 室"
BEGUN: Final = "99010120090307"
REST: Final = "0016"
DARK: Final = 90
FEW: Final = 500
# Where on the screen the list of households is, and the paper in the preview.
LIST: Final = (130, 110, 700, 600)
PAPER: Final = (300, 150, 1100, 650)


@dataclass(frozen=True)
class Desks:
    """Headquarters, where one household is known, and an admitted laptop that knows none; both closed."""

    root: Path
    staff: dict[str, str]

    def folder(self, name: str) -> Path:
        return self.root / name

    def open(self, name: str, folder: Path | None = None) -> OpenHome:
        return open_home(folder or self.folder(name), self.staff[name], PASSPHRASE)


@pytest.fixture
def desks(tmp_path: Path) -> Desks:
    root = tmp_path / "desks"
    root.mkdir()
    floor = Cost.floor()
    new = create_headquarters(
        root / "hq", organisation=ORGANISATION, staff_name="审核甲", passphrase=PASSPHRASE, cost=floor
    )
    laptop = create_laptop(root / "l1", code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=floor)
    made = Desks(root, {"hq": new.staff_id, "l1": laptop.staff_id})
    (root / "stick").mkdir()
    with closing(made.open("hq")) as hq, closing(made.open("l1")) as l1:
        enrol(hq, l1, root / "stick", code="L1")
        visit(hq, name="欧阳建国", home_address="河畔街七十三号")
    return made


@pytest.fixture
def screen() -> Iterator[Screen]:
    with a_screen() as screen:
        yield screen


@pytest.mark.display("xclip")
@pytest.mark.timeout(180)
def test_a_household_survives_a_power_cut_and_reaches_headquarters(desks: Desks, screen: Screen) -> None:
    with screen.program(desks.folder("l1")) as program:
        sign_in(screen, first_page="工作台")
        begin_a_household(screen, desks)
        cut_off_at = wait_for_answer(desks, f"members/{DAUGHTER}/identity", {"type": "id_card", "number": BEGUN})
        program.kill()
        program.wait()

    with screen.program(desks.folder("l1")) as program:
        sign_in(screen, first_page="工作台")
        screen.press("Return")
        screen.wait_for_page("家庭成员")
        screen.press("End")
        screen.write(REST)
        resumed = wait_for_answer(desks, f"members/{DAUGHTER}/identity", {"type": "id_card", "number": BEGUN + REST})
        finish_and_print(screen, desks)
        write_stick(screen, desks)
        screen.close(program)

    with screen.program(desks.folder("hq")) as program:
        sign_in(screen, first_page="工作台")
        read_stick(screen, desks)
        open_from_list(screen)
        screen.close(program)

    assert resumed.draft_id == cut_off_at.draft_id
    assert (cut_off_at.page, cut_off_at.focus) == (2, resumed.focus)
    with closing(desks.open("l1")) as l1, closing(desks.open("hq")) as hq:
        sent, arrived = l1.cases.show(resumed.case_id), hq.cases.show(resumed.case_id)
        assert arrived.document == sent.document
        assert (sent.row.name, sent.row.address) == (NAME, ADDRESS)
        assert sent.document["identity"] == {"type": "id_card", "number": "11010519491231002X"}
        assert [member.get("name") for member in sent.document["members"]] == [None, DAUGHTER]
        assert [draft.case_id for draft in hq.visits.open_drafts()] == [resumed.case_id]
        assert not l1.visits.open_drafts()


@pytest.mark.display("xclip", "ibus-daemon", "dbus-daemon")
def test_chinese_is_typed_through_an_input_method(desks: Desks, screen: Screen) -> None:
    with pinyin(screen), screen.program(desks.folder("hq")) as program:
        sign_in(screen, first_page="工作台")
        screen.press("alt+n")
        screen.wait_for_page("核对身份")
        screen.write("beijing")
        screen.press("space")
        wait_until(lambda: "北京" in names_on_disk(desks, "hq"), lambda: f"only {names_on_disk(desks, 'hq')}")
        screen.press("Return")
        # The input method passes Return on when it comes to it; what is typed before still goes its way.
        wait_until(lambda: "identity" in places_on_disk(desks, "hq"), lambda: f"still at {places_on_disk(desks, 'hq')}")
        # Digits reach their field at once, though the input method is on.
        screen.write(BEGUN)
        screen.press("alt+2")
        screen.wait_for_page("家庭成员")
        screen.close(program)
    with closing(desks.open("hq")) as hq:
        document = hq.visits.view(hq.visits.open_drafts()[0].draft_id).document
    assert document["name"] == "北京"
    assert document["identity"] == {"type": "id_card", "number": BEGUN}


def sign_in(screen: Screen, *, first_page: str) -> None:
    screen.wait_for_page("登录")
    screen.write(PASSPHRASE)
    screen.press("Return")
    screen.wait_for_page(first_page)


def begin_a_household(screen: Screen, desks: Desks) -> None:
    """A new household with its name, number and address, and a daughter in the middle of whose number one is."""
    screen.press("alt+n")
    screen.wait_for_page("核对身份")
    screen.paste(NAME)
    screen.press("Return")
    screen.write("11010519491231002X")
    screen.press("alt+0")
    screen.wait_for_page("核对、签字与打印")
    # The first open point is the address; Enter leads to its field.
    screen.press("Return")
    screen.wait_for_page("核对身份")
    screen.paste(ADDRESS)
    screen.press("alt+2")
    screen.wait_for_page("家庭成员")
    screen.press("alt+a")
    wait_until(lambda: len(members_on_disk(desks)) == 2, lambda: "no second member")
    screen.paste(DAUGHTER)
    screen.press("Return")
    screen.paste("女")
    screen.press("Return")
    screen.write(BEGUN)


def finish_and_print(screen: Screen, desks: Desks) -> None:
    """Finishes, looks at the form, and keeps it as a PDF."""
    screen.press("alt+w")
    screen.wait_for_page("户档案")
    wait_until(lambda: stands_in_list(screen), lambda: "the new household is not marked in the list")
    screen.press("ctrl+p")
    screen.wait_for_page("打印")
    wait_until(lambda: has_ink(screen), lambda: "the preview stays empty")
    screen.press("alt+s")
    paper = desks.root / "paper.pdf"
    screen.choose_file("存为 PDF", paper)
    wait_until(paper.exists, lambda: "no PDF")
    text = "".join(page.extract_text() for page in PdfReader(paper).pages)
    assert NAME in text
    assert DAUGHTER in text


def write_stick(screen: Screen, desks: Desks) -> None:
    stick = desks.folder("stick")
    screen.press("alt+u")
    screen.wait_for_page("U盘同步")
    screen.press("alt+o")
    screen.choose_file("选U盘的文件夹", stick)
    screen.press("alt+w")
    wait_until(lambda: list(stick.rglob("*.fsp")), lambda: "no package on the stick")


def read_stick(screen: Screen, desks: Desks) -> None:
    screen.press("alt+u")
    screen.wait_for_page("U盘同步")
    screen.press("alt+o")
    screen.choose_file("选U盘的文件夹", desks.folder("stick"))
    screen.press("alt+r")
    wait_until(lambda: cases_on_disk(desks) == 2, lambda: "headquarters did not take the package in")


def open_from_list(screen: Screen) -> None:
    """Finds the household in headquarters' list by its name, and opens it there."""
    screen.press("alt+d")
    screen.wait_for_page("户档案")
    before = screen.picture(LIST)
    screen.paste(NAME)
    wait_until(lambda: screen.picture(LIST) != before, lambda: "the list does not follow the search")
    screen.press("Return", "Return")
    screen.wait_for_page("核对身份")


def stands_in_list(screen: Screen) -> bool:
    """Whether a line of the list has the colour of what is chosen."""
    counted = screen.picture(LIST).getcolors(maxcolors=1 << 20) or []
    return sum(count for count, colour in counted if colour == ImageColor.getrgb(COLOURS["choice"])) > FEW


def has_ink(screen: Screen) -> bool:
    """Whether the middle of the window, where the paper is, has been written on."""
    return sum(screen.picture(PAPER).convert("L").histogram()[:DARK]) > FEW


def wait_for_answer(desks: Desks, address: str, value: object) -> DraftView:
    """What the disk holds of the draft, once it holds this answer. A member is named by name."""
    found: list[DraftView] = []

    def is_there() -> bool:
        found[:] = draft_on_disk(desks)
        return bool(found) and answer_in(found[0], address) == value

    wait_until(is_there, lambda: f"{address} is not on disk: {found}")
    return found[0]


def answer_in(draft: DraftView, address: str) -> object:
    group, name, field = address.split("/")
    rows = [row for row in draft.document.get(group, []) if row.get("name") == name]
    return rows[0].get(field) if rows else None


def members_on_disk(desks: Desks) -> list[dict[str, object]]:
    drafts = draft_on_disk(desks)
    return list(drafts[0].document.get("members", [])) if drafts else []


def names_on_disk(desks: Desks, desk: str) -> list[object]:
    return [draft.document.get("name") for draft in draft_on_disk(desks, desk)]


def places_on_disk(desks: Desks, desk: str) -> list[str]:
    return [draft.focus for draft in draft_on_disk(desks, desk)]


def draft_on_disk(desks: Desks, desk: str = "l1") -> list[DraftView]:
    """The draft that a cut of the power would leave now; nothing when the copy was taken in mid-write."""
    try:
        with closing(desks.open(desk, copied(desks, desk))) as home:
            return [home.visits.view(card.draft_id) for card in home.visits.open_drafts()]
    except FieldSurveyError:
        return []


def cases_on_disk(desks: Desks) -> int:
    try:
        with closing(desks.open("hq", copied(desks, "hq"))) as home:
            return home.cases.find("").total
    except FieldSurveyError:
        return 0


def copied(desks: Desks, name: str) -> Path:
    """The files of a home, taken from under the running program as they are."""
    copy = desks.root / f"{name}-seen"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(desks.folder(name), copy)
    return copy
