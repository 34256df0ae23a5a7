"""Imports one workbook and exports it again, and says what memory the process held at most: before, after each."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.bench.homes import sign_in  # The tree has to be found first.
from tests.bench.probes.peak import peak

home = sign_in(Path(sys.argv[1]))
print(peak(), flush=True)
report = home.spreadsheets.import_workbook(Path(sys.argv[2]), source="台账")
print(peak(), flush=True)
home.sheet_exports.export_full(Path(sys.argv[3]), why="量一量")
print(peak(), flush=True)
home.close()
sys.exit(0 if report.taken and not report.problems else 1)
