"""The core of Fieldsurvey: households in hardship recorded offline, carried by stick, kept for good. No Qt anywhere."""

__version__ = "0.1.0"
