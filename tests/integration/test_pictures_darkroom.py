"""The process that decodes: upright, bounded, refusing in words; and what it cannot do to the program."""

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures import child
from fieldsurvey.pictures.darkroom import THUMB_PX, Darkroom, Developed, own_command
from fieldsurvey.pictures.errors import (
    PageMissingError,
    PdfBrokenError,
    PdfLockedError,
    PictureBrokenError,
    PictureRefusedError,
    PictureTooLargeError,
)
from fieldsurvey.pictures.kinds import HEIC, JPEG, PDF, PNG, media_of
from tests.pictures import CORPUS, bomb, jpeg, page_photo, pdf, saved
from tests.unit.house.tree import ROOT

RED, GREEN, BLUE, WHITE = (254, 0, 0), (0, 128, 1), (0, 0, 254), (255, 255, 255)
# EXIF 2.3: what has to be done to a stored picture so that it is upright, by the value of the tag.
STORED_AS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.fixture(scope="module")
def darkroom() -> Iterator[Darkroom]:
    made = Darkroom()
    yield made
    made.close()


def four_squares() -> Image.Image:
    picture = Image.new("RGB", (320, 240), WHITE)
    for colour, corner in ((RED, (0, 0)), (GREEN, (160, 0)), (BLUE, (0, 120))):
        picture.paste(Image.new("RGB", (160, 120), colour), corner)
    return picture


def squares(seen: Developed) -> list[str]:
    """The colours of the four quarters, row by row."""
    names = {"red": RED, "green": GREEN, "blue": BLUE, "white": WHITE}
    picture = Image.frombytes("RGB", (seen.picture.width, seen.picture.height), seen.picture.pixels)
    found = []
    for y in (1, 3):
        for x in (1, 3):
            pixel = picture.getpixel((picture.width * x // 4, picture.height * y // 4))
            assert isinstance(pixel, tuple)
            near = {name: sum(abs(a - b) for a, b in zip(pixel, known, strict=True)) for name, known in names.items()}
            found.append(min(near, key=lambda name: near[name]))
    return found


@pytest.mark.parametrize("orientation", STORED_AS)
@pytest.mark.parametrize(("form", "media"), [("JPEG", JPEG), ("PNG", PNG)])
def test_every_orientation_is_shown_upright(darkroom: Darkroom, orientation: int, form: str, media: str) -> None:
    way = STORED_AS[orientation]
    stored = four_squares() if way is None else four_squares().transpose(way)
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010E] = "GPS 某地"
    for longest in (2560, 100):
        seen = darkroom.develop(saved(stored, form, exif=exif), media, longest=longest)
        assert squares(seen) == ["red", "green", "blue", "white"]
        assert (seen.width, seen.height) == (320, 240)
        assert (seen.picture.width, seen.picture.height) == ((320, 240) if longest > 320 else (100, 75))


@pytest.mark.parametrize(
    ("name", "size", "seen_as"),
    [
        ("plain", (320, 240), ["red", "green", "blue", "white"]),
        ("turned", (240, 320), ["green", "white", "red", "blue"]),
    ],
)
def test_heic_is_shown_upright(darkroom: Darkroom, name: str, size: tuple[int, int], seen_as: list[str]) -> None:
    content = (CORPUS / f"{name}.heic").read_bytes()
    assert media_of(content[:64]) == HEIC
    seen = darkroom.develop(content, HEIC, measure=True)
    assert squares(seen) == seen_as
    assert (seen.width, seen.height) == size
    assert seen.quality is not None


def test_a_large_photo_is_shown_smaller_and_measured_as_it_was(darkroom: Darkroom) -> None:
    photo = saved(page_photo(size=(3024, 4032)), "JPEG", quality=85)
    seen = darkroom.develop(photo, JPEG)
    assert (seen.picture.width, seen.picture.height) == (1920, 2560)
    thumb = darkroom.develop(photo, JPEG, longest=THUMB_PX, measure=True)
    assert (thumb.picture.width, thumb.picture.height) == (240, 320)
    assert thumb.quality is not None
    assert (thumb.quality.long_px, thumb.quality.warnings) == (4032, ())
    blurred = darkroom.develop(
        saved(page_photo(size=(3024, 4032), blur=6), "JPEG", quality=85), JPEG, longest=THUMB_PX, measure=True
    )
    assert blurred.quality is not None
    assert blurred.quality.warnings == ("blur",)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "RGB"])
def test_every_kind_of_png_becomes_plain_colours(darkroom: Darkroom, mode: str) -> None:
    grey = Image.new("L", (40, 30), 255)
    picture = Image.new("I;16", (40, 30), 65_535) if mode == "I;16" else grey.convert(mode)
    if mode in ("LA", "RGBA"):
        picture.putalpha(0)
    seen = darkroom.develop(saved(picture, "PNG"), PNG)
    assert set(seen.picture.pixels) == {255}
    assert len(seen.picture.pixels) == 40 * 30 * 3


def test_cmyk_photographs_are_shown(darkroom: Darkroom) -> None:
    seen = darkroom.develop(saved(Image.new("CMYK", (30, 20), (0, 0, 0, 0)), "JPEG"), JPEG)
    assert min(seen.picture.pixels) > 250


def test_each_page_of_a_pdf_is_drawn(darkroom: Darkroom) -> None:
    content = pdf(pages=3)
    pages = [darkroom.develop(content, PDF, page=number, longest=800) for number in range(3)]
    assert [page.pages for page in pages] == [3, 3, 3]
    assert {(page.picture.width, page.picture.height) for page in pages} == {(566, 800)}
    assert len({page.picture.pixels for page in pages}) == 3
    with pytest.raises(PageMissingError):
        darkroom.develop(content, PDF, page=3)
    with pytest.raises(PageMissingError):
        darkroom.develop(jpeg(), JPEG, page=1)


PHOTO = saved(page_photo(size=(600, 800)), "JPEG")
HOSTILE: list[tuple[str, bytes, str, type[FieldSurveyError]]] = [
    ("a truncated JPEG", PHOTO[: len(PHOTO) // 2], JPEG, PictureBrokenError),
    ("a JPEG that only begins", b"\xff\xd8\xff", JPEG, PictureBrokenError),
    ("a JPEG of noise", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, JPEG, PictureBrokenError),
    ("a truncated PNG", saved(page_photo(size=(600, 800)), "PNG")[:5_000], PNG, PictureBrokenError),
    ("a PNG bomb", bomb(30_000, 30_000), PNG, PictureTooLargeError),
    ("sixty million pixels", bomb(10_000, 6_000), PNG, PictureTooLargeError),
    ("a truncated HEIC", (CORPUS / "plain.heic").read_bytes()[:500], HEIC, PictureBrokenError),
    ("a HEIC that only begins", b"\0\0\0\x1cftypheic\0\0\0\0", HEIC, PictureBrokenError),
    ("a PDF with a password", pdf(password="geheim"), PDF, PdfLockedError),
    ("a PDF that only begins", b"%PDF-1.7\n", PDF, PdfBrokenError),
    ("a PDF without a page", pdf(pages=1).replace(b"/Type /Page\n", b"/Type /Nope\n"), PDF, PdfBrokenError),
    ("a PNG said to be a JPEG", saved(four_squares(), "PNG"), JPEG, PictureBrokenError),
    ("a GIF said to be a PNG", saved(four_squares(), "GIF"), PNG, PictureBrokenError),
    ("a kind nobody knows", b"II*\0", "image/tiff", PictureBrokenError),
]


@pytest.mark.parametrize(
    ("content", "media", "error"), [case[1:] for case in HOSTILE], ids=[case[0] for case in HOSTILE]
)
def test_what_is_hostile_or_broken_is_refused_and_the_next_is_seen(
    darkroom: Darkroom, content: bytes, media: str, error: type[FieldSurveyError]
) -> None:
    with pytest.raises(error):
        darkroom.develop(content, media)
    assert darkroom.develop(jpeg(), JPEG).pages == 1


def test_fifty_million_pixels_are_still_seen(darkroom: Darkroom) -> None:
    assert darkroom.develop(bomb(10_000, 5_000), PNG, longest=100, measure=True).width == 10_000


def test_a_picture_that_takes_too_long_is_refused_and_the_next_is_seen() -> None:
    # Nothing is slow enough for certain but a process that never answers.
    silent = [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]
    slow = Darkroom(command=silent, time_limit_s=0.2)
    for _ in range(2):
        with pytest.raises(PictureRefusedError):
            slow.develop(jpeg(), JPEG)
    slow.close()


TOO_FEW_PIXELS = """
import sys
header = b'{"shown_width":9,"shown_height":9,"pages":1}'
sys.stdout.buffer.write(len(header).to_bytes(4, "big") + (5).to_bytes(8, "big") + header + b"12345")
"""


@pytest.mark.parametrize(
    "says",
    [
        "",
        "import sys; sys.stdout.write('hello')",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\x02' + b'\\xff' * 8 + b'{}')",
        "import sys; sys.stdout.buffer.write(b'\\0\\0\\0\\x02' + b'\\0' * 8 + b'{}')",
        TOO_FEW_PIXELS,
        "import os; os.abort()",
    ],
)
def test_a_decoder_that_was_taken_over_is_not_believed(says: str) -> None:
    liar = Darkroom(command=[sys.executable, "-c", says])
    with pytest.raises(PictureRefusedError):
        liar.develop(jpeg(), JPEG)
    liar.close()


def test_a_program_that_cannot_be_started_refuses_the_picture() -> None:
    with pytest.raises(PictureRefusedError):
        Darkroom(command=["/nowhere/at/all"]).develop(jpeg(), JPEG)


LIMITS = """
import os, sys, tempfile
from fieldsurvey.pictures.child import limit_self
limit_self()
try:
    with open(sys.argv[1], "wb") as file:
        file.write(b"x" * 100_000)
        file.flush()
except OSError:
    print("no file")
try:
    bytearray(3 * 1024 ** 3)
except MemoryError:
    print("no memory")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="each system has bounds of its own")
def test_the_process_can_neither_write_a_file_nor_take_all_memory(tmp_path: Path) -> None:
    target = tmp_path / "leak"
    called = [
        sys.executable,
        "-c",
        "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)" + LIMITS,
        str(target),
    ]
    ran = subprocess.run(called, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["no file", "no memory"]
    assert target.stat().st_size == 0


def test_the_passphrase_does_not_reach_the_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FIELDSURVEY_PASSPHRASE", "secret")
    out = tmp_path / "environment"
    says = f"import os; open({str(out)!r}, 'w').write(' '.join(os.environ))"
    with pytest.raises(PictureRefusedError):
        Darkroom(command=[sys.executable, "-c", says]).develop(jpeg(), JPEG)
    assert "PATH" in out.read_text()
    assert "FIELDSURVEY" not in out.read_text()


def test_the_frozen_program_calls_itself_by_a_word_it_knows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from ui.launch import DECODE

    assert child.COMMAND == DECODE
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for name, beside in (("fieldsurvey", "fieldsurvey"), ("fieldsurvey-window.exe", "fieldsurvey.exe")):
        (tmp_path / beside).touch()
        monkeypatch.setattr(sys, "executable", str(tmp_path / name))
        assert own_command() == [str(tmp_path / beside), child.COMMAND]


def test_the_word_starts_the_decoder() -> None:
    launched = [
        sys.executable,
        "-c",
        f"import sys; sys.argv[1:] = [{child.COMMAND!r}]; import ui.launch as l; l.main()",
    ]
    front_door = Darkroom(command=launched)
    assert front_door.develop(jpeg(), JPEG).pages == 1
    front_door.close()


def test_a_process_whose_owner_was_forgotten_ends(darkroom: Darkroom) -> None:
    lost = Darkroom()
    lost.develop(jpeg(), JPEG)
    process = lost._process
    assert process is not None
    del lost
    assert process.poll() is not None


def test_a_process_ends_when_nobody_asks_any_more() -> None:
    read, write = os.pipe()
    process = subprocess.Popen(own_command(), stdin=read, stdout=subprocess.PIPE, cwd=ROOT)
    os.close(read)
    os.close(write)
    assert process.communicate(timeout=20)[0] == b""
    assert process.returncode == 0


def test_a_library_that_prints_does_not_speak_amid_the_answers() -> None:
    says = "import fieldsurvey.pictures.decoding as d, sys, os\n"
    says += "real = d.developed\n"
    says += "def noisy(*given):\n    print('warning!', flush=True); os.write(1, b'libjpeg'); return real(*given)\n"
    says += "d.developed = noisy\nfrom fieldsurvey.pictures.child import main\nmain()"
    noisy = Darkroom(command=[sys.executable, "-c", says])
    assert noisy.develop(jpeg(), JPEG).pages == 1
    noisy.close()


def test_pixels_are_those_of_the_picture(darkroom: Darkroom) -> None:
    picture = Image.effect_noise((33, 17), 80).convert("RGB")
    written = io.BytesIO()
    picture.save(written, "PNG")
    assert darkroom.develop(written.getvalue(), PNG).picture.pixels == picture.tobytes()
