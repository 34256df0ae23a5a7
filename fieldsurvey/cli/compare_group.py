"""Everything under `compare`: the lists of other offices, and the national system's own."""

from fieldsurvey.cli import national_comparing
from fieldsurvey.cli.comparing import compare

BRINGERS = (national_comparing,)
__all__ = ["BRINGERS", "compare"]
