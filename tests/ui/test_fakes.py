"""A fake that does not answer to the same calls as the real service proves nothing."""

import inspect

import pytest

from fieldsurvey.services.visits import Visits
from tests.ui.fakes import FakeVisits

METHODS = [name for name, _ in inspect.getmembers(FakeVisits, inspect.isfunction) if not name.startswith("_")]


@pytest.mark.parametrize("name", METHODS)
def test_a_fake_takes_the_calls_of_the_real_service(name: str) -> None:
    real, fake = inspect.signature(getattr(Visits, name)), inspect.signature(getattr(FakeVisits, name))
    assert [(p.name, p.kind, p.default) for p in fake.parameters.values()] == [
        (p.name, p.kind, p.default) for p in real.parameters.values()
    ]
