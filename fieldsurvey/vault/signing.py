"""Ed25519 signatures in minisign's prehashed format, so that a stock `minisign -V` verifies what we sign.

A signature has exactly one accepted spelling: whatever is not byte for byte what we would have written is refused,
comments, base64 padding and line ends included.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Self

import nacl.exceptions
import nacl.signing
from argon2.low_level import Type, hash_secret_raw

from fieldsurvey.vault.errors import KeyMalformedError, SignatureInvalidError

KEY_BYTES = 32
SIGNATURE_LIMIT = 2048

_ALGORITHM = b"ED"  # prehashed with BLAKE2b-512
_KEY_ALGORITHM = b"Ed"
_SIGNATURE_BYTES = 64
_TRUSTED_PREFIX = "trusted comment: "
_COMMENT_LIMIT = 512

# The fingerprint has 40 bits, which a thief could grind; 64 MiB of Argon2id per try makes that centuries of work.
_FINGERPRINT_SALT = b"fieldsurvey fingerprint 1"
_FINGERPRINT_KIB = 65536


@dataclass(frozen=True)
class VerifyKey:
    """The public half: it names a device and checks its signatures."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise KeyMalformedError

    @classmethod
    def from_hex(cls, untrusted: str) -> Self:
        """The key written as 64 small hexadecimal digits.

        Raises:
            KeyMalformedError: anything else.
        """
        try:
            raw = bytes.fromhex(untrusted)
        except ValueError:
            raise KeyMalformedError from None
        if raw.hex() != untrusted:
            raise KeyMalformedError
        return cls(raw)

    def hex(self) -> str:
        """The key as 64 hexadecimal digits."""
        return self.raw.hex()

    @cached_property
    def device_id(self) -> str:
        """The id of the device that holds the secret half: 16 hexadecimal digits."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @property
    def key_id(self) -> bytes:
        """The 8 bytes minisign calls key id; minisign prints them as our device id."""
        return bytes.fromhex(self.device_id)[::-1]

    def minisign_text(self) -> str:
        """The public key file for `minisign -V -p`."""
        encoded = base64.b64encode(_KEY_ALGORITHM + self.key_id + self.raw).decode("ascii")
        return f"untrusted comment: fieldsurvey public key {self.device_id}\n{encoded}\n"

    def fingerprint(self) -> str:
        """Twelve digits, `1234 5678 9012`, to be compared by voice. Takes about 0.1 s on purpose, once for each key."""
        return _digits_of(self.raw)

    def verify(self, message: bytes, untrusted_signature: bytes) -> str:
        """Checks a `.minisig` text over `message` and returns its trusted comment.

        Raises:
            SignatureInvalidError: another key, other bytes, or a spelling that is not ours.
        """
        signature, comment, comment_signature = _read(untrusted_signature)
        if not hmac.compare_digest(_text(self, signature, comment, comment_signature), untrusted_signature):
            raise SignatureInvalidError
        checker = nacl.signing.VerifyKey(self.raw)
        try:
            checker.verify(_digest(message), signature)
            checker.verify(signature + comment.encode("utf-8"), comment_signature)
        except (nacl.exceptions.BadSignatureError, nacl.exceptions.CryptoError):
            raise SignatureInvalidError from None
        return comment


@lru_cache(maxsize=64)
def _digits_of(public: bytes) -> str:
    # Whoever opens a home asks for its digits several times; a public key is no secret to keep out of memory.
    stretched = hash_secret_raw(
        public,
        _FINGERPRINT_SALT,
        time_cost=1,
        memory_cost=_FINGERPRINT_KIB,
        parallelism=1,
        hash_len=16,
        type=Type.ID,
    )
    digits = f"{int.from_bytes(stretched, 'big') % 10**12:012d}"
    return f"{digits[:4]} {digits[4:8]} {digits[8:]}"


@dataclass(frozen=True, eq=False)
class SigningKey:
    """The secret half, 32 bytes of seed that never appear in a repr, a message or a log."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise KeyMalformedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SigningKey) and hmac.compare_digest(self.secret, other.secret)

    def __hash__(self) -> int:
        return hash(self.public)

    @classmethod
    def generate(cls) -> Self:
        """A new key from the system's randomness."""
        return cls(bytes(nacl.signing.SigningKey.generate()))

    @cached_property
    def public(self) -> VerifyKey:
        """The half that may be shown."""
        return VerifyKey(bytes(nacl.signing.SigningKey(self.secret).verify_key))

    def sign(self, message_hash_input: bytes, *, trusted_comment: str) -> bytes:
        """The whole `.minisig` text over a message that fits into memory.

        `trusted_comment` is signed too: one printable line of at most 512 bytes.
        """
        if not trusted_comment.isprintable() or len(trusted_comment.encode("utf-8")) > _COMMENT_LIMIT:
            message = "a trusted comment is one printable line of at most 512 bytes"
            raise ValueError(message)
        signer = nacl.signing.SigningKey(self.secret)
        signature = signer.sign(_digest(message_hash_input)).signature
        comment_signature = signer.sign(signature + trusted_comment.encode("utf-8")).signature
        return _text(self.public, signature, trusted_comment, comment_signature)


def _digest(message: bytes) -> bytes:
    return hashlib.blake2b(message, digest_size=64).digest()


def _text(key: VerifyKey, signature: bytes, comment: str, comment_signature: bytes) -> bytes:
    first = base64.b64encode(_ALGORITHM + key.key_id + signature).decode("ascii")
    second = base64.b64encode(comment_signature).decode("ascii")
    lines = (f"untrusted comment: fieldsurvey signature {key.device_id}", first, _TRUSTED_PREFIX + comment, second)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _read(untrusted: bytes) -> tuple[bytes, str, bytes]:
    """Signature, trusted comment and the comment's signature; spelling and key are the caller's to compare."""
    if len(untrusted) > SIGNATURE_LIMIT:
        raise SignatureInvalidError
    try:
        _, first, third, second, _ = untrusted.decode("utf-8").split("\n")
        signature = base64.b64decode(first, validate=True)[len(_ALGORITHM) + 8 :]
        comment_signature = base64.b64decode(second, validate=True)
    except (ValueError, binascii.Error):
        raise SignatureInvalidError from None
    comment = third.removeprefix(_TRUSTED_PREFIX)
    if len(signature) != _SIGNATURE_BYTES or len(comment_signature) != _SIGNATURE_BYTES or not comment.isprintable():
        raise SignatureInvalidError
    return signature, comment, comment_signature
