"""The PDF as other programs read it: poppler's text and fonts, qpdf's check, zxing's eye on the rendered page."""

import io
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from fieldsurvey.case.field import Sort
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.questions import SEED_QUESTIONS, Question
from fieldsurvey.forms.code import PaperCode
from fieldsurvey.forms.errors import FormUnknownError, PaperIdMalformedError
from fieldsurvey.forms.reading import find_codes
from fieldsurvey.forms.sheets import Drawn, PaperFacts, Sheet, draw_forms, preview, printed_sections
from fieldsurvey.progress import CancelledError, Progress
from tests.unit.forms.households import RARE, household, member

PAPER = "0123456789abcdef" * 2
FACTS = PaperFacts(org="云州市总工会", printed_on=date(2026, 11, 23))
HOSTILE = [
    "=1+1", "@SUM(A1)", "(a\\)b)", "😀\u200d👩", "مرحبا بالعالم", "\u202eabc\u202c", "\x00\x07\x1b[31m", "e\u0301",
    "\t甲\t", "  ", "葛\U000e0100城", "行一\r\n行二", "x" * 5000, "\U0010ffff\ufffe",
]  # fmt: skip


def pdf_of(document: dict[str, Any] | None, facts: PaperFacts = FACTS) -> tuple[bytes, Drawn]:
    target = io.BytesIO()
    drawn = draw_forms([Sheet(PAPER, document, facts)], target)
    return target.getvalue(), drawn


def run(tmp_path: Path, pdf: bytes, *command: str) -> str:
    path = tmp_path / "forms.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(
        [word.replace("PDF", str(path)) for word in command], capture_output=True, check=True, cwd=tmp_path, timeout=60
    )
    return done.stdout.decode("utf-8")


def extracted(tmp_path: Path, pdf: bytes) -> str:
    """The text of a PDF without white space, which lines and cells put in anywhere."""
    return squeezed(run(tmp_path, pdf, "pdftotext", "-raw", "-enc", "UTF-8", "PDF", "-"))


def squeezed(text: str) -> str:
    return "".join(text.split())


def all_values(document: dict[str, Any]) -> set[str]:
    return {text for section in printed_sections("F01", document).values() for text in section.values() if text}


@pytest.mark.debian("pdftotext")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"members": [member(f"m{number}", f"成员{number}{RARE}", "97", "990101200203040027") for number in range(23)]},
        {"home_address": "云州市青河区纺织东路" * 8},
        {"statement": "家中只有一人挣钱,药费一天也断不了。" * 60, "remark": "备注" * 400},
        {"measures": [{"row": f"p{number}", "measure": f"第{number}项措施" * 9} for number in range(40)]},
        {"name": "𠮷𡛟𫖯㑇䶮〇", "employer_name": "囍囙" * 30},
    ],
    ids=["usual", "23-members", "long-address", "long-story", "40-measures", "rare-names"],
)
def test_every_value_is_in_the_text_to_the_character(tmp_path: Path, changes: dict[str, Any]) -> None:
    document = household(**changes)
    text = extracted(tmp_path, pdf_of(document)[0])

    assert {value for value in all_values(document) if squeezed(value) not in text} == set()


@pytest.mark.debian("pdftotext")
def test_a_story_of_many_sheets_loses_no_character_between_them(tmp_path: Path) -> None:
    story = "".join(f"第{number}句说明家里的情况。" for number in range(800))
    pdf, drawn = pdf_of(household(statement=story))
    # The part of the sheets between heading and signatures, in points.
    body = ("-f", "3", "-x", "0", "-y", "108", "-W", "595", "-H", "652")
    text = squeezed(run(tmp_path, pdf, "pdftotext", "-raw", "-enc", "UTF-8", *body, "PDF", "-"))

    assert drawn.pages == 6
    assert text.replace("〔续1〕困难职工陈述（接上页）", "") == f"〔续1〕困难职工陈述{story}"


@pytest.mark.debian("pdffonts", "qpdf")
@pytest.mark.parametrize("changes", [{}, {"name": f"{RARE}😀م", "remark": "长" * 3000}], ids=["usual", "odd"])
def test_every_font_is_embedded_and_the_file_is_sound(tmp_path: Path, changes: dict[str, Any]) -> None:
    pdf = pdf_of(household(**changes))[0]
    lines = run(tmp_path, pdf, "pdffonts", "PDF").splitlines()[2:]

    assert lines
    for line in lines:
        assert "CID TrueType" in line
        assert line.split()[-5:-2] == ["yes", "yes", "yes"], line  # embedded, subset, Unicode
    assert b"Helvetica" not in pdf
    assert "No syntax or stream encoding errors" in run(tmp_path, pdf, "qpdf", "--check", "PDF")


@pytest.mark.debian("pdftoppm")
def test_every_page_gives_its_code_at_150_dpi(tmp_path: Path) -> None:
    pdf, drawn = pdf_of(household(statement="长" * 5000))
    run(tmp_path, pdf, "pdftoppm", "-r", "150", "-gray", "-png", "PDF", "page")
    pictures = sorted(tmp_path.glob("page*.png"))

    assert len(pictures) == drawn.pages > 2
    for number, picture in enumerate(pictures, start=1):
        assert find_codes(picture.read_bytes()) == [PaperCode(PAPER, number)]


@pytest.mark.debian("pdftotext")
def test_23_members_go_on_to_a_further_sheet_with_all_pages_counted(tmp_path: Path) -> None:
    members = [member(f"m{number}", f"成员{number}", "97", "990101200203040027") for number in range(23)]
    pdf, drawn = pdf_of(household(members=members))
    text = extracted(tmp_path, pdf)

    assert drawn == Drawn(3, {PAPER: 3})
    assert "本表一式三份·第1页/共3页·版式F01/2" in text
    assert "第3页/共3页" in text
    assert "（续页）" in text


@pytest.mark.debian("pdftotext")
def test_an_address_of_80_characters_stands_in_its_box(tmp_path: Path) -> None:
    address = "云州市青河区纺织东路" * 8
    pdf, drawn = pdf_of(household(home_address=address))

    assert len(address) == 80
    assert drawn.pages == 2
    assert address in extracted(tmp_path, pdf)


@pytest.mark.debian("pdftotext")
def test_a_blank_form_offers_boxes_and_holds_no_answers(tmp_path: Path) -> None:
    pdf, drawn = pdf_of(None)
    text = extracted(tmp_path, pdf)

    assert drawn.pages == 2, "the questionnaire has its place on the form"
    assert "□男□女" in text
    assert "□怕得病" in text
    assert "缺" not in text


@pytest.mark.debian("pdftotext")
def test_own_fields_and_questions_stand_on_a_continuation_sheet(tmp_path: Path) -> None:
    options = (("yes", "愿意"), ("no", "不愿意"))
    own = Question("x_training", "技能培训意愿", Sort.CODE, options=options, step=5)
    note = Question("x_note", "村里的话", Sort.LONG_TEXT, step=5)
    of_member = Question("x_skill", "手艺", list="members", step=1)
    hidden = Question("x_hidden", "不印的", step=5, is_printed=False)
    catalogue = InForce({}, (*SEED_QUESTIONS, own, note, of_member, hidden)).catalogue
    document = household(x_training="no", x_hidden="不该印", x_note="话" * 900)
    document["members"][0]["x_skill"] = "木匠"
    target = io.BytesIO()
    drawn = draw_forms([Sheet(PAPER, document, FACTS)], target, catalogue=catalogue)
    text = extracted(tmp_path, target.getvalue())
    assert drawn.pages == 3
    assert "补充内容" in text
    assert "技能培训意愿不愿意" in text
    assert "成员1·手艺木匠" in text
    assert text.count("话") >= 900
    assert "不该印" not in text
    printed = printed_sections("F01", document, catalogue=catalogue)["supplement"]
    assert printed["x_training"] == "不愿意"
    assert printed[f"members/{document['members'][0]['row']}/x_skill"] == "木匠"
    assert "x_hidden" not in printed
    assert "outlook" not in printed, "it stands on the form itself"
    blank = io.BytesIO()
    draw_forms([Sheet(PAPER, None, FACTS)], blank, catalogue=catalogue)
    text = extracted(tmp_path, blank.getvalue())
    assert "□愿意□不愿意" in text
    assert "成员·手艺" in text


@pytest.mark.debian("pdftotext")
def test_a_question_that_is_no_longer_asked_keeps_its_place_for_what_was_answered(tmp_path: Path) -> None:
    retired = tuple(replace(each, is_retired=True) for each in SEED_QUESTIONS)
    target = io.BytesIO()
    draw_forms([Sheet(PAPER, household(), FACTS)], target, catalogue=InForce({}, retired).catalogue)

    assert "有信心" in extracted(tmp_path, target.getvalue())


def test_a_household_keeps_two_pages_with_the_questionnaire_answered() -> None:
    _, drawn = pdf_of(household(fears=["illness"], told_cause=["illness"]))
    assert drawn.pages == 2
    assert printed_sections("F01", household())["supplement"] == {}


@pytest.mark.debian("pdftotext", "qpdf")
@pytest.mark.parametrize("text", HOSTILE)
def test_odd_texts_are_printed_and_break_nothing(tmp_path: Path, text: str) -> None:
    document = household(name=text, statement=text, members=[member("m1", text, "01", text)])
    pdf, _ = pdf_of(document)

    run(tmp_path, pdf, "qpdf", "--check", "PDF")
    extracted(tmp_path, pdf)


@pytest.mark.debian("pdftotext")
@pytest.mark.parametrize("text", ["😀", "葛\U000e0100城", "(a\\)b)", "e\u0301"])
def test_what_is_copied_from_the_page_is_the_character_even_where_a_box_stands_for_it(
    tmp_path: Path, text: str
) -> None:
    assert text in extracted(tmp_path, pdf_of(household(name=f"甲{text}乙"))[0])


def test_the_same_input_gives_the_same_bytes() -> None:
    assert pdf_of(household())[0] == pdf_of(household())[0]


def test_the_file_says_nothing_of_the_household_beside_its_pages() -> None:
    reader = PdfReader(io.BytesIO(pdf_of(household())[0]))

    assert dict(reader.metadata or {}).keys() <= {
        "/Title", "/Subject", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Keywords", "/Trapped",
    }  # fmt: skip
    told = " ".join(str(value) for value in (reader.metadata or {}).values())
    assert "欧阳" not in told
    assert "L1-000017" not in told
    assert PAPER not in told


@pytest.mark.debian("pdftotext")
def test_at_the_survey_stage_the_plan_stays_free(tmp_path: Path) -> None:
    text = extracted(tmp_path, pdf_of(household(), replace(FACTS, stage="survey"))[0])
    shown = printed_sections("F01", household(), stage="survey")

    assert "金秋助学" not in text
    assert "终末期肾病" in text
    assert shown["plan"] == {}
    assert printed_sections("F01", household())["plan"]["measures/p2/measure"].startswith("金秋助学")


@pytest.mark.debian("pdftotext")
def test_title_and_copies_are_settings(tmp_path: Path) -> None:
    text = extracted(tmp_path, pdf_of(household(), replace(FACTS, title="云州市困难职工解困脱困表", copies=2))[0])

    assert "云州市困难职工解困脱困表" in text
    assert "一式二份" in text


@pytest.mark.debian("pdftotext", "pdftoppm")
def test_a_preview_is_marked_and_carries_no_code(tmp_path: Path) -> None:
    target = io.BytesIO()
    preview([Sheet("", household(), FACTS)], target)
    run(tmp_path, target.getvalue(), "pdftoppm", "-r", "150", "-gray", "-png", "PDF", "page")

    assert "预览" in extracted(tmp_path, target.getvalue())
    assert find_codes((tmp_path / "page-1.png").read_bytes()) == []


def test_many_papers_go_into_one_file_with_the_pages_of_each() -> None:
    long = household(statement="长" * 5000)
    sheets = [Sheet(f"{number:032x}", long if number == 1 else household(), FACTS) for number in range(3)]
    target = io.BytesIO()
    drawn = draw_forms(sheets, target)

    assert drawn.pages == sum(drawn.pages_of.values()) == len(PdfReader(io.BytesIO(target.getvalue())).pages)
    assert drawn.pages_of[f"{1:032x}"] > drawn.pages_of[f"{0:032x}"] == 2


def test_a_cancelled_job_writes_nothing() -> None:
    progress, target = Progress(), io.BytesIO()
    progress.cancel()

    with pytest.raises(CancelledError):
        draw_forms([Sheet(PAPER, household(), FACTS)], target, progress=progress)
    assert target.getvalue() == b""


def test_what_cannot_be_matched_later_is_not_printed() -> None:
    target = io.BytesIO()

    with pytest.raises(PaperIdMalformedError):
        draw_forms([Sheet("7", household(), FACTS)], target)
    with pytest.raises(FormUnknownError):
        draw_forms([], target, form="F99")
    assert target.getvalue() == b""


@pytest.mark.debian("pdftotext")
def test_from_the_plan_on_the_survey_is_left_out(tmp_path: Path) -> None:
    pdf, drawn = pdf_of(household(), replace(FACTS, first="plan"))
    text = extracted(tmp_path, pdf)
    shown = printed_sections("F01", household(), first="plan")

    assert drawn.pages == 1
    assert "金秋助学" in text
    assert "终末期肾病" not in text
    assert f"姓名：{household()['name']}" in text, "a loose sheet says whose it is"
    assert shown["worker"] == {}
    assert shown["plan"]["measures/p2/measure"].startswith("金秋助学")


@pytest.mark.debian("pdftotext")
def test_what_is_entered_later_goes_on_an_appended_sheet_with_all_its_rows(tmp_path: Path) -> None:
    progress = [{"row": f"g{number}", "done_on": "2027-01-10", "measure": f"第{number}次慰问"} for number in range(6)]
    pdf, drawn = pdf_of(household(progress=progress), replace(FACTS, first="record"))
    text = extracted(tmp_path, pdf)

    assert drawn.pages == 1
    assert "（附页）" in text
    assert text.count("九、实施与评估") == 1
    assert all(f"第{number}次慰问" in text for number in range(6))
    assert "金秋助学" not in text


def test_an_appended_sheet_without_entries_has_room_for_them() -> None:
    assert pdf_of(household(progress=[]), replace(FACTS, first="record"))[1].pages == 1


@pytest.mark.debian("pdftotext")
def test_each_copy_is_drawn_under_its_own_number(tmp_path: Path) -> None:
    pdf, drawn = pdf_of(household(), replace(FACTS, is_numbered=True))
    text = extracted(tmp_path, pdf)

    assert drawn == Drawn(6, {PAPER: 2})
    for numeral in "一二三":
        assert text.count(f"一式三份之{numeral}·第1页/共2页") == 1


@pytest.mark.debian("pdftotext")
def test_a_form_to_be_filled_in_keeps_what_is_known_and_offers_the_rest(tmp_path: Path) -> None:
    text = extracted(tmp_path, pdf_of({"name": "欧阳清", "sex": "2"}, replace(FACTS, to_fill=True))[0])

    assert "欧阳清" in text
    assert "□男" not in text
    assert "□正常□部分丧失" in text


@pytest.mark.debian("pdftotext")
def test_a_practice_paper_can_not_pass_as_one(tmp_path: Path) -> None:
    assert "练习,无效" in extracted(tmp_path, pdf_of(household(), replace(FACTS, is_practice=True))[0])


@pytest.mark.debian("pdftotext")
def test_the_file_number_given_later_is_shown_and_no_part_of_what_is_signed(tmp_path: Path) -> None:
    document = household(case_no="2026-0042")
    shown = printed_sections("F01", document)

    assert extracted(tmp_path, pdf_of(document)[0]).count("档案号：2026-0042") == 2
    assert shown == printed_sections("F01", household())
