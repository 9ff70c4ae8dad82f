"""What each intent is called when the desk asks which one was meant."""

from __future__ import annotations

from models.values import Intent, Language

_NAMES: dict[Intent, tuple[str, str]] = {
    Intent.GREETING: ("打个招呼", "saying hello"),
    Intent.GOODBYE: ("结束对话", "ending the chat"),
    Intent.THANKS: ("道谢", "saying thanks"),
    Intent.ACKNOWLEDGE: ("知道了", "that is all clear"),
    Intent.AFFIRM: ("是的", "yes"),
    Intent.DENY: ("不是", "no"),
    Intent.HUMAN_AGENT: ("找人工客服", "talking to a person"),
    Intent.COMPLAINT: ("投诉", "making a complaint"),
    Intent.TRACK_ORDER: ("查订单到哪了", "where an order is"),
    Intent.DELIVERY_TIME: ("什么时候送达", "when it arrives"),
    Intent.DELIVERY_OPTIONS: ("配送方式", "delivery options"),
    Intent.SHIPPING_FEE: ("运费", "postage"),
    Intent.DELIVERY_PROBLEM: ("快递出了问题", "a delivery problem"),
    Intent.CHANGE_ADDRESS: ("修改收货地址", "changing the address"),
    Intent.PLACE_ORDER: ("下单购买", "placing an order"),
    Intent.MODIFY_ORDER: ("修改订单", "changing an order"),
    Intent.CANCEL_ORDER: ("取消订单", "cancelling an order"),
    Intent.RETURN_REQUEST: ("退货或换货", "returning or exchanging"),
    Intent.RETURN_POLICY: ("退换货规则", "the return policy"),
    Intent.REFUND_STATUS: ("退款进度", "where a refund is"),
    Intent.DAMAGED_OR_WRONG_ITEM: ("商品破损或发错", "a damaged or wrong item"),
    Intent.PAYMENT: ("付款问题", "payment"),
    Intent.INVOICE: ("开发票", "an invoice"),
    Intent.PROMOTION: ("优惠活动", "coupons and offers"),
    Intent.PRICE_NEGOTIATION: ("价格能否优惠", "a better price"),
    Intent.GIFT: ("礼品包装或赠品", "gifts and wrapping"),
    Intent.PRODUCT_INFO: ("商品详情", "product details"),
    Intent.RECOMMENDATION: ("帮忙推荐", "a recommendation"),
    Intent.STOCK: ("有没有货", "whether it is in stock"),
    Intent.WARRANTY: ("保修维修", "warranty and repair"),
    Intent.ACCOUNT: ("账号问题", "your account"),
    Intent.FEEDBACK: ("评价和建议", "feedback"),
    Intent.SUBSCRIPTION: ("消息订阅设置", "newsletters and notices"),
    Intent.OUT_OF_SCOPE: ("别的事情", "something else"),
}


def option_name(intent: Intent, language: Language) -> str:
    """`track_order` → 查订单到哪了 / where an order is."""
    return _NAMES[intent][language is Language.EN]
