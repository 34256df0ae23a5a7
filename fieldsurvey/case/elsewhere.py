"""Identity numbers that another household has as well (domain §7, ID05 and HH08): whose they are, and what is said."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import is_worker

_OVER: Final = frozenset({"cancelled", "withdrawn"})


def numbers_of(document: Mapping[str, Any]) -> dict[str, str]:
    """The identity numbers of the worker and of the members who count in this household, each with its address.

    A member who counts elsewhere is settled. A number that stands here twice is named once: the worker is a member.
    """
    members = rows_of(document, "members")
    counted = [row for row in members if row.get("counts_in_household") is not False or is_worker(row)]
    found: dict[str, str] = {}
    for address, answers in [
        ("identity", document),
        *((f"members/{row.get(ROW, '')}/identity", row) for row in counted),
    ]:
        identity = answers.get("identity")
        number = identity.get("number") if isinstance(identity, Mapping) else None
        if isinstance(number, str) and _is_somebodys(told := bare(number)):
            found.setdefault(told, address)
    return found


def is_held(document: Mapping[str, Any]) -> bool:
    """Whether a household's people are counted there: not after 并户, nor once its file has ended."""
    event = document.get("status")
    status = event.get("status") if isinstance(event, Mapping) else None
    return document.get("merged_into") is None and not (isinstance(status, str) and status in _OVER)


def sentence_of(households: Sequence[str]) -> str:
    """What is said at a number that these households have as well."""
    return f"这个号码已在 {'、'.join(households)}那{'几' if len(households) > 1 else '一'}户,请核对"


def elsewhere(
    document: Mapping[str, Any], held: Mapping[str, Sequence[str]], catalogue: Catalogue = CASE
) -> Iterator[Problem]:
    """The open points that come of numbers which other households hold (`held`); none of them blocks yet."""
    places = {str(row.get(ROW, "")): place for place, row in enumerate(rows_of(document, "members"), start=1)}
    members = catalogue.group("members")
    for number, address in numbers_of(document).items():
        if number not in held or members is None:
            continue
        told = sentence_of(held[number])
        if address == "identity":
            yield Problem(address, "本人·证件", told, "", 1)
        else:
            label = f"{members.row_label}{places[address.split('/')[1]]}·{catalogue.field(address).label}"
            yield Problem(address, label, told, "", members.step)


def _is_somebodys(number: str) -> bool:
    # 无, 0, 不详, 00000000000000000X: what stands where there is no number, many have.
    return len(number) >= 6 and len(set(number)) > 2
