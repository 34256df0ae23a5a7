"""How two names relate: the same, the same in another writing, alike in sound or shape, or another name.

A name is judged as it was written down in haste: by ear (文, 雯), by eye (末, 未), with the input method's other
offer, in the old characters, with a character that the machine could not write.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.sounds import sound_of, sounds_of
from fieldsurvey.rules.shapes import are_one_shape

# Between the parts of a minority's name, in all the ways it is typed; and blanks.
_BETWEEN: Final = re.compile(r"[\s·•・‧∙⋅.\-_'’]")
# What stands for a character that nobody could write or was allowed to show.
UNREAD: Final = frozenset("?*□■○〇某×〓�")
_MOST: Final = 60
_LONG: Final = 5

# 张伟 on one list and 张伟 on another are often two people.
_SURNAMES: Final = frozenset("王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗")
_GIVEN: Final = """
    伟 芳 娜 敏 静 丽 强 磊 军 洋 勇 艳 杰 娟 涛 明 超 霞 平 刚 英 红 兰 玲 文 华 斌 波 辉 鹏 飞 燕 萍 梅 琴 健 俊 浩 宇
    桂英 秀英 秀兰 玉兰 玉英 秀珍 玉珍 桂兰 桂芳 凤英 建国 建华 建军 建平 国强 志强 志刚 海燕 丽丽 婷婷 晓东 小红 小平
    春梅 红梅 玉梅 淑英 淑珍 桂珍 凤兰 红霞 海波
    """
_COMMON: Final = frozenset(_GIVEN.split())


@dataclass(frozen=True)
class Relation:
    """How two names relate: points for it, what to tell, and whether it may be one name written down twice."""

    points: int
    told: str
    is_alike: bool
    is_same: bool = False


SAME: Final = Relation(40, "姓名相同", is_alike=True, is_same=True)
WRITTEN_OTHERWISE: Final = Relation(39, "姓名只是写法不同", is_alike=True, is_same=True)
SAME_SOUND: Final = Relation(38, "姓名读音相同", is_alike=True)
SWAPPED: Final = Relation(38, "姓名里有两个字颠倒", is_alike=True)
UNREADABLE: Final = Relation(36, "姓名有一个字看不出", is_alike=True)
SOUND_OTHERWISE: Final = Relation(34, "姓名读音相同,字不同", is_alike=True)
NEARLY: Final = Relation(36, "姓名只差一两个字", is_alike=True)
NEAR_SOUND: Final = Relation(30, "姓名读音相近", is_alike=True)
SHAPE: Final = Relation(30, "姓名字形相近", is_alike=True)
PART: Final = Relation(28, "姓名少一个字", is_alike=True)
ONE_OTHER: Final = Relation(14, "姓名有一个字不同", is_alike=False)
OTHER: Final = Relation(0, "姓名不同", is_alike=False)
NO_NAME: Final = Relation(0, "有一方没有姓名", is_alike=False)


class Name:
    """A name as it is compared; `sound` has one blurred syllable for each character."""

    __slots__ = ("sound", "text")

    def __init__(self, untrusted_name: str) -> None:
        text = unicodedata.normalize("NFKC", half_width(untrusted_name[:_MOST]))
        self.text: Final = _BETWEEN.sub("", text).casefold()
        self.sound: Final = tuple([_heard(character) for character in self.text])

    @property
    def is_common(self) -> bool:
        """Whether many people are called so."""
        return self.text[:1] in _SURNAMES and self.text[1:] in _COMMON


def relation(one: Name, other: Name) -> Relation:
    """How two names relate; the same whichever comes first."""
    a, b = one.text, other.text
    if not a or not b:
        return NO_NAME
    if a == b:
        return UNREADABLE if UNREAD & set(a) else SAME
    if max(len(a), len(b)) >= _LONG:
        return _long(one, other)
    if len(a) == len(b):
        return _of_one_length(a, b)
    return _of_two_lengths(*sorted((a, b), key=len))


def _of_one_length(a: str, b: str) -> Relation:
    pairs = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    if any(UNREAD & {x, y} for x, y in pairs):
        return UNREADABLE if len(pairs) == 1 and len(a) > 1 else OTHER
    if len(pairs) == 2 and pairs[0] == pairs[1][::-1]:
        return SWAPPED
    if all(is_one_sound(x, y) for x, y in pairs):
        if all(is_beyond_old_machines(x) != is_beyond_old_machines(y) for x, y in pairs):
            return WRITTEN_OTHERWISE
        return SAME_SOUND if len(pairs) == 1 else SOUND_OTHERWISE
    if len(pairs) == len(a) > 1:
        return NEAR_SOUND if len(a) > 2 and _all_near(pairs) else OTHER
    if _all_near(pairs):
        return NEAR_SOUND
    if len(pairs) == 1:
        return SHAPE if are_one_shape(*pairs[0]) else ONE_OTHER
    return OTHER


def _all_near(pairs: Iterable[tuple[str, str]]) -> bool:
    return all(_heard(x) == _heard(y) or is_one_sound(x, y) for x, y in pairs)


def _of_two_lengths(short: str, long: str) -> Relation:
    if UNREAD & set(short + long):
        return OTHER
    if len(long) - len(short) == 1 and len(short) > 1 and OSA.distance(short, long) == 1:
        # 王明 and 王小明; 小明 and 王小明 as well, but 王明 and 王明明's brother are told apart by their birth dates.
        return PART
    return OTHER


def _long(one: Name, other: Name) -> Relation:
    """Names of five characters and more: sounds written down, in as many ways as there are clerks."""
    short, long = sorted((one.text, other.text), key=len)
    if OSA.distance(short, long) <= max(1, len(long) // 4):
        return NEARLY
    if len(short) >= 3 and long.startswith(short):
        return PART
    by_sound = ratio(" ".join(one.sound), " ".join(other.sound))
    return NEAR_SOUND if by_sound >= 88 else OTHER


@lru_cache(maxsize=8192)
def _heard(character: str) -> str:
    """A syllable as it is heard where z is zh, n is l and in is ing."""
    heard = re.sub(r"^([zcs])h", r"\1", sound_of(character))
    heard = re.sub(r"^n(?=.)", "l", heard)
    return re.sub(r"(?<=[aei])ng$", "n", heard)


@lru_cache(maxsize=65536)
def is_one_sound(one: str, other: str) -> bool:
    """Whether two characters may be read alike."""
    return bool(sounds_of(one) & sounds_of(other))


@lru_cache(maxsize=8192)
def is_beyond_old_machines(character: str) -> bool:
    """Whether GB 2312 lacks it: rare and old characters, for which people write another of the same sound."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False
