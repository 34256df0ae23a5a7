"""Invented people who were written down twice, with what is right known: to measure how well doubles are found.

Each double has one slip that gives it its sort, and besides it what any second entry has: an address written in
another way, another phone, a number left out. People who are near each other and are not doubles are made as well:
families, twins, namesakes born on one day, neighbours.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from stdnum.iso7064 import mod_11_2

from fieldsurvey.rules.likeness import DOUBTFUL, Crowd, Who

SURNAMES: Final = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何罗高林郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖"
    "范汪陆金石戴贾韦夏邱方侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万钱严武覃"
)
GIVEN: Final = (
    "英华玉秀明文兰红金丽建春国海志梅芳军平林永桂云杰荣伟小凤德晓敏成清龙强东光晶勇新雪生宝艳斌辉庆峰霞静祥兴福俊"
    "燕珍波忠婷立飞洪涛胜雨彬鹏宇浩磊洋娟慧琴萍亮超刚佳莉琳莹嘉思瑞欣雅雯岚颖蓉薇倩茜蕾菲璐瑶瑜琪珊琼彤楠榕梓桐柏松"
    "柯栋桦枫森淼润泽沛涵淑湘源溪滨渊澄炜炎烨煜焕照熙然景昌旭昊晨晖晴暖曦朗川岩峻嵩峥安宁宏定宜宣家容富寒寅诚谦让"
)
ROADS: Final = "纺织东路 轴承新村 河沿街 印染一巷 青河大道 搪瓷厂宿舍 劳动路 建设南路 解放街 永安里"
EMPLOYERS: Final = "云州第三棉纺织厂 云州轴承总厂 青河印染有限公司 云州搪瓷厂 青河环卫服务中心 云州公交公司"
LONG_FIRST: Final = "阿卜杜热依木 买买提江 古丽巴哈尔 努尔麦麦提 阿依古丽 图尔荪古丽 艾克拜尔 热合曼江"
LONG_LAST: Final = "买买提 吐尔逊 艾合买提 依布拉音 亚森 玉苏甫 卡德尔 斯马义"
TRANSCRIBED: Final = (("买买提", "麦麦提"), ("卜", "布"), ("吐尔", "图尔"), ("逊", "荪"), ("依布拉音", "伊布拉音"))
# Taken for each other by eye or by a slip of the hand. The final measure has more, for which no rule was made.
SHAPES: Final = "未末 晴清 辉晖 梅海 芬芳 杨扬 曹曾 季李 郝赫 俊峻 淑叔 苹萍 岚风 燕熊 炎焱"
OTHER_SHAPES: Final = """
    晴睛 玲铃 刚钢 李季 陈阵 佳住 贾货 兰三 英央 芳劳 红虹 波披 珍诊 薛薜 娟捐 林材
    平乎 军车 志忘 明朋 江红 云去 永水 峰锋 石右 田由 史吏 侯候 森淼 春舂 静睁 瑶谣
    """
HOMOPHONES: Final = """
    文雯纹 英瑛 华桦 明鸣铭 红宏洪虹鸿 丽莉俐 建健 志智 芳方 军君均钧 平萍苹 玉钰郁 伟炜玮 杰洁捷 荣蓉容 晓小 敏闵
    清青轻 强蔷 永勇 艳燕彦 辉晖挥 庆磬 峰锋枫 霞侠 静婧靖 婷亭庭 立丽力 涛滔 程成 江姜 付傅 闫阎严 邱丘 肖萧 曲屈
    """
NEAR_SOUNDS: Final = "林凌玲 陈程 辛星兴 兰岚蓝男 金晶京 民明 森生 资知 宁凌 珊三 彬冰兵"
OLD_CHARACTERS: Final = dict(
    zip(
        "张刘陈杨黄赵吴孙马罗郑谢许邓冯韩萧卢钟华兰红丽国军荣伟凤东龙庆宝艳辉飞涛胜鹏亮颖莹兴坤哲",
        "張劉陳楊黃趙吳孫馬羅鄭謝許鄧馮韓蕭盧鍾華蘭紅麗國軍榮偉鳳東龍慶寶艷輝飛濤勝鵬亮穎瑩興堃喆",
        strict=True,
    )
)
DIVISIONS: Final = ("990101", "990102", "990103", "990104")


@dataclass(frozen=True)
class Labelled:
    """Entries by key; which two are one person; of each double the sort of its slip; of each entry what it is."""

    entries: dict[int, Who] = field(default_factory=dict)
    sort_of: dict[frozenset[int], str] = field(default_factory=dict)
    made_as: dict[int, str] = field(default_factory=dict)

    def add(self, who: Who, what: str) -> int:
        """Keeps an entry; its key."""
        self.made_as[len(self.entries)] = what
        self.entries[len(self.entries)] = who
        return len(self.entries) - 1


@dataclass(frozen=True)
class Score:
    """How well doubles were found; `recall_of` tells it for each sort, `wrong_of` what the others were made as."""

    found: int
    wrong: list[tuple[int, int]]
    missed: list[frozenset[int]]
    recall_of: dict[str, float]
    wrong_of: Counter[str]

    @property
    def precision(self) -> float:
        """Of those found, how many are doubles."""
        return self.found / max(1, self.found + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of the doubles, how many were found."""
        return self.found / max(1, self.found + len(self.missed))

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


def score(labelled: Labelled, least: int = DOUBTFUL) -> Score:
    """Looks for doubles and compares what is found with what is right."""
    crowd = Crowd(labelled.entries.items())
    said = {frozenset((int(str(pair.one)), int(str(pair.other)))) for pair in crowd.pairs(least)}
    right = set(labelled.sort_of)
    recall_of = {
        sort: sum(pair in said for pair in pairs) / len(pairs)
        for sort in dict.fromkeys(labelled.sort_of.values())
        if (pairs := [pair for pair, each in labelled.sort_of.items() if each == sort])
    }
    wrong = [(min(pair), max(pair)) for pair in said - right]
    wrong_of = Counter([" and ".join(sorted({labelled.made_as[each] for each in pair})) for pair in wrong])
    return Score(len(said & right), sorted(wrong), sorted(right - said, key=min), recall_of, wrong_of)


def labelled_people(seed: int, *, of_each: int, is_final: bool = False) -> Labelled:
    """The set for a seed: so many doubles of each sort, and five times as many people who have none."""
    making = Making(random.Random(seed), SHAPES + OTHER_SHAPES if is_final else SHAPES)
    made = Labelled()
    sorts = making.sorts()
    for _ in range(of_each):
        for sort, slip in sorts.items():
            one, other = making.double(sort, slip)
            made.sort_of[frozenset((made.add(one, "doubles"), made.add(other, "doubles")))] = sort
        for what, who in making.near_misses():
            made.add(who, what)
    return made


class Making:
    """Makes invented people; the same for the same seed."""

    def __init__(self, rng: random.Random, shapes: str = SHAPES) -> None:
        self.rng, self.shapes = rng, shapes

    def sorts(self) -> dict[str, Callable[[Who], Who]]:
        """What happens to a second entry, by the name of its sort."""
        return {
            "look-alike character": lambda who: replace(who, name=self._one_of(who.name, self.shapes)),
            "homophone": lambda who: replace(who, name=self._one_of(who.name, HOMOPHONES)),
            "near homophone": lambda who: replace(who, name=self._one_of(who.name, NEAR_SOUNDS)),
            "swapped characters": self._swapped,
            "character left out": lambda who: replace(who, name=who.name[0] + who.name[2:]),
            "old or rare characters": self._old,
            "minority name": self._long,
            "slip in the number": lambda who: replace(who, number=self._slip(who.number)),
            "15 digits": lambda who: replace(who, number=who.number[:6] + who.number[8:17]),
            "number missing": lambda who: replace(who, number=""),
            "number and birth date missing": lambda who: replace(who, number="", birth_date=""),
            "birth date wrong": lambda who: replace(who, number="", birth_date=self._other_day(who.birth_date)),
            "moved house": lambda who: replace(who, number="", address=self.address()),
            "same number": lambda who: who,
        }

    def double(self, sort: str, slip: Callable[[Who], Who]) -> tuple[Who, Who]:
        """Two entries of one person; of names, the number is mostly missing or wrong in one, else it would be easy."""
        who = self.person(name=self._name_for(sort), year=(1940, 1999) if sort == "15 digits" else (1940, 2018))
        again = slip(self._again(who, may_move=sort not in ("number and birth date missing", "birth date wrong")))
        if again.number == who.number and sort not in ("same number", "slip in the number", "15 digits"):
            chance = self.rng.random()
            number = "" if chance < 0.45 else self._slip(who.number) if chance < 0.7 else who.number
            again = replace(again, number=number)
        return (who, again) if self.rng.random() < 0.5 else (again, who)

    def person(self, *, name: str = "", born: str = "", year: tuple[int, int] = (1940, 2018), address: str = "") -> Who:
        day = born or (date(self.rng.randint(*year), 1, 1) + timedelta(self.rng.randrange(365))).isoformat()
        body = self.rng.choice(DIVISIONS) + day.replace("-", "") + f"{self.rng.randrange(1, 400):03d}"
        return Who(
            name or self.name(),
            body + mod_11_2.calc_check_digit(body),
            day,
            address or self.address(),
            f"13{self.rng.randrange(10**9):09d}" if self.rng.random() < 0.7 else "",
            self.rng.choice(EMPLOYERS.split()) if self.rng.random() < 0.6 else "",
            "1" if int(body[16]) % 2 else "2",
        )

    def name(self, length: int = 0) -> str:
        surname = SURNAMES[min(int(self.rng.expovariate(0.05)), len(SURNAMES) - 1)]
        return surname + self.given(length or self.rng.choice((1, 2, 2, 2)))

    def given(self, length: int) -> str:
        return "".join([GIVEN[min(int(self.rng.expovariate(0.02)), len(GIVEN) - 1)] for _ in range(length)])

    def address(self) -> str:
        rng = self.rng
        building = f"{rng.choice(ROADS.split())}{rng.randint(1, 30)}号院{rng.randint(1, 12)}号楼"
        return f"云州市青河区{building}{rng.randint(1, 5)}单元{rng.randint(1, 18)}0{rng.randint(1, 4)}室"

    def near_misses(self) -> Iterator[tuple[str, Who]]:
        """People near each other who are not doubles, with what they are; and some who are near nobody."""
        near = {
            "family": self._family,
            "twins": self._twins,
            "namesakes born on one day": self._namesakes,
            "neighbours": self._neighbours,
            "nearly namesakes born on one day": self._kin_by_name,
        }
        for what, people in near.items():
            for who in people():
                yield what, replace(who, number="") if self.rng.random() < 0.12 else who
        for _ in range(12):
            yield "others", self.person()

    def _family(self) -> list[Who]:
        father = self.person(year=(1950, 1975))
        given = self.given(1)
        mother = self.person(year=(1950, 1975), address=father.address)
        children = [
            self.person(name=father.name[0] + given + self.given(1), year=(1980, 2015), address=father.address)
            for _ in range(2)
        ]
        return [replace(each, mobile=father.mobile) for each in (father, mother, *children)]

    def _twins(self) -> list[Who]:
        one = self.person(name=self.name(2), year=(1960, 2018))
        body = one.number[:14] + f"{(int(one.number[14:17]) + 1) % 1000:03d}"
        name = one.name[:2] + self._another(one.name[2])
        sex = "1" if int(body[16]) % 2 else "2"
        other = replace(one, name=name, number=body + mod_11_2.calc_check_digit(body), sex=sex)
        return [one, other]

    def _namesakes(self) -> list[Who]:
        one = self.person(name=self.name())
        return [one, self.person(name=one.name, born=one.birth_date)]

    def _kin_by_name(self) -> list[Who]:
        """Two strangers born on one day, one character of whose names differs."""
        one = self.person(name=self.name(2))
        return [one, self.person(name=one.name[:2] + self._another(one.name[2]), born=one.birth_date)]

    def _neighbours(self) -> list[Who]:
        one = self.person()
        other = self.person(name=one.name[0] + self.given(2), address=one.address[:-4] + "0" + one.address[-3:])
        return [one, other]

    def _another(self, character: str) -> str:
        return self.rng.choice([each for each in GIVEN if each != character])

    def _again(self, who: Who, *, may_move: bool) -> Who:
        """The person once more, on another day, by another clerk."""
        rng = self.rng
        address = who.address
        if rng.random() < 0.5:
            address = address.removeprefix("云州市青河区").replace("号楼", "-").replace("单元", "-").replace("室", "")
        elif rng.random() < 0.2:
            address = self.address() if may_move else address
        return replace(
            who,
            address=address,
            mobile=who.mobile if rng.random() < 0.6 else "",
            employer=who.employer if rng.random() < 0.7 else "",
            birth_date=who.birth_date if rng.random() < 0.97 or not may_move else "",
        )

    def _name_for(self, sort: str) -> str:
        groups = {"look-alike character": self.shapes, "homophone": HOMOPHONES, "near homophone": NEAR_SOUNDS}.get(sort)
        if sort == "minority name":
            return f"{self.rng.choice(LONG_FIRST.split())}·{self.rng.choice(LONG_LAST.split())}"
        name = self.name(2)
        if sort == "old or rare characters":
            return name[:2] + self.rng.choice([each for each in OLD_CHARACTERS if each != OLD_CHARACTERS[each]])
        if sort == "swapped characters" and name[1] == name[2]:
            return self._name_for(sort)
        return name[:2] + self.rng.choice(self.rng.choice(groups.split())) if groups else name

    def _one_of(self, name: str, groups: str) -> str:
        others = [each for group in groups.split() if name[-1] in group for each in group if each != name[-1]]
        return name[:-1] + self.rng.choice(others)

    def _swapped(self, who: Who) -> Who:
        return replace(who, name=who.name[0] + who.name[2] + who.name[1])

    def _old(self, who: Who) -> Who:
        if self.rng.random() < 0.2:
            return replace(who, name=who.name[:2] + self.rng.choice("?□*"))
        return replace(who, name="".join([OLD_CHARACTERS.get(each, each) for each in who.name]))

    def _long(self, who: Who) -> Who:
        name = who.name.replace("·", self.rng.choice(("", ".", "•", "・", " ")))
        for one, other in TRANSCRIBED:
            name = name.replace(one, other) if self.rng.random() < 0.4 else name
        return replace(who, name=name)

    def _slip(self, number: str) -> str:
        place = self.rng.randrange(6, 17)
        if self.rng.random() < 0.3 and number[place] != number[place - 1]:
            return number[: place - 1] + number[place] + number[place - 1] + number[place + 1 :]
        digit = self.rng.choice([each for each in "0123456789" if each != number[place]])
        return number[:place] + digit + number[place + 1 :]

    def _other_day(self, day: str) -> str:
        year, month, rest = day.split("-")
        if self.rng.random() < 0.4 and int(rest) <= 12:
            return f"{year}-{rest}-{month}"
        if self.rng.random() < 0.5:
            return (date.fromisoformat(day) - timedelta(self.rng.randrange(18, 52))).isoformat()
        return f"{int(year) + self.rng.choice((-10, -1, 1, 10))}-{month}-{rest}"
