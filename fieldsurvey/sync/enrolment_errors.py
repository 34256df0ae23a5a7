"""Why an enrolment file or a certificate is not taken, each with its own code and sentence."""

from fieldsurvey.errors import FieldSurveyError


class EnrolmentFileError(FieldSurveyError):
    """A file that is no enrolment request, answer or certificate in the expected form."""

    code = "P301"
    sentence = "这不是合规的登记文件({reason}),没有采用;请对方重新生成。"


class EnrolmentSignatureError(FieldSurveyError):
    """An enrolment file whose signature is not its maker's."""

    code = "P302"
    sentence = "登记文件的签名不对(损坏、被改动或是冒名的),没有采用;请对方重新生成并核实来源。"


class FingerprintDiffersError(FieldSurveyError):
    """The digits read aloud are not the file's."""

    code = "P303"
    sentence = "报读的 12 位核对码与文件不一致,没有登记;请与对方再核对一遍,仍不一致就不要使用这个文件。"


class NotForThisLaptopError(FieldSurveyError):
    """An answer made for another laptop."""

    code = "P304"
    sentence = "这份登记批复是给另一台电脑的,没有采用;请使用为本机生成的批复文件。"


class PracticeEnrolmentError(FieldSurveyError):
    """A file of practice, used at work."""

    code = "P306"
    sentence = "这是练习模式的入网文件,正式的数据不能用它入网,没有采用;请从U盘上删掉它,用正式的那一份。"


class RealEnrolmentError(FieldSurveyError):
    """A file of work, used in practice."""

    code = "P307"
    sentence = "这是正式的入网文件,练习模式不能用,没有采用;请先离开练习。"


class CertificateInvalidError(FieldSurveyError):
    """A certificate that does not hold together."""

    code = "P305"
    sentence = "设备证书内容不合规范({reason}),没有采用;请与总部联系。"
