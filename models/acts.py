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
    "summary": "what is or was to be done, a fact a line, on lines of its own",
    "reason": "why not and what can be done instead, whole sentences, on lines of its own",
    "undo_until": "until when it can be taken back: 今天 15:40 / today at 15:40",
    "task": "what the customer was in the middle of: 退货 / the return",
    "variants": "sizes or colours to choose from, a line each, on lines of its own",
    "case_number": "the number of a case: R2611260007",
    "address": "a postal address as the customer gave it, on lines of its own",
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
    _act(
        "handover_escalated",
        "nobody could answer yet after this long; I have marked it as urgent for a supervisor",
        must="wait",
    ),
    _act("given_back", "the colleague has finished; I am here again"),
    # doing things
    _act(
        "action_confirm",
        "here is what I would do; is it right? confirm with the button or say yes",
        must="summary",
    ),
    _act("action_done", "done", must="summary", may="undo_until"),
    _act(
        "action_waiting",
        "noted; a colleague has to agree first and answers here",
        may="wait opens_at",
    ),
    _act("action_agreed", "a colleague has agreed, and it is done", must="summary"),
    _act("action_not_agreed", "sorry, a colleague could not agree to it", may="reason"),
    _act("action_refused", "sorry, that cannot be done; why, and what can", must="reason"),
    _act("action_dropped", "alright, nothing was changed"),
    _act("action_already", "that has been done already", must="summary"),
    _act("action_undone", "taken back: everything is as it was", must="summary"),
    _act(
        "action_changed", "meanwhile something changed, so nothing was done; please look once more"
    ),
    _act("action_void", "that offer is no longer open; tell me again what you would like"),
    _act("nothing_to_undo", "there is nothing that could be taken back now"),
    _act("form_resumed", "back to what we were at (a question follows)", must="task"),
    _act("form_left", "alright, I leave that; nothing was changed", may="task"),
    # asking for what an action needs
    _act("ask_address", "which new address? with recipient and phone if they change"),
    _act("ask_full_address", "that address lacks something (street and number); the whole, please"),
    _act("ask_which_items", "which of the goods in the order is it about?", may="items"),
    _act("ask_quantity", "how many pieces?", may="product"),
    _act("ask_new_variant", "which size or colour instead?", must="variants", may="product"),
    _act("ask_what_change", "what should be changed in the order: size, colour, number?"),
    _act("ask_return_or_exchange", "money back, or another size or colour?"),
    _act("ask_return_reason", "why does it go back? (no good reason is needed)"),
    _act("ask_what_is_wrong", "sorry; is it damaged, the wrong thing, or is something missing?"),
    _act("ask_what_broke", "sorry; what is wrong with it, and since when?"),
    _act("ask_photo", "a photo helps; send one here, or press 'no photo'"),
    _act("ask_cure", "sorry; money back, or sent once more?"),
    _act("ask_resend_or_refund", "sorry about the parcel; send it again, or the money back?"),
    _act("ask_invoice_kind", "in a person's name or a company's?"),
    _act("ask_invoice_title", "in which name shall the invoice be?"),
    _act("ask_tax_number", "the company's tax number, please"),
    _act("tax_number_wrong", "that tax number has a typing mistake; please check it"),
    _act("ask_email", "to which e-mail address shall it go?"),
    _act("ask_confirm_again", "please say yes or no, or press a button"),
    # news that nobody asked for
    _act(
        "notice_shipped",
        "good news: your order has left",
        must="order_number",
        may="carrier tracking_number eta",
    ),
    _act(
        "notice_out_for_delivery",
        "the courier has it for delivery; keep the phone near (no day in words)",
        must="order_number",
        may="carrier tracking_number",
    ),
    _act("notice_delivered", "it was delivered; all well?", must="order_number delivered_on"),
    _act("notice_pickup", "it waits at the pickup point", must="order_number", may="pickup_place"),
    _act(
        "notice_late",
        "sorry, it comes later than promised; the new day; we are urging the carrier",
        must="order_number eta",
        may="promised carrier tracking_number",
    ),
    _act(
        "notice_late_no_eta",
        "sorry, it comes later than promised; no new day yet; we are asking the carrier",
        must="order_number",
        may="promised carrier tracking_number",
    ),
    _act(
        "notice_delayed",
        "sorry, goods of your order come to us later than planned (no parcel yet, no carrier); "
        "the new day on which it leaves",
        must="order_number ship_by",
        may="promised eta",
    ),
    _act(
        "notice_exception",
        "sorry, something is wrong with the parcel; a colleague is on it",
        must="order_number",
        may="carrier tracking_number",
    ),
    _act(
        "notice_refund_paid",
        "your refund was paid; the bank may take a few days",
        must="order_number amount",
    ),
    _act("notice_back_in_stock", "what you waited for is here again", must="product"),
    _act("notice_case_closed", "your case is settled", must="case_number", may="summary"),
    _act("notice_goods_received", "what you sent back has arrived", must="case_number"),
    _act("watch_set", "I will tell you when it is back", must="product"),
    _act("notices_off", "no more notices; /notices turns them on again"),
    _act("notices_on", "you get notices again"),
    # photos, voices, places
    _act("photo_kept", "the photo is kept for my colleagues; what is it about?"),
    _act("label_read", "I read a number on the label", must="tracking_number"),
    _act("voice_not_heard", "I cannot listen to voice messages; please type it"),
    _act("sticker_seen", "a friendly word about a sticker; I read words only"),
    _act("place_as_address", "is that place to be the new address?", may="address"),
    _act("slow_down", "that is a lot at once; a moment, please, I read everything"),
    # afterwards
    _act("ask_rating", "how was it? one tap is enough"),
    _act("rating_thanks", "thank you for telling us"),
    _act("rating_sorry", "sorry it was not good; write what went wrong, staff will read it"),
    _act("privacy", "what is kept about you, and what you can do (buttons below)", must="article"),
    _act("data_exported", "here is everything kept about you, as a file"),
    _act("confirm_deletion", "really delete? what the law makes us keep stays", must="summary"),
    _act("data_deleted", "deleted; what the law makes us keep stays", may="summary"),
    # suppliers
    _act(
        "restock_request",
        "to a supplier: we would like to order; please confirm price and delivery day",
        must="product quantity purchase_order",
        may="supplier sku needed_by shop_name",
    ),
    _act(
        "supplier_reminder",
        "to a supplier: we have no answer about our order yet; please confirm",
        must="purchase_order",
        may="supplier shop_name needed_by",
    ),
    _act(
        "supplier_offer",
        "to a supplier: thank you; this is what we could agree to (below); can you?",
        must="purchase_order summary",
        may="supplier shop_name",
    ),
    _act(
        "supplier_accept",
        "to a supplier: agreed; this is what we order (below)",
        must="purchase_order summary",
        may="supplier shop_name",
    ),
    _act(
        "supplier_question",
        "to a supplier: thank you; before we decide, please tell us what is asked below",
        must="purchase_order summary",
        may="supplier shop_name",
    ),
    _act(
        "supplier_answer",
        "to a supplier: thank you for asking; here is what you wanted to know (below)",
        must="purchase_order summary",
        may="supplier shop_name",
    ),
    _act(
        "supplier_decline",
        "to a supplier: thank you, but we cannot agree and do not order this time",
        must="purchase_order",
        may="supplier shop_name",
    ),
)

#: Every dialogue act by its name.
ACTS: dict[str, Act] = {act.name: act for act in _ALL}
