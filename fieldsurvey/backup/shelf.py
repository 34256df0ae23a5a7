"""A folder of back-ups: one folder each, and beside them the sealed evidence that they share."""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.backup import rotation
from fieldsurvey.backup.copying import remove_tree
from fieldsurvey.backup.errors import BackupDamagedError, BackupNewerError
from fieldsurvey.backup.evidence_list import EvidenceLine, names_listed, read_list
from fieldsurvey.backup.manifest import Manifest, read_manifest
from fieldsurvey.clock import shown
from fieldsurvey.vault.files import PART_SUFFIX, told_os_error

SUFFIX: Final = ".fsb"
EVIDENCE: Final = "evidence"
_NAME: Final = re.compile(r"(\d{6,9})_[0-9]{8}-[0-9]{6}\.fsb")


@dataclass(frozen=True, slots=True)
class Found:
    """A back-up under its final name: it was verified before it got it. `manifest` is None when that is unreadable."""

    folder: Path
    number: int
    manifest: Manifest | None
    trouble: str = ""


class Shelf:
    """The back-ups of one home in one place."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def pool(self) -> Path:
        """The sealed evidence, each file under its own hash."""
        return self.root / EVIDENCE

    def evidence(self, sha256: str) -> Path:
        """Where a sealed file is or would be."""
        return self.pool / sha256[:2] / f"{sha256}.age"

    def has_evidence(self, sha256: str, size: int) -> bool:
        """Whether a sealed file is there in its full length; only reading it tells whether it is sound."""
        try:
            return self.evidence(sha256).stat().st_size == size
        except OSError:
            return False

    def found(self) -> list[Found]:
        """All back-ups, the newest first. What was begun and cut off is none.

        Raises:
            FieldSurveyError: the folder cannot be read.
        """
        return [_look(folder) for folder in self._folders()]

    def newest(self) -> Manifest | None:
        """What the newest sound back-up says of itself; older ones are not looked at."""
        looked = (_look(folder).manifest for folder in self._folders())
        return next((manifest for manifest in looked if manifest is not None), None)

    def last_number(self) -> int:
        """The highest number given to a back-up here, sound or not; 0 when there is none."""
        return max((_number(folder) for folder in self._folders()), default=0)

    def holds(self, manifest: Manifest) -> bool:
        """Whether this very back-up is here."""
        return _look(self.folder_for(manifest.number, manifest.at)).manifest == manifest

    def lines(self, manifest: Manifest) -> list[EvidenceLine]:
        """The evidence of a back-up that is here.

        Raises:
            BackupDamagedError: its list is not what it was.
        """
        return read_list(self.folder_for(manifest.number, manifest.at), manifest)

    def folder_for(self, number: int, at: str) -> Path:
        """Where a back-up gets its final place; only digits and letters, which every stick takes."""
        when = re.sub("[-:]", "", shown(at)).replace(" ", "-")
        return self.root / f"{number:06d}_{when}{SUFFIX}"

    def sweep(self) -> None:
        """Clears what earlier attempts left half done."""
        with contextlib.suppress(OSError):
            parts = f"*{PART_SUFFIX}"
            for each in [*self.root.glob(parts), *self.pool.glob(parts), *self.pool.glob(f"??/{parts}")]:
                if each.is_dir() and not each.is_symlink():
                    remove_tree(each)
                else:
                    each.unlink(missing_ok=True)

    def rotate(self) -> int:
        """Removes back-ups that rotation does not keep, then evidence that none of the others needs; counts the former.

        A back-up that cannot be read is nobody's to remove, and while there is one all evidence stays.
        """
        found = self.found()
        dated = [rotation.Dated(each.number, each.manifest.at) for each in found if each.manifest is not None]
        stay = rotation.kept(dated)
        removed = 0
        for each in found:
            if each.manifest is not None and each.number not in stay:
                self._remove(each.folder)
                removed += 1
        if removed and all(each.manifest is not None for each in found):
            self._remove_evidence([each for each in found if each.number in stay])
        return removed

    def _folders(self) -> list[Path]:
        """By their names, the newest first."""
        try:
            folders = [each for each in self.root.iterdir() if _NAME.fullmatch(each.name) and each.is_dir()]
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise told_os_error(problem) from problem
        return sorted(folders, key=lambda folder: (_number(folder), folder.name), reverse=True)

    def _remove(self, folder: Path) -> None:
        # Under a passing name first: cut off in between, no half back-up goes by a back-up's name.
        going = folder.with_name(f"{folder.name}{PART_SUFFIX}")
        with contextlib.suppress(OSError):
            folder.rename(going)
            remove_tree(going)

    def _remove_evidence(self, staying: Sequence[Found]) -> None:
        # The newest list names nearly everything; older ones are read only while something is left that may go. One
        # that cannot be read keeps all.
        with contextlib.suppress(OSError, BackupDamagedError):
            going = {path.stem: path for path in self.pool.glob("??/*.age")}
            for each in staying:
                if going and each.manifest is not None:
                    for name in names_listed(each.folder, each.manifest):
                        going.pop(name, None)
            for path in going.values():
                path.unlink(missing_ok=True)


def look_at(folder: Path) -> Found:
    """One back-up, wherever it lies and whatever its folder is called."""
    found = _read(folder, 0)
    return found if found.manifest is None else Found(folder, found.manifest.number, found.manifest)


def _look(folder: Path) -> Found:
    number = _number(folder)
    found = _read(folder, number)
    if found.manifest is not None and found.manifest.number != number:
        return Found(folder, number, None, BackupDamagedError(what="编号与文件夹不符").told)
    return found


def _number(folder: Path) -> int:
    return int(folder.name.partition("_")[0])


def _read(folder: Path, number: int) -> Found:
    try:
        manifest = read_manifest(folder)
        for line in manifest.files:
            if (folder / line.name).stat().st_size != line.size:
                raise BackupDamagedError(what=f"{line.name} 的长短不对")
    except (BackupDamagedError, BackupNewerError) as problem:
        return Found(folder, number, None, problem.told)
    except OSError:
        return Found(folder, number, None, BackupDamagedError(what="有文件读不出来").told)
    return Found(folder, number, manifest)
