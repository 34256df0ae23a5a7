"""Finding households as one types: by any part of what people say of them, and never an error."""

from pathlib import Path
from typing import Any

import pytest

from tests.integration.seats import Desktop, body_of, write_lines

HOUSEHOLDS: list[dict[str, Any]] = [
    {
        "key": "1", "survey_no": "L1-000123", "name": "欧阳伟芳", "home_address": "城东区和平路1号院3栋",
        "employer_name": "红星机械厂", "mobile": "13812345678", "case_no": "2026-0007",
        "identity": {"type": "id_card", "number": "11010519491231002X"},
        "members": [{"key": "1", "name": "欧阳伟芳"}, {"key": "2", "name": "司马小军"}],
    },
    {
        "key": "2", "survey_no": "L2-000045", "name": "张伟", "home_address": "建设街12号", "employer_name": "IBM 中国",
        "mobile": "15000000007", "identity": {"type": "id_card", "number": "34052419800101001X"},
    },
    {
        "key": "3", "survey_no": "L1-000124", "name": "𠮷野\"太郎*", "home_address": "(东)AND NEAR OR^路:-",
        "employer_name": "Ａ厂",
    },
]  # fmt: skip


@pytest.fixture
def office(headquarters: Desktop, tmp_path: Path) -> Desktop:
    """Headquarters with three households."""
    file = write_lines(tmp_path / "in.jsonl", HOUSEHOLDS)
    report = headquarters.cases.import_lines(file, source="旧台账")
    assert report.refused == []
    return headquarters


def names(desktop: Desktop, text: str) -> list[str]:
    """Who is found, newest first."""
    return [row.name for row in desktop.cases.find(text).rows]


FIRST, SECOND, THIRD = "欧阳伟芳", "张伟", '𠮷野"太郎*'


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("伟芳", [FIRST]), ("伟", [SECOND, FIRST]), ("阳伟", [FIRST]), ("张伟", [SECOND]), ("欧阳伟芳", [FIRST]),
        ("芳伟", []), ("司马", [FIRST]), ("小军", [FIRST]),
        ("ouyang", [FIRST]), ("OuYangWeiFang", [FIRST]), ("weifang", [FIRST]), ("oywf", [FIRST]), ("oy", [FIRST]),
        ("zhangwei", [SECOND]), ("zw", [SECOND]), ("yangzhao", []),
        ("和平路", [FIRST]), ("1号院", [FIRST]), ("建设街12", [SECOND]), ("机械", [FIRST]), ("ibm", [SECOND]),
        ("中国", [SECOND]), ("138", [FIRST]), ("5678", [FIRST]), ("13812345678", [FIRST]), ("2345", []),
        ("0007", [SECOND, FIRST]),
        ("110105", [FIRST]), ("002X", [FIRST]), ("002x", [FIRST]), ("１１０１０５", [FIRST]),
        ("11010519491231002X", [FIRST]), ("L1-000123", [FIRST]), ("l1-0001", [THIRD, FIRST]), ("000123", [FIRST]),
        ("L2", [SECOND]),
        ("2026-0007", [FIRST]),
        ("张伟 建设街", [SECOND]), ("建设街 张伟 150", [SECOND]), ("张伟 和平路", []), ("  张伟\t建设街 ", [SECOND]),
        ("张伟\u3000建设街", [SECOND]), ("司马 ouyang 002X 红星", [FIRST]),
        ('"太郎', [THIRD]), ("太郎*", [THIRD]), ("*", [THIRD]), ('"', [THIRD]), ("(东)", [THIRD]), ("AND", [THIRD]),
        ("NEAR", [THIRD]), ("^路", [THIRD]), (":-", [THIRD]), ("𠮷", [THIRD]), ("A厂", [THIRD]), ("ａ厂", [THIRD]),
        ("不存在", []), ("%", []), ("_", []), ("' OR 1=1 --", []),
    ],
)  # fmt: skip
def test_what_is_typed_finds_whom_one_means(office: Desktop, text: str, found: list[str]) -> None:
    assert names(office, text) == found


@pytest.mark.parametrize("text", ["", "   ", "\t\n", "\0", "\u3000"])
def test_nothing_typed_shows_everybody_newest_first(office: Desktop, text: str) -> None:
    assert names(office, text) == [THIRD, SECOND, FIRST]
    assert office.cases.find(text).total == 3


def test_no_text_is_an_error(office: Desktop) -> None:
    signs = [
        chr(code) for code in (*range(0x20, 0x250), *range(0x2000, 0x2070), *range(0x3000, 0x3040), 0xFEFF, 0x1F600)
    ]
    wild = [
        "\ud800", "张\udfff", "\0张", '""', '"" OR ""', "NEAR(", "a NEAR/2 b", "words:", "words : x", "{a b}: c", "a+b",
        "-张", "张 NOT 伟", "(((", ")))", "a" * 100_000, "1" * 100_000, "张" * 100_000, "a b c d e f g h i j",
        "e\u0301", "\u202e", "\u200b", "\U0010ffff", "1\U0010ffff", "L1-", "-", "--", "/*",
    ]  # fmt: skip
    for text in [*signs, *wild]:
        office.cases.find(text)


def test_a_changed_household_is_found_by_what_it_is_now(office: Desktop) -> None:
    case = office.cases.find("张伟").rows[0].case_id
    draft = office.visits.start(case).draft_id
    for address, value in {"name": "张炜", "mobile": "13999999999", "home_address": "胜利大街3号"}.items():
        office.visits.answer(draft, address, value)
    office.visits.finish(draft, later=False)
    for gone in ("张伟", "建设街", "150000"):
        assert names(office, gone) == [], gone
    for present in ("张炜", "zhangwei", "胜利大街", "9999", "L2-000045"):
        assert names(office, present) == ["张炜"], present
    assert office.cases.find("").total == 3


def test_pages_follow_each_other_without_gap_or_repetition(headquarters: Desktop) -> None:
    headquarters.take([body_of(f"{n:032x}", {"name": f"张{n}", "home_address": "和平路"}, n=n) for n in range(1, 26)])
    for text in ("", "和平路"):
        pages = [headquarters.cases.find(text, offset=offset, limit=10) for offset in (0, 10, 20, 30)]
        assert [len(page.rows) for page in pages] == [10, 10, 5, 0]
        assert [page.total for page in pages] == [25] * 4
        seen = [row.case_id for page in pages for row in page.rows]
        assert seen == [f"{n:032x}" for n in range(25, 0, -1)]


def test_many_hits_are_counted_up_to_a_thousand(headquarters: Desktop) -> None:
    headquarters.take([body_of(f"{n:032x}", {"name": "张三"}, n=n) for n in range(1, 1_004)])
    page = headquarters.cases.find("张三", limit=10)
    assert (page.total, page.more) == (1_000, True)
    assert headquarters.cases.find("", limit=10).total == 1_003


@pytest.mark.parametrize(
    "text", ["L1.3a7-000009", "l1.3A7-000009", "L1.3a7", "L1.3", "3a7-000009", "000009", "Ｌ１.3a7-000009"]
)
def test_a_household_numbered_by_a_copy_is_found_by_its_number(headquarters: Desktop, text: str) -> None:
    headquarters.take([body_of("ab" * 16, {"name": "钱四", "survey_no": "L1.3a7-000009"})])
    assert names(headquarters, text) == ["钱四"]


def test_a_number_that_very_many_have_finds_the_newest_of_them(headquarters: Desktop) -> None:
    """Enough of them that the newest are looked at first, and behind these the rest."""
    bodies = [body_of(f"{n:032x}", {"name": "张三", "mobile": f"139{n:08d}"}, n=n) for n in range(1, 6_001)]
    headquarters.take(bodies)
    assert [row.case_id for row in headquarters.cases.find("139", limit=3).rows] == [
        f"{n:032x}" for n in (6000, 5999, 5998)
    ]
    old = headquarters.cases.find("1390000", offset=4_990, limit=10).rows
    assert [row.case_id for row in old] == [f"{n:032x}" for n in range(1_010, 1_000, -1)]
    family = {f"members/m{n}/mobile": f"137{n:08d}" for n in range(4_500)}
    headquarters.take([body_of("ab" * 16, {"name": "李四", "mobile": "13700009999"}, n=6_001)])
    headquarters.take([body_of("cd" * 16, {"name": "王五", **family}, n=6_002)])
    assert names(headquarters, "1370000") == ["王五", "李四"]
    assert headquarters.cases.count("139").total == 1_000
