"""Which column of a foreign list is the name and which the number: by what it is called, else by what stands in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from fieldsurvey.exchange.cells import Raw, text_of
from fieldsurvey.exchange.headings import plain, without_measure
from fieldsurvey.exchange.people_numbers import is_identity_number, joint_owners

# Who a person is called in the lists of other offices, the most telling first: of a file with 户主 and 姓名 it is 姓名.
OWN_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "姓名", "名字", "人员姓名", "当事人", "当事人姓名", "车主", "车主姓名", "车主名称", "机动车所有人",
        "机动车所有人姓名", "机动车所有人名称", "所有人", "所有人姓名", "所有人名称", "所有权人", "所有权人姓名",
        "所有权人名称", "不动产权利人", "权利人", "权利人姓名", "权利人名称", "产权人", "产权人姓名", "产权人名称",
        "房屋所有权人", "房主", "房主姓名", "共有人", "共有人姓名", "共有人名称", "义务人", "义务人姓名", "义务人名称",
        "法定代表人", "法定代表人姓名", "法人代表", "法人姓名", "法人", "经营者", "经营者姓名", "经营者名称", "业主",
        "业主姓名", "投资人", "投资人姓名", "股东", "股东姓名", "股东名称", "负责人", "负责人姓名", "投资人名称",
        "保障对象", "保障对象姓名", "救助对象", "救助对象姓名", "对象姓名", "低保对象", "低保对象姓名", "低保人员",
        "低保人员姓名", "保障人员", "保障人员姓名", "享受人", "享受人姓名", "领取人", "领取人姓名", "受益人姓名",
        "参保人", "参保人姓名", "申请人", "申请人姓名", "持证人", "持证人姓名", "死者姓名", "死亡人员姓名", "逝者姓名",
        "户主", "户主姓名",
    ),
    "identity": (
        "证件号", "公民身份证号码", "居民身份证", "居民身份证号", "居民身份证号码", "身份证件号", "身份证件号码",
        "身份证明号", "身份证明号码", "身份证明编号", "证件编号", "有效证件号码", "车主身份证号", "车主身份证号码",
        "车主证件号", "车主证件号码", "车主身份证明号码", "所有人身份证号", "所有人身份证号码", "所有人证件号码",
        "所有人身份证明号码", "机动车所有人身份证号", "机动车所有人身份证号码", "机动车所有人身份证明号码",
        "机动车所有人证件号码", "所有权人证件号", "所有权人证件号码", "权利人身份证号", "权利人身份证号码",
        "权利人证件号", "权利人证件号码", "产权人身份证号", "产权人身份证号码", "产权人证件号码", "共有人身份证号",
        "共有人身份证号码", "共有人证件号", "共有人证件号码", "义务人证件号", "义务人证件号码",
        "法定代表人身份证号", "法定代表人身份证号码", "法定代表人证件号", "法定代表人证件号码", "法人身份证号",
        "法人身份证号码", "经营者身份证号", "经营者身份证号码", "经营者证件号", "经营者证件号码", "投资人证件号码",
        "股东证件号码", "负责人身份证号", "保障对象身份证号", "保障对象身份证号码", "对象身份证号",
        "对象身份证号码", "救助对象身份证号", "低保对象身份证号", "低保对象身份证号码", "申请人身份证号",
        "申请人身份证号码", "参保人身份证号", "死者身份证号", "死亡人员身份证号", "户主身份证号", "户主身份证号码",
        "户主证件号码", "ID",
    ),
    "birth_date": ("出生日期", "出生年月日", "生日"),
    "sex": ("性别",),
    "address": ("家庭住址", "住所", "住所地址", "现住址", "居住地址", "户籍地址", "户籍地", "联系地址"),
    "mobile": ("手机号码", "移动电话", "联系手机"),
    "employer": ("工作单位", "就业单位", "从业单位"),
}  # fmt: skip
# What most names begin with. It need not be complete: half the cells of a column are enough.
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤甘祝蒲柳"
)
_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003134f]{2,4}|[\u3400-\u9fff]+(?:[·•.][\u3400-\u9fff]+)+")
# 白色 and 江苏省 begin as names do.
_NO_NAME: Final = re.compile(r".*[色族省市县区镇乡村街路号户类品]|无|否|是|本人|正常|黄金|白银")


def telling(target: str, heading: str) -> int:
    """How much a heading tells of a target, the most telling first."""
    name = plain(heading)
    ranked = [plain(each) for each in OWN_NAMES.get(target, ())]
    return next((ranked.index(each) for each in (name, without_measure(name)) if each in ranked), -1)


def looks_like_name(text: str) -> bool:
    """Whether a text has the shape of somebody's name."""
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.fullmatch(text)


def number_place(cells: Mapping[int, Sequence[Raw]], places: Sequence[int]) -> int | None:
    """The place of the column in which mostly identity numbers stand; None where there is none."""
    counted = [(_share(cells.get(place, ()), _is_number), -place) for place in places]
    best = max(counted, default=(0.0, 0))
    return -best[1] if best[0] > 0.5 else None


def name_place(cells: Mapping[int, Sequence[Raw]], places: Sequence[int], beside: int) -> int | None:
    """The place of the column of names next to that of numbers, rather before it; None where there is none."""
    left = max((place for place in cells if place < beside), default=-1)
    right = min((place for place in cells if place > beside), default=-1)
    for place in (left, right):
        if place in places and _share(cells[place], _is_name) > 0.5:
            return place
    return None


def _share(cells: Sequence[Raw], is_so: Callable[[Raw], bool]) -> float:
    return sum(map(is_so, cells)) / len(cells) if cells else 0.0


def _is_number(raw: Raw) -> bool:
    return any(is_identity_number(number) for _, number in joint_owners("", raw))


def _is_name(raw: Raw) -> bool:
    text = "".join(text_of(raw).split())
    first = re.split(r"[/、,,;;]", text)[0]
    return looks_like_name(first) and first[0] in _SURNAMES
