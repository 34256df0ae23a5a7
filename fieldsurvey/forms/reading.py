"""Finding the codes of papers in a photo or scan."""

import io
from typing import Final

import zxingcpp
from PIL import Image, UnidentifiedImageError

from fieldsurvey.forms.code import PaperCode, read_payload
from fieldsurvey.forms.errors import PictureUnreadableError

MAX_PIXELS: Final = 50_000_000
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_FORMATS: Final = ("PNG", "JPEG")


def find_codes(untrusted_picture: bytes | Image.Image) -> list[PaperCode]:
    """The papers and pages whose codes a picture shows, each once, in order of paper and page.

    Other people's codes are passed over.

    Raises:
        PictureUnreadableError: bytes that are no PNG or JPEG of at most MAX_PIXELS.
    """
    picture = _opened(untrusted_picture) if isinstance(untrusted_picture, bytes) else untrusted_picture
    found = set()
    for barcode in zxingcpp.read_barcodes(picture.convert("L"), formats=_QR):
        code = read_payload(barcode.text)
        if code is not None:
            found.add(code)
    return sorted(found, key=lambda code: (code.paper_id, code.page))


def _opened(untrusted_picture: bytes) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(untrusted_picture), formats=_FORMATS)
        if picture.width * picture.height > MAX_PIXELS:
            raise PictureUnreadableError
        picture.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, ValueError, SyntaxError) as problem:
        raise PictureUnreadableError from problem
    return picture
