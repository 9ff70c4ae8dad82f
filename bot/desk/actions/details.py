"""What is to be done, as the ledger keeps it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Goods(BaseModel):
    """So many pieces of a SKU, and what comes instead of them.

    `had` is how many the order had, and the names are those at the time of the proposal: after a
    change the order knows neither any more.
    """

    model_config = ConfigDict(frozen=True)

    sku_id: int
    quantity: int
    new_sku_id: int | None = None
    had: int = 0
    zh: str = ""
    en: str = ""
    new_zh: str = ""
    new_en: str = ""


class Details(BaseModel):
    """Everything an action may need; what its kind has no use for stays empty.

    Args:
        goods: what it is about. `order_line`: how many the order has of a SKU afterwards.
        address, recipient, phone: where the order goes; the last two may stay as they are.
        reason: in the customer's words, or one of those offered.
        problem: damaged, wrong or missing.
        cure: refund, exchange, resend or repair.
        postage: who pays for sending back: customer, shop, or nobody ("").
        title, tax_number, email, company: of an invoice.
        photos: how many photos came with it.
        case_number: what the customer calls the case by, once it is opened.
        agreed_minor: what staff agreed to pay where that is less than the rules allow, minor
            units; 0 where it is not.
        as_asked: `details` and `amount_minor` as the customer asked for it, where staff changed it.
    """

    # What a customer wrote is not quoted in an error.
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    goods: tuple[Goods, ...] = ()
    address: str = ""
    recipient: str = ""
    phone: str = ""
    reason: str = ""
    problem: str = ""
    cure: str = ""
    postage: str = ""
    title: str = ""
    tax_number: str = ""
    email: str = ""
    company: bool = False
    photos: int = 0
    case_number: str = ""
    agreed_minor: int = 0
    as_asked: dict[str, Any] = {}

    def to_record(self) -> dict[str, Any]:
        """What the ledger keeps: only what is set."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @classmethod
    def of(cls, record: dict[str, Any]) -> Details:
        """Read what the ledger keeps."""
        return cls.model_validate(record)
