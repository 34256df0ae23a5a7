"""Text is fitted into boxes without losing a character."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.forms.fitting import fit, fit_beginning, lines_in, wrap
from fieldsurvey.forms.typefaces import bold, box_rows, embedded, regular
from tests.unit.forms.households import RARE

TEXTS = st.text(alphabet=st.sampled_from("云州纺织厂,。、(《》)abc019 -=+\u00b7😀مر" + RARE), max_size=120)


def test_a_text_that_fits_keeps_its_size() -> None:
    fitted = fit("欧阳清禾", regular(), width=60, height=15, size=9, smallest=6)

    assert (fitted.lines, fitted.size, fitted.whole) == (("欧阳清禾",), 9, True)


def test_a_box_of_one_line_shrinks_before_it_wraps() -> None:
    fitted = fit("云" * 10, regular(), width=75, height=15, size=9, smallest=6)

    assert (len(fitted.lines), fitted.size) == (1, 7.5)


def test_a_tall_box_wraps_before_it_shrinks() -> None:
    fitted = fit("云" * 20, regular(), width=95, height=40, size=9, smallest=6)

    assert (len(fitted.lines), fitted.size) == (2, 9)


def test_what_is_too_long_at_the_smallest_size_says_so_and_keeps_all_lines() -> None:
    fitted = fit("云" * 500, regular(), width=95, height=40, size=9, smallest=6)

    assert not fitted.whole
    assert "".join(fitted.lines) == "云" * 500


def test_a_beginning_leaves_room_for_its_mark() -> None:
    fitted = fit_beginning("云" * 500, "…〔续1〕", regular(), width=95, height=20, size=6)

    assert "".join(fitted.lines).endswith("…〔续1〕")
    assert len(fitted.lines) <= lines_in(20, 6)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(min_value=3, max_value=40))
def test_wrapping_keeps_every_character_and_every_line_in_its_width(text: str, width: int) -> None:
    face = regular()
    lines = wrap(text, face, width)

    assert "".join(lines) == text
    assert all(face.width(line.rstrip()) <= width + 1e-6 for line in lines)


def test_closing_marks_never_begin_a_line() -> None:
    lines = wrap("云州纺织厂。云州纺织厂。云州纺织厂。", regular(), 5)

    assert not any(line.startswith("。") for line in lines)


def test_line_ends_of_every_system_end_lines() -> None:
    assert wrap("一\r\n二\n三\r四", regular(), 10) == ("一", "二", "三", "四")


def test_each_character_is_drawn_by_the_first_face_that_has_it() -> None:
    runs = regular().runs(f"欧{RARE}喆")

    assert [(run.font.fontName if run.font else "", run.text) for run in runs] == [
        ("fieldsurvey-NotoSerifSC-Regular", "欧"),
        ("fieldsurvey-LXGWWenKai-Regular", RARE),
        ("fieldsurvey-NotoSerifSC-Regular", "喆"),
    ]


@pytest.mark.parametrize("character", ["😀", "م", "\u200b", "\u202e", "\x07", "\U0010ffff"])
def test_what_no_face_has_becomes_a_box_with_its_code_point(character: str) -> None:
    (run,) = regular().runs(character)

    assert run.font is None
    assert int("".join(box_rows(character)), 16) == ord(character)
    assert run.width > 0.5


def test_a_variation_selector_takes_no_room_and_no_box() -> None:
    plain, chosen = regular().width("葛"), regular().runs("葛\U000e0100")

    assert [run.width for run in chosen] == [plain]


def test_faces_are_read_once() -> None:
    assert embedded("NotoSerifSC-Regular") is embedded("NotoSerifSC-Regular")
    assert regular() is regular()
    assert bold() is not regular()
