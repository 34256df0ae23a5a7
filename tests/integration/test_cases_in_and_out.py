"""Households in and out of files: importing twice adds nothing, and nothing that staff entered is overwritten."""

import errno
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.case.kinds import Desk
from fieldsurvey.case.schema import case_schema
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.case_lines import BATCH_BYTES, batches
from fieldsurvey.services.errors import FileUnwritableError, ImportUnreadableError
from fieldsurvey.store.errors import CaseMissingError
from tests.integration.conftest import MakeDesktop
from tests.integration.seats import Desktop, body_of, everything, household, write_lines
from tests.unit.case.test_schema import accepts


def only_case(desktop: Desktop) -> str:
    """The id of the one household that is here."""
    (row,) = desktop.cases.find("").rows
    return row.case_id


def test_importing_twice_adds_nothing(laptop: Desktop, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(1, 41)])
    assert laptop.cases.import_lines(file, source="旧台账").taken == 40
    before = everything(laptop)
    report = laptop.cases.import_lines(file, source="旧台账")
    assert (report.taken, report.unchanged, report.refused) == (0, 40, [])
    assert everything(laptop) == before
    assert laptop.cases.find("").total == 40


def test_what_a_number_says_is_read_off_and_never_put_over_what_somebody_entered(
    laptop: Desktop, tmp_path: Path
) -> None:
    number = {"type": "id_card", "number": "11010519491231002X"}
    member = {"row": "m1", "name": "甲", "relation": "10", "identity": number}
    given = {"key": "1", "name": "丁桂湘", "identity": number, "birth_date": "1950-01-01", "members": [member]}
    file = write_lines(tmp_path / "in.jsonl", [given])
    laptop.cases.import_lines(file, source="旧台账")
    document = laptop.document(only_case(laptop))
    assert (document["sex"], document["birth_date"]) == ("2", "1950-01-01")
    (read,) = document["members"]
    assert (read["sex"], read["birth_date"], read["counts_in_household"]) == ("2", "1949-12-31", True)
    draft = laptop.visits.start(only_case(laptop)).draft_id
    laptop.visits.answer(draft, "sex", "1")
    laptop.visits.finish(draft, later=False)
    assert laptop.cases.import_lines(file, source="旧台账").unchanged == 1
    corrected = given | {"identity": {"type": "id_card", "number": "34052419800101001X"}, "members": []}
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [corrected]), source="旧台账")
    assert laptop.document(only_case(laptop))["sex"] == "1"
    assert laptop.cases.show(only_case(laptop)).clashes == []


def test_the_same_rows_from_another_source_are_other_households(laptop: Desktop, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(1)])
    laptop.cases.import_lines(file, source="旧台账")
    laptop.cases.import_lines(file, source="新台账")
    assert laptop.cases.find("").total == 2


def test_two_laptops_that_import_the_same_file_agree(make_desktop: MakeDesktop, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(number, survey_no=f"S-{number}") for number in range(1, 6)])
    homes = [make_desktop("L1"), make_desktop("L2"), make_desktop("HQ", Desk.HEADQUARTERS)]
    for laptop in homes[:2]:
        laptop.cases.import_lines(file, source="旧台账")
    for laptop in homes[:2]:
        homes[2].receive(laptop)
    assert homes[2].cases.find("").total == 5
    assert homes[2].clashes.open() == []


def test_survey_numbers_that_two_laptops_gave_to_one_household_are_settled_at_headquarters(
    make_desktop: MakeDesktop, tmp_path: Path
) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(1)])
    one, other, headquarters = make_desktop("L1"), make_desktop("L2"), make_desktop("HQ", Desk.HEADQUARTERS)
    for laptop in (one, other):
        laptop.cases.import_lines(file, source="旧台账")
        headquarters.receive(laptop)
    (clash,) = headquarters.clashes.open()
    assert clash.address == "survey_no"
    chosen = next(value for value in clash.values if value.shown == "L1-000001")
    headquarters.clashes.settle(clash.record, clash.address, chosen.change_id, "先编号的一台")
    for laptop in (one, other):
        laptop.receive(headquarters)
        assert laptop.document(clash.record)["survey_no"] == "L1-000001"
        assert laptop.clashes.open() == []


def test_an_import_over_an_edit_makes_a_clash_and_overwrites_nothing(laptop: Desktop, tmp_path: Path) -> None:
    laptop.cases.import_lines(write_lines(tmp_path / "1.jsonl", [household(1)]), source="旧台账")
    case = only_case(laptop)
    draft = laptop.visits.start(case).draft_id
    laptop.visits.answer(draft, "home_address", "建设街9号")
    laptop.visits.finish(draft, later=False)
    same = laptop.cases.import_lines(write_lines(tmp_path / "2.jsonl", [household(1)]), source="旧台账")
    assert same.unchanged == 1
    assert laptop.document(case)["home_address"] == "建设街9号"
    newer = write_lines(tmp_path / "3.jsonl", [household(1, home_address="胜利大街3号", employer_name="红星机械厂")])
    assert laptop.cases.import_lines(newer, source="旧台账").taken == 1
    (clash,) = laptop.clashes.open(case)
    assert {value.shown for value in clash.values} == {"建设街9号", "胜利大街3号"}
    assert laptop.document(case)["employer_name"] == "红星机械厂"


def test_a_source_replaces_what_it_said_itself(laptop: Desktop, tmp_path: Path) -> None:
    for number, address in enumerate(("和平路1号", "建设街9号", "和平路1号")):
        file = write_lines(tmp_path / f"{number}.jsonl", [household(1, home_address=address)])
        laptop.cases.import_lines(file, source="旧台账")
    assert laptop.document(only_case(laptop))["home_address"] == "和平路1号"
    assert laptop.clashes.open() == []


def test_a_second_line_under_one_key_is_refused_and_named(laptop: Desktop, tmp_path: Path) -> None:
    lines = [household(1, employer_name="红星机械厂"), {"key": "1", "name": "另一户"}]
    report = laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines), source="旧台账")
    assert (report.taken, [problem.line for problem in report.refused]) == (1, [2])
    assert "第 1 行" in report.refused[0].sentence
    assert laptop.document(only_case(laptop))["employer_name"] == "红星机械厂"


def test_a_survey_number_names_one_household(laptop: Desktop, tmp_path: Path) -> None:
    lines = [household(n, survey_no="X-000001") for n in (1, 2)]
    report = laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines), source="旧台账")
    assert (report.taken, [problem.line for problem in report.refused]) == (1, [2])
    again = laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines[:1]), source="旧台账")
    assert (again.taken, again.unchanged, again.refused) == (0, 1, [])


BAD_LINES = {
    "not JSON": b"{oops",
    "no document": b"[1,2]",
    "a text": b'"x"',
    "unknown field": '{"key":"9","nmae":"张三"}'.encode(),
    "unknown field of a row": '{"key":"9","members":[{"nmae":"张三"}]}'.encode(),
    "rows told twice": b'{"key":"9","members":[{"row":"a"},{"row":"a"}]}',
    "no key": '{"name":"张三"}'.encode(),
    "empty key": '{"key":"","name":"张三"}'.encode(),
    "fraction": b'{"key":"9","savings":16.17}',
    "too large a number": b'{"key":"9","savings":99999999999999999999}',
    "too deep": b'{"key":"9","remark":[[[[[[[[1]]]]]]]]}',
    "nested without end": b'{"key":"9","remark":' + b"[" * 100_000,
    "broken UTF-8": b'{"key":"9","name":"\xff"}',
    "broken UTF-8 in a name": b'{"key":"9","\xff":"x"}',
    "UTF-16": '{"key":"9"}'.encode("utf-16-le"),
    "half surrogate": b'{"key":"9","name":"\\ud800"}',
    "long text": b'{"key":"9","remark":"' + b"x" * 20_001 + b'"}',
    "long text inside": b'{"key":"9","remark":{"typed":"' + b"x" * 20_001 + b'"}}',
    "huge line": b'{"key":"9","remark":"' + b"x" * 2_000_000 + b'"}',
    "what headquarters decides": b'{"key":"9","case_no":"1"}',
}


@pytest.mark.parametrize("kind", BAD_LINES)
def test_a_bad_line_is_reported_with_its_number_and_the_others_are_taken(
    laptop: Desktop, tmp_path: Path, kind: str
) -> None:
    good = [json.dumps(household(number), ensure_ascii=False).encode() for number in (1, 2)]
    file = tmp_path / "in.jsonl"
    file.write_bytes(good[0] + b"\n\n" + BAD_LINES[kind] + b"\n" + good[1])
    report = laptop.cases.import_lines(file, source="旧台账")
    assert report.taken == 2
    (refused,) = report.refused
    assert refused.line == 3
    assert refused.sentence.endswith("]")
    assert "没有导入任何内容" not in refused.sentence
    assert laptop.cases.find("").total == 2


def test_a_line_of_many_small_rows_is_taken_although_it_grows(laptop: Desktop, tmp_path: Path) -> None:
    columns = {"members": "name", "causes": "explanation", "visits": "finding", "measures": "measure"}
    lists = {group: [{"key": n, name: "甲"} for n in range(5_000)] for group, name in columns.items()}
    report = laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [{"key": "1", **lists}]), source="台账")
    assert (report.taken, report.refused) == (1, [])
    document = laptop.document(only_case(laptop))
    assert [len(document[group]) for group in columns] == [5_000] * 4


def test_a_refused_line_names_its_field(laptop: Desktop, tmp_path: Path) -> None:
    lines: list[dict[str, Any]] = [
        {"key": "1", "savings": 16.5},
        {"key": "2", "members": [{}] * 5_001},
        {"key": "3", "members": [{"name": 1.5}]},
    ]
    report = laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines), source="台账")
    for problem, named in zip(report.refused, ("存款与证券", "家庭成员", "家庭成员第 1 行·姓名"), strict=True):
        assert named in problem.sentence


def test_a_byte_order_mark_is_no_part_of_the_first_line(laptop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + write_lines(tmp_path / "x", [household(1)]).read_bytes().replace(b"\n", b"\r\n"))
    assert laptop.cases.import_lines(file, source="旧台账").taken == 1


@pytest.mark.parametrize("content", [b"", b"\n\n\r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_brings_nothing(laptop: Desktop, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "in.jsonl"
    file.write_bytes(content)
    report = laptop.cases.import_lines(file, source="旧台账")
    assert (report.taken, report.unchanged, report.refused) == (0, 0, [])


def test_a_picture_is_no_import(laptop: Desktop, tmp_path: Path) -> None:
    file = tmp_path / "in.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 40)
    report = laptop.cases.import_lines(file, source="旧台账")
    assert report.taken == 0
    assert report.refused
    assert laptop.cases.find("").total == 0


def test_a_file_that_is_not_there_or_is_a_folder_is_told(laptop: Desktop, tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.jsonl", tmp_path):
        with pytest.raises(ImportUnreadableError):
            laptop.cases.import_lines(path, source="旧台账")


def test_an_import_can_be_stopped_between_batches(laptop: Desktop, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    file = write_lines(tmp_path / "in.jsonl", [household(1)])
    with pytest.raises(CancelledError):
        laptop.cases.import_lines(file, source="旧台账", progress=progress)
    assert laptop.cases.find("").total == 0


class StopsAfter(Progress):
    """Somebody who presses 停止 after so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._left = steps

    def step(self, count: int = 1) -> None:
        self._left -= 1
        if self._left == 0:
            self.cancel()
        super().step(count)


def test_a_stopped_import_says_what_it_took_and_goes_on_the_next_time(laptop: Desktop, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(600)])
    report = laptop.cases.import_lines(file, source="旧台账", progress=StopsAfter(550))
    assert (report.taken, report.stopped) == (500, "已按您的要求停止。")
    assert laptop.cases.find("").total == 500
    again = laptop.cases.import_lines(file, source="旧台账")
    assert (again.taken, again.unchanged, again.stopped) == (100, 500, "")


class Unplugged(io.BytesIO):
    """A file on a stick that is pulled out while its 551st line is read."""

    lines = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        self.lines += 1
        if self.lines > 550:
            raise OSError(errno.EIO, "Input/output error")
        return super().readline(size)


def test_a_stick_pulled_out_while_reading_leaves_a_true_report(
    laptop: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(600)])
    content = file.read_bytes()
    with monkeypatch.context() as pulled:
        pulled.setattr(Path, "open", lambda _path, _mode: Unplugged(content))
        report = laptop.cases.import_lines(file, source="旧台账")
    assert report.taken == laptop.cases.find("").total == 500
    assert "U盘" in report.stopped
    assert "Input" not in report.stopped


def test_lines_are_taken_by_the_megabyte_and_not_by_number_alone() -> None:
    line = b'{"key":"1","remark":"' + b"x" * 500_000 + b'"}\n'
    sizes = [sum(len(each) for _, each in batch) for batch in batches(io.BytesIO(line * 60), Progress())]
    assert sum(sizes) == len(line) * 60
    assert max(sizes) < BATCH_BYTES + len(line)


def test_a_very_long_source_name_is_no_obstacle(laptop: Desktop, tmp_path: Path) -> None:
    file = write_lines(tmp_path / "in.jsonl", [household(1)])
    assert laptop.cases.import_lines(file, source="旧e\u0301" * 500).taken == 1
    assert laptop.cases.import_lines(file, source="旧e\u0301" * 500).unchanged == 1


def test_what_is_exported_becomes_the_same_documents_in_another_home(
    laptop: Desktop, make_desktop: MakeDesktop, tmp_path: Path
) -> None:
    lines = [
        household(1, savings={"typed": "约一千"}, mobile={"gap": "refused"}, has_car=False, building_area="63.5"),
        household(2, income=[{"key": "b", "months": [100] * 12}, {"key": "a", "months": [None] * 12}]),
        household(3, name="😀 =1+1 \"'\\ \u202e", remark="a\0b\n\u0301"),
    ]
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines), source="旧台账")
    removed = laptop.visits.start(laptop.cases.find("和平路2号").rows[0].case_id)
    laptop.visits.remove_row(removed.draft_id, "income", removed.document["income"][0]["row"], "重复")
    laptop.visits.finish(removed.draft_id, later=False)
    out = tmp_path / "out.jsonl"
    assert laptop.cases.export_lines(out) == 3
    assert not out.with_name("out.jsonl.part").exists()
    documents = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert all(accepts(case_schema(), document) for document in documents)
    other = make_desktop("L2")
    report = other.cases.import_lines(out, source="别处")
    assert (report.taken, report.refused) == (3, [])
    for document in documents:
        assert other.document(document["id"]) == laptop.document(document["id"])
    again = tmp_path / "again.jsonl"
    other.cases.export_lines(again)
    assert again.read_bytes() == out.read_bytes()


def test_an_export_holds_one_document_at_a_time(laptop: Desktop, tmp_path: Path) -> None:
    lines = [household(number, statement="长" * 20_000, remark="长" * 20_000) for number in range(300)]
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", lines), source="旧台账")
    tracemalloc.start()
    try:
        assert laptop.cases.export_lines(tmp_path / "out.jsonl") == 300
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (tmp_path / "out.jsonl").stat().st_size > 30_000_000
    assert most < 8_000_000
    ids = [json.loads(line)["id"] for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert ids == sorted(ids)


def test_an_export_that_cannot_be_written_leaves_nothing_behind(laptop: Desktop, tmp_path: Path) -> None:
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [household(1)]), source="旧台账")
    target = tmp_path / "taken"
    target.mkdir()
    with pytest.raises(FileUnwritableError):
        laptop.cases.export_lines(target)
    assert not (tmp_path / "taken.part").exists()
    with pytest.raises(FileUnwritableError):
        laptop.cases.export_lines(tmp_path / "nowhere" / "out.jsonl")


def test_the_list_masks_numbers_and_counts_clashes_and_drafts(laptop: Desktop, tmp_path: Path) -> None:
    line = household(1, identity={"type": "id_card", "number": "11010519491231002X"}, mobile="13800005678")
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [line]), source="旧台账")
    case = only_case(laptop)
    laptop.take([body_of(case, {"name": "李四"})])
    laptop.visits.start(case)
    (row,) = laptop.cases.find("").rows
    assert (row.identity, row.mobile) == ("110105********002X", "138****5678")
    assert (row.clashes, row.has_draft, row.persons) == (1, True, 1)


def test_history_says_who_changed_what_from_what_to_what(laptop: Desktop) -> None:
    draft = laptop.visits.start(None)
    laptop.visits.answer(draft.draft_id, "name", "张三甲")
    laptop.visits.finish(draft.draft_id, later=False)
    again = laptop.visits.start(draft.case_id)
    laptop.visits.answer(again.draft_id, "name", "张山甲")
    laptop.visits.finish(again.draft_id, later=False)
    names = [line for line in laptop.cases.history(draft.case_id) if line.address == "name"]
    assert {(line.before, line.after) for line in names} == {("", "张三甲"), ("张三甲", "张山甲")}
    assert {line.author for line in names} == {"staffl1"}


def test_history_and_list_follow_arrival_and_not_the_clocks(laptop: Desktop, make_desktop: MakeDesktop) -> None:
    case, device = "ab" * 16, "c" * 16
    clocks = ("2030-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2026-01-01T00:00:00Z")
    bodies = [
        body_of(case, {"employer_name": f"第{number}厂"}, device=device, n=number, at=at)
        for number, at in enumerate(clocks, start=1)
    ]
    for body in bodies:
        laptop.take([body])
    assert [line.after for line in laptop.cases.history(case)] == ["第3厂", "第2厂", "第1厂"]
    assert laptop.cases.show(case).row.updated_at == "2026-01-01 08:00:00"
    other = make_desktop("L2")
    other.take([bodies[2], bodies[0], bodies[1]])
    assert [line.after for line in other.cases.history(case)] == ["第2厂", "第1厂", "第3厂"]
    assert other.cases.show(case).row.updated_at == "1970-01-01 08:00:00"


@pytest.mark.parametrize("case", ["0" * 32, "", "x"])
def test_a_household_that_is_not_here_is_told(laptop: Desktop, case: str) -> None:
    with pytest.raises(CaseMissingError):
        laptop.cases.show(case)
