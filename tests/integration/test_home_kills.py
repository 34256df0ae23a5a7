"""The fault campaigns in small, and that they notice what they are for; `dev.py faults` runs them at length."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.backup_kills import backups, drills, restores
from tests.faults.children import Child, Children, Told
from tests.faults.damaged import hostile
from tests.faults.kills import answering, finishing
from tests.faults.outcomes import Campaign, Ground
from tests.faults.power_cuts import power_cuts
from tests.faults.wizard_kills import wizard_window


@pytest.fixture
def ground(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    with Children() as children:
        templates = tmp_path_factory.getbasetemp()
        yield Ground(tmp_path, templates, random.Random(20261123), children, points=2, whole=False)


@pytest.mark.parametrize("campaign", [answering, finishing, power_cuts, backups, restores, drills])
def test_nothing_accepted_is_lost(ground: Ground, campaign: Campaign) -> None:
    outcome = campaign(ground)
    assert (outcome.tried, outcome.survived, outcome.lost) == (2, 2, [])


def test_the_wizard_window_loses_nothing_when_it_is_killed(ground: Ground) -> None:
    ground.points = 3
    outcome = wizard_window(ground)
    assert (outcome.tried, outcome.survived, outcome.lost) == (3, 3, [])
    assert outcome.counted["answers looked at"] > 0


def test_a_window_that_forgets_answers_is_noticed(ground: Ground) -> None:
    ground.points = 6
    assert wizard_window(ground, forgetful=True).lost


def test_every_forged_package_is_refused_by_a_real_home_and_leaves_nothing(ground: Ground) -> None:
    outcome = hostile(ground)
    assert outcome.lost == []
    assert outcome.survived == outcome.tried >= 25
    assert outcome.counted["reasons"] >= 25


def test_a_program_that_forgets_answers_is_noticed(ground: Ground) -> None:
    ground.points = 6
    outcome = answering(ground, forgetful=True)
    assert outcome.lost
    assert outcome.survived < outcome.tried


def test_a_half_back_up_under_a_back_ups_name_is_noticed(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    """The campaign has to see what it is for: here one lies about from the beginning, and never goes."""
    real = ground.children.on

    def planting(task: Told) -> Child:
        half = Path(task["home"]) / "backups" / "000900_20261123-140231.fsb"
        half.mkdir(parents=True, exist_ok=True)
        return real(task)

    monkeypatch.setattr(ground.children, "on", planting)
    ground.points = 1
    assert backups(ground).lost
