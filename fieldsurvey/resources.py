"""Where the files that ship with the program lie: beside the source, in an installed wheel, or in the frozen bundle."""

import sys
from pathlib import Path

from fieldsurvey.errors import FieldSurveyError


class ResourceMissingError(FieldSurveyError):
    """A file that ships with the program is gone."""

    code = "X002"
    sentence = "程序自带的文件“{name}”不见了,请重新安装程序;已录入的内容不受影响。"


def resource(*parts: str) -> Path:
    """The path of one shipped file or folder, as `resource("fonts", "NotoSansSC-Regular.ttf")`.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    path = _root().joinpath(*parts)
    if not path.exists():
        raise ResourceMissingError(name="/".join(parts))
    return path


def font_path(name: str) -> Path:
    """Where a shipped font file belongs; whoever reads it says in his own words when it is not there."""
    return _root() / "fonts" / name


def rules_file(code: str) -> bytes:
    """The shipped rule set of this code.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    return resource("rules", f"{code}.json").read_bytes()


def docs_path(name: str) -> Path:
    """The path of a document for users that ships with the program, such as the guide.

    Raises:
        ResourceMissingError: the installation is incomplete.
    """
    path = _root().parent / "docs" / name
    if not path.exists():
        raise ResourceMissingError(name=name)
    return path


def _root() -> Path:
    # PyInstaller unpacks added files under this folder, whatever the working directory.
    frozen_root = getattr(sys, "_MEIPASS", None)
    if frozen_root is not None:
        return Path(frozen_root) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"
