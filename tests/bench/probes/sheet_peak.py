"""Imports one workbook and exports it again, and says what memory the process held at most: before, after each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.bench.homes import sign_in  # The tree has to be found first.


def peak() -> int:
    """The most memory that this process has held so far."""
    if sys.platform == "win32":
        import psutil  # Only Windows needs it here.

        held: int = psutil.Process().memory_info().peak_wset
        return held
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux's own rusage still counts what the parent held when this process was forked off it.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


home = sign_in(Path(sys.argv[1]))
print(peak(), flush=True)
report = home.spreadsheets.import_workbook(Path(sys.argv[2]), source="台账")
print(peak(), flush=True)
home.sheet_exports.export_full(Path(sys.argv[3]), why="量一量")
print(peak(), flush=True)
home.close()
sys.exit(0 if report.taken and not report.problems else 1)
