"""What a check is and what it finds: one small pure function each, with its basis and what it blocks."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from fieldsurvey.rules.look import Look


class Severity(StrEnum):
    """错误, 疑点, 提示: what has to be mended, what has to be mended or explained, what is worth knowing."""

    ERROR = "error"
    DOUBT = "doubt"
    NOTE = "note"


SEVERITY_LABELS: Final = {Severity.ERROR: "错误", Severity.DOUBT: "疑点", Severity.NOTE: "提示"}


class Found(msgspec.Struct, frozen=True):
    """One place where a check fires: the field's address ("" for the household), and what is wrong, in one sentence.

    `saw` is what the finding rests on, as text; when it is another one, a reason given before no longer holds.
    Empty stands for the value at the address. `others` are the records of other households that take part.
    Of two people of two households `print` is the pair's own, the same in both, and `reason` what either of them says.
    """

    address: str
    sentence: str
    saw: str = ""
    others: tuple[str, ...] = ()
    print: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One rule of the catalogue (`domain.md` §7 with §0.1).

    `blocks` is what an open finding stops: "" nothing, 审定, 发放 or 退出; never saving, finishing or sending.
    `basis` names the source, `mend` says how people put it right. `find` never raises, whatever the document holds.
    Checks across households have no `find`: the store asks for them.
    """

    id: str
    title: str
    severity: Severity
    blocks: str
    basis: str
    mend: str
    find: "Callable[[Look], Iterable[Found]] | None" = None

    @property
    def may_be_explained(self) -> bool:
        """Whether a reason settles it; an error has to be put right."""
        return self.severity is Severity.DOUBT


class Finding(msgspec.Struct, frozen=True):
    """A check that fired in a household, with what people need to put it right.

    `reason` is what was said of it, when that still holds: the finding is then answered, and no longer open.
    `print` is the fingerprint of what it rests on; a reason repeats it (`reasons/*/saw` of the case).
    """

    check: str
    severity: Severity
    blocks: str
    address: str
    label: str
    sentence: str
    mend: str
    print: str
    reason: str = ""
    others: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something about it."""
        return not self.reason
