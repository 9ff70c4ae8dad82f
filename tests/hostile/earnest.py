"""What an honest customer does: without it no form would stand open and nothing be proposed."""

from __future__ import annotations

from random import Random

from tests.hostile.texts import messages

_WISHES = (
    "取消订单{n}",
    "订单{n}改地址",
    "{n}改到杭州市滨江区江南大道588号3幢201",
    "{n}我要退货，不喜欢",
    "{n}想换个颜色",
    "{n}给我开发票",
    "{n}收到的东西是坏的",
    "{n}降价了，退差价",
    "订单{n}到哪了",
    "Please cancel order {n}",
    "Change the address of {n} to 12 Mill Lane, Leeds LS1 4AB",
    "I want to return everything from {n}, I changed my mind",
    "Can I exchange the item in {n} for another colour?",
    "I need an invoice for {n}",
    "One thing in {n} arrived broken",
    "{n} is cheaper now, price protection please",
    "Where is {n}?",
)
_ANSWERS: dict[str, tuple[str, ...]] = {
    "action_confirm": ("好的，确认", "Yes, please.", "确认", "no, leave it", "不用了"),
    "ask_confirm_again": ("确认", "yes"),
    "ask_address": ("浙江省宁波市鄞州区中山东路1800号2单元", "5 High Street, York YO1 7HH, UK"),
    "ask_full_address": ("上海市浦东新区世纪大道100号", "5 High Street, York YO1 7HH, UK"),
    "ask_which_items": ("全部", "the first one", "第一个"),
    "ask_quantity": ("1", "two", "全部"),
    "ask_new_variant": ("第一个", "the second one"),
    "ask_return_reason": ("不想要了", "it does not fit"),
    "ask_return_or_exchange": ("退款", "exchange"),
    "ask_what_is_wrong": ("坏了", "wrong item"),
    "ask_what_broke": ("开不了机", "it does not turn on"),
    "ask_photo": ("没有照片", "no photo"),
    "ask_cure": ("退款", "send a new one"),
    "ask_resend_or_refund": ("重发", "refund"),
    "ask_invoice_kind": ("个人", "company"),
    "ask_invoice_title": ("杭州山屿有限公司", "Quiet Harbour Ltd"),
    "ask_tax_number": ("91330106MA2XXXXX0X", "91330100799655058B"),
    "ask_email": ("me@example.org",),
    "action_done": ("撤回", "谢谢", "undo that"),
}


def said(rng: Random, own: list[str], last: str) -> str:
    """Something honest: the answer to what was last asked, a wish, or a message of the corpus."""
    answers = _ANSWERS.get(last, ())
    if answers and rng.random() < 0.75:
        return rng.choice(answers)
    if own and rng.random() < 0.7:
        return rng.choice(_WISHES).replace("{n}", rng.choice(own))
    return rng.choice(messages())
