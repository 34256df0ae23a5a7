"""Refusals about papers: their numbers, their states, and what there is to print again."""

from fieldsurvey.errors import FieldSurveyError


class PaperUnknownError(FieldSurveyError):
    """No paper of this number here, or several."""

    code = "H160"
    sentence = "本机没有纸号 {number} 的纸表,没有改动。纸号是页脚的 8 位数字和字母,请核对。"
    exit_status = 2


class PaperNotPrintedError(FieldSurveyError):
    """A paper that waits to be printed has no copies that could be signed."""

    code = "H161"
    sentence = "纸号 {number} 还没有打印,没有标记。请先打印,或把它作废。"


class CopyUnknownError(FieldSurveyError):
    """A paper does not have a copy of this number."""

    code = "H162"
    sentence = "纸号 {number} 没有第 {copy} 份,没有标记。"
    exit_status = 2


class NothingChangedError(FieldSurveyError):
    """None of the papers says anything else than its household does now."""

    code = "H163"
    sentence = "选的纸表打印后没有改过,不用重印。纸坏了或丢了,请先作废,再重新打印。"


class FormsMixedError(FieldSurveyError):
    """Papers of several forms do not go into one file."""

    code = "H164"
    sentence = "选的纸表有几种表格,没有打印。请一次只选一种。"


class BlankUsedError(FieldSurveyError):
    """A paper that is no blank, is void, or belongs to another household."""

    code = "H165"
    sentence = "纸号 {number} {why},没有改动。请核对纸号。"


class BlankCountError(FieldSurveyError):
    """Too few or too many blanks."""

    code = "H166"
    sentence = "空白表一次打印 1 到 {most} 张。"
    exit_status = 2


class BlankOfNobodyError(FieldSurveyError):
    """A blank that nobody has typed in has no household that could have signed it."""

    code = "H167"
    sentence = "纸号 {number} 是还没有归到哪一户的空白表,没有标记。请先在“照纸表录入”里写上它的纸号。"
