"""Units, employers and banks that the households of this home have named, so that nobody types them twice."""

from collections import Counter
from typing import Any, Final

import msgspec
from sqlalchemy import func, select

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session

MOST_EMPLOYERS: Final = 500
LOOKED_AT: Final = 1_000  # Documents are large; the newest name what is named nowadays.
MOST_NAMED: Final = 100


def remembered_texts(session: Session) -> dict[str, list[str]]:
    """By what they are (`employer`, `unit`, `bank`) the texts in use, the most frequent first."""
    employer, times = t.case_row.c.employer, func.count()
    counted = select(employer).where(employer != "").group_by(employer).order_by(times.desc(), employer)
    employers = list(session.execute(counted.limit(MOST_EMPLOYERS)).scalars())
    newest = (
        select(t.state.c.document)
        .join(t.case_row, t.case_row.c.record == t.state.c.record)
        .where(t.state.c.kind == "case")
        .order_by(t.case_row.c.updated_at.desc())
        .limit(LOOKED_AT)
    )
    units, banks = Counter[str](), Counter[str]()
    for body in session.execute(newest).scalars():
        document: dict[str, Any] = msgspec.json.decode(body)
        bank = document.get("bank")
        units.update(_text(document.get("filing_org")))
        banks.update(_text(bank.get("bank") if isinstance(bank, dict) else None))
    return {
        "employer": employers,
        "unit": [text for text, _ in units.most_common(MOST_NAMED)],
        "bank": [text for text, _ in banks.most_common(MOST_NAMED)],
    }


def _text(value: object) -> list[str]:
    return [value.strip()] if isinstance(value, str) and value.strip() else []
