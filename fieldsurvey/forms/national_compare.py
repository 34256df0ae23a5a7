"""One household three times: in the national list, in its file here, and on its last paper; box by box."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.canonical import digest
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.half_width import bare as bare_number
from fieldsurvey.case.half_width import half_width, plain
from fieldsurvey.case.masking import HIDDEN, mask_apart
from fieldsurvey.case.money import fen_of
from fieldsurvey.case.parse import parse, parse_date
from fieldsurvey.forms.answers import field_at
from fieldsurvey.forms.layout import LAST
from fieldsurvey.forms.national_figures import bare
from fieldsurvey.forms.national_lines import EntryLine
from fieldsurvey.forms.national_order import Order, source_of

HASHED: Final = "sha256:"
_AMOUNTS: Final = frozenset(
    {"=wage_month", "=nonwage_year", "=income_year", "=income_month_per_head", "=expense_year", "building_area"}
)
# The figures that a paper prints as well.
_ON_PAPER: Final = frozenset({"=income_year", "=expense_year", "=persons", "=income_month_per_head"})


@dataclass(frozen=True, slots=True)
class Three:
    """One box with its three values, numbers covered except where they differ; `paper` is empty where none is known.

    `is_equal`: the list says what the file says; `paper_differs`: a paper is known and says something else.
    """

    key: str
    label: str
    national: str
    here: str
    paper: str
    is_equal: bool
    paper_differs: bool


def three_of(
    texts: Mapping[str, str],
    lines: Iterable[EntryLine],
    paper: Mapping[str, str],
    *,
    order: Order,
    catalogue: Catalogue,
) -> list[Three]:
    """Every box that the list has, beside the file and, where it printed that box, the paper.

    `texts` are the list's by box, `paper` what was printed, by address.
    """
    reader = _Reader(order, catalogue)
    return [reader.three(line, texts[line.key], paper) for line in lines if line.key in texts]


class _Reader:
    """Compares texts as what they mean, whatever each of the three writes it like."""

    def __init__(self, order: Order, catalogue: Catalogue) -> None:
        self._order, self._catalogue = order, catalogue

    def three(self, line: EntryLine, national: str, paper: Mapping[str, str]) -> Three:
        """One box."""
        field = self._field(line.key)
        address = line.key if line.key in _ON_PAPER else line.address
        printed = paper.get(address)
        told = printed is not None and not _is_part(line.key)
        same = self._meaning(line.key, field, national) == self._meaning(line.key, field, line.text)
        same = same or _fits_covered(national, line.text)
        if told and printed is not None:
            is_same_paper = self._on_paper(line, field, printed)
            paper_text = "(同本程序)" if printed.startswith(HASHED) and is_same_paper else printed
        else:
            is_same_paper, paper_text = True, ""
        shown = self._covered(field, [national, line.text, paper_text])
        return Three(line.key, line.label, shown[0], shown[1], shown[2], same, not is_same_paper)

    def _field(self, key: str) -> Field | None:
        source = source_of(key.partition("#")[0])
        if source is None or source.is_figure:
            return None
        try:
            return field_at(self._catalogue, f"{source.group}/{LAST}/{source.name}" if source.group else source.name)
        except UnknownFieldError:
            return None

    def _on_paper(self, line: EntryLine, field: Field | None, printed: str) -> bool:
        if printed.startswith(HASHED):
            return printed == HASHED + digest(line.text.encode())
        return self._meaning(line.key, field, printed) == self._meaning(line.key, field, line.text)

    def _meaning(self, key: str, field: Field | None, text: str) -> str:
        text = half_width(text).strip()
        if field is None or key in _AMOUNTS:
            amount = fen_of(text.removesuffix("人").removesuffix("㎡"))
            return bare(amount) if amount is not None else plain(text)
        if field.sort is Sort.DATE:
            return parse_date(text) or text
        if field.sort in (Sort.IDENTITY, Sort.PHONE) or key == "bank.number":
            return bare_number(text)
        if field.sort is Sort.FLAG:
            return str(parse(field, text))
        if field.sort in (Sort.CODE, Sort.CODES):
            return self._as_there(field, text)
        return plain(text)

    def _as_there(self, field: Field, text: str) -> str:
        """A choice as that system calls it, whichever of its names stands there."""
        code = field.choices.find(text) if field.sort is Sort.CODE else None
        if code is None:
            return plain(text)
        return plain(self._order.labels.get(field.codes, {}).get(code) or field.choices.label_of(code))

    @staticmethod
    def _covered(field: Field | None, texts: list[str]) -> list[str]:
        if field is None:
            return texts
        if field.sort in (Sort.IDENTITY, Sort.PHONE, Sort.BANK):
            there = [place for place, text in enumerate(texts) if text]
            covered = mask_apart(field, [texts[place] for place in there]) if there else []
            return [covered[there.index(place)] if place in there else "" for place in range(len(texts))]
        return texts


def _is_part(key: str) -> bool:
    """Of a bank account the paper prints all in one."""
    return key.startswith("bank.")


def _fits_covered(national: str, here: str) -> bool:
    """A list that covers its numbers says as much as it shows."""
    shown, own = "".join(national.split()), "".join(here.split())
    if "**" not in shown or shown == HIDDEN or len(shown) != len(own):
        return False
    return all(one in ("*", other) for one, other in zip(shown.upper(), own.upper(), strict=True))
