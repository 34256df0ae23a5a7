"""A layout is checked before it is used, for an office may make its own."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from fieldsurvey.forms.errors import FormUnknownError, TemplateUnusableError
from fieldsurvey.forms.layout import BODY_HEIGHT, FIGURE_MARK, Answer, Table
from fieldsurvey.forms.templates import SHIPPED, read_form, shipped_form
from fieldsurvey.resources import resource

Layout = dict[str, Any]


def layout() -> Layout:
    read: Layout = json.loads(resource("forms", "F01.json").read_bytes())
    return read


def changed(change: Callable[[Layout], object]) -> bytes:
    made = layout()
    change(made)
    return json.dumps(made).encode()


def table(made: Layout) -> Layout:
    found: Layout = made["pages"][0]["sections"][1]["parts"][0]
    return found


def seals(made: Layout) -> list[Layout]:
    found: list[Layout] = made["pages"][1]["signatures"][1]["seals"]
    return found


def first_row(made: Layout) -> Layout:
    row: Layout = made["pages"][0]["sections"][0]["parts"][0]
    return row


@pytest.mark.parametrize("form", SHIPPED)
def test_what_ships_is_sound(form: str) -> None:
    assert shipped_form(form).id == form


def test_f01_has_two_pages_and_a_signature_for_each_stage_that_is_signed() -> None:
    form = shipped_form("F01")

    assert len(form.pages) == 2
    assert [part.stage for page in form.pages for part in page.signatures] == ["survey", "plan", "plan"]
    assert all(page.height <= BODY_HEIGHT for page in form.pages)


def test_every_field_is_on_the_form_once() -> None:
    addresses = []
    for section in shipped_form("F01").sections:
        for part in section.parts:
            if isinstance(part, Table):
                fields = [field for column in part.columns for field in column.fields]
                addresses += [f"{part.group}/{field}" for field in fields if not field.startswith(FIGURE_MARK)]
            else:
                addresses += [cell.address for cell in part.cells if isinstance(cell, Answer)]

    assert len(addresses) == len(set(addresses)) > 100


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: first_row(made).update(height=60), "毫米"),
        (lambda made: first_row(made)["cells"].pop(), "有一行宽"),
        (lambda made: first_row(made)["cells"][0].__setitem__(1, "no_such_field"), "no_such_field"),
        (lambda made: first_row(made)["cells"].__setitem__(0, ["figure", "no_such_sum", 14]), "no_such_sum"),
        (lambda made: made["pages"][0]["sections"][1]["parts"][0].update(group="cats"), "cats"),
        (lambda made: made["pages"][0]["sections"][1]["parts"][0]["columns"][0].__setitem__(0, "=years"), "=years"),
        (lambda made: made["pages"][0]["sections"][1].update(id="worker"), "同一个编号"),
        (lambda made: made.update(copies=0), "份数"),
        (lambda made: made.update(copies="三"), "格式不对"),
        (lambda made: made.update(pages=[]), "至少一页"),
        (
            lambda made: (
                first_row(made)["cells"][1].__setitem__(2, 2),
                first_row(made)["cells"][9].__setitem__(2, 58),
            ),
            "写不下字",
        ),
        (lambda made: first_row(made)["cells"][0].__setitem__(0, "button"), "格式不对"),
        (lambda made: made["pages"][1]["sections"].clear(), "什么也没有"),
        (lambda made: made["pages"].extend(made["pages"] * 9), "最多"),
        (lambda made: made["pages"][0]["signatures"][0]["signers"].clear(), "签字盖章"),
        (lambda made: made["pages"][1]["signatures"][1].update(height=20), "印章才放得下"),
        (lambda made: made["pages"].reverse(), "先后"),
        (lambda made: first_row(made).update(height=1), "太矮"),
        (lambda made: first_row(made).update(height=1e308), "毫米"),
        (lambda made: table(made).update(rows=0, row_height=1e300), "太高"),
        (lambda made: made["header"]["parts"].extend(made["header"]["parts"] * 9), "表头"),
        (lambda made: made["pages"][0]["sections"][1].update(id="supplement"), "同一个编号"),
        (lambda made: made["pages"][0]["signatures"][0].update(height=-500), "签字盖章"),
        (lambda made: seals(made).extend(seals(made)), "签字盖章"),
    ],
)
def test_what_could_not_be_printed_is_refused_with_the_reason(change: Callable[[Layout], object], said: str) -> None:
    with pytest.raises(TemplateUnusableError) as refused:
        read_form(changed(change))
    assert said in str(refused.value)


@pytest.mark.parametrize("untrusted", [b"", b"{", b"[]", b"null", b"[" * 100_000, b"\xff\xfe", b" " * 300_000])
def test_bytes_that_are_no_layout_are_refused(untrusted: bytes) -> None:
    with pytest.raises(TemplateUnusableError):
        read_form(untrusted)


def test_a_form_that_is_not_there_is_refused() -> None:
    with pytest.raises(FormUnknownError):
        shipped_form("F99")
