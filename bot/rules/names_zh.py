"""Chinese names of people: whether a few signs can be one, by the surnames that nearly all bear."""

from __future__ import annotations

import re

#: The hundred and fifty commonest surnames, and those of two signs.
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚"
    "邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘"
    "祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟"
)
_DOUBLE = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "司徒",
    "东方",
    "独孤",
    "南宫",
    "慕容",
    "皇甫",
    "尉迟",
    "令狐",
)
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")


#: No name ends in one of these: 辛苦啦.
_ENDINGS = frozenset("啦了吧呢哈的吗呀呗哦嘛噢喔您")
#: Everyday words that begin with a surname.
_WORDS = frozenset(
    """辛苦 谢谢 周末 成吗 方便 高兴 安全 安排 成功 任何 何时 单位 单子 单号
    路口 路上 花园 文件 马上 马路 白天 常用 金额 温馨 于是
    余额 曾经 贺卡 万一 苗圃 柳州 常州 和我 时间 时候 明天
    白色 黄色 蓝色 红色 马克杯 牛奶 毛巾 水杯 方式 方面 关于
    关注 向您 安装 解决 解释 连锁 计划 应该 应当 毕竟 单独
    莫名 祝好 宁愿 程序 段时间 钱包 钱款 田园 石头 雷人 江边
    金色 房子 车库 乐意 齐全 易碎 古镇 耿直 舒服 成都 安徽
    温州 江苏 贺州""".split()
)


def is_person(text: str) -> bool:
    """Whether a text can be somebody's name: 王芳 and 欧阳明月 can, 收件 and 麻烦了 cannot."""
    if _HAN_NAME.fullmatch(text) is None or text[:2] in _WORDS or text[:3] in _WORDS:
        return False
    if text[-1] in _ENDINGS:
        return False
    if text.startswith(_DOUBLE):
        return len(text) >= 3
    return text[0] in _SURNAMES and len(text) <= 3
