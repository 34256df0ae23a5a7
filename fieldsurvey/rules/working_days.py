"""Working days between two days, for terms that are counted in them (`domain.md` §3.3).

No table of holidays is kept yet, so every Monday to Friday counts, the holidays too: a term then ends a few days early,
and what is said of it says so.
"""

from datetime import date, timedelta
from typing import Final

COUNTED_SO: Final = "按周一至周五计,未扣除节假日"
_WEEK: Final = 7
_WORKING: Final = 5


def working_days(after: date, until: date) -> int:
    """How many working days lie after one day, up to and with another; none when that is not later."""
    if until <= after:
        return 0
    weeks, rest = divmod((until - after).days, _WEEK)
    loose = (after + timedelta(days=each) for each in range(1, rest + 1))
    return weeks * _WORKING + sum(day.weekday() < _WORKING for day in loose)
