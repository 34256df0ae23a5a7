"""An office's own layout: given at headquarters, printed everywhere, and never a reason not to print."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import InputError
from fieldsurvey.forms.errors import FormUnknownError, TemplateUnusableError
from fieldsurvey.forms.templates import layout_bytes, shipped_form
from fieldsurvey.resources import resource
from fieldsurvey.services.errors import ImportUnreadableError, NotAllowedError
from fieldsurvey.services.paper_order import paper_order
from tests.integration.homes import Office, an_office, visit


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


def text_of(path: Path) -> str:
    return "".join("".join((page.extract_text() or "").split()) for page in PdfReader(path).pages)


def test_what_ships_is_written_as_it_would_be_exported() -> None:
    assert resource("forms", "F01.json").read_bytes() == layout_bytes(shipped_form("F01"))


def test_a_title_and_the_number_of_copies_reach_every_laptop(office: Office, tmp_path: Path) -> None:
    (shipped,) = office.hq.form_templates.cards()
    changed = office.hq.form_templates.rename("F01", "云州市困难职工解困脱困表", 2)
    assert (changed.copies, changed.is_own, shipped.is_own) == (2, True, False)
    assert changed.template.startswith(f"{shipped.template}-")

    office.carry("hq", "l1")
    assert office.l1.form_templates.cards() == [changed]
    printed = office.l1.papers.print_forms([visit(office.l1, None, name="王建国")], tmp_path / "f.pdf")
    text = text_of(printed.path)
    assert "云州市困难职工解困脱困表" in text
    assert "本表一式二份" in text
    assert changed.template in text


def test_a_layout_goes_out_as_a_file_and_comes_back_changed(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "F01.json"
    office.hq.form_templates.write_layout("F01", file)
    layout = json.loads(file.read_bytes())
    layout["pages"][1]["signatures"][1]["seals"][0]["title"] = "社区工会意见"
    file.write_text(json.dumps(layout), encoding="utf-8")

    card = office.hq.form_templates.take_layout("F01", file)
    printed = office.hq.papers.print_forms([visit(office.hq, None, name="王建国")], tmp_path / "f.pdf")
    assert card.is_own
    assert "社区工会意见" in text_of(printed.path)
    assert not office.hq.form_templates.restore("F01").is_own


def test_the_same_file_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "F01.json"
    office.hq.form_templates.rename("F01", "困难职工表", 3)
    office.hq.form_templates.write_layout("F01", file)
    before = office.hq.health.verify()

    office.hq.form_templates.take_layout("F01", file)
    assert office.hq.health.verify() == before


@pytest.mark.parametrize("untrusted", [b"", b"{}", b'{"id": "F02"}', b"\x00" * 2_000_000])
def test_a_file_that_is_no_layout_changes_nothing(office: Office, tmp_path: Path, untrusted: bytes) -> None:
    file = tmp_path / "F01.json"
    file.write_bytes(untrusted)
    before = office.hq.form_templates.cards()

    with pytest.raises(TemplateUnusableError):
        office.hq.form_templates.take_layout("F01", file)
    with pytest.raises(ImportUnreadableError):
        office.hq.form_templates.take_layout("F01", tmp_path / "gone.json")
    assert office.hq.form_templates.cards() == before


def test_only_headquarters_changes_what_forms_look_like(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "F01.json"
    office.l1.form_templates.write_layout("F01", file)

    with pytest.raises(NotAllowedError):
        office.l1.form_templates.take_layout("F01", file)
    with pytest.raises(NotAllowedError):
        office.l1.form_templates.rename("F01", "困难职工表", 2)


@pytest.mark.parametrize(("title", "copies"), [("", 3), ("长" * 41, 3), ("表", 0), ("表", 10)])
def test_titles_and_numbers_that_cannot_be_are_refused(office: Office, title: str, copies: int) -> None:
    with pytest.raises(InputError):
        office.hq.form_templates.rename("F01", title, copies)
    with pytest.raises(FormUnknownError):
        office.hq.form_templates.rename("F99", "表", 3)


def test_a_layout_of_a_newer_edition_keeps_nobody_from_printing(office: Office, tmp_path: Path) -> None:
    office.hq.form_templates.rename("F01", "困难职工表", 2)
    holds = office.hq.seat.in_force
    newer = holds.layouts["F01"].replace('"survey_no"', '"number_of_2031"')
    office.hq.seat.in_force = type(holds)(holds.tables, holds.questions, {"F01": newer})

    printed = office.hq.papers.print_forms([visit(office.hq, None, name="王建国")], tmp_path / "f.pdf")
    assert "版式F01/2" in text_of(printed.path)


def test_who_types_a_sheet_is_asked_in_the_order_of_the_office_s_own_form(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "F01.json"
    office.hq.form_templates.write_layout("F01", file)
    layout = json.loads(file.read_bytes())
    layout["pages"][0]["sections"].reverse()
    file.write_text(json.dumps(layout), encoding="utf-8")
    office.hq.form_templates.take_layout("F01", file)

    shipped, own = paper_order(), paper_order(office.hq.seat.in_force)
    assert shipped["name"] < shipped["statement"]
    assert own["statement"] < own["name"]
