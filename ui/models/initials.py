"""The initials of Chinese labels, so that “lh” finds 离婚; made on the worker, for the dictionary is slow to load."""

from collections.abc import Iterable


def initials_of(labels: Iterable[str]) -> dict[str, str]:
    """Labels and their initials, lower case; what is not Chinese stays as it is, brackets and other signs fall out."""
    # Imported here to start faster: the dictionary takes a quarter of a second.
    from pypinyin import Style, lazy_pinyin

    bare = {label: "".join(sign for sign in label if sign.isalnum()) for label in labels}
    return {label: "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower() for label, text in bare.items()}
