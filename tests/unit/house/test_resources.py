"""The files that ship: found from anywhere; fonts that a PDF can embed and that hold the characters of names."""

import sys
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

from fieldsurvey.resources import ResourceMissingError, font_path, resource
from fieldsurvey.selfcheck import FONTS
from tests.unit.house.tree import ROOT


def common_characters() -> str:
    """The 6,763 characters of GB 2312, which every face must hold."""
    rows = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", errors="ignore") for code in rows)


@pytest.mark.parametrize("name", FONTS)
def test_fonts_can_be_embedded(name: str) -> None:
    """Reportlab embeds `glyf` outlines only; fsType 0 is the licence to embed anywhere."""
    content = font_path(name).read_bytes()
    tables = {content[at : at + 4] for at in range(12, 12 + 16 * int.from_bytes(content[4:6], "big"), 16)}
    assert b"glyf" in tables
    assert not {b"CFF ", b"fvar"} & tables
    assert TTFontFile(str(font_path(name))).flags is not None


@pytest.mark.parametrize("name", FONTS)
def test_fonts_hold_common_characters(name: str) -> None:
    held = TTFontFile(str(font_path(name))).charToGlyph
    characters = common_characters()
    assert len(characters) == 6763
    assert [character for character in characters if ord(character) not in held] == []


def test_the_serif_holds_rare_characters_of_names() -> None:
    """Table three of 通用规范汉字表 goes beyond the basic plane."""
    held = TTFontFile(str(font_path("NotoSerifSC-Regular.ttf"))).charToGlyph
    assert [character for character in "㛃㭎䶮𠙶𬮿𬬭𫖯𬍛𪩘" if ord(character) not in held] == []


def test_only_known_fonts_ship_and_each_has_its_licence() -> None:
    assert {path.name for path in resource("fonts").iterdir()} == set(FONTS)
    listed = (ROOT / "LICENSES" / "README.md").read_text(encoding="utf-8")
    assert [name for name in FONTS if f"`{name}`" not in listed] == []


def test_the_mark_is_our_own_drawing() -> None:
    drawing = resource("icons", "fieldsurvey.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 64 64"' in drawing
    assert "<image" not in drawing


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ResourceMissingError, match=r"fonts/none\.ttf"):
        resource("fonts", "none.ttf")


def test_files_are_found_from_another_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert resource("fonts").is_absolute()


def test_files_are_found_in_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("icons") == tmp_path / "resources" / "icons"
