"""Logs of a home: ids, codes and durations; never names, answers or keys."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOGGER = logging.getLogger("fieldsurvey")


def start(folder: Path) -> None:
    """Writes the log of this run to a file of at most 1 MB, five kept; safe to call again."""
    stop()
    file = RotatingFileHandler(
        folder / "fieldsurvey.log", maxBytes=1_000_000, backupCount=5, encoding="utf-8", delay=True
    )
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    LOGGER.addHandler(file)
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def stop() -> None:
    """Closes the log's file."""
    for handler in list(LOGGER.handlers):
        LOGGER.removeHandler(handler)
        handler.close()
