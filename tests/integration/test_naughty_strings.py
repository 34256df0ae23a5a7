"""Texts that break programs, through every text field: saved, reopened, printed, exported and imported unchanged."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.integration.homes import Office
from tests.integration.naughty_fields import dealt, expected, text_fields, values_in
from tests.naughty import naughty


def test_there_are_five_hundred_and_every_text_field_has_some() -> None:
    assert len(naughty()) == len(set(naughty())) >= 500
    assert len(text_fields()) >= 45


def test_every_text_comes_out_of_every_door_as_it_went_in(office: Office, tmp_path: Path) -> None:
    fields = text_fields()
    households = dealt(fields)
    cases = []
    for said in households:
        draft = office.l1.visits.start(None)
        for address, text in said.items():
            office.l1.visits.answer(draft.draft_id, address, text)
        reopened = values_in(office.l1.visits.view(draft.draft_id).document)
        assert expected(said).items() <= reopened.items()
        office.l1.visits.finish(draft.draft_id, later=False)
        cases.append(draft.case_id)
    office.carry("l1", "hq")
    for home in (office.l1, office.hq):
        for case, said in zip(cases, households, strict=True):
            assert expected(said).items() <= values_in(home.cases.show(case).document).items()

    exported = tmp_path / "households.jsonl"
    office.hq.cases.export_lines(exported)
    report = office.l2.cases.import_lines(exported, source="另一处")
    assert (report.taken, report.refused) == (len(cases), [])
    for case, said in zip(cases, households, strict=True):
        assert expected(said).items() <= values_in(office.l2.cases.show(case).document).items()
    again = tmp_path / "again.jsonl"
    office.l2.cases.export_lines(again)
    assert documents(again) == documents(exported)
    # Searching for what is there never fails, whatever it is made of.
    for said in households:
        for text in said.values():
            office.hq.cases.find(text)


@pytest.mark.debian("qpdf")
def test_every_text_is_printed_and_the_file_is_sound(office: Office, tmp_path: Path) -> None:
    cases = []
    for said in dealt(text_fields()):
        draft = office.l1.visits.start(None)
        for address, text in said.items():
            office.l1.visits.answer(draft.draft_id, address, text)
        office.l1.visits.finish(draft.draft_id, later=False)
        cases.append((draft.case_id, said))
    printed = tmp_path / "all.pdf"
    printed.write_bytes(office.l1.papers.preview([case for case, _ in cases]))
    subprocess.run(["qpdf", "--check", printed], check=True, capture_output=True)
    for case, said in cases:
        assert expected(said).items() <= values_in(office.l1.cases.show(case).document).items()


def documents(path: Path) -> list[dict[str, Any]]:
    read = [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
    return sorted(read, key=lambda document: str(document["id"]))
