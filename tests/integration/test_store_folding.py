"""The database folds as the pure fold does, in whatever batches changes come, and can begin anew from them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.change import change_bytes
from fieldsurvey.case.document import to_document
from fieldsurvey.case.fold import fold
from fieldsurvey.progress import Progress
from fieldsurvey.store import changes, fingerprints, folding, scope
from fieldsurvey.store.database import Session
from tests.integration.conftest import MakeDesktop
from tests.integration.seats import Desktop, body_of, household, write_lines
from tests.unit.case.schedules import RECORD, SCHEDULE, Identified, Rules, Step, bounded, run_schedule

DERIVED = ("state", "clash", "case_row", "case_number", "assignment_row", "paper_row", "evidence_row")


class UndoneError(Exception):
    """Leaves a transaction without a trace."""


def changes_of(steps: Sequence[Step]) -> list[Identified]:
    """All changes that a schedule makes."""
    return list(dict(run_schedule(steps, Rules())[0].arrived).items())


def check_in_batches(session: Session, made: list[Identified], cuts: list[int]) -> None:
    """Takes changes in, in batches, some twice, and compares with the pure fold after each."""
    bodies = [changes.arrived(change_bytes(change)) for _, change in made]
    here: list[Identified] = []
    start = 0
    while start < len(bodies):
        size = 1 + cuts[start % len(cuts)]
        repeated = bodies[max(0, start - size) : start]
        folding.take(session, bodies[start : start + size] + repeated)
        here += made[start : start + size]
        start += size
        state = fold(here)
        assert folding.document_of(session, "case", RECORD) == to_document(state)
        kept = session.exec_driver_sql("SELECT address FROM clash ORDER BY address").scalars().all()
        assert kept == [clash.address for clash in state.clashes()]
    before = fingerprints.of_derived(session)
    folding.rebuild(session, Progress())
    assert fingerprints.of_derived(session) == before


def test_any_batches_in_any_order_fold_as_the_pure_fold(make_desktop: MakeDesktop) -> None:
    laptop = make_desktop("L1")

    @bounded(80)
    @given(SCHEDULE, st.randoms(use_true_random=False), st.lists(st.integers(0, 4), min_size=1, max_size=5))
    def holds(steps: list[Step], source: random.Random, cuts: list[int]) -> None:
        made = changes_of(steps)
        source.shuffle(made)
        try:
            with laptop.database.begin() as session:
                check_in_batches(session, made, cuts)
                raise UndoneError
        except UndoneError:
            pass

    holds()


def everything_derived(session: Session) -> dict[str, list[Any]]:
    """All rows that can be made anew, and what a search finds, without the row numbers."""
    found: dict[str, list[Any]] = {}
    for table in DERIVED:
        rows = [dict(row) for row in session.exec_driver_sql(f"SELECT * FROM {table}").mappings()]  # noqa: S608  # our names
        for row in rows:
            row.pop("id", None)
            row.pop("case_row", None)
        found[table] = sorted(rows, key=repr)
    for word in ('"张"', '"和 平"', "jia", "zs"):
        query = "SELECT record FROM case_row WHERE id IN (SELECT rowid FROM case_search WHERE case_search MATCH ?)"
        found[word] = sorted(session.exec_driver_sql(query, (word,)).scalars())
    return found


def test_everything_derived_is_the_same_after_a_rebuild(laptop: Desktop, tmp_path: Any) -> None:  # noqa: ANN401
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(30)])
    laptop.cases.import_lines(file, source="旧台账")
    for row in laptop.cases.find("").rows[:9]:
        laptop.take([body_of(row.case_id, {"name": "李四", "evidence/e/file": {"sha256": "a" * 64}})])
    laptop.take([body_of("cd" * 16, {"case": "x", "device": "y"}, kind="assignment")])
    laptop.take([body_of("ce" * 16, {"case": "x", "form": "F01", "pages": 2}, kind="paper")])
    with laptop.database.begin() as session:
        before = everything_derived(session)
        assert folding.rebuild(session, Progress()) == 32
        assert everything_derived(session) == before
    assert before["clash"]
    assert before["evidence_row"]
    assert before["zs"] == []


def test_a_rebuild_keeps_the_newest_first(laptop: Desktop, tmp_path: Any) -> None:  # noqa: ANN401
    file = write_lines(tmp_path / "in.jsonl", [household(number) for number in range(30)])
    laptop.cases.import_lines(file, source="旧台账")
    before = [row.case_id for row in laptop.cases.find("").rows]
    with laptop.database.begin() as session:
        folding.rebuild(session, Progress())
    assert [row.case_id for row in laptop.cases.find("").rows] == before


def test_the_newest_household_changes_together_with_the_arrival_of_another(laptop: Desktop) -> None:
    first, second = "aa" * 16, "bb" * 16
    laptop.take([body_of(first, {"name": "张三甲"})])
    laptop.take([body_of(second, {"name": "张三乙"}, n=2), body_of(first, {"employer_name": "红星机械厂"}, n=3)])
    assert {row.name for row in laptop.cases.find("").rows} == {"张三甲", "张三乙"}
    assert [row.name for row in laptop.cases.find("红星").rows] == ["张三甲"]


def test_what_counts_only_now_is_older_than_what_comes_with_it(laptop: Desktop) -> None:
    first, second = (
        changes.arrived(body_of("aa" * 16, {"name": "张三甲"}, n=n, at=f"20{n}0-01-01T00:00:00Z")) for n in (4, 3)
    )
    with laptop.database.begin() as session:
        folding.take(session, [replace(first, aside="未入网")])
        folding.take(session, [second, first])
        before = fingerprints.of_derived(session)
        folding.rebuild(session, Progress())
        assert fingerprints.of_derived(session) == before
    assert laptop.cases.find("").rows[0].updated_at == "2030-01-01 08:00:00"


def test_taking_in_again_changes_nothing(laptop: Desktop) -> None:
    bodies = [body_of("aa" * 16, {"name": "张三甲"}), body_of("aa" * 16, {"health": "10"}, n=2)]
    assert len(laptop.take(bodies)) == 2
    assert laptop.take(bodies) == []
    assert laptop.take([*bodies, *bodies]) == []
    assert laptop.cases.find("").total == 1


def test_fields_of_a_newer_edition_are_carried_untouched(laptop: Desktop, make_desktop: MakeDesktop) -> None:
    body = body_of("aa" * 16, {"name": "张三甲", "new_field": {"deep": [1]}, "new_list/r1/what": "新"}, edition=9)
    laptop.take([body])
    with laptop.database.begin() as session:
        folding.rebuild(session, Progress())
    document = laptop.document("aa" * 16)
    assert (document["new_field"], document["new_list"]) == ({"deep": [1]}, [{"row": "r1", "what": "新"}])
    draft = laptop.visits.start("aa" * 16).draft_id
    laptop.visits.answer(draft, "name", "张三乙")
    laptop.visits.finish(draft, later=False)
    assert laptop.document("aa" * 16)["new_field"] == {"deep": [1]}
    other = make_desktop("L2")
    other.receive(laptop)
    with other.database.begin() as session:
        assert body in session.exec_driver_sql("SELECT body FROM change").scalars().all()


def test_a_change_of_another_kind_does_not_reach_a_household(laptop: Desktop) -> None:
    record = "aa" * 16
    household_body = body_of(record, {"name": "张三甲"})
    paper_body = body_of(record, {"case_no": "1", "name": "李四"}, kind="paper", n=2)
    laptop.take([paper_body, household_body])
    assert laptop.document(record) == {"name": "张三甲"}
    with laptop.database.begin() as session:
        folding.rebuild(session, Progress())
    assert laptop.document(record) == {"name": "张三甲"}


def test_what_is_put_aside_is_kept_and_does_not_count(laptop: Desktop) -> None:
    item = changes.arrived(body_of("aa" * 16, {"name": "张三甲"}))
    aside = changes.Arrived(item.id, item.change, item.body, aside="这台设备不能写")
    with laptop.database.begin() as session:
        assert folding.take(session, [aside]) == [aside]
        assert list(changes.kept_aside(session)) == [(item.id, "aa" * 16, "f" * 16, "这台设备不能写")]
        assert folding.rebuild(session, Progress()) == 0
    assert laptop.cases.find("").total == 0


def test_whatever_a_foreign_change_puts_where_lists_and_texts_belong_is_taken(laptop: Desktop) -> None:
    strange: list[dict[str, Any]] = [
        {"members": "甲"}, {"members": [1, "x"]}, {"members": {"a": 1}}, {"name": ["甲"]}, {"name": {"gap": []}},
        {"evidence": 5}, {"evidence/a/file": "x"}, {"evidence/a/file": {"sha256": 5}}, {"status": "filed"},
        {"status": {"status": ["x"]}}, {"identity": {"number": 5}}, {"identity": "x"}, {"mobile": 138}, {"id": "x"},
        {"members/a/counts_in_household": "x"}, {"members/a/place": "x"}, {"members/a/removed": "x"},
        {"members/a/row": "x"}, {"survey_no": {"typed": "x"}}, {"name": "a\0b"}, {"name": "长" * 20_000},
        {"name/a/b": 1},
    ]  # fmt: skip
    for number, values in enumerate(strange, start=1):
        laptop.take([body_of(f"{number:032x}", values, n=number)])
        laptop.cases.show(f"{number:032x}")
        draft = laptop.visits.start(f"{number:032x}").draft_id
        laptop.visits.problems(draft)
        laptop.visits.discard(draft)
    assert laptop.cases.find("").total == len(strange)
    laptop.cases.export_lines(laptop.seat.paths.folder / "out.jsonl")
    laptop.clashes.open()


def test_a_forked_device_is_noticed(laptop: Desktop) -> None:
    laptop.take([body_of("aa" * 16, {"name": "张三甲"}, n=5)])
    other = changes.arrived(body_of("bb" * 16, {"name": "张三乙"}, n=5))
    same = changes.arrived(body_of("aa" * 16, {"name": "张三甲"}, n=5))
    with laptop.database.begin() as session:
        assert changes.forks(session, [other, same]) == [other]


def test_what_was_put_aside_counts_once_its_writer_is_known(laptop: Desktop) -> None:
    item = changes.arrived(body_of("aa" * 16, {"name": "张三甲"}))
    with laptop.database.begin() as session:
        folding.take(session, [changes.Arrived(item.id, item.change, item.body, aside="没有证书")])
        folding.take(session, [item])
        assert list(changes.kept_aside(session)) == []
        folding.take(session, [changes.Arrived(item.id, item.change, item.body, aside="没有证书")])
        assert list(changes.kept_aside(session)) == []
    assert laptop.document("aa" * 16) == {"name": "张三甲"}


def test_a_change_put_aside_opens_no_household_to_its_writer(headquarters: Desktop) -> None:
    headquarters.take([body_of("aa" * 16, {"name": "张三甲"}, device="e" * 16)])
    intrusion = changes.arrived(body_of("aa" * 16, {"case_no": "1"}, device="d" * 16))
    with headquarters.database.begin() as session:
        folding.take(session, [changes.Arrived(intrusion.id, intrusion.change, intrusion.body, aside="不能写")])
        assert list(scope.for_laptop(session, ["d" * 16])) == []
        assert len(list(scope.for_laptop(session, ["e" * 16]))) == 1
