"""Refusals of explaining and deciding."""

from fieldsurvey.errors import FieldSurveyError


class RulesUnknownError(FieldSurveyError):
    """A rule set that this home does not have."""

    code = "H180"
    sentence = "没有规则“{code}”。这里有:{known}。"
    exit_status = 2


class ReasonWantedError(FieldSurveyError):
    """A step that has to say why."""

    code = "H181"
    sentence = "{what},请写明理由;没有记下。"
    exit_status = 2


class VerdictMovedError(FieldSurveyError):
    """A decision on what is not any more as somebody saw it."""

    code = "H184"
    sentence = "这一户的档案或所用的规则、标准在您看过以后又变了,没有记下。请看一遍现在的测算再认定。"


class DecisionGoneError(FieldSurveyError):
    """A decision that cannot be shown as it was made."""

    code = "H182"
    sentence = "这次认定当时所见的内容、规则不全在这台电脑上,不能照原样重算;认定本身没有受影响,请在作出认定的电脑上看。"


class NoticeNotNeededError(FieldSurveyError):
    """A notice of not qualifying for a household that is not known not to."""

    code = "H183"
    sentence = "这一户目前是“{label}”,不是“不符合”,没有写告知书。"
    exit_status = 2


class DecisionUnknownError(FieldSurveyError):
    """A row that is no decision of the household."""

    code = "H185"
    sentence = "这一户没有行号为“{row}”的认定。{known}"
    exit_status = 2
