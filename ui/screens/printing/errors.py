"""What goes wrong at a printer."""

from fieldsurvey.errors import FieldSurveyError


class PrinterFailedError(FieldSurveyError):
    """The system's printer did not take the pages."""

    code = "U101"
    sentence = "打印机没有接受这份表,请检查打印机后再打印;也可以先存为 PDF。"


class PrintedToFileError(FieldSurveyError):
    """In the system's dialog a file was chosen, into which every job would be written over the one before."""

    code = "U103"
    sentence = "对话框里选的是“打印到文件”,没有打印,也没有编号。要文件请按“存为一个 PDF”。"
