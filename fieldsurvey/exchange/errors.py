"""Why a spreadsheet cannot be read as a whole; what is wrong with one cell is a line of the report, not an error."""

from fieldsurvey.errors import FieldSurveyError


class WorkbookOldError(FieldSurveyError):
    """BIFF, the format before 2007, whatever the file is called (.xls, WPS's .et)."""

    code = "E201"
    sentence = "这是旧格式的表格(.xls 或 WPS 的 .et),请在 WPS 或 Excel 里另存为 .xlsx 再导入。"


class WorkbookLockedError(FieldSurveyError):
    """A workbook under a password is an encrypted container."""

    code = "E202"
    sentence = "这个表格设了打开密码,请在 WPS 或 Excel 里去掉密码、另存后再导入。"


class WorkbookBrokenError(FieldSurveyError):
    """It begins like a workbook and cannot be read to its end."""

    code = "E203"
    sentence = "这个表格已经损坏,没有导入任何内容。请在 WPS 或 Excel 里打开,另存为新的 .xlsx 再试。"


class WorkbookTooBigError(FieldSurveyError):
    """A workbook that would not fit into the memory of a laptop, or is made not to."""

    code = "E204"
    sentence = "这个表格太大({why}),没有打开。请分成几个文件,每个几千户,再分别导入。"


class WorkbookOtherError(FieldSurveyError):
    """Some other kind of file, whatever it is called."""

    code = "E205"
    sentence = "这不是有效的表格文件(.xlsx 或 .csv),没有导入任何内容。请在 WPS 或 Excel 里打开,另存为 .xlsx 再导入。"


class WorkbookEmptyError(FieldSurveyError):
    """Nothing in it that this program knows."""

    code = "E206"
    sentence = "表格里没有找到“户”表,或表里没有认得的表头,没有导入任何内容。请用本程序的模板,或先设好表头对照。"


class TextUnreadableError(FieldSurveyError):
    """A text file that is neither UTF-8 nor GB18030."""

    code = "E207"
    sentence = "这个文本表格的文字编码认不出来,请另存为 UTF-8 的 .csv,或 .xlsx。"


class MapWrongError(FieldSurveyError):
    """A column map that cannot be one."""

    code = "E208"
    sentence = "表头对照写得不对:{why}。写法:表头=栏目,如 职工姓名=name;不要的列写 表头=-。"


class MapUnknownError(FieldSurveyError):
    """No column map of this name."""

    code = "E209"
    sentence = "没有名为“{name}”的表头对照,case map list 列出已有的。"


class WorkbookCoveredError(FieldSurveyError):
    """An export of this program with its private parts covered: taken in, its households would be here twice."""

    code = "E210"
    sentence = "这是遮盖过的导出,只供查看,没有导入任何内容。要导入,请对方写明理由,导出完整的表格。"


class ListEmptyError(FieldSurveyError):
    """A list of people to compare in which there is nothing to read."""

    code = "E231"
    sentence = "这个文件里没有可以比对的名单,什么也没有比对。请打开看看是不是这份名单,或选对工作表。"


class ListTooLongError(FieldSurveyError):
    """More lines than a list of people ever has."""

    code = "E232"
    sentence = "这份名单超过 {most} 行,没有比对。请分成几个文件,再分别比对。"


class ListUnmappedError(FieldSurveyError):
    """A list of which no column is known to hold a name or a number."""

    code = "E233"
    sentence = "没有认出哪一列是姓名、哪一列是证件号,没有比对。表头有:{headings}。请指定姓名或证件号是哪一列。"


class StandardsNotFoundError(FieldSurveyError):
    """No sheet with the headings of standards."""

    code = "E221"
    sentence = (
        "表格里没有找到标准,没有导入任何内容。表头要有“执行日”,"
        "再加“项目”和“数额”两列,或每个项目一列(如“城市低保”“最低工资”);也可以先存一份空表照着填。"
    )
