"""Which action an intent asks for, and which order it may be about."""

from __future__ import annotations

import re

from bot.desk import heard
from bot.desk.actions import fields
from bot.desk.turn import Turn
from bot.rules.own_order import speaks_of_own_order
from knowledge.records import ActionKind, Order, OrderStatus
from models.script import plain_script
from models.values import EntityKind, Intent, SlotValue, Understanding

#: Intents that ask for something to be done, whatever their words.
ACTIONS: dict[Intent, ActionKind] = {
    Intent.CANCEL_ORDER: ActionKind.CANCEL_ORDER,
    Intent.CHANGE_ADDRESS: ActionKind.CHANGE_ADDRESS,
    Intent.MODIFY_ORDER: ActionKind.CHANGE_ITEMS,
    Intent.RETURN_REQUEST: ActionKind.RETURN_ITEMS,
    Intent.DAMAGED_OR_WRONG_ITEM: ActionKind.REPORT_ITEMS,
}
#: The intent that an action is gone on with once the order is known.
INTENTS: dict[ActionKind, Intent] = {
    **{kind: intent for intent, kind in ACTIONS.items()},
    ActionKind.EXCHANGE_ITEMS: Intent.RETURN_REQUEST,
    ActionKind.CLAIM_PARCEL: Intent.DELIVERY_PROBLEM,
    ActionKind.REQUEST_INVOICE: Intent.INVOICE,
    ActionKind.PROTECT_PRICE: Intent.PROMOTION,
    ActionKind.CLAIM_WARRANTY: Intent.WARRANTY,
    ActionKind.STOP_NOTICES: Intent.SUBSCRIPTION,
}
_INVOICE_NOW = re.compile(
    r"(?:帮|给|麻烦|请|要|想|需要|能|可以).{0,6}(?:开|补)|(?:要|来)(?:一)?张|开(?:一)?(?:张|个"
    r"|下)|补开|抬头|税号|我(?:想|需)?要(?:一?张|开)?发票"
    r"|\b(?:send|issue|email|need|want|get|have|make out|give).{0,20}\b(?:invoice|receipt)\b",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"保价|价保|(?:退|补)差(?:价)?|(?:降|跌|便宜)(?:价|了)|price (?:protection|match|adjust|drop)"
    r"|(?:dropped|cheaper|lower) (?:in )?price|price (?:has |just )?(?:dropped|fallen"
    r"|gone down|is lower)|difference back|refund the difference",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"退订|取消(?:订阅|推送|通知)|(?:别|不(?:要|想)?)(?:再)?(?:给我|向我|收到|推)?(?:收|发|推)"
    r"|(?:通知|推送|消息)(?:给我)?关"
    r"|关(?:掉|闭|了)?(?:通知|推送|消息)"
    r"|unsubscribe|stop (?:sending|these|the|all)?.{0,60}(?:message|notice|notification|email"
    r"|text)|opt.?out|no more (?:message|notice|notification|email)",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"丢(?:了|件|失|包)|弄丢|(?:补|重|再)(?:新)?(?:发|寄)|赔|没(?:有)?(?:再)?(?:更新|动)|(?:不"
    r"|没)动(?:了|过)?"
    r"|\b(?:lost|claim|compensat\w*|re-?send|replacement|gone missing|vanished|stuck"
    r"|(?:not|n't|never|hasn't|stopped) (?:been )?(?:mov\w*|updat\w*))\b",
    re.IGNORECASE,
)
_HOW = re.compile(r"怎么|如何|怎样|流程|多久|几天|\bhow\b", re.IGNORECASE)
#: It no longer works, in the many words that there are for it; not what would be if it did not.
_BROKE = re.compile(
    r"坏|趴窝|罢工|没反应|不(?:转|亮|通电|工作|加热|启动|开机|灵)了?|修(?:修|一?下)"
    r"|\b(?:fail(?:ed|s)?|died|dead|dies|broken?|stopped|packed (?:up|in)|conked|carked|quit|kaput"
    r"|bust(?:ed)?|g[ai]ven? up|(?:not|n'?t|no longer|never)"
    r" (?:\w+ )?(?:work|function|heat|turn on|start)\w*)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"如果|要是|万一|假如|以后|会不会|\b(?:if|should|in case|would|when)\b", re.IGNORECASE
)
#: A repair is asked for, and not how one is.
_REPAIR_NOW = re.compile(
    r"(?<!怎么)(?<!如何)(?<!怎样)(?:报修|送修)(?!流程|吗|怎么|要)"
    r"|(?:申请|要求|帮我|给我|想要?|要|需要|麻烦)(?:售后|保修|安排|走)?(?:维修|修一下|修理|保修)(?!吗|期|多久|几年|条|政策)"
    r"|\b(?:want|like|need) (?:to (?:make|file|open) )?a (?:repair|warranty claim)\b"
    r"|\b(?:repair|fix|mend) (?:my|this)\b|\bclaim (?:on |under )?(?:my|the) warranty\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]|吗|呢|咋|要不要|几时|多钱|多久|多少|几天|怎么|什么|哪|谁|能不能|可不可以|是不是|有没有|为什么"
    r"|^(?:what|how|when|where|who|which|why|can|could|do|does|is|are|will|would|should)\b",
    re.IGNORECASE,
)
#: What a customer may ask about in the middle of something else.
_ASIDE = frozenset(Intent) - {
    Intent.AFFIRM,
    Intent.DENY,
    Intent.ACKNOWLEDGE,
    Intent.GREETING,
    Intent.THANKS,
    Intent.GOODBYE,
    Intent.OUT_OF_SCOPE,
    Intent.FEEDBACK,
    *ACTIONS,
}
_CANCELS = re.compile("取消|cancel", re.IGNORECASE)
#: Nobody gives these as the reason of a return.
_NO_REASON = frozenset({Intent.SHIPPING_FEE, Intent.DELIVERY_OPTIONS, Intent.PAYMENT})
_WHEN = re.compile(
    r"多久|多少天|几天|什么时候|啥时候|何时|到账|到了|到哪|进度|知道|查|怎么还|还没"
    r"|how (?:long|soon)|when|where|status",
    re.IGNORECASE,
)
_RETURN_NOW = re.compile(
    r"(?:全部?|都|一起|整单|这件|这个|那个|就)[^？?]{0,6}退|退了吧|我要退|想退|要退货|不想要了"
    r"|\b(?:start|open|make|do) (?:a|my) return\b|\b(?:please|want to|like to"
    r"|need to) return\b|\breturn (?:all|both|everything)\b"
    r"|^\W*(?:please |pls )?(?:all|both|everything|the (?:whole|entire))\b[^?]{0,20}\breturn\W*"
    r"(?:please|pls)?\W*$",
    re.IGNORECASE,
)
_NOTICES = re.compile(
    r"通知|推送|订阅|短信|消息|广告|newsletter|notif|message|e-?mail|\btexts?\b|subscri",
    re.IGNORECASE,
)
#: Who is pestered by messages need not name them; 别发货了 is about an order.
_PESTERED = re.compile(
    r"烦|骚扰|打扰|吵死|轰炸|\b(?:annoy\w*|spam\w*|pester\w*|bother\w*|bombard\w*)\b", re.IGNORECASE
)
_OF_GOODS = re.compile(
    r"货|订单|单子|包裹|快递|退款|\b(?:order|parcel|package|deliver\w*|ship\w*|item|return)s?\b",
    re.IGNORECASE,
)
#: What asking for no more notices is taken for.
_NEAR_NOTICES = frozenset({Intent.SUBSCRIPTION, Intent.CANCEL_ORDER, Intent.COMPLAINT})
_REFUND_NOW = re.compile(
    r"(?:要|想|申请|给我|帮我|麻烦|可以|能)[^，。,.]{0,4}退(?!款(?:到|呢|了吗|怎么|啥|什么"
    r"|多久))|退了吧|退掉|退货"
    r"|\b(?:want|like|need|get|request|give me)\b[^.,]{0,20}\b(?:refund|money back)"
    r"|\brefund (?:me|my|this|it|please)\b",
    re.IGNORECASE,
)
#: What asking for the difference back is taken for.
_NEAR_PRICES = frozenset(
    {
        Intent.PROMOTION,
        Intent.PRICE_NEGOTIATION,
        Intent.REFUND_STATUS,
        Intent.RETURN_POLICY,
        Intent.PAYMENT,
    }
)
#: What an action leads to, by its intent.
_ECHOES: dict[Intent, frozenset[Intent]] = {
    Intent.RETURN_REQUEST: frozenset({Intent.REFUND_STATUS, Intent.RETURN_POLICY}),
    Intent.CANCEL_ORDER: frozenset({Intent.REFUND_STATUS}),
    Intent.DAMAGED_OR_WRONG_ITEM: frozenset({Intent.REFUND_STATUS, Intent.RETURN_REQUEST}),
}
_BEFORE = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PREPARING}
_WITH_CUSTOMER = {OrderStatus.DELIVERED}


def wanted(said: Understanding, intent: Intent, text: str) -> ActionKind | None:
    """The action that a message asks for with this intent; None where it only asks about it."""
    words = plain_script(text)
    pestered = _PESTERED.search(words) is not None and _OF_GOODS.search(words) is None
    of_notices = pestered or _NOTICES.search(words) is not None
    stops = _STOP.search(words) is not None and of_notices
    # 计划有变，取消 sounds like it, but says nothing of notices.
    heard_so = heard.wants(said, SlotValue.STOP_MESSAGES)
    heard_so = heard_so and (intent is Intent.SUBSCRIPTION or _NOTICES.search(words) is not None)
    if intent in _NEAR_NOTICES and (stops or heard_so):
        return ActionKind.STOP_NOTICES
    if intent in ACTIONS:
        return ACTIONS[intent]
    if intent is Intent.RETURN_POLICY and _RETURN_NOW.search(words):
        return ActionKind.RETURN_ITEMS
    lost = _LOST.search(words) is not None or heard.wants(said, SlotValue.LOST_PARCEL)
    if intent is Intent.DELIVERY_PROBLEM and lost:
        return ActionKind.CLAIM_PARCEL
    if intent is Intent.INVOICE:
        numbered = said.first(EntityKind.ORDER_NUMBER) is not None
        now = numbered or speaks_of_own_order(words) or _INVOICE_NOW.search(words) is not None
        now = now or heard.wants(said, SlotValue.WANTS_INVOICE)
        return ActionKind.REQUEST_INVOICE if now else None
    difference = _PRICE.search(words) is not None or heard.wants(said, SlotValue.WANTS_DIFFERENCE)
    if intent in _NEAR_PRICES and difference:
        return ActionKind.PROTECT_PRICE
    broke = heard.problem(said, words) or heard.reason(said) == "quality"
    broke = (broke or _BROKE.search(words) is not None) and _SUPPOSED.search(words) is None
    repair = _REPAIR_NOW.search(words) is not None and _HOW.search(words) is None
    if intent is Intent.WARRANTY and (broke or repair or speaks_of_own_order(words)):
        return ActionKind.CLAIM_WARRANTY
    if intent is Intent.SUBSCRIPTION and _STOP.search(words):
        return ActionKind.STOP_NOTICES
    return None


def wants_refund(text: str) -> bool:
    """Whether the words ask for the money, and not where it is: 我要退款 / I want a refund."""
    words = plain_script(text)
    return _REFUND_NOW.search(words) is not None and _WHEN.search(words) is None


def asks_when(text: str) -> bool:
    """Whether the words ask when or how far something is."""
    return _WHEN.search(plain_script(text)) is not None


def without_echo(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """The intents without one that only names what another leads to.

    "Return it and get my money back" asks for one thing, not where the money is as well.
    """
    echoes = {echo for intent in intents for echo in _ECHOES.get(intent, ())}
    return tuple(intent for intent in intents if intent not in echoes)


def settled_by_order(kind: ActionKind, order: Order, text: str) -> ActionKind:
    """The action that is possible where words name its neighbour: the order tells which.

    What has arrived is exchanged, not changed; what has not left is changed, not exchanged, and
    cancelled, not sent back.
    """
    arrived, here = order.status is OrderStatus.DELIVERED, order.status in _BEFORE
    # Nothing can be wrong with goods that are still here but what was ordered.
    if kind is ActionKind.REPORT_ITEMS and here:
        return ActionKind.CHANGE_ITEMS
    if kind is ActionKind.CHANGE_ITEMS and arrived:
        return ActionKind.EXCHANGE_ITEMS
    # 不要现在这个了，发XL码 is no wish to cancel.
    if (
        kind is ActionKind.CANCEL_ORDER
        and here
        and fields.wants_exchange(text)
        and not _CANCELS.search(text)
    ):
        return ActionKind.CHANGE_ITEMS
    if kind is ActionKind.CANCEL_ORDER and arrived and fields.wants_exchange(text) is False:
        return ActionKind.RETURN_ITEMS
    if kind in {ActionKind.RETURN_ITEMS, ActionKind.EXCHANGE_ITEMS} and here:
        exchange = kind is ActionKind.EXCHANGE_ITEMS or fields.wants_exchange(text)
        return ActionKind.CHANGE_ITEMS if exchange else ActionKind.CANCEL_ORDER
    return kind


def asks_aside(turn: Turn, intents: tuple[Intent, ...]) -> bool:
    """Whether a message asks something else in the middle of an action: a question in words,
    with an intent that the action is not about."""
    draft = turn.context.draft
    mine = INTENTS[ActionKind(draft.kind)] if draft is not None else None
    asked = set(intents) & _ASIDE - {mine}
    # "Can I have my money back?" answers whether the goods or the money is wanted.
    if asked == {Intent.REFUND_STATUS} and wants_refund(turn.message.text):
        return False
    if draft is not None and draft.field == "reason" and asked & _NO_REASON:
        return True
    return bool(asked) and _QUESTION.search(plain_script(turn.message.text).strip()) is not None


def may_concern(order: Order, kind: ActionKind) -> bool:
    """Whether an order that is not named may be the one that an action is about."""
    if kind in {ActionKind.CANCEL_ORDER, ActionKind.CHANGE_ADDRESS, ActionKind.CHANGE_ITEMS}:
        return order.status in _BEFORE
    if kind is ActionKind.CLAIM_PARCEL:
        return order.status is OrderStatus.SHIPPED
    if kind in {ActionKind.REQUEST_INVOICE, ActionKind.PROTECT_PRICE}:
        return order.status not in {
            OrderStatus.AWAITING_PAYMENT,
            OrderStatus.CANCELLED,
            OrderStatus.REFUNDED,
        }
    return order.status in _WITH_CUSTOMER
