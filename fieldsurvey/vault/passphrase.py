"""What a passphrase must be, how it is brought into one spelling, and a good one to offer."""

import itertools
import secrets
import string
import unicodedata
from dataclasses import dataclass, field

from fieldsurvey.vault.errors import PassphraseWeakError
from fieldsurvey.vault.suggestions import WORDS

SHORTEST = 10
LONGEST = 256

_FEWEST_DISTINCT = 5
_LONGEST_RUN = 3
_SUGGESTED_WORDS = 5

# What people reach for first; compared without case and after digits and signs at the end are taken off.
_COMMON = frozenset({
    "password", "passwordpassword", "passw0rd", "mypassword", "newpassword", "administrator", "adminadmin",
    "letmeinplease", "iloveyou", "woaini", "woainiwoaini", "woainizhongguo", "woaizhongguo", "nihaonihao",
    "helloworld", "welcome", "qwertyuiop", "qwertyuiopasdf", "asdfghjkl", "asdfghjklzxcvbnm", "zxcvbnm",
    "qwerasdfzxcv", "qazwsxedc", "qazwsxedcrfv", "abcdefghij", "changeme", "changemeplease", "default",
    "guanliyuan", "mimamima", "wodemima", "gonghui", "zonggonghui", "bangfuzhongxin", "kunnanzhigong",
    "一二三四五六七八九十", "我爱你中国", "我爱我的祖国", "中华人民共和国", "困难职工帮扶中心",
    "总工会困难职工帮扶中心", "好好学习天天向上", "全心全意为人民服务", "为人民服务", "天王盖地虎宝塔镇河妖",
})  # fmt: skip

_ROWS = (
    "01234567890",
    "09876543210",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "!@#$%^&*()_+",
    "一二三四五六七八九十",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
)

_TRIMMINGS = string.digits + string.punctuation


@dataclass(frozen=True)
class Suggestion:
    """A passphrase that letters alone can type, with the Chinese words it spells to remember it by."""

    passphrase: str = field(repr=False)
    reading: str = field(repr=False)


def normalised_passphrase(typed: str) -> bytes:
    """One spelling for what looks the same: full-width forms and composed letters folded, spaces left out.

    Raises:
        PassphraseWeakError: longer than any passphrase may be.
    """
    if len(typed) > LONGEST:
        raise PassphraseWeakError(reason=f"口令太长了,请用 {LONGEST} 个字以内的口令。")
    folded = unicodedata.normalize("NFKC", typed)
    return "".join(folded.split()).encode("utf-8", "surrogatepass")


def check_passphrase(typed: str) -> None:
    """Refuses a new passphrase that a stranger would guess.

    Raises:
        PassphraseWeakError: its sentence says what to do; the passphrase is not repeated in it.
    """
    text = normalised_passphrase(typed).decode("utf-8", "surrogatepass")
    if len(text) < SHORTEST:
        raise PassphraseWeakError(reason=f"口令太短,至少要 {SHORTEST} 个字;可以用几个不相干的词连起来。")
    if text.isdigit():
        raise PassphraseWeakError(reason="口令全是数字,像手机号或证件号,容易被猜到;请加上文字或字母。")
    if len(set(text.casefold())) < _FEWEST_DISTINCT or _longest_run(text) > _LONGEST_RUN or _is_repetition(text):
        raise PassphraseWeakError(reason="口令里重复的字太多,容易被猜到;请换成几个不相干的词。")
    if _is_common(text.casefold()):
        raise PassphraseWeakError(reason="这个口令太常见,容易被猜到;请换成几个不相干的词。")


def suggestion() -> Suggestion:
    """Five random words of 512: 45 bits, enough behind the slow derivation.

    The passphrase is the words' pinyin, because password fields switch the input method off.
    """
    chosen = [secrets.choice(WORDS) for _ in range(_SUGGESTED_WORDS)]
    return Suggestion(" ".join(pinyin for _, pinyin in chosen), " ".join(word for word, _ in chosen))


def suggest_passphrase() -> str:
    """A random passphrase to offer; `suggestion` also gives the words to remember it by."""
    return suggestion().passphrase


def _longest_run(text: str) -> int:
    longest = run = 1
    for before, now in itertools.pairwise(text):
        run = run + 1 if before == now else 1
        longest = max(longest, run)
    return longest


def _is_repetition(text: str) -> bool:
    """Whether the whole is one piece again and again: found again inside its own doubling before its end."""
    return (text + text).find(text, 1) < len(text)


def _is_common(text: str) -> bool:
    if any(text in row + row for row in _ROWS):
        return True
    core = text.strip(_TRIMMINGS)
    return text in _COMMON or core in _COMMON or (core != text and any(core in row for row in _ROWS))
