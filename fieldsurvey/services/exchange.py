"""Carrying work on a stick: enrolment, writing and reading packages, and what is confirmed."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from fieldsurvey.clock import shown
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.cards import PeerCard, ReadCard, ReceiptCard, RefusedCard, StickCard, StickView, WrittenCard
from fieldsurvey.services.enrolling import Enrolling
from fieldsurvey.services.errors import (
    DeviceUnknownError,
    ImportUnreadableError,
    NoRecipientError,
    NotAllowedError,
    NotEnrolledError,
)
from fieldsurvey.services.inbox import Inbox
from fieldsurvey.services.last_out import changes_on_stick
from fieldsurvey.services.outbox import Outbox, last_time
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.services.terms import missing
from fieldsurvey.store import peers
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PeerRow
from fieldsurvey.store.unsent import count_changes
from fieldsurvey.sync.certificates import check
from fieldsurvey.sync.errors import AlreadyReadError, WrongRecipientError
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.receipts import acknowledge
from fieldsurvey.sync.stick import escaped, list_stick, put_acknowledgement, take_from_stick
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.signing import SigningKey, VerifyKey


class Exchange:
    """What people do with the stick. Nothing counts as delivered until the other side's receipt is read."""

    def __init__(self, seat: Seat, evidence: EvidenceFolder) -> None:
        self._seat = seat
        self._outbox = Outbox(seat, evidence)
        self._inbox = Inbox(seat, evidence, self._outbox)
        self.enrolling = Enrolling(seat)

    def peers(self) -> list[PeerCard]:
        """The devices at the other end: headquarters, or the laptops, by code."""
        with self._seat.database.begin() as session:
            return [self._peer_card(session, row) for row in self._others(session)]

    def write(self, stick: Path, *, to: str | None = None, progress: Progress | None = None) -> list[WrittenCard]:
        """Puts on the stick everything that the other side (one by code or id, or all) has not confirmed.

        Raises:
            NotEnrolledError, NoRecipientError, DeviceUnknownError: nobody to write for.
            StickError and its subclasses: the package is kept here and can be written again.
        """
        with self._seat.database.begin() as session:
            chosen = self._receivers(session)
        if to is not None:
            chosen = [row for row in chosen if to in (row.code, row.id)]
            if not chosen:
                raise DeviceUnknownError(device=to)
        if not chosen:
            raise NoRecipientError if self._seat.at_headquarters else NotEnrolledError
        cards = []
        for row in chosen:
            cards.extend(self._outbox.write(row, stick, progress or Progress()))
        return cards

    def look(self, stick: Path) -> StickView:
        """What is on a stick, without reading any of it in.

        Raises:
            StickError: the stick cannot be listed.
        """
        listing = list_stick(stick)
        with self._seat.database.begin() as session:
            codes = {row.id: row.code for row in peers.peers(session)}
            files = [self._stick_card(session, file.path, file.size, codes) for file in listing.files]
        return StickView(sorted(files, key=lambda card: (card.sender, card.seq, card.name)), list(listing.warnings))

    def look_at(self, path: Path) -> StickCard:
        """What one package file is, wherever it lies, without reading it in.

        Raises:
            ImportUnreadableError: there is no such file.
        """
        try:
            size = path.stat().st_size
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        with self._seat.database.begin() as session:
            return self._stick_card(session, path, size, {row.id: row.code for row in peers.peers(session)})

    def read(self, path: Path, *, progress: Progress | None = None) -> ReadCard:
        """Reads one package file, all of it or nothing; reading it again changes nothing.

        Raises:
            PackageRefusedError, StickError: the subclass that names the reason; nothing changed.
        """
        if not self._seat.at_headquarters and not self._seat.identity.headquarters:
            raise NotEnrolledError
        progress = progress or Progress()
        progress.begin("复制到本机检查", 0)
        taken = take_from_stick(path, self._seat.paths.staging, progress=progress)
        try:
            card = self._inbox.read(taken, progress)
        finally:
            taken.unlink(missing_ok=True)
        return replace(card, name=escaped(path.name))

    def read_stick(self, stick: Path, *, progress: Progress | None = None) -> Sequence[ReadCard | RefusedCard]:
        """Reads every package on the stick that is for this device, in the order of their numbers."""
        cards: list[ReadCard | RefusedCard] = []
        for file in self.look(stick).files:
            if file.state == "not_for_us":
                continue
            try:
                card = self.read(file.path, progress=progress)
            except FieldSurveyError as problem:
                cards.append(RefusedCard(file.name, problem.code, str(problem)))
                if isinstance(problem, CancelledError):
                    # What was read before stays read; the card says where it stopped.
                    break
                continue
            cards.append(card)
            if not card.already:
                key = SigningKey(bytes.fromhex(self._seat.identity.sign_secret))
                put_acknowledgement(file.path, acknowledge(key, card.hash))
        return cards

    def receipts(self) -> list[ReceiptCard]:
        """For each peer, how many changes were written for it, are on no stick yet, and it has confirmed."""
        with self._seat.database.begin() as session:
            unwritten = {
                one.peer: count_changes(session, one.unwritten, for_laptop=one.devices)
                for one in missing(session, self._seat)
            }
            return [self._receipt_card(session, row, unwritten.get(row.id, 0)) for row in self._others(session)]

    def revoke(self, device: str) -> None:
        """Ends the trust in a laptop: its packages are refused from now on.

        Raises:
            NotAllowedError: only headquarters revokes. DeviceUnknownError: no such laptop.
        """
        if not self._seat.at_headquarters:
            raise NotAllowedError(what="停用设备由总部来做")
        with self._seat.database.begin() as session:
            found = [row for row in self._others(session) if device in (row.code, row.id)]
            if not found:
                raise DeviceUnknownError(device=device)
            for row in found:
                peers.revoke(session, row.id, self._seat.stamp())
                note(session, self._seat, "device-revoked", {"device": row.id})

    def _others(self, session: Session) -> list[PeerRow]:
        rows = [row for row in peers.peers(session) if row.id != self._seat.identity.device]
        if self._seat.at_headquarters:
            return [row for row in rows if row.desk == "laptop"]
        return [row for row in rows if row.id == self._seat.identity.headquarters]

    def _receivers(self, session: Session) -> list[PeerRow]:
        """Those to write for: of each home the device that was admitted last."""
        root = VerifyKey.from_hex(self._seat.identity.root_public) if self._seat.identity.root_public else None
        newest: dict[str, tuple[int, PeerRow]] = {}
        for row in self._others(session):
            incarnation = check(row.certificate, root).incarnation if root else 0
            if row.home not in newest or newest[row.home][0] < incarnation:
                newest[row.home] = (incarnation, row)
        return [row for _, row in newest.values() if not row.revoked_at]

    def _peer_card(self, session: Session, row: PeerRow) -> PeerCard:
        return PeerCard(
            device=row.id,
            code=row.code,
            desk=row.desk,
            last_written=last_time(session, "out", row.id),
            last_read=last_time(session, "in", row.id),
            unacknowledged=self._outbox.unacknowledged(session, row),
            revoked=bool(row.revoked_at),
        )

    def _receipt_card(self, session: Session, row: PeerRow, unwritten: int) -> ReceiptCard:
        sent = changes_on_stick(session, row)
        waiting = sent.subtract(Ranges.from_json(row.acknowledged))
        return ReceiptCard(row.code, len(sent), len(sent) - len(waiting), shown(row.receipt_at), unwritten)

    def _stick_card(self, session: Session, path: Path, size: int, codes: dict[str, str]) -> StickCard:
        name = escaped(path.name)
        state, sentence = "new", ""
        try:
            header = self._inbox.claimed(path)
            self._inbox.look(session, path)
        except AlreadyReadError as problem:
            state, sentence = "read", str(problem)
        except WrongRecipientError as problem:
            state, sentence = "not_for_us", str(problem)
        except FieldSurveyError as problem:
            return StickCard(path, name, "", 0, size, "refused", problem.told)
        return StickCard(path, name, codes.get(header.sender, header.sender), header.seq, size, state, sentence)
