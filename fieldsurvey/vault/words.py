"""Recovery words: 24 Chinese BIP-39 characters that are the 32 secret bytes of an age identity, on paper."""

import unicodedata
from collections.abc import Sequence
from functools import cache

from mnemonic import Mnemonic

from fieldsurvey.vault.bech32 import bech32_decoded, bech32_encoded
from fieldsurvey.vault.errors import WordsWrongError
from fieldsurvey.vault.sealing import SealKey

WORD_COUNT = 24

_PREFIX = "age-secret-key-"
_LONGEST_TYPED = 4096
# Spaces, punctuation, digits (numbered lists) and invisible marks may stand anywhere between the words.
_IGNORED_CATEGORIES = ("Z", "P", "N", "C", "S")


def words_of(key: SealKey) -> list[str]:
    """The 24 words that are this key; whoever has them has the key."""
    return _language().to_mnemonic(bech32_decoded(_PREFIX, key.identity)).split(" ")


def key_of(typed: Sequence[str] | str) -> SealKey:
    """The key that the words are, whether written with or without spaces, lines or numbers between them.

    Raises:
        WordsWrongError: naming the place of the first word that is none, a wrong count, or a sum that fails; the
            words themselves are not repeated.
    """
    text = typed if isinstance(typed, str) else " ".join(typed)
    if len(text) > _LONGEST_TYPED:
        raise WordsWrongError(reason=f"恢复词应是 {WORD_COUNT} 个字,输入的内容太长,请重新输入。")
    words = [mark for mark in unicodedata.normalize("NFKC", text) if _is_word_mark(mark)]
    known = _known_words()
    for place, word in enumerate(words, start=1):
        if word not in known:
            raise WordsWrongError(reason=f"第 {place} 个字不在恢复词表里,请对照纸上的字核对(要用简体字)。")
    if len(words) != WORD_COUNT:
        raise WordsWrongError(reason=f"恢复词应是 {WORD_COUNT} 个字,现在是 {len(words)} 个,请看看漏了或多了哪一个。")
    try:
        secret = bytes(_language().to_entropy(words))
    except ValueError:
        raise WordsWrongError(reason="每个字都在词表里,但合起来不对:有字抄错或顺序颠倒,请对照纸上逐字核对。") from None
    return SealKey.from_identity(bech32_encoded(_PREFIX, secret).upper())


def _is_word_mark(mark: str) -> bool:
    return not unicodedata.category(mark).startswith(_IGNORED_CATEGORIES)


@cache
def _language() -> Mnemonic:
    return Mnemonic("chinese_simplified")


@cache
def _known_words() -> frozenset[str]:
    return frozenset(_language().wordlist)
