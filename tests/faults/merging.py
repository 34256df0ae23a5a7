"""A campaign of random days of several devices: whatever the sticks carry in whatever order, all end in one state."""

from tests.faults.outcomes import Ground, Outcome
from tests.unit.case.schedules import DEVICES, LawBrokenError, Rules, Step, run_schedule

DAYS_OF_ONE_POINT = 20
THINGS = ("show", "answer", "answer", "answer", "remove", "restore", "finish", "finish", "settle", "carry")


def merging(ground: Ground) -> Outcome:
    """Every law of folding holds on every random day, with clocks wrong by up to a hundred years."""
    outcome = Outcome()
    for _ in range(ground.points * DAYS_OF_ONE_POINT):
        outcome.tried += 1
        steps = [step_of(ground) for _ in range(ground.chance.randint(10, 80))]
        try:
            homes = run_schedule(steps, Rules())
        except LawBrokenError as broken:
            outcome.lose(f"{broken} on the day {steps}")
            continue
        outcome.count("changes", len({identity for identity, _ in homes[0].arrived}))
    return outcome


def step_of(ground: Ground) -> Step:
    """One thing that somebody does."""
    chance = ground.chance
    return (
        chance.choice(THINGS),
        chance.randrange(DEVICES),
        chance.randrange(10_000),
        chance.randrange(10_000),
        chance.randint(-100, 100),
    )
