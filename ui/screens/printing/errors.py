"""What goes wrong at a printer."""

from fieldsurvey.errors import FieldSurveyError


class PrinterFailedError(FieldSurveyError):
    """The system's printer did not take the pages."""

    code = "U101"
    sentence = "打印机没有接受这份表,请检查打印机后再打印;也可以先存为 PDF。"
