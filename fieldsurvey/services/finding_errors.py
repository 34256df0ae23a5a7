"""Refusals about findings of the checks."""

from fieldsurvey.errors import FieldSurveyError


class FindingGoneError(FieldSurveyError):
    """No such finding in the household as it is now."""

    code = "H201"
    sentence = "这一户现在没有这一条核查结果,没有记下说明。内容可能已经改过,请重新看一下这一户的核查结果。"


class MendInsteadError(FieldSurveyError):
    """An error is put right, and no reason makes it right; a note asks for nothing."""

    code = "H202"
    sentence = "“{title}”不能用说明代替,没有记下。请这样办:{mend}"


class CheckUnknownError(FieldSurveyError):
    """No check of this id."""

    code = "H203"
    sentence = "没有“{check}”这条核查规则;check rules 列出全部规则。"
    exit_status = 2


class SeveralFindingsError(FieldSurveyError):
    """A check has several doubts about one place, and a reason answers one of them."""

    code = "H205"
    sentence = "这一处有 {count} 条疑点,说明只能答一条,没有记下。请写明是哪一条:--print 后照抄清单里那一行末尾的编号。"
    exit_status = 2


class GroupingUnknownError(FieldSurveyError):
    """Findings are not grouped by this."""

    code = "H204"
    sentence = "核查结果只能按 check(规则)、org(建档单位)或 person(责任人)汇总。"
    exit_status = 2
