"""Two invented desks, honest packages between them, and forged ones made with the very keys of an honest sender."""

import hashlib
import io
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import zstandard

from fieldsurvey.case.canonical import encode
from fieldsurvey.case.change import Change, change_bytes, entry, parse_change
from fieldsurvey.sync.container import finish_container
from fieldsurvey.sync.errors import UnknownSenderError
from fieldsurvey.sync.header import FORMAT, SUITE, Header, header_bytes, sign_header
from fieldsurvey.sync.incoming import read_package
from fieldsurvey.sync.manifest import JournalHead, Manifest, Tally
from fieldsurvey.sync.outgoing import WrittenPackage, write_package
from fieldsurvey.sync.payload import VERSION_BYTES, BlobSource, Contents, Route
from fieldsurvey.sync.reading import Blob, Certificates, Changes
from fieldsurvey.sync.receipts import Receipts
from fieldsurvey.sync.streams import Position
from fieldsurvey.sync.ustar import END, header_block, padding
from fieldsurvey.vault.sealing import SealKey, seal_bytes
from fieldsurvey.vault.signing import SigningKey, VerifyKey


@dataclass
class Desk:
    """A device with its keys, the senders it knows and what it has read."""

    code: str
    signing: SigningKey = field(default_factory=SigningKey.generate)
    sealing: SealKey = field(default_factory=SealKey.generate)
    known: dict[str, VerifyKey] = field(default_factory=dict)
    position: Position | None = None

    @property
    def device(self) -> str:
        return self.signing.public.device_id

    def knows(self, other: "Desk") -> "Desk":
        self.known[other.device] = other.signing.public
        return self

    def key_of(self, device: str) -> VerifyKey:
        if device not in self.known:
            raise UnknownSenderError
        return self.known[device]

    def position_of(self, _sender: str, _incarnation: int) -> Position | None:
        return self.position


@dataclass
class Read:
    """Everything a package held."""

    lines: list[bytes] = field(default_factory=list)
    blobs: dict[str, bytes] = field(default_factory=dict)
    certificates: tuple[bytes, ...] = ()
    receipts: Receipts | None = None
    manifest: Manifest | None = None
    missing: tuple[int, ...] = ()
    header_hash: str = ""


def pair() -> tuple[Desk, Desk]:
    """A laptop and a headquarters that know each other."""
    laptop, headquarters = Desk("L1"), Desk("HQ")
    return laptop.knows(headquarters), headquarters.knows(laptop)


def change_line(device: str, n: int, text: str = "北京路 12 号") -> bytes:
    """A well-formed change of an invented household."""
    record = hashlib.sha256(f"{device}{n}".encode()).hexdigest()[:32]
    return change_bytes(
        Change(
            v=1,
            kind="case",
            record=record,
            device=device,
            n=n,
            author="u-007",
            at="2026-11-23T06:02:31Z",
            edition=1,
            set={"address": entry(text)},
        )
    )


def blob_source(content: bytes) -> BlobSource:
    """An attachment from memory."""
    return BlobSource(hashlib.sha256(content).hexdigest(), len(content), lambda: io.BytesIO(content))


def photo(size: int, seed: int = 1) -> bytes:
    """Bytes that do not compress, like a photograph's."""
    return random.Random(seed).randbytes(size)


def contents_of(
    lines: Iterable[bytes] = (),
    blobs: Sequence[BlobSource] = (),
    *,
    certificates: Sequence[bytes] = (),
    receipts: Receipts | None = None,
) -> Contents:
    """What a package is to hold, with an unremarkable sender's state."""
    return Contents(
        changes=lines,
        blobs=blobs,
        certificates=certificates,
        receipts=receipts or Receipts(),
        journal=JournalHead(7, "ab" * 32),
        edition=1,
        app_version="0.1.0",
    )


def route_of(sender: Desk, recipient: Desk, *, seq: int = 1, prev: str = "") -> Route:
    """From one desk to the other."""
    return Route(sender=sender.device, incarnation=1, recipient=recipient.device, seq=seq, prev=prev)


def write(
    folder: Path, sender: Desk, recipient: Desk, contents: Contents, *, seq: int = 1, prev: str = ""
) -> WrittenPackage:
    """An honest package in `folder`."""
    return write_package(
        out_folder=folder,
        staging_folder=folder,
        signing_key=sender.signing,
        sender_code=sender.code,
        route=route_of(sender, recipient, seq=seq, prev=prev),
        recipient_seal=recipient.sealing.recipient,
        contents=contents,
    )


def read(path: Path, reader: Desk, *, check_change: Callable[[bytes], object] = parse_change) -> Read:
    """Reads a package to its end."""
    result = Read()

    def keep(sha256: str, size: int, stream: BinaryIO) -> None:
        content = stream.read()
        assert len(content) == size
        result.blobs[sha256] = content

    with read_package(
        path,
        me=reader.device,
        seal_key=reader.sealing,
        sender_key_of=reader.key_of,
        known_position=reader.position_of,
        check_change=check_change,
        blob_sink=keep,
    ) as package:
        result.missing, result.header_hash = package.missing, package.header_hash
        for event in package:
            match event:
                case Changes():
                    result.lines += event.lines
                case Certificates():
                    result.certificates = event.untrusted
                case Receipts():
                    result.receipts = event
                case Manifest():
                    result.manifest = event
                case Blob():
                    assert event.sha256 in result.blobs
    return result


Member = tuple[str, bytes]


def tar_of(members: Iterable[Member], *, end: bytes = END) -> bytes:
    """A tar with canonical headers around any content."""
    return (
        b"".join(header_block(name, len(content)) + content + padding(len(content)) for name, content in members) + end
    )


def members_of(
    sender: Desk,
    recipient: Desk,
    *,
    lines: Sequence[bytes] = (),
    blobs: Sequence[Member] = (),
    manifest_changes: Mapping[str, object] | None = None,
) -> list[Member]:
    """The members of an honest payload, to be spoilt by the caller; `manifest_changes` makes the manifest lie."""
    members: list[Member] = [("version.json", VERSION_BYTES), ("certificates.json", b"[]")]
    tally = Tally()
    if lines:
        members.append(("ops/000001.jsonl", b"".join(line + b"\n" for line in lines)))
        for line in lines:
            tally.take(line)
    members += blobs
    members.append(("receipts.json", encode(Receipts().to_json())))
    manifest = {
        "format": FORMAT,
        "sender": sender.device,
        "incarnation": 1,
        "recipient": recipient.device,
        "seq": 1,
        "prev": "",
        "edition": 1,
        "app": "0.1.0",
        "journal": {"n": 0, "hash": ""},
        "files": [[name, len(content), hashlib.sha256(content).hexdigest()] for name, content in members],
        "count": tally.count,
        "devices": tally.devices,
    }
    members.append(("manifest.json", encode({**manifest, **(manifest_changes or {})})))
    return members


def sealed(tar: bytes, recipient: Desk) -> bytes:
    """The payload of a tar."""
    return seal_bytes(zstandard.ZstdCompressor(level=3).compress(tar), [recipient.sealing.recipient])


def header_for(sender: Desk, recipient: Desk, payload: bytes, /, **changes: object) -> dict[str, object]:
    """The fields of an honest header over a payload, with lies in `changes`."""
    return {
        "format": FORMAT,
        "suite": SUITE,
        "sender": sender.device,
        "incarnation": 1,
        "recipient": recipient.device,
        "seq": 1,
        "prev": "",
        "payload_size": len(payload),
        "payload_sha256": hashlib.sha256(payload).hexdigest(),
        **changes,
    }


def outer(header: bytes, signature: bytes, payload: bytes) -> list[Member]:
    """The three members of a container."""
    return [("header.json", header), ("header.json.minisig", signature), ("payload.tar.zst.age", payload)]


def package_of(sender: Desk, recipient: Desk, payload: bytes, /, **changes: object) -> bytes:
    """A properly signed package around any payload; `changes` lie in the header, which is signed all the same."""
    header = encode(header_for(sender, recipient, payload, **changes))
    return tar_of(outer(header, sign_header(header, sender.signing), payload))


def honest_container(sender: Desk, recipient: Desk, payload: bytes) -> bytes:
    """The same package as `package_of`, made by the program's own writer."""
    header = Header(**header_for(sender, recipient, payload))  # type: ignore[arg-type]  # the fields as they are
    target = io.BytesIO()
    target.write(bytes(2560) + payload)
    signed = header_bytes(header)
    finish_container(target, header=signed, signature=sign_header(signed, sender.signing), payload_size=len(payload))
    return target.getvalue()
