"""What a service may answer instead of doing what was asked."""

from fieldsurvey.errors import FieldSurveyError


class NotAllowedError(FieldSurveyError):
    """The role of this desk does not do this."""

    code = "H101"
    sentence = "这台设备不能做这一步:{what}。"


class RoleMissingError(NotAllowedError):
    """The person signed in does not have the role for this."""

    code = "H131"
    sentence = "您的角色不能{what},要由{roles}来做。请换有这个角色的人员登录,或请管理员在“设置·人员”里给您加上。"


class HomeLockedError(FieldSurveyError):
    """Something was asked of a home whose key was put away."""

    code = "H132"
    sentence = "已经锁定,这一步没有做。请先解锁。"


class LastAdministratorError(FieldSurveyError):
    """Nobody would be left who can give roles, admit laptops or assign households."""

    code = "H133"
    sentence = "这是唯一的管理员,不能去掉管理员角色。请先给另一人加上。"


class RolesWrongError(FieldSurveyError):
    """Roles that are none, or none of this desk."""

    code = "H134"
    sentence = "{why}"
    exit_status = 2


class SamePersonError(FieldSurveyError):
    """Two surveyors visit together; one person is not two."""

    code = "H135"
    sentence = "同行人不能是登录的本人,没有改动。入户要两个人,请选另一位。"


class NoPinError(FieldSurveyError):
    """No PIN was chosen, or its tries are used up."""

    code = "H136"
    sentence = "现在不能用 PIN 解锁,请输入完整口令。"


class PinRefusedError(FieldSurveyError):
    """A wrong PIN; some tries are left."""

    code = "H137"
    sentence = "PIN 不对,还可以试 {left} 次;之后要用完整口令。"


class NotEnrolledError(FieldSurveyError):
    """A laptop that headquarters has not admitted yet."""

    code = "H102"
    sentence = "这台笔记本还没有入网,请先把入网申请交给总部,再读取总部的答复。"


class NoRecipientError(FieldSurveyError):
    """Nobody to write a package for."""

    code = "H103"
    sentence = "还没有已入网的笔记本,没有可写的对象。"


class HomeMissingError(FieldSurveyError):
    """The folder holds no home."""

    code = "H104"
    sentence = "这个文件夹里没有本程序的数据:{folder}"


class HomeExistsError(FieldSurveyError):
    """The folder already holds a home."""

    code = "H105"
    sentence = "这个文件夹里已经有数据,没有改动。请换一个空文件夹。"


class HomeInUseError(FieldSurveyError):
    """Another window or command has the home open."""

    code = "H106"
    sentence = "本程序已经在使用这份数据,请先关闭另一个窗口。"


class LastStaffError(FieldSurveyError):
    """The only person who can open the home."""

    code = "H108"
    sentence = "这是唯一能登录的人员,不能移除。请先加入另一人。"


class OneselfError(FieldSurveyError):
    """Nobody ends their own sign-in while they are signed in."""

    code = "H116"
    sentence = "不能移除正在登录的自己,请由另一位人员登录后再移除。"


class ReasonMissingError(FieldSurveyError):
    """A step that needs a reason."""

    code = "H109"
    sentence = "请写明理由,再{what}。"


class EvidenceUnfitError(FieldSurveyError):
    """A file that cannot be kept as evidence."""

    code = "H110"
    sentence = "这个文件不能作为佐证材料,原文件没有改动。{why}"


class ClashGoneError(FieldSurveyError):
    """Nothing left to settle."""

    code = "H112"
    sentence = "这一处已经没有冲突,请刷新后再看。"


class NoRecoveryError(FieldSurveyError):
    """No second way into the home."""

    code = "H113"
    sentence = "这份数据没有恢复词可用,只能用人员口令打开。"


class ImportUnreadableError(FieldSurveyError):
    """A file that is not what import takes."""

    code = "E101"
    sentence = "读不了这个文件,没有导入任何内容。{why}"


class LineCoveredError(FieldSurveyError):
    """A line of a covered export: taken in, its stars would stand against the answers of the household."""

    code = "E106"
    sentence = "这是遮盖过的导出,只供查看,没有导入。要导入,请对方导出完整的。"


class PracticeExportError(FieldSurveyError):
    """Households of practice, imported at work."""

    code = "E107"
    sentence = "这是从练习模式导出的,里面的户都是编的,正式的数据不收,没有导入。"


class LineUnreadableError(FieldSurveyError):
    """One line of an import that is no document; the others are taken."""

    code = "E103"
    sentence = "{why},请改好这一行。"


class FileUnwritableError(FieldSurveyError):
    """A target that cannot be written."""

    code = "E102"
    sentence = "写不了文件,原有文件没有改动。{why}"


class CodeTakenError(FieldSurveyError):
    """Two laptops under one code would number households alike."""

    code = "H114"
    sentence = "代号“{code}”已经给了另一台笔记本,请换一个代号。"


class DeviceUnknownError(FieldSurveyError):
    """No such device."""

    code = "H115"
    sentence = "没有代号或编号为“{device}”的设备,请先查看设备列表。"


class LineRepeatedError(FieldSurveyError):
    """Two lines of one import under one key would become one household."""

    code = "E104"
    sentence = "与第 {first} 行是同一个 key,没有采用;请确认是不是两户,再改好这一行。"


class NumberTakenError(FieldSurveyError):
    """A survey number names one household for ever."""

    code = "E105"
    sentence = "调查编号 {number} 已经是另一户的,没有采用;请去掉这一栏,由程序给出新的编号。"


class AlreadyAdmittedError(FieldSurveyError):
    """One laptop under two codes would be two devices on paper and one on the stick."""

    code = "H118"
    sentence = "这台笔记本已经以代号“{code}”接纳;要重写答复,请用同一个代号。"


class NoSuchChoiceError(FieldSurveyError):
    """Not one of the values that stand."""

    code = "H119"
    sentence = "这一处没有这个选项,没有裁定;请从列出的几个值里选一个。"


class EvidenceTwiceError(FieldSurveyError):
    """The household has this very file already."""

    code = "H140"
    sentence = "这份文件这一户已经有了(第 {number} 份,{label}),没有重复加入。"


class EvidenceLinkError(FieldSurveyError):
    """A link, which may lead anywhere."""

    code = "H141"
    sentence = "这是一个链接,不是文件本身,没有采用。请选原来的图片或 PDF。"


class EvidenceRowMissingError(FieldSurveyError):
    """No such row in this draft."""

    code = "H142"
    sentence = "这一份材料已不在这一户里,没有改动。请返回后再看。"


class PlanStaleError(FieldSurveyError):
    """What was shown before a step is not what would be done now."""

    code = "H150"
    sentence = "这一户刚刚有了改动,没有办理。请重新看一遍要改的内容,再确定。"


class EventClashingError(FieldSurveyError):
    """A step over fields for which two values stand."""

    code = "H151"
    sentence = "要动的内容里有 {count} 处两个人填得不一样,没有办理。请先由总部裁定,再办户的变动。"


class OtherHouseholdError(FieldSurveyError):
    """A household that cannot be merged now."""

    code = "H152"
    sentence = "这两户不能合并:{why}。没有改动。"


class NothingToMoveError(FieldSurveyError):
    """No rows that could be given to another member."""

    code = "H153"
    sentence = "没有可以改到别人名下的项,没有改动。请先选好要改的项和另一位成员。"


class NameSharedError(FieldSurveyError):
    """What people write would name two codes, and so neither."""

    code = "H154"
    sentence = (
        "“{name}”已经是“{label}”({other})的代码、含义或叫法,没有存下。"
        "同一个叫法只能归一个选项,请换一个叫法,或先从“{label}”里去掉它。"
    )
    exit_status = 2


class StandardUnfitError(FieldSurveyError):
    """A standard that cannot be what was announced."""

    code = "H370"
    sentence = "这条标准没有存下:{why}。"
    exit_status = 2


class StandardDoubtfulError(FieldSurveyError):
    """A standard that is unlike its neighbours, and nobody has said yet that it is meant."""

    code = "H374"
    sentence = "没有存下:{why}"
    exit_status = 2


class StandardUnknownError(FieldSurveyError):
    """No standard in this record."""

    code = "H371"
    sentence = "没有编号为“{record}”的标准,可能已被别人改过;请重新列出标准再选。"
    exit_status = 2


class RuleSetUnknownError(FieldSurveyError):
    """No rule set of this code and version."""

    code = "H372"
    sentence = "没有规则“{name}”。请先列出规则,按列出的代号和版本写,如 RS2020 或 RS2020-2。"
    exit_status = 2


class RuleSetKeptError(FieldSurveyError):
    """A rule set that cannot be ended, or be taken once more."""

    code = "H373"
    sentence = "{why}"
    exit_status = 2
