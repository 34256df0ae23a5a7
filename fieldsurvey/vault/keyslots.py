"""Who can open a home: its random key, wrapped once per person and sealed to the recovery keys.

The file form and its two copies are in `keyslots_file`. A `KeySlots` never changes: every step gives a new one, which
`save` puts on the disk.

A removed person may have kept the home's key, so removal is followed by a new key (`rekeyed`), and the others are not
there to type their passphrases. Each slot therefore has a letterbox: an X25519 public key whose secret half only the
slot's passphrase key gives. The new key is posted into it, locked with the old key as well, so that an outsider cannot
post a key of his own and the removed person, who has the old key, has no letterbox.
"""

import dataclasses
import hmac
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

import nacl.exceptions
import nacl.public

from fieldsurvey.errors import InputError
from fieldsurvey.vault.derivation import KEY_BYTES, SALT_BYTES, Cost, derived_key, passphrase_key
from fieldsurvey.vault.errors import (
    KeySlotsBrokenError,
    RecoveryRefusedError,
    SealBrokenError,
    SealedForOthersError,
    UnknownStaffError,
    WrongPassphraseError,
)
from fieldsurvey.vault.keyslots_file import (
    KeySlotsForm,
    SlotForm,
    drop_staged,
    read_copies,
    read_staged,
    stage,
    write_copies,
)
from fieldsurvey.vault.passphrase import LONGEST, normalised_passphrase
from fieldsurvey.vault.sealing import SealKey, open_text, seal_text
from fieldsurvey.vault.wrapping import NONCE_BYTES, unwrapped, wrapped_under

VERSION: Final = 1
NAME_LIMIT = 64


@dataclass(frozen=True)
class Slot:
    """One person's door. The name may be shown before anyone has signed in; nothing here opens without a passphrase."""

    staff_id: str
    name: str
    incarnation: int
    cost: Cost
    salt: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)
    letterbox: bytes = field(repr=False)
    posted: tuple[bytes, ...] = field(repr=False, default=())


@dataclass(frozen=True)
class KeySlots:
    """The key slots of one home; `dek` everywhere is the home's 32-byte random key."""

    home_id: str
    incarnation: int
    machine: str
    slots: tuple[Slot, ...] = ()
    recovery: tuple[str, ...] = field(repr=False, default=())
    dek_check: bytes = field(repr=False, default=b"")

    @classmethod
    def create(cls, dek: bytes, *, home_id: str, incarnation: int, machine: str) -> Self:
        """Slots of a new home, nobody in them yet."""
        _check_length(dek)
        return cls(home_id, incarnation, machine)._confirmed_by(dek)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The slots in a home's folder, from the second copy where the first is damaged.

        Raises:
            KeySlotsBrokenError: neither copy can be used. KeySlotsNewerError: a newer program wrote them.
        """
        return cls._from_form(read_copies(folder))

    @classmethod
    def load_staged(cls, folder: Path) -> Self | None:
        """The slots of a new key that was about to replace the old one, when the change of key broke off."""
        form = read_staged(folder)
        return None if form is None else cls._from_form(form)

    def save(self, folder: Path) -> None:
        """Writes both copies durably, one after the other, and clears what was staged."""
        write_copies(folder, self._form())
        drop_staged(folder)

    def stage(self, folder: Path) -> None:
        """Writes the slots of a new key beside the old ones: before the database changes its key, `save` after.

        Broken off in between, the home opens with the key of `load` or of `load_staged`.
        """
        stage(folder, self._form())

    def slot(self, staff_id: str) -> Slot:
        """One person's slot.

        Raises:
            UnknownStaffError: nobody with this id.
        """
        for slot in self.slots:
            if slot.staff_id == staff_id:
                return slot
        raise UnknownStaffError

    def add(
        self, dek: bytes, *, staff_id: str, name: str, passphrase: str, cost: Cost, floor: Cost | None = None
    ) -> Self:
        """Lets a person in, or gives one who is in a new passphrase. Whether it is a good one is asked elsewhere.

        Raises:
            CostRefusedError: a cost below the floor. InputError: a name that cannot be shown.
        """
        self._check_dek(dek)
        if not (0 < len(name) <= NAME_LIMIT and name.isprintable()):
            raise InputError(what=f"工作人员的姓名请写 1 到 {NAME_LIMIT} 个字。")
        cost.check(floor or Cost.floor())
        unfilled = Slot(staff_id, name, self.incarnation, cost, secrets.token_bytes(SALT_BYTES), b"", b"", b"")
        key = passphrase_key(normalised_passphrase(passphrase), unfilled.salt, cost)
        letterbox = bytes(_letterbox_secret(key).public_key)
        nonce, wrapped = wrapped_under(key, dek, self._bound_to(unfilled))
        slot = dataclasses.replace(unfilled, nonce=nonce, wrapped=wrapped, letterbox=letterbox)
        others = tuple(known for known in self.slots if known.staff_id != staff_id)
        return dataclasses.replace(self, slots=(*others, slot))._confirmed_by(dek)

    def remove(self, dek: bytes, staff_id: str) -> Self:
        """Takes a person's slot away. The person may have kept the key: follow with `rekeyed`.

        Raises:
            UnknownStaffError: nobody with this id.
        """
        self._check_dek(dek)
        gone = self.slot(staff_id)
        return dataclasses.replace(self, slots=tuple(s for s in self.slots if s is not gone))._confirmed_by(dek)

    def open(self, staff_id: str, passphrase: str, *, floor: Cost | None = None) -> bytes:
        """The home's key, for a person's passphrase.

        Raises:
            WrongPassphraseError, UnknownStaffError: as they say.
            CostRefusedError: the slot was made weaker, or so dear that it would stall the machine.
            KeySlotsBrokenError: somebody without the key changed the slots.
        """
        slot = self.slot(staff_id)
        slot.cost.check(floor or Cost.floor())
        if len(passphrase) > LONGEST:
            raise WrongPassphraseError
        key = passphrase_key(normalised_passphrase(passphrase), slot.salt, slot.cost)
        try:
            dek = unwrapped(key, slot.nonce, slot.wrapped, self._bound_to(slot))
        except nacl.exceptions.CryptoError:
            raise WrongPassphraseError from None
        dek = _collected(slot, dek, _letterbox_secret(key))
        self._check_dek(dek)
        return dek

    def with_recovery(self, dek: bytes, recipients: Sequence[str]) -> Self:
        """Seals the key to each of these age recipients, in place of whoever could recover before."""
        self._check_dek(dek)
        blobs = tuple(seal_text(dek, [recipient]) for recipient in dict.fromkeys(recipients))
        return dataclasses.replace(self, recovery=blobs)._confirmed_by(dek)

    def open_with(self, key: SealKey) -> bytes:
        """The home's key, for a recovery key.

        Raises:
            RecoveryRefusedError: the key is not one of this home's. KeySlotsBrokenError: the slots were changed.
        """
        for blob in self.recovery:
            try:
                dek = open_text(blob, key)
            except (SealedForOthersError, SealBrokenError):
                continue
            self._check_dek(dek)
            return dek
        raise RecoveryRefusedError

    def rekeyed(self, old_dek: bytes, new_dek: bytes, *, recipients: Sequence[str]) -> Self:
        """The slots for a new key: everyone who is still in keeps the passphrase; recovery goes to `recipients`.

        The sealed backups from before still open with the old key. At the next sign-in of a person whose slot has
        something `posted`, `add` with the passphrase just typed wraps the new key directly.
        """
        self._check_dek(old_dek)
        _check_length(new_dek)
        slots = tuple(self._with_post(slot, old_dek, new_dek) for slot in self.slots)
        changed = dataclasses.replace(self, slots=slots, recovery=())._confirmed_by(new_dek)
        return changed.with_recovery(new_dek, recipients)

    def moved(self, dek: bytes, *, incarnation: int, machine: str) -> Self:
        """The slots after a restore, or on another machine: a new incarnation, the same people."""
        self._check_dek(dek)
        return dataclasses.replace(self, incarnation=incarnation, machine=machine)._confirmed_by(dek)

    def fits(self, dek: bytes) -> bool:
        """Whether these are the slots of this key, as they were written."""
        return hmac.compare_digest(self._check_of(dek), self.dek_check)

    def _bound_to(self, slot: Slot) -> bytes:
        """What a wrapped key is bound to; the incarnation is that of the slot's making, so that others can move on."""
        bound = {
            "v": VERSION,
            "db_id": self.home_id,
            "incarnation": slot.incarnation,
            "slot": slot.staff_id,
            "kdf": "argon2id",
            "m_kib": slot.cost.m_kib,
            "t": slot.cost.t,
            "p": slot.cost.p,
            "salt": slot.salt.hex(),
        }
        return json.dumps(bound, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")

    def _with_post(self, slot: Slot, old_dek: bytes, new_dek: bytes) -> Slot:
        nonce, locked = wrapped_under(derived_key(old_dek, "posted"), new_dek, b"")
        box = nacl.public.SealedBox(nacl.public.PublicKey(slot.letterbox))
        return dataclasses.replace(slot, posted=(*slot.posted, bytes(box.encrypt(nonce + locked))))

    def _confirmed_by(self, dek: bytes) -> Self:
        return dataclasses.replace(self, dek_check=self._check_of(dek))

    def _check_of(self, dek: bytes) -> bytes:
        return hmac.digest(derived_key(dek, "check"), self._form().confirmed_bytes(), "sha256")

    def _check_dek(self, dek: bytes) -> None:
        if not self.fits(dek):
            raise KeySlotsBrokenError(reason="内容与钥匙不符,可能被人改过")

    def _form(self) -> KeySlotsForm:
        return KeySlotsForm(
            v=VERSION,
            db_id=self.home_id,
            incarnation=self.incarnation,
            machine=self.machine,
            slots=[_slot_form(slot) for slot in self.slots],
            recovery=list(self.recovery),
            dek_check=self.dek_check.hex(),
            checksum="",
        )

    @classmethod
    def _from_form(cls, form: KeySlotsForm) -> Self:
        slots = tuple(_slot_of(slot) for slot in form.slots)
        recovery = tuple(form.recovery)
        return cls(form.db_id, form.incarnation, form.machine, slots, recovery, bytes.fromhex(form.dek_check))


def _slot_form(slot: Slot) -> SlotForm:
    return SlotForm(
        slot=slot.staff_id,
        name=slot.name,
        incarnation=slot.incarnation,
        kdf="argon2id",
        m_kib=slot.cost.m_kib,
        t=slot.cost.t,
        p=slot.cost.p,
        salt=slot.salt.hex(),
        nonce=slot.nonce.hex(),
        wrapped=slot.wrapped.hex(),
        letterbox=slot.letterbox.hex(),
        posted=[box.hex() for box in slot.posted],
    )


def _slot_of(form: SlotForm) -> Slot:
    return Slot(
        form.slot,
        form.name,
        form.incarnation,
        Cost(form.m_kib, form.t, form.p),
        salt=bytes.fromhex(form.salt),
        nonce=bytes.fromhex(form.nonce),
        wrapped=bytes.fromhex(form.wrapped),
        letterbox=bytes.fromhex(form.letterbox),
        posted=tuple(bytes.fromhex(box) for box in form.posted),
    )


def _letterbox_secret(key: bytes) -> nacl.public.PrivateKey:
    return nacl.public.PrivateKey(derived_key(key, "letterbox"))


def _collected(slot: Slot, dek: bytes, letterbox: nacl.public.PrivateKey) -> bytes:
    """The newest key: each posted one was locked with the one before it."""
    try:
        for box in slot.posted:
            opened = nacl.public.SealedBox(letterbox).decrypt(box)
            dek = unwrapped(derived_key(dek, "posted"), opened[:NONCE_BYTES], opened[NONCE_BYTES:], b"")
    except nacl.exceptions.CryptoError:
        raise KeySlotsBrokenError(reason="换发的钥匙不符,可能被人改过") from None
    return dek


def _check_length(dek: bytes) -> None:
    if len(dek) != KEY_BYTES:
        message = "a home's key has 32 bytes"
        raise ValueError(message)
