"""Reads one package into a home and says how much memory the process held at most, before and after, in bytes."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from tests.bench.homes import sign_in  # The tree has to be found first.
from tests.bench.probes.peak import peak

home = sign_in(Path(sys.argv[1]))
print(peak(), flush=True)
card = home.exchange.read(Path(sys.argv[2]))
print(peak(), flush=True)
home.close()
sys.exit(0 if card.files else 1)
