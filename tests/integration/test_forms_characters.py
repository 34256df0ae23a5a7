"""Every character of 通用规范汉字表 on paper, as two other programs read it back."""

import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import pypdfium2
import pytest
from pypdf import PdfReader

from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms
from fieldsurvey.forms.typefaces import Typeface, bold, regular
from tests.unit.forms.households import household, member

LISTS: Final = Path(__file__).parents[1] / "corpus" / "characters"
LEVELS: Final = {1: 3_500, 2: 3_000, 3: 1_605}
# Of names, and in no list: 𡛟 is drawn by the fallback face.
RARE: Final = "𡛟𠮷〇囍囙"
LEAST_INK: Final = 0.2  # points; 一 is no higher than half a point
IN_A_NAME: Final = 4
MEMBERS: Final = 8
IN_AN_ADDRESS: Final = 40
OF_ONE_HOUSEHOLD: Final = MEMBERS * IN_A_NAME + IN_AN_ADDRESS
Reader = Callable[[Path], list[str]]

FACTS: Final = PaperFacts(org="云州市总工会", printed_on=date(2026, 11, 23))


def level(number: int) -> str:
    return "".join((LISTS / f"level-{number}.txt").read_text(encoding="utf-8").split())


def every_character() -> str:
    return "".join(level(number) for number in LEVELS) + RARE


def chunks(text: str, length: int) -> list[str]:
    return [text[start : start + length] for start in range(0, len(text), length)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def of_household(characters: str) -> dict[str, Any]:
    """A household whose address and members' names hold these characters."""
    address, names = characters[:IN_AN_ADDRESS], chunks(characters[IN_AN_ADDRESS:], IN_A_NAME)
    members = [member(f"m{place}", name, "97", "990101200203040027") for place, name in enumerate(names)]
    return household(home_address=address, members=members)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred households that have all characters in their addresses and names, and in the bold of the title."""
    sheets = [
        Sheet(f"{place:032x}", of_household(characters), replace(FACTS, title=characters))
        for place, characters in enumerate(chunks(every_character(), OF_ONE_HOUSEHOLD))
    ]
    return printed(tmp_path_factory.mktemp("names"), sheets)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One household with all characters in its statement, which goes on over continuation sheets."""
    sheets = [Sheet("ab" * 16, household(statement=every_character()), FACTS)]
    return printed(tmp_path_factory.mktemp("story"), sheets)


def printed(folder: Path, sheets: list[Sheet]) -> Path:
    target = io.BytesIO()
    draw_forms(sheets, target)
    path = folder / "forms.pdf"
    path.write_bytes(target.getvalue())
    return path


def told(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def poppler_pages(path: Path) -> list[str]:
    return list(map(squeezed, told("pdftotext", "-raw", "-enc", "UTF-8", path, "-").split("\f")))


def pdfium_pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [squeezed(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


READERS: Final = [pytest.param(poppler_pages, marks=pytest.mark.debian("pdftotext")), pytest.param(pdfium_pages)]


def test_the_lists_are_whole() -> None:
    assert {number: len(level(number)) for number in LEVELS} == LEVELS
    assert len(set(every_character())) == 8_105 + len(RARE)
    assert sum(ord(character) > 0xFFFF for character in every_character()) == 196 + len("𡛟𠮷")


@pytest.mark.parametrize("face", [regular, bold])
def test_a_face_has_each_character_and_no_box_stands_for_any(face: Callable[[], Typeface]) -> None:
    assert [run.text for run in face().runs(every_character()) if run.font is None] == []


def test_the_serif_draws_the_whole_table_and_another_face_the_rarest() -> None:
    table = "".join(level(number) for number in LEVELS)
    assert {run.font.fontName for run in regular().runs(table) if run.font} == {"fieldsurvey-NotoSerifSC-Regular"}
    assert {run.font.fontName for run in bold().runs(table) if run.font} == {"fieldsurvey-NotoSerifSC-Bold"}
    (rare,) = regular().runs("𡛟")
    assert rare.font is not None
    assert rare.font.fontName != "fieldsurvey-NotoSerifSC-Regular"


@pytest.mark.parametrize("read", READERS)
def test_names_addresses_and_titles_are_read_back_to_the_character(names: Path, read: Reader) -> None:
    wanted = chunks(every_character(), OF_ONE_HOUSEHOLD)
    papers = "".join(read(names)).split("第1页/共")

    assert len(papers) == len(wanted) + 1
    for number, characters in enumerate(wanted):
        # The foot of the page may be read before the rest or after it.
        paper = papers[number] + papers[number + 1]
        assert characters in paper, "the title"
        assert paper.count(characters[:IN_AN_ADDRESS]) >= 2, "the title and the address"
        for name in chunks(characters[IN_AN_ADDRESS:], IN_A_NAME):
            assert paper.count(name) >= 2, "the title and the name"


@pytest.mark.parametrize("read", READERS)
def test_a_story_of_all_characters_is_read_back_from_its_continuation_sheets(story: Path, read: Reader) -> None:
    sheets = [page for page in read(story) if "（续页）" in page]

    assert len(sheets) > 2
    left = every_character()
    for page in sheets:
        here = next(length for length in range(len(left), 0, -1) if left[:length] in page)
        left = left[here:]
    assert left == ""


def test_each_character_has_an_outline_of_some_size_on_the_page(story: Path) -> None:
    """What is read from a PDF may be there without ink; pdfium says where each glyph's outline lies."""
    document = pypdfium2.PdfDocument(story)
    inked: set[str] = set()
    try:
        for page in document:
            inked |= _inked(page.get_textpage())
    finally:
        document.close()
    assert set(every_character()) - inked == set()


def _inked(text: pypdfium2.PdfTextPage) -> set[str]:
    # pdfium counts in UTF-16, and gives a box to the first half of a pair.
    found, place = set(), 0
    for character in text.get_text_range():
        left, bottom, right, top = text.get_charbox(place)
        if right - left > LEAST_INK and top - bottom > LEAST_INK:
            found.add(character)
        place += len(character.encode("utf-16-le")) // 2
    assert place == text.count_chars()
    return found


@pytest.mark.debian("pdffonts", "qpdf")
@pytest.mark.parametrize("which", ["names", "story"])
def test_every_font_is_embedded_as_a_subset_with_its_unicode_and_the_file_is_sound(
    which: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(which)
    lines = told("pdffonts", path).splitlines()[2:]

    assert len(lines) >= 3
    for line in lines:
        assert "CID TrueType" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, Unicode
    assert b"Helvetica" not in path.read_bytes()
    assert "No syntax or stream encoding errors" in told("qpdf", "--check", path)


@pytest.mark.parametrize("which", ["names", "story"])
def test_no_page_has_the_mark_of_a_boxed_code_point(which: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(which)
    for page in PdfReader(path).pages:
        contents = page.get_contents()
        assert contents is not None
        assert b"ActualText" not in contents.get_data()
