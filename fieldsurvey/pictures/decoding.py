"""Turns foreign bytes into plain pixels; only ever called in the process that was made for it (`child`)."""

import dataclasses
import io
from typing import Final

from PIL import Image, ImageOps

from fieldsurvey.pictures.frames import Answering, Asking, Measures
from fieldsurvey.pictures.kinds import HEIC, JPEG, PDF, PNG
from fieldsurvey.pictures.quality import MEASURED_PX, measured

MOST_PIXELS: Final = 50_000_000
POINTS_PER_INCH: Final = 72
# A page larger than this is a plan or a poster, drawn no finer than the screen shows.
FINEST_SCALE: Final = 300 / POINTS_PER_INCH
# TIFF 6.0 and Exif: the tag, and the values by which width and height change places.
ORIENTATION: Final = 0x0112
LYING: Final = frozenset({5, 6, 7, 8})
_FORMATS: Final = {JPEG: "JPEG", PNG: "PNG"}
_WHITE: Final = (255, 255, 255)


class RefusedError(Exception):
    """There is no picture for a reason that has a word (`errors.REFUSALS`)."""


def developed(untrusted_content: bytes, asking: Asking) -> tuple[Answering, bytes]:
    """The picture, upright and no longer than asked, as RGB bytes.

    Raises:
        RefusedError: with the word that says why.
    """
    if asking.media == PDF:
        picture, pages, size = _page(untrusted_content, asking)
    elif asking.page:
        raise RefusedError("page")
    else:
        picture, size = _picture(untrusted_content, asking)
        pages = 1
    found = measured(picture, size=size) if asking.measure and asking.media != PDF else None
    picture.thumbnail((asking.longest, asking.longest), Image.Resampling.LANCZOS)
    measures = Measures(**dataclasses.asdict(found)) if found else None
    answer = Answering(
        pages=pages,
        width=size[0],
        height=size[1],
        shown_width=picture.width,
        shown_height=picture.height,
        measures=measures,
    )
    return answer, picture.tobytes()


def _picture(untrusted_content: bytes, asking: Asking) -> tuple[Image.Image, tuple[int, int]]:
    if asking.media == HEIC:
        _know_heic()
    try:
        with Image.open(io.BytesIO(untrusted_content), formats=[_FORMATS.get(asking.media, "HEIF")]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise RefusedError("pixels")
            # What libheif has turned already says so no longer.
            is_lying = opened.getexif().get(ORIENTATION, 1) in LYING
            size = (opened.height, opened.width) if is_lying else opened.size
            wanted = max(asking.longest, MEASURED_PX if asking.measure else 0)
            # A JPEG can be decoded at a half, a quarter or an eighth; every byte of it is still read.
            opened.draft("RGB", (wanted, wanted))
            turned = ImageOps.exif_transpose(opened)
    except RefusedError:
        raise
    except MemoryError:
        raise RefusedError("limits") from None
    except Exception:  # noqa: BLE001 - whatever a decoder stumbles over in foreign bytes, the picture is broken
        raise RefusedError("broken") from None
    return _plain(turned, wanted), size


def _know_heic() -> None:
    # Here to start faster: few pictures need it, and it loads a large library.
    import pi_heif

    if "HEIF" not in Image.OPEN:
        pi_heif.register_heif_opener()
    pi_heif.options.DECODE_THREADS = 1


def _plain(picture: Image.Image, longest: int) -> Image.Image:
    """RGB without anything besides: no transparency, no palette, no metadata."""
    if picture.mode.startswith("I;16") or picture.mode == "I":
        picture = picture.convert("I").point(lambda level: level / 256).convert("L")
    if picture.mode == "P":
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    if picture.mode not in ("RGB", "RGBA", "LA", "L"):
        picture = picture.convert("RGB")
    picture.thumbnail((longest, longest), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if picture.mode in ("RGBA", "LA"):
        ground = Image.new("RGB", picture.size, _WHITE)
        ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _page(untrusted_content: bytes, asking: Asking) -> tuple[Image.Image, int, tuple[int, int]]:
    # Here to start faster: only PDFs need it.
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(untrusted_content)
    except pypdfium2.PdfiumError as problem:
        raise RefusedError("locked" if "password" in str(problem).lower() else "pdf") from None
    try:
        pages = len(document)
        if not pages:
            raise RefusedError("pdf")
        if not 0 <= asking.page < pages:
            raise RefusedError("page")
        page = document[asking.page]
        width, height = page.get_size()
        scale = min(asking.longest / max(width, height, 1.0), FINEST_SCALE)
        drawn = page.render(scale=scale).to_pil()
        return drawn.convert("RGB"), pages, (round(width), round(height))
    except pypdfium2.PdfiumError:
        raise RefusedError("pdf") from None
    finally:
        document.close()
