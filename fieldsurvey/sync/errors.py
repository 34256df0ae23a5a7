"""Why a package is not taken or not made: one class, one code and one sentence for each reason."""

from fieldsurvey.errors import FieldSurveyError


class PackageRefusedError(FieldSurveyError):
    """The base of every refusal of a package; nothing of a refused package is kept."""

    code = "P100"
    sentence = "这个数据包没有采用。"


class NotAFileError(PackageRefusedError):
    """A folder, a link or a device where a package was expected."""

    code = "P101"
    sentence = "所选的不是普通文件(可能是文件夹或快捷方式),没有读取;请选择 .fsp 数据包。"


class EmptyFileError(PackageRefusedError):
    """A file of zero bytes."""

    code = "P102"
    sentence = "这个文件是空的,没有读取;请对方重新写一次U盘。"


class WrongFileTypeError(PackageRefusedError):
    """Some other kind of file."""

    code = "P103"
    sentence = "这不是本程序的数据包,没有读取;请选择 FIELDSURVEY 文件夹里的 .fsp 文件。"


class TruncatedError(PackageRefusedError):
    """The file ends before its contents do."""

    code = "P104"
    sentence = "数据包不完整(后面缺了一截),没有采用;请对方重新写一次U盘。"


class GarbageAppendedError(PackageRefusedError):
    """Bytes after the end."""

    code = "P105"
    sentence = "数据包末尾多出了内容,没有采用;请对方重新写一次U盘。"


class TarHeaderError(PackageRefusedError):
    """A member header that is not the one canonical form."""

    code = "P106"
    sentence = "数据包的目录项损坏或不规范,没有采用;请对方重新写一次U盘。"


class NameNotAsciiError(PackageRefusedError):
    """A member name outside ASCII."""

    code = "P107"
    sentence = "数据包里的文件名含有不允许的字符,没有采用;请核实数据包的来源。"


class AbsoluteNameError(PackageRefusedError):
    """A member name that begins at the root or at a drive."""

    code = "P108"
    sentence = "数据包里的文件名指向磁盘根目录,可能是恶意文件,没有采用;请核实数据包的来源。"


class ParentNameError(PackageRefusedError):
    """A member name that climbs out of its folder."""

    code = "P109"
    sentence = "数据包里的文件名企图指向别的文件夹,可能是恶意文件,没有采用;请核实数据包的来源。"


class SymbolicLinkMemberError(PackageRefusedError):
    """A symbolic link as member."""

    code = "P110"
    sentence = "数据包里夹带了符号链接,可能是恶意文件,没有采用;请核实数据包的来源。"


class HardLinkMemberError(PackageRefusedError):
    """A hard link as member."""

    code = "P111"
    sentence = "数据包里夹带了硬链接,可能是恶意文件,没有采用;请核实数据包的来源。"


class DeviceMemberError(PackageRefusedError):
    """A device or a pipe as member."""

    code = "P112"
    sentence = "数据包里夹带了设备文件,可能是恶意文件,没有采用;请核实数据包的来源。"


class UnexpectedMemberError(PackageRefusedError):
    """A member that does not belong, stands in the wrong place, or comes twice."""

    code = "P113"
    sentence = "数据包的内容项不对或次序不对,没有采用;请对方重新生成数据包。"


class PaddingError(PackageRefusedError):
    """Bytes hidden where zeros belong."""

    code = "P114"
    sentence = "数据包的填充处藏有内容或已损坏,没有采用;请对方重新写一次U盘。"


class HeaderTooLargeError(PackageRefusedError):
    """A header beyond 4 KiB."""

    code = "P115"
    sentence = "数据包的包头超过 4 KiB,没有采用;请核实数据包的来源。"


class HeaderMalformedError(PackageRefusedError):
    """A header whose fields are not as they must be."""

    code = "P116"
    sentence = "数据包的包头不合规范,没有采用;请对方重新生成数据包。"


class NewerFormatError(PackageRefusedError):
    """A package of a format this program does not know yet."""

    code = "P117"
    sentence = "数据包由更新版本的程序生成,本程序还读不了;请先升级本程序,再读一次。"


class UnknownSuiteError(PackageRefusedError):
    """A cipher suite this program does not have."""

    code = "P118"
    sentence = "数据包使用了本程序没有的加密方式,没有采用;请先升级本程序,或核实来源。"


class UnknownSenderError(PackageRefusedError):
    """No certificate for the sender."""

    code = "P119"
    sentence = "不认识这个数据包的发送设备,没有采用;请先为该设备办理登记。"


class ForgedSignatureError(PackageRefusedError):
    """The signature is not the sender's."""

    code = "P120"
    sentence = "数据包的签名不对(被改动过或是冒名的),没有采用;请对方重新写一次U盘并核实来源。"


class WrongRecipientError(PackageRefusedError):
    """Addressed to another device."""

    code = "P121"
    sentence = "这个数据包是发给别的设备的,没有采用;请交给收件的那台电脑读取。"


class FormerRecipientError(PackageRefusedError):
    """Addressed to headquarters as it was before a restore or another machine."""

    code = "P163"
    sentence = "这个数据包是写给恢复(或换机)以前的总部的,没有采用;请写包的笔记本重新入网,再写一次,内容一样不少。"


class PayloadDiffersError(PackageRefusedError):
    """The payload is not the one the sender signed for."""

    code = "P122"
    sentence = "数据包的正文与签名的校验值不一致(损坏或被改动),没有采用;请对方重新写一次U盘。"


class SealedToOthersError(PackageRefusedError):
    """Addressed to us but sealed to another key."""

    code = "P123"
    sentence = "数据包不是用本机的密钥封装的,打不开,没有采用;请对方更新本机的登记后重新生成。"


class PayloadSealBrokenError(PackageRefusedError):
    """The sealed payload does not open to its end."""

    code = "P124"
    sentence = "数据包的加密内容损坏,没有采用;请对方重新生成数据包。"


class AlreadyReadError(PackageRefusedError):
    """The very same package was read before: nothing to do, and no failure."""

    code = "P125"
    sentence = "这个数据包(第 {seq} 号)以前已经读过,内容没有变化,不需要再读。"
    exit_status = 0


class StreamForkedError(PackageRefusedError):
    """Two different packages claim the same place in a stream."""

    code = "P126"
    sentence = "第 {seq} 号包与以前收到的对不上:这台电脑可能被复制或恢复过备份。没有采用,请保留两个包并与总部联系。"


class CompressionBombError(PackageRefusedError):
    """The payload would unpack to far more than its size allows."""

    code = "P127"
    sentence = "数据包解开后大得不正常(压缩炸弹),没有采用;请核实数据包的来源。"


class CompressionBrokenError(PackageRefusedError):
    """The payload is not one zstd stream."""

    code = "P128"
    sentence = "数据包的压缩内容损坏,没有采用;请对方重新生成数据包。"


class JsonMalformedError(PackageRefusedError):
    """Not JSON, or not what stands there."""

    code = "P129"
    sentence = "{where}不合规范,没有采用;请对方重新生成。"


class JsonNestedError(PackageRefusedError):
    """JSON nested deeper than any document of ours."""

    code = "P130"
    sentence = "{where}嵌套过深,可能是恶意内容,没有采用;请核实来源。"


class JsonNumberTooLongError(PackageRefusedError):
    """A number beyond 53 bits."""

    code = "P131"
    sentence = "{where}含有过长的数字,可能是恶意内容,没有采用;请核实来源。"


class FractionError(PackageRefusedError):
    """A number with a fraction or an exponent."""

    code = "P132"
    sentence = "{where}含有小数形式的数字,不合规范,没有采用;请对方重新生成。"


class KeyRepeatedError(PackageRefusedError):
    """The same key twice in one object."""

    code = "P133"
    sentence = "{where}有重复的项目名,可能是恶意内容,没有采用;请核实来源。"


class NotCanonicalError(PackageRefusedError):
    """JSON written in another than the one canonical form."""

    code = "P134"
    sentence = "{where}的写法不是规范形式,没有采用;请对方重新生成。"


class NotUtf8Error(PackageRefusedError):
    """Bytes that are no UTF-8 text."""

    code = "P135"
    sentence = "{where}不是 UTF-8 文字,没有采用;请对方重新生成。"


class LineTooLongError(PackageRefusedError):
    """A change line beyond 1 MiB."""

    code = "P136"
    sentence = "{where}超过 1 MiB,没有采用;请对方重新生成数据包。"


class MemberTooLargeError(PackageRefusedError):
    """A member beyond the limit of its sort."""

    code = "P137"
    sentence = "数据包里的 {name} 超过大小上限,没有采用;请对方重新生成数据包。"


class ChangeRefusedError(PackageRefusedError):
    """A line that is no well-formed change."""

    code = "P138"
    sentence = "{where}不是合规的修改单({reason}),整个数据包没有采用;请对方升级程序后重新生成。"


class BlobDiffersError(PackageRefusedError):
    """An attachment that is not what its name says."""

    code = "P139"
    sentence = "数据包里有一份附件与校验值不一致,整个数据包没有采用;请对方重新生成数据包。"


class CountsDifferError(PackageRefusedError):
    """The manifest counts other changes than came."""

    code = "P140"
    sentence = "数据包清单上的修改单数目与实际不符,没有采用;请对方重新生成数据包。"


class ManifestMissingError(PackageRefusedError):
    """No manifest at the end."""

    code = "P141"
    sentence = "数据包没有清单,无法核对是否齐全,没有采用;请对方重新生成数据包。"


class AfterManifestError(PackageRefusedError):
    """A member after the manifest."""

    code = "P142"
    sentence = "数据包在清单之后还夹带了内容,没有采用;请核实数据包的来源。"


class ManifestDiffersError(PackageRefusedError):
    """The manifest names other members, sizes or hashes than came."""

    code = "P143"
    sentence = "数据包清单与实际内容不一致,没有采用;请对方重新生成数据包。"


class StolenPayloadError(PackageRefusedError):
    """Somebody signed a payload that another device sealed."""

    code = "P144"
    sentence = "数据包的正文出自另一台设备,却由这台设备签名,没有采用;请核实数据包的来源。"


class InsideOutsideDifferError(PackageRefusedError):
    """The manifest repeats another address than the header has."""

    code = "P145"
    sentence = "数据包内外写的收件设备或编号不一致,没有采用;请核实数据包的来源。"


class SenderRevokedError(PackageRefusedError):
    """The sender was a known device and is so no longer."""

    code = "P146"
    sentence = "发送这个数据包的设备已被总部停用,没有采用;请与总部联系。"


class PracticePackageError(PackageRefusedError):
    """Made in practice, and read at work."""

    code = "P147"
    sentence = "这是练习模式写的数据包,正式的数据不收,没有采用;请从U盘上删掉它,以免混淆。"


class RealPackageError(PackageRefusedError):
    """Made at work, and read in practice."""

    code = "P148"
    sentence = "这是正式的数据包,练习模式不收,没有采用;请先离开练习,再用正式的数据读取它。"


class PackageTooLargeError(FieldSurveyError):
    """More than fits on a FAT32 stick in one file."""

    code = "P161"
    sentence = "数据包将超过 1.9 GB,U盘放不下;请分成几个包来写。"


class EvidenceDiffersError(FieldSurveyError):
    """A file of this home is not what its record says, so that it cannot be sent."""

    code = "P162"
    sentence = "本机的一份证据文件(校验值 {sha256} 开头)读出来与登记的不一致,没有写入;请先核对本机数据。"
