"""Typst: one document of all forms, compiled once in a fresh process."""

import shutil
from pathlib import Path
from typing import Any

import typst

from tests.bench.rivals.alone import run
from tests.bench.rivals.fonts import FONTS


def make(folder: Path, _: dict[str, Any], target: Path) -> None:
    """Compiles the template beside its values."""
    source = folder / "forms.typ"
    shutil.copyfile(Path(__file__).with_name("forms.typ"), source)
    typst.compile(str(source), output=str(target), font_paths=[str(FONTS)], ignore_system_fonts=True)


if __name__ == "__main__":
    run(make)
