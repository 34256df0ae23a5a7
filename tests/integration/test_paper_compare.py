"""Whether paper and file agree: address by address, whatever layout, codes or edition are in force by now."""

import json
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import entry
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.paper_errors import NothingChangedError
from fieldsurvey.services.seat import Said, seal
from tests.integration.homes import Office, visit
from tests.integration.printed import changed, decide


def layout_of(home: OpenHome, folder: Path) -> dict[str, Any]:
    """The layout of F01 in force, to be changed."""
    home.form_templates.write_layout("F01", folder / "F01.json")
    found: dict[str, Any] = json.loads((folder / "F01.json").read_bytes())
    return found


def take(home: OpenHome, folder: Path, layout: dict[str, Any]) -> None:
    """Prints F01 by this layout from now on."""
    (folder / "F01.json").write_text(json.dumps(layout), "utf-8")
    home.form_templates.take_layout("F01", folder / "F01.json")


def test_no_layout_hides_what_a_signed_paper_says(office: Office, tmp_path: Path) -> None:
    home = office.hq
    case = visit(home, name="王", savings=100)
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([paper], "signed")
    layout = layout_of(home, tmp_path)
    for page in layout["pages"]:
        page["sections"] = [section for section in page["sections"] if "住房" not in section["title"]]
        for section in page["sections"]:
            section["stage"] = "record" if section["stage"] == "plan" else section["stage"]
    take(home, tmp_path, layout)
    visit(home, case, savings=50_000_000)
    decide(home, case, target_exit_date="2027-12-31")
    assert changed(home) == {paper: ({"四、住房资产": ("存款与证券",), "八、解困脱困计划": ("预计脱困时间",)}, False)}


def test_a_row_more_of_a_list_that_was_printed_empty_counts_under_any_template(office: Office, tmp_path: Path) -> None:
    home = office.hq
    case = visit(home, name="王")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    home.paper_lists.mark([paper], "returned")
    home.form_templates.rename("F01", "云州市困难职工调查表", 3)
    decide(home, case, measures__r1__measure="介绍就业", savings=5)
    found, is_only_plan = changed(home)[paper]
    assert not is_only_plan
    assert found["四、住房资产"] == ("存款与证券",)
    assert [fields for title, fields in found.items() if "计划" in title or "措施" in title] != []


def test_what_was_found_is_not_kept_beyond_a_change_of_codes(office: Office, tmp_path: Path) -> None:
    home = office.hq
    case = visit(home, name="王", housing="rented")
    (paper,) = home.papers.print_forms([case], tmp_path / "f.pdf").papers
    visit(home, case, savings=1)
    visit(home, case, savings=None)
    assert changed(home) == {}
    home.reference.edit_code("housing", "rented", "租私房")
    assert changed(home).keys() == {paper}
    home.reference.edit_code("housing", "rented", "租房")
    assert changed(home) == {}


def test_a_paper_that_cannot_be_compared_does_not_count_as_agreeing(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="王")
    with home.seat.database.begin() as session:
        for record, form, printed in (("a" * 32, "F88", {"x": {"name": "王"}}), ("b" * 32, "F01", "odd")):
            values: dict[str, Value] = {"case": case, "form": form, "printed_on": "2026-11-02", "copies": 3}
            said = {address: entry(value) for address, value in {**values, "printed": printed}.items()}
            seal(session, home.seat, [Said("paper", record, said)])
    found = home.paper_lists.changed_since_printed().papers
    assert {(one.line.paper_id, one.sections, one.is_only_plan) for one in found} == {
        ("a" * 32, (), False),
        ("b" * 32, (), False),
    }
    assert all("比不了" in one.advice for one in found)
    assert home.paper_lists.changed_since_printed().compared == 0
    with pytest.raises(NothingChangedError):
        home.papers.reprint(["a" * 32, "b" * 32], tmp_path / "f.pdf")


def test_stopping_keeps_what_was_compared(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = office.l1
    cases = [visit(home, name=f"户{number}") for number in range(4)]
    home.papers.print_forms(cases, tmp_path / "f.pdf")
    for case in cases:
        visit(home, case, savings=1)
    monkeypatch.setattr("fieldsurvey.services.paper_changes._COMPARED_AT_ONCE", 2)

    class Stopped(Progress):
        def step(self, count: int = 1) -> None:
            self.cancel()
            super().step(count)

    with pytest.raises(CancelledError):
        home.paper_lists.changed_since_printed(progress=Stopped())
    found = home.paper_lists.changed_since_printed()
    assert (found.compared, len(found.papers)) == (2, 4)


def test_odd_addresses_of_another_edition_stop_no_list(office: Office) -> None:
    home = office.l1
    case = visit(home, name="王")
    odd = {"a/b/c": "v", "a/b/c/d": "v", "visits/q/": "x", "=income_year_zz": "3", "/": "z", "members/x/=zz": "5"}
    printed: Value = {"survey": {**odd, "members": "m", "": "e", "name": "王某"}, "header": {"bogus": "x"}}
    values: dict[str, Value] = {"case": case, "form": "F01", "printed_on": "2026-11-02", "copies": 3}
    values |= {"printed": printed, "sections": {"survey": {"lists": {"members": ["bogus", 5], "x": 7}}, "header": 3}}
    with home.seat.database.begin() as session:
        said = {address: entry(value) for address, value in values.items()}
        seal(session, home.seat, [Said("paper", "a" * 32, said)])
    (one,) = home.paper_lists.changed_since_printed().papers
    assert "姓名" in one.sections[0].fields
