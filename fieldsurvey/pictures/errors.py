"""Why a picture or a PDF cannot be looked at."""

from typing import Final

from fieldsurvey.errors import FieldSurveyError


class PictureBrokenError(FieldSurveyError):
    """Cut short, altered, or no picture behind its first bytes."""

    code = "I101"
    sentence = "这张图片残缺或已损坏,打不开。请重拍,或从手机里重新复制一次。"


class PictureTooLargeError(FieldSurveyError):
    """More pixels than any camera's page needs: a mistake, or made to exhaust the machine."""

    code = "I102"
    sentence = "这张图片超过 5,000 万像素,没有采用。请用普通拍照模式重拍,或先缩小。"


class PdfLockedError(FieldSurveyError):
    """It opens only with a password."""

    code = "I103"
    sentence = "这份 PDF 设了打开密码,没有采用。请让对方去掉密码,或拍下来加入。"


class PdfBrokenError(FieldSurveyError):
    """No PDF that can be read, or one without a page."""

    code = "I104"
    sentence = "这份 PDF 残缺或已损坏,打不开。请重新取得这份文件,或拍下来加入。"


class PictureRefusedError(FieldSurveyError):
    """It took more time or memory than looking at a picture may."""

    code = "I105"
    sentence = "打开这份文件时超出了时间或内存的限度,已停下,没有采用。请重拍,或换一份文件。"


class PageMissingError(FieldSurveyError):
    """The PDF has fewer pages."""

    code = "I106"
    sentence = "这份文件没有这一页。"


# What the process that decodes may answer instead of a picture.
REFUSALS: Final[dict[str, type[FieldSurveyError]]] = {
    "broken": PictureBrokenError,
    "pixels": PictureTooLargeError,
    "locked": PdfLockedError,
    "pdf": PdfBrokenError,
    "limits": PictureRefusedError,
    "page": PageMissingError,
}
