"""The households of report three (篇三) that differ most, typed and imported; `dev.py faults` types all of them."""

from pathlib import Path

import pytest

from fieldsurvey.services.visits import Visits
from tests.faults.ways_in import MOST_DIFFERENT, in_turn, shapes, typed_and_imported
from tests.report_three import HOUSEHOLDS

pytestmark = pytest.mark.usefixtures("qapp")


def test_the_few_have_every_shape_of_answer_that_all_have() -> None:
    few = in_turn()[: len(MOST_DIFFERENT)]
    assert set().union(*map(shapes, few)) == set().union(*map(shapes, HOUSEHOLDS))


def test_typed_and_imported_they_are_the_same_households(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    few = in_turn()[: len(MOST_DIFFERENT)]
    outcome = typed_and_imported(tmp_path, tmp_path_factory.getbasetemp(), few)
    assert (outcome.tried, outcome.survived, outcome.lost) == (4, 4, [])


def test_a_wizard_that_keeps_another_answer_is_noticed(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Visits.answer

    def hard_of_hearing(self: Visits, draft_id: str, address: str, value: object) -> str:
        return real(self, draft_id, address, 1 if address == "savings" else value)  # type: ignore[arg-type]

    monkeypatch.setattr(Visits, "answer", hard_of_hearing)
    assert typed_and_imported(tmp_path, tmp_path_factory.getbasetemp(), in_turn()[:1]).lost
