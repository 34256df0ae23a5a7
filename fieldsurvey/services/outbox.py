"""Writing packages: choosing what the other side has not acknowledged, building them, and putting them on a stick."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from fieldsurvey import __version__
from fieldsurvey.case.catalogue import EDITION
from fieldsurvey.case.change import parse_change
from fieldsurvey.clock import shown
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.cards import WrittenCard
from fieldsurvey.services.incarnation import devices_of_home
from fieldsurvey.services.last_out import LastOut, keep_last_out, last_out, note_delivered, packages_on_stick
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import changes, journal, lists, peers, scope
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PackageRow, PeerRow, RangesJson
from fieldsurvey.store.projections import evidence_named
from fieldsurvey.store.scope import Sendable
from fieldsurvey.sync.certificates import check
from fieldsurvey.sync.errors import EvidenceDiffersError
from fieldsurvey.sync.manifest import JournalHead
from fieldsurvey.sync.outgoing import MAX_PACKAGE, WrittenPackage, write_package
from fieldsurvey.sync.payload import BlobSource, Contents, Route
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.receipts import Receipts, StreamReceipt
from fieldsurvey.sync.stick import put_on_stick
from fieldsurvey.vault.errors import EvidenceBrokenError, SealBrokenError, SealedForOthersError
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.signing import SigningKey, VerifyKey

ROOM: Final = MAX_PACKAGE * 8 // 10


@dataclass(slots=True)
class _Slice:
    """As many changes, with their evidence, as one package holds."""

    seqs: list[int] = field(default_factory=list)
    covers: Ranges = field(default_factory=Ranges)
    blobs: dict[str, int] = field(default_factory=dict)
    size: int = 0


class Outbox:
    """Builds the packages of one seat."""

    def __init__(self, seat: Seat, evidence: EvidenceFolder) -> None:
        self._seat = seat
        self._evidence = evidence

    def write(self, peer: PeerRow, stick: Path, progress: Progress) -> list[WrittenCard]:
        """Puts everything that a peer has not acknowledged on the stick, in as many packages as it takes.

        When nothing changed since, the same files are put there again, or none when the peer has confirmed all of
        it. A package is kept here until the receipt.
        """
        self.clear_unknown()
        with self._seat.database.begin() as session:
            last = self._built(session, peer, progress)
        cards = []
        for name, count in zip(last.names, last.counts, strict=True):
            copy = put_on_stick(self._seat.paths.outbox / name, stick, progress=progress)
            cards.append(WrittenCard(copy.name, copy.path, count, peer.code, copy.already))
        with self._seat.database.begin() as session:
            note_delivered(session, peer.id, last.names)
        return cards

    def unacknowledged(self, session: Session, peer: PeerRow) -> int:
        """How many changes the peer has not confirmed."""
        known = Ranges.from_json(peer.acknowledged)
        return sum(1 for one in self._in_scope(session, peer) if not known.contains(one.device, one.n))

    def _built(self, session: Session, peer: PeerRow, progress: Progress) -> LastOut:
        receipts = receipts_of(session)
        try:
            return self._built_of(session, peer, list(self._slices(session, peer)), receipts, progress=progress)
        except (EvidenceBrokenError, EvidenceDiffersError):
            # A rotten photograph must not hold up the household; Health names it.
            sound = list(self._slices(session, peer, proving=True))
            return self._built_of(session, peer, sound, receipts, progress=progress)

    def _built_of(
        self, session: Session, peer: PeerRow, slices: list[_Slice], receipts: Receipts, *, progress: Progress
    ) -> LastOut:
        device, outbox = self._seat.identity.device, self._seat.paths.outbox
        asked = _hashed([device, [_asked(part) for part in slices], receipts.to_json()])
        told = _hashed([device, receipts.changes.to_json()])
        last = last_out(session, peer.id)
        there = {name: n for name, n in zip(last.names, last.counts, strict=True) if (outbox / name).is_file()}
        is_there = len(there) == len(last.names)
        if last.asked == asked and is_there:
            return last
        # What was never all put on one stick goes along, or the reader would ask for its numbers for ever.
        going = there if not set(last.held).isdisjoint(there) else {}
        if last.told == told and not any(part.size for part in slices):
            # Receipts for packages that hold receipts only would go to and fro for ever.
            return last if is_there else LastOut(asked, told, [*going], [*going.values()])
        progress.begin("写入数据包", sum(len(part.seqs) + len(part.blobs) for part in slices))
        new = {}
        for part in slices:
            written = self._package(session, peer, part, receipts=receipts, progress=progress)
            new[written.name] = len(part.seqs)
        last = LastOut(asked, told, [*going, *new], [*going.values(), *new.values()], [*last.held, *new])
        keep_last_out(session, peer.id, last)
        return last

    def _package(
        self, session: Session, peer: PeerRow, part: _Slice, *, receipts: Receipts, progress: Progress
    ) -> WrittenPackage:
        identity, paths = self._seat.identity, self._seat.paths
        sent = peers.packages(session, "out", peer.id)
        own = [row for row in sent if row.incarnation == identity.incarnation]
        number, head = journal.head(session, identity.device)
        route = Route(
            sender=identity.device,
            incarnation=identity.incarnation,
            recipient=peer.id,
            seq=own[-1].seq + 1 if own else 1,
            prev=own[-1].hash if own else "",
            practice=identity.practice,
        )
        written = write_package(
            out_folder=paths.outbox,
            staging_folder=paths.staging,
            signing_key=SigningKey(bytes.fromhex(identity.sign_secret)),
            sender_code=identity.code,
            route=route,
            recipient_seal=check(peer.certificate, VerifyKey.from_hex(identity.root_public)).seal,
            contents=Contents(
                changes=scope.bodies(session, part.seqs),
                blobs=[BlobSource(sha256, size, self._opener(sha256)) for sha256, size in part.blobs.items()],
                certificates=self._certificates(session),
                receipts=receipts,
                journal=JournalHead(number, head),
                edition=EDITION,
                app_version=__version__,
            ),
            progress=progress,
        )
        covers, at = part.covers.to_json(), self._seat.stamp()
        row = PackageRow(
            "out", peer.id, route.incarnation, route.seq, written.header_hash, route.prev, written.name, at, covers
        )
        peers.note_package(session, row)
        note(session, self._seat, "package-written", {"to": peer.id, "seq": route.seq, "hash": written.header_hash})
        return written

    def _certificates(self, session: Session) -> list[bytes]:
        """Headquarters passes on the certificates that prove each writer's authority."""
        return [row.certificate for row in peers.peers(session)] if self._seat.at_headquarters else []

    def _slices(self, session: Session, peer: PeerRow, *, proving: bool = False) -> Iterator[_Slice]:
        known = Ranges.from_json(peer.acknowledged)
        part = _Slice()
        for one in self._in_scope(session, peer):
            if known.contains(one.device, one.n):
                continue
            blobs = self._blobs(session, one, peer, proving=proving)
            # Evidence goes before the change that names it: when that is confirmed, so is what came before.
            for sha256, size in blobs.items():
                if part.size and part.size + size > ROOM:
                    yield part
                    part = _Slice()
                part.blobs[sha256] = size
                part.size += size
            if part.size and part.size + one.size > ROOM:
                yield part
                part = _Slice()
            part.seqs.append(one.seq)
            part.covers.add(one.device, one.n)
            part.size += one.size
        yield part

    def _blobs(self, session: Session, one: Sendable, peer: PeerRow, *, proving: bool) -> dict[str, int]:
        """The evidence that a change names, as far as it is here; sizes are this home's own."""
        if not one.names_files or one.device == peer.id:
            return {}
        change = parse_change(next(scope.bodies(session, [one.seq])))
        named = [evidence_named(said.value) for address, said in change.set.items() if address.endswith("/file")]
        sizes = lists.evidence_sizes(session, [sha256 for sha256 in named if sha256])
        return {sha256: size for sha256, size in sizes.items() if self._is_here(sha256, proving=proving)}

    def _is_here(self, sha256: str, *, proving: bool) -> bool:
        try:
            if proving:
                self._evidence.verify(sha256)
        except FieldSurveyError:
            return False
        return self._evidence.has(sha256)

    def _in_scope(self, session: Session, peer: PeerRow) -> Iterator[Sendable]:
        if not self._seat.at_headquarters:
            return scope.of_own(session, [self._seat.identity.device, *self._seat.identity.former_devices])
        return scope.for_laptop(session, devices_of_home(session, peer.id))

    def _opener(self, sha256: str) -> "_Opener":
        return _Opener(self._evidence, sha256)

    def clear_confirmed(self, session: Session, peer: PeerRow, streams: Sequence[StreamReceipt]) -> None:
        """Removes packages from the outbox that the peer has certainly read."""
        read = {
            stream.incarnation: Ranges.from_json({stream.sender: stream.read})
            for stream in streams
            if stream.sender == self._seat.identity.device
        }
        for row in peers.packages(session, "out", peer.id):
            if row.incarnation in read and read[row.incarnation].contains(self._seat.identity.device, row.seq):
                self._remove(row.name)
                note_delivered(session, peer.id, [row.name])

    def clear_unknown(self) -> None:
        """Removes packages that were built but never noted, because the power went in between."""
        with self._seat.database.begin() as session:
            known = {row.name for peer in peers.peers(session) for row in peers.packages(session, "out", peer.id)}
        for path in self._seat.paths.outbox.glob("*.fsp"):
            if path.name not in known:
                self._remove(path.name)

    def _remove(self, name: str) -> None:
        with contextlib.suppress(OSError):
            (self._seat.paths.outbox / name).unlink(missing_ok=True)


class _Opener:
    """Opens one evidence file when its turn comes."""

    def __init__(self, evidence: EvidenceFolder, sha256: str) -> None:
        self._evidence = evidence
        self._sha256 = sha256

    def __call__(self) -> "_OpenEvidence":
        return _OpenEvidence(self._evidence, self._sha256)


class _OpenEvidence:
    """An evidence file as an open stream."""

    def __init__(self, evidence: EvidenceFolder, sha256: str) -> None:
        self._closing = contextlib.ExitStack()
        self._stream: BinaryIO = self._closing.enter_context(evidence.open(sha256))

    def read(self, size: int = -1, /) -> bytes | None:
        try:
            return self._stream.read(size)
        except (SealBrokenError, SealedForOthersError) as problem:
            raise EvidenceBrokenError from problem

    def close(self) -> None:
        self._closing.close()


def _hashed(content: object) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="sorted")).hexdigest()


def _asked(part: _Slice) -> list[object]:
    return [part.covers.to_json(), sorted(part.blobs)]


def receipts_of(session: Session) -> Receipts:
    """What this device has: the changes of every device, and the packages read of every stream."""
    have = Ranges()
    for device, numbers in changes.numbers(session).items():
        for number in numbers:
            have.add(device, number)
    streams: dict[tuple[str, int], list[PackageRow]] = {}
    for peer in peers.peers(session):
        for row in peers.packages(session, "in", peer.id):
            streams.setdefault((row.peer, row.incarnation), []).append(row)
    return Receipts(have, tuple(_stream_receipt(*key, rows) for key, rows in sorted(streams.items())))


def _stream_receipt(sender: str, incarnation: int, rows: Sequence[PackageRow]) -> StreamReceipt:
    read = Ranges()
    for row in rows:
        read.add(sender, row.seq)
    runs: RangesJson = read.to_json()
    last = max(rows, key=lambda row: row.seq)
    return StreamReceipt(sender, incarnation, runs[sender], last.seq, last.hash)


def last_time(session: Session, direction: str, peer: str) -> str:
    """When a package was last written for, or read from, a peer, as shown; empty when never."""
    rows = packages_on_stick(session, peer) if direction == "out" else peers.packages(session, direction, peer)
    return shown(rows[-1].at) if rows else ""
