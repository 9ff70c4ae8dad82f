"""Which action an intent asks for, and which order it may be about."""

from __future__ import annotations

import re

from bot.desk.actions import fields
from bot.desk.turn import Turn
from bot.rules.own_order import speaks_of_own_order
from knowledge.records import ActionKind, Order, OrderStatus
from models.script import plain_script
from models.values import EntityKind, Intent, Understanding

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
    r"(?:帮|给|麻烦|请|要|想|需要|能|可以).{0,6}(?:开|补)|开(?:一)?(?:张|个|下)|补开|抬头|税号|(?:要|需要|来).{0,3}发票"
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
    r"退订|取消(?:订阅|推送|通知)|(?:别|不(?:要|想)?)(?:再)?(?:给我|向我|收到|推)?(?:收|发|推)|(?:通知|推送|消息)(?:给我)?关"
    r"|关(?:掉|闭|了)?(?:通知|推送|消息)"
    r"|unsubscribe|stop (?:sending|these|the|all)?.*(?:message|notice|notification|email"
    r"|text)|opt.?out|no more (?:message|notice|notification|email)",
    re.IGNORECASE,
)
_RETURN_NOW = re.compile(
    r"(?:要|想|帮|给|申请|麻烦|办).{0,8}(?:退(?:货|掉|了|款退货)|换货)|(?:整单|全部|全都|所有|都|一起).{0,4}退"
    r"|退.{0,6}(?:不想要|不喜欢|不要了|不需要)|(?:不想要|不喜欢|不要了|不需要|不合).{0,8}退|退货退款|退款退货|退了吧"
    r"|\b(?:want|like|need|wanna|please|pls|can i|could i|start|set up|request"
    r"|process|let me|help me)\b"
    r".{0,30}\b(?:return|returned|send back|refund(?: the| my))\b"
    r"|\breturn(?:ing)?\b.{0,30}\b(?:please|pls|refund|money back|don'?t)\b",
    re.IGNORECASE,
)
#: Questions about returns and refunds in general, or about one that is under way.
_ABOUT_RETURNS = re.compile(
    r"多久|几天|怎么(?:还)?没|什么时候|到账|到了|规则|政策|条件|为什么|进度|谁出|运费"
    r"|\b(?:how|when|where|what|which|policy|long|status|arrive\w*|yet|who)\b",
    re.IGNORECASE,
)
_NEAR_RETURN = frozenset({Intent.RETURN_POLICY, Intent.REFUND_STATUS})
_NEAR_PRICE = frozenset(
    {Intent.PROMOTION, Intent.PRICE_NEGOTIATION, Intent.REFUND_STATUS, Intent.WARRANTY}
)
_NOTICES = re.compile(
    r"通知|推送|订阅|消息|短信|\b(?:notif\w*|notices?|subscri\w*|messages?|e?mails?|newsletters?)\b",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"丢(?:了|件|失|包)|弄丢|(?:补|重|再)(?:新)?(?:发|寄)|赔|没(?:有)?(?:再)?(?:更新|动)|(?:不|没)动(?:了|过)?"
    r"|\b(?:lost|claim|compensat\w*|re-?send|replacement|gone missing|vanished|stuck"
    r"|(?:not|n't|never|hasn't|stopped) (?:been )?(?:mov\w*|updat\w*))\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"[?？]|吗|呢|多久|多少|几天|怎么|什么|哪|谁|能不能|可不可以|是不是|有没有|为什么"
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
_BEFORE = {OrderStatus.AWAITING_PAYMENT, OrderStatus.PREPARING}
_WITH_CUSTOMER = {OrderStatus.DELIVERED}


def wanted(said: Understanding, intent: Intent, text: str) -> ActionKind | None:
    """The action that a message asks for with this intent; None where it only asks about it."""
    words = plain_script(text)
    if intent is Intent.CANCEL_ORDER and _STOP.search(words) and _NOTICES.search(words):
        return ActionKind.STOP_NOTICES
    if intent in ACTIONS:
        return ACTIONS[intent]
    if intent in _NEAR_PRICE and _PRICE.search(words):
        return ActionKind.PROTECT_PRICE
    if intent is Intent.DELIVERY_PROBLEM and _LOST.search(words):
        return ActionKind.CLAIM_PARCEL
    if intent is Intent.INVOICE:
        numbered = said.first(EntityKind.ORDER_NUMBER) is not None
        now = numbered or speaks_of_own_order(words) or _INVOICE_NOW.search(words)
        return ActionKind.REQUEST_INVOICE if now else None
    if intent in _NEAR_RETURN and _RETURN_NOW.search(words) and not _ABOUT_RETURNS.search(words):
        return ActionKind.RETURN_ITEMS
    if intent is Intent.WARRANTY and (fields.problem(words) or speaks_of_own_order(words)):
        return ActionKind.CLAIM_WARRANTY
    if intent is Intent.SUBSCRIPTION and _STOP.search(words):
        return ActionKind.STOP_NOTICES
    return None


def settled_by_words(said: Understanding, intents: tuple[Intent, ...], text: str) -> Intent | None:
    """Which of the intents that the model hesitates between the words say plainly, if one."""
    words = plain_script(text)
    if Intent.DAMAGED_OR_WRONG_ITEM in intents and fields.problem(words):
        return Intent.DAMAGED_OR_WRONG_ITEM
    if Intent.RETURN_REQUEST in intents and _RETURN_NOW.search(words):
        return Intent.RETURN_REQUEST
    found = {
        intent: kind
        for intent in intents
        if intent not in ACTIONS and (kind := wanted(said, intent, text)) is not None
    }
    return next(iter(found)) if len(set(found.values())) == 1 else None


def asks_aside(turn: Turn, intents: tuple[Intent, ...]) -> bool:
    """Whether a message asks something else in the middle of an action: a question in words,
    with an intent that the action is not about."""
    draft = turn.context.draft
    mine = INTENTS[ActionKind(draft.kind)] if draft is not None else None
    asked = set(intents) & _ASIDE - {mine}
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
