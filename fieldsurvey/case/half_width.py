"""Full-width digits, letters and signs, as Chinese input methods give them, turned into plain ones."""

import re
from typing import Final

# Full-width forms stand at a fixed distance from ASCII; the ideographic space and the yuan sign stand apart.
_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}


# Hardly any text has one; looking is quicker than putting the whole text together anew.
_WIDE: Final = re.compile("[\uff01-\uff5e\u3000\uffe5]")
_GAP: Final = re.compile(r"[\s\-]")


def bare(untrusted_number: str) -> str:
    """A number as it counts: half width, upper case, without spaces and hyphens."""
    if not untrusted_number or (untrusted_number.isalnum() and untrusted_number.isascii()):  # As nearly always.
        return untrusted_number.upper()
    return _GAP.sub("", half_width(untrusted_number)).upper()


def plain(text: str) -> str:
    """A text as names are compared: half width, in small letters, without blanks and brackets; 下(待)岗 is 下待岗."""
    return re.sub(r"[\s()]", "", half_width(text)).casefold()


def half_width(text: str) -> str:
    """The text with full-width forms made plain; anything else stays, so that nothing is guessed."""
    return text.translate(_PLAIN) if _WIDE.search(text) else text
