"""What customers of the benchmark write. `{order}` becomes the number of an order of theirs.

Nothing here asks for a person or for an action that staff take: a conversation that staff hold
is silent, and there would be nothing to measure.
"""

from __future__ import annotations

from models.values import Language

_ZH = (
    "你好",
    "在吗？想问一下订单的事",
    "我的快递到哪了？",
    "我的包裹到哪里了呀，等了好几天",
    "帮我查一下物流",
    "麻烦看看我的订单现在什么状态",
    "订单 {order} 到哪了？",
    "{order}",
    "{order} 发货了没有",
    "查一下 {order} 的物流信息，谢谢",
    "请问 {order} 什么时候能到？",
    "东西寄出来了吗？",
    "我买的东西发了吗，什么时候能收到",
    "大概还要几天到货？",
    "这周能收到吗？周末我不在家",
    "预计哪天送到",
    "快递今天能到不？",
    "怎么还没有更新物流",
    "我前几天下的单现在走到哪一步了",
    "用的是哪家快递？单号发我一下",
    "我最近的订单都有哪些状态",
    "退款什么时候到账？",
    "我的退款到哪一步了",
    "陶瓷保温杯还有货吗？",
    "加湿器有现货没",
    "乳胶枕还剩多少",
    "满多少包邮？",
    "新疆的运费怎么算",
    "七天无理由退货是怎么规定的",
    "怎么开发票？",
    "可以用花呗分期吗",
    "优惠券能叠加使用吗？",
    "充电宝可以带上飞机吗",
    "好的，谢谢",
)
_EN = (
    "Hello",
    "hi there, quick question about my order",
    "Where is my order?",
    "where's my parcel, it's been a few days now",
    "Can you track my package please?",
    "Could you check the status of order {order}?",
    "{order}",
    "Has {order} been shipped yet?",
    "Where is {order} right now?",
    "When will {order} arrive?",
    "any news on my delivery?",
    "When is it going to get here?",
    "How many more days until my order arrives?",
    "Will it be delivered this week?",
    "Is my parcel out for delivery today?",
    "Which courier has it, and what is the tracking number?",
    "The tracking has not moved since yesterday, where is it?",
    "Did my order leave the warehouse?",
    "what's the ETA for the stuff I bought",
    "I ordered a few days ago and would like to know where it is",
    "When will I get my refund?",
    "What is the status of my refund?",
    "Is the ceramic travel mug in stock?",
    "Do you still have the humidifier?",
    "How many latex pillows are left?",
    "How much is shipping?",
    "Is there a minimum for free shipping?",
    "What is your return policy?",
    "How do I get an invoice?",
    "Which payment methods do you take?",
    "Can I take the power bank on a plane?",
    "Thanks a lot!",
)

#: About sixty, most of them about orders, as a shop hears them.
MESSAGES = {Language.ZH: _ZH, Language.EN: _EN}

#: What the kill test writes: each is answered by the bot itself, whatever the records say, if
#: `{order}` was delivered.
PLAIN = {
    Language.ZH: ("你好", "订单 {order} 到哪了？", "陶瓷保温杯还有货吗？", "谢谢"),
    Language.EN: ("Hello", "Where is my order {order}?", "Is the humidifier in stock?", "Thanks!"),
}
