"""The rivals beside our forms: the same content, by turns, in processes of their own; what is not here is said."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import pypdfium2

from tests.bench.rivals.fonts import write_fontconfig

ROOT: Final = Path(__file__).resolve().parents[3]
_BIN: Final = "Scripts/python.exe" if sys.platform == "win32" else "bin/python"
APART: Final = ROOT / ".venv-bench" / _BIN
LONGEST_S: Final = 900


@dataclass(frozen=True, slots=True)
class Rival:
    """Another maker of PDFs: its module here, and how many forms it gets; the slow ones get fewer."""

    name: str
    module: str
    forms: int
    least_ratio: float | None

    def version(self) -> str:
        """Its version, or nothing when it is not here."""
        if self.module == "libreoffice_side":
            office = shutil.which("soffice") if shutil.which("lodraw") else None
            return _answer([office, "--version"]).removeprefix("LibreOffice ").split(" ")[0] if office else ""
        imported = self.module.removesuffix("_side")
        # WeasyPrint comes without its libraries of the system, and only importing it shows that they are there.
        asked = f"import {imported}; from importlib.metadata import version; print(version({imported!r}))"
        return _answer([str(APART), "-c", asked]) if APART.exists() else ""

    def sides(self, folder: Path, *, contents: dict[int, Path]) -> dict[str, Callable[[], float]]:
        """What to time: one form, which is its start, and all that it gets."""
        return {
            f"{self.name}, {forms}": partial(self._make, contents[forms], folder / f"{self.module}-{forms}.pdf")
            for forms in (1, self.forms)
        }

    def _make(self, content: Path, target: Path) -> float:
        python = sys.executable if self.module == "libreoffice_side" else str(APART)
        environment = dict(
            os.environ,
            PYTHONPATH=str(ROOT),
            PYTHONUTF8="1",
            FONTCONFIG_FILE=str(write_fontconfig(target.parent)),
        )
        command = [python, "-m", f"tests.bench.rivals.{self.module}", str(content.parent), str(target)]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=LONGEST_S
        )
        seconds: float = json.loads(done.stdout.splitlines()[-1])["seconds"]
        return seconds

    def lacking(self, folder: Path, contents: dict[int, Path]) -> list[str]:
        """Those of our texts that its PDF does not hold on their pages."""
        content = json.loads(contents[self.forms].read_text(encoding="utf-8"))
        pages = [(number, own) for form in content["forms"] for number, own in enumerate(form)]
        texts = _texts(folder / f"{self.module}-{self.forms}.pdf")
        if len(texts) != len(pages):
            return [f"{len(pages) - len(texts)} pages"]
        return [
            words
            for text, (number, own) in zip(texts, pages, strict=True)
            for *_, words in (*content["shared"][number]["words"], *own["words"])
            if _squeezed(words) not in text
        ]


def _answer(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _texts(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def _squeezed(text: str) -> str:
    return "".join(text.split())
