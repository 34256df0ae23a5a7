"""Damages a package in every way a stick can, and counts what a reader says; fault campaigns call `every_bit` whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.errors import FieldSurveyError


@dataclass
class Outcome:
    """How many damaged packages were tried, what each refusal's code was, and which were taken (should be none)."""

    tried: int = 0
    codes: dict[str, int] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)

    def count(self, place: int, attempt: Callable[[], object]) -> None:
        """Tries one damaged package; anything but a coded refusal or acceptance is the program's fault and rises."""
        self.tried += 1
        try:
            attempt()
        except FieldSurveyError as refusal:
            self.codes[refusal.code] = self.codes.get(refusal.code, 0) + 1
        else:
            self.accepted.append(place)


def every_bit(package: Path, read: Callable[[Path], object], *, bits: Iterable[int] | None = None) -> Outcome:
    """Flips each bit of a package (or each of `bits`) by itself, lets `read` try the copy, and flips it back."""
    outcome = Outcome()
    content = package.read_bytes()
    damaged = package.with_name(f"damaged-{package.name}")
    damaged.write_bytes(content)
    with damaged.open("r+b", buffering=0) as file:
        for bit in range(len(content) * 8) if bits is None else bits:
            place, flip = bit // 8, 1 << bit % 8
            file.seek(place)
            file.write(bytes([content[place] ^ flip]))
            outcome.count(bit, lambda: read(damaged))
            file.seek(place)
            file.write(content[place : place + 1])
    damaged.unlink()
    return outcome


def every_length(package: Path, read: Callable[[Path], object], *, lengths: Iterable[int] | None = None) -> Outcome:
    """Cuts a package to each length below its own (or each of `lengths`), and lets `read` try."""
    outcome = Outcome()
    size = package.stat().st_size
    damaged = package.with_name(f"cut-{package.name}")
    damaged.write_bytes(package.read_bytes())
    with damaged.open("r+b", buffering=0) as file:
        for length in sorted(range(size) if lengths is None else lengths, reverse=True):
            file.truncate(length)
            outcome.count(length, lambda: read(damaged))
    damaged.unlink()
    return outcome
