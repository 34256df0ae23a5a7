"""Refusals of the printed forms."""

from fieldsurvey.errors import FieldSurveyError


class FormUnknownError(FieldSurveyError):
    """A form that this edition does not have."""

    code = "F001"
    sentence = "没有“{form}”这种表格,请从列表中选择。"
    exit_status = 2


class FontMissingError(FieldSurveyError):
    """A font that forms need is not where the program was installed."""

    code = "F002"
    sentence = "程序缺少打印用的字体“{font}”,请重新安装程序;档案没有受影响。"


class PaperIdMalformedError(FieldSurveyError):
    """A paper id that no code on a form can hold."""

    code = "F003"
    sentence = "纸件编号不合规范(应为 32 位十六进制),没有打印。"
    exit_status = 2


class PictureUnreadableError(FieldSurveyError):
    """A file given as a photo or scan that is no picture we can open."""

    code = "F004"
    sentence = "这个文件不是能打开的图片(应为 PNG 或 JPEG),请重新拍照或扫描。"
    exit_status = 2


class TemplateUnusableError(FieldSurveyError):
    """A form's layout that cannot be printed."""

    code = "F005"
    sentence = "这份表样不能用:{what}。原来的表样没有改动。"
    exit_status = 2
