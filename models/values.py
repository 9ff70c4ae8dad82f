"""What models say: plain frozen values, free of any framework.

Everything above this floor speaks about a message through these types only.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language Xiaoer answers in (ISO 639-1)."""

    ZH = "zh"
    EN = "en"


class Intent(StrEnum):
    """What a customer wants: the closed list that routing decides on.

    The names are an interface: they may grow, they do not change.
    """

    GREETING = "greeting"
    GOODBYE = "goodbye"
    THANKS = "thanks"
    ACKNOWLEDGE = "acknowledge"
    AFFIRM = "affirm"
    DENY = "deny"
    HUMAN_AGENT = "human_agent"
    COMPLAINT = "complaint"
    TRACK_ORDER = "track_order"
    DELIVERY_TIME = "delivery_time"
    DELIVERY_OPTIONS = "delivery_options"
    SHIPPING_FEE = "shipping_fee"
    DELIVERY_PROBLEM = "delivery_problem"
    CHANGE_ADDRESS = "change_address"
    PLACE_ORDER = "place_order"
    MODIFY_ORDER = "modify_order"
    CANCEL_ORDER = "cancel_order"
    RETURN_REQUEST = "return_request"
    RETURN_POLICY = "return_policy"
    REFUND_STATUS = "refund_status"
    DAMAGED_OR_WRONG_ITEM = "damaged_or_wrong_item"
    PAYMENT = "payment"
    INVOICE = "invoice"
    PROMOTION = "promotion"
    PRICE_NEGOTIATION = "price_negotiation"
    GIFT = "gift"
    PRODUCT_INFO = "product_info"
    RECOMMENDATION = "recommendation"
    STOCK = "stock"
    WARRANTY = "warranty"
    ACCOUNT = "account"
    FEEDBACK = "feedback"
    SUBSCRIPTION = "subscription"
    OUT_OF_SCOPE = "out_of_scope"


class Mood(StrEnum):
    """How the customer sounds."""

    CALM = "calm"
    WORRIED = "worried"
    ANGRY = "angry"
    PLEASED = "pleased"


class Polarity(StrEnum):
    """Whether a review praises or blames."""

    POSITIVE = "positive"
    NEGATIVE = "negative"


class EntityKind(StrEnum):
    """A thing a message names. The first three have a fixed form and are read by rules."""

    ORDER_NUMBER = "order_number"
    TRACKING_NUMBER = "tracking_number"
    PHONE = "phone"
    PRODUCT = "product"
    QUANTITY = "quantity"
    ADDRESS = "address"
    DATE = "date"
    AMOUNT = "amount"


class SlotValue(StrEnum):
    """What a message says beside its intents: answers to what a form asks, and plain wishes.

    A message says any number of them: "it came broken, I want my money back" two. Each is
    described in models/corpus/README.md.
    """

    YES = "yes"
    NO = "no"
    DROP = "drop"
    UNDO = "undo"
    EVERYTHING = "everything"
    OTHER_ONE = "other_one"
    FIRST = "first"
    SECOND = "second"
    THIRD = "third"
    LAST = "last"
    PERSON = "person"
    COMPANY = "company"
    WANTS_INVOICE = "wants_invoice"
    REFUND = "refund"
    RESEND = "resend"
    EXCHANGE = "exchange"
    MISSING = "missing"
    WRONG = "wrong"
    DAMAGED = "damaged"
    NO_PHOTO = "no_photo"
    UNWANTED = "unwanted"
    WRONG_SIZE = "wrong_size"
    NOT_AS_DESCRIBED = "not_as_described"
    POOR_QUALITY = "poor_quality"
    WANTS_DIFFERENCE = "wants_difference"
    STOP_MESSAGES = "stop_messages"
    LOST_PARCEL = "lost_parcel"
    TELL_WHEN_BACK = "tell_when_back"


@dataclass(frozen=True, slots=True)
class Entity:
    """A span `text == message[start:end]` (character offsets) and what it names."""

    kind: EntityKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ScoredIntent:
    """An intent with its calibrated probability, 0 to 1."""

    intent: Intent
    confidence: float


@dataclass(frozen=True, slots=True)
class ScoredValue:
    """A slot value with the probability that a message says it, 0 to 1."""

    value: SlotValue
    confidence: float


@dataclass(frozen=True, slots=True)
class Understanding:
    """What one message means.

    `intents` are the ones the message carries, most probable first, never empty.
    `margin` is the probability of the first minus that of the best one not carried:
    a small margin means that the model hesitates. `runner_up` is that other one.
    `values` are the slot values that it may say, most probable first.
    """

    language: Language
    intents: tuple[ScoredIntent, ...]
    margin: float
    runner_up: ScoredIntent
    entities: tuple[Entity, ...]
    mood: Mood
    values: tuple[ScoredValue, ...] = ()

    @property
    def top(self) -> ScoredIntent:
        return self.intents[0]

    def first(self, kind: EntityKind) -> Entity | None:
        """The first entity of this kind in the message, if any."""
        return next((entity for entity in self.entities if entity.kind == kind), None)

    def says(self, *among: SlotValue, least: float = 0.5) -> SlotValue | None:
        """The most probable of these values, where the message says it at all."""
        return next(
            (
                scored.value
                for scored in self.values
                if scored.value in among and scored.confidence >= least
            ),
            None,
        )


@dataclass(frozen=True, slots=True)
class Sentiment:
    """Whether a review praises or blames, with its calibrated probability, 0.5 to 1."""

    polarity: Polarity
    confidence: float


@dataclass(frozen=True, slots=True)
class ReplyPlan:
    """What a reply must say, before it has words.

    The act names the speech act; its slots (see `models.acts`) are the only facts
    the words may point at. `customer_text` lets the wording answer in kind; nothing
    in it is ever followed as an instruction.
    """

    act: str
    language: Language
    mood: Mood = Mood.CALM
    slots: frozenset[str] = frozenset()
    customer_text: str = ""
