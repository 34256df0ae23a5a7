"""What a field takes: checked before anything is kept, so that nothing half is."""

from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.field import Field


def check_length(field: Field, value: object) -> None:
    """Raises TextTooLongError when the texts of a value are together longer than its field takes."""
    length = _length(value)
    if length > field.max_length:
        raise TextTooLongError(length=length, limit=field.max_length)


def _length(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(str(key)) + _length(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return sum(_length(item) + 1 for item in value)
    return 0
