"""The dialogue acts: every kind of thing the desk can say, and the slots each may use.

A slot stands for a fact that the desk fills in from the records (`{eta}` → `本周四`).
`must` slots have to appear in the words exactly once; `may` slots can appear, once,
and only when the plan offers them. Adding an act: one line here, a plain sentence in
`bot/desk/plain_sentences.toml`, and wordings in `models/corpus/replies/{zh,en}/`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Act:
    """A dialogue act: its name, its slots and, for writers, what it tells the customer."""

    name: str
    must: frozenset[str]
    may: frozenset[str]
    says: str


def _act(name: str, says: str, must: str = "", may: str = "") -> Act:
    return Act(name, frozenset(must.split()), frozenset(may.split()), says)


#: What each slot is filled with. Values carry their own preposition in English
#: ("on Thursday, 3 December", "today"), so words around them must not add one.
SLOTS: dict[str, str] = {
    "customer_name": "how to address the customer: 王女士 / Ms Wang",
    "shop_name": "the shop's name",
    "order_number": "XE2611230042",
    "order_count": "a number: 3",
    "orders": "a short list of orders, on lines of its own",
    "items": "what was ordered: 保温杯 ×2、雨伞 / Travel Mug ×2, Umbrella",
    "carrier": "顺丰速运 / SF Express",
    "tracking_number": "SF1234567890123",
    "shipment_count": "a number of parcels: 2",
    "parcels": "a line for each parcel, on lines of its own",
    "eta": "the expected day: 本周四 / on Thursday, 3 December",
    "promised": "the day first promised: 11月20日 / on Friday, 20 November",
    "ship_by": "the day it will have left: 明天 / tomorrow",
    "last_event": "the latest tracking line: 已到达杭州转运中心 / Arrived at Hangzhou hub",
    "last_time": "when that was: 今天 08:30 / today at 08:30",
    "delivered_on": "when it was delivered: 昨天 15:20 / yesterday at 15:20",
    "pickup_place": "where it waits: 菜鸟驿站（文三路店） / the Wensan Road pickup point",
    "cancelled_on": "the day of cancelling: 11月20日 / on Friday, 20 November",
    "amount": "money: ¥129.00",
    "refund_due": "when the money will have arrived: 11月27日前 / by Friday, 27 November",
    "paid_on": "when the refund was paid: 昨天 / yesterday",
    "product": "a product's name: 陶瓷保温杯 / Ceramic Travel Mug",
    "stock_count": "pieces left: 5",
    "restock_date": "when more is expected: 12月2日 / on Wednesday, 2 December",
    "article": "the shop's own answer, whole sentences, on lines of its own",
    "option_a": "the first thing the customer may have meant: 查快递 / tracking an order",
    "option_b": "the second one",
    "wait": "an honest waiting time: 大约10分钟 / about 10 minutes",
    "opens_at": "when staff are back: 明天 09:00 / tomorrow at 09:00",
    "tries_left": "a number of tries: 2",
    "supplier": "the supplier's name",
    "purchase_order": "the purchase order's number: PO2611230007",
    "sku": "the supplier's or our item code: CUP-01-BL",
    "quantity": "pieces to buy: 240",
    "needed_by": "the day the goods are needed: 12月10日前 / by Thursday, 10 December",
}

_ALL = (
    _act("greet", "hello, how can I help", may="customer_name shop_name"),
    _act("goodbye", "goodbye, come back any time", may="customer_name"),
    _act("welcome", "you are welcome (an answer to thanks)", may="customer_name"),
    _act("noted", "alright, I am here if there is more (an answer to 'ok' or to feedback)"),
    _act("ask_what_for", "yes/no/a bare number came without a question open: what about?"),
    # who is asking
    _act(
        "ask_identity",
        "to look it up I need your order number and the last four digits of your phone, "
        "or share your contact with the button",
    ),
    _act(
        "ask_phone_digits",
        "got the order number; please tell me the last four digits of the phone on the order",
        may="order_number",
    ),
    _act("ask_order_number", "phone digits came first; which order number?"),
    _act(
        "identity_confirmed", "thank you, I have found you; what can I look up", may="customer_name"
    ),
    _act(
        "identity_failed",
        "order number and phone do not match what we have; check and try again (never say "
        "which of the two was wrong, never say whether the order exists)",
        may="tries_left",
    ),
    _act("identity_locked", "too many tries; for safety a colleague will help", may="wait"),
    _act("contact_not_own", "the shared contact is not your own, please share your own"),
    _act("contact_unknown", "no customer with that phone; give an order number instead"),
    _act(
        "refuse_order",
        "I can show only orders of your own account; this number is not among them "
        "(never say whether it exists)",
        may="order_number",
    ),
    # orders and parcels
    _act("no_orders", "there is no order in your account yet"),
    _act("choose_order", "several orders: which one? (buttons below)", may="order_count orders"),
    _act("order_list", "here are your latest orders", must="orders"),
    _act(
        "order_unpaid",
        "the order waits for payment; it will be sent after that",
        must="order_number",
        may="amount items",
    ),
    _act(
        "order_preparing",
        "paid, being packed; it leaves ship_by and arrives eta",
        must="order_number",
        may="ship_by eta items",
    ),
    _act(
        "parcel_label_made",
        "the parcel is handed to the carrier but has not been scanned yet",
        must="order_number",
        may="carrier tracking_number eta",
    ),
    _act(
        "parcel_in_transit",
        "under way; where it was last seen; when it should arrive",
        must="order_number eta",
        may="carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_no_eta",
        "under way, but no expected day is known; where it was last seen",
        must="order_number",
        may="carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_out_for_delivery",
        "the courier has it today; keep the phone near",
        must="order_number",
        may="carrier tracking_number eta",
    ),
    _act(
        "parcel_delivered",
        "delivered; if you did not get it, tell me",
        must="order_number delivered_on",
        may="carrier tracking_number",
    ),
    _act(
        "parcel_waiting_pickup",
        "waits at a pickup point",
        must="order_number",
        may="pickup_place carrier tracking_number",
    ),
    _act(
        "parcel_attempt_failed",
        "the courier tried and nobody was there; they will try again",
        must="order_number",
        may="carrier tracking_number eta last_time",
    ),
    _act(
        "parcel_exception",
        "something is wrong with the parcel; a colleague is looking into it with the carrier",
        must="order_number",
        may="carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_lost",
        "no scan for too long, it seems lost; a colleague will resend or refund",
        must="order_number",
        may="carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_returning",
        "the parcel is on its way back to us; a colleague will arrange a resend or refund",
        must="order_number",
        may="carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_late",
        "later than promised, sorry; the new expected day; we are urging the carrier",
        must="order_number eta",
        may="promised carrier tracking_number last_event last_time",
    ),
    _act(
        "parcel_split",
        "sent in several parcels; how each one stands",
        must="order_number parcels",
        may="shipment_count",
    ),
    _act("order_cancelled", "the order was cancelled", must="order_number", may="cancelled_on"),
    _act("order_refunded", "the order was refunded", must="order_number", may="amount paid_on"),
    _act("delivery_eta", "when it arrives", must="eta", may="order_number items carrier"),
    _act(
        "delivery_eta_unknown",
        "no expected day yet; I will not guess; it is being checked",
        may="order_number ship_by",
    ),
    _act(
        "problem_reported",
        "sorry; a colleague checks it with the carrier and answers here",
        may="order_number wait tracking_number",
    ),
    # refunds
    _act("refund_none", "no refund is open on the order", may="order_number"),
    _act(
        "refund_pending",
        "the refund is being handled; the amount; when the money arrives",
        must="amount",
        may="order_number refund_due",
    ),
    _act(
        "refund_paid",
        "the refund was paid; the bank may take a few days to show it",
        must="amount",
        may="order_number paid_on",
    ),
    _act(
        "refund_refused", "the refund was not approved; a colleague can explain", may="order_number"
    ),
    # goods
    _act("stock_plenty", "in stock, can be sent at once", must="product"),
    _act("stock_low", "only a few left", must="product stock_count"),
    _act("stock_out_back_on", "sold out; more is expected", must="product restock_date"),
    _act("stock_out", "sold out; no date yet", must="product"),
    _act("ask_product", "which product do you mean? a name or a link helps"),
    _act("choose_product", "several products match: which one? (buttons below)"),
    # knowledge, doubt, people
    _act(
        "article", "the shop's own answer to a question, introduced in a few words", must="article"
    ),
    _act("clarify", "did you mean a or b? (buttons below)", must="option_a option_b"),
    _act("not_understood", "I did not understand; say it in other words, please"),
    _act(
        "out_of_scope", "that is nothing I can help with; I look after orders, parcels, returns …"
    ),
    _act("text_only", "I cannot read voice, stickers, photos yet; please type it"),
    _act("unknown_answer", "I do not know that for sure; a colleague will answer", may="wait"),
    _act("handover_open", "I am fetching a colleague", may="wait"),
    _act("handover_closed", "staff are out now; they answer when they are back", may="opens_at"),
    _act("handover_angry", "sorry, once; a colleague takes over right away", may="wait opens_at"),
    _act("handover_reminder", "sorry for the wait, a colleague has not forgotten you", may="wait"),
    _act("given_back", "the colleague has finished; I am here again"),
    # suppliers
    _act(
        "restock_request",
        "to a supplier: we would like to order; please confirm price and delivery day",
        must="product quantity purchase_order",
        may="supplier sku needed_by shop_name",
    ),
)

#: Every dialogue act by its name.
ACTS: dict[str, Act] = {act.name: act for act in _ALL}
