"""What is measured on a photographed page: blur, glare, dark, small are seen, and a good picture is left in peace."""

import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from fieldsurvey.pictures.quality import WARNINGS, Quality, measured, told
from fieldsurvey.resources import font_path
from tests.pictures import page_photo


def warnings_of(picture: Image.Image) -> tuple[str, ...]:
    return measured(picture, size=picture.size).warnings


@pytest.mark.parametrize("size", [(1240, 1650), (2480, 3300), (3024, 4032), (3300, 2480)])
def test_a_sharp_page_is_left_in_peace(size: tuple[int, int]) -> None:
    assert warnings_of(page_photo(size=size)) == ()


@pytest.mark.parametrize("settings", [{"blur": 1}, {"dim": 0.5}, {"noise": 20}, {"glare": 0.05}])
def test_what_can_still_be_read_is_left_in_peace(settings: dict[str, float]) -> None:
    assert warnings_of(page_photo(**settings)) == ()  # type: ignore[arg-type]  # each is one of its own settings


@pytest.mark.parametrize("blur", [4, 6, 12])
@pytest.mark.parametrize("noise", [0, 6, 20])
def test_smeared_writing_is_seen_whatever_the_grain(blur: float, noise: int) -> None:
    assert warnings_of(page_photo(blur=blur, noise=noise)) == ("blur",)


@pytest.mark.parametrize("glare", [0.15, 0.3, 0.5])
def test_a_reflection_is_seen(glare: float) -> None:
    assert warnings_of(page_photo(glare=glare)) == ("glare",)


@pytest.mark.parametrize("dim", [0.3, 0.2])
def test_a_picture_in_the_dark_is_seen(dim: float) -> None:
    assert warnings_of(page_photo(dim=dim)) == ("dark",)


def test_too_few_pixels_are_seen() -> None:
    assert "small" in warnings_of(page_photo(size=(600, 800)))
    assert "small" in measured(page_photo(size=(1240, 1650)), size=(500, 1650)).warnings


def test_a_card_in_the_middle_of_a_table_is_judged_by_the_card() -> None:
    table = Image.new("L", (3024, 4032), 90)
    table.paste(page_photo(size=(1400, 900)).convert("L"), (800, 1500))
    assert warnings_of(table.convert("RGB")) == ()
    assert warnings_of(table.filter(ImageFilter.GaussianBlur(5)).convert("RGB")) == ("blur",)


def test_the_even_white_of_a_scan_is_no_reflection() -> None:
    scan = Image.new("L", (2480, 3508), 255)
    brush = ImageDraw.Draw(scan)
    font = ImageFont.truetype(str(font_path("NotoSansSC-Regular.ttf")), 42)
    for line in range(200, 3300, 84):
        brush.text((200, line), "诊断证明书 姓名 性别 年龄 科别 住院号" * 2, font=font, fill=0)
    assert warnings_of(scan.convert("RGB")) == ()


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 2), (13, 13)])
def test_the_oddest_picture_is_measured_without_fail(size: tuple[int, int]) -> None:
    assert "small" in warnings_of(Image.new("RGB", size, "white"))


def test_every_warning_says_what_to_do_and_a_room_is_not_read() -> None:
    worst = Quality(long_px=1, short_px=1, sharpness=0, blown=1, light=0).warnings
    assert set(worst) == set(WARNINGS)
    assert all("再拍" in sentence for sentence in told(worst, "diagnosis"))
    assert told(worst, "home_photo") == (WARNINGS["dark"], WARNINGS["blur"])
