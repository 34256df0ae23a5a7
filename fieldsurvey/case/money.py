"""Money in whole fen: reading what people type, and writing it; rounding happens only for display, half up."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from fieldsurvey.case.half_width import half_width

# Ten million yuan: far above what a household in hardship earns, owns or owes; more is a slip of the hand.
DOUBTFUL_FEN: Final = 1_000_000_000
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.[0-9]{1,2})?")


def fen_of(typed: str) -> int | None:
    """The fen of an amount as typed in 元 (`1,617.00`, `1617元`, full-width digits); None when it is no amount.

    Commas count only between thousands: `1,5` could mean 1.50 or 15, and is not guessed.
    """
    text = half_width(typed).strip().removesuffix("元").removeprefix("¥").strip()
    return int(Decimal(text.replace(",", "")) * 100) if _PLAIN.fullmatch(text) else None


def yuan(fen: int) -> str:
    """Fen as printed: `1,617.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def yuan_of_share(fen: int, parts: int) -> str:
    """A sum divided among `parts`, rounded half up to the fen, as printed."""
    share = (Decimal(fen) / Decimal(parts)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return yuan(int(share))
