"""Nothing of a household can be read from the disk, in any file and any encoding, while open and after."""

from pathlib import Path

import pytest

from tests.integration.seats import Desktop, household, write_lines

KNOWN = (
    "张三甲", "11010519491231002X", "13800005678", "和平路1号院", "红星机械厂", "6222020200112233445",
    "家里老人长期服药", "城东区总工会", "L1-000001", "王调查", "zhangsanjia", "members", "home_address",
)  # fmt: skip


def files_holding(folder: Path, text: str) -> list[str]:
    """The files in which a text stands in UTF-8 or UTF-16, or as one token per character."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            body = path.read_bytes()
            forms = [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"), " ".join(text).encode()]
            found += [str(path.name) for form in forms if form in body]
    return found


@pytest.fixture
def lived_in(laptop: Desktop, tmp_path: Path) -> Desktop:
    """A home with a household, an open draft, and searches done."""
    draft = laptop.visits.start(None).draft_id
    answers = {
        "name": "张三甲", "identity": {"type": "id_card", "number": "11010519491231002X"}, "mobile": "13800005678",
        "home_address": "和平路1号院", "employer_name": "红星机械厂", "statement": "家里老人长期服药" * 200,
        "bank": {"bank": "甲银行", "holder": "张三甲", "number": "6222020200112233445"},
    }  # fmt: skip
    for address, value in answers.items():
        laptop.visits.answer(draft, address, value)  # type: ignore[arg-type]  # values of several shapes
    laptop.visits.finish(draft, later=False)
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(50)])
    laptop.cases.import_lines(file, source="旧台账")
    again = laptop.visits.start(laptop.cases.find("张三甲 红星").rows[0].case_id)
    laptop.visits.answer(again.draft_id, "remark", "红星机械厂已停产")
    return laptop


def test_nothing_is_readable_while_the_home_is_open(lived_in: Desktop) -> None:
    folder = lived_in.seat.paths.folder
    assert {path.name for path in folder.iterdir()} >= {"fieldsurvey.db", "fieldsurvey.db-wal", "fieldsurvey.db-shm"}
    assert {text: files_holding(folder, text) for text in KNOWN} == {text: [] for text in KNOWN}


def test_nothing_is_readable_after_closing(lived_in: Desktop) -> None:
    lived_in.database.checkpoint()
    lived_in.close()
    folder = lived_in.seat.paths.folder
    assert (folder / "fieldsurvey.db").stat().st_size > 100_000
    assert {text: files_holding(folder, text) for text in KNOWN} == {text: [] for text in KNOWN}


def test_the_search_for_readable_text_would_find_it(tmp_path: Path) -> None:
    for number, encoding in enumerate(("utf-8", "utf-16-le", "utf-16-be")):
        (tmp_path / f"{number}").write_bytes(b"\0\1" + "张三甲".encode(encoding))
    assert files_holding(tmp_path, "张三甲") == ["0", "1", "2"]


def test_an_error_does_not_carry_the_answer(lived_in: Desktop) -> None:
    with pytest.raises(Exception, match="draft_answer") as caught, lived_in.database.begin() as session:
        session.exec_driver_sql("INSERT INTO draft_answer VALUES (?, ?, ?, ?)", ("x", "name", "张三甲", "[]"))
    assert "张三甲" not in str(caught.value)
