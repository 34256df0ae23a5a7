"""Refusals of the case: what is not a well-formed change, and what may not be written."""

from fieldsurvey.errors import FieldSurveyError


class ChangeMalformedError(FieldSurveyError):
    """Bytes that are no change in canonical form."""

    code = "C101"
    sentence = "这条修改单不合规范({reason}),没有采用。"


class ChangeNestedError(ChangeMalformedError):
    """A value nested deeper than any form needs."""

    code = "C102"
    sentence = "这条修改单嵌套过深({reason}),没有采用。"


class NumberTooLongError(ChangeMalformedError):
    """A number outside 53 bits, or one with a fraction."""

    code = "C103"
    sentence = "这条修改单里的数字超出范围或带小数({reason}),没有采用。"


class TextTooLongError(FieldSurveyError):
    """An answer longer than a field may hold."""

    code = "C104"
    sentence = "内容有 {length} 个字,超过 {limit} 个字的上限,没有存入;原来的内容没有变。"


class UnknownFieldError(FieldSurveyError):
    """An address that this edition's catalogue does not have."""

    code = "C105"
    sentence = "没有“{address}”这一栏,请检查文件的栏目名称。"


class RowToldTwiceError(FieldSurveyError):
    """Two rows of one list that claim to be the same; the second would silently hide the first."""

    code = "C107"
    sentence = "“{group}”第 {place} 行的编号与前面的行相同,请改成不同的编号。"


class RowsMalformedError(FieldSurveyError):
    """Something in the place of a list's rows that no list of a household is."""

    code = "C108"
    sentence = "“{group}”{reason},请检查文件。"


class AnswerMalformedError(FieldSurveyError):
    """An answer that no document can hold, such as a number with a fraction."""

    code = "C106"
    sentence = "“{label}”的内容无法保存({reason}),原来的内容没有变。"


class MemberMissingError(FieldSurveyError):
    """No such member, or one who cannot be chosen here."""

    code = "C109"
    sentence = "请从这一户的成员里另选一人;这个人不在成员里,或已经是建档职工。没有改动。"


class WorkerUnclearError(FieldSurveyError):
    """Several members are 本人."""

    code = "C110"
    sentence = "家庭成员里有不止一个“本人”,请先改好“与本人关系”,再办户的变动。没有改动。"


class WorkerStaysError(FieldSurveyError):
    """The only row of 本人: a household is filed under a worker."""

    code = "C112"
    sentence = "“本人”这一行不能移除:这一户就是按本人建的档。换了建档职工,请用“户的变动”。没有改动。"


class SplitUnfitError(FieldSurveyError):
    """Members that cannot leave together."""

    code = "C111"
    sentence = "不能这样分户:{why}。没有改动。"
