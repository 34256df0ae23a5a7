"""Making a home out of a back-up: what is there to choose from, and the restore itself; nobody is signed in for it."""

import contextlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fieldsurvey.backup.copying import remove_tree
from fieldsurvey.backup.errors import (
    BackupDamagedError,
    BackupMissingError,
    FolderUnfitError,
    OtherHomeError,
    PracticeMixedError,
    SetAsideError,
    TooMuchHereError,
    WordsNeededError,
)
from fieldsurvey.backup.manifest import CARD, LIMIT, MANIFEST, Manifest, read_manifest
from fieldsurvey.backup.placing import end_restore, put_in_place, unpacking_place, waiting_place
from fieldsurvey.backup.restoring import build, check_whole
from fieldsurvey.backup.sealed import SUFFIX as SEALED
from fieldsurvey.backup.sealed import unsealed
from fieldsurvey.backup.shelf import SUFFIX, look_at
from fieldsurvey.clock import Now, shown, stamp, system_now
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.paths import HomePaths
from fieldsurvey.progress import Progress
from fieldsurvey.services.describing import StaffCard, staff_cards
from fieldsurvey.services.errors import HomeMissingError
from fieldsurvey.services.home import Card, is_taken, locked, read_card, restoring_alone
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import KeySlotsBrokenError
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.keyslots_file import FIRST_COPY, SECOND_COPY
from fieldsurvey.vault.words import key_of

DEPTH: Final = 3
MOST: Final = 2_000
READ_MOST: Final = 64 << 20
_KINDS: Final = {True: "练习数据", False: "正式数据"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A back-up that could be restored. Of a sealed copy nothing is known before its words are; `trouble` says why
    a damaged one is none. `practice` marks one of practice, in which nobody is real.
    """

    path: Path
    is_sealed: bool
    at: str = ""
    whose: str = ""
    cases: int = 0
    drafts: int = 0
    evidence: int = 0
    size: int = 0
    staff: Sequence[StaffCard] = ()
    trouble: str = ""
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Opener:
    """What opens a back-up: somebody's passphrase of that time, or the recovery words."""

    staff_id: str = ""
    passphrase: str = field(default="", repr=False)
    words: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did. `aside` is where the data of before now lies, None when there was none."""

    home: Path
    aside: Path | None
    at: str
    cases: int
    drafts: int
    evidence: int
    left_out: int
    practice: bool


def offers(place: Path) -> list[Offer]:
    """The back-ups in a file or folder chosen by a person, also a few folders below it, the newest first.

    Raises:
        BackupMissingError: there is none.
    """
    found = []
    left = READ_MOST
    for path in itertools.islice(_candidates(place), MOST):
        left -= _to_read(path)
        # A stick from anywhere may hold anything, and nobody has signed in yet.
        found.append(_offer(path) if left >= 0 else Offer(path, is_sealed=False, trouble=TooMuchHereError().told))
    if not found:
        raise BackupMissingError
    return sorted(found, key=lambda offer: (not offer.trouble, not offer.is_sealed, offer.at, offer.path), reverse=True)


def restore(
    home: Path,
    source: Path,
    opener: Opener,
    *,
    without_evidence: bool = False,
    cost: Cost | None = None,
    now: Now = system_now,
    progress: Progress | None = None,
) -> Restored:
    """Checks a back-up and makes it the home; what was there is set aside whole. The next sign-in is a new device.

    Safe to begin again after it was cut off anywhere.

    Raises:
        WrongPassphraseError, WordsWrongError and the like: not opened. EvidenceLackingError: ask the person.
        HomeInUseError: the program is open on that home. The other errors of `backup.errors`, and what a disk says.
    """
    progress = progress or Progress()
    home = Path(os.path.realpath(home))
    _refuse_inside(home, source)
    with _alone(home):
        end_restore(home)
        if not source.exists():
            raise BackupMissingError
        try:
            folder = _opened(home, source, opener, progress)
            manifest = read_manifest(folder)
            practice = _refuse_other(home, folder, manifest)
            key = _key(folder, opener, cost)
            evidence = check_whole(folder, manifest, key, progress, without_evidence=without_evidence)
            place = waiting_place(home)
            build(place, folder, manifest, key, evidence=evidence, progress=progress)
            aside = _aside(home, stamp(now()))
            with _nobody_in(home):
                pass
            stood_there = put_in_place(place, home, aside)
        except BaseException:
            remove_tree(waiting_place(home))
            raise
        finally:
            remove_tree(unpacking_place(home))
    rows = manifest.facts.rows
    left_out = manifest.evidence_count - len(evidence)
    counts = (rows.get("case_row", 0), rows.get("draft", 0), len(evidence), left_out)
    return Restored(home, aside if stood_there else None, shown(manifest.at), *counts, practice)


def _candidates(place: Path) -> Iterator[Path]:
    if place.is_file():
        if place.name.endswith(SEALED):
            yield place
        return
    if (place / MANIFEST).is_file():
        yield place
        return
    left = MOST
    for folder, folders, files in os.walk(place):
        depth = len(Path(folder).relative_to(place).parts)
        found = [name for name in folders if name.endswith(SUFFIX)]
        # The first file of a sealed copy stands for all of them.
        found += [name for name in files if name.endswith(SEALED) and f"_1-{name.rpartition('-')[2]}" in name]
        yield from (Path(folder) / name for name in found)
        left -= len(folders) + len(files)
        folders[:] = [] if depth >= DEPTH or left < 0 else sorted(set(folders) - set(found))


def _offer(path: Path) -> Offer:
    if path.is_file():
        try:
            size = path.stat().st_size
        except OSError:
            size = 0
        return Offer(path, is_sealed=True, size=size)
    found = look_at(path)
    manifest = found.manifest
    if manifest is None:
        return Offer(path, is_sealed=False, trouble=found.trouble)
    try:
        card, staff = _card_of(path), staff_cards(KeySlots.load(path))
    except FieldSurveyError:
        return Offer(path, is_sealed=False, trouble=BackupDamagedError(what="钥匙文件").told)
    rows = manifest.facts.rows
    return Offer(
        path,
        is_sealed=False,
        at=shown(manifest.at),
        whose=_whose(card),
        cases=rows.get("case_row", 0),
        drafts=rows.get("draft", 0),
        evidence=manifest.evidence_count,
        size=manifest.size(),
        staff=staff,
        practice=card.practice,
    )


def _to_read(path: Path) -> int:
    """Bytes that are read to tell what a back-up is; none of a sealed one, at most the limits of each file."""
    sizes = 0
    for name in (MANIFEST, CARD, FIRST_COPY, SECOND_COPY):
        with contextlib.suppress(OSError):
            sizes += min((path / name).stat().st_size, LIMIT)
    return sizes


def _card_of(folder: Path) -> Card:
    try:
        return read_card(folder)
    except HomeMissingError as problem:
        raise BackupDamagedError(what="home.json") from problem


def _whose(card: Card) -> str:
    # What tells one from another comes first: a narrow column shows no more.
    return " ".join(part for part in ("总部" if card.desk == "headquarters" else card.code, card.organisation) if part)


def _opened(home: Path, source: Path, opener: Opener, progress: Progress) -> Path:
    """The back-up's folder, out of a sealed copy when it is one."""
    if source.is_dir():
        return source
    if not opener.words:
        raise WordsNeededError
    key = key_of(list(opener.words))
    place = unpacking_place(home)
    remove_tree(place)
    try:
        place.mkdir(mode=0o700)
    except OSError as problem:
        raise told_os_error(problem) from problem
    return unsealed(source, key, place, progress)


def _key(folder: Path, opener: Opener, cost: Cost | None) -> bytes:
    try:
        slots = KeySlots.load(folder)
    except KeySlotsBrokenError as problem:
        raise BackupDamagedError(what="钥匙文件") from problem
    if opener.words:
        return slots.open_with(key_of(list(opener.words)))
    return slots.open(opener.staff_id, opener.passphrase, floor=cost)


def _refuse_inside(home: Path, source: Path) -> None:
    """A home inside a back-up would be part of what it is made from."""
    if Path(os.path.realpath(source)) in (home, *home.parents) and (source / MANIFEST).is_file():
        raise FolderUnfitError(why="它在备份里面")


def _refuse_other(home: Path, folder: Path, manifest: Manifest) -> bool:
    """Whether the back-up is of practice."""
    card = _card_of(folder)
    try:
        there = read_card(home)
    except HomeMissingError:
        return card.practice
    if there.practice != card.practice:
        raise PracticeMixedError(which=_KINDS[card.practice], there=_KINDS[there.practice])
    if there.home != manifest.home:
        raise OtherHomeError(whose=_whose(card))
    return card.practice


@contextlib.contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One restore of a home at a time, and none while the program is open on it."""
    try:
        home.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise told_os_error(problem) from problem
    with restoring_alone(home):
        with _nobody_in(home):
            pass
        yield


@contextlib.contextmanager
def _nobody_in(home: Path) -> Iterator[None]:
    # Let go again before the folder moves: Windows moves none in which a file is open.
    with locked(HomePaths(home).lock) if is_taken(HomePaths(home)) else contextlib.nullcontext():
        yield


def _aside(home: Path, at: str) -> Path:
    when = shown(at).replace("-", "").replace(":", "").replace(" ", "-")
    for number in range(1, 100):
        path = home.with_name(f"{home.name}-恢复前-{when}{'' if number == 1 else f'-{number}'}")
        if not path.exists():
            return path
    raise SetAsideError
