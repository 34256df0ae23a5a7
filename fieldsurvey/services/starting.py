"""What a start of a home does before work begins: bringing to its end what was cut off."""

from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.home import Card, read_card, write_card
from fieldsurvey.services.seat import Identity, Seat
from fieldsurvey.services.staff import record_leaving
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.signing import SigningKey


def end_cut_off(seat: Seat, slots: KeySlots) -> tuple[KeySlots, Card]:
    """Makes the key slots, the card and the records of staff agree with what the database says; safe to repeat."""
    if len(slots.recovery) != len(set(seat.identity.recovery)):
        slots = slots.with_recovery(seat.key, seat.identity.recovery)
        slots.save(seat.paths.folder)
    with seat.database.begin() as session:
        record_leaving(session, seat, slots)
    return slots, keep_card(seat, slots)


def keep_card(seat: Seat, slots: KeySlots) -> Card:
    """Keeps the card that the identity asks for, when it is another than the one there."""
    card = card_of(seat.identity, recovery=bool(slots.recovery))
    if read_card(seat.paths.folder) != card:
        write_card(seat.paths.folder, card)
    return card


def card_of(identity: Identity, *, recovery: bool) -> Card:
    """What may be known of a home before sign-in."""
    signing = SigningKey(bytes.fromhex(identity.sign_secret))
    return Card(
        v=1,
        home=identity.home,
        desk=identity.desk,
        organisation=identity.organisation,
        code=identity.code,
        enrolled=identity.desk is Desk.HEADQUARTERS or bool(identity.headquarters),
        practice=identity.practice,
        recovery=recovery,
        fingerprint=signing.public.fingerprint(),
    )
