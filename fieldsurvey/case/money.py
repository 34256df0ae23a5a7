"""Money in whole fen: reading what people type, and writing it; rounding happens only for display, half up."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

MAX_FEN: Final = 10**15
_PLAIN = re.compile(r"[+-]?\d{1,13}(?:\.\d{1,2})?")


def fen_of(typed: str) -> int | None:
    """The fen of an amount as typed in 元 (`1,617.00`, `1617元`, full-width digits); None when it is no amount."""
    text = typed.translate(_FULL_WIDTH).strip().removesuffix("元").removeprefix("¥").replace(",", "").strip()
    if not _PLAIN.fullmatch(text):
        return None
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return None


_FULL_WIDTH = str.maketrans("0123456789.,-¥ ", "0123456789.,-¥ ")


def yuan(fen: int) -> str:
    """Fen as printed: `1,617.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def yuan_of_share(fen: int, parts: int) -> str:
    """A sum divided among `parts`, rounded half up to the fen, as printed."""
    share = (Decimal(fen) / Decimal(parts)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return yuan(int(share))
