"""Everything that happened to a household, in the order in which it arrived, and its numbers when somebody asks."""

from pathlib import Path

import msgspec
import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.case.change import Change, parse_change
from fieldsurvey.services.timeline import Happening
from fieldsurvey.store import histories
from fieldsurvey.store.errors import CaseMissingError
from tests.integration.homes import Office, visit
from tests.integration.seats import Desktop, body_of, write_lines

NUMBER = "990101197105170966"


def sorts(home: OpenHome | Desktop, case: str) -> list[str]:
    """What happened, the newest first."""
    return [one.sort for one in home.cases.timeline(case).happenings]


def test_a_household_s_way_is_told_on_both_sides(office: Office) -> None:
    case = visit(office.l1, name="丁桂湘", mobile="13800000001")
    assert sorts(office.l1, case) == ["visit"]
    office.carry("l1", "hq")
    assert sorts(office.l1, case) == ["written", "visit"]
    assert sorts(office.hq, case) == ["read", "visit"]
    # Until the receipt every package carries it again, which is no news.
    office.carry("l1", "hq")
    assert sorts(office.l1, case) == ["written", "visit"]
    office.carry("hq", "l1")
    happened = office.l1.cases.timeline(case).happenings
    assert [one.sort for one in happened] == ["confirmed", "written", "visit"]
    assert happened[0].told == "1 张修改单全部收到"
    assert (happened[2].author, happened[2].device) == ("调查甲", "L1")
    visit(office.hq, case, mobile="13800000002")
    visit(office.l1, case, mobile="13800000003")
    office.carry("l1", "hq")
    office.hq.clashes.settle(case, "mobile", choice(office.hq, case, "13800000003"), "电话核实")
    newest = office.hq.cases.timeline(case).happenings[0]
    assert (newest.sort, newest.title) == ("settled", "裁定冲突")
    assert "电话核实" in newest.told
    office.hq.papers.print_forms([case], office.root / "form.pdf")
    assert sorts(office.hq, case)[0] == "paper"


def choice(home: OpenHome, case: str, number: str) -> str:
    """The change that says this number."""
    clash = next(one for one in home.clashes.open(case) if one.address == "mobile")
    return next(value.change_id for value in clash.values if value.shown == number)


def test_an_import_says_where_it_came_from(laptop: Desktop, tmp_path: Path) -> None:
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [{"key": "1", "name": "钱四"}]), source="旧台账")
    (one,) = laptop.cases.timeline(laptop.cases.find("").rows[0].case_id).happenings
    assert (one.sort, one.title) == ("import", "导入(来源:旧台账)")


def long_history(home: Desktop, changes: int) -> str:
    """A household that was changed very often; every third change is of its telephone."""
    record = "ab" * 16
    home.take([
        body_of(record, {"mobile" if n % 3 == 0 else f"members/m{n % 7}/name": f"{13800000000 + n}"}, n=n + 1)
        for n in range(changes)
    ])  # fmt: skip
    return record


@pytest.mark.parametrize(("field", "expected"), [("", 450), ("mobile", 150), ("members/name", 300), ("health", 0)])
def test_pages_hold_every_change_once_whatever_is_asked_for(headquarters: Desktop, field: str, expected: int) -> None:
    case = long_history(headquarters, 450)
    seen: list[Happening] = []
    before, pages = 0, 0
    while before or not pages:
        page = headquarters.cases.timeline(case, field=field, before=before, limit=100)
        seen += page.happenings
        before, pages = page.before, pages + 1
        assert len(page.happenings) <= 100
    assert len({one.change_id for one in seen}) == len(seen) == expected
    assert [one.seq for one in seen] == sorted((one.seq for one in seen), reverse=True)


def test_a_long_history_costs_no_more_than_its_first_page(
    headquarters: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = long_history(headquarters, 1_000)
    parsed: list[bytes] = []

    def counted(body: bytes) -> Change:
        parsed.append(body)
        return parse_change(body)

    monkeypatch.setattr(histories, "parse_change", counted)
    assert len(headquarters.cases.timeline(case).happenings) == 200
    assert 200 <= len(parsed) <= 400


def test_a_change_opens_to_its_fields_with_their_numbers_covered(laptop: Desktop) -> None:
    case = finished(laptop, None, name="丁桂湘", mobile="13800000001")
    finished(laptop, case, name="丁桂香", mobile="13800000002", identity={"type": "id_card", "number": NUMBER})
    newest = laptop.cases.timeline(case).happenings[0]
    lines = {line.address: (line.before, line.after) for line in laptop.cases.change(case, newest.change_id)}
    assert lines["name"] == ("丁桂湘", "丁桂香")
    assert lines["mobile"] == ("138****0001", "138****0002")
    assert lines["identity"][1] == "990101********0966"
    for wrong in ("0" * 64, newest.change_id[::-1]):
        with pytest.raises(CaseMissingError):
            laptop.cases.change(case, wrong)
    other = finished(laptop, None, name="别人")
    with pytest.raises(CaseMissingError):
        laptop.cases.change(other, newest.change_id)


def finished(home: Desktop, case: str | None, **answers: object) -> str:
    """A visit with these answers."""
    draft = home.visits.start(case).draft_id
    for address, value in answers.items():
        home.visits.answer(draft, address, value)  # type: ignore[arg-type]  # invented values
    return home.visits.finish(draft, later=False).case_id


def test_a_household_is_seen_with_its_open_points_and_fields(laptop: Desktop) -> None:
    case = finished(laptop, None, name="丁桂湘", mobile={"gap": "later"})
    seen = laptop.cases.look(case)
    assert (seen.row.name, seen.row.later) == ("丁桂湘", 1)
    assert {problem.address: problem.blocks for problem in seen.problems}["home_address"] == "审定"
    fields = dict(seen.fields)
    assert fields["mobile"] == "手机号码"
    assert fields["members/relation"] == "成员·与本人关系"
    with pytest.raises(CaseMissingError):
        laptop.cases.look("00" * 16)


def test_numbers_are_revealed_one_note_each_and_nothing_else_is(laptop: Desktop) -> None:
    case = finished(laptop, None, name="丁桂湘", mobile="13800000001", identity={"type": "id_card", "number": NUMBER})
    member = laptop.document(case)["members"][0]["row"]
    asked = ["identity", "mobile", "mobile", "name", "bank", f"members/{member}/identity", "no/such/field"]
    told = laptop.cases.reveal(case, asked)
    assert told == {"identity": "990101 19710517 0966", "mobile": "13800000001"}
    with laptop.database.begin() as session:
        bodies = session.exec_driver_sql("SELECT body FROM journal ORDER BY n").scalars().all()
    notes = [entry for body in bodies if (entry := msgspec.json.decode(body))["what"] == "reveal"]
    assert [entry["about"] for entry in notes] == [{"field": name, "record": case} for name in ("identity", "mobile")]
    assert all(entry["who"] == laptop.seat.staff_id for entry in notes)
    with pytest.raises(CaseMissingError):
        laptop.cases.reveal("00" * 16, ["mobile"])


def test_a_member_goes_by_name_and_not_by_row(laptop: Desktop, tmp_path: Path) -> None:
    members = [{"key": "a", "relation": "01"}, {"key": "b", "name": "蒲少川", "relation": "10"}]
    document = {"key": "1", "name": "丁桂湘", "members": members,
                "income": [{"member": "a", "type": "wage"}, {"member": "b", "type": "wage"}]}  # fmt: skip
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [document]), source="旧台账")
    case = laptop.cases.find("").rows[0].case_id
    (one,) = laptop.cases.timeline(case).happenings
    for lines in (laptop.cases.history(case), laptop.cases.change(case, one.change_id)):
        told = {line.after for line in lines if line.address.startswith("income/") and line.address.endswith("member")}
        assert told == {"丁桂湘", "蒲少川"}
