"""A device's certificate of itself at headquarters, becoming a new incarnation elsewhere, and who became whom."""

import msgspec

from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import derived_record
from fieldsurvey.services.seat import Identity, Said, Seat, keep_identity, note, seal
from fieldsurvey.store import peers
from fieldsurvey.store.database import Session
from fieldsurvey.sync.certificates import certificate_for, issue
from fieldsurvey.sync.enrolment import Request
from fieldsurvey.sync.succession import succession
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey


def certify_self(session: Session, seat: Seat) -> None:
    """Gives this desk of headquarters its certificate, and the organisation its record."""
    identity = seat.identity
    root = SigningKey(bytes.fromhex(identity.root_secret))
    certificate = certificate_for(
        SigningKey(bytes.fromhex(identity.sign_secret)).public,
        SealKey.from_identity(identity.seal_identity).recipient,
        desk="headquarters",
        code=identity.code,
        organisation=identity.organisation,
        incarnation=identity.incarnation,
        issued_at=seat.stamp(),
    )
    peers.add_peer(
        session,
        device=certificate.device,
        code=certificate.code,
        desk=certificate.desk,
        certificate=issue(root, certificate),
    )
    if identity.incarnation == 1:
        record = derived_record("organisation", identity.root_public)
        seal(session, seat, [Said("organisation", record, {"name": entry(identity.organisation)})])


def succeeded(session: Session, seat: Seat, *, restored: bool = False) -> Identity:
    """The identity of a home that was restored, or started on another machine: new keys, so that no number repeats.

    What the former incarnation wrote stays; a laptop has to be admitted again before it exchanges packages.
    """
    former = seat.identity
    signing, former_key = SigningKey.generate(), SigningKey(bytes.fromhex(former.sign_secret))
    at_headquarters = bool(former.root_secret)
    identity = msgspec.structs.replace(
        former,
        device=signing.public.device_id,
        incarnation=former.incarnation + 1,
        sign_secret=signing.secret.hex(),
        headquarters=signing.public.device_id if at_headquarters else "",
        former_devices=[*former.former_devices, former.device],
        successions=[*former.successions, succession(former_key, signing.public).decode("ascii")],
    )
    keep_identity(session, identity)
    peers.begin_streams_anew(session)
    seat.identity = identity
    if at_headquarters:
        certify_self(session, seat)
    about = {"former": former.device, "incarnation": identity.incarnation, "restored": restored}
    note(session, seat, "new-incarnation", about)
    return identity


def devices_of_home(session: Session, device: str) -> list[str]:
    """The certified devices that one device is, or provably was before its home was copied or restored."""
    known = peers.peers(session)
    home = next((row.home for row in known if row.id == device), device)
    return [row.id for row in known if row.home == home] or [device]


def home_of(session: Session, request: Request) -> str:
    """Under which first device a requesting one is kept: that of the latest former device that was admitted."""
    homes = {row.id: row.home for row in peers.peers(session)}
    known = (homes[former] for former in (request.device, *request.former) if former in homes)
    return next(known, request.device)
