"""Refusals of what is done with the national system."""

from fieldsurvey.errors import FieldSurveyError


class WorkerNoTakenError(FieldSurveyError):
    """One number of the national system cannot be two households'."""

    code = "H190"
    sentence = "职工编号 {number} 已经是 {other} 的,没有存下。请对着全国系统再看一遍,是不是抄错了一户。"
    exit_status = 2


class WorkerNoWrongError(FieldSurveyError):
    """Nothing, or something that no number looks like."""

    code = "H191"
    sentence = "职工编号请照全国系统上的样子写,1 到 40 个字母、数字或短横线,没有存下。"
    exit_status = 2
