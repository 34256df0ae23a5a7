"""Everything under `case`: its own commands, and those that other modules add to it."""

from fieldsurvey.cli.cases import case

__all__ = ["case"]
