"""How Chinese labels sound, so that “lh” and “lihun” find 离婚; made on the worker, for the dictionary loads slowly."""

from collections.abc import Iterable


def spelled_of(labels: Iterable[str]) -> dict[str, str]:
    """Labels and how they are spelled: the initials, then the full pinyin from each syllable on, all in lower case.

    离婚 gives `lh lihun hun`; ü is v. What is not Chinese stays as it is, brackets and other signs fall out.
    """
    # Imported here to start faster: the dictionary takes a quarter of a second.
    from pypinyin import lazy_pinyin

    found = {}
    for label in labels:
        sounds = lazy_pinyin("".join(sign for sign in label if sign.isalnum()))
        initials = "".join(sound if sound in label else sound[:1] for sound in sounds)
        tails = ("".join(sounds[place:]) for place in range(len(sounds)))
        found[label] = " ".join([initials, *tails]).lower()
    return found
