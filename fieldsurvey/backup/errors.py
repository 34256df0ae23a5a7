"""What goes wrong with back-ups, each with its own code and sentence."""

from fieldsurvey.errors import FieldSurveyError


class BackupMissingError(FieldSurveyError):
    """Nothing there that is a back-up."""

    code = "B101"
    sentence = "这里没有找到可用的备份,没有改动任何内容。请选备份所在的文件夹,或加密副本文件(.fsb.age)。"


class BackupDamagedError(FieldSurveyError):
    """A back-up that is not what it was when it was written."""

    code = "B102"
    sentence = "这份备份有损坏({what}),没有采用,现有数据没有改动。请换一份备份。"


class BackupNewerError(FieldSurveyError):
    """Written by a newer program."""

    code = "B103"
    sentence = "这份备份由更新版本的程序写成,没有采用。请先升级本程序。"


class OtherHomeError(FieldSurveyError):
    """A back-up of another home than the one that stands there."""

    code = "B104"
    sentence = "这份备份是另一份数据的({whose}),这里的数据没有改动。要恢复它,请另选一个空文件夹。"


class BackupNoRoomError(FieldSurveyError):
    """Too little room for what is about to be written."""

    code = "B105"
    sentence = "磁盘空间不够(还要约 {needed_mib} MiB),没有写入;现有数据和以前的备份都没有改动。请腾出空间后再试。"


class BackupDiffersError(FieldSurveyError):
    """A back-up that, read again, is not what was to be written."""

    code = "B106"
    sentence = "备份写好后核对不一致,没有采用;现有数据没有改动。请再备份一次;还是这样,请换一块磁盘或U盘。"


class BackupKeyError(FieldSurveyError):
    """A back-up from before the key was changed."""

    code = "B107"
    sentence = "这份备份是换钥匙以前做的,现在的钥匙打不开;恢复时用当时的口令或恢复词可以打开。"


class WordsNeededError(FieldSurveyError):
    """A sealed copy opens with the words of headquarters only."""

    code = "B108"
    sentence = "加密副本要用总部的恢复词打开,没有改动任何内容。请写上恢复词。"


class CopyUnopenedError(FieldSurveyError):
    """Words of another headquarters, or a damaged sealed copy."""

    code = "B109"
    sentence = "加密副本打不开:恢复词不是这份副本的,或者文件有损坏。没有改动任何内容。"


class NobodyToSealForError(FieldSurveyError):
    """No recovery key of headquarters is known."""

    code = "B110"
    sentence = "还没有总部的恢复词可用,写不了加密副本。笔记本请先入网;备份到文件夹不受影响。"


class SetAsideError(FieldSurveyError):
    """The old home cannot be moved out of the way."""

    code = "B111"
    sentence = "现有数据挪不到旁边(文件夹可能正被别的程序打开),没有恢复,现有数据没有改动。请关闭其他窗口后再试。"


class EvidenceLackingError(FieldSurveyError):
    """The back-up is sound but for some evidence files."""

    code = "B112"
    sentence = "这份备份的户档案完好,但有 {count} 份佐证文件缺失或损坏,还没有恢复。可以换一份备份,或不带这些文件恢复。"


class VolumeMissingError(FieldSurveyError):
    """A sealed copy in several files, not all of which are here."""

    code = "B113"
    sentence = "加密副本一共 {total} 个文件,这里不全,没有改动任何内容。请把它们放在同一个文件夹里再试。"


class FolderUnfitError(FieldSurveyError):
    """A folder that cannot hold back-ups."""

    code = "B114"
    sentence = "这个文件夹不能用来放备份({why}),没有改动。请换一个文件夹。"


class PracticeMixedError(FieldSurveyError):
    """A back-up of practice over work, or the other way round."""

    code = "B115"
    sentence = "这份备份是{which}的,不能恢复到{there}上,没有改动任何内容。请换一份备份,或另选一个空文件夹。"


class TooMuchHereError(FieldSurveyError):
    """More in one place than is read before anybody has signed in."""

    code = "B116"
    sentence = "这个位置的内容太多,没有读这一份。请直接选这份备份自己的文件夹。"
