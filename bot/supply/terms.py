"""What the records say of prices, terms and room, as the reorder rule takes them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bot.rules.offers import Break, price_at
from bot.rules.policy import Policy
from bot.rules.reorder import Costs, PriceBreak, Terms, Worth
from bot.rules.reorder.joint import SupplierTerms
from knowledge.records import PriceBreak as BreakOnRecord
from knowledge.records import Sku, Supplier, SupplierOffer

_LITRE_ML = 1000


def item_terms(
    sku: Sku, offer: SupplierOffer | None, breaks: Sequence[BreakOnRecord] = ()
) -> Terms:
    """How the item is sold; without an offer, singly and at a price that nobody knows."""
    if offer is None:
        return Terms(shelf_life_days=sku.shelf_life_days)
    return Terms(
        offer.minimum_quantity,
        offer.pack_size,
        offer.unit_price_minor or None,
        tuple(PriceBreak(one.from_quantity, one.unit_price_minor) for one in breaks),
        sku.shelf_life_days,
    )


def supplier_terms(supplier: Supplier, policy: Policy) -> SupplierTerms:
    """What holds for one order to this supplier."""
    return SupplierTerms(
        minimum_minor=supplier.order_minimum_minor or None,
        budget_minor=policy.stock.order_budget_minor,
        container=supplier.container_volume * _LITRE_ML or None,
        fill_from=policy.stock.fill_container_from / 100,
    )


def space(offer: SupplierOffer) -> float:
    """Room that a piece takes, millilitres; 0 where nobody knows: 24 l a pack of 20 → 1200."""
    return offer.pack_volume_ml / offer.pack_size


def whole_packs(offer: SupplierOffer, pieces: float) -> int:
    """What is ordered to have so many: 70 pieces in packs of 20, 100 at least → 100."""
    return math.ceil(max(pieces, offer.minimum_quantity) / offer.pack_size) * offer.pack_size


def piece_price(offer: SupplierOffer, breaks: Sequence[BreakOnRecord], pieces: int) -> int:
    """What a piece costs when so many are ordered, minor units."""
    steps = [Break(one.from_quantity, one.unit_price_minor) for one in breaks]
    return price_at(offer.unit_price_minor, steps, pieces)


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
