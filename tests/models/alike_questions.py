"""Questions that customers ask in several ways: each group means one thing to an article.

Written by hand for choosing how near two questions of a group of gaps have to be (`CHOSEN`), and
for seeing that the choice holds for others (`HELD_OUT`). They are in no training text, and are
such as no article of the demo answers.
"""

from __future__ import annotations

_ZH: tuple[tuple[str, ...], ...] = (
    ("你们在上海有实体店吗", "上海有门店可以去看吗", "想去上海店里看看实物,地址在哪"),
    ("杯子能刻字吗", "可以在保温杯上刻名字吗", "支持刻字定制吗,想刻名字"),
    ("能用花呗分期吗", "支持分期付款吗", "可以分三期付吗"),
    ("可以开企业账户月结吗", "公司采购能不能月结", "我们公司想按月结算"),
    ("旧的床垫能帮忙拉走吗", "送货的时候能把旧床垫收走吗", "旧床垫回收吗"),
    ("毯子是有机棉的吗", "这个毛毯有有机认证吗", "毯子的棉是有机的吗"),
    ("能送到香港吗", "香港可以收货吗", "寄到香港行不行"),
    ("狗会不会咬坏这个沙发套", "沙发套防猫抓吗", "家里有猫,沙发套会不会被抓坏"),
    ("有没有学生优惠", "学生有折扣吗", "学生证能打折吗"),
    ("台灯的灯泡能自己换吗", "灯泡坏了可以自己换吗", "台灯灯泡什么型号,怎么换"),
)
_EN: tuple[tuple[str, ...], ...] = (
    ("do you have a shop in Shanghai", "is there a store I can visit", "where is your showroom"),
    ("can you engrave a name on the mug", "do you do engraving", "I want my name on the cup"),
    ("can I pay in instalments", "do you offer split payments", "pay in three parts possible?"),
    ("can our company pay monthly", "do you do monthly invoicing for firms", "net 30 terms?"),
    ("will you take away my old mattress", "do you collect old mattresses", "old bed removal"),
    ("is the blanket organic cotton", "is your blanket certified organic", "organic blankets?"),
    ("do you ship to Hong Kong", "can I get it delivered in Hong Kong", "delivery to HK?"),
    ("is the sofa cover cat proof", "will my cat scratch the sofa cover", "is it pet proof"),
    ("is there a student discount", "do students get money off", "discount with a student card?"),
    ("can I change the bulb of the lamp", "how do I replace the lamp's bulb", "which bulb fits"),
)
CHOSEN = {"zh": _ZH, "en": _EN}
HELD_OUT: dict[str, tuple[tuple[str, ...], ...]] = {
    "zh": (
        ("周末能上门安装吗", "安装师傅周末上门吗", "可以约周六上门安装吗"),
        ("你们招代理吗", "想做你们的代理怎么申请", "有没有代理加盟"),
        ("收纳箱能叠几层", "收纳箱最多可以叠多少层", "箱子叠起来能放几层"),
        ("香薰蜡烛对孕妇安全吗", "怀孕了能用香薰蜡烛吗", "孕妇可以点这个蜡烛吗"),
        ("可以先试睡再决定买枕头吗", "枕头支持试睡吗", "枕头能试睡几晚"),
        ("发货用环保包装吗", "包装材料环保吗", "包装可以不用塑料吗"),
    ),
    "en": (
        (
            "can somebody assemble it at the weekend",
            "do you assemble furniture",
            "assembly on Saturday?",
        ),
        ("can I become a reseller", "do you take resellers", "how to apply as a reseller"),
        (
            "how many boxes can I stack",
            "how high can the boxes be stacked",
            "are the boxes stackable",
        ),
        (
            "is the candle safe during pregnancy",
            "can I use the candle when pregnant",
            "pregnant, candle ok?",
        ),
        ("can I try the pillow for a night", "is there a pillow trial", "trial period for pillows"),
        ("is the packaging plastic free", "do you use plastic packaging", "eco packaging?"),
    ),
}
