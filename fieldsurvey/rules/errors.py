"""Refusals of rule sets and standards."""

from fieldsurvey.errors import FieldSurveyError


class RuleSetUnusableError(FieldSurveyError):
    """A file or record that is no rule set by which anything could be judged."""

    code = "G101"
    sentence = "这份规则不能用:{what}。原来的规则没有变,请改好再读入。"
    exit_status = 2


class ParameterUnusableError(FieldSurveyError):
    """A value that a parameter of a rule set cannot have."""

    code = "G102"
    sentence = "“{label}”不能写成“{value}”,{how}"
    exit_status = 2
