"""Bech32 (BIP 173), the spelling in which age writes the 32 bytes of a key."""

from collections.abc import Iterable

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKSUM_LENGTH = 6


def bech32_encoded(prefix: str, content: bytes) -> str:
    """The small-letter spelling of `content` under a small-letter prefix."""
    values = _regrouped(content, 8, 5)
    mixed = _polymod([*_expanded(prefix), *values, *([0] * _CHECKSUM_LENGTH)]) ^ 1
    checksum = [(mixed >> 5 * (_CHECKSUM_LENGTH - 1 - place)) & 31 for place in range(_CHECKSUM_LENGTH)]
    return f"{prefix}1" + "".join(_ALPHABET[value] for value in [*values, *checksum])


def bech32_decoded(prefix: str, untrusted: str) -> bytes:
    """The bytes behind a spelling, in either case of letters.

    Raises:
        ValueError: another prefix, a wrong checksum, a letter that is none. The text is not repeated.
    """
    lowered = untrusted.lower()
    body = lowered.removeprefix(f"{prefix}1")
    if untrusted not in {lowered, untrusted.upper()} or body == lowered or not set(body) <= set(_ALPHABET):
        message = "no bech32 text"
        raise ValueError(message)
    values = [_ALPHABET.index(letter) for letter in body]
    if len(values) < _CHECKSUM_LENGTH or _polymod([*_expanded(prefix), *values]) != 1:
        message = "a wrong bech32 checksum"
        raise ValueError(message)
    content = bytes(_regrouped(values[:-_CHECKSUM_LENGTH], 5, 8))
    if bech32_encoded(prefix, content) != lowered:
        message = "bits left over in a bech32 text"
        raise ValueError(message)
    return content


def _expanded(prefix: str) -> list[int]:
    return [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]


def _polymod(values: Iterable[int]) -> int:
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for place, coefficient in enumerate(_GENERATOR):
            if top >> place & 1:
                state ^= coefficient
    return state


def _regrouped(values: Iterable[int], from_bits: int, to_bits: int) -> list[int]:
    """The same bits in groups of another size; what is left over is padded when growing smaller, else dropped."""
    held = bits = 0
    groups: list[int] = []
    for value in values:
        held, bits = (held << from_bits) | value, bits + from_bits
        while bits >= to_bits:
            bits -= to_bits
            groups.append(held >> bits & ((1 << to_bits) - 1))
    if bits and to_bits < from_bits:
        groups.append((held << (to_bits - bits)) & ((1 << to_bits) - 1))
    return groups
