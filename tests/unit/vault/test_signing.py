"""Signatures: read by stock minisign, in one spelling only, refused after any change."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.vault.errors import KeyMalformedError, SignatureInvalidError
from fieldsurvey.vault.signing import SIGNATURE_LIMIT, SigningKey, VerifyKey

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(32))
MESSAGE = b'{"format":"fsp/1"}'
SIGNATURE = KEY.sign(MESSAGE, trusted_comment="fsp/1 seq 7")


def test_the_trusted_comment_comes_back() -> None:
    assert KEY.public.verify(MESSAGE, SIGNATURE) == "fsp/1 seq 7"


@given(st.binary(max_size=200), st.text(st.characters(categories=["L", "N", "P"]), max_size=40))
def test_signing_then_verifying_holds_for_any_message(message: bytes, comment: str) -> None:
    assert KEY.public.verify(message, KEY.sign(message, trusted_comment=comment)) == comment


def test_every_flipped_bit_of_a_signature_is_refused() -> None:
    for place in range(len(SIGNATURE) * 8):
        flipped = bytearray(SIGNATURE)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SignatureInvalidError):
            KEY.public.verify(MESSAGE, bytes(flipped))


def test_every_flipped_bit_of_the_message_is_refused() -> None:
    for place in range(len(MESSAGE) * 8):
        flipped = bytearray(MESSAGE)
        flipped[place // 8] ^= 1 << place % 8
        with pytest.raises(SignatureInvalidError):
            KEY.public.verify(bytes(flipped), SIGNATURE)


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"\n\n\n\n",
        b"\xff" * 300,
        SIGNATURE[:-1],
        SIGNATURE + b"\n",
        SIGNATURE.replace(b"\n", b"\r\n"),
        SIGNATURE * 2,
        b"x" * (SIGNATURE_LIMIT + 1),
        OTHER.sign(MESSAGE, trusted_comment="fsp/1 seq 7"),
    ],
)
def test_another_spelling_or_another_key_is_refused(untrusted: bytes) -> None:
    with pytest.raises(SignatureInvalidError):
        KEY.public.verify(MESSAGE, untrusted)


def test_a_comment_cannot_be_moved_to_another_signature() -> None:
    mine = SIGNATURE.split(b"\n")
    other = KEY.sign(b"another message", trusted_comment="fsp/1 seq 8").split(b"\n")
    with pytest.raises(SignatureInvalidError):
        KEY.public.verify(MESSAGE, b"\n".join([*mine[:2], *other[2:]]))


@pytest.mark.parametrize("comment", ["two\nlines", "bell\a", "x" * 513])
def test_a_comment_that_is_no_short_line_is_a_mistake_of_ours(comment: str) -> None:
    with pytest.raises(ValueError, match="one printable line"):
        KEY.sign(MESSAGE, trusted_comment=comment)


@pytest.mark.parametrize("untrusted", ["", "zz" * 32, "AB" * 32, "ab" * 31, "ab " * 32])
def test_a_text_that_is_no_key_is_refused(untrusted: str) -> None:
    with pytest.raises(KeyMalformedError):
        VerifyKey.from_hex(untrusted)


def test_a_key_survives_its_hex() -> None:
    assert VerifyKey.from_hex(KEY.public.hex()) == KEY.public
    assert KEY.public.device_id == VerifyKey(KEY.public.raw).device_id
    assert re.fullmatch("[0-9a-f]{16}", KEY.public.device_id)


def test_the_fingerprint_is_twelve_digits_of_this_key_for_ever() -> None:
    assert KEY.public.fingerprint() == "2847 2093 8018"
    assert OTHER.public.fingerprint() != KEY.public.fingerprint()


def test_the_secret_shows_nowhere() -> None:
    assert repr(KEY) == "SigningKey()"
    assert SigningKey(bytes(range(32))) == KEY
    assert KEY != OTHER


@pytest.mark.debian("minisign")
def test_stock_minisign_verifies_what_we_sign(tmp_path: Path) -> None:
    message, public = tmp_path / "header.json", tmp_path / "device.pub"
    message.write_bytes(MESSAGE)
    (tmp_path / "header.json.minisig").write_bytes(SIGNATURE)
    public.write_text(KEY.public.minisign_text())
    command = ["minisign", "-V", "-m", str(message), "-p", str(public)]
    accepted = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "Trusted comment: fsp/1 seq 7" in accepted.stdout

    message.write_bytes(MESSAGE + b" ")
    assert subprocess.run(command, capture_output=True, check=False).returncode != 0


@pytest.mark.debian("minisign")
def test_stock_minisign_names_our_device_id_when_the_key_is_another(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(MESSAGE)
    (tmp_path / "m.minisig").write_bytes(SIGNATURE)
    public = OTHER.public.minisign_text().splitlines()[1]
    refused = subprocess.run(
        ["minisign", "-V", "-m", str(tmp_path / "m"), "-P", public], capture_output=True, text=True, check=False
    )
    assert refused.returncode != 0
    assert KEY.public.device_id.upper() in refused.stderr
