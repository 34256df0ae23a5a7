"""A campaign of files made by chance, half of them hostile: no check, verdict or list of evidence ever raises."""

import traceback

from tests.faults.outcomes import Ground, Outcome
from tests.unit.rules.any_files import any_file, hostile_file, look_at

FILES_OF_ONE_POINT = 100


def checking(ground: Ground) -> Outcome:
    """Looks at each file with the whole catalogue of checks."""
    outcome = Outcome()
    for _ in range(ground.points * FILES_OF_ONE_POINT):
        outcome.tried += 1
        document = (hostile_file if outcome.tried % 2 else any_file)(ground.chance)
        try:
            outcome.count("findings", len(look_at(document, ground.chance)))
        except Exception:  # noqa: BLE001 - what the campaign is about
            outcome.lose(f"{traceback.format_exc(limit=-3)} in {document!r:.2000}")
    return outcome
