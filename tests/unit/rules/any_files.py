"""Files made by chance: proper by the catalogue, and hostile ones that hold anything anywhere."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.rules.check import Finding
from fieldsurvey.rules.look import Kept
from tests.unit.rules.sound import RULES, found, number, sound

TEXTS: Final = ["王树林", "建设街 12 号", "周建军", "91350100M000100Y43", "110105", ""]
GAPS: Final = ("unknown", "refused", "later")
ODD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 7, 10**15, 0.5, "", "x", "01", "2026-13-45", "9999-12-31", "0001-01-01", "\ud800", "王",
    [], [[]], [None], ["01", 3], {}, {"gap": "refused"}, {"gap": []}, {"typed": "x"}, {"row": []}, {"status": []},
    {"status": "filed", "at": 3}, {"type": ["id_card"], "number": {}}, {"type": "id_card", "number": "99"},
    {"sha256": 4, "size": "x"}, {"bank": 1, "holder": [], "number": {}}, [1] * 12, ["x"] * 13, [None] * 12,
)  # fmt: skip


def any_file(chance: Random) -> dict[str, Any]:
    """A proper file with gaps and texts that nobody understood; of members, rows and answers whatever comes."""
    document = {field.id: _value(field, chance, []) for field in CASE.fields if chance.random() < 0.7}
    members = [f"m{place}" for place in range(chance.choice((0, 1, 2, 4, 7)))]
    for group in CASE.groups:
        rows = members if group.id == "members" else [f"r{place}" for place in range(chance.choice((0, 0, 1, 2, 5)))]
        document[group.id] = [
            {"row": row, **{each.id: _value(each, chance, members) for each in group.fields if chance.random() < 0.8}}
            for row in rows
        ]
    return document


def hostile_file(chance: Random) -> dict[str, Any]:
    """A sound or a proper file in which anything stands in many places, lists and rows too."""
    document = any_file(chance) if chance.random() < 0.5 else sound()
    for name in list(document):
        if chance.random() < 0.15:
            document[name] = chance.choice(ODD)
        rows = document[name]
        for row in rows if isinstance(rows, list) else ():
            for field in list(row) if isinstance(row, dict) else ():
                if chance.random() < 0.2:
                    row[field] = chance.choice(ODD)
        if isinstance(rows, list) and chance.random() < 0.1:
            document[name] = [*rows, chance.choice(ODD)]
    return document


def look_at(document: dict[str, Any], chance: Random) -> list[Finding]:
    """What the checks find, on some day, whatever is kept of the record."""
    texts = ("", "2020-01-01", "x", "2026-11-27")
    kept = Kept(chance.choice(texts), (), chance.choice(texts), chance.choice(((), ("name", "a/b/c", ""))))
    today = date(2010, 1, 1) + timedelta(days=chance.randrange(9_000))
    return found(document, kept, today)


def _value(field: Field, chance: Random, members: list[str]) -> Any:  # noqa: ANN401 - any JSON
    odds = chance.random()
    if odds < 0.08:
        return {"gap": chance.choice(GAPS)}
    if odds < 0.1:
        return {"typed": "看不懂"}
    return _PROPER.get(field.sort, _text)(field, chance, members)


def _text(field: Field, chance: Random, __: list[str]) -> str:
    special = {"rule_set": [each.key for each in RULES.values()], "subject": ["name", "bank"], "check": ["ID12", "x"]}
    return chance.choice(special.get(field.id, TEXTS))


def _code(field: Field, chance: Random, _: list[str]) -> str:
    return chance.choice([*field.choices.labels, "of_a_later_edition"])


def _codes(field: Field, chance: Random, _: list[str]) -> list[str]:
    return chance.sample(list(field.choices.labels), k=min(2, len(field.choices.labels)))


def _date(_: Field, chance: Random, __: list[str]) -> str:
    return (date(1930, 1, 1) + timedelta(days=chance.randrange(37_000))).isoformat()


def _fen(_: Field, chance: Random, __: list[str]) -> int:
    return chance.choice((0, 1, 66_400, chance.randrange(20_000_000), -5))


def _identity(_: Field, chance: Random, __: list[str]) -> dict[str, str]:
    born = f"{chance.randint(1930, 2030)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    told = chance.choice((number(born, chance.randint(1, 9)), f"110105{born[2:]}001", "123", ""))
    return {"type": chance.choice(("id_card", "id_card", "id_card", "passport", "none")), "number": told}


def _bank(_: Field, chance: Random, __: list[str]) -> dict[str, str]:
    return {
        "bank": "城乡商业银行",
        "holder": chance.choice(("王树林", "陈玉兰", "")),
        "number": chance.choice(("6222", "")),
    }


def _months(field: Field, chance: Random, members: list[str]) -> list[Any]:
    return [chance.choice((None, {"gap": "later"}, _fen(field, chance, members))) for _ in range(12)]


def _file(_: Field, chance: Random, __: list[str]) -> dict[str, Any]:
    return {"sha256": chance.choice(("a", "b", "")) * 64, "size": chance.choice((0, 9)), "media": "", "name": "a.jpg"}


def _event(field: Field, chance: Random, members: list[str]) -> dict[str, str]:
    return {"status": _code(field, chance, members), "at": _date(field, chance, members), "by": "s", "why": ""}


_PROPER: Final[Mapping[Sort, Callable[[Field, Random, list[str]], Any]]] = {
    Sort.CODE: _code, Sort.CODES: _codes, Sort.DATE: _date, Sort.MONEY: _fen, Sort.IDENTITY: _identity,
    Sort.BANK: _bank, Sort.MONTHS: _months, Sort.FILE: _file, Sort.EVENT: _event,
    Sort.DECIMAL: lambda _, chance, __: chance.choice(("63.5", "-1")),
    Sort.WHOLE: lambda _, chance, __: chance.randint(-1, 9),
    Sort.FLAG: lambda _, chance, __: chance.random() < 0.5,
    Sort.PHONE: lambda _, chance, __: chance.choice(("13812345678", "110", "")),
    Sort.MEMBER: lambda _, chance, members: chance.choice([*members, "", "gone"]),
}  # fmt: skip
