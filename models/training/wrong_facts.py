"""Whether filled replies hold the planned facts and no others: a check of its own.

The fact lock reads templates before they are filled. This reads the finished text, as a
customer would, and knows nothing of templates: it takes every value of the record out of
the text, and what is left may not look like a fact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from models.acts import ACTS, Act
from models.replies import ReplyModel
from models.training.corpus import LabelledMessage
from models.training.made_up_facts import Facts, made_up_facts
from models.training.reply_data import CustomerTexts, offers
from models.training.reply_scores import fault, known_acts
from models.values import Language, Mood, ReplyPlan

GENERATED = 10_000
_SLOT = re.compile(r"\{(\w+)\}")
_NAMES = frozenset({"option_a", "option_b"})
#: Figures, money, days, times and counts in words. "The last four digits" are no fact.
_LOOKS_LIKE_A_FACT = re.compile(
    r"\d|[¥$€£￥%％]|[{}<>]"
    r"|星期|礼拜|周[一二三四五六日末天]|[今明后昨前]天(?!气)|[今明昨]晚"
    r"|上午|下午|凌晨|月底|月初"
    r"|[零〇一二两三四五六七八九十百千万]+\s*个?\s*(?:工作日|小时|钟头|分钟|天|元|块|折|周|月|年)"
    r"|[零〇二两三四五六七八九十百千万]+\s*件"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:today|tomorrow|yesterday|tonight|noon|midnight)\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|hundred|thousand)\b(?!(?: phone)? (?:digits|numbers))"
    r"|\b(?:dollars?|euros?|pounds?|yuan|percent)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrongFacts:
    """wrong: why, and how often, of all generated; kept: how many of them keep every wording
    rule; slipped: why, and how often, among these."""

    generated: int
    wrong: Counter[str]
    kept: int
    slipped: Counter[str]


def wrong_facts(
    model: ReplyModel,
    messages: Sequence[LabelledMessage],
    seed: int,
    generated: int = GENERATED,
) -> WrongFacts:
    """Word random plans, each act equally often, over random records, and read the results."""
    chance = Random(seed)
    plans = random_plans(known_acts(model), messages, chance, generated)
    wrong: Counter[str] = Counter()
    slipped: Counter[str] = Counter()
    kept = 0
    for plan, text in zip(plans, model.word(plans), strict=True):
        facts = made_up_facts(plan.language, chance)
        found = wrong_fact(plan, filled(text, facts), facts) if text else ""
        fine = not fault(plan, text)
        kept += fine
        wrong.update([found] if found else [])
        slipped.update([found] if found and fine else [])
    return WrongFacts(generated, wrong, kept, slipped)


def random_plans(
    acts: Sequence[Act], messages: Sequence[LabelledMessage], chance: Random, count: int
) -> list[ReplyPlan]:
    """Plans of a random act, offered slots, language and mood, beside a customer's words."""
    texts = CustomerTexts(messages, chance)
    plans = []
    for _ in range(count):
        act = chance.choice(acts)
        slots = chance.choice(list(offers(act)))
        plan = ReplyPlan(act.name, chance.choice(list(Language)), chance.choice(list(Mood)), slots)
        plans.append(replace(plan, customer_text=texts.draw(plan.language, plan.mood)))
    return plans


def filled(template: str, facts: Facts) -> str:
    """The template with every slot that the record knows filled, planned or not."""
    return _SLOT.sub(lambda slot: facts.get(slot[1], slot[0]), template)


def wrong_fact(plan: ReplyPlan, text: str, facts: Facts) -> str:
    """What is wrong with the facts in a finished text, in a few words; empty when nothing is.

    Values are looked for in `text` longest first. Each may appear as often as the plan offers
    a slot with it, and must as often as the act demands one; the rest may not look like a fact.
    """
    # What a choice is called, "an invoice", is no fact where no choice is offered.
    told = {slot: fact for slot, fact in facts.items() if slot not in _NAMES - plan.slots}
    values = sorted(set(told.values()), key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, values)))
    said = Counter(pattern.findall(text))
    if said - Counter(facts[slot] for slot in plan.slots):
        return "a fact that was not planned, or one said twice"
    if Counter(facts[slot] for slot in ACTS[plan.act].must) - said:
        return "a fact that must be said is missing"
    rest = pattern.sub("", text)
    return "figures or days beside the facts" if _LOOKS_LIKE_A_FACT.search(rest) else ""
