"""What the national system (全国工会帮扶工作管理系统) asks of a household, in its order and its words.

The order is a file, `resources/national/F02.json`; an office's own comes as the headings that its system shows.
Sources: `domain.md` §4.3 (F02 with its newer member row), §4.4 (options as printed there).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import msgspec

from fieldsurvey.case.half_width import plain
from fieldsurvey.forms.layout import FIGURE_MARK
from fieldsurvey.resources import resource

MEMBERS: Final = "members"
OWN_TITLE: Final = "职工与家庭"
_OF: Final = re.compile(
    r"(?:([a-z_]{1,32})\[([a-z0-9_]{1,32})=([A-Za-z0-9_]{1,64})\]/)?(=?[a-z][a-z0-9_]{0,63})(?:\.([a-z0-9]+))?"
)


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One box of that system: its label there and what goes in.

    `of` is a field, a part of one (`bank.number`), a field of a row (`causes[rank=main]/cause`, of the `nth` such row),
    or a figure (`=persons`). `given`: that system gives it, nobody types it.
    """

    label: str
    of: str
    required: bool = False
    given: bool = False
    nth: int = 1


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Boxes that stand together; with `rows` they come again for each row of that list."""

    title: str
    items: tuple[Item, ...]
    rows: str = ""


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in order. `labels`: by code table the codes that are called otherwise there, None where none fits."""

    title: str
    sections: tuple[Section, ...]
    labels: dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class Source:
    """What `Item.of` says, in its parts; `name` is a field, or a figure with its mark."""

    name: str
    part: str = ""
    group: str = ""
    fixed: tuple[str, str] | None = None

    @property
    def is_figure(self) -> bool:
        """True for what is reckoned."""
        return self.name.startswith(FIGURE_MARK)


@cache
def shipped_order() -> Order:
    """The order of F02.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    return msgspec.json.decode(resource("national", "F02.json").read_bytes(), type=Order)


@cache
def source_of(of: str) -> Source | None:
    """The parts of `Item.of`; None where it has another shape, as targets of maps may."""
    found = _OF.fullmatch(of)
    if found is None:
        return None
    group, fixed, value, name, part = found.groups()
    return Source(name, part or "", group or "", (fixed, value) if fixed else None)


def ordered_by(order: Order, headings: Mapping[str, str]) -> Order:
    """The order as an office's own headings have it, by target; what stands in rows follows as it ships.

    A heading that the shipped order knows is that box, even where a map leaves it out because nobody reads it in;
    another one that is left out is none at all.
    """
    known = {plain(item.label): item for section in order.sections if not section.rows for item in section.items}
    by_source = {item.of: item for item in known.values()}
    items = []
    for heading, target in headings.items():
        item = known.get(plain(heading)) or by_source.get(target)
        if item is None and source_of(target) is not None and target != "key":
            item = Item(heading, target)
        if item is not None:
            items.append(msgspec.structs.replace(item, label=heading))
    rows = tuple(section for section in order.sections if section.rows)
    return msgspec.structs.replace(order, sections=(Section(OWN_TITLE, tuple(items)), *rows))
