"""Forms about a whole order: cancelling, its address, its price, a lost parcel."""

from __future__ import annotations

from bot.desk import heard
from bot.desk.actions import places_said
from bot.desk.actions.details import Details
from bot.desk.actions.forms.form import Ask, PlainButtons, Ready, choice
from bot.desk.actions.kinds.case import REFUND, RESEND
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.turn import Turn
from knowledge.records import ActionKind

ADDRESS, RECIPIENT, PHONE, CURE = "address", "recipient", "phone", "cure"
_CURES = {RESEND: ("补发", "Send it again"), REFUND: ("退款", "Money back")}


class Bare(PlainButtons):
    """An action that needs nothing but the order."""

    def __init__(self, kind: ActionKind) -> None:
        self._kind = kind

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        return {}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        return {}

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        return Ready(self._kind, Details())


class AddressForm(PlainButtons):
    """Where the order is to go, or to whom."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        found = places_said.place(said)
        if found is not None:
            known = {ADDRESS: found.address, RECIPIENT: found.recipient, PHONE: found.phone}
        else:
            recipient, phone = places_said.contact(said)
            stays = seen.order.address if recipient or phone else ""
            known = {ADDRESS: stays, RECIPIENT: recipient, PHONE: phone}
        return {name: value for name, value in known.items() if value}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        return self.prefill(turn, turn.message.text, seen)

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        if not draft.given.get(ADDRESS):
            return Ask(ADDRESS, "ask_full_address" if draft.missed else "ask_address")
        details = Details(
            address=draft.given[ADDRESS],
            recipient=draft.given.get(RECIPIENT, ""),
            phone=draft.given.get(PHONE, ""),
        )
        return Ready(ActionKind.CHANGE_ADDRESS, details)


class ClaimForm(PlainButtons):
    """What a lost parcel is made good with."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        found = heard.cure(heard.of(turn, said), said)
        return {CURE: found} if found in turn.policy.claims.cure else {}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        return self.prefill(turn, turn.message.text, seen)

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        cures = turn.policy.claims.cure
        cure = draft.given.get(CURE) or (cures[0] if len(cures) == 1 else "")
        if cure:
            return Ready(ActionKind.CLAIM_PARCEL, Details(cure=cure))
        buttons = tuple(choice(turn.language, CURE, one, _CURES[one]) for one in cures)
        return Ask(CURE, "ask_resend_or_refund", choices=buttons)
