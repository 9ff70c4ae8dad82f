"""What the records say of prices and terms, as the reorder rule takes them.

What the records do not have yet (price breaks, shelf life, a supplier's minimum order, the room
in a container) is not limited; each has its one place here.
"""

from __future__ import annotations

from bot.rules.policy import Policy
from bot.rules.reorder import Costs, Terms, Worth
from bot.rules.reorder.joint import SupplierTerms
from knowledge.records import Sku, Supplier, SupplierOffer


def item_terms(offer: SupplierOffer | None) -> Terms:
    """How the item is sold; without an offer, singly and at a price that nobody knows."""
    if offer is None:
        return Terms()
    return Terms(offer.minimum_quantity, offer.pack_size, offer.unit_price_minor or None)


def supplier_terms(supplier: Supplier, policy: Policy) -> SupplierTerms:
    """What holds for one order to this supplier."""
    return SupplierTerms(budget_minor=policy.stock.order_budget_minor)


def costs(policy: Policy) -> Costs:
    """What ordering and holding cost the shop."""
    stock = policy.stock
    return Costs(stock.ordering_cost_minor, stock.holding_rate, stock.longest_cover_days)


def worth(sku: Sku, offer: SupplierOffer | None) -> Worth:
    """What a sale of the item earns: by its own cost, else by the offer in its currency."""
    cost = sku.cost_minor or None
    if cost is None and offer is not None and offer.currency == sku.currency:
        cost = offer.unit_price_minor or None
    return Worth.of(sku.price_minor, cost, sku.currency)
