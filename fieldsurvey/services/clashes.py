"""Clashes: fields for which two people wrote different values, and headquarters' choice."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Change, Entry, entry
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.field import FIELD_WRITERS, Catalogue
from fieldsurvey.case.fold import REMOVED, State, fold
from fieldsurvey.case.ids import Address, ChangeId
from fieldsurvey.case.kinds import KINDS, Kind, label_at
from fieldsurvey.case.masking import mask_text
from fieldsurvey.case.paper import household_of
from fieldsurvey.case.parse import show
from fieldsurvey.clock import shown
from fieldsurvey.services.errors import (
    ClashGoneError,
    NoSuchChoiceError,
    NotAllowedError,
    ReasonMissingError,
    RoleMissingError,
)
from fieldsurvey.services.names import author_names, device_codes
from fieldsurvey.services.roles import SEES_NUMBERS, labels_of
from fieldsurvey.services.seat import REASON_LENGTH, Said, Seat, seal
from fieldsurvey.store import changes, folding, lists
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import plain


@dataclass(frozen=True, slots=True)
class ClashValue:
    """One of the values that stand: what it says, by whom, where and when."""

    change_id: str
    shown: str
    author: str
    device: str
    at: str


@dataclass(frozen=True, slots=True)
class OpenClash:
    """One field or row to settle, its values in order of arrival. That of the highest change id is provisional."""

    record: str
    case_name: str
    survey_no: str
    address: str
    label: str
    values: list[ClashValue]


class Clashes:
    """Seeing and settling clashes."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(self, case_id: str | None = None) -> list[OpenClash]:
        """All clashes here, or those of one household; for those who only look, with the numbers of people covered."""
        with self._seat.database.begin() as session:
            records = lists.clashing_records(session, case_id)
            names, codes = author_names(session), device_codes(session)
            found = [
                clash
                for kind, record in records
                for clash in _of_record(session, self._seat, kind, record, names=names, codes=codes)
            ]
        catalogue = self._seat.catalogue
        return found if self._seat.roles & SEES_NUMBERS else [_covered(clash, catalogue) for clash in found]

    def settle(self, record: str, address: str, change_id: str, why: str) -> str:
        """Lets the value of one change stand and replaces all others; returns the id of the settling change.

        For a row in clash, choosing the removal removes the row; choosing another brings it back as it was.

        Raises:
            NotAllowedError: only headquarters settles, and there who may write the field.
            ReasonMissingError, TextTooLongError: a choice needs a reason, and a short one.
            ClashGoneError: it is settled already. NoSuchChoiceError: the change is not one of those that stand.
        """
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="裁定冲突由总部来做")
        if not why.strip():
            raise ReasonMissingError(what="裁定")
        if len(why) > REASON_LENGTH:
            raise TextTooLongError(length=len(why), limit=REASON_LENGTH)
        with self._seat.database.begin() as session:
            kind, found = _clashing(session, record, address)
            self._check_field(kind, address)
            state = fold(found)
            clash = next((clash for clash in state.clashes() if clash.address == address), None)
            if clash is None:
                raise ClashGoneError
            if ChangeId(change_id) not in clash.values:
                raise NoSuchChoiceError
            if address.endswith(f"/{REMOVED}"):
                entries = _row_choice(state, Address(address), ChangeId(change_id), dict(found))
            else:
                entries = {address: entry(clash.values[ChangeId(change_id)], state.standing(Address(address)))}
            said = Said(kind, record, entries, why=str(tidied(why.strip())))
            return seal(session, self._seat, [said], what="settle")[0]

    def _check_field(self, kind_id: str, address: str) -> None:
        """Settling is writing: a reviewer must not choose among the roles of a person, nor others in files."""
        kind = KINDS.get(kind_id)
        writers = kind.catalogue.writers(address) if kind else FIELD_WRITERS
        if not self._seat.roles & writers:
            label = label_at(kind, address) if kind else address
            raise RoleMissingError(what=f"裁定“{label}”", roles=labels_of(writers))


def _clashing(session: Session, record: str, address: str) -> tuple[str, list[tuple[ChangeId, Change]]]:
    for kind, _ in lists.clashing_records(session, record):
        found = changes.of_records(session, kind, [record]).get(record, [])
        if any(address in change.set for _, change in found):
            return kind, found
    raise ClashGoneError


def _row_choice(state: State, address: Address, chosen: ChangeId, by_id: Mapping[ChangeId, Change]) -> dict[str, Entry]:
    group, row, _ = address.split("/")
    removal = state.heads[address].get(chosen)
    entries: dict[str, Entry] = {address: entry(removal, state.standing(address))}
    if removal is not None:
        for other in state.heads:
            if other.startswith(f"{group}/{row}/") and other != address and not other.endswith("/place"):
                entries[other] = entry(None, state.standing(other))
        return entries
    removals = set(state.heads[address])
    for other, heads in state.heads.items():
        emptied = [identity for identity, value in heads.items() if value is None and identity in removals]
        if not other.startswith(f"{group}/{row}/") or other == address or not emptied:
            continue
        live = {identity: value for identity, value in heads.items() if value is not None}
        if live:
            # Only what the removal emptied is settled here; values that differ among themselves stay a clash.
            kept = chosen if chosen in live else max(live)
            entries[other] = entry(live[kept], [*emptied, kept])
        else:
            entries[other] = entry(_before(other, emptied, by_id), list(heads))
    return entries


def _before(address: Address, emptied: list[ChangeId], by_id: Mapping[ChangeId, Change]) -> Value:
    """What a removal found in a field; of several values the one that was shown, that of the highest id."""
    found: dict[str, Value] = {}
    for identity in emptied:
        for replaced in by_id[identity].set[address].replaces:
            said = by_id[ChangeId(replaced)].set.get(address) if replaced in by_id else None
            if said is not None and said.value is not None:
                found[replaced] = said.value
    return found[max(found)] if found else None


def _of_record(
    session: Session, seat: Seat, kind_id: str, record: str, *, names: dict[str, str], codes: dict[str, str]
) -> list[OpenClash]:
    found = changes.of_records(session, kind_id, [record]).get(record, [])
    state = fold(found)
    by_id = dict(found)
    # Of a case also what the office added has its label.
    kind = seat.case_kind if kind_id == "case" else KINDS.get(kind_id)
    document = folding.document_of(session, kind_id, record) or {}
    if kind_id == "paper":
        # A paper goes by the name of its household.
        document = folding.document_of(session, "case", household_of(document)) or {}
    open_clashes = []
    for clash in state.clashes():
        # In the order they arrived: clocks are shown to people and order nothing.
        values = [
            _value(
                kind, clash.address, clash.values[identity], by=(identity, by_id[identity]), names=names, codes=codes
            )
            for identity in by_id
            if identity in clash.values
        ]
        open_clashes.append(
            OpenClash(
                record=record,
                case_name=plain(document.get("name")),
                survey_no=plain(document.get("survey_no")),
                address=clash.address,
                label=label_at(kind, clash.address) if kind else clash.address,
                values=values,
            )
        )
    return open_clashes


def _covered(clash: OpenClash, catalogue: Catalogue) -> OpenClash:
    field = catalogue.find(clash.address)
    if field is None:
        return clash
    return replace(clash, values=[replace(value, shown=mask_text(field, value.shown)) for value in clash.values])


def _value(
    kind: Kind | None,
    address: str,
    value: object,
    *,
    by: tuple[ChangeId, Change],
    names: dict[str, str],
    codes: dict[str, str],
) -> ClashValue:
    identity, change = by
    if address.endswith(f"/{REMOVED}"):
        text = f"删除这一行({value.get('why', '')})" if isinstance(value, dict) else "保留这一行"
    else:
        field = kind.catalogue.find(address) if kind else None
        # Neither the kind nor the field of a newer edition is known here.
        said = "" if value is None else str(value) if field is None else show(field, value)
        text = said or "(清空)"
    return ClashValue(
        change_id=identity,
        shown=text,
        author=names.get(change.author, change.author),
        device=codes.get(change.device, change.device),
        at=shown(change.at),
    )
