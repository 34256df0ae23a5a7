"""What the command line itself may answer: a command written wrongly, a missing passphrase, a task done in part."""

from typing import ClassVar

from fieldsurvey.errors import FieldSurveyError


class CommandWrongError(FieldSurveyError):
    """A command, option or argument that does not exist, is missing or is too many."""

    code = "H301"
    sentence = "命令写得不对:{what}。加 --help 看写法。"
    exit_status = 2


class PassphraseMissingError(FieldSurveyError):
    """No passphrase was given and nobody is there to type one."""

    code = "H302"
    sentence = "没有口令:请用 {option} 文件或环境变量 {variable} 给出,或在终端里输入。"
    exit_status = 2


class PassphrasesDifferError(FieldSurveyError):
    """A new passphrase was typed twice, differently."""

    code = "H303"
    sentence = "两次输入的口令不一样,没有改动。请重新来一次。"
    exit_status = 2


class SecretFileError(FieldSurveyError):
    """The file of a passphrase or of recovery words cannot be read or is empty."""

    code = "H304"
    sentence = "读不了口令文件或恢复词文件({why}),没有改动。"
    exit_status = 2


class StaffUnclearError(FieldSurveyError):
    """Several people may sign in here and none was named, or several have the name that was given."""

    code = "H305"
    sentence = "这里有几位人员,请用 --staff 写明是哪一位;同名的请写编号,staff list 列出这里的人员。"
    exit_status = 2


class StaffUnknownError(FieldSurveyError):
    """Nobody here has the name or id that was given."""

    code = "H316"
    sentence = "这里没有 --staff 写明的这位人员;请写登录时显示的姓名或编号,staff list 列出这里的人员。"
    exit_status = 2


class CaseUnclearError(FieldSurveyError):
    """No household of this number or id."""

    code = "H306"
    sentence = "本机没有这个编号的档案,请写调查编号或 32 位档案标识;case list 列出全部。"


class NothingToPrintError(FieldSurveyError):
    """No household matches."""

    code = "H307"
    sentence = "没有符合条件的档案,没有生成文件。"


class LinesRefusedError(FieldSurveyError):
    """Some lines of an import were not taken; the others were."""

    code = "H308"
    sentence = "有 {count} 行没有导入,原因逐行列在上面;其余各行已经导入。改好后可以再导入一次,不会重复。"
    exit_status: ClassVar[int] = 4


class CellsRefusedError(FieldSurveyError):
    """Some cells, rows or columns of a spreadsheet were not taken; everything else was."""

    code = "H331"
    sentence = "有 {count} 处没有采用,原因逐处列在上面;其余已经导入。改好后可以再导入一次,不会重复。"
    exit_status: ClassVar[int] = 4


class ImportStoppedError(FieldSurveyError):
    """An import that ended before the end of its file; what it took stays."""

    code = "H317"
    sentence = "没有导入完:{why}上面列出的各户已经导入;再导入一次会接着做完,不会重复。"
    exit_status: ClassVar[int] = 4


class ReportUnwrittenError(FieldSurveyError):
    """The households are stored; only the list of what to check could not be written."""

    code = "H318"
    sentence = "导入已经做完并存好,只是核对表没有写成:{why}请换一个地方,用 --report 再导入一次,不会重复。"
    exit_status: ClassVar[int] = 4


class FilesRefusedError(FieldSurveyError):
    """Some files of a stick were refused; the others were read."""

    code = "H309"
    sentence = "有 {count} 个文件没有采用,原因逐个列在上面;其余文件已经处理。"
    exit_status: ClassVar[int] = 4


class HomeUnsoundError(FieldSurveyError):
    """The check of a home found something wrong."""

    code = "H310"
    sentence = "检查发现问题,见上面标“不对”的各项。请不要删除任何文件,并联系总部。"
    exit_status: ClassVar[int] = 4


class DrillFailedError(FieldSurveyError):
    """A back-up could not be restored as it was."""

    code = "H319"
    sentence = "恢复演练没有全部通过,原因逐条列在上面。现有数据没有改动;请再备份一次,再演练一次。"
    exit_status: ClassVar[int] = 4


class FindingsBlockError(FieldSurveyError):
    """Some findings that block a step stand open."""

    code = "H345"
    sentence = "有 {count} 处核查结果卡住审定、发放或退出,见上面;请逐处改正后再核查一次。"
    exit_status: ClassVar[int] = 4


class PartsBrokenError(FieldSurveyError):
    """The program's check of itself found a part that does not work."""

    code = "H311"
    sentence = "程序有 {count} 个部件不能工作,见上面标“不对”的各项。请重新安装程序。"
    exit_status: ClassVar[int] = 4


class DocumentsStaleError(FieldSurveyError):
    """Generated documents are not what the catalogue says now."""

    code = "H312"
    sentence = "这些文档和栏目表不一致:{names}。请运行 docs --write 重新生成。"
    exit_status: ClassVar[int] = 1


class DemoDisagreesError(FieldSurveyError):
    """After the practice day the homes do not show the same."""

    code = "H315"
    sentence = "演练结束时各处内容不一致,详情见上面的各行。请把这些内容告诉开发人员。"
    exit_status: ClassVar[int] = 4


class CodeMissingError(FieldSurveyError):
    """Nothing but the digits read aloud proves whose a file is."""

    code = "H314"
    sentence = "请用 --fingerprint 写明对方读出的 12 位核对码。"
    exit_status: ClassVar[int] = 2


class EvidenceRefusedError(FieldSurveyError):
    """Some files of evidence were not taken or not written; the others were."""

    code = "H340"
    sentence = "有 {count} 个文件没有采用,原因逐个列在上面;其余文件已经处理。"
    exit_status: ClassVar[int] = 4


class MemberUnclearError(FieldSurveyError):
    """No member, or more than one, goes by what was given."""

    code = "H341"
    sentence = "这一户没有 --member 写明的这位成员,或有几位同名;请写姓名或成员的行号,case show --json 里有。"
    exit_status: ClassVar[int] = 2


class BugError(FieldSurveyError):
    """A mistake of the program, as the user hears of it."""

    code = "H399"
    sentence = "程序出了意外,这一步没有做完;此前存入的内容都在,可以再试一次。{where}"
    exit_status: ClassVar[int] = 70


class MemberWantedError(FieldSurveyError):
    """No member, or more than one, of this name or row."""

    code = "H343"
    sentence = "请写一位成员的姓名或行号,同名的写行号。这一户有:{names}"
    exit_status = 2


class TableUnknownError(FieldSurveyError):
    """No code table, question or field of this id."""

    code = "H344"
    sentence = "没有“{name}”,请先用 reference tables 或 reference questions 查看。"
    exit_status = 2
