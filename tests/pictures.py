"""Pictures and PDFs for tests, drawn here: nothing of a real household is in them."""

import io
import random
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.resources import font_path

CORPUS: Final = Path(__file__).parent / "corpus" / "pictures"
PAPER: Final = 214
INK: Final = 38
TABLE: Final = 96


def jpeg(*, seed: int = 0, size: tuple[int, int] = (64, 48), orientation: int = 0, after: bytes = b"") -> bytes:
    """A small photograph of nothing; `after` are bytes behind its end, as some cameras leave them."""
    colour = tuple(random.Random(seed).choices(range(256), k=3))
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    return saved(Image.new("RGB", size, colour), "JPEG", exif=exif) + after


def saved(picture: Image.Image, form: str, **settings: object) -> bytes:
    """A picture as a file."""
    written = io.BytesIO()
    picture.save(written, form, **settings)
    return written.getvalue()


@cache
def _page(size: tuple[int, int]) -> Image.Image:
    picture = Image.new("L", size, TABLE)
    brush = ImageDraw.Draw(picture)
    left, top, right, bottom = (size[0] // 12, size[1] // 14, size[0] * 11 // 12, size[1] * 13 // 14)
    brush.rectangle((left, top, right, bottom), fill=PAPER)
    height = max(6, size[1] // 85)
    font = ImageFont.truetype(str(font_path("NotoSansSC-Regular.ttf")), height)
    words = "诊断证明书 姓名 性别 年龄 科别 住院号 临床诊断 处理意见 建议定期复查 门诊随访 医师签名 年 月 日 "
    for number, line in enumerate(range(top + 3 * height, bottom - 4 * height, height * 2)):
        brush.text((left + 2 * height, line), (words * 3)[number : number + 40], font=font, fill=INK)
    return picture


def page_photo(
    *, size: tuple[int, int] = (1654, 2200), blur: float = 0.0, dim: float = 1.0, glare: float = 0.0, noise: int = 6
) -> Image.Image:
    """A sheet of writing on a table, as a phone sees it.

    `blur` is the radius in pixels, `dim` what is left of the light, `glare` the share of the sheet's width that a
    lamp's reflection covers, `noise` the grain of the sensor.
    """
    picture = _page(size).copy()
    if blur:
        picture = picture.filter(ImageFilter.GaussianBlur(blur))
    if dim != 1.0:
        picture = picture.point([round(level * dim) for level in range(256)])
    if noise:
        grain = Image.effect_noise(size, noise)
        more, less = (grain.point([max(0, sign * (level - 128)) for level in range(256)]) for sign in (1, -1))
        picture = ImageChops.subtract(ImageChops.add(picture, more), less)
    if glare:
        wide = round(size[0] * glare)
        spot = Image.new("L", size, 0)
        box = (size[0] // 3, size[1] // 3, size[0] // 3 + wide, size[1] // 3 + wide)
        ImageDraw.Draw(spot).ellipse(box, fill=255)
        picture = ImageChops.add(picture, spot.filter(ImageFilter.GaussianBlur(wide / 12)))
    return picture.convert("RGB")


def pdf(*, pages: int = 2, password: str = "") -> bytes:
    """A PDF with a line on each page; with a password it opens for nobody else."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), encrypt=password or None)
    for number in range(pages):
        canvas.drawString(72, 700, f"page {number + 1}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that is this large when decoded."""
    return saved(Image.new("1", (width, height)), "PNG", optimize=True)
