"""How people and devices are called, by their ids, as far as this home knows them."""

from fieldsurvey.store import folding, peers
from fieldsurvey.store.database import Session


def author_names(session: Session) -> dict[str, str]:
    """The names of staff by id."""
    return {record: str(document.get("name", "")) for record, document in folding.documents(session, "staff").items()}


def device_codes(session: Session) -> dict[str, str]:
    """The codes of devices by id."""
    return {row.id: row.code for row in peers.peers(session)}
