"""The demo shop's ready answers: everybody's, in both languages."""

from __future__ import annotations

from datetime import datetime

from knowledge.demo.ledger import Ledger
from knowledge.records import CannedReply

#: Title and words, Chinese and then English.
CANNED = (
    (
        ("打招呼", "您好{customer}，我是{shop_name}的客服{agent}，您的问题由我来跟进。"),
        ("Hello", "Hello {customer}, this is {agent} of {shop_name}. I will see to this."),
    ),
    (
        ("正在核实", "我正在为您核实，请稍等几分钟，有结果就告诉您。"),
        (
            "Looking into it",
            "I am looking into it. Please give me a few minutes; I will write as soon as I know.",
        ),
    ),
    (
        ("快递单号", "您的订单{order_number}已经发出，快递单号是{tracking_number}，我会继续跟进。"),
        (
            "Tracking number",
            "Your order {order_number} has been sent with tracking number {tracking_number}. "
            "I am keeping an eye on it.",
        ),
    ),
    (
        ("请拍照片", "麻烦您拍几张照片发过来：商品有问题的地方、外包装和快递面单。"),
        (
            "Photos, please",
            "Could you send me some photos: of what is wrong with the goods, of the packaging and "
            "of the parcel's label?",
        ),
    ),
    (
        ("致歉", "{customer}，这次给您添麻烦了，非常抱歉。我来负责处理，直到解决为止。"),
        (
            "Sorry",
            "{customer}, I am very sorry about this. I will stay on it until it is settled.",
        ),
    ),
    (
        ("还有别的吗", "请问还有什么可以帮您的吗？没有的话，我就先为您结束这次服务了。"),
        (
            "Anything else?",
            "Is there anything else I can do for you? If not, I will close this for now.",
        ),
    ),
)


def put_canned(ledger: Ledger, at: datetime) -> None:
    """Add them, as written at a time."""
    for pair in CANNED:
        for language, (title, body) in zip(("zh", "en"), pair, strict=True):
            ledger.add(CannedReply(title=title, language=language, body=body, updated_at=at), at)
