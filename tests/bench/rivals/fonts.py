"""The fonts of our forms, and nothing else, for rivals."""

from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).resolve().parents[3] / "resources" / "fonts"
FAMILIES: Final = ("Noto Serif SC", "Noto Sans SC", "LXGW WenKai")
ASCENT: Final = 1.151  # of the first family, in sizes: how far its line reaches above the baseline


def write_fontconfig(folder: Path) -> Path:
    """A configuration under which fontconfig finds our fonts only."""
    path = folder / "fonts.conf"
    places = f"<dir>{FONTS}</dir><cachedir>{folder / 'font-cache'}</cachedir>"
    path.write_text(f"<?xml version='1.0'?>\n<fontconfig>{places}</fontconfig>\n", encoding="utf-8")
    return path
