"""The 512 everyday words of which offered passphrases are made, each with the pinyin that is typed."""

_LISTED = """
风筝 fengzheng · 毛笔 maobi · 砚台 yantai · 书架 shujia · 窗帘 chuanglian · 茶壶 chahu · 瓷碗 ciwan
筷子 kuaizi · 蒸笼 zhenglong · 铁锅 tieguo · 菜刀 caidao · 案板 anban · 米缸 migang · 酱油 jiangyou
陈醋 chencu · 花椒 huajiao · 生姜 shengjiang · 大蒜 dasuan · 白菜 baicai · 萝卜 luobo · 南瓜 nangua
冬瓜 donggua · 黄瓜 huanggua · 丝瓜 sigua · 苦瓜 kugua · 西瓜 xigua · 葡萄 putao · 苹果 pingguo · 香蕉 xiangjiao
樱桃 yingtao · 核桃 hetao · 杏仁 xingren · 板栗 banli · 花生 huasheng · 芝麻 zhima · 绿豆 lvdou · 红豆 hongdou
黄豆 huangdou · 豆腐 doufu · 面条 miantiao · 馒头 mantou · 饺子 jiaozi · 包子 baozi · 烧饼 shaobing
油条 youtiao · 米粥 mizhou · 豆浆 doujiang · 月饼 yuebing · 粽子 zongzi · 汤圆 tangyuan · 春天 chuntian
夏夜 xiaye · 秋风 qiufeng · 冬雪 dongxue · 清晨 qingchen · 黄昏 huanghun · 月亮 yueliang · 星星 xingxing
太阳 taiyang · 彩虹 caihong · 白云 baiyun · 雨伞 yusan · 露珠 luzhu · 霜叶 shuangye · 冰川 bingchuan · 瀑布 pubu
小溪 xiaoxi · 河流 heliu · 湖泊 hupo · 海洋 haiyang · 沙滩 shatan · 礁石 jiaoshi · 珊瑚 shanhu · 贝壳 beike
海鸥 haiou · 鲸鱼 jingyu · 海豚 haitun · 螃蟹 pangxie · 龙虾 longxia · 鲤鱼 liyu · 金鱼 jinyu · 青蛙 qingwa
乌龟 wugui · 蝴蝶 hudie · 蜻蜓 qingting · 蜜蜂 mifeng · 蚂蚁 mayi · 蜘蛛 zhizhu · 蟋蟀 xishuai · 知了 zhiliao
麻雀 maque · 燕子 yanzi · 喜鹊 xique · 乌鸦 wuya · 鸽子 gezi · 鹦鹉 yingwu · 孔雀 kongque · 天鹅 tiane
大雁 dayan · 老鹰 laoying · 公鸡 gongji · 母鸭 muya · 白鹅 baie · 黄牛 huangniu · 山羊 shanyang · 骏马 junma
毛驴 maolv · 骆驼 luotuo · 小猫 xiaomao · 黑狗 heigou · 兔子 tuzi · 松鼠 songshu · 狐狸 huli · 野狼 yelang
狮子 shizi · 老虎 laohu · 大象 daxiang · 熊猫 xiongmao · 猴子 houzi · 长颈鹿 changjinglu · 河马 hema
犀牛 xiniu · 袋鼠 daishu · 企鹅 qie · 海豹 haibao · 刺猬 ciwei · 蝙蝠 bianfu · 田鼠 tianshu · 水獭 shuita
羚羊 lingyang · 梅花 meihua · 兰草 lancao · 菊花 juhua · 牡丹 mudan · 月季 yueji · 玫瑰 meigui · 百合 baihe
茉莉 moli · 桂花 guihua · 杜鹃 dujuan · 水仙 shuixian · 芍药 shaoyao · 丁香 dingxiang · 紫藤 ziteng
牵牛 qianniu · 向日葵 xiangrikui · 蒲公英 pugongying · 芦苇 luwei · 柳树 liushu · 杨树 yangshu · 松柏 songbai
银杏 yinxing · 梧桐 wutong · 枫叶 fengye · 榕树 rongshu · 樟木 zhangmu · 桑葚 sangshen · 桃花 taohua
梨园 liyuan · 杏林 xinglin · 枣树 zaoshu · 柿饼 shibing · 山楂 shanzha · 橘子 juzi · 柚子 youzi · 柠檬 ningmeng
菠萝 boluo · 芒果 mangguo · 荔枝 lizhi · 龙眼 longyan · 椰子 yezi · 木瓜 mugua · 草莓 caomei · 蓝莓 lanmei
甘蔗 ganzhe · 玉米 yumi · 高粱 gaoliang · 小麦 xiaomai · 大豆 dadou · 棉花 mianhua · 油菜 youcai · 蘑菇 mogu
木耳 muer · 竹笋 zhusun · 莲藕 lianou · 芹菜 qincai · 菠菜 bocai · 韭菜 jiucai · 茄子 qiezi · 辣椒 lajiao
番茄 fanqie · 土豆 tudou · 红薯 hongshu · 山药 shanyao · 芋头 yutou · 洋葱 yangcong · 香菜 xiangcai
豌豆 wandou · 扁豆 biandou · 书包 shubao · 铅笔 qianbi · 橡皮 xiangpi · 尺子 chizi · 圆规 yuangui · 黑板 heiban
粉笔 fenbi · 课桌 kezhuo · 地图 ditu · 词典 cidian · 报纸 baozhi · 信封 xinfeng · 邮票 youpiao · 日历 rili
闹钟 naozhong · 手表 shoubiao · 眼镜 yanjing · 相机 xiangji · 收音机 shouyinji · 电话 dianhua · 台灯 taideng
风扇 fengshan · 暖炉 nuanlu · 水壶 shuihu · 毛巾 maojin · 肥皂 feizao · 牙刷 yashua · 梳子 shuzi · 镜子 jingzi
衣柜 yigui · 棉被 mianbei · 枕头 zhentou · 床单 chuangdan · 草席 caoxi · 蚊帐 wenzhang · 毛毯 maotan
围巾 weijin · 手套 shoutao · 帽子 maozi · 皮鞋 pixie · 布鞋 buxie · 雨靴 yuxue · 毛衣 maoyi · 外套 waitao
裙子 qunzi · 衬衫 chenshan · 纽扣 niukou · 针线 zhenxian · 剪刀 jiandao · 熨斗 yundou · 扫帚 saozhou
拖把 tuoba · 簸箕 boji · 水桶 shuitong · 脸盆 lianpen · 扁担 biandan · 箩筐 luokuang · 锄头 chutou
镰刀 liandao · 铁锹 tieqiao · 斧头 futou · 锤子 chuizi · 钉子 dingzi · 刨花 paohua · 螺丝 luosi · 扳手 banshou
钳子 qianzi · 梯子 tizi · 绳索 shengsuo · 车轮 chelun · 马车 mache · 自行车 zixingche · 火车 huoche · 汽车 qiche
轮船 lunchuan · 帆船 fanchuan · 飞机 feiji · 飞船 feichuan · 卫星 weixing · 火箭 huojian · 铁路 tielu
隧道 suidao · 码头 matou · 车站 chezhan · 机场 jichang · 灯塔 dengta · 水库 shuiku · 堤坝 diba · 运河 yunhe
长城 changcheng · 古塔 guta · 石狮 shishi · 牌坊 paifang · 庙会 miaohui · 戏台 xitai · 凉亭 liangting
回廊 huilang · 庭院 tingyuan · 水井 shuijing · 篱笆 liba · 屋檐 wuyan · 瓦片 wapian · 砖墙 zhuanqiang
木门 mumen · 窗户 chuanghu · 台阶 taijie · 阁楼 gelou · 地窖 dijiao · 炉灶 luzao · 烟囱 yancong · 粮仓 liangcang
磨坊 mofang · 油坊 youfang · 染坊 ranfang · 铁匠 tiejiang · 木匠 mujiang · 裁缝 caifeng · 厨师 chushi
渔夫 yufu · 农民 nongmin · 牧童 mutong · 猎人 lieren · 医生 yisheng · 司机 siji · 邮差 youchai · 矿工 kuanggong
焊工 hangong · 电工 diangong · 画家 huajia · 诗人 shiren · 歌手 geshou · 鼓手 gushou · 棋手 qishou
球员 qiuyuan · 裁判 caipan · 船长 chuanzhang · 水手 shuishou · 飞行员 feixingyuan · 二胡 erhu · 古筝 guzheng
琵琶 pipa · 笛子 dizi · 唢呐 suona · 铜锣 tongluo · 腰鼓 yaogu · 口琴 kouqin · 钢琴 gangqin · 吉他 jita
围棋 weiqi · 象棋 xiangqi · 跳绳 tiaosheng · 毽子 jianzi · 陀螺 tuoluo · 风车 fengche · 积木 jimu · 拼图 pintu
皮球 piqiu · 篮球 lanqiu · 足球 zuqiu · 排球 paiqiu · 羽毛球 yumaoqiu · 乒乓球 pingpangqiu · 游泳 youyong
滑雪 huaxue · 登山 dengshan · 划船 huachuan · 钓鱼 diaoyu · 骑马 qima · 剪纸 jianzhi · 刺绣 cixiu · 陶瓷 taoci
泥人 niren · 年画 nianhua · 春联 chunlian · 鞭炮 bianpao · 舞龙 wulong · 高跷 gaoqiao · 皮影 piying
丝绸 sichou · 麻布 mabu · 宣纸 xuanzhi · 墨汁 mozhi · 印章 yinzhang · 竹简 zhujian · 铜镜 tongjing · 玉佩 yupei
银锁 yinsuo · 金冠 jinguan · 珍珠 zhenzhu · 玛瑙 manao · 翡翠 feicui · 煤炭 meitan · 石油 shiyou · 铁矿 tiekuang
黄铜 huangtong · 白银 baiyin · 沙漠 shamo · 草原 caoyuan · 森林 senlin · 峡谷 xiagu · 平原 pingyuan · 盆地 pendi
高原 gaoyuan · 丘陵 qiuling · 山坡 shanpo · 田野 tianye · 果园 guoyuan · 菜地 caidi · 鱼塘 yutang · 牧场 muchang
茶山 chashan · 盐湖 yanhu · 温泉 wenquan · 雪山 xueshan · 火山 huoshan · 岛屿 daoyu · 半岛 bandao · 海峡 haixia
港湾 gangwan · 渔村 yucun · 小镇 xiaozhen · 县城 xiancheng · 街道 jiedao · 胡同 hutong · 广场 guangchang
公园 gongyuan · 集市 jishi · 商店 shangdian · 饭馆 fanguan · 茶楼 chalou · 书店 shudian · 药房 yaofang
医院 yiyuan · 学校 xuexiao · 工厂 gongchang · 车间 chejian · 仓库 cangku · 电梯 dianti · 锅炉 guolu
机床 jichuang · 齿轮 chilun · 轴承 zhoucheng · 弹簧 tanhuang · 电池 dianchi · 灯泡 dengpao · 开关 kaiguan
插座 chazuo · 电缆 dianlan · 水管 shuiguan · 阀门 famen · 皮带 pidai · 油漆 youqi · 水泥 shuini · 钢筋 gangjin
玻璃 boli · 木板 muban · 云雾 yunwu · 闪电 shandian · 雷声 leisheng · 微风 weifeng · 暴雨 baoyu · 晚霞 wanxia
朝阳 zhaoyang · 北斗 beidou · 银河 yinhe · 流星 liuxing · 毛线 maoxian · 纺车 fangche · 织布 zhibu · 摇篮 yaolan
木马 muma · 铃铛 lingdang · 口袋 koudai · 钱包 qianbao · 钥匙 yaoshi · 门锁 mensuo · 邻居 linju · 朋友 pengyou
奶奶 nainai · 爷爷 yeye · 舅舅 jiujiu · 姑姑 gugu · 婶婶 shenshen · 学徒 xuetu · 班长 banzhang · 组长 zuzhang
开水 kaishui · 热茶 recha · 凉粉 liangfen · 米线 mixian · 年糕 niangao · 麻花 mahua · 糖葫芦 tanghulu
爆米花 baomihua · 酸奶 suannai · 蜂蜜 fengmi · 红糖 hongtang · 冰棍 binggun · 瓜子 guazi · 葵花 kuihua
麦芽 maiya · 稻田 daotian · 谷雨 guyu · 立春 lichun · 小满 xiaoman · 白露 bailu · 霜降 shuangjiang
冬至 dongzhi · 元宵 yuanxiao · 端午 duanwu · 重阳 chongyang · 腊八 laba · 除夕 chuxi
"""


def _pair(entry: str) -> tuple[str, str]:
    word, pinyin = entry.split()
    return word, pinyin


WORDS: tuple[tuple[str, str], ...] = tuple(_pair(entry) for entry in _LISTED.replace("\n", "·").strip("·").split("·"))
