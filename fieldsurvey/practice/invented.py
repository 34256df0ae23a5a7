"""The invented people of report three: names, wages, housing and illnesses; `report_three.py` makes households of them.

Nobody uses them by themselves: 36 households, mean wage 1,617.00 元 with 186.74 at the lowest, 7 on dibao, 26 with a
student, 15 single parents, and so on. Identity numbers have a true check digit and a
division that does not exist (99), so that none can belong to anybody.
"""

import random
from datetime import date
from typing import Any, Final

from stdnum.iso7064 import mod_11_2

SEED: Final = 20261123
HOUSEHOLDS: Final = 36
MEAN_WAGE_FEN: Final = 161_700
LOWEST_WAGES_FEN: Final = (18_674, 21_000, 26_000, 64_000, 78_000)
STUDENTS_COMPULSORY: Final = 4
STUDENTS_HIGHER: Final = 22
HOUSING: Final = {"bought": 14, "public_rental": 5, "self_built": 3, "rented": 5, "with_parents": 9}
DIBAO_STANDARD_FEN: Final = 66_400
OWN_SERIOUS_ILLNESS: Final = ("cancer", "kidney", "heart", "brain")
WITHOUT_LABOUR: Final = 2

_SURNAMES = "陆丁韩苏严顾邵秦庞尹祝蒲卞岑柏水窦云葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆"
_FIRST = "素文春立德玉永桂兆云秀宏彦少维景"
_SECOND = "衡芩沅翊蓉湘翎川槿曦朴荃筠舟桥楠"
_RARE_NAME = "韩𡛟清"
_SCHOOLS_HIGHER = ("云州师范学院", "云州职业技术学院", "云州理工大学", "江北医药高等专科学校")
_SCHOOLS_COMPULSORY = ("青河区第三小学", "青河区实验中学(初中)", "纺东路小学", "青河区第七中学(初中)")
_EMPLOYERS = ("云州第三棉纺织厂(已改制)", "云州轴承总厂", "青河印染有限公司", "云州搪瓷厂", "青河环卫服务中心")
_ROADS = ("纺织东路", "轴承新村", "河沿街", "印染一巷", "青河大道")


def people(seed: int = SEED) -> list[dict[str, Any]]:
    """The people and what they live on, household by household; the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 - invented people have to be the same every time
    wages = _wages(rng)
    housing = [kind for kind, count in HOUSING.items() for _ in range(count)]
    rng.shuffle(housing)
    return [_Household(place, wages[place], housing[place], rng).document() for place in range(HOUSEHOLDS)]


def _wages(rng: random.Random) -> list[int]:
    """The worker's monthly wage of each household: five below any minimum wage, ten more below the mean."""
    below = [rng.randrange(120_000, 158_000, 1_000) for _ in range(10)]
    rest = MEAN_WAGE_FEN * HOUSEHOLDS - sum(LOWEST_WAGES_FEN) - sum(below)
    share, over = divmod(rest, HOUSEHOLDS - len(LOWEST_WAGES_FEN) - len(below))
    above = [share] * 21
    above[-1] += over
    for place in range(0, 20, 2):
        step = rng.randrange(1_000, 30_000, 500)
        above[place] += step
        above[place + 1] -= step
    others = [*below, *above]
    rng.shuffle(others)
    return [*LOWEST_WAGES_FEN, *others]


class _Household:
    """One household in the making. The first five have the lowest wages, the first two are without labour."""

    def __init__(self, place: int, wage_fen: int, housing: str, rng: random.Random) -> None:
        self.place, self.wage_fen, self.housing, self.rng = place, wage_fen, housing, rng
        # Each property is dealt out by its own walk over the places, so that they mix.
        self.single_parent = place % 12 < 5
        self.single = place in (5, 17, 29)
        order = [each for each in range(HOUSEHOLDS) if each % 12 < 5] + [
            each for each in range(HOUSEHOLDS) if each % 12 > 5
        ]
        student = order.index(place) if place in order else HOUSEHOLDS
        self.student = student < STUDENTS_COMPULSORY + STUDENTS_HIGHER
        self.compulsory = student % 6 == 0 and student < 6 * STUDENTS_COMPULSORY
        ill = {
            0: OWN_SERIOUS_ILLNESS[0],
            9: OWN_SERIOUS_ILLNESS[1],
            19: OWN_SERIOUS_ILLNESS[2],
            31: OWN_SERIOUS_ILLNESS[3],
        }
        self.health = ill.get(place, "disabled" if place == 1 else "good")
        self.family_ill = place in (7, 11, 22, 34)
        self.on_dibao = place in (0, 1, 2, 12, 20, 24, 33)
        self.female = place % 3 != 0
        surname = _SURNAMES[place]
        given = _FIRST[(place * 7) % 16] + _SECOND[(place * 5 + place // 16) % 16]
        self.name = _RARE_NAME if place == 2 else surname + given

    def document(self) -> dict[str, Any]:
        """The whole document."""
        born = date(1971 + self.place % 16, 1 + self.place % 12, 1 + self.place % 28)
        identity = self._identity(born, female=self.female, member=0)
        return {
            "key": f"{self.place + 1:03d}",
            "name": self.name,
            "identity": identity,
            "sex": "2" if self.female else "1",
            "birth_date": born.isoformat(),
            "mobile": f"138000{self.place + 1:05d}",
            "marital": self._marital(),
            "hukou": "1",
            "home_address": self._address(),
            "employer_name": _EMPLOYERS[self.place % 5],
            "work_status": self._work_status(),
            "health": self.health,
            "housing": self.housing,
            "building_area": f"{38 + self.place % 30}.{self.place % 10}",
            "homes_owned": 1 if self.housing in ("bought", "self_built") else 0,
            "has_car": False,
            "savings": {"gap": "refused"} if self.place % 9 == 4 else 20_000 * (self.place % 7),
            "on_dibao": self.on_dibao,
            "responsible_person": "严立衡",
            "contact_person": "苏文槿",
            "members": self._members(identity),
            "income": self._income(),
            "expenses": self._expenses(),
            "causes": self._causes(),
        }

    def _address(self) -> str:
        door = f"{3 + self.place} 号院 {1 + self.place % 6} 单元 {101 + self.place} 室"
        return f"云州市青河区{_ROADS[self.place % 5]} {door}"

    def _marital(self) -> str:
        if self.single:
            return "10"
        return ("30" if self.place % 4 == 0 else "40") if self.single_parent else "20"

    def _work_status(self) -> str:
        if self.place < WITHOUT_LABOUR:
            return "retired_ill" if self.place else "laid_off"
        return "laid_off" if self.place < 5 else "employed"

    def _members(self, identity: dict[str, str]) -> list[dict[str, Any]]:
        surname = self.name[0]
        found: list[dict[str, Any]] = [
            {"row": "m1", "name": self.name, "relation": "01", "identity": identity, "health": self.health}
        ]
        if not self.single and not self.single_parent:
            born = date(1972 + self.place % 15, 1 + (self.place + 5) % 12, 1 + self.place % 27)
            found.append(
                {
                    "row": "m2",
                    "name": _SURNAMES[-1 - self.place] + _FIRST[self.place % 16] + _SECOND[(self.place + 3) % 16],
                    "relation": "10",
                    "identity": self._identity(born, female=not self.female, member=1),
                    "health": "cancer" if self.family_ill else "good",
                    "work_status": "unemployed" if self.place % 2 else "employed",
                }
            )
        if self.student:
            found.append(self._child(surname))
        return [{**member, "counts_in_household": True} for member in found]

    def _child(self, surname: str) -> dict[str, Any]:
        born = date((2013 if self.compulsory else 2004) + self.place % 3, 1 + self.place % 12, 2 + self.place % 26)
        schools = _SCHOOLS_COMPULSORY if self.compulsory else _SCHOOLS_HIGHER
        daughter = self.place % 2 == 0
        return {
            "row": "m3",
            "name": surname + _SECOND[self.place % 16] + _FIRST[(self.place + 9) % 16],
            "relation": "30" if daughter else "20",
            "identity": self._identity(born, female=daughter, member=2),
            "health": "good",
            "unit_or_school": schools[self.place % 4],
        }

    def _identity(self, born: date, *, female: bool, member: int) -> dict[str, str]:
        serial = 2 * (self.place * 3 + member) + (0 if female else 1)
        body = f"990101{born:%Y%m%d}{serial:03d}"
        return {"type": "id_card", "number": body + mod_11_2.calc_check_digit(body)}

    def _income(self) -> list[dict[str, Any]]:
        found = [{"row": "i1", "member": "m1", "type": "wage", "months": [self.wage_fen] * 12}]
        if self.on_dibao:
            grant = DIBAO_STANDARD_FEN if self.place < WITHOUT_LABOUR else 15_000 + 500 * self.place
            found.append({"row": "i2", "member": "m1", "type": "dibao_grant", "months": [grant] * 12})
        if not self.single and not self.single_parent and self.place % 2 == 0:
            months = [90_000 + 1_000 * self.rng.randrange(40) for _ in range(12)]
            found.append({"row": "i3", "member": "m2", "type": "wage", "months": months})
        return found

    def _expenses(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        if self.student and not self.compulsory:
            found.append({"row": "e1", "member": "m3", "type": "tuition", "bill": 450_000 + 10_000 * (self.place % 9)})
            found.append({"row": "e2", "member": "m3", "type": "boarding", "bill": 90_000})
        elif self.student:
            found.append({"row": "e1", "member": "m3", "type": "school_living", "bill": 320_000})
        if self.health != "good" or self.family_ill:
            bill = 3_000_000 + 137_000 * self.place
            member = "m2" if self.family_ill else "m1"
            medical = {"row": "e3", "member": member, "type": "medical_self_pay"}
            found.append({**medical, "bill": bill, "reimbursed": bill // 2})
        return found

    def _causes(self) -> list[dict[str, Any]]:
        if self.place < WITHOUT_LABOUR:
            main = {"cause": "1", "member": "m1", "explanation": "劳动能力鉴定结论见佐证材料"}
        elif self.health != "good" or self.family_ill:
            ill = "m2" if self.family_ill else "m1"
            main = {"cause": "6", "member": ill, "event_date": f"2025-{1 + self.place % 12:02d}-15"}
        elif self.student:
            main = {"cause": "9", "member": "m3"}
        else:
            main = {"cause": "3", "member": "m1"}
        found: list[dict[str, Any]] = [{"row": "c1", "rank": "main", **main}]
        if self.student and main["cause"] != "9":
            found.append({"row": "c2", "rank": "minor", "cause": "9", "member": "m3"})
        return found
