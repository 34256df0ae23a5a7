"""Local standards: the amounts that a place has announced, and which of them holds for a place on a day.

Sources: `domain.md` §2.5 and §0.1.6. Days are texts as they are kept, so that they compare as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.sums import is_fen

EVERYWHERE: Final = ""
# So many answers are remembered of which standard or rule set holds where and when.
CHOICES: Final = 4_096


@dataclass(frozen=True, slots=True)
class Item:
    """What a standard is about: its id, its name for people, its measure (元/月 or 元/年) and where it comes from.

    What was ever announced lies within `possible`, what is announced nowadays within `usual`, both in fen.
    """

    id: str
    label: str
    measure: str
    source: str
    possible: tuple[int, int]
    usual: tuple[int, int]

    @property
    def months(self) -> int:
        """How many months one amount is for."""
        return 12 if self.measure == "元/年" else 1


ITEMS: Final[Mapping[str, Item]] = {
    item.id: item
    for item in (
        Item("dibao_urban_month", "城市最低生活保障标准", "元/月", "§2.5", (5_000, 800_000), (20_000, 250_000)),
        Item("dibao_rural_month", "农村最低生活保障标准", "元/月", "§2.5", (2_000, 800_000), (10_000, 250_000)),
        Item("min_wage_month", "最低工资标准", "元/月", "§2.5", (5_000, 1_000_000), (50_000, 400_000)),
        Item(
            "avg_enterprise_wage_month", "企业职工平均工资", "元/月", "§2.5", (20_000, 5_000_000), (150_000, 1_800_000),
        ),
        Item(
            "disposable_income_pc_year", "居民人均可支配收入(上年)", "元/年", "§2.5",
            (100_000, 30_000_000), (800_000, 12_000_000),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standard:
    """One amount in force in a place from a day on, in fen.

    `place` is a division code of GB/T 2260, or empty for everywhere this office works. `record` is where it is kept.
    """

    record: str
    place: str
    item: str
    amount_fen: int
    effective_on: str
    announced_on: str = ""
    ended_on: str = ""
    document_no: str = ""

    def since(self, dated: str) -> str:
        """The day from which it is used, by 执行日 or by 公布日; where that is not known, by the other."""
        first, second = self.effective_on, self.announced_on
        return (second or first) if dated == "announced_on" else (first or second)


class Standards:
    """All standards that an office knows, whatever their day and place."""

    def __init__(self, known: Iterable[Standard] = ()) -> None:
        self.all: Final = tuple(sorted(known, key=lambda each: (each.item, each.place, each.effective_on, each.record)))
        self._by_place: dict[tuple[str, str], list[Standard]] = {}
        for each in self.all:
            self._by_place.setdefault((each.item, each.place), []).append(each)
        # Very many households are judged on few days and in few places.
        self._found = lru_cache(CHOICES)(self._find)

    def of(self, item: str, place: str) -> Sequence[Standard]:
        """Those of one item in exactly this place, whatever their day."""
        return self._by_place.get((item, place), ())

    def find(self, item: str, place: str, on: date, *, dated: str = "effective_on") -> Standard | None:
        """The one that holds in a place on a day: of the county, else the city, the province, everywhere.

        Of several the one that began last; of those the one announced last.
        """
        return self._found(item, place, on, dated)

    def _find(self, item: str, place: str, on: date, dated: str) -> Standard | None:
        day = on.isoformat()
        for where in places_above(place):
            present = [
                each
                for each in self.of(item, where)
                if each.since(dated) <= day and not (each.ended_on and each.ended_on <= day)
            ]
            if present:
                return max(present, key=lambda each: (each.since(dated), each.announced_on, each.record))
        return None


def places_above(place: str) -> list[str]:
    """A division code, then those of its city and its province, then everywhere."""
    known = place if len(place) == 6 and place.isdecimal() else ""
    chain = (known, known and f"{known[:4]}00", known and f"{known[:2]}0000", EVERYWHERE)
    return list(dict.fromkeys(chain)) if known else [EVERYWHERE]


def standards_of(documents: Mapping[str, Mapping[str, Any]]) -> Standards:
    """The standards among the documents of their kind, by record; what says no item, amount or day is none."""
    return Standards(found for record, document in documents.items() if (found := _standard(record, document)))


def _standard(record: str, document: Mapping[str, Any]) -> Standard | None:
    item, amount = document.get("item"), document.get("amount")
    effective, announced = _day(document.get("effective_on")), _day(document.get("announced_on"))
    if not isinstance(item, str) or item not in ITEMS or not is_fen(amount) or not amount:
        return None
    if not (effective or announced):
        return None
    place = document.get("place")
    return Standard(
        record=record,
        place=place if isinstance(place, str) else EVERYWHERE,
        item=item,
        amount_fen=amount,
        effective_on=effective,
        announced_on=announced,
        ended_on=_day(document.get("ended_on")),
        document_no=number if isinstance(number := document.get("document_no"), str) else "",
    )


def _day(untrusted: object) -> str:
    return untrusted if isinstance(untrusted, str) and untrusted and parse_date(untrusted) == untrusted else ""
