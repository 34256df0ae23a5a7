"""The code in the corner says paper and page and nothing else."""

import io

import pytest
from PIL import Image, ImageDraw

from fieldsurvey.forms.code import PaperCode, modules, paper_code, read_payload, side
from fieldsurvey.forms.embedding import to_unicode
from fieldsurvey.forms.errors import PaperIdMalformedError, PictureUnreadableError
from fieldsurvey.forms.reading import find_codes

PAPER = "0123456789abcdef" * 2


def picture_of(code: PaperCode, scale: int = 4) -> Image.Image:
    wide = (side(code) + 8) * scale
    picture = Image.new("L", (wide, wide), 255)
    pen = ImageDraw.Draw(picture)
    for row, column, length in modules(code):
        left, top = (column + 4) * scale, (row + 4) * scale
        pen.rectangle((left, top, left + length * scale - 1, top + scale - 1), fill=0)
    return picture


@pytest.mark.parametrize("page", [1, 9, 10, 99, 9999])
def test_a_code_is_read_back(page: int) -> None:
    code = paper_code(PAPER, page)

    assert code.payload == f"FS1:{PAPER}:{page}"
    assert find_codes(picture_of(code)) == [code]


@pytest.mark.parametrize("paper_id", ["", PAPER[:-1], PAPER.upper(), f"{PAPER}\n", "g" * 32])
def test_an_id_that_no_reader_could_match_is_refused(paper_id: str) -> None:
    with pytest.raises(PaperIdMalformedError):
        paper_code(paper_id, 1)


@pytest.mark.parametrize(
    "text", ["", "https://example.org", f"FS2:{PAPER}:1", f"FS1:{PAPER}:0", f"FS1:{PAPER}:01", f"FS1:{PAPER}:1\n"]
)
def test_other_peoples_codes_are_passed_over(text: str) -> None:
    assert read_payload(text) is None


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(40)])
def test_a_file_that_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(PictureUnreadableError):
        find_codes(content)


def test_a_photo_is_read_from_its_bytes() -> None:
    photo = io.BytesIO()
    picture_of(paper_code(PAPER, 3)).convert("RGB").rotate(7, expand=True, fillcolor="white").save(photo, "JPEG")

    assert find_codes(photo.getvalue()) == [PaperCode(PAPER, 3)]


def test_unicode_beyond_the_bmp_is_written_as_surrogates_in_blocks_of_a_hundred() -> None:
    cmap = to_unicode(["\U000216df", *map(chr, range(0x4E00, 0x4E00 + 150))])

    assert "<0001> <D845DEDF>" in cmap
    assert "100 beginbfchar" in cmap
    assert "51 beginbfchar" in cmap
