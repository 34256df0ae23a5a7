"""The layouts of forms as files: those that ship with the program, and an office's own variant, checked before use."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import msgspec

from fieldsurvey.case.canonical import digest
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
    STAGES,
    Answer,
    Cell,
    Derived,
    Form,
    Label,
    Page,
    Row,
    Seals,
    Section,
    Signers,
    Table,
)
from fieldsurvey.resources import resource

SHIPPED: Final = ("F01",)
MOST_COPIES: Final = 9
MOST_PAGES: Final = 8
MOST_SIGNERS: Final = 4
MOST_SEALS: Final = 3  # side by side, so that none covers its neighbour
LEAST_HEIGHT: Final = 4.5  # millimetres, in which a line of type stands with air about it
LEAST_WIDTH: Final = 6.0  # in which two characters of the smallest type stand
MOST_HEIGHT: Final = 120.0
HEADER_HEIGHT: Final = 6.6
LEAST_SIGNED_HEIGHT: Final = 12.0
LEAST_SEALED_HEIGHT: Final = 60.0
MOST_BYTES: Final = 200_000
RESERVED: Final = "supplement"  # what is printed of an office's own fields
_SLACK: Final = 0.05
_LINE: Final = 118


@cache
def shipped_form(form: str) -> Form:
    """A form as it ships with the program.

    Raises:
        FormUnknownError: this edition does not have it. ResourceMissingError: the installation is not whole.
    """
    if form not in SHIPPED:
        raise FormUnknownError(form=form)
    return read_form(resource("forms", f"{form}.json").read_bytes())


def variant_of(form: Form) -> Form:
    """An office's own layout under the sign that tells it from all others; everywhere the same for the same layout."""
    bare = msgspec.structs.replace(form, variant="")
    if bare == shipped_form(form.id):
        return bare
    return msgspec.structs.replace(bare, variant=digest(msgspec.json.encode(bare))[:4])


def layout_bytes(form: Form) -> bytes:
    """The file of a layout, to be looked at, changed and read again: short lists stay on one line."""
    bare = msgspec.to_builtins(msgspec.structs.replace(form, variant=""))
    del bare["variant"]
    return f"{_lined(bare, 0)}\n".encode()


def _lined(value: object, depth: int) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list | tuple) or _columns(flat) + 2 * depth <= _LINE:
        return flat
    before, after = "\n" + "  " * (depth + 1), "\n" + "  " * depth
    if isinstance(value, dict):
        lines = [f"{json.dumps(name)}: {_lined(each, depth + 1)}" for name, each in value.items()]
        return f"{{{before}{f',{before}'.join(lines)}{after}}}"
    lines = []
    for each in value:
        text = _lined(each, depth + 1)
        joined = f"{lines[-1]}, {text}" if lines else ""
        if joined and not isinstance(each, dict) and "\n" not in joined and _columns(joined) + 2 * depth < _LINE:
            lines[-1] = joined
        else:
            lines.append(text)
    return f"[{before}{f',{before}'.join(lines)}{after}]"


def _columns(text: str) -> int:
    return sum(2 if ord(character) > 0xFF else 1 for character in text)


def form_of(form: Form | str) -> Form:
    """The form itself, or the shipped one of this id.

    Raises:
        FormUnknownError: this edition does not have it.
    """
    return form if isinstance(form, Form) else shipped_form(form)


def read_form(untrusted: bytes, *, form: str = "", catalogue: Catalogue = CASE) -> Form:
    """A layout from the bytes of its file; with `form` it has to be one of that form.

    Raises:
        TemplateUnusableError: it is no layout, does not fit its pages, or names fields that are not there.
    """
    if len(untrusted) > MOST_BYTES:
        raise TemplateUnusableError(what="文件太大")
    try:
        read = msgspec.json.decode(untrusted, type=Form)
    except (msgspec.DecodeError, RecursionError) as problem:
        # The library's own words are English; where it is wrong is what helps.
        place = re.search(r"\$[^`]*", str(problem))
        raise TemplateUnusableError(what=f"格式不对,在 {place[0]} 处" if place else "它不是表样文件") from problem
    if form and read.id != form:
        raise TemplateUnusableError(what=f"它是“{read.id}”的表样,不是“{form}”的")
    for what in _wrong(read, catalogue):
        raise TemplateUnusableError(what=what)
    return read


def _wrong(form: Form, catalogue: Catalogue) -> Iterator[str]:
    """What keeps a layout from being printed, worst first."""
    yield from _wrong_whole(form, catalogue)
    for number, page in enumerate(form.pages, start=1):
        yield from _wrong_page(page, number)
    stages = [STAGES.index(section.stage) for section in form.sections]
    if stages != sorted(stages):
        yield "各部分要按签字的先后排:调查、计划、实施"
    for section in (form.header, *form.sections):
        yield from _wrong_in(section, catalogue, BODY_WIDTH if section is form.header else ROW_WIDTH)


def _wrong_whole(form: Form, catalogue: Catalogue) -> Iterator[str]:
    ids = [section.id for section in (form.header, *form.sections)]
    for is_wrong, what in (
        (not 1 <= form.copies <= MOST_COPIES, f"份数要在 1 到 {MOST_COPIES} 之间"),
        (form.edition < 1 or not form.pages or not form.title.strip(), "要有名称、至少一页,版次从 1 起"),
        (bool(form.number) and not _is_known(form.number, catalogue), f"没有“{form.number}”这一栏"),
        (len(form.strip) > MOST_SIGNERS, f"续页最多 {MOST_SIGNERS} 人签字"),
        (len(form.pages) > MOST_PAGES, f"最多 {MOST_PAGES} 页"),
        (len(set(ids)) != len(ids) or RESERVED in ids, "两个部分用了同一个编号"),
        (not form.header.height <= HEADER_HEIGHT, f"表头最高 {HEADER_HEIGHT:g} 毫米"),
    ):
        if is_wrong:
            yield what


def _wrong_page(page: Page, number: int) -> Iterator[str]:
    if not page.sections:
        yield f"第 {number} 页什么也没有"
    if not page.height <= BODY_HEIGHT + _SLACK:
        yield f"第 {number} 页高 {page.height:g} 毫米,最多 {BODY_HEIGHT:g} 毫米"
    for part in page.signatures:
        count, most = (len(part.signers), MOST_SIGNERS) if isinstance(part, Signers) else (len(part.seals), MOST_SEALS)
        if not 1 <= count <= most or part.height < LEAST_SIGNED_HEIGHT:
            yield f"第 {number} 页签字盖章的地方要有 1 到 {most} 位,至少高 {LEAST_SIGNED_HEIGHT:g} 毫米"
        if isinstance(part, Seals) and part.height < LEAST_SEALED_HEIGHT:
            yield f"第 {number} 页盖章的地方至少高 {LEAST_SEALED_HEIGHT:g} 毫米,印章才放得下"


def _wrong_in(section: Section, catalogue: Catalogue, wide: float) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Table):
            widths = [part.number_width, *(column.width for column in part.columns)]
            yield from _wrong_table(part, catalogue)
        else:
            widths = [cell.width for cell in part.cells]
            for cell in part.cells:
                yield from _wrong_cell(cell, catalogue)
        if abs(sum(widths) - wide) > _SLACK:
            yield f"“{section.title or section.id}”有一行宽 {sum(widths):g} 毫米,应为 {wide:g} 毫米"
        if min(widths) < LEAST_WIDTH:
            yield f"“{section.title or section.id}”有一格窄于 {LEAST_WIDTH:g} 毫米,写不下字"
        if _is_flat(part):
            yield f"“{section.title or section.id}”有一行太矮或太高,要在 {LEAST_HEIGHT:g} 到 {MOST_HEIGHT:g} 毫米之间"


def _is_flat(part: Row | Table) -> bool:
    heights = (part.heading_height, part.row_height) if isinstance(part, Table) else (part.height,)
    return not all(LEAST_HEIGHT <= height <= MOST_HEIGHT for height in heights)


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
            elif not _is_known(f"{table.group}/a/{field}", catalogue):
                yield f"“{table.group}”里没有“{field}”这一栏"


def _wrong_cell(cell: Cell, catalogue: Catalogue) -> Iterator[str]:
    if isinstance(cell, Derived):
        if not is_figure(cell.figure):
            yield f"不会算“{cell.figure}”"
    elif isinstance(cell, Answer | Label) and not _is_known(cell.address.replace(f"/{LAST}/", "/a/"), catalogue):
        yield f"没有“{cell.address}”这一栏"


def _is_known(address: str, catalogue: Catalogue) -> bool:
    return (catalogue.find(address) or CASE.find(address)) is not None


def rows_of_form(form: Form) -> Iterator[Row]:
    """Every plain row, of the header too."""
    for section in (form.header, *form.sections):
        for part in section.parts:
            if isinstance(part, Row):
                yield part
