"""What can keep people from settling a pair of a list of doubles."""

from fieldsurvey.errors import FieldSurveyError


class DoubleGoneError(FieldSurveyError):
    """The pair is not there any more, or not as it was shown."""

    code = "H380"
    sentence = "这一对已经处理过,或者其中一户刚有改动,没有再办。请刷新清单再看。"


class WorkerCountsError(FieldSurveyError):
    """Taking the worker out of the count of their own household."""

    code = "H381"
    sentence = "这个人是 {number} 的建档职工,总要计入那一户,没有改动。请改选计入那一户,或者把两户合并。"
