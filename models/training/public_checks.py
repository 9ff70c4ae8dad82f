"""Public messages as independent tests: Bitext (en), CIC (zh, noisy), and what is out of scope.

Neither Bitext nor CIC is ever trained on, nor are the held-out lines of CLINC150 and BANKING77.
Labels are mapped to ours where the meaning is the same; a label that means two of ours accepts
both, and a label without a counterpart is left out.
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from models.values import Intent

_BITEXT = """
cancel_order cancel_order
change_order modify_order
change_shipping_address change_address
check_cancellation_fee cancel_order
check_invoice invoice
check_payment_methods payment
check_refund_policy return_policy refund_status
complaint complaint
contact_customer_service human_agent
contact_human_agent human_agent
create_account account
delete_account account
delivery_options delivery_options
delivery_period delivery_time
edit_account account
get_invoice invoice
get_refund return_request refund_status
newsletter_subscription subscription
payment_issue payment
place_order place_order
recover_password account
registration_problems account
review feedback
set_up_shipping_address change_address account
switch_account account
track_order track_order
track_refund refund_status
"""

_CIC = """
买家抱怨商品涨价了 complaint promotion price_negotiation
买家表达不满/生气 complaint
买家表达赞美/满意 feedback
买家表示不想要了 cancel_order return_request
买家表示好的 acknowledge affirm
买家表示麻烦卖家，表达感谢 thanks
买家表示商家发错货了 damaged_or_wrong_item
买家表示物流太慢了 delivery_problem track_order delivery_time
买家表示需要退货退款 return_request
买家表示无法下单 place_order
买家表示优惠券无法使用 promotion
买家催促发货 track_order delivery_time
买家打招呼 greeting
买家发送结束语 goodbye acknowledge thanks
买家发送开票信息 invoice
买家反馈收到的商品有问题 damaged_or_wrong_item
买家讨价还价 price_negotiation
买家需要商品推荐 recommendation
买家要求改商品信息 modify_order
买家要求修改收件信息 change_address
买家咨询补货/上货时间 stock
买家咨询到货时间 delivery_time
买家咨询发货时间 delivery_time track_order
买家咨询发什么快递 delivery_options
买家咨询活动规则 promotion
买家咨询快递单号 track_order
买家咨询买多件能否优惠 price_negotiation promotion
买家咨询哪款更好 recommendation
买家咨询能否开发票及发票类型和寄送时间 invoice
买家咨询偏远地区是否发货 delivery_options shipping_fee
买家咨询如何领取优惠券 promotion
买家咨询如何下单 place_order
买家咨询商品包装 product_info gift
买家咨询商品产地 product_info
买家咨询商品的材质/面料 product_info
买家咨询商品的色差问题 product_info damaged_or_wrong_item
买家咨询商品规格数量 product_info
买家咨询商品具体尺码尺寸 product_info recommendation
买家咨询商品区别 product_info recommendation
买家咨询商品上新时间 stock
买家咨询商品是否有赠品 gift
买家咨询商品是否有质保，质保多久 warranty
买家咨询商品是什么颜色 product_info
买家咨询商品质量是否有保障 product_info
买家咨询商品重量 product_info
买家咨询什么颜色好看 recommendation
买家咨询是否可以打折 price_negotiation promotion
买家咨询是否可以发顺丰 delivery_options
买家咨询是否可以微信支付 payment
买家咨询是否可以指定快递 delivery_options
买家咨询是否有活动 promotion
买家咨询是否有味道 product_info
买家咨询退换货规则 return_policy
买家咨询退换货运费由谁承担 return_policy
买家咨询退换货支持快递 return_policy return_request
买家咨询退款时间 refund_status
买家咨询退款去向 refund_status
买家咨询物流信息 track_order delivery_problem
买家咨询优惠券使用规则 promotion
买家咨询运费金额 shipping_fee
买家咨询运费险赔付规则 return_policy
"""


@dataclass(frozen=True, slots=True)
class PublicMessage:
    """A message with the intents that count as right."""

    text: str
    accepted: frozenset[Intent]


def bitext(folder: Path) -> list[PublicMessage]:
    """Bitext's 8,175 English lines; [] where the set is not in `folder`."""
    file = folder / "en_bitext_intents/bitext_8k.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8-sig", newline="") as rows:
        pairs = [(row["utterance"], row["intent"]) for row in csv.DictReader(rows)]
    return _mapped(pairs, _BITEXT)


def cic(folder: Path) -> list[PublicMessage]:
    """The CIC lines whose label has a counterpart; [] where the set is not in `folder`."""
    file = folder / "zh_cic_dataclue/dev.json"
    if not file.is_file():
        return []
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return _mapped([(row["sentence"], row["label_des"]) for row in rows], _CIC)


def clinc_out_of_scope(folder: Path, part: str) -> list[str]:
    """The out-of-scope lines of CLINC150's `part`, `oos_test` or `oos_val`; [] without the set."""
    file = folder / "en_clinc150/data_full.json"
    if not file.is_file():
        return []
    return [text for text, _ in json.loads(file.read_text(encoding="utf-8"))[part]]


def banking_questions(folder: Path) -> list[str]:
    """The test lines of BANKING77, none of them a shop's business; [] without the set."""
    file = folder / "en_banking77/test.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as rows:
        return [row["text"].strip() for row in csv.DictReader(rows)]


def _mapped(pairs: list[tuple[str, str]], table: str) -> list[PublicMessage]:
    lines = [line.split() for line in table.strip().splitlines()]
    accepted = {label: frozenset(map(Intent, names)) for label, *names in lines}
    return [PublicMessage(text, accepted[label]) for text, label in pairs if label in accepted]
