"""Memory while a package with large attachments is read: the peak of a process that does nothing else."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.bench.homes import make_pair, sign_in
from tests.bench.line import Line
from tests.pictures import jpeg

MOST_MB: Final = 400
ONE_FILE: Final = 100 * 1000 * 1000
JPEG: Final = jpeg()
_PROBE: Final = Path(__file__).parent / "probes" / "reading_peak.py"


def measure(folder: Path, *, files: int) -> list[Line]:
    """Reads a package with so many attachments of 100 MB each."""
    pair = make_pair(folder)
    package = _package(folder, pair.laptop, files)
    size = package.stat().st_size / 1e6
    before, peak = _peaks(pair.headquarters, package)
    return [
        Line(
            f"peak memory, reading a package of {size:,.0f} MB",
            "the same home open, nothing read",
            f"{before:,.0f} MB",
            f"{peak:,.0f} MB",
            peak / before,
            f"≤ {MOST_MB} MB",
            peak <= MOST_MB,
        )
    ]


def _package(folder: Path, home: Path, files: int) -> Path:
    laptop = sign_in(home)
    stick = folder / "stick"
    stick.mkdir()
    try:
        draft = laptop.visits.start(None).draft_id
        for number in range(files):
            photo = folder / f"{number}.jpg"
            photo.write_bytes(JPEG + os.urandom(ONE_FILE))
            laptop.evidence.add(draft, photo, evidence_type="diagnosis")
            photo.unlink()
        laptop.visits.finish(draft, later=True)
        return laptop.exchange.write(stick)[0].path
    finally:
        laptop.close()


def _peaks(home: Path, package: Path) -> tuple[float, float]:
    called = [sys.executable, str(_PROBE), str(home), str(package)]
    said = subprocess.run(called, capture_output=True, text=True, check=True).stdout.split()
    return float(said[0]) / 1e6, float(said[1]) / 1e6
