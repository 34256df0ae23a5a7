"""The reference case of the figures: fixed by a seeded generator, about 6 KB as one change."""

import random
from typing import Any

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.catalogue import CASE, EDITION
from fieldsurvey.case.change import Change, change_bytes, entry
from fieldsurvey.case.document import to_fields
from fieldsurvey.case.ids import derived_record

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志红梅春桂花凤山文博雪琴海燕晓东宇航子涵欣怡"
STREETS = ("和平路", "建设街", "胜利大街", "中山路", "新华里", "幸福巷", "铁西路", "河畔街", "林业新村", "电厂家属院")
UNITS = ("第二运输公司", "红星机械厂", "城东环卫处", "种子公司", "林业局木材厂", "国营纺织厂", "自来水公司", "百货商场")

# The line of the invented city, so that every reference case is judged.
STANDARD: dict[str, Value] = {
    "place": "",
    "item": "dibao_urban_month",
    "amount": 66_400,
    "announced_on": "2025-12-18",
    "effective_on": "2026-01-01",
    "document_no": "云民发〔2025〕41号",
}


def name_of(random_source: random.Random) -> str:
    """An invented name of two or three characters."""
    given = "".join(random_source.choice(GIVEN) for _ in range(random_source.choice((1, 2, 2))))
    return random_source.choice(FAMILY) + given


def number_of(random_source: random.Random) -> str:
    """An invented identity number with a valid check digit and a division code that no place has."""
    day = f"{random_source.randint(1950, 2015)}{random_source.randint(1, 12):02d}{random_source.randint(1, 28):02d}"
    body = f"990101{day}{random_source.randint(0, 999):03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11
    return body + "10X98765432"[check]


def reference_document(seed: int) -> dict[str, Any]:
    """4 members, 8 income rows with months, 6 expense rows, 2 causes, 5 evidence entries, 1 visit, 3 measures."""
    source = random.Random(seed)  # a fixed case, no secret
    members = [_member(source, place) for place in range(4)]
    return {
        "survey_no": f"L{seed % 9 + 1}-{seed:06d}",
        "name": members[0]["name"],
        "identity": members[0]["identity"],
        "bank": {"bank": "城乡商业银行", "holder": members[0]["name"], "number": f"62{source.randint(0, 10**14):015d}"},
        "responsible_person": name_of(source),
        "contact_person": name_of(source),
        "members": members,
        **_worker(source),
        **_lists(source),
    }


def _worker(source: random.Random) -> dict[str, Any]:
    flat = f"{source.randint(1, 20)}栋{source.randint(1, 6)}单元{source.randint(101, 909)}室"
    return {
        "sex": source.choice("12"),
        "birth_date": f"19{source.randint(50, 99)}-{source.randint(1, 12):02d}-{source.randint(1, 28):02d}",
        "mobile": f"13{source.randint(0, 9)}{source.randint(0, 99999999):08d}",
        "marital": source.choice(("20", "10", "40", "30")),
        "hukou": "1",
        "home_address": f"{source.choice(STREETS)}{source.randint(1, 300)}号{flat}",
        "employer_name": source.choice(UNITS),
        "work_status": "employed",
        "health": "good",
        "housing": "rented",
        "building_area": f"{source.randint(20, 90)}.5",
        "on_dibao": source.random() < 0.2,
        "outlook": "passive",
        "statement": "家中老人长期服药,孩子读书,收入只够日常开支,希望得到帮助。",
    }


def _lists(source: random.Random) -> dict[str, Any]:
    visit = {
        "key": "1",
        "visited_on": "2026-06-01",
        "surveyor1": name_of(source),
        "surveyor2": name_of(source),
        "outcome": "met",
        "finding": "两居室,家具陈旧,老人卧床,与申报情况一致。",
    }
    return {
        "income": [
            {"key": str(n), "type": source.choice(("wage", "pension", "dibao_grant")), "months": _months(source)}
            for n in range(8)
        ],
        "expenses": [{"key": str(n), "type": "medical_self_pay", "bill": source.randint(1, 10**6)} for n in range(6)],
        "causes": [
            {"key": "1", "rank": "main", "cause": "6", "explanation": "本人患病,需长期治疗"},
            {"key": "2", "rank": "minor", "cause": "9", "explanation": "子女上大学"},
        ],
        "evidence": [{"key": str(n), "type": "diagnosis"} for n in range(5)],
        "visits": [visit],
        "measures": [
            {"key": str(n), "measure": "生活救助与定期走访", "amount": 300000, "responsible": name_of(source)}
            for n in range(3)
        ],
    }


def _member(source: random.Random, place: int) -> dict[str, Any]:
    return {
        "key": str(place),
        "name": name_of(source),
        "relation": ("01", "10", "20", "52")[place],
        "identity": {"type": "id_card", "number": number_of(source)},
        "health": "good",
        "counts_in_household": True,
    }


def _months(source: random.Random) -> list[int]:
    amount = source.randint(50_000, 300_000)
    return [amount + source.randint(0, 9_900) for _ in range(12)]


def reference_change(seed: int, *, device: str, n: int) -> bytes:
    """The reference case of a seed as the canonical bytes of one change."""
    record = derived_record("reference", str(seed))
    fields = to_fields(CASE, record, reference_document(seed))
    change = Change(
        v=1,
        kind="case",
        record=record,
        device=device,
        n=n,
        author=device.ljust(32, "0"),  # one of the people of that device
        at="2026-06-01T08:00:00Z",
        edition=EDITION,
        set={address: entry(value) for address, value in fields.items()},
    )
    return change_bytes(change)


def reference_line(seed: int) -> bytes:
    """The reference case of a seed as one line for `case import`."""
    return encode({"key": str(seed), **reference_document(seed)}) + b"\n"
