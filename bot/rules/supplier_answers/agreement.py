"""Two readings of one answer, by rules and learned, become one; it is sure where both agree.

Which of the two is taken where they differ was chosen on groups of writers that neither was tuned
or trained on (docs/decisions/0015): the rules where they are sure of the whole, of prices, numbers
of goods, minimums and percentages what the rules found, the learned reading where these found
nothing; an item is left out when either says so. Whatever differs makes the answer unsure, and so
does a text that the model thinks a careful buyer would ask about.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from bot.rules.supplier_answers.learned import Learned, with_act
from bot.rules.supplier_answers.values import Act, Asked, Field, LineAnswer, SupplierAnswer

T = TypeVar("T")
DIFFER = "the rules and the learned reading do not agree"
ASKS = "a careful buyer would ask"
#: From here on the model's word on what a text does, or that no day is meant, is taken.
_LIKELY = 0.6
_NO_DAY = 0.7
_SETTLES = (Act.ACCEPT, Act.COUNTER)


def agreed(asked: Asked, by_rules: SupplierAnswer, by_model: Learned) -> SupplierAnswer:
    """One answer of two."""
    taken = _taken(asked, by_rules, by_model)
    return taken
