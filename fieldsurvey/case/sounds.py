"""How characters sound: pinyin without tones, one character at a time, remembered."""

from functools import lru_cache


@lru_cache(maxsize=8192)
def sound_of(character: str) -> str:
    """The commonest sound of one character, `zhang`; what has none stays itself."""
    # Imported here to start faster: its tables take longer to load than all of ours, and few ask for them.
    from pypinyin import Style, lazy_pinyin

    return lazy_pinyin(character, style=Style.NORMAL)[0]


@lru_cache(maxsize=8192)
def sounds_of(character: str) -> frozenset[str]:
    """Every sound one character may have, 曾 → ceng, zeng; what has none stays itself."""
    from pypinyin import Style, pinyin  # Imported here for the same reason.

    return frozenset(pinyin(character, style=Style.NORMAL, heteronym=True)[0])
