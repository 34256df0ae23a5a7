"""Which laptop works on which household; headquarters sends a laptop only what is assigned to it."""

from collections.abc import Sequence

from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address, derived_record
from fieldsurvey.case.kinds import Desk
from fieldsurvey.clock import business_date
from fieldsurvey.services.errors import DeviceUnknownError, NotAllowedError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import changes, folding, lists, peers
from fieldsurvey.store.errors import CaseMissingError


class Assignments:
    """Assigning households to laptops and ending it."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def assign(self, case_ids: Sequence[str], device: str) -> int:
        """Assigns households to a laptop; returns how many were not assigned to it before. Safe to repeat.

        Raises:
            NotAllowedError: only headquarters assigns. DeviceUnknownError: no laptop that was admitted.
            CaseMissingError: one of the households is not here; nothing was assigned.
        """
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="分派由总部来做")
        said = []
        with self._seat.database.begin() as session:
            peer = peers.peer(session, device)
            if peer is None or peer.desk != Desk.LAPTOP:
                raise DeviceUnknownError(device=device)
            if changes.known_records(session, "case", case_ids) != set(case_ids):
                raise CaseMissingError
            held = self._held(case_ids, device)
            known = lists.assignments_of(session, device)
            for case_id, record in held:
                if record not in known:
                    said.append(Said("assignment", record, {"case": entry(case_id), "device": entry(device)}))
                elif known[record][1]:
                    standing = folding.state_of(session, "assignment", record).standing(Address("ended_on"))
                    said.append(Said("assignment", record, {"ended_on": entry(None, standing)}))
            seal(session, self._seat, said, what="assign")
        return len(said)

    def end(self, case_ids: Sequence[str], device: str) -> int:
        """Ends the assignment of households to a laptop; what it has stays there."""
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="分派由总部来做")
        said = []
        today = business_date(self._seat.now()).isoformat()
        with self._seat.database.begin() as session:
            for _, record in self._held(case_ids, device):
                state = folding.state_of(session, "assignment", record)
                if state.heads and not state.value(Address("ended_on")):
                    standing = state.standing(Address("ended_on"))
                    said.append(Said("assignment", record, {"ended_on": entry(today, standing)}))
            seal(session, self._seat, said, what="assign")
        return len(said)

    def of_device(self, device: str) -> list[str]:
        """The households that are assigned to a laptop."""
        with self._seat.database.begin() as session:
            return [case for case, ended in lists.assignments_of(session, device).values() if not ended]

    def _held(self, case_ids: Sequence[str], device: str) -> list[tuple[str, str]]:
        return [(case_id, derived_record(f"assignment:{device}", case_id)) for case_id in dict.fromkeys(case_ids)]
