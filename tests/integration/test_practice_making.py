"""Making practice homes: whole or not at all, and back to the first day without touching what is not practice's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fieldsurvey import app
from fieldsurvey.practice import making
from fieldsurvey.practice.errors import PracticeFolderError
from fieldsurvey.practice.homes import found_homes
from fieldsurvey.practice.making import LINES, practise
from fieldsurvey.practice.sides import HOMES, PASSPHRASE, STICK, practice_of, sides
from fieldsurvey.progress import CancelledError
from fieldsurvey.services.errors import HomeInUseError
from fieldsurvey.vault.errors import AccessDeniedError
from tests.integration.homes import COST


def quiet(_: str) -> None:
    """Says nothing."""


@contextmanager
def signed_in(home: Path) -> Iterator[app.OpenHome]:
    """The first person of a home, signed in."""
    opened = app.open_home(home, app.describe_home(home).staff[0].staff_id, PASSPHRASE, cost=COST)
    try:
        yield opened
    finally:
        opened.close()


def tree(folder: Path) -> set[str]:
    """Every file and folder below."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder, made once for tests that only look or set it back."""
    folder = tmp_path_factory.mktemp("home") / "practice"
    told: list[str] = []
    practise(folder, say=told.append, cost=COST)
    assert len(told) == LINES
    assert not any("half-made" in line for line in told)
    return folder


def test_each_side_has_a_name_and_somebody_who_can_sign_in(practised: Path) -> None:
    found = sides(practised)
    people = [("笔记本甲", "陆明沅"), ("笔记本乙", "丁小蓉"), ("总部", "何敏芩")]
    assert [(side.called, side.staff) for side in found] == people
    for side in found:
        assert practice_of(side.home) == practised
        with signed_in(side.home) as home:
            assert home.staff_name == side.staff
    assert practice_of(practised) is None


def test_the_other_laptop_has_left_its_package_on_the_stick(practised: Path) -> None:
    with signed_in(sides(practised)[2].home) as headquarters:
        files = headquarters.exchange.look(practised / STICK).files
    assert [file.sender for file in files if file.state == "new"] == ["L2"]


def test_the_first_day_comes_back_and_what_somebody_kept_there_stays(practised: Path) -> None:
    laptop = sides(practised)[0].home
    (practised / "mine.txt").write_text("mine", encoding="utf-8")
    with signed_in(laptop) as home:
        for draft in home.visits.open_drafts():
            home.visits.discard(draft.draft_id)
    practise(practised, say=quiet, cost=COST)
    with signed_in(laptop) as home:
        assert not home.visits.open_drafts()
    practise(practised, say=quiet, cost=COST, anew=True)
    with signed_in(laptop) as home:
        assert len(home.visits.open_drafts()) == 2
    assert (practised / "mine.txt").read_text(encoding="utf-8") == "mine"
    assert not (practised / "half-made").exists()


@pytest.mark.parametrize("after", [1, 4, LINES])
def test_whoever_stops_it_finds_no_debris(tmp_path: Path, after: int) -> None:
    told: list[str] = []

    def say(line: str) -> None:
        told.append(line)
        if len(told) == after:
            raise CancelledError

    with pytest.raises(CancelledError):
        practise(tmp_path / "practice", say=say, cost=COST)
    assert not tree(tmp_path)


def test_setting_back_that_is_stopped_leaves_the_practice_as_it_was(practised: Path) -> None:
    before = tree(practised)

    def say(_: str) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        practise(practised, say=say, cost=COST, anew=True)
    assert tree(practised) == before
    assert found_homes(practised / HOMES) is not None


@pytest.mark.parametrize("is_killed", [False, True])
@pytest.mark.parametrize("step", range(6))
def test_an_exchange_that_fails_or_is_cut_off_at_any_step_leaves_one_whole_practice(
    folder_of_files: Path, monkeypatch: pytest.MonkeyPatch, step: int, *, is_killed: bool
) -> None:
    """On Windows no folder moves in which another program has a file open."""
    part = folder_of_files / "half-made"
    renamed: list[Path] = []
    rename = Path.rename

    def stubborn(path: Path, target: Path) -> Path:
        renamed.append(path)
        if len(renamed) == step + 1:
            raise KeyboardInterrupt if is_killed else PermissionError(13, "in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", stubborn)
    with pytest.raises(KeyboardInterrupt if is_killed else PermissionError):
        making._exchange(folder_of_files, part)
    making._end_exchange(folder_of_files)
    assert {name: (folder_of_files / name / "which").read_text() for name in (HOMES, STICK, "households")} == {
        HOMES: "old", STICK: "old", "households": "old"
    }  # fmt: skip
    assert not (folder_of_files / "put-aside").exists()


def test_one_cut_off_when_the_new_practice_stands_leaves_the_new_one(
    folder_of_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(making, "_forget", lambda _: None)
        making._exchange(folder_of_files, folder_of_files / "half-made")
    assert (folder_of_files / "put-aside" / HOMES).is_dir()
    making._end_exchange(folder_of_files)
    assert (folder_of_files / HOMES / "which").read_text() == "new"
    assert not (folder_of_files / "put-aside").exists()


@pytest.fixture
def folder_of_files(tmp_path: Path) -> Path:
    """An old practice and a new one half way in: what they hold does not matter, only which they are."""
    for root, which in ((tmp_path, "old"), (tmp_path / "half-made", "new")):
        for name in (HOMES, STICK, "households"):
            (root / name).mkdir(parents=True)
            (root / name / "which").write_text(which)
    return tmp_path


def test_setting_back_brings_the_old_practice_back_when_a_home_cannot_be_moved(
    practised: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(practised)
    rename = Path.rename

    def in_use(path: Path, target: Path) -> Path:
        if path.parent.name == "half-made" and Path(target).parent == practised:
            raise PermissionError(13, "in use")
        return rename(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", in_use)
        with pytest.raises(AccessDeniedError):
            practise(practised, say=quiet, cost=COST, anew=True)
    assert tree(practised) == before
    practise(practised, say=quiet, cost=COST, anew=True)
    assert found_homes(practised / HOMES) is not None


def test_nothing_is_set_back_while_somebody_is_at_it(practised: Path) -> None:
    with signed_in(sides(practised)[1].home), pytest.raises(HomeInUseError):
        practise(practised, say=quiet, cost=COST, anew=True)
    assert found_homes(practised / HOMES) is not None


def test_a_folder_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(PracticeFolderError):
        practise(tmp_path, say=quiet, cost=COST)
    assert tree(tmp_path) == {"mine.txt"}
