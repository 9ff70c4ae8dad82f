"""Which slot values a training text says and which it does not, as far as that is known.

Answers are written with their values, and say no other. Of the customers' messages only so much
is known as their intent tells: who asks where a parcel is says neither "person" nor "undo". What
such a message may say by the way is left open.
"""

from __future__ import annotations

from models.training.corpus import LabelledMessage
from models.values import Intent, SlotValue

_V = SlotValue
#: Intents whose messages say no slot value, with those that they may say by the way.
_MAY_SAY: dict[Intent, frozenset[SlotValue]] = {
    Intent.TRACK_ORDER: frozenset({_V.LOST_PARCEL}),
    Intent.DELIVERY_TIME: frozenset(),
    Intent.DELIVERY_OPTIONS: frozenset(),
    Intent.SHIPPING_FEE: frozenset(),
    Intent.PAYMENT: frozenset({_V.REFUND, _V.COMPANY}),
    Intent.PRODUCT_INFO: frozenset({_V.PERSON, _V.COMPANY}),
    Intent.RECOMMENDATION: frozenset({_V.PERSON, _V.COMPANY}),
    Intent.ACCOUNT: frozenset({_V.STOP_MESSAGES, _V.DROP}),
    Intent.PLACE_ORDER: frozenset({_V.YES, _V.EVERYTHING}),
    Intent.CHANGE_ADDRESS: frozenset({_V.UNDO, _V.COMPANY, _V.EVERYTHING, _V.WRONG}),
    Intent.PRICE_NEGOTIATION: frozenset({_V.WANTS_DIFFERENCE, _V.REFUND, _V.EVERYTHING}),
    Intent.GIFT: frozenset({_V.PERSON, _V.EVERYTHING}),
    Intent.STOCK: frozenset({_V.TELL_WHEN_BACK}),
    Intent.GREETING: frozenset(),
    Intent.GOODBYE: frozenset(),
    Intent.THANKS: frozenset({_V.YES, _V.NO}),
    Intent.ACKNOWLEDGE: frozenset({_V.YES}),
    Intent.OUT_OF_SCOPE: frozenset({_V.YES, _V.NO, _V.DROP, _V.EVERYTHING, _V.STOP_MESSAGES}),
}


def known_values(message: LabelledMessage) -> dict[SlotValue, bool]:
    """Each value of which it is known whether the message says it."""
    if message.values is not None:
        return {value: value in message.values for value in SlotValue}
    if message.intents == (Intent.AFFIRM,):
        return {_V.YES: True, _V.NO: False, _V.DROP: False, _V.UNDO: False}
    if message.intents == (Intent.DENY,):
        return {_V.YES: False}
    if len(message.intents) != 1 or message.intents[0] not in _MAY_SAY:
        return {}
    return {value: False for value in SlotValue if value not in _MAY_SAY[message.intents[0]]}
