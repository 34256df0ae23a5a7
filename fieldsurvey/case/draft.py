"""A draft: an unsealed change, each answer with the heads of its field as they were when it was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.change import Change, Entry, entry
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import ADDRESS_PATTERN, Address, ChangeId

_FORMER: Final = "former"  # never leaves the draft
_SAID: Final = "said"


@dataclass(frozen=True, slots=True)
class Answer:
    """One accepted answer: its value and the changes that stood in the field when the answer was begun."""

    value: Value
    heads: tuple[str, ...] = ()


def sealed_entries(answers: Mapping[Address, Answer], state: State) -> dict[str, Entry]:
    """What goes into the change: the answers that say something new.

    An answer equal to what stood when it was shown is left out, provided that only one value stood there;
    agreeing with one side of a clash is an answer. Emptying a field that was shown empty says nothing, also when
    a value came in meanwhile.
    """
    said: dict[str, Entry] = {}
    for address, answer in answers.items():
        value = _without_former(answer.value) if address.endswith(f"/{REMOVED}") else answer.value
        present: Mapping[str, Value] = state.heads.get(address, {})  # type: ignore[assignment]  # ids are texts
        seen = {encode(present[head]) for head in answer.heads if head in present}
        unchanged = seen == {encode(value)} and set(answer.heads) == set(present)
        if unchanged or (value is None and not answer.heads):
            continue
        said[address] = entry(value, list(answer.heads))
    return said


def overlaid(state: State, answers: Mapping[Address, Answer]) -> State:
    """The state as the person at this laptop sees it: the record with the draft's answers over it."""
    shown = State({address: dict(heads) for address, heads in state.heads.items()})
    for address, answer in answers.items():
        shown.heads[address] = {"~draft": answer.value}  # type: ignore[dict-item]  # sorts above every change id
    return shown


def removal(
    state: State, answers: Mapping[Address, Answer], row: str, why: str, *, said: Mapping[str, Value] | None = None
) -> dict[Address, Value]:
    """The answers that remove a row, `list/row`: every value it shows goes, and the reason stands at `removed`.

    What was answered there before stays beside the reason for as long as the draft lasts, to be restored. `said` are
    values by field that came into the row by the same change; they stay beside the reason for good.
    """
    removed = Address(f"{row}/{REMOVED}")
    standing = answers[removed].value if removed in answers else None
    own: dict[str, Value] = {address: given.value for address, given in answers.items() if _is_in(address, row)}
    former = standing.get(_FORMER, {}) if isinstance(standing, Mapping) else own
    gone: dict[Address, Value] = {address: None for address in (*state.heads, *answers) if _is_in(address, row)}
    gone[removed] = {"why": why, _FORMER: former, **({_SAID: dict(said)} if said else {})}
    return gone


def restored(answers: Mapping[Address, Answer], row: str) -> dict[Address, Value]:
    """The answers in a row, `list/row`, as if the draft had not removed it; nothing else is changed."""
    said = {address: given.value for address, given in answers.items() if address.startswith(f"{row}/")}
    removal_said = said.pop(Address(f"{row}/{REMOVED}"), None)
    if not isinstance(removal_said, Mapping):
        return said
    former = cast(Mapping[Address, Value], removal_said.get(_FORMER, {}))
    return {**former, **{address: value for address, value in said.items() if value is not None}}


def former_row(known: Iterable[tuple[ChangeId, Change]], state: State, row: str) -> dict[Address, Value]:
    """The answers that bring back a row, `list/row`, which an earlier change removed: what that removal replaced."""
    by_id = dict(known)
    back: dict[Address, Value] = {}
    removals = {
        each: said for each, said in state.heads.get(Address(f"{row}/{REMOVED}"), {}).items() if said is not None
    }
    for removal_id, removal_said in removals.items():
        for untrusted_address, said in by_id[removal_id].set.items():
            address = Address(untrusted_address)
            if not _is_in(address, row) or address.endswith(f"/{REMOVED}"):
                continue
            stood = [by_id[ChangeId(each)].set[address].value for each in said.replaces if ChangeId(each) in by_id]
            if stood:
                back[address] = stood[-1]
        said_there = removal_said.get(_SAID) if isinstance(removal_said, Mapping) else None
        for name, value in said_there.items() if isinstance(said_there, Mapping) else ():
            if ADDRESS_PATTERN.fullmatch(f"{row}/{name}"):
                back[Address(f"{row}/{name}")] = value
    if removals:
        # Also of a row in which nothing had been answered: it is there again, as empty as it was.
        back[Address(f"{row}/{REMOVED}")] = None
    return back


def _is_in(address: Address, row: str) -> bool:
    return address.startswith(f"{row}/") and not address.endswith(f"/{PLACE}")


def _without_former(removal_said: Value) -> Value:
    if not isinstance(removal_said, Mapping):
        return removal_said
    return {key: said for key, said in removal_said.items() if key != _FORMER}
