"""No file makes a check raise, be it proper with gaps or hostile; ten thousand of them are a fault campaign."""

from random import Random

import pytest

from tests.unit.rules.any_files import any_file, hostile_file, look_at


@pytest.mark.parametrize("seed", range(3))
def test_whatever_a_file_holds_no_check_raises(seed: int) -> None:
    chance = Random(seed)
    seen = set[str]()
    for _ in range(60):
        for document in (any_file(chance), hostile_file(chance)):
            found = look_at(document, chance)
            seen.update(finding.check for finding in found)
            # Nothing else tells the findings of one household apart.
            assert len({(each.check, each.address, each.print) for each in found}) == len(found)
    # They are not so odd that nothing is looked at any more.
    assert len(seen) > 25
