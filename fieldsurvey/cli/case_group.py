"""Everything under `case`: its own commands, and those that other modules bring to it."""

from fieldsurvey.cli import evidence, explaining, life_events, national
from fieldsurvey.cli.cases import case

BRINGERS = (evidence, explaining, life_events, national)
__all__ = ["BRINGERS", "case"]
