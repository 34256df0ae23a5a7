"""A fake that does not answer to the same calls as the real service proves nothing."""

import inspect

import pytest

from fieldsurvey.services.evidence import Evidence
from fieldsurvey.services.visits import Visits
from tests.ui.fakes import FakeEvidence, FakeVisits

METHODS = [
    (real, fake, name)
    for real, fake in ((Visits, FakeVisits), (Evidence, FakeEvidence))
    for name, _ in inspect.getmembers(fake, inspect.isfunction)
    if not name.startswith("_")
]


@pytest.mark.parametrize(("service", "double", "name"), METHODS)
def test_a_fake_takes_the_calls_of_the_real_service(service: type, double: type, name: str) -> None:
    real, fake = inspect.signature(getattr(service, name)), inspect.signature(getattr(double, name))
    assert [(p.name, p.kind, p.default) for p in fake.parameters.values()] == [
        (p.name, p.kind, p.default) for p in real.parameters.values()
    ]
