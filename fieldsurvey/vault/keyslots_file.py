"""The key slots as a file: JSON with a checksum, kept in two copies, read strictly."""

import hashlib
import hmac
import json
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import msgspec

from fieldsurvey.vault.errors import KeySlotsBrokenError, KeySlotsNewerError
from fieldsurvey.vault.files import fsync_folder, told_os_error, write_durably

FIRST_COPY = "keyslots.json"
SECOND_COPY = "keyslots.copy.json"
STAGED = "keyslots.next.json"
FILE_LIMIT = 1 << 20

_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Name = Annotated[str, msgspec.Meta(max_length=64)]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)]
_Hex16 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
_Hex24 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{48}$")]
_Hex32 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Hex48 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{96}$")]
_HexBox = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{240}$")]
_Blob = Annotated[str, msgspec.Meta(max_length=8192)]


class SlotForm(msgspec.Struct, forbid_unknown_fields=True):
    """One slot as written; bytes are hexadecimal."""

    slot: _Id
    name: _Name
    incarnation: _Count
    kdf: Literal["argon2id"]
    m_kib: _Count
    t: _Count
    p: _Count
    salt: _Hex16
    nonce: _Hex24
    wrapped: _Hex48
    letterbox: _Hex32
    posted: Annotated[list[_HexBox], msgspec.Meta(max_length=64)]


class KeySlotsForm(msgspec.Struct, forbid_unknown_fields=True):
    """The whole file as written."""

    v: Literal[1]
    db_id: _Id
    incarnation: _Count
    machine: _Name
    slots: Annotated[list[SlotForm], msgspec.Meta(max_length=64)]
    recovery: Annotated[list[_Blob], msgspec.Meta(max_length=16)]
    dek_check: _Hex32
    checksum: _Hex32

    def confirmed_bytes(self) -> bytes:
        """What `dek_check` speaks for: everything but itself and the checksum."""
        return _compact(self, without={"dek_check", "checksum"})


class _VersionOnly(msgspec.Struct):
    v: int


def read_copies(folder: Path) -> KeySlotsForm:
    """The first copy that is sound.

    Raises:
        KeySlotsBrokenError, KeySlotsNewerError: neither is.
    """
    refused: list[KeySlotsBrokenError | KeySlotsNewerError] = []
    for name in (FIRST_COPY, SECOND_COPY):
        try:
            return _read(folder / name)
        except (KeySlotsBrokenError, KeySlotsNewerError) as error:
            refused.append(error)
    raise next((error for error in refused if isinstance(error, KeySlotsNewerError)), refused[0])


def mend_copies(folder: Path) -> bool:
    """Writes a damaged or missing copy again from the sound one; says whether there was one to mend.

    Raises:
        KeySlotsBrokenError, KeySlotsNewerError: no copy is sound.
    """
    form = read_copies(folder)
    whole = _rendered(form)
    damaged = [path for path in (folder / FIRST_COPY, folder / SECOND_COPY) if not _holds(path, whole)]
    for path in damaged:
        write_durably(path, whole)
    return bool(damaged)


def write_copies(folder: Path, form: KeySlotsForm) -> None:
    """Both copies, one after the other: at every moment one of them is sound."""
    whole = _readable(form)
    for name in (FIRST_COPY, SECOND_COPY):
        write_durably(folder / name, whole)


def stage(folder: Path, form: KeySlotsForm) -> None:
    """Writes slots that are to become the valid ones."""
    write_durably(folder / STAGED, _readable(form))


def read_staged(folder: Path) -> KeySlotsForm | None:
    """Staged slots, when there are any that can be used: a damaged one was never relied on."""
    if not (folder / STAGED).exists():
        return None
    try:
        return _read(folder / STAGED)
    except KeySlotsBrokenError:
        return None


def drop_staged(folder: Path) -> None:
    """Forgets staged slots; nothing happens where there are none."""
    try:
        if (folder / STAGED).exists():
            (folder / STAGED).unlink()
            fsync_folder(folder)
    except OSError as error:
        raise told_os_error(error) from error


def _holds(path: Path, whole: bytes) -> bool:
    try:
        return path.read_bytes() == whole
    except OSError:
        return False


def _compact(form: KeySlotsForm, *, without: set[str]) -> bytes:
    plain = {name: value for name, value in msgspec.to_builtins(form).items() if name not in without}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


def _rendered(form: KeySlotsForm) -> bytes:
    checksum = hashlib.sha256(_compact(form, without={"checksum"})).hexdigest()
    plain = {**msgspec.to_builtins(form), "checksum": checksum}
    return (json.dumps(plain, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _readable(form: KeySlotsForm) -> bytes:
    """The file's bytes, tried first: slots that could not be read again would lock everybody out."""
    whole = _rendered(form)
    msgspec.json.decode(whole, type=KeySlotsForm)
    return whole


def _read(path: Path) -> KeySlotsForm:
    try:
        with path.open("rb") as stream:
            untrusted = stream.read(FILE_LIMIT + 1)
    except FileNotFoundError:
        raise KeySlotsBrokenError(reason="文件不见了") from None
    except OSError as error:
        raise KeySlotsBrokenError(reason="磁盘读不出来") from error
    if len(untrusted) > FILE_LIMIT:
        raise KeySlotsBrokenError(reason="文件过大")
    try:
        form = msgspec.json.decode(untrusted, type=KeySlotsForm)
    except (msgspec.DecodeError, UnicodeDecodeError):
        _refuse(untrusted)
    # One spelling only: whatever byte was changed, the file is no longer what we would write.
    if not hmac.compare_digest(_rendered(form), untrusted):
        raise KeySlotsBrokenError(reason="校验和不符")
    return form


def _refuse(untrusted: bytes) -> NoReturn:
    """Says whether a file that is not of our form is a newer one or no longer one at all."""
    try:
        newer = msgspec.json.decode(untrusted, type=_VersionOnly).v > 1
    except (msgspec.DecodeError, UnicodeDecodeError):
        newer = False
    if newer:
        raise KeySlotsNewerError
    raise KeySlotsBrokenError(reason="内容不合规范")
