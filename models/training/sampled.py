"""Conversations to read: sampled test messages, what is made of them, and fitting words."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from models.acts import ACTS
from models.replies import ReplyModel
from models.training.made_up_facts import made_up_facts
from models.training.readings import Reading
from models.training.reply_scores import fault
from models.training.wrong_facts import filled
from models.understanding_config import Thresholds
from models.values import Intent, Language, ReplyPlan, Understanding

SAMPLED = 40
#: An act that suits an intent; the shop's own articles answer the others.
_ACTS = {
    Intent.GREETING: "greet",
    Intent.GOODBYE: "goodbye",
    Intent.THANKS: "welcome",
    Intent.ACKNOWLEDGE: "noted",
    Intent.AFFIRM: "ask_what_for",
    Intent.DENY: "noted",
    Intent.FEEDBACK: "noted",
    Intent.OUT_OF_SCOPE: "out_of_scope",
    Intent.HUMAN_AGENT: "handover_open",
    Intent.COMPLAINT: "handover_angry",
    Intent.CANCEL_ORDER: "action_confirm",
    Intent.MODIFY_ORDER: "ask_what_change",
    Intent.CHANGE_ADDRESS: "ask_address",
    Intent.RETURN_REQUEST: "ask_which_items",
    Intent.DAMAGED_OR_WRONG_ITEM: "ask_photo",
    Intent.INVOICE: "ask_invoice_kind",
    Intent.SUBSCRIPTION: "notices_off",
    Intent.TRACK_ORDER: "parcel_in_transit",
    Intent.DELIVERY_TIME: "delivery_eta",
    Intent.DELIVERY_PROBLEM: "problem_reported",
    Intent.REFUND_STATUS: "refund_pending",
    Intent.STOCK: "stock_low",
}


def sampled_lines(
    read: dict[Language, list[Reading]],
    words: ReplyModel,
    thresholds: Thresholds,
    seed: int,
    count: int = SAMPLED,
) -> Iterator[str]:
    """Two lines a conversation, as many of each language; all facts are made up."""
    chance = Random(seed)
    yield "the message; then the first intent with its confidence, and a reply with made-up facts"
    for mine in read.values():
        for one in chance.sample(mine, min(len(mine), count // len(read))):
            yield f"{one.meant.language} {one.meant.text}"
            yield f"   {_found(one.said, thresholds)}: {_reply(one, words, chance)}"


def fitting_plan(said: Understanding, text: str) -> ReplyPlan:
    """A plan that answers the first intent, with every slot that its act may use."""
    act = ACTS[_ACTS.get(said.top.intent, "article")]
    return ReplyPlan(act.name, said.language, said.mood, act.must | act.may, text)


def _found(said: Understanding, thresholds: Thresholds) -> str:
    sure = said.top.confidence >= thresholds.reject and said.margin >= thresholds.margin
    return f"{said.top.intent} {said.top.confidence:.2f}{'' if sure else ' (the desk would ask)'}"


def _reply(one: Reading, words: ReplyModel, chance: Random) -> str:
    plan = fitting_plan(one.said, one.meant.text)
    article = f"[the article on {one.said.top.intent}]"
    facts = {**made_up_facts(plan.language, chance), "article": article}
    (template,) = words.word([plan])
    if wrong := fault(plan, template):
        return f"[the plain sentence of {plan.act}: {wrong}]"
    return filled(template, facts).replace("\n", " / ")
