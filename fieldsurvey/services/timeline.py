"""Everything that happened to a household, the newest first: saved changes, visits, papers, sticks and receipts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.change import Change
from fieldsurvey.case.document import ROW, Document, to_document
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import ChangeId, row_address
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.kinds import Kind, label_at
from fieldsurvey.case.masking import covered
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import members_of
from fieldsurvey.clock import shown
from fieldsurvey.services.names import author_names, device_codes
from fieldsurvey.services.paper_story import is_told, told_of
from fieldsurvey.store import folding, histories
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.histories import Kept
from fieldsurvey.store.projections import plain

_READ_AT_ONCE: Final = 200
_LABELS_TOLD: Final = 4


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what happened.

    `sort` is change, visit, import, settled, status, paper, written, read or confirmed. `change_id` opens its
    fields; only what was saved has one. `seq` is its place in the order of arrival: no clock orders anything.
    """

    seq: int
    sort: str
    at: str
    author: str
    device: str
    title: str
    told: str
    change_id: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of what happened. `before` asks for the page behind it; 0 when this is the last."""

    happenings: list[Happening]
    before: int


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one change: who, when, on which laptop, from what to what."""

    at: str
    author: str
    device: str
    address: str
    label: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class _Known:
    names: dict[str, str]
    codes: dict[str, str]

    def author(self, change: Change) -> str:
        return self.names.get(change.author, change.author)

    def device(self, change: Change) -> str:
        return self.codes.get(change.device, change.device)


def page(
    session: Session, case_id: str, *, case: Kind, field: str, before: int, limit: int
) -> tuple[list[Happening], int]:
    """The saved changes that arrived before a place, the newest first, and where the next page begins.

    With `field` (`mobile`, or `members/name` for that field of any row) only changes that say something of it.
    """
    known = _Known(author_names(session), device_codes(session))
    found: list[Happening] = []
    group, _, name = field.rpartition("/")
    pieces = [f'"{group}/', f'/{name}"'] if group else [f'"{name}"'] if name else []
    while len(found) < limit:
        some = histories.before(session, case_id, before, naming=pieces, limit=_READ_AT_ONCE)
        for kept in some:
            before = kept.seq
            if not field or any(_is_of(address, field) for address in kept.change.set):
                found.append(_of_change(kept, known, case))
                if len(found) == limit:
                    break
        if len(some) < _READ_AT_ONCE and (not some or before == some[-1].seq):
            return found, 0
    return found, before


def of_papers(session: Session, case_id: str, in_force: InForce) -> Iterator[Happening]:
    """What became of the household's papers, the newest first."""
    known = _Known(author_names(session), device_codes(session))
    found = histories.papers(session, case_id)
    forms = {kept.change.record: plain(kept.change.set["form"].value) for kept in found if "form" in kept.change.set}
    for kept in found:
        if not is_told(kept.change):
            continue
        title, told = told_of(kept.change, forms.get(kept.change.record, ""), in_force)
        yield Happening(
            kept.seq, "paper", shown(kept.change.at), known.author(kept.change), known.device(kept.change), title, told
        )


def fields_of(document: Document, case: Kind) -> list[tuple[str, str]]:
    """The fields by which the timeline of a household can be filtered: those it has, in order, with their labels."""
    fields = dict.fromkeys(name for name in document if case.catalogue.find(name) is not None)
    for group in case.catalogue.groups:
        present = {name for row in rows_of(document, group.id) for name in row}
        fields.update(dict.fromkeys(f"{group.id}/{one.id}" for one in group.fields if one.id in present))
    labelled = ((field, _label_of(field, case)) for field in fields)
    return sorted(labelled, key=lambda one: _order_of(one[0], case))


def of_change(session: Session, case_id: str, change_id: str, *, case: Kind) -> list[HistoryLine]:
    """All fields of one saved change, before and after, their numbers covered.

    Raises:
        CaseMissingError: it is no change of this household.
    """
    change = histories.by_id(session, [change_id]).get(ChangeId(change_id))
    if change is None or change.record != case_id or change.kind != "case":
        raise CaseMissingError
    replaced = {identity for said in change.set.values() for identity in said.replaces}
    values = histories.by_id(session, sorted(replaced))
    state = folding.state_of(session, "case", case_id)
    told = [(ChangeId(change_id), change)]
    return lines_of(told, values, session=session, case=case, state=state, is_covered=True)


def lines_of(
    found: Sequence[tuple[ChangeId, Change]],
    values: dict[ChangeId, Change],
    *,
    session: Session,
    case: Kind,
    state: State,
    is_covered: bool = False,
) -> list[HistoryLine]:
    """The fields of changes, the last arrived first; `values` holds what they replaced.

    Members go by the names that they have in `state`, those removed since too.
    """
    known, catalogue = _Known(author_names(session), device_codes(session)), case.catalogue
    names, write = member_names(state), covered if is_covered else show

    def tell(field: Field, value: object) -> str:
        name = names.get(str(value)) if field.sort is Sort.MEMBER else None
        return write(field, value) if name is None else name

    lines = []
    for _, change in reversed(found):
        for address, given in change.set.items():
            field = catalogue.find(address)
            if address.endswith(f"/{PLACE}") or field is None:
                continue
            before = [
                values[ChangeId(replaced)].set[address].value
                for replaced in given.replaces
                if ChangeId(replaced) in values and address in values[ChangeId(replaced)].set
            ]
            lines.append(
                HistoryLine(
                    at=shown(change.at),
                    author=known.author(change),
                    device=known.device(change),
                    address=address,
                    label=label_at(case, address),
                    before=" / ".join(tell(field, value) for value in before),
                    after=tell(field, given.value),
                    why=change.why,
                )
            )
    return lines


def member_names(state: State) -> dict[str, str]:
    """By row id what the members are called, as far as they have a name."""
    told = {address: plain(state.value(address)) for address in state.heads}
    names = {address.split("/")[1]: name for address, name in told.items() if _is_of(address, "members/name") and name}
    worker = {str(row.get(ROW)): plain(row.get("name")) for row in members_of(to_document(state))}
    return names | {row: name for row, name in worker.items() if name}


def _of_change(kept: Kept, known: _Known, case: Kind) -> Happening:
    sort, title = _title(kept.change, case)
    labels = list(dict.fromkeys(label_at(case, address) for address in kept.change.set if not _is_place(address)))
    told = "、".join(labels[:_LABELS_TOLD]) + (f" 等 {len(labels)} 栏" if len(labels) > _LABELS_TOLD else "")
    if kept.change.why:
        told = f"{told}({kept.change.why})"
    at, change = shown(kept.change.at), kept.change
    return Happening(kept.seq, sort, at, known.author(change), known.device(change), title, told, kept.id)


def _title(change: Change, case: Kind) -> tuple[str, str]:
    if change.origin:
        return "import", f"导入(来源:{change.origin})"
    if any(len(said.replaces) > 1 for said in change.set.values()):
        return "settled", "裁定冲突"
    visit = next(_visits(change, case), "")
    if visit:
        return "visit", visit
    status = change.set.get("status")
    if status is not None and isinstance(status.value, dict):
        why = plain(status.value.get("why"))
        return "status", f"办理:{show(case.catalogue.field('status'), status.value)}" + (f"({why})" if why else "")
    event = next((said.value for address, said in change.set.items() if _is_of(address, "life_events/type")), None)
    if event is not None:
        return "change", show(case.catalogue.field("life_events/any/type"), event)
    return "change", "删除" if any(address.endswith(f"/{REMOVED}") for address in change.set) else "修改"


def _visits(change: Change, case: Kind) -> Iterator[str]:
    """The visits that a change tells of, each in words."""
    group = case.catalogue.group("visits")
    rows = dict.fromkeys(address.split("/")[1] for address in change.set if address.startswith("visits/"))
    for row in rows:
        told = {
            field.id: show(field, said.value)
            for field in (group.fields if group else ())
            if (said := change.set.get(row_address("visits", row, field.id))) is not None
        }
        if told.get("visited_on") or told.get("outcome"):
            people = "、".join(name for name in (told.get("surveyor1"), told.get("surveyor2")) if name)
            parts = ("入户", told.get("visited_on"), told.get("outcome"), people)
            yield " ".join(part for part in parts if part)


def _label_of(field: str, case: Kind) -> str:
    parts = field.split("/")
    return label_at(case, field if len(parts) == 1 else f"{parts[0]}/any/{parts[1]}")


def _is_place(address: str) -> bool:
    return address.endswith(f"/{PLACE}")


def _field_of(address: str) -> str:
    parts = address.split("/")
    return address if len(parts) == 1 else f"{parts[0]}/{parts[2]}"


def _is_of(address: str, field: str) -> bool:
    return _field_of(address) == field


def _order_of(field: str, case: Kind) -> tuple[int, int]:
    """Where a field stands in the catalogue."""
    catalogue, parts = case.catalogue, field.split("/")
    if len(parts) == 1:
        places = [one.id for one in catalogue.fields]
        return 0, places.index(field) if field in places else len(places)
    groups = [group.id for group in catalogue.groups]
    group = catalogue.group(parts[0])
    names = [one.id for one in group.fields] if group else []
    place = names.index(parts[1]) if parts[1] in names else len(names)
    return (1 + groups.index(parts[0]) if group else len(groups) + 1), place


def value_at(document: Document, address: str) -> object:
    """The value at an address of a document; None when it has none."""
    parts = address.split("/")
    if len(parts) == 1:
        return document.get(address)
    return next((row.get(parts[-1]) for row in rows_of(document, parts[0]) if row.get(ROW) == parts[1]), None)
