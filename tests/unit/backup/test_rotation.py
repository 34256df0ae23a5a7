"""Which back-ups stay: by hour, day and week, whatever the clock of the laptop did."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.backup.rotation import ALWAYS, Dated, day_of, hour_of, kept, newest_of_each_class, week_of
from fieldsurvey.clock import stamp

MONDAY = datetime(2026, 11, 23, 6, 2, 31, tzinfo=UTC)


def every(hours: int, count: int) -> list[Dated]:
    """Back-ups made one after the other, the last one on the Monday."""
    return [Dated(n, stamp(MONDAY - timedelta(hours=hours * (count - n)))) for n in range(1, count + 1)]


def test_of_a_busy_year_46_at_most_stay_and_the_newest_is_one() -> None:
    year = every(1, 24 * 365)
    stay = kept(year)
    assert len(stay) <= 24 + 14 + 8
    assert set(range(len(year) - 23, len(year) + 1)) <= stay
    ats = {each.number: each.at for each in year}
    assert len({day_of(ats[number]) for number in stay}) >= 14
    assert len({week_of(ats[number]) for number in stay}) >= 8


def test_of_one_hour_only_the_newest_stay() -> None:
    same = [Dated(n, stamp(MONDAY + timedelta(minutes=n))) for n in range(1, 21)]
    assert kept(same) == {20, 19}


def test_a_day_begins_in_shanghai() -> None:
    assert day_of("2026-11-22T15:59:59Z") == "20261122"
    assert day_of("2026-11-22T16:00:00Z") == "20261123"


@given(st.lists(st.datetimes(timezones=st.just(UTC)), max_size=80))
def test_a_clock_that_jumps_never_costs_the_newest(moments: list[datetime]) -> None:
    dated = [Dated(n, stamp(moment)) for n, moment in enumerate(moments, 1)]
    stay = kept(dated)
    assert set(range(max(1, len(dated) - ALWAYS + 1), len(dated) + 1)) <= stay
    # What was kept once and is thinned out again with nothing new stays as it is.
    assert kept([each for each in dated if each.number in stay]) == stay


def test_a_moment_that_is_none_breaks_nothing() -> None:
    assert kept([Dated(1, "?"), Dated(2, "")]) == {1, 2}


def test_a_drill_takes_the_newest_of_each_class() -> None:
    found = newest_of_each_class(every(5, 100))
    newest, before, week = (each for _, each in found)
    assert newest.number == 100
    assert day_of(before.at) < day_of(newest.at)
    assert week_of(week.at) < week_of(newest.at)
    assert newest_of_each_class([]) == []
    assert [each.number for _, each in newest_of_each_class(every(1, 2)[1:])] == [2]
    assert hour_of(newest.at) == "2026112314"
