"""Writing packages: choosing what the other side has not acknowledged, building them, and putting them on a stick."""

import contextlib
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from fieldsurvey import __version__
from fieldsurvey.case.catalogue import EDITION
from fieldsurvey.case.change import parse_change
from fieldsurvey.clock import shown
from fieldsurvey.progress import Progress
from fieldsurvey.services.cards import WrittenCard
from fieldsurvey.services.incarnation import devices_of_home
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import changes, journal, kept, peers, scope
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PackageRow, PeerRow, RangesJson
from fieldsurvey.sync.certificates import check
from fieldsurvey.sync.manifest import JournalHead
from fieldsurvey.sync.outgoing import MAX_PACKAGE, WrittenPackage, write_package
from fieldsurvey.sync.payload import BlobSource, Contents, Route
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.receipts import Receipts, StreamReceipt
from fieldsurvey.sync.stick import put_on_stick
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.signing import SigningKey, VerifyKey


class _Last(msgspec.Struct, frozen=True):
    """The packages last written for a peer, and what went into them."""

    asked: str = ""
    names: list[str] = []
    counts: list[int] = []


@dataclass(slots=True)
class _Slice:
    """As many changes, with their evidence, as one package holds."""

    bodies: list[bytes] = field(default_factory=list)
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

        When nothing changed since, the same files are put there again. A package is kept here until the receipt.
        """
        with self._seat.database.begin() as session:
            last = self._built(session, peer, progress)
        cards = []
        for name, count in zip(last.names, last.counts, strict=True):
            copy = put_on_stick(self._seat.paths.outbox / name, stick, progress=progress)
            cards.append(WrittenCard(copy.name, copy.path, count, peer.code, copy.already))
        return cards

    def unacknowledged(self, session: Session, peer: PeerRow) -> int:
        """How many changes the peer has not confirmed."""
        known = Ranges.from_json(peer.acknowledged)
        return sum(1 for device, number, _ in self._in_scope(session, peer) if not known.contains(device, number))

    def _built(self, session: Session, peer: PeerRow, progress: Progress) -> _Last:
        slices = list(self._slices(session, peer))
        receipts = receipts_of(session)
        asked = hashlib.sha256(
            msgspec.json.encode(
                [self._seat.identity.device, [part.covers.to_json() for part in slices], receipts.to_json()],
                order="sorted",
            )
        ).hexdigest()
        last = kept.kept(session, f"last_out:{peer.id}", _Last, _Last())
        outbox = self._seat.paths.outbox
        if last.asked == asked and all((outbox / name).is_file() for name in last.names):
            return last
        progress.begin("写数据包", sum(len(part.bodies) + len(part.blobs) for part in slices))
        names, counts = [], []
        for part in slices:
            written = self._package(session, peer, part, receipts=receipts, progress=progress)
            names.append(written.name)
            counts.append(len(part.bodies))
        last = _Last(asked, names, counts)
        kept.keep(session, f"last_out:{peer.id}", last)
        return last

    def _package(
        self, session: Session, peer: PeerRow, part: _Slice, *, receipts: Receipts, progress: Progress
    ) -> WrittenPackage:
        identity, paths = self._seat.identity, self._seat.paths
        before = peers.packages(session, "out", peer.id)
        own = [row for row in before if row.incarnation == identity.incarnation]
        number, head = journal.head(session, identity.device)
        route = Route(
            sender=identity.device,
            incarnation=identity.incarnation,
            recipient=peer.id,
            seq=own[-1].seq + 1 if own else 1,
            prev=own[-1].hash if own else "",
        )
        written = write_package(
            out_folder=paths.outbox,
            staging_folder=paths.staging,
            signing_key=SigningKey(bytes.fromhex(identity.sign_secret)),
            sender_code=identity.code,
            route=route,
            recipient_seal=check(peer.certificate, VerifyKey.from_hex(identity.root_public)).seal,
            contents=Contents(
                changes=part.bodies,
                blobs=[BlobSource(sha256, size, self._opener(sha256)) for sha256, size in part.blobs.items()],
                certificates=self._certificates(session),
                receipts=receipts,
                journal=JournalHead(number, head),
                edition=EDITION,
                app_version=__version__,
            ),
            progress=progress,
        )
        covers = part.covers.to_json()
        at = self._seat.stamp()
        row = PackageRow(
            "out", peer.id, route.incarnation, route.seq, written.header_hash, route.prev, written.name, at, covers
        )
        peers.note_package(session, row)
        note(session, self._seat, "package-written", {"to": peer.id, "seq": route.seq, "hash": written.header_hash})
        return written

    def _certificates(self, session: Session) -> list[bytes]:
        """Headquarters passes on the certificates that prove each writer's authority."""
        return [row.certificate for row in peers.peers(session)] if self._seat.at_headquarters else []

    def _slices(self, session: Session, peer: PeerRow) -> Iterator[_Slice]:
        known = Ranges.from_json(peer.acknowledged)
        part = _Slice()
        for device, number, body in self._in_scope(session, peer):
            if known.contains(device, number):
                continue
            blobs = self._blobs(body, peer)
            size = len(body) + sum(blobs.values())
            if part.bodies and part.size + size > MAX_PACKAGE * 8 // 10:
                yield part
                part = _Slice()
            part.bodies.append(body)
            part.covers.add(device, number)
            part.blobs.update(blobs)
            part.size += size
        yield part

    def _blobs(self, body: bytes, peer: PeerRow) -> dict[str, int]:
        if b'/file":' not in body:
            return {}
        change = parse_change(body)
        if change.device == peer.id:
            return {}
        found = {}
        for address, said in change.set.items():
            if address.endswith("/file") and isinstance(said.value, dict):
                sha256, size = said.value.get("sha256"), said.value.get("size")
                if (
                    isinstance(sha256, str)
                    and isinstance(size, int)
                    and len(sha256) == 64
                    and self._evidence.has(sha256)
                ):
                    found[sha256] = size
        return found

    def _in_scope(self, session: Session, peer: PeerRow) -> Iterator[tuple[str, int, bytes]]:
        if not self._seat.at_headquarters:
            return scope.of_own(session, [self._seat.identity.device, *self._seat.identity.former_devices])
        return scope.for_laptop(session, devices_of_home(session, self._seat.identity, peer.id))

    def _opener(self, sha256: str) -> "_Opener":
        return _Opener(self._evidence, sha256)

    def clear_confirmed(self, session: Session, peer: PeerRow, streams: Sequence[StreamReceipt]) -> None:
        """Removes packages from the outbox that the peer has certainly read."""
        read = {
            (stream.incarnation, number)
            for stream in streams
            if stream.sender == self._seat.identity.device
            for first, last in stream.read
            for number in range(first, last + 1)
        }
        for row in peers.packages(session, "out", peer.id):
            if (row.incarnation, row.seq) in read:
                with contextlib.suppress(OSError):
                    (self._seat.paths.outbox / row.name).unlink(missing_ok=True)


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
        return self._stream.read(size)

    def close(self) -> None:
        self._closing.close()


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
    rows = peers.packages(session, direction, peer)
    return shown(rows[-1].at) if rows else ""
