"""Refusals of the vault: wrong keys, damaged seals, weak passphrases, and what a disk says when it will not."""

from fieldsurvey.errors import FieldSurveyError


class WrongPassphraseError(FieldSurveyError):
    """The passphrase does not open the slot."""

    code = "V101"
    sentence = "口令不对,请看看大小写和输入法,再输一次。"


class PassphraseWeakError(FieldSurveyError):
    """A new passphrase that a stranger would guess."""

    code = "V102"
    sentence = "{reason}"
    exit_status = 2


class WordsWrongError(FieldSurveyError):
    """Recovery words that do not encode a key."""

    code = "V103"
    sentence = "{reason}"
    exit_status = 2


class KeySlotsBrokenError(FieldSurveyError):
    """Both copies of the key slots are missing, damaged or altered."""

    code = "V104"
    sentence = "钥匙文件的两份都不能用({reason}),没有改动任何内容;请从备份恢复钥匙文件后再打开。"


class KeySlotsNewerError(FieldSurveyError):
    """Key slots written by a newer program."""

    code = "V105"
    sentence = "钥匙文件是更新版本的程序写的,请用新版程序打开。"


class CostRefusedError(FieldSurveyError):
    """Derivation parameters weaker than allowed, or so large that they would stall the machine."""

    code = "V106"
    sentence = "钥匙文件里的口令强度参数不在允许范围内,可能被人改过;请从备份恢复钥匙文件。"


class UnknownStaffError(FieldSurveyError):
    """Nobody with this id can sign in here."""

    code = "V107"
    sentence = "这台电脑上没有这位工作人员的登录,请重新选择。"


class NotEnoughMemoryError(FieldSurveyError):
    """The machine has no room for the derivation right now."""

    code = "V108"
    sentence = "电脑内存不够,暂时不能核对口令;请关闭其他程序后再试。"


class RecoveryRefusedError(FieldSurveyError):
    """No recovery blob opens with this key."""

    code = "V109"
    sentence = "这组恢复词打不开这里的资料,请确认是本单位的恢复词。"


class SignatureInvalidError(FieldSurveyError):
    """A signature that is malformed, of another key, or over other bytes."""

    code = "V110"
    sentence = "签名不符,内容可能被改动过或不是这台电脑签的,没有采用。"


class KeyMalformedError(FieldSurveyError):
    """A text that is no key."""

    code = "V111"
    sentence = "密钥格式不对,请重新取得原文件。"


class SealedForOthersError(FieldSurveyError):
    """Sealed to keys that are not ours."""

    code = "V112"
    sentence = "这份内容不是封给这里的,打不开;请确认收件单位。"


class SealBrokenError(FieldSurveyError):
    """Sealed bytes that were cut short or altered."""

    code = "V113"
    sentence = "封存的内容残缺或被改动过,没有采用;请重新取得这份文件。"


class PinWeakError(FieldSurveyError):
    """A new PIN that a stranger would try first, or that is none."""

    code = "V114"
    sentence = "{reason}"
    exit_status = 2


class WrongPinError(FieldSurveyError):
    """The PIN is not the one that was chosen."""

    code = "V115"
    sentence = "PIN 不对,请再输一次。"


class EvidenceMissingError(FieldSurveyError):
    """An evidence file that should be on this disk is not."""

    code = "V120"
    sentence = "这份佐证材料的文件不在这台电脑上,请从备份或对方的数据包补回。"


class EvidenceBrokenError(FieldSurveyError):
    """An evidence file whose content is no longer what was stored."""

    code = "V121"
    sentence = "这份佐证材料的文件已损坏,请从备份或对方的数据包补回。"


class DiskFullError(FieldSurveyError):
    """No room left."""

    code = "V130"
    sentence = "磁盘空间不够,没有写入;原来的内容没有变。请腾出空间后再试。"


class ReadOnlyError(FieldSurveyError):
    """A medium that takes no writing."""

    code = "V131"
    sentence = "这个磁盘或U盘是只读的,没有写入;请关掉写保护开关或换一个。"


class AccessDeniedError(FieldSurveyError):
    """The system does not let us at this file."""

    code = "V132"
    sentence = "系统不允许读写这个位置;请换一个文件夹,或关闭占用它的程序后再试。"


class PathMissingError(FieldSurveyError):
    """The file or folder is not there."""

    code = "V133"
    sentence = "找不到这个文件或文件夹,请确认它还在,U盘是否插好。"


class MediumGoneError(FieldSurveyError):
    """The disk or stick stopped answering."""

    code = "V134"
    sentence = "读写磁盘时出错,U盘可能被拔出或已损坏;请重新插好或换一个再试。"


class FileTooLargeError(FieldSurveyError):
    """The file system takes no file of this size."""

    code = "V135"
    sentence = "文件太大,这个磁盘放不下这么大的单个文件;请换一个格式为 exFAT 或 NTFS 的U盘。"


class FolderInWayError(FieldSurveyError):
    """A folder where a file is meant, or a name that is in use already."""

    code = "V136"
    sentence = "这个位置是一个文件夹,或已有同名的文件;请另选一个文件或换一个名称。"


class FileNameUnfitError(FieldSurveyError):
    """A name that this disk does not take."""

    code = "V137"
    sentence = "这个磁盘不接受这样的文件名,可能太长或有不能用的字;请换一个名称。"


class FileTroubleError(FieldSurveyError):
    """Any other refusal of the operating system."""

    code = "V139"
    sentence = "系统读写文件时出错({name}),没有完成;请再试一次。"
