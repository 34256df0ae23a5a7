"""What an office edits reaches its laptops with the next package and appears there without code."""

from dataclasses import replace
from pathlib import Path

import click
import pytest
from sqlalchemy import event

from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.field import Sort
from fieldsurvey.case.ids import Address, RecordId
from fieldsurvey.case.in_force import SHIPPED
from fieldsurvey.case.masking import mask_document
from fieldsurvey.case.questions import Question
from fieldsurvey.cli.filtering import filter_of
from fieldsurvey.errors import InputError
from fieldsurvey.services.errors import EvidenceTwiceError, EvidenceUnfitError, NameSharedError, NotAllowedError
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.vault.errors import DiskFullError
from tests.integration.homes import Office, only, visit
from tests.pictures import jpeg


def own_field(office: Office) -> str:
    options = (("yes", "愿意"), ("no", "不愿意"))
    return office.hq.reference.new_field("是否愿意参加技能培训", sort=Sort.CODE, options=options, step=5).id


def test_an_own_field_and_a_retired_code_reach_a_laptop(office: Office) -> None:
    field = own_field(office)
    office.hq.reference.edit_code("housing", "rented", "租私房", is_retired=True)
    before = office.l1.visits.start(None)
    office.l1.visits.answer(before.draft_id, "housing", "rented")
    only(office.carry("hq", "l1"))
    draft = office.l1.visits.view(before.draft_id)
    found = draft.in_force.catalogue.field(field)
    assert (found.label, found.step, found.is_own) == ("是否愿意参加技能培训", 5, True)
    assert "rented" not in draft.in_force.catalogue.field("housing").choices.offered
    assert draft.in_force.catalogue.field("housing").choices.label_of("rented") == "租私房"
    office.l1.visits.answer(draft.draft_id, field, "yes")
    office.l1.visits.answer(draft.draft_id, "name", "赵甲")
    case = office.l1.visits.finish(draft.draft_id, later=False).case_id
    only(office.carry("l1", "hq"))
    assert office.hq.cases.show(case).document[field] == "yes"
    labels = {line.label: line.after for line in office.hq.cases.history(case)}
    assert labels["是否愿意参加技能培训"] == "愿意"


def test_an_older_laptop_carries_what_it_does_not_know(office: Office) -> None:
    field = own_field(office)
    case = visit(office.hq, None, name="赵甲", **{field: "yes"})
    office.hq.assignments.assign([case], office.l2.seat.identity.device)
    only(office.carry("hq", "l2"))
    office.l2.seat.in_force = SHIPPED
    visit(office.l2, case, mobile="13800000000")
    assert office.l2.cases.show(case).document[field] == "yes"
    only(office.carry("l2", "hq"))
    document = office.hq.cases.show(case).document
    assert (document[field], document["mobile"]) == ("yes", "13800000000")
    assert office.hq.clashes.open(case) == []


def test_clashes_name_an_own_field(office: Office) -> None:
    field = own_field(office)
    case = visit(office.hq, None, name="赵甲")
    for name in ("l1", "l2"):
        home = office.home(name)
        office.hq.assignments.assign([case], home.seat.identity.device)
        only(office.carry("hq", name))
    visit(office.l1, case, **{field: "yes"})
    visit(office.l2, case, **{field: "no"})
    only(office.carry("l1", "hq"))
    only(office.carry("l2", "hq"))
    (clash,) = [each for each in office.hq.clashes.open(case) if each.address == field]
    assert clash.label == "是否愿意参加技能培训"
    assert {value.shown for value in clash.values} == {"愿意", "不愿意"}


def test_masks_follow_the_catalogue_in_force(office: Office) -> None:
    field = office.hq.reference.new_field("邻居电话", sort=Sort.PHONE).id
    catalogue = office.hq.reference.in_force().catalogue
    assert mask_document({field: "13812345678"}, catalogue) == {field: "138****5678"}


def test_codes_are_added_renamed_retired_and_ordered(office: Office) -> None:
    reference = office.hq.reference
    new = reference.new_code("housing", "廉租房")
    reference.edit_code("housing", new, "廉租住房")
    reference.move_code("housing", new, -1)
    (table,) = [each for each in reference.code_tables() if each.id == "housing"]
    assert list(table.labels)[-2] == new
    assert table.offered[new] == "廉租住房"
    reference.edit_code("housing", new, "廉租住房", is_retired=True)
    reference.edit_code("housing", new, "廉租住房", is_retired=False)
    (table,) = [each for each in reference.code_tables() if each.id == "housing"]
    assert list(table.offered)[-2] == new
    with pytest.raises(InputError):
        reference.new_code("housing", "廉租住房")
    with pytest.raises(InputError):
        reference.move_code("housing", "nothing", 1)


def test_a_name_of_another_code_is_refused_with_that_code(office: Office) -> None:
    reference = office.hq.reference
    new = reference.new_code("work_status", "失岗")
    with pytest.raises(NameSharedError, match=r"“\(下\)岗”已经是“下\(待\)岗”\(laid_off\)"):
        reference.edit_code("work_status", new, "失岗", names=["离岗", "(下)岗"])
    with pytest.raises(NameSharedError, match="在岗"):
        reference.edit_code("work_status", new, "失岗", names=["在 岗"])
    assert reference.in_force().table("work_status").names.get(new) is None
    reference.edit_code("work_status", "laid_off", "下(待)岗", is_retired=True)
    reference.edit_code("work_status", new, "失岗", names=["离岗", "下岗"])
    assert reference.in_force().table("work_status").find("下岗") == new
    with pytest.raises(NameSharedError, match=f"失岗”\\({new}"):
        reference.edit_code("work_status", "laid_off", "下(待)岗")
    reference.edit_code("work_status", "laid_off", "下(待)岗", names=["待岗"])
    assert "laid_off" in reference.in_force().table("work_status").offered


def test_an_option_left_out_stays_readable(office: Office) -> None:
    field = own_field(office)
    reference = office.hq.reference
    (question,) = [each for each in reference.in_force().questions if each.id == field]
    reference.edit_question(replace(question, options=(("yes", "很愿意"), ("later", "以后再说"))))
    choices = reference.in_force().catalogue.field(field).choices
    assert dict(choices.offered) == {"yes": "很愿意", "later": "以后再说"}
    assert choices.label_of("no") == "不愿意"


def test_questions_are_ordered_and_the_version_says_so(office: Office) -> None:
    reference = office.hq.reference
    version = reference.in_force().questionnaire
    question = reference.new_field("最希望得到什么帮助", sort=Sort.TEXT)
    assert question.is_question
    assert reference.in_force().questionnaire != version
    for _ in range(5):
        reference.move_question(question.id, -1)
    assert reference.in_force().questions[0].id == question.id
    asked = [field.id for field in reference.in_force().catalogue.fields if field.is_question]
    assert asked[0] == question.id
    reference.edit_question(replace(reference.in_force().questions[0], is_retired=True))
    assert question.id not in {field.id for field in reference.in_force().catalogue.fields}


def test_a_question_goes_past_the_next_question(office: Office) -> None:
    reference = office.hq.reference
    own_field(office)
    question = reference.new_field("最希望得到什么帮助")
    reference.move_question(question.id, -1)
    asked = [each.id for each in reference.in_force().questions if each.is_question]
    assert asked == ["told_cause", "outlook", question.id, "fears"]


def test_a_laptop_only_reads(office: Office) -> None:
    for attempt in (
        lambda: office.l1.reference.new_code("housing", "廉租房"),
        lambda: office.l1.reference.move_code("housing", "rented", 1),
        lambda: office.l1.reference.move_question("fears", 1),
        lambda: office.l1.reference.new_field("别的"),
    ):
        with pytest.raises(NotAllowedError):
            attempt()


def test_life_events_of_a_laptop_count_at_headquarters(office: Office) -> None:
    """They cross with the package, none is kept aside, and only headquarters ends the file that was merged."""
    case = visit(office.l1, None, name="赵甲", mobile="13800000000")
    draft = office.l1.visits.start(case)
    row = office.l1.visits.add_row(draft.draft_id, "members")
    office.l1.visits.answer(draft.draft_id, f"members/{row}/name", "赵乙")
    office.l1.visits.answer(draft.draft_id, f"members/{row}/relation", "20")
    office.l1.visits.finish(draft.draft_id, later=False)
    other = visit(office.l1, None, name="钱丙")
    office.l1.life_events.change_worker(case, row, reason="retired")
    (former,) = [each for each, _ in office.l1.life_events.members(case) if each != row]
    new = office.l1.life_events.split(case, [former], former).other
    office.l1.life_events.merge(case, other, relation="99")
    card = only(office.carry("l1", "hq"))
    assert card.aside == 0
    here, split_off, merged = (office.hq.cases.show(each).document for each in (case, new, other))
    assert (here["name"], len(here["members"])) == ("赵乙", 2)
    assert (split_off["name"], split_off["mobile"], split_off["came_from"]) == ("赵甲", "13800000000", case)
    assert (merged["merged_into"], merged["status"]["status"]) == (case, "surveyed")
    office.hq.life_events.merge(case, other)
    only(office.carry("hq", "l1"))
    assert office.l1.cases.show(other).document["status"]["status"] == "cancelled"
    assert office.hq.clashes.open() == []


def test_after_a_new_sign_in_it_still_holds(office: Office) -> None:
    office.hq.reference.edit_code("health", "heart", "心脏病", is_retired=True)
    office.close("hq")
    table = next(table for table in office.hq.reference.code_tables() if table.id == "health")
    assert table.label_of("heart") == "心脏病"
    assert "heart" not in table.offered
    office.hq.reference.edit_code("health", "heart", "心脏病")
    table = next(table for table in office.hq.reference.code_tables() if table.id == "health")
    assert "heart" in table.offered


def test_saying_the_same_again_makes_no_change(office: Office) -> None:
    office.hq.reference.edit_code("health", "dust", "尘肺")
    before = office.hq.health.verify().lines
    office.hq.reference.edit_code("health", "dust", "尘肺")
    assert office.hq.health.verify().lines == before


def test_the_visit_says_which_questionnaire_was_asked(office: Office) -> None:
    office.hq.reference.edit_question(Question("outlook", "您觉得能脱困吗", sort=Sort.CODE, codes="outlook"))
    office.carry("hq", "l1")
    case = visit(office.l1, name="张三", outlook="confident")
    (said,) = office.l1.cases.show(case).document["visits"]
    assert said["questionnaire"] == office.hq.reference.in_force().questionnaire
    assert said["questionnaire"] != office.l2.reference.in_force().questionnaire


def test_a_type_of_evidence_that_an_office_added_is_taken(office: Office, tmp_path: Path) -> None:
    new = office.hq.reference.new_code("evidence_type", "社区走访记录")
    office.carry("hq", "l1")
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg())
    draft = office.l1.visits.start(None)
    office.l1.evidence.add(draft.draft_id, photo, evidence_type=new)
    with pytest.raises(EvidenceTwiceError, match="社区走访记录"):
        office.l1.evidence.add(draft.draft_id, photo, evidence_type=new)
    with pytest.raises(EvidenceUnfitError):
        office.l1.evidence.add(draft.draft_id, photo, evidence_type="nothing")


def test_lists_filters_and_the_timeline_speak_in_the_words_of_the_office(office: Office) -> None:
    reference = office.hq.reference
    reference.edit_code("case_status", "surveyed", "走访完毕")
    own = reference.new_code("visit_outcome", "隔门说话")
    case = visit(office.hq, None, name="赵甲")
    assert office.hq.cases.find("赵甲").rows[0].status == "走访完毕"
    assert office.hq.cases.look(case).row.status == "走访完毕"
    assert office.hq.cases.show(case).row.status == "走访完毕"
    tables = office.hq.cases.code_tables()
    assert tables["outcomes"].labels[own] == "隔门说话"
    assert tables["statuses"].labels["surveyed"] == "走访完毕"
    asked = filter_of({"outcomes": ("隔门说话",), "statuses": ("走访完毕", "")}, tables)
    assert (asked.outcomes, asked.statuses) == ((own,), ("surveyed", ""))
    with pytest.raises(click.BadParameter):
        filter_of({"outcomes": ("没有这个",)}, tables)


def test_the_timeline_tells_papers_in_the_words_of_the_office(office: Office) -> None:
    office.hq.reference.edit_code("copy_state", "printed", "等签字")
    case = RecordId(visit(office.hq, None, name="赵甲"))
    paper: dict[str, Entry] = {
        Address("case"): entry(case),
        Address("form"): entry("1"),
        Address("copy_state"): entry("printed"),
    }
    with office.hq.seat.database.begin() as session:
        seal(session, office.hq.seat, [Said("paper", RecordId("a" * 32), paper)])
        status: dict[str, Entry] = {Address("status"): entry({"status": "returned", "at": "2026-11-23", "by": "s"})}
        seal(session, office.hq.seat, [Said("case", case, status)])
    told = {one.sort: (one.title, one.told) for one in office.hq.cases.timeline(case).happenings}
    assert told["paper"][1] == "纸号 aaaaaaaa,等签字"
    assert told["status"][0] == "办理:退回补正"
    office.hq.reference.edit_code("case_status", "returned", "打回重做")
    told = {one.sort: (one.title, one.told) for one in office.hq.cases.timeline(case).happenings}
    assert told["status"][0] == "办理:打回重做"


def test_what_did_not_reach_the_disk_is_not_in_force(office: Office) -> None:
    reference, engine = office.hq.reference, office.hq.seat.database.engine

    def full(_: object) -> None:
        raise DiskFullError

    event.listen(engine, "commit", full)
    try:
        with pytest.raises(DiskFullError):
            reference.edit_code("housing", "x1", "窑洞")
    finally:
        event.remove(engine, "commit", full)
    assert "x1" not in reference.in_force().table("housing").labels
    reference.edit_code("housing", "x1", "窑洞")
    assert reference.in_force().table("housing").labels["x1"] == "窑洞"
