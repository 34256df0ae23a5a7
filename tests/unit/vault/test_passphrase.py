"""Passphrases: weak ones refused with a sentence, equal ones equal however typed, offered ones good."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.vault.errors import PassphraseWeakError
from fieldsurvey.vault.passphrase import (
    LONGEST,
    SHORTEST,
    check_passphrase,
    normalised_passphrase,
    suggest_passphrase,
    suggestion,
)
from fieldsurvey.vault.suggestions import WORDS


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("", "太短"),
        ("九个字的口令不够长", "太短"),
        ("a b c d e f", "太短"),
        ("a" * 12, "重复"),
        ("哈哈哈哈哈哈哈哈哈哈", "重复"),
        ("abababababab", "重复"),
        ("fgtrwfgtrwfgtrw", "重复"),
        ("xkcdaaaaqmzp", "重复"),
        ("13800005678", "数字"),
        ("320105199001010000", "数字"),
        ("12345678901", "数字"),
        ("password2026", "常见"),
        ("PassWordPassWord!", "重复|常见"),
        ("qwertyuiop", "常见"),
        ("abcdefghijk", "常见"),
        ("1qaz2wsx3edc", "常见"),
        ("woaini1314520", "常见"),
        ("一二三四五六七八九十", "常见"),
        ("困难职工帮扶中心123", "常见"),
        ("全心全意为人民服务!!!", "重复|常见"),
        ("2026-11-23", "常见"),
        ("字" * (LONGEST + 1), "太长"),
        ("x" * 10_000_000, "太长"),
    ],
)
def test_a_weak_passphrase_is_refused_with_its_reason(typed: str, why: str) -> None:
    with pytest.raises(PassphraseWeakError, match=why) as refused:
        check_passphrase(typed)
    assert not typed or typed not in str(refused.value)


@pytest.mark.parametrize(
    "typed",
    [
        "春风又绿江南岸旁的木桥",
        "correct horse battery",
        "Kunnan-37-zhigong",
        "石榴、灯笼、水车、月亮",
        "🌶️辣椒和花椒炒鸡丁真香",
    ],
)
def test_a_long_uncommon_passphrase_is_taken(typed: str) -> None:
    check_passphrase(typed)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ｈａｉｔａｎｇ　ｍｕｑｉａｏ", "haitang muqiao"),
        ("hai tang mu qiao", "haitangmuqiao"),
        ("caf\u00e9 noir", "cafe\u0301 noir"),
        ("  haitang muqiao \n", "haitangmuqiao"),
    ],
)
def test_what_looks_the_same_is_the_same(typed: str, same: str) -> None:
    assert normalised_passphrase(typed) == normalised_passphrase(same)


def test_letter_case_makes_a_difference() -> None:
    assert normalised_passphrase("Haitang muqiao") != normalised_passphrase("haitang muqiao")


@given(st.text("海棠木桥xyZ1、. \n\u3000\u200b龘é🌶\ud800", max_size=300))
def test_any_text_is_taken_or_refused_with_a_sentence(typed: str) -> None:
    with contextlib.suppress(PassphraseWeakError):
        check_passphrase(typed)
        assert len(normalised_passphrase(typed).decode("utf-8", "surrogatepass")) >= SHORTEST


def test_offered_passphrases_pass_the_check_and_differ() -> None:
    offered = {suggest_passphrase() for _ in range(200)}
    assert len(offered) == 200
    for typed in offered:
        check_passphrase(typed)


def test_an_offer_can_be_typed_without_an_input_method_and_shows_its_words() -> None:
    offer = suggestion()
    assert offer.passphrase.isascii()
    assert len(offer.reading.split()) == len(offer.passphrase.split()) == 5
    assert repr(offer) == "Suggestion()"


def test_offered_words_are_512_that_sound_different() -> None:
    assert len(WORDS) == len({word for word, _ in WORDS}) == len({pinyin for _, pinyin in WORDS}) == 512
