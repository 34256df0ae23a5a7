"""What the database may say to the user, and the one function that turns engine errors into it."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

from fieldsurvey.errors import FieldSurveyError


class DatabaseFullError(FieldSurveyError):
    """No room on the disk."""

    code = "S101"
    sentence = "磁盘已满,这一步没有存入;此前的内容都在。请腾出空间后再试。"


class DatabaseBrokenError(FieldSurveyError):
    """A page that does not decrypt or does not fit."""

    code = "S102"
    sentence = "数据文件有损坏,程序不再写入。请不要删除任何文件,用备份恢复或联系总部。"


class DatabaseKeyError(FieldSurveyError):
    """The key does not open the file, or the file is no database of ours."""

    code = "S103"
    sentence = "打不开数据文件:钥匙不符,或文件不是本程序的数据。"


class DatabaseBusyError(FieldSurveyError):
    """Another writer holds the file."""

    code = "S104"
    sentence = "数据文件正被占用,请稍等几秒再试。"


class DatabaseReadOnlyError(FieldSurveyError):
    """The folder or disk cannot be written."""

    code = "S105"
    sentence = "数据文件所在的位置不能写入,请检查磁盘是否写保护。"


class DatabasePlainError(FieldSurveyError):
    """The file would be, or is, readable by anybody."""

    code = "S106"
    sentence = "数据文件没有加密,程序拒绝打开。请联系总部。"


class DatabaseNewerError(FieldSurveyError):
    """Written by a newer program."""

    code = "S107"
    sentence = "这份数据由更新的版本写成(版次 {found}),请先升级本程序。"


class EngineTooOldError(FieldSurveyError):
    """An SQLite with the WAL-reset bug, or without encryption."""

    code = "S108"
    sentence = "数据库组件不合要求({found}),为防数据损坏程序不启动。请重新安装。"


class DiskError(FieldSurveyError):
    """The disk failed while reading or writing."""

    code = "S109"
    sentence = "读写磁盘出错,这一步没有存入;此前的内容都在。请检查磁盘。"


class UpgradeError(FieldSurveyError):
    """A migration failed and the copy was put back."""

    code = "S110"
    sentence = "升级数据没有成功,已恢复升级前的数据。请联系总部。"


class DraftMissingError(FieldSurveyError):
    """The draft was finished or discarded meanwhile."""

    code = "S111"
    sentence = "这份填写已经完成或放弃,不能再改。请从户档案重新打开。"


class CaseMissingError(FieldSurveyError):
    """No such record here."""

    code = "S112"
    sentence = "本机没有这户档案。"


class KeyUnchangedError(FieldSurveyError):
    """The file could not be encrypted anew."""

    code = "S113"
    sentence = "没有换成新钥匙,数据仍用原来的钥匙,内容都在。请关闭其他正在使用这份数据的程序后再试。"


LOG_INDEX_BYTES: Final = 32_768  # what the engine asks of the disk before it reads anything
_BY_NAME: Final = {
    "SQLITE_FULL": DatabaseFullError,
    "SQLITE_CORRUPT": DatabaseBrokenError,
    "SQLITE_NOTADB": DatabaseKeyError,
    "SQLITE_BUSY": DatabaseBusyError,
    "SQLITE_LOCKED": DatabaseBusyError,
    "SQLITE_READONLY": DatabaseReadOnlyError,
    "SQLITE_CANTOPEN": DatabaseReadOnlyError,
    "SQLITE_PERM": DatabaseReadOnlyError,
    "SQLITE_IOERR": DiskError,
}


def told(problem: DBAPIError, folder: Path) -> FieldSurveyError | None:
    """The user's error for an engine error over a file in this folder; None when it is our own bug and stays one."""
    return told_engine(problem.orig, folder)


def told_engine(problem: BaseException | None, folder: Path) -> FieldSurveyError | None:
    """The same for an exception that comes from the engine itself."""
    name = str(getattr(problem, "sqlite_errorname", ""))
    found = next((error for start, error in _BY_NAME.items() if name.startswith(start)), None)
    if found is DiskError and _is_full(folder):
        return DatabaseFullError()
    return found() if found else None


def _is_full(folder: Path) -> bool:
    """Of no room for the index of its log the engine says only that the disk failed."""
    try:
        return shutil.disk_usage(folder).free < LOG_INDEX_BYTES
    except OSError:
        return False
