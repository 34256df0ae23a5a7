"""Locking a small secret under a 32-byte key, so that a changed byte or another binding is noticed."""

import secrets

from nacl.bindings import (
    crypto_aead_xchacha20poly1305_ietf_decrypt,
    crypto_aead_xchacha20poly1305_ietf_encrypt,
    crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
)

NONCE_BYTES = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES


def wrapped_under(key: bytes, plain: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """A fresh nonce and the locked secret (XChaCha20-Poly1305); `bound_to` is needed again to unwrap."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce, crypto_aead_xchacha20poly1305_ietf_encrypt(plain, bound_to, nonce, key)


def unwrapped(key: bytes, nonce: bytes, locked: bytes, bound_to: bytes) -> bytes:
    """The secret.

    Raises:
        nacl.exceptions.CryptoError: another key, another binding, or a changed byte.
    """
    return crypto_aead_xchacha20poly1305_ietf_decrypt(locked, bound_to, nonce, key)
