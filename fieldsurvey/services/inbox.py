"""Reading packages: proving who may say what, and taking all of a package in or nothing of it."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from fieldsurvey.case.kinds import Desk, unauthorised
from fieldsurvey.progress import Progress
from fieldsurvey.services.cards import ReadCard
from fieldsurvey.services.incarnation import devices_of_home
from fieldsurvey.services.outbox import Outbox
from fieldsurvey.services.reference import read_in_force
from fieldsurvey.services.rule_book import read_rules
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import changes, folding, kept, lists, peers
from fieldsurvey.store.bulk import paused_collection
from fieldsurvey.store.changes import Arrived
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PackageRow
from fieldsurvey.sync.certificates import check
from fieldsurvey.sync.container import open_package_file, read_container
from fieldsurvey.sync.errors import (
    AlreadyReadError,
    FormerRecipientError,
    PracticePackageError,
    RealPackageError,
    SenderRevokedError,
    UnknownSenderError,
    WrongRecipientError,
)
from fieldsurvey.sync.header import Header, parse_header
from fieldsurvey.sync.incoming import Outside, look_at_package, read_package
from fieldsurvey.sync.manifest import JournalHead
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.reading import Blob, Certificates, Changes, PackageReader
from fieldsurvey.sync.receipts import Receipts
from fieldsurvey.sync.streams import Position
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import VerifyKey


class Inbox:
    """Reads the packages that are addressed to one seat."""

    def __init__(self, seat: Seat, evidence: EvidenceFolder, outbox: Outbox) -> None:
        self._seat = seat
        self._evidence = evidence
        self._outbox = outbox

    def claimed(self, path: Path) -> Header:
        """What a package says of itself, unproved.

        Raises:
            PackageRefusedError: the file is no package.
        """
        try:
            with open_package_file(path) as file:
                return parse_header(read_container(file).untrusted_header)
        except OSError as problem:
            raise told_os_error(problem) from problem

    def look(self, session: Session, path: Path) -> Outside:
        """Proves the outside of a package without reading it.

        Raises:
            PackageRefusedError: the subclass that names the reason; AlreadyReadError when it was read before.
        """
        header = self.claimed(path)
        self._require_same_kind(header)
        if header.recipient != self._seat.identity.device:
            if self._was_for_us(session, header):
                raise FormerRecipientError
            # One stick serves several laptops; what is for another one is not worth a warning about its sender.
            raise WrongRecipientError
        return look_at_package(
            path,
            me=self._seat.identity.device,
            sender_key_of=lambda device: self._key_of(session, device),
            known_position=lambda sender, incarnation: _position(session, sender, incarnation),
        )

    def read(self, path: Path, progress: Progress) -> ReadCard:
        """Takes in one package in one transaction; a second time is a no-op.

        Raises:
            PackageRefusedError: the subclass that names the reason; nothing was taken.
        """
        progress.begin("读取数据包", 0)
        header = self.claimed(path)
        self._require_same_kind(header)
        with self._seat.database.begin() as session:
            if self._was_for_us(session, header):
                raise FormerRecipientError
        with ExitStack() as undo:
            new: list[str] = []
            undo.callback(self._discard, new)
            try:
                card = self._read(path, progress, new)
            except AlreadyReadError:
                card = ReadCard(name=path.name, sender="", already=True)
            undo.pop_all()
        return card

    def _was_for_us(self, session: Session, header: Header) -> bool:
        """Whether a laptop wrote it for headquarters as it was before, and it was never read: its work waits for it."""
        if not self._seat.at_headquarters or header.recipient not in self._seat.identity.former_devices:
            return False
        position = _position(session, header.sender, header.incarnation)
        return position is None or header.seq not in position.hashes

    def _require_same_kind(self, header: Header) -> None:
        """Nothing goes from practice to work or back, whatever its signature says."""
        if header.practice and not self._seat.identity.practice:
            raise PracticePackageError
        if self._seat.identity.practice and not header.practice:
            raise RealPackageError

    def _read(self, path: Path, progress: Progress, new: list[str]) -> ReadCard:
        with (
            paused_collection(),
            self._seat.database.begin() as session,
            read_package(
                path,
                me=self._seat.identity.device,
                seal_key=SealKey.from_identity(self._seat.identity.seal_identity),
                sender_key_of=lambda device: self._key_of(session, device),
                known_position=lambda sender, incarnation: _position(session, sender, incarnation),
                check_change=changes.arrived,
                blob_sink=lambda sha256, _size, untrusted: self._keep_blob(sha256, untrusted, new),
                progress=progress,
            ) as reader,
        ):
            card = self._take(session, reader, path.name)
            holds, rules = read_in_force(session), read_rules(session)
        self._seat.in_force, self._seat.rules = holds, rules
        return card

    def _take(self, session: Session, reader: PackageReader, name: str) -> ReadCard:
        sender = reader.header.sender
        clashes_before = lists.count_clashes(session)
        seen = _Seen()
        for event in reader:
            if isinstance(event, Certificates):
                self._keep_certificates(session, event.untrusted)
            elif isinstance(event, Changes):
                self._take_changes(session, sender, cast(tuple[Arrived, ...], event.checked), seen)
            elif isinstance(event, Blob):
                seen.files += 1
                at = self._seat.stamp()
                lists.note_evidence(session, sha256=event.sha256, size=event.size, media="", at=at)
            elif isinstance(event, Receipts):
                self._note_receipts(session, sender, event)
            else:
                seen.journal_back = self._journal_went_back(session, reader, event.journal)
        self._note_package(session, reader, name, seen)
        peer = peers.peer(session, sender)
        return ReadCard(
            name=name,
            sender=peer.code if peer else sender,
            cases_new=len(seen.cases_new),
            cases_changed=len(seen.cases_changed - seen.cases_new),
            changes=seen.changes,
            clashes_new=max(0, lists.count_clashes(session) - clashes_before),
            files=seen.files,
            aside=seen.aside,
            forks=seen.forks,
            missing=list(reader.missing),
            hash=reader.header_hash,
            journal_back=seen.journal_back,
        )

    def _note_package(self, session: Session, reader: PackageReader, name: str, seen: "_Seen") -> None:
        header = reader.header
        row = PackageRow(
            "in",
            header.sender,
            header.incarnation,
            header.seq,
            reader.header_hash,
            header.prev,
            name,
            self._seat.stamp(),
            seen.covers.to_json(),
        )
        peers.note_package(session, row)
        about = {"from": header.sender, "seq": header.seq, "hash": reader.header_hash}
        note(session, self._seat, "package-read", about)

    def _take_changes(self, session: Session, sender: str, incoming: Sequence[Arrived], seen: "_Seen") -> None:
        desks = {row.id: row for row in peers.peers(session)}
        messengers = devices_of_home(session, sender)
        checked = [_put_aside(item, self._aside(item, messengers, desks)) for item in incoming]
        for start in range(0, len(checked), folding.BATCH):
            some = checked[start : start + folding.BATCH]
            cases = [item.change.record for item in some if item.change.kind == "case"]
            known = changes.known_records(session, "case", cases)
            seen.forks += len(changes.forks(session, some))
            new = folding.take(session, some)
            seen.changes += len(new)
            seen.aside += sum(1 for item in new if item.aside)
            taken = {item.change.record for item in new if item.change.kind == "case" and not item.aside}
            seen.cases_new |= taken - known
            seen.cases_changed |= taken & known
        for item in incoming:
            seen.covers.add(item.change.device, item.change.n)

    def _aside(self, item: Arrived, messengers: Sequence[str], desks: dict[str, peers.PeerRow]) -> str:
        writer = desks.get(item.change.device)
        if writer is None:
            return "写这张修改单的设备没有证书"
        if self._seat.at_headquarters:
            if writer.id not in messengers:
                return "不是送来的这台笔记本自己写的"
            # Ids of staff begin with the device that made them: nobody writes in the name of another home's people.
            named = [item.change.author] + ([item.change.record] if item.change.kind == "staff" else [])
            if any(person[:16] not in messengers for person in named):
                return "署名不是送来的这台笔记本的人员"
        return unauthorised(item.change, Desk(writer.desk))

    def _journal_went_back(self, session: Session, reader: PackageReader, head: JournalHead) -> bool:
        """True when the sender's journal is shorter than at an earlier package, or another of the same length."""
        header = reader.header
        key = f"journal_head:{header.sender}"
        seq, number, hash_of_head = kept.kept(session, key, tuple[int, int, str], (0, 0, ""))
        if header.seq <= seq:
            return False
        kept.keep(session, key, (header.seq, head.n, head.hash))
        return head.n < number or (head.n == number and head.hash != hash_of_head)

    def _keep_blob(self, sha256: str, untrusted: BinaryIO, new: list[str]) -> None:
        if not self._evidence.has(sha256):
            new.append(sha256)
        self._evidence.put(untrusted)

    def _discard(self, new: list[str]) -> None:
        """Takes away the evidence that came with a package that was refused in the end."""
        for sha256 in new:
            self._evidence.discard(sha256)

    def _keep_certificates(self, session: Session, untrusted: Sequence[bytes]) -> None:
        if self._seat.at_headquarters:
            return
        root = VerifyKey.from_hex(self._seat.identity.root_public)
        for one in untrusted:
            certificate = check(one, root)
            peers.add_peer(
                session,
                device=certificate.device,
                code=certificate.code,
                desk=certificate.desk,
                certificate=one,
            )

    def _note_receipts(self, session: Session, sender: str, receipts: Receipts) -> None:
        peers.note_receipt(session, sender, receipts.changes.to_json(), self._seat.stamp())
        peer = peers.peer(session, sender)
        if peer is not None:
            self._outbox.clear_confirmed(session, peer, receipts.streams)

    def _key_of(self, session: Session, device: str) -> VerifyKey:
        row = peers.peer(session, device)
        if row is None or row.id == self._seat.identity.device:
            raise UnknownSenderError
        if row.revoked_at:
            raise SenderRevokedError
        if not self._seat.at_headquarters and row.desk != Desk.HEADQUARTERS:
            raise UnknownSenderError
        return check(row.certificate, VerifyKey.from_hex(self._seat.identity.root_public)).key


class _Seen:
    """Counts while a package is read."""

    def __init__(self) -> None:
        self.cases_new: set[str] = set()
        self.cases_changed: set[str] = set()
        self.covers = Ranges()
        self.changes = 0
        self.files = 0
        self.aside = 0
        self.forks = 0
        self.journal_back = False


def _put_aside(item: Arrived, reason: str) -> Arrived:
    return replace(item, aside=reason) if reason else item


def _position(session: Session, sender: str, incarnation: int) -> Position | None:
    rows = [row for row in peers.packages(session, "in", sender) if row.incarnation == incarnation]
    if not rows:
        return None
    return Position({row.seq: row.hash for row in rows}, {row.seq: row.prev for row in rows})
