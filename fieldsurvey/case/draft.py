"""A draft: an unsealed change, each answer with the heads of its field as they were when it was shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import Address


@dataclass(frozen=True, slots=True)
class Answer:
    """One accepted answer: its value and the changes that stood in the field when the answer was begun."""

    value: Value
    heads: tuple[str, ...] = ()


def sealed_entries(answers: Mapping[Address, Answer], state: State) -> dict[str, Entry]:
    """What goes into the change: the answers that say something new.

    An answer equal to what stood when it was shown is left out, provided that only one value stood there;
    agreeing with one side of a clash is an answer.
    """
    said: dict[str, Entry] = {}
    for address, answer in answers.items():
        present: Mapping[str, Value] = state.heads.get(address, {})  # type: ignore[assignment]  # ids are texts
        seen = {encode(present[head]) for head in answer.heads if head in present}
        unchanged = seen == {encode(answer.value)} and set(answer.heads) == set(present)
        if unchanged or (answer.value is None and not answer.heads and address not in state.heads):
            continue
        said[address] = entry(answer.value, list(answer.heads))
    return said


def overlaid(state: State, answers: Mapping[Address, Answer]) -> State:
    """The state as the person at this laptop sees it: the record with the draft's answers over it."""
    shown = State({address: dict(heads) for address, heads in state.heads.items()})
    for address, answer in answers.items():
        shown.heads[address] = {"~draft": answer.value}  # type: ignore[dict-item]  # sorts above every change id
    return shown


def removal(state: State, group: str, row: str, why: str) -> dict[Address, Value]:
    """The answers that remove a row: every value it shows goes, and the reason stands at `removed`."""
    prefix = f"{group}/{row}/"
    gone: dict[Address, Value] = {
        address: None for address in state.heads if address.startswith(prefix) and not address.endswith(f"/{PLACE}")
    }
    gone[Address(f"{prefix}{REMOVED}")] = {"why": why}
    return gone
