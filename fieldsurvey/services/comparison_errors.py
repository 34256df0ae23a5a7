"""Why a list cannot be compared, settled or taken back as it was asked."""

from fieldsurvey.errors import FieldSurveyError


class ListMissingError(FieldSurveyError):
    """No list of this id here."""

    code = "E241"
    sentence = "没有这份比对名单。请在名单列表里重新选一份。"
    exit_status = 2


class ListUndoneError(FieldSurveyError):
    """A list that was taken back is nothing to work on."""

    code = "E242"
    sentence = "这份名单已经撤销,没有改动。要用它,请重新采用这个文件。"


class DoubtMissingError(FieldSurveyError):
    """No such line among those to settle."""

    code = "E243"
    sentence = "名单第 {line} 行不在待认定里,没有改动。请刷新后再看。"


class CandidateWrongError(FieldSurveyError):
    """Somebody whom the line was never held to be."""

    code = "E244"
    sentence = "名单第 {line} 行没有这个候选人,没有改动。请从列出的人里选一个,或选“都不是”。"


class AgencyUnknownError(FieldSurveyError):
    """No such office in the code table."""

    code = "E245"
    sentence = "没有“{agency}”这个来源部门。可以是:{known}。"
    exit_status = 2


class ColumnUnknownError(FieldSurveyError):
    """Somebody told of a column that the file does not have, or of a use that there is not."""

    code = "E246"
    sentence = "表头对照写得不对:{why}。写法:表头=姓名,可用的有 {known}。"
    exit_status = 2


class ResultChangedError(FieldSurveyError):
    """What a person wrote on a result is not thrown away with it."""

    code = "E247"
    sentence = "名单第 {line} 行记入 {number} 的比对结果被人改过,没有改认定。请先到这一户看看,删去这条结果后再改。"
