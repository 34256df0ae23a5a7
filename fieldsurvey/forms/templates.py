"""The layouts of forms as files: those that ship with the program, and an office's own variant, checked before use."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue
from fieldsurvey.forms.errors import FormUnknownError, TemplateUnusableError
from fieldsurvey.forms.figures import is_figure, is_row_figure
from fieldsurvey.forms.layout import (
    BODY_HEIGHT,
    BODY_WIDTH,
    FIGURE_MARK,
    LAST,
    ROW_WIDTH,
    Answer,
    Cell,
    Derived,
    Form,
    Label,
    Row,
    Section,
    Table,
)
from fieldsurvey.resources import resource

SHIPPED: Final = ("F01",)
MOST_COPIES: Final = 9
MOST_BYTES: Final = 200_000
_SLACK: Final = 0.05


@cache
def shipped_form(form: str) -> Form:
    """A form as it ships with the program.

    Raises:
        FormUnknownError: this edition does not have it. ResourceMissingError: the installation is not whole.
    """
    if form not in SHIPPED:
        raise FormUnknownError(form=form)
    return read_form(resource("forms", f"{form}.json").read_bytes())


def form_of(form: Form | str) -> Form:
    """The form itself, or the shipped one of this id.

    Raises:
        FormUnknownError: this edition does not have it.
    """
    return form if isinstance(form, Form) else shipped_form(form)


def read_form(untrusted: bytes, *, catalogue: Catalogue = CASE) -> Form:
    """A layout from the bytes of its file.

    Raises:
        TemplateUnusableError: it is no layout, does not fit its pages, or names fields that are not there.
    """
    if len(untrusted) > MOST_BYTES:
        raise TemplateUnusableError(what="文件太大")
    try:
        form = msgspec.json.decode(untrusted, type=Form)
    except (msgspec.DecodeError, RecursionError) as problem:
        raise TemplateUnusableError(what=f"格式不对:{problem}") from problem
    for what in _wrong(form, catalogue):
        raise TemplateUnusableError(what=what)
    return form


def _wrong(form: Form, catalogue: Catalogue) -> Iterator[str]:
    """What keeps a layout from being printed, worst first."""
    if not 1 <= form.copies <= MOST_COPIES:
        yield f"份数要在 1 到 {MOST_COPIES} 之间"
    if form.edition < 1 or not form.pages or not form.title.strip():
        yield "要有名称、至少一页,版次从 1 起"
    if form.number and catalogue.find(form.number) is None:
        yield f"没有“{form.number}”这一栏"
    for number, page in enumerate(form.pages, start=1):
        if page.height > BODY_HEIGHT + _SLACK:
            yield f"第 {number} 页高 {page.height:g} 毫米,最多 {BODY_HEIGHT:g} 毫米"
    ids = [section.id for section in (form.header, *form.sections)]
    if len(set(ids)) != len(ids):
        yield "两个部分用了同一个编号"
    for section in (form.header, *form.sections):
        yield from _wrong_in(section, catalogue, BODY_WIDTH if section is form.header else ROW_WIDTH)


def _wrong_in(section: Section, catalogue: Catalogue, wide: float) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Table):
            widths = [part.number_width, *(column.width for column in part.columns)]
            yield from _wrong_table(part, catalogue)
        else:
            widths = [cell.width for cell in part.cells]
            for cell in part.cells:
                yield from _wrong_cell(cell, catalogue)
        if abs(sum(widths) - wide) > _SLACK or min(widths) <= 0 or part.height <= 0:
            yield f"“{section.title or section.id}”有一行宽 {sum(widths):g} 毫米,应为 {wide:g} 毫米"


def _wrong_table(table: Table, catalogue: Catalogue) -> Iterator[str]:
    if catalogue.group(table.group) is None:
        yield f"没有“{table.group}”这张列表"
    if not 0 <= table.rows <= 100:
        yield f"“{table.group}”的行数不对"
    for column in table.columns:
        for field in column.fields:
            if field.startswith(FIGURE_MARK):
                if not is_row_figure(field.removeprefix(FIGURE_MARK)):
                    yield f"不会算“{field}”"
            elif catalogue.find(f"{table.group}/a/{field}") is None:
                yield f"“{table.group}”里没有“{field}”这一栏"


def _wrong_cell(cell: Cell, catalogue: Catalogue) -> Iterator[str]:
    if isinstance(cell, Derived):
        if not is_figure(cell.figure):
            yield f"不会算“{cell.figure}”"
    elif isinstance(cell, Answer | Label) and catalogue.find(cell.address.replace(f"/{LAST}/", "/a/")) is None:
        yield f"没有“{cell.address}”这一栏"


def rows_of_form(form: Form) -> Iterator[Row]:
    """Every plain row, of the header too."""
    for section in (form.header, *form.sections):
        for part in section.parts:
            if isinstance(part, Row):
                yield part
