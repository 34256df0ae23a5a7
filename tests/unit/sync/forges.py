"""Hostile packages of every kind, made with the keys of an honest sender, and the refusal each must meet."""

import hashlib
import io
import tarfile
from collections.abc import Callable, Sequence
from typing import Literal

from fieldsurvey.case.canonical import encode
from fieldsurvey.sync.errors import (
    AbsoluteNameError,
    AfterManifestError,
    BlobDiffersError,
    ChangeRefusedError,
    CompressionBombError,
    CompressionBrokenError,
    CountsDifferError,
    DeviceMemberError,
    EmptyFileError,
    ForgedSignatureError,
    FractionError,
    GarbageAppendedError,
    HardLinkMemberError,
    HeaderMalformedError,
    HeaderTooLargeError,
    InsideOutsideDifferError,
    JsonMalformedError,
    JsonNestedError,
    JsonNumberTooLongError,
    KeyRepeatedError,
    LineTooLongError,
    ManifestDiffersError,
    ManifestMissingError,
    MemberTooLargeError,
    NameNotAsciiError,
    NewerFormatError,
    NotCanonicalError,
    NotUtf8Error,
    PackageRefusedError,
    PaddingError,
    ParentNameError,
    PayloadDiffersError,
    PayloadSealBrokenError,
    SealedToOthersError,
    StolenPayloadError,
    SymbolicLinkMemberError,
    TarHeaderError,
    TruncatedError,
    UnexpectedMemberError,
    UnknownSenderError,
    UnknownSuiteError,
    WrongFileTypeError,
    WrongRecipientError,
)
from fieldsurvey.sync.header import sign_header
from fieldsurvey.sync.ustar import header_block, padding
from fieldsurvey.vault.sealing import seal_bytes
from tests.unit.sync.desks import (
    Desk,
    Member,
    change_line,
    header_for,
    members_of,
    outer,
    package_of,
    sealed,
    tar_of,
)

Forge = Callable[[Desk, Desk], bytes]

PHOTO = b"an invented photograph"
PHOTO_NAME = f"blobs/{hashlib.sha256(PHOTO).hexdigest()}"


def inside(tar: Callable[[list[Member]], bytes], **manifest_changes: object) -> Forge:
    """A signed and sealed package whose inner tar is spoilt by `tar`."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        lines = [change_line(sender.device, 1), change_line(sender.device, 2)]
        blobs = [(PHOTO_NAME, PHOTO)]
        members = members_of(sender, recipient, lines=lines, blobs=blobs, manifest_changes=manifest_changes)
        return package_of(sender, recipient, sealed(tar(members), recipient))

    return forge


def with_member(place: int, name: str, content: bytes = b"", *, manifest_too: bool = True) -> Forge:
    """One more member, honestly listed in the manifest."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        members = members_of(sender, recipient)
        members.insert(place, (name, content))
        if manifest_too:
            files = [[each, len(body), hashlib.sha256(body).hexdigest()] for each, body in members[:-1]]
            members[-1] = members_of(sender, recipient, manifest_changes={"files": files})[-1]
        return package_of(sender, recipient, sealed(tar_of(members), recipient))

    return forge


def with_block(make: Callable[[tarfile.TarInfo], None], tar_format: Literal[0, 1] = tarfile.USTAR_FORMAT) -> Forge:
    """A member between the certificates and the receipts whose header another tar program wrote."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        members = members_of(sender, recipient)
        strange = tarfile.TarInfo("ops/000001.jsonl")
        strange.mtime = 0
        make(strange)
        tar = tar_of(members[:2], end=b"") + strange.tobuf(tar_format) + tar_of(members[2:])
        return package_of(sender, recipient, sealed(tar, recipient))

    return forge


def with_line(line: bytes) -> Forge:
    """A package with one line that may be no change."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        members = members_of(sender, recipient)
        members.insert(2, ("ops/000001.jsonl", line + b"\n"))
        return package_of(sender, recipient, sealed(tar_of(members), recipient))

    return forge


def with_header(**changes: object) -> Forge:
    """A header that lies, honestly signed."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        return package_of(sender, recipient, sealed(tar_of(members_of(sender, recipient)), recipient), **changes)

    return forge


def with_header_bytes(spoil: Callable[[bytes], bytes]) -> Forge:
    """Header bytes spoilt before they are signed."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        payload = sealed(tar_of(members_of(sender, recipient)), recipient)
        header = spoil(encode(header_for(sender, recipient, payload)))
        return tar_of(outer(header, sign_header(header, sender.signing), payload))

    return forge


def with_outer(spoil: Callable[[list[Member]], bytes]) -> Forge:
    """The three outer members, put together in another way."""

    def forge(sender: Desk, recipient: Desk) -> bytes:
        payload = sealed(tar_of(members_of(sender, recipient)), recipient)
        header = encode(header_for(sender, recipient, payload))
        return spoil(outer(header, sign_header(header, sender.signing), payload))

    return forge


def with_bytes(spoil: Callable[[bytes], bytes]) -> Forge:
    """An honest package spoilt afterwards."""
    return with_outer(lambda members: spoil(tar_of(members)))


def unknown_sender(_sender: Desk, recipient: Desk) -> bytes:
    stranger = Desk("L9")
    return package_of(stranger, recipient, sealed(tar_of(members_of(stranger, recipient)), recipient))


def forged_signature(sender: Desk, recipient: Desk) -> bytes:
    payload = sealed(tar_of(members_of(sender, recipient)), recipient)
    header = encode(header_for(sender, recipient, payload))
    return tar_of(outer(header, sign_header(header, Desk("L9").signing), payload))


def stolen_and_signed_again(sender: Desk, recipient: Desk) -> bytes:
    victim = Desk("L3")
    return package_of(sender, recipient, sealed(tar_of(members_of(victim, recipient)), recipient))


def sealed_to_someone_else(sender: Desk, recipient: Desk) -> bytes:
    return package_of(sender, recipient, sealed(tar_of(members_of(sender, recipient)), Desk("HQ")))


def not_compressed(sender: Desk, recipient: Desk) -> bytes:
    plain = tar_of(members_of(sender, recipient))
    return package_of(sender, recipient, seal_bytes(plain, [recipient.sealing.recipient]))


def bomb(sender: Desk, recipient: Desk) -> bytes:
    members = members_of(sender, recipient)
    size = 200 * 1024 * 1024
    tar = tar_of(members[:2], end=b"") + header_block(f"blobs/{'0' * 64}", size) + bytes(size)
    return package_of(sender, recipient, sealed(tar, recipient))


def bomb_of_lines(sender: Desk, recipient: Desk) -> bytes:
    members = members_of(sender, recipient)
    line = change_line(sender.device, 1, "路" * 300_000)
    ops = [(f"ops/{number:06d}.jsonl", (line + b"\n") * 4) for number in range(1, 20)]
    return package_of(sender, recipient, sealed(tar_of([*members[:2], *ops, *members[2:]]), recipient))


def links_to(kind: bytes) -> Callable[[tarfile.TarInfo], None]:
    def make(member: tarfile.TarInfo) -> None:
        member.type, member.linkname = kind, "/etc/passwd"

    return make


def named(name: str) -> Callable[[tarfile.TarInfo], None]:
    def make(member: tarfile.TarInfo) -> None:
        member.name = name

    return make


def owned(member: tarfile.TarInfo) -> None:
    member.uname = "root"


def lying_blob(members: list[Member]) -> bytes:
    return tar_of([(name, b"another photograph!!!!" if name == PHOTO_NAME else body) for name, body in members])


def header_padding_filled(members: list[Member]) -> bytes:
    whole = bytearray(tar_of(members))
    whole[1023] = 1
    return bytes(whole)


def foreign(names: Sequence[str]) -> Callable[[list[Member]], bytes]:
    """The outer members under other names."""
    return lambda members: tar_of([(name, body) for name, (_, body) in zip(names, members, strict=True)])


def stock_tar(members: list[Member]) -> bytes:
    """The outer members as GNU tar would write them: other header fields, ten kilobytes of end."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, body in members:
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return target.getvalue()


NESTED = b'{"v":' + b"[" * 10_000 + b"]" * 10_000 + b"}"

WIDE = b"[" + b"[]," * 1_000_000 + b"[]]"

KINDS: list[tuple[str, type[PackageRefusedError], Forge]] = [
    ("unknown sender", UnknownSenderError, unknown_sender),
    ("forged signature", ForgedSignatureError, forged_signature),
    ("no signature", ForgedSignatureError, with_outer(lambda m: tar_of([m[0], (m[1][0], b""), m[2]]))),
    ("stolen payload signed again", StolenPayloadError, stolen_and_signed_again),
    ("wrong recipient", WrongRecipientError, with_header(recipient="ab" * 8)),
    ("sealed to someone else", SealedToOthersError, sealed_to_someone_else),
    ("newer format", NewerFormatError, with_header(format="fsp/2", novelty=1)),
    ("no format of ours", HeaderMalformedError, with_header(format="zip")),
    ("unknown suite", UnknownSuiteError, with_header(suite="sm2+sm4")),
    ("unknown header field", HeaderMalformedError, with_header(extra="x")),
    ("header field of another type", HeaderMalformedError, with_header(seq="1")),
    ("number 0", HeaderMalformedError, with_header(seq=0)),
    ("first package with a predecessor", HeaderMalformedError, with_header(prev="00" * 32)),
    ("second package without predecessor", HeaderMalformedError, with_header(seq=2)),
    ("oversize header", HeaderTooLargeError, with_header(extra="x" * 5000)),
    ("header that is no object", JsonMalformedError, with_header_bytes(lambda _: b"[]")),
    ("header that is no JSON", JsonMalformedError, with_header_bytes(lambda header: header[:-1])),
    ("header with spaces", NotCanonicalError, with_header_bytes(lambda header: header.replace(b":1,", b": 1,"))),
    (
        "header with a key twice",
        KeyRepeatedError,
        with_header_bytes(lambda h: h.replace(b'"seq":1', b'"seq":1,"seq":1')),
    ),
    ("header with a fraction", FractionError, with_header_bytes(lambda h: h.replace(b'"seq":1', b'"seq":1.5'))),
    ("header with infinity", FractionError, with_header_bytes(lambda h: h.replace(b'"seq":1', b'"seq":Infinity'))),
    (
        "header with a long number",
        JsonNumberTooLongError,
        with_header_bytes(lambda h: h.replace(b'"seq":1', b'"seq":' + b"9" * 3000)),
    ),
    ("nested header", JsonNestedError, with_header_bytes(lambda _: b"[" * 2000 + b"]" * 2000)),
    ("header not UTF-8", NotUtf8Error, with_header_bytes(lambda header: header.replace(b"fsp/1", b"\xff\xff"))),
    ("half a surrogate", JsonMalformedError, with_header_bytes(lambda h: h.replace(b"fsp/1", b"\\ud800"))),
    ("payload of another size", PayloadDiffersError, with_header(payload_size=5)),
    ("payload of another hash", PayloadDiffersError, with_header(payload_sha256="00" * 32)),
    ("payload flipped", PayloadDiffersError, with_outer(lambda m: tar_of([*m[:2], (m[2][0], m[2][1][:-1] + b"\0")]))),
    ("truncated in the end", TruncatedError, with_bytes(lambda content: content[:-1])),
    ("truncated in the payload", TruncatedError, with_bytes(lambda content: content[:2600])),
    ("truncated in the header", TruncatedError, with_bytes(lambda content: content[:100])),
    ("garbage appended", GarbageAppendedError, with_bytes(lambda content: content + b"x")),
    ("zeros appended", GarbageAppendedError, with_bytes(lambda content: content + bytes(8192))),
    ("member appended", UnexpectedMemberError, with_outer(lambda m: tar_of([*m, ("more", b"x")]))),
    ("member missing", UnexpectedMemberError, with_outer(lambda m: tar_of(m[:2]))),
    ("members in another order", UnexpectedMemberError, with_outer(lambda m: tar_of([m[1], m[0], m[2]]))),
    ("oversize signature", MemberTooLargeError, with_outer(lambda m: tar_of([m[0], (m[1][0], m[1][1] * 9), m[2]]))),
    ("bytes in the padding", PaddingError, with_outer(header_padding_filled)),
    ("outer tar by a stock program", WrongFileTypeError, with_outer(stock_tar)),
    ("outer ../", ParentNameError, with_outer(foreign(["../header.json", "b", "c"]))),
    ("outer absolute", AbsoluteNameError, with_outer(foreign(["/header.json", "b", "c"]))),
    ("empty file", EmptyFileError, with_bytes(lambda _: b"")),
    ("a text", WrongFileTypeError, with_bytes(lambda _: "工作日记".encode())),
    ("a Word document", WrongFileTypeError, with_bytes(lambda _: b"PK\x03\x04" + bytes(5000))),
    ("zeros", WrongFileTypeError, with_bytes(lambda _: bytes(10_000))),
    ("parent name", ParentNameError, with_member(2, "ops/../../evil")),
    ("parent name of Windows", ParentNameError, with_member(2, "ops\\..\\evil")),
    ("absolute name", AbsoluteNameError, with_member(2, "/etc/passwd")),
    ("drive name", AbsoluteNameError, with_member(2, "C:evil")),
    ("non-ASCII name", NameNotAsciiError, with_block(named("证据.jpg"))),
    ("symbolic link", SymbolicLinkMemberError, with_block(links_to(tarfile.SYMTYPE))),
    ("hard link", HardLinkMemberError, with_block(links_to(tarfile.LNKTYPE))),
    ("character device", DeviceMemberError, with_block(links_to(tarfile.CHRTYPE))),
    ("block device", DeviceMemberError, with_block(links_to(tarfile.BLKTYPE))),
    ("pipe", DeviceMemberError, with_block(links_to(tarfile.FIFOTYPE))),
    ("folder", TarHeaderError, with_block(links_to(tarfile.DIRTYPE))),
    ("owner named", TarHeaderError, with_block(owned)),
    ("GNU tar's dialect", TarHeaderError, with_block(lambda _: None, tarfile.GNU_FORMAT)),
    ("unexpected member", UnexpectedMemberError, with_member(2, "autorun.inf")),
    ("change files not in order", UnexpectedMemberError, with_member(2, "ops/000002.jsonl")),
    ("blob before its time", UnexpectedMemberError, with_member(0, PHOTO_NAME, PHOTO)),
    ("blob twice", UnexpectedMemberError, inside(lambda m: tar_of([*m[:4], m[3], *m[4:]]))),
    ("version missing", UnexpectedMemberError, inside(lambda m: tar_of(m[1:]))),
    ("receipts missing", UnexpectedMemberError, inside(lambda m: tar_of([*m[:4], m[5]]))),
    ("newer format inside", NewerFormatError, inside(lambda m: tar_of([(m[0][0], b'{"format":"fsp/2"}'), *m[1:]]))),
    ("false blob hash", BlobDiffersError, inside(lying_blob)),
    ("false counts", CountsDifferError, inside(tar_of, count=3)),
    ("false counts of a device", CountsDifferError, inside(tar_of, devices={})),
    ("no manifest", ManifestMissingError, inside(lambda m: tar_of(m[:-1]))),
    ("member after the manifest", AfterManifestError, inside(lambda m: tar_of([*m, ("more", b"x")]))),
    ("manifest twice", AfterManifestError, inside(lambda m: tar_of([*m, m[-1]]))),
    ("manifest names fewer files", ManifestDiffersError, inside(tar_of, files=[])),
    ("manifest of a million lists", JsonMalformedError, inside(lambda m: tar_of([*m[:-1], (m[-1][0], WIDE)]))),
    ("manifest of another shape", JsonMalformedError, inside(tar_of, surprise=1)),
    ("another recipient inside", InsideOutsideDifferError, inside(tar_of, recipient="ab" * 8)),
    ("another number inside", InsideOutsideDifferError, inside(tar_of, seq=2, prev="00" * 32)),
    ("another incarnation inside", InsideOutsideDifferError, inside(tar_of, incarnation=2)),
    (
        "a change dropped",
        ManifestDiffersError,
        inside(lambda m: tar_of([*m[:2], (m[2][0], m[2][1][: len(m[2][1]) // 2]), *m[3:]])),
    ),
    ("inner tar cut", TruncatedError, inside(lambda m: tar_of(m)[:-1024])),
    ("inner tar cut in its end", TruncatedError, inside(lambda m: tar_of(m)[:-1])),
    ("inner tar with more after", GarbageAppendedError, inside(lambda m: tar_of(m) + b"x")),
    (
        "inner padding filled",
        PaddingError,
        inside(lambda m: header_block(*_sized(m[0])) + m[0][1] + b"x" * len(padding(len(m[0][1])))),
    ),
    ("not compressed", CompressionBrokenError, not_compressed),
    ("not sealed", PayloadSealBrokenError, lambda s, r: package_of(s, r, tar_of(members_of(s, r)))),
    ("compression bomb", CompressionBombError, bomb),
    ("compression bomb of lines", CompressionBombError, bomb_of_lines),
    ("nested change", JsonNestedError, with_line(NESTED)),
    ("5,000-digit number", JsonNumberTooLongError, with_line(b'{"v":' + b"9" * 5000 + b"}")),
    ("number of 54 bits", JsonNumberTooLongError, with_line(b'{"v":9007199254740992}')),
    ("float in a change", FractionError, with_line(b'{"v":1.5}')),
    ("exponent in a change", FractionError, with_line(b'{"v":1e5}')),
    ("key twice in a change", KeyRepeatedError, with_line(b'{"v":1,"v":1}')),
    ("change not canonical", NotCanonicalError, with_line(b'{"v": 1}')),
    ("change that is none", ChangeRefusedError, with_line(b'{"v":1}')),
    ("change not UTF-8", NotUtf8Error, with_line(b'{"v":"\xff"}')),
    ("empty line", JsonMalformedError, with_line(b"")),
    ("oversize line", LineTooLongError, with_line(b"x" * (1024 * 1024 + 1))),
    ("oversize change file", MemberTooLargeError, with_line(b"x" * (4 * 1024 * 1024 + 1))),
]


def _sized(member: Member) -> tuple[str, int]:
    return member[0], len(member[1])
