"""What staff have otherwise before they agree: within the rules, told, and written down."""

from __future__ import annotations

import pytest

from bot.desk.actions.changeable import fields
from bot.desk.actions.details import Details, Goods
from bot.desk.actions.summary import with_names
from bot.desk.decisions import ApprovalRefused, Changed
from bot.desk.record_checks import EditRefused
from bot.desk.turn import StepKind
from knowledge.records import (
    Action,
    ActionKind,
    ActionState,
    AuditEntry,
    Invoice,
    Order,
    OrderLine,
    OrderStatus,
    Refund,
    ReturnCase,
    ReturnLine,
)
from knowledge.store import Store
from tests.desk.actions.ledger import Ledger, line_of
from tests.fakes import Desk

OLD, NEW = "杭州市西湖区文三路398号", "杭州市西湖区文一西路200号"


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(store)


async def bought(desk: Desk, status: OrderStatus, pieces: int = 1, **known: object) -> Order:
    customer = await desk.shop.customer()
    product = await desk.shop.product()
    total = {"total_minor": 12_900 * pieces, "currency": "CNY"}
    order = await desk.shop.order(
        customer,
        (product, pieces),
        status=status,
        **{**total, **known},  # type: ignore[arg-type]
    )
    await desk.identify("anna", customer)
    return order


async def waits(
    desk: Desk, kind: ActionKind, order: Order, details: Details | None = None
) -> Action:
    """Something that the customer agreed to and that waits for staff."""
    ledger = await Ledger.of(desk)
    details = with_names(details or Details(), await ledger.seen(order))
    key = await ledger.propose(kind, order, details)
    await ledger.take(StepKind.WAIT, key)
    return await ledger.action(key)


async def goods_of(desk: Desk, order: Order, quantity: int) -> tuple[Goods, ...]:
    line = await line_of(desk, order)
    return (Goods(sku_id=line.sku_id, quantity=quantity),)


async def agreed(desk: Desk, action: Action, **given: str | int) -> None:
    """Agree to an action with a change, as it was weighed."""
    values = {name.replace("__", ":"): value for name, value in given.items()}
    weighed = await desk.approvals.weigh(action.key, values, "en")
    agent = await desk.shop.staff()
    change = Changed(values, weighed.amount_minor)
    await desk.approvals.agree(action.key, agent.key, change=change)


async def the_action(desk: Desk) -> Action:
    (action,) = await desk.records(Action)
    return action


async def audited(desk: Desk) -> str:
    (entry,) = await desk.records(AuditEntry, AuditEntry.action == "change_action")
    return entry.detail


async def untouched(desk: Desk) -> bool:
    action = await the_action(desk)
    told = [message.act for message in await desk.messages("anna")]
    return action.state is ActionState.WAITING and "action_agreed" not in told


async def test_less_is_paid_than_was_asked_for(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    goods = await goods_of(desk, order, 1)
    asked = Details(goods=goods, problem="damaged", cure="refund")
    action = await waits(desk, ActionKind.REPORT_ITEMS, order, asked)
    await agreed(desk, action, amount_minor=5_000)
    done = await the_action(desk)
    assert (done.state, done.amount_minor) == (ActionState.APPLIED, 5_000)
    assert done.details["as_asked"]["amount_minor"] == 12_900
    (refund,) = await desk.records(Refund)
    (case,) = await desk.records(ReturnCase)
    assert refund.amount_minor == case.refund_minor == 5_000
    told = (await desk.sent_to("anna"))[-1]
    assert "¥50.00" in told and "A colleague has changed this" in told
    assert told.index("¥50.00") < told.index("You had asked for") < told.index("¥129.00")
    assert await audited(desk) == "report_items\namount_minor: 12900 → 5000"


async def test_no_more_is_paid_than_the_rules_allow_and_never_nothing(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    action = await waits(
        desk,
        ActionKind.RETURN_ITEMS,
        order,
        Details(goods=await goods_of(desk, order, 1), postage="customer"),
    )
    for amount, reason in ((12_901, "too_large"), (0, "too_small"), (-5, "too_small")):
        with pytest.raises(EditRefused) as refused:
            await agreed(desk, action, amount_minor=amount)
        assert (refused.value.field, refused.value.reason) == ("amount_minor", reason)
    assert await untouched(desk)


async def test_an_address_is_changed_line_by_line(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.PREPARING, address="北京市朝阳区建国路1号")
    action = await waits(desk, ActionKind.CHANGE_ADDRESS, order, Details(address=OLD))
    await agreed(desk, action, address=NEW, phone="138-1234-5678")
    (kept,) = await desk.records(Order)
    assert (kept.address, kept.phone) == (NEW, "+8613812345678")
    told = (await desk.sent_to("anna"))[-1]
    assert NEW in told and OLD in told
    assert f'address: "{OLD}" → "{NEW}"' in await audited(desk)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("address", "杭州", "not_whole"),
        ("address", "", "blank"),
        ("phone", "12", "unusable"),
        ("recipient", "x" * 121, "too_long"),
        ("cure", "refund", "unusable"),
    ],
)
async def test_a_line_that_cannot_be_kept_is_refused_by_its_name(
    desk: Desk, name: str, value: str, reason: str
) -> None:
    order = await bought(desk, OrderStatus.PREPARING, address="北京市朝阳区建国路1号")
    action = await waits(desk, ActionKind.CHANGE_ADDRESS, order, Details(address=OLD))
    with pytest.raises(EditRefused) as refused:
        await agreed(desk, action, **{name: value})
    assert (refused.value.field, refused.value.reason) == (name, reason)
    assert await untouched(desk)


async def test_fewer_come_back_and_the_shop_pays_the_postage(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED, 2)
    goods = await goods_of(desk, order, 2)
    asked = Details(goods=goods, postage="customer")
    action = await waits(desk, ActionKind.RETURN_ITEMS, order, asked)
    await agreed(desk, action, postage="shop", **{f"quantity__{goods[0].sku_id}": 1})
    (line,), (case,) = await desk.records(ReturnLine), await desk.records(ReturnCase)
    assert (line.quantity, case.postage, case.refund_minor) == (1, "shop", 12_900)
    assert (await the_action(desk)).amount_minor == 12_900
    assert "×2 → Ceramic Travel Mug ×1" not in await audited(desk)
    assert 'goods: "Ceramic Travel Mug ×2" → "Ceramic Travel Mug ×1"' in await audited(desk)


async def test_a_change_is_judged_by_the_rule_of_the_proposal(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    goods = await goods_of(desk, order, 1)
    action = await waits(desk, ActionKind.RETURN_ITEMS, order, Details(goods=goods))
    name = f"quantity:{goods[0].sku_id}"
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.weigh(action.key, {name: 2}, "en")
    assert refused.value.reason == "rules" and refused.value.why
    with pytest.raises(EditRefused) as none_left:
        await desk.approvals.weigh(action.key, {name: 0}, "en")
    assert none_left.value.field == "goods"
    assert await untouched(desk)


async def test_a_report_is_settled_otherwise(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    goods = await goods_of(desk, order, 1)
    asked = Details(goods=goods, problem="damaged", cure="refund")
    action = await waits(desk, ActionKind.REPORT_ITEMS, order, asked)
    await agreed(desk, action, cure="resend")
    (case,) = await desk.records(ReturnCase)
    assert case.cure == "resend" and await desk.records(Refund) == []
    assert (await the_action(desk)).amount_minor == 0


async def test_a_lost_parcel_is_settled_as_the_policy_has_it(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.SHIPPED)
    await desk.shop.shipment(order, shipped_at=desk.clock.now.replace(month=10))
    action = await waits(desk, ActionKind.CLAIM_PARCEL, order, Details(cure="refund"))
    await agreed(desk, action, cure="resend")
    (case,) = await desk.records(ReturnCase)
    assert (case.cure, case.refund_minor) == ("resend", 0)


async def test_an_order_gets_another_variant_than_was_asked_for(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.PREPARING)
    (line,) = await desk.records(OrderLine)
    async with desk.store.reading() as unit:
        seen = await (await Ledger.of(desk)).seen(order)
        del unit
    product_id = seen.lines[0].product_id
    product = next(one.product for one in seen.offers if one.product.key == product_id)
    red = await desk.shop.variant(product, 5, variant_zh="红", variant_en="red")
    blue = await desk.shop.variant(product, 5, variant_zh="蓝", variant_en="blue")
    wanted = Goods(sku_id=line.sku_id, quantity=1, new_sku_id=red.key)
    action = await waits(desk, ActionKind.CHANGE_ITEMS, order, Details(goods=(wanted,)))
    await agreed(desk, action, **{f"instead__{line.sku_id}": str(blue.key)})
    (now,) = await desk.records(OrderLine)
    assert now.sku_id == blue.key
    assert "blue" in (await desk.sent_to("anna"))[-1]
    assert "red" in await audited(desk) and "blue" in await audited(desk)


async def test_an_invoice_is_made_out_to_a_company(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    asked = Details(title="王小明", email="a@example.com")
    action = await waits(desk, ActionKind.REQUEST_INVOICE, order, asked)
    with pytest.raises(EditRefused) as lacking:
        await agreed(desk, action, invoice_for="company", title="福州山屿贸易有限公司")
    assert (lacking.value.field, lacking.value.reason) == ("tax_number", "blank")
    with pytest.raises(EditRefused):
        await agreed(desk, action, invoice_for="company", tax_number="91350100M000100Y44")
    values = {"invoice_for": "company", "tax_number": "91350100M000100Y43"}
    weighed = await desk.approvals.weigh(action.key, values, "en")
    change = Changed(values, weighed.amount_minor)
    await desk.approvals.agree(action.key, None, change=change)
    (invoice,) = await desk.records(Invoice)
    assert (invoice.kind, invoice.tax_number) == ("company", "91350100M000100Y43")


async def test_nothing_of_a_cancelling_can_be_changed(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.PREPARING)
    action = await waits(desk, ActionKind.CANCEL_ORDER, order)
    seen = await (await Ledger.of(desk)).seen(order)
    assert fields(action, seen, desk.policy) == ()
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.weigh(action.key, {}, "en")
    assert refused.value.reason == "unchanged"


async def test_what_somebody_decided_meanwhile_is_not_changed(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED)
    goods = await goods_of(desk, order, 1)
    action = await waits(desk, ActionKind.RETURN_ITEMS, order, Details(goods=goods))
    await desk.approvals.agree(action.key, None)
    change = Changed({"amount_minor": 5_000}, 5_000)
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.agree(action.key, None, change=change)
    assert refused.value.reason == "decided"
    assert (await the_action(desk)).amount_minor == 12_900
    assert await desk.records(AuditEntry, AuditEntry.action == "change_action") == []


async def test_another_amount_than_was_looked_at_is_not_paid(desk: Desk) -> None:
    order = await bought(desk, OrderStatus.DELIVERED, 2)
    goods = await goods_of(desk, order, 2)
    action = await waits(desk, ActionKind.RETURN_ITEMS, order, Details(goods=goods))
    change = Changed({f"quantity:{goods[0].sku_id}": 1}, 25_800)
    with pytest.raises(ApprovalRefused) as refused:
        await desk.approvals.agree(action.key, None, change=change)
    assert refused.value.reason == "changed" and await untouched(desk)
