"""The initials of Chinese labels, so that “lh” finds 离婚; made on the worker, for the dictionary is slow to load."""

from collections.abc import Iterable


def initials_of(labels: Iterable[str]) -> dict[str, str]:
    """Labels and their initials, lower case; what is not Chinese stays as it is."""
    # Imported here to start faster: the dictionary takes a quarter of a second.
    from pypinyin import Style, lazy_pinyin

    return {label: "".join(lazy_pinyin(label, style=Style.FIRST_LETTER)).lower() for label in labels}
