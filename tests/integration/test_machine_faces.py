"""The machine's own 仿宋 and 小标宋: found where they are installed, used while fit, never in a print's way."""

import io
import random
import subprocess
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from fieldsurvey.forms.errors import FontUnusableError
from fieldsurvey.forms.font_files import NO_LICENCE, WRONG_CHARACTERS, WRONG_OUTLINES, font_folders
from fieldsurvey.forms.machine_faces import chosen_faces, find_face, installed_faces
from fieldsurvey.forms.sheets import PaperFacts, Sheet, draw_forms, preview, printed_sections
from fieldsurvey.forms.typefaces import Faces, shipped_faces
from fieldsurvey.settings import ChosenFace
from tests.integration.stand_in_fonts import collection, font, with_other_outlines
from tests.unit.forms.households import RARE, household

FACTS: Final = PaperFacts(org="云州市总工会", printed_on=date(2026, 11, 23))
FANGSONG: Final = font("FangSong", chinese="仿宋")
XIAOBIAOSONG: Final = font("FZXiaoBiaoSong-B05S", chinese="方正小标宋简体", source="NotoSansSC-Bold.ttf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "fonts"
    (place / "truetype" / "chinese").mkdir(parents=True)
    return place


def put(path: Path, content: bytes) -> ChosenFace:
    path.write_bytes(content)
    return ChosenFace(path=str(path), name=path.stem)


def printed(faces: Faces) -> bytes:
    target = io.BytesIO()
    draw_forms([Sheet("ab" * 16, household(), FACTS)], target, faces=faces)
    return target.getvalue()


def told(pdf: bytes, tmp_path: Path, *command: str) -> str:
    path = tmp_path / "forms.pdf"
    path.write_bytes(pdf)
    words = [word.replace("PDF", str(path)) for word in command]
    return subprocess.run(words, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")


def test_both_are_found_by_the_names_inside_their_files(folder: Path) -> None:
    put(folder / "truetype" / "chinese" / "a.ttf", FANGSONG)
    put(folder / "b.TTF", XIAOBIAOSONG)
    put(folder / "c.ttf", font("Kai Ti", chinese="楷体"))
    put(folder / "no-font.ttf", b"not a font at all")
    put(folder / "empty.ttc", b"")

    assert [face.name for face in installed_faces("body", [folder])] == ["仿宋"]
    assert [face.name for face in installed_faces("title", [folder])] == ["方正小标宋简体"]


def test_a_face_inside_a_collection_is_found_with_its_number_and_drawn(folder: Path, tmp_path: Path) -> None:
    path = folder / "many.ttc"
    path.write_bytes(
        collection([font("Song"), font("STFangsong", chinese="华文仿宋", source="NotoSansSC-Regular.ttf")])
    )
    (face,) = installed_faces("body", [folder])
    faces = chosen_faces(ChosenFace(str(path), face.index, face.name), None)

    assert (face.name, face.index) == ("华文仿宋", 1)
    assert faces.told == ()
    assert b"STFangsong" in printed(faces)
    assert find_face("华文仿宋", [folder]).index == find_face(f"{path}#1").index == 1


@pytest.mark.debian("pdftotext", "pdffonts", "qpdf")
def test_a_form_in_both_says_the_same_with_every_font_embedded_and_the_rest_from_the_program(
    folder: Path, tmp_path: Path
) -> None:
    body, title = put(folder / "a.ttf", FANGSONG), put(folder / "b.ttf", XIAOBIAOSONG)
    pdf = printed(chosen_faces(body, title))
    fonts = told(pdf, tmp_path, "pdffonts", "PDF").splitlines()[2:]
    text = "".join(told(pdf, tmp_path, "pdftotext", "-raw", "-enc", "UTF-8", "PDF", "-").split())
    values = {value for part in printed_sections("F01", household()).values() for value in part.values() if value}

    assert {line.split("+")[1].split()[0] for line in fonts} >= {
        "FangSong",
        "FZXiaoBiaoSong-B05S",
        "NotoSerifSC-Regular",
    }
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert b"Helvetica" not in pdf
    assert {value for value in values if "".join(value.split()) not in text} == set()
    assert "No syntax or stream encoding errors" in told(pdf, tmp_path, "qpdf", "--check", "PDF")


def test_what_the_face_lacks_is_drawn_by_the_programs_own(folder: Path) -> None:
    faces = chosen_faces(put(folder / "a.ttf", font("FangSong", characters="国一云")), None)
    drawn = {run.text: run.font.fontName for run in faces.body.runs(f"云州{RARE}") if run.font}

    assert drawn["云"].startswith("machine-a")
    assert drawn["州"] == "fieldsurvey-NotoSerifSC-Regular"
    assert drawn[RARE] == shipped_faces().body.runs(RARE)[0].font.fontName  # type: ignore[union-attr]  # it has one


def test_a_preview_is_in_the_chosen_face_too(folder: Path) -> None:
    target = io.BytesIO()
    preview([Sheet("", household(), FACTS)], target, faces=chosen_faces(put(folder / "a.ttf", FANGSONG), None))

    assert b"FangSong" in target.getvalue()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (with_other_outlines(FANGSONG), WRONG_OUTLINES),
        (font("FangSong", fs_type=0x0002), NO_LICENCE),
        (font("FangSong", fs_type=0x0100), NO_LICENCE),
        (font("FangSong", encoding=3), WRONG_CHARACTERS),
    ],
    ids=["cff", "restricted", "no-subsets", "not-unicode"],
)
def test_a_face_that_no_pdf_may_have_is_listed_with_why_and_the_programs_own_prints(
    folder: Path, content: bytes, why: str
) -> None:
    chosen = put(folder / "a.ttf", content)
    (face,) = installed_faces("body", [folder])
    faces = chosen_faces(chosen, None)

    assert face.trouble == why
    assert faces.body is shipped_faces().body
    assert len(faces.told) == 1
    assert why in faces.told[0]
    assert "F006" in faces.told[0]
    with pytest.raises(FontUnusableError):
        find_face("FangSong", [folder])


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x000A])
def test_a_licence_to_preview_or_edit_is_licence_enough(folder: Path, bits: int) -> None:
    assert chosen_faces(put(folder / "a.ttf", font("FangSong", fs_type=bits)), None).told == ()


def test_a_face_that_was_taken_away_or_changed_is_noticed_at_the_next_print(folder: Path) -> None:
    chosen = put(folder / "a.ttf", FANGSONG)
    assert chosen_faces(chosen, None).told == ()
    (folder / "a.ttf").write_bytes(FANGSONG[: len(FANGSONG) // 3])
    assert len(chosen_faces(chosen, None).told) == 1
    (folder / "a.ttf").unlink()
    assert len(chosen_faces(chosen, None).told) == 1
    assert len(chosen_faces(None, ChosenFace("a.ttf", 7, "小标宋")).told) == 1


def test_a_face_without_chinese_is_refused(folder: Path) -> None:
    (told_once,) = chosen_faces(put(folder / "a.ttf", font("FangSong", characters="")), None).told
    assert "没有汉字" in told_once


def test_no_damage_to_a_font_stops_a_print(folder: Path) -> None:
    """Bytes turned anywhere: the face is refused, or prints what is sound of it."""
    source = random.Random(7)
    usable = 0
    for number in range(60):
        content = bytearray(FANGSONG)
        for _ in range(source.choice((1, 4, 40))):
            content[source.randrange(len(content) if number % 2 else 600)] = source.randrange(256)
        path = folder / f"{number}.ttf"
        faces = chosen_faces(put(path, bytes(content)), None)
        usable += not faces.told
        assert printed(faces).startswith(b"%PDF")
        path.unlink()
    assert 0 < usable < 60


def test_each_system_keeps_fonts_where_it_does(tmp_path: Path) -> None:
    home = str(tmp_path)
    windows = font_folders("win32", {"WINDIR": "W", "LOCALAPPDATA": home})
    linux = font_folders("linux", {"HOME": home})
    mac = font_folders("darwin", {"HOME": home})

    assert windows == [Path("W") / "Fonts", tmp_path / "Microsoft" / "Windows" / "Fonts"]
    assert {Path("/usr/share/fonts"), tmp_path / ".local" / "share" / "fonts"} <= set(linux)
    assert {Path("/Library/Fonts"), tmp_path / "Library" / "Fonts"} <= set(mac)
