"""Who may record which step of the procedure; the status of a case is the event that led to it.

Source: `domain.md` §3.2 and §3.3. What surveyors do at the door ends with the finished visit; everything from the
evaluation on is headquarters' to record.
"""

from typing import Final

from fieldsurvey.case.field import Role

# Ends of a visit after which the household is still being surveyed: somebody has to go again.
TO_VISIT_AGAIN: Final = frozenset({"absent", "refused"})
FIELD_STEPS: Final = frozenset({"draft", "applied", "accepted", "surveying", "surveyed"})


def may_record(event: object, roles: frozenset[Role]) -> bool:
    """True when one of these roles may write this event as the status of a case.

    A reviewer records any event, of newer editions too; others only a proper event of the steps at the door.
    """
    if Role.REVIEWER in roles:
        return True
    return isinstance(event, dict) and event.get("status") in FIELD_STEPS
