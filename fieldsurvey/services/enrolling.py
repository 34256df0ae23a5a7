"""Enrolment by files: a laptop's request, headquarters' answer, and the digits that people read aloud."""

from pathlib import Path

import msgspec

from fieldsurvey.services.errors import AlreadyAdmittedError, CodeTakenError, NotAllowedError
from fieldsurvey.services.incarnation import home_of
from fieldsurvey.services.seat import Seat, keep_identity, note
from fieldsurvey.services.starting import keep_card
from fieldsurvey.store import peers
from fieldsurvey.store.database import Session
from fieldsurvey.sync.enrolment import (
    Request,
    answer_root,
    read_answer,
    read_request,
    write_answer,
    write_request,
)
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey


class Enrolling:
    """Joining laptops to headquarters."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def write_request(self, folder: Path) -> Path:
        """Writes this laptop's request into a folder; its digits are `own_fingerprint`."""
        identity = self._seat.identity
        if self._seat.at_headquarters:
            raise NotAllowedError(what="入网申请由入户笔记本来写")
        with self._seat.database.begin() as session:
            note(session, self._seat, "enrolment-requested")
        return write_request(
            folder,
            self._signing(),
            seal=SealKey.from_identity(identity.seal_identity).recipient,
            incarnation=identity.incarnation,
            made_at=self._seat.stamp(),
            successions=[each.encode("ascii") for each in identity.successions],
            practice=identity.practice,
        )

    def own_fingerprint(self) -> str:
        """The digits that this side reads aloud: of the laptop's key, or of headquarters' root."""
        root = self._seat.identity.root_secret
        return SigningKey(bytes.fromhex(root)).public.fingerprint() if root else self._signing().public.fingerprint()

    def request_fingerprint(self, path: Path) -> str:
        """The digits of a request, for comparing with what the laptop's user reads aloud."""
        return read_request(path, practice=self._seat.identity.practice).fingerprint()

    def answer_fingerprint(self, path: Path) -> str:
        """The digits of an answer's root, for comparing with what headquarters reads aloud."""
        return answer_root(path).fingerprint()

    def accept_request(self, path: Path, *, code: str, fingerprint: str, out_folder: Path) -> Path:
        """Admits a laptop under a code and writes the answer for it.

        Raises:
            NotAllowedError: only headquarters admits. CodeTakenError: another laptop has this code.
            FingerprintDiffersError and the others of `sync.enrolment_errors`: nothing was admitted.
        """
        identity = self._seat.identity
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="接受入网申请由总部来做")
        request = read_request(path, practice=identity.practice)
        with self._seat.database.begin() as session:
            self._check_code(session, request, code)
            own = peers.peer(session, identity.device)
            written = write_answer(
                out_folder,
                root=SigningKey(bytes.fromhex(identity.root_secret)),
                request=request,
                fingerprint=fingerprint,
                headquarters=own.certificate if own else b"",
                code=code,
                organisation=identity.organisation,
                recovery=identity.recovery,
                province_key=bytes.fromhex(identity.province_key),
                issued_at=self._seat.stamp(),
                practice=identity.practice,
            )
            home = home_of(session, request)
            peers.add_peer(
                session, device=request.device, code=code, desk="laptop", certificate=written.signed, home=home
            )
            note(session, self._seat, "device-admitted", {"device": request.device, "code": code})
        return written.path

    def finish(self, path: Path, *, fingerprint: str) -> None:
        """Takes in headquarters' answer; from now on packages can be written and read.

        Raises:
            FingerprintDiffersError, NotForThisLaptopError and the others of `sync.enrolment_errors`.
        """
        identity = self._seat.identity
        if self._seat.at_headquarters:
            raise NotAllowedError(what="总部不需要入网")
        enrolment = read_answer(
            path,
            me=self._signing().public,
            seal_key=SealKey.from_identity(identity.seal_identity),
            fingerprint=fingerprint,
            practice=identity.practice,
        )
        renewed = msgspec.structs.replace(
            identity,
            organisation=enrolment.own.organisation,
            code=enrolment.own.code,
            root_public=enrolment.root.hex(),
            headquarters=enrolment.headquarters.device,
            recovery=list(enrolment.recovery),
            province_key=enrolment.province_key.hex(),
        )
        with self._seat.database.begin() as session:
            for certificate, signed in (
                (enrolment.headquarters, enrolment.headquarters_signed),
                (enrolment.own, enrolment.own_signed),
            ):
                peers.add_peer(
                    session,
                    device=certificate.device,
                    code=certificate.code,
                    desk=certificate.desk,
                    certificate=signed,
                )
            keep_identity(session, renewed)
            note(session, self._seat, "enrolled", {"headquarters": renewed.headquarters})
            slots = KeySlots.load(self._seat.paths.folder).with_recovery(self._seat.key, renewed.recovery)
            # Inside, so that no laptop is enrolled without its recovery; cut off later, the card is made up at a start.
            slots.save(self._seat.paths.folder)
        self._seat.identity = renewed
        keep_card(self._seat, slots)

    def _check_code(self, session: Session, request: Request, code: str) -> None:
        """A code belongs to one home; a copy of it comes with new keys, and may keep the code or get another."""
        home = home_of(session, request)
        for known in peers.peers(session):
            if known.code == code and known.home != home:
                raise CodeTakenError(code=code)
            if known.id == request.device and known.code != code:
                raise AlreadyAdmittedError(code=known.code)

    def _signing(self) -> SigningKey:
        return SigningKey(bytes.fromhex(self._seat.identity.sign_secret))
