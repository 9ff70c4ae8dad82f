"""What a reading doubts, in Chinese, for staff; each by its English words."""

from __future__ import annotations

from collections.abc import Iterable

_ZH = {
    "a part of it was read past": "有一部分没有读懂",
    "nothing in it settles the order": "没有能定下这张单的内容",
    "they have not decided yet": "对方还没定",
    "a number that cannot be placed": "有一个数字不知指什么",
    "it is not said for which item": "没说是哪种商品",
    "they are not certain of it": "对方自己也不确定",
    "an item is named, and not what of it": "提到一种商品，没说怎么样",
    "two values for one price": "一个单价有两个数",
    "it holds on a condition": "附有条件",
    "they name terms of payment, which staff decide": "提到付款条件，要由员工决定",
    "they agree and take something back": "同意了又收回一些",
    "more than was ordered": "数量多于所订",
    "a negation that was not understood": "有否定的话没读懂",
    "a bare number taken for a quantity": "光有一个数字，当作了数量",
    "no day is named": "没说是哪天",
    "several days are named": "说了好几个日子",
    "several days are named for one": "一个日期说了好几天",
    "two values for one quantity": "一个数量有两个数",
    "they agree and refuse in one": "又同意又拒绝",
    "a day and nothing else": "只说了日子",
    "a price far from ours": "价格与我方相差很大",
    "a price that is far from ours": "价格与我方相差很大",
    "it points to something that is not in the text": "指的东西不在信里",
    "they restate terms and do not agree": "重复了条件，没说同意",
    "a quantity that is hardly meant": "数量不像是真的",
    "the day is for some items only": "日子只管其中几种商品",
    "it contains instructions to the reader": "信里有给读信程序的指令",
    "it contains hidden or encoded characters": "信里有隐藏或编码的字符",
    "they agree and ask something": "同意，又问了问题",
    "it names something that is not in the order": "提到了订单里没有的商品",
    "they name costs beside the price, or a price without tax": "提到另外的费用，或不含税的价",
    "they name costs beside the price": "提到另外的费用",
    "it may be about another item": "说的可能是别的商品",
    "they refuse and ask something": "拒绝，又问了问题",
    "it has words that are not understood": "有些词没读懂",
    "a unit that cannot be converted": "单位没法换算",
    "a question that may be an answer": "像问题，也可能是答复",
    "they speak of cancelling": "说到取消",
    "a percentage that cannot be placed": "有一个百分数不知指什么",
    "they do not say that they refuse": "没有明说拒绝",
    "the day and the month could be read either way": "日和月分不清",
    "a bare number taken for a price": "光有一个数字，当作了单价",
    "they offer something else in its place": "想换成别的商品",
    "they speak of other goods than those ordered": "说的是没订的商品",
    "they refuse and name a day": "拒绝，又说了日子",
    "a currency that is not the order's": "货币与订单不同",
    "the tone is not that of an offer": "语气不像报价",
    "a total that is not the price times the quantity": "总额不等于单价乘数量",
    "they turn down what we did not ask for": "拒绝的不是我们要的",
    "two values for one minimum": "一个起订量有两个数",
    "two values for one order_floor": "最低订单金额有两个数",
    "it may not be the supplier who answers, or not about this order": (
        "可能不是供应商本人，或不是这张单"
    ),
    "a difference to a price that is not named": "说了差价，没说与哪个价相比",
    "a price and a percentage, and not which counts": "又有单价又有百分数，没说以哪个为准",
    "they want to deliver in parts": "想分批交货",
    "a number of goods is asked about": "在问数量",
    "it counts from a day that is not named": "从哪天算起没说",
    "several percentages are named": "说了好几个百分数",
    "they refuse, and speak of delivering": "拒绝，又说到交货",
    "an item is left out and offered in one": "一种商品又说没有又报了价",
    "a day is turned down and no other is named": "不同意日期，没说别的日子",
    "they say that it came, and perhaps no more": "说已收到，也许仅此而已",
    "a day is named from which on, and no day": "只说从哪天起，没说哪天",
    "a negation of a negation": "双重否定",
    "their packs are not those we know": "包装数与我们记录的不同",
    "it is not clear whether all is refused": "不清楚是不是全部拒绝",
    "the weekday is not that of the date": "星期与日期对不上",
    "the price of last time is not on record": "没有上次价格的记录",
    "they keep our price and name another": "保留我方价格，又说了另一个价",
    "the day is far away": "日期太远",
    "a discount for some items only": "折扣只管其中几种商品",
    "a discount that cannot be right": "折扣不可能对",
    "they refuse and restate terms": "拒绝，又重复了条件",
    "a number of goods beside the order": "另有一个不属于订单的数量",
    "what they are short of is taken off": "缺的数量已减去",
    "the table's total is not that of its rows": "表格总额与各行对不上",
    "a row's total is not its price times its quantity": "表格一行的金额不等于单价乘数量",
    "it does not come out even for one unit": "摊到每件除不尽",
    "an item is left out, and something is asked": "一种商品没有，又问了问题",
    "a number may be a day or a price": "一个数字可能是日子，也可能是价格",
    "it is not said on which day they are back": "没说哪天回来",
    "it answers between our lines": "在我们的原文行间作答",
    "it is too long to be read": "信太长",
    "there are no words of their own in it": "没有对方自己的话",
    "the rules and the learned reading do not agree": "规则与模型读出的不一致",
    "a careful buyer would ask": "细心的采购会再问一句",
    "longer than the learned reading reads": "信长得模型读不完",
    "the learned reading could not be loaded": "模型没能加载",
}
_ACTS_ZH = {
    "accept": "同意",
    "counter": "还价",
    "refuse": "拒绝",
    "question": "提问",
    "out_of_office": "不在",
    "unsure": "没读懂",
}


def doubts_said(doubts: Iterable[str], language: str) -> str:
    """The doubts in a row, `zh` or `en`; one that has no Chinese words keeps its own."""
    if language != "zh":
        return "; ".join(doubts)
    return "；".join(_ZH.get(one, one) for one in doubts)


def act_said(act: str, language: str) -> str:
    """What an answer does: `counter` → 还价."""
    return _ACTS_ZH.get(act, act) if language == "zh" else act


def has_chinese(doubt: str) -> bool:
    """Whether a doubt has Chinese words."""
    return doubt in _ZH
