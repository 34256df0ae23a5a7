"""What goes wrong with a stick, each with its own code and sentence."""

from fieldsurvey.errors import FieldSurveyError


class StickError(FieldSurveyError):
    """The base of what goes wrong with a stick."""

    code = "P200"
    sentence = "U盘操作没有完成。"


class StickMissingError(StickError):
    """No folder where the stick should be."""

    code = "P201"
    sentence = "没有找到U盘(或U盘已拔出);请插好U盘后再试一次。"


class StickFullError(StickError):
    """Too little room on the stick."""

    code = "P202"
    sentence = "U盘空间不足(至少还要 {needed_mib} MiB),没有写入;请换一只U盘或腾出空间。"


class StickReadOnlyError(StickError):
    """The stick does not let itself be written."""

    code = "P203"
    sentence = "U盘是只读的(写保护开关可能开着),没有写入;请关闭写保护或换一只U盘。"


class StickWriteError(StickError):
    """Writing broke off."""

    code = "P204"
    sentence = "写U盘时中断(U盘可能松动、拔出或损坏),这一次不算写好;请重新插好U盘再写一次。"


class StickCopyDiffersError(StickError):
    """What was read back is not what was written."""

    code = "P205"
    sentence = "写到U盘上的内容读回来不一致,这只U盘不可靠,这一次不算写好;请换一只U盘。"


class StickFileTooLargeError(StickError):
    """A file larger than any package."""

    code = "P206"
    sentence = "U盘上的文件超过数据包的大小上限,没有读取;请核实它的来源。"


class StickLinkError(StickError):
    """A link or a special file where a plain one belongs."""

    code = "P207"
    sentence = "U盘上的 FIELDSURVEY 或其中的文件不是普通文件(可能是快捷方式),没有使用;请核实U盘的来源。"


class StickReadError(StickError):
    """Reading broke off."""

    code = "P208"
    sentence = "读U盘时出错(U盘可能松动、拔出或损坏),没有采用;请重新插好U盘再读一次。"
