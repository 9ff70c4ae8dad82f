"""Words that Chinese typists write with other characters of the same sound: 丁单 for 订单.

Only whole words that mean nothing else are put right; what sounds alike and is a word stays.
"""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule

_MEANT = {
    "订单": "丁单|定单|订担|钉单",
    "收到": "收道|收倒|手到(?![擒])",
    "按单": "安单|案单",
    "照单": "照但|找单(?![子位])|照丹",
    "谢谢": "谢些|些些|蟹蟹|写写(?=[,，。\\s]|$)",
    "不好意思": "不好一思|不好意识|布好意思|不好义思",
    "茶叶": "茶夜|茶业|茶页",
    "取消": "取肖|取销|取笑了",
    "接不了": "接不料|接布了",
    "做不了": "做不料|作不了|坐不了",
    "不做": "不作(?=了|[,，。\\s]|$)",
    "没问题": "没问提|没文题|妹问题|没问踢",
    "单价": "单加(?=[\\d:是])|担价|丹价",
    "价格": "价各|价个|家格",
    "可以": "可意|可已|课以",
    "同意": "同义(?!词)|铜意",
    "发货": "发或|发祸|法货",
    "到货": "到或|到获|道货",
    "现货": "现或|线货",
    "缺货": "缺或|却货",
    "数量": "数亮|书量",
    "交期": "交其|叫期",
    "充电器": "充电气|冲电器|充点器",
    "毛巾": "毛斤|毛今|猫巾",
    "地垫": "低垫|地店|地殿",
    "礼盒": "里盒|理盒|礼合|里合",
    "龙井": "龙景|龙警|隆井",
    "保温杯": "保文杯|报温杯|保温背",
}
_RULES: tuple[Rule, ...] = tuple((worded(ways), word) for word, ways in _MEANT.items())


def put_right(plain: Plain) -> Plain:
    """`丁单收道` -> `订单收到`."""
    return plain.put(_RULES)
