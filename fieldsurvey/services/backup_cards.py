"""What back-ups look like to whoever asks for them: lists, the state of affairs, what a drill found."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class BackupCard:
    """One back-up. `trouble` says what is wrong with it, empty when nothing is known to be."""

    path: Path
    at: str
    cases: int
    drafts: int
    evidence: int
    size: int
    is_local: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class BackupState:
    """How things stand. Moments are as people read them, empty for never; `age_days` is None when there is no back-up.

    `warnings` are sentences for the person, the most urgent first.
    """

    newest_at: str
    age_days: int | None
    count: int
    size: int
    folder: str
    carried_at: str
    sealed_at: str
    drilled_at: str
    can_seal: bool
    warnings: Sequence[str]


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A back-up that was made and verified; `is_new` is False when nothing had changed since the last one.

    `carried` is where its copy in the chosen folder lies; `trouble` says why there is none.
    """

    card: BackupCard
    is_new: bool
    carried: Path | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class SealedDone:
    """A sealed copy on a stick."""

    at: str
    paths: Sequence[Path]
    size: int


@dataclass(frozen=True, slots=True)
class DrillLine:
    """What came of restoring one back-up for trial; `ok` is None when it could not be tried with the present key."""

    which: str
    at: str
    ok: bool | None
    told: str


@dataclass(frozen=True, slots=True)
class DrillReport:
    """A drill: fine when every back-up that could be tried came back whole, and there was one."""

    ok: bool
    lines: Sequence[DrillLine]
