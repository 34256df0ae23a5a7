"""What a covered export shows of sensitive fields: enough to tell two households apart, never enough to use."""

from collections.abc import Mapping

from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.masking import HIDDEN, mask_value
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import is_gap
from fieldsurvey.exchange.columns import main_part


def covered(field: Field, value: object) -> dict[str, str] | None:
    """The cells of a sensitive field, by part; None when nothing of it needs to be covered."""
    if value is None or is_gap(value) or not field.sensitive:
        return None
    main = main_part(field)
    hidden = mask_value(field, value)
    if isinstance(hidden, Mapping) and field.sort in (Sort.IDENTITY, Sort.BANK):
        shown = {part: hidden[part] for part in ("type", "bank", "holder") if isinstance(hidden.get(part), str)}
        number = hidden.get("number")
        return {**shown, main: number if isinstance(number, str) else ""}
    if field.sort is Sort.PHONE and isinstance(value, str):
        return {main: str(hidden) if value.isascii() and value.isdecimal() else HIDDEN}
    if field.sort is Sort.DATE and isinstance(value, str) and parse_date(value) == value:
        return {main: f"{hidden}-**-**"}
    return {main: HIDDEN}
