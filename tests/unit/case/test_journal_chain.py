"""The journal's chain: whatever is done to its entries afterwards is noticed."""

import pytest

from fieldsurvey.case.journal import START, chained, first_break, journal_body

Line = tuple[int, str, bytes, str]


def chain(count: int) -> list[Line]:
    """A sound journal of so many entries."""
    lines: list[Line] = []
    previous = START
    for number in range(1, count + 1):
        body = journal_body(number=number, at="2026-11-23T06:02:31Z", who="s1", what="change", about={"first": number})
        own = chained(previous, body)
        lines.append((number, previous, body, own))
        previous = own
    return lines


def test_a_sound_chain_holds() -> None:
    assert first_break(chain(20)) is None
    assert first_break([]) is None


@pytest.mark.parametrize("place", range(10))
def test_a_deleted_entry_is_noticed(place: int) -> None:
    lines = chain(12)
    del lines[place]
    assert first_break(lines) == place + 1


@pytest.mark.parametrize("place", range(10))
def test_an_altered_entry_is_noticed(place: int) -> None:
    lines = chain(10)
    number, previous, body, own = lines[place]
    lines[place] = (number, previous, body.replace(b"s1", b"s2"), own)
    assert first_break(lines) == place + 1
    lines[place] = (number, previous, body.replace(b"s1", b"s2"), chained(previous, body.replace(b"s1", b"s2")))
    if place < 9:
        assert first_break(lines) == place + 2  # the next one names the hash that was


@pytest.mark.parametrize("place", range(10))
def test_an_inserted_entry_is_noticed(place: int) -> None:
    lines = chain(10)
    body = journal_body(number=place + 1, at="", who="s9", what="change", about=None)
    previous = lines[place][1]
    lines.insert(place, (place + 1, previous, body, chained(previous, body)))
    assert first_break(lines) == place + 2


@pytest.mark.parametrize("place", range(9))
def test_swapped_entries_are_noticed(place: int) -> None:
    lines = chain(10)
    lines[place], lines[place + 1] = lines[place + 1], lines[place]
    assert first_break(lines) == place + 1


@pytest.mark.parametrize("cut", range(1, 10))
def test_a_cut_head_is_noticed_and_a_cut_tail_by_the_head_known_elsewhere(cut: int) -> None:
    lines = chain(10)
    assert first_break(lines[cut:]) == 1
    shortened = lines[:-cut]
    assert first_break(shortened) is None
    assert shortened[-1][3] != lines[-1][3]


def test_a_rewritten_chain_has_another_head() -> None:
    forged = chain(10)
    body = journal_body(number=1, at="", who="s9", what="change", about=None)
    assert chained(START, body) != forged[0][3]
