"""Recovery words are the key, forgive how they are typed, and say where they are wrong."""

import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.vault.bech32 import bech32_decoded, bech32_encoded
from fieldsurvey.vault.errors import WordsWrongError
from fieldsurvey.vault.sealing import SealKey, open_text, seal_text
from fieldsurvey.vault.words import WORD_COUNT, key_of, words_of

KEY = SealKey.from_identity(bech32_encoded("age-secret-key-", bytes(range(32))).upper())
WORDS = words_of(KEY)


def test_words_of_a_known_key_stay_the_same_for_ever() -> None:
    assert "".join(WORDS) == "的三欧三考于据保量损破九人雄修麦最仓面约袋天绍汁"


@given(st.binary(min_size=32, max_size=32))
def test_words_round_trip_for_any_secret(secret: bytes) -> None:
    key = SealKey.from_identity(bech32_encoded("age-secret-key-", secret).upper())
    words = words_of(key)
    assert len(words) == WORD_COUNT
    assert key_of(words) == key
    assert key_of("".join(words)) == key


@pytest.mark.parametrize(
    "typed",
    [
        " ".join(WORDS),
        "".join(WORDS),
        "\n".join(f"{place}. {word}" for place, word in enumerate(WORDS, start=1)),
        "、".join(WORDS),
        "\u3000".join(WORDS),
        "\u200b".join(WORDS),
        f"  {' '.join(WORDS)}\r\n",
    ],
)
def test_words_are_taken_however_they_are_set(typed: str) -> None:
    assert key_of(typed) == KEY


@pytest.mark.parametrize("place", [1, 7, 24])
@pytest.mark.parametrize("wrong", ["龘", "x", "國"])
def test_a_word_that_is_none_is_named_by_its_place(place: int, wrong: str) -> None:
    typed = WORDS.copy()
    typed[place - 1] = wrong
    with pytest.raises(WordsWrongError) as refused:
        key_of(typed)
    assert f"第 {place} 个字" in str(refused.value)
    assert not set(str(refused.value)) & {wrong}


def test_missing_and_surplus_words_are_counted() -> None:
    with pytest.raises(WordsWrongError, match="现在是 23 个"):
        key_of(WORDS[:-1])
    with pytest.raises(WordsWrongError, match="现在是 25 个"):
        key_of([*WORDS, WORDS[0]])
    with pytest.raises(WordsWrongError, match="现在是 0 个"):
        key_of("")
    with pytest.raises(WordsWrongError, match="太长"):
        key_of("的" * 10_000_000)


def test_swapped_words_are_noticed_by_their_sum() -> None:
    shuffled = WORDS.copy()
    random.Random(1).shuffle(shuffled)
    with pytest.raises(WordsWrongError, match="合起来不对"):
        key_of(shuffled)


@given(st.text("的一国x1、. \n\u3000\u200b龘é🌶\ud800", max_size=60))
def test_any_other_text_gets_a_sentence(typed: str) -> None:
    with pytest.raises(WordsWrongError, match="个"):
        key_of(typed)


@pytest.mark.debian("age")
def test_what_is_sealed_for_the_words_opens_with_stock_age(tmp_path: Path) -> None:
    armored = seal_text(b"the key of a home", [KEY.recipient])
    identity, blob = tmp_path / "key.txt", tmp_path / "blob.age"
    identity.write_text(key_of("".join(WORDS)).identity)
    blob.write_text(armored)
    opened = subprocess.run(["age", "-d", "-i", str(identity), str(blob)], capture_output=True, check=True)
    assert opened.stdout == b"the key of a home" == open_text(armored, KEY)


@given(st.binary(max_size=40), st.data())
def test_a_changed_letter_of_a_bech32_text_is_refused(content: bytes, data: st.DataObject) -> None:
    text = bech32_encoded("age", content)
    assert bech32_decoded("age", text) == content == bech32_decoded("age", text.upper())
    place = data.draw(st.integers(4, len(text) - 1))
    letter = data.draw(st.sampled_from([mark for mark in "qpzry9x8gf2tvdw0s3jn54khce6mua7lb" if mark != text[place]]))
    with pytest.raises(ValueError, match="bech32"):
        bech32_decoded("age", text[:place] + letter + text[place + 1 :])


def test_bech32_texts_of_another_prefix_or_mixed_letters_are_refused() -> None:
    text = bech32_encoded("age", b"content")
    for untrusted in (bech32_encoded("agf", b"content"), f"AGE{text[3:]}", "", "age1", text[:6]):
        with pytest.raises(ValueError, match="bech32"):
            bech32_decoded("age", untrusted)
