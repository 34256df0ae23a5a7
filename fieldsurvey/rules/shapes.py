"""Characters of names that are taken for each other by eye, on paper and in the list of an input method by strokes."""

from collections.abc import Mapping
from typing import Final

# Each group is one; a character may stand in several.
_GROUPS: Final = """
    己已巳 未末 士土 王壬玉 日曰目 干千于 大太犬丈 天夭夫 午牛 人入 刀力 田由甲申 石右 候侯 折析拆 晴睛清情倩
    明朋 辉晖挥 娟绢捐 梅海悔敏 玲铃冷岭 珍诊 凤风 刚钢冈纲 芳方芬 芬分纷 杨扬汤 秦泰奏 冯马 陈阵 徐涂余 曹曾 季李
    代伐 潘番 崔催 祭蔡 孟盂 郝赫 薛薜 戴载 卢庐 贾货贺 龚袭 段锻 莱菜荣 宏宠宪 俊峻竣骏 斌赋 宁宇字 伟纬玮 佳住往
    洋详祥 建健键 波坡 寿涛 淑叔 婷停 苹萍平 茂茅 茵菌 莉利 菊鞠 霞震雷 先光 无元 兆北 永水冰 享亨京 仁任 付村 令今
    仓仑 伦论 便使 俭检 傅博 军车 列刘 勒勤 史吏 司同 吉古 君群 哲誓 喜嘉 培陪 堂常 奇寄 妍研 姚桃 娜哪 媛缓 子孑
    定宝 宜宣 家蒙 富寓 尹伊 崇祟 帅师 席度 庆厌 唐康 延廷 彩采 志忘 忠患 恒恬 恩思 慧彗 成咸 戌戍 才材 交文 斯期 亲新
    冒昌 春眷 晓饶 景影 智知 失朱 社杜 松柏 林材 桂佳 桐相 楠南 止正 氏民 他池 汪江 沉沈 冶治 浩洁 淇琪 闰润 源原 滨宾
    炎焱 熊燕 玫玖 株珠 琦绮 端瑞 露璐 自白 益盆 盛威 真直 祖租 福副 秀季 素索 红江纪 维唯 关美 耀跃 胜性 色艳 若苦 苗亩
    英莫 范苑 茹如 莹营 董重 蒋将 蓉容 斐裴 酉西 许计 诗持 射谢 潭谭 责贵 赵起超越 展辰 连莲 邱丘 关郑 敦郭 金全 钟种
    锋峰 锦绵 闫间 阴阳 陆陈 雄维 稚雅 雪雷 素青 韦书 须顺 颍颖 番香 馨磬 亮高 魏巍 鲁鱼 鸣鸿 鹏朋 鸽鹤 寅黄 龙尤 惠蕙慧
    岚风 芩岑芬 钰玉 珏钰 沅元 彬林 杉彬 桢祯 梓辛 昊吴 晟晨 晨辰 栋拣 炜伟 烽峰 煜昱 瑜渝 瑾谨 璇旋 皓浩 睿容 翊翎
    """


def _together() -> dict[str, frozenset[str]]:
    together: dict[str, set[str]] = {}
    for group in _GROUPS.split():
        for character in group:
            together.setdefault(character, set()).update(group)
    return {character: frozenset(others) for character, others in together.items()}


_TOGETHER: Final[Mapping[str, frozenset[str]]] = _together()


def are_one_shape(one: str, other: str) -> bool:
    """Whether two characters are taken for each other by eye."""
    return other in _TOGETHER.get(one, ())
