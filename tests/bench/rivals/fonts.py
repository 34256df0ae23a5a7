"""The fonts of our forms, and nothing else, for rivals."""

from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parents[3] / "resources" / "fonts"
FAMILIES: Final = ("Noto Serif SC", "Noto Sans SC", "LXGW WenKai")
# Of the first family, in sizes: how far its line reaches above and below the baseline.
ASCENT: Final = 1.151
DESCENT: Final = 0.286


def write_fontconfig(folder: Path) -> Path:
    """A configuration under which fontconfig finds our fonts only."""
    path = folder / "fonts.conf"
    path.write_text(
        f"<?xml version='1.0'?>\n<fontconfig><dir>{FONTS}</dir><cachedir>{folder / 'font-cache'}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    return path
