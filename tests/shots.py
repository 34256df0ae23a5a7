"""Takes a picture of every screen at each size: `python -m tests.shots` (`dev.py shots`); invented people only."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image, ImageDraw, ImageFont  # Qt is told its platform before anything imports it.
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from fieldsurvey.resources import font_path
from tests.drivers.app import App, home_at, running
from tests.drivers.walk import DemoFolders, demo_folders, walk_first_run, walk_headquarters, walk_laptop
from tests.paper_shots import take_papers

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
SIZES: Final = {"small": (1093, 614, 100), "large": (1920, 1080, 100), "small-160": (1093, 614, 160)}
COLOURS: Final = 64
THUMB: Final = (320, 180)
SHEET_COLUMNS: Final = 6


class Camera:
    """Writes small PNG files: flat colours need no more than a palette."""

    def __init__(self, app: App, folder: Path, size: str) -> None:
        self._app = app
        self._folder = folder
        self._size = size

    def __call__(self, name: str) -> None:
        self._app.settle()
        shot = self._app.window.grab()
        path = self._folder / f"{name}.{self._size}.png"
        shot.save(str(path))
        with Image.open(path) as full:
            flat = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        flat.save(path, optimize=True)


def take(folder: Path, sizes: dict[str, tuple[int, int, int]]) -> None:
    """Takes all pictures at these sizes; each size begins with fresh homes."""
    _application = QApplication.instance() or QApplication(["shots"])
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    for size, (width, height, scale) in sizes.items():
        with demo_folders() as folders:
            for home, walk in walks(folders):
                with running(home_at(home), size=(width, height), scale=scale) as app:
                    walk(app, Camera(app, folder, size))


def walks(folders: DemoFolders) -> list[tuple[Path, Callable[[App, Camera], None]]]:
    """The homes and the ways through them."""
    return [
        (folders.empty, walk_first_run),
        (folders.laptop, lambda app, look: walk_laptop(app, folders.stick, look)),
        (folders.headquarters, walk_headquarters),
    ]


def contact_sheet(folder: Path, target: Path) -> None:
    """All pictures, small, with their names."""
    shots = sorted(folder.glob("*.png"), key=lambda path: path.name)
    lines = -(-len(shots) // SHEET_COLUMNS)
    cell = (THUMB[0] + 8, THUMB[1] + 24)
    sheet = Image.new("RGB", (cell[0] * SHEET_COLUMNS, cell[1] * lines), "white")
    brush = ImageDraw.Draw(sheet)
    font = ImageFont.truetype(str(font_path("NotoSansSC-Regular.ttf")), 13)
    for number, path in enumerate(shots):
        below, beside = divmod(number, SHEET_COLUMNS)
        with Image.open(path) as shot:
            small = shot.convert("RGB")
        small.thumbnail(THUMB, Image.Resampling.LANCZOS)
        left, top = beside * cell[0] + 4, below * cell[1]
        brush.text((left, top + 2), path.stem, font=font, fill="#46525e")
        sheet.paste(small, (left, top + 20))
    sheet.quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)


def main(arguments: list[str]) -> int:
    """Reads which sizes are wanted and writes the pictures."""
    parser = argparse.ArgumentParser(prog="shots", description=__doc__)
    parser.add_argument("--size", choices=SIZES, action="append", help="only this size")
    parser.add_argument("--out", type=Path, default=DOCS / "shots")
    chosen = parser.parse_args(arguments)
    folder: Path = chosen.out
    folder.mkdir(parents=True, exist_ok=True)
    take(folder, {size: SIZES[size] for size in chosen.size or SIZES})
    take_papers(folder)
    contact_sheet(folder, folder.parent / "contact-sheet.png")
    total = sum(path.stat().st_size for path in folder.glob("*.png"))
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}, {total / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
