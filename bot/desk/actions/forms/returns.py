"""Sending goods back, reporting what is wrong with them, and repairs."""

from __future__ import annotations

import re

from bot.desk import heard
from bot.desk.actions.absent import absent_lines
from bot.desk.actions.details import Details
from bot.desk.actions.forms import goods
from bot.desk.actions.forms.form import Ask, Ready, choice
from bot.desk.actions.kinds.case import EXCHANGE, REFUND, RESEND
from bot.desk.actions.seen import Seen
from bot.desk.context import Draft
from bot.desk.turn import Turn
from bot.rules.actions.facts import Line
from bot.rules.answers import means_no
from knowledge.records import ActionKind, MessageKind
from models.script import plain_script
from models.values import Understanding

MODE, REASON, PROBLEM, PHOTO, CURE = "mode", "reason", "problem", "photo", "cure"
_GOODS_FIELDS = {goods.GOODS, goods.QUANTITY, goods.NEW}
_MODES = {REFUND: ("退款", "Money back"), EXCHANGE: ("换货", "Another size or colour")}
_CURES = {REFUND: ("退款", "Money back"), RESEND: ("补发", "Send a new one")}
_PROBLEMS = {
    "damaged": ("破损或有质量问题", "Damaged or faulty"),
    "wrong": ("发错了", "The wrong item"),
    "missing": ("少件", "Something is missing"),
}
#: Reasons offered: the words shown, and those that mean them. The last two are the shop's fault.
_REASONS: dict[str, tuple[tuple[str, str], re.Pattern[str]]] = {
    "unwanted": (
        ("不想要了", "Changed my mind"),
        re.compile(
            r"不(?:想要|要|需要|喜欢)|买多|拍错|后悔|changed? my mind|don'?t (?:want|need|like)"
            r"|no longer|by mistake|ordered (?:too many|the wrong)",
            re.IGNORECASE,
        ),
    ),
    "size": (
        ("尺码或颜色不合适", "Wrong size or colour for me"),
        re.compile(
            r"尺码|大了|小了|偏大|偏小|太大|太小|颜色|不合(?:适|身)|too (?:big|small|large"
            r"|tight|long|short)"
            r"|doesn'?t fit|size|colou?r",
            re.IGNORECASE,
        ),
    ),
    "described": (
        ("和描述不一样", "Not as described"),
        re.compile(
            r"描述|图片|不符|色差|not as (?:described|shown|pictured)|different from",
            re.IGNORECASE,
        ),
    ),
    "quality": (
        ("质量问题", "Poor quality"),
        re.compile(
            r"质量|坏|破|瑕疵|做工|掉色|quality|broke|faulty|defect|cheap(?:ly)? made",
            re.IGNORECASE,
        ),
    ),
}
_SHOPS_FAULT = {"described", "quality"}
_NO_PHOTO = re.compile(
    r"没(?:有|拍)?(?:照|图)|拍不了|不方便拍|^\W*(?:无|没|木有|没有照?)\W*$"
    r"|\bno (?:photo|foto|picture|pic|image|camera)s?\b|can'?t (?:take|send)"
    r"|without (?:a )?photo|^\W*(?:none|nothing)\W*$",
    re.IGNORECASE,
)
_LONGEST_REASON = 200


class _GoodsButtons:
    """Buttons about the goods, and others that say what fills the field."""

    def press(self, draft: Draft, seen: Seen, value: str) -> dict[str, str]:
        if draft.field in _GOODS_FIELDS:
            return goods.pressed(draft, seen, value)
        return {draft.field: value}


class ReturnForm(_GoodsButtons):
    """Money back or another size: which goods, how many, what instead, and why."""

    def __init__(self, *, exchange: bool = False) -> None:
        self._exchange = exchange

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        hears = heard.of(turn, said)
        exchange = True if self._exchange else heard.exchange(hears, said)
        found = goods.prefill(turn, said, seen, _free(seen), new=exchange is True)
        if exchange is not None:
            found[MODE] = EXCHANGE if exchange else REFUND
        reason = _reason(hears, said)
        return {**found, **({REASON: reason} if reason else {})}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        text = turn.message.text
        if draft.field in _GOODS_FIELDS:
            return goods.read(turn, draft, seen, _free(seen))
        if draft.field == MODE:
            exchange = heard.exchange(turn.understanding, text)
            return {} if exchange is None else {MODE: EXCHANGE if exchange else REFUND}
        told = _reason(turn.understanding, text) or text.strip()[:_LONGEST_REASON]
        return {REASON: told} if told else {}

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        mode = draft.given.get(MODE, "")
        if not mode:
            buttons = tuple(choice(turn.language, MODE, one, _MODES[one]) for one in _MODES)
            return Ask(MODE, "ask_return_or_exchange", choices=buttons)
        missing = goods.ask(turn, draft, seen, _free(seen), new=mode == EXCHANGE)
        if missing is not None:
            return missing
        reason = draft.given.get(REASON, "")
        if not reason and mode == REFUND:
            buttons = tuple(
                choice(turn.language, REASON, name, words) for name, (words, _) in _REASONS.items()
            )
            return Ask(REASON, "ask_return_reason", choices=buttons)
        fault = reason in _SHOPS_FAULT
        details = Details(
            goods=goods.chosen(draft, seen),
            reason=reason_words(reason, turn.language),
            postage="shop" if fault else turn.policy.returning.postage,
        )
        kind = ActionKind.EXCHANGE_ITEMS if mode == EXCHANGE else ActionKind.RETURN_ITEMS
        return Ready(kind, details)


class ReportForm(_GoodsButtons):
    """Damaged, wrong or missing: which goods, a photo, and what would make it good."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        hears, lines = heard.of(turn, said), _free(seen)
        absent = absent_lines(hears, said, lines)
        found = goods.prefill(turn, said, seen, absent or lines)
        problem = "missing" if absent else heard.problem(hears, said)
        cure = heard.cure(hears, said)
        if problem:
            found[PROBLEM] = problem
        return {**found, **({CURE: cure} if cure else {}), **_photo(turn)}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        text = turn.message.text
        if draft.field in _GOODS_FIELDS:
            return {**goods.read(turn, draft, seen, _free(seen)), **_photo(turn)}
        if draft.field == PROBLEM:
            problem = heard.problem(turn.understanding, text)
            return {**({PROBLEM: problem} if problem else {}), **_photo(turn)}
        if draft.field == PHOTO:
            return _photo(turn) or ({PHOTO: "0"} if _has_none(turn) else {})
        cure = heard.cure(turn.understanding, text)
        return {CURE: cure} if cure else {}

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        given, language = draft.given, turn.language
        if not given.get(PROBLEM):
            buttons = tuple(choice(language, PROBLEM, one, _PROBLEMS[one]) for one in _PROBLEMS)
            return Ask(PROBLEM, "ask_what_is_wrong", choices=buttons)
        missing = goods.ask(turn, draft, seen, _free(seen), new=False)
        if missing is not None:
            return missing
        # There is no photo of what is not there.
        wants_photo = turn.policy.reports.photo and given[PROBLEM] != "missing"
        if wants_photo and PHOTO not in given:
            none = choice(language, PHOTO, "0", ("没有照片", "No photo"))
            return Ask(PHOTO, "ask_photo", choices=(none,))
        if not given.get(CURE):
            buttons = tuple(choice(language, CURE, one, _CURES[one]) for one in _CURES)
            return Ask(CURE, "ask_cure", choices=buttons)
        details = Details(
            goods=goods.chosen(draft, seen),
            problem=given[PROBLEM],
            cure=given[CURE],
            photos=int(given.get(PHOTO, "0")),
        )
        return Ready(ActionKind.REPORT_ITEMS, details)


class WarrantyForm(_GoodsButtons):
    """What broke in use, and how."""

    def prefill(self, turn: Turn, said: str, seen: Seen) -> dict[str, str]:
        found = goods.prefill(turn, said, seen, _free(seen))
        told = heard.problem(heard.of(turn, said), said)
        return {**found, **({REASON: said.strip()[:_LONGEST_REASON]} if told else {})}

    def read(self, turn: Turn, draft: Draft, seen: Seen) -> dict[str, str]:
        if draft.field in _GOODS_FIELDS:
            return goods.read(turn, draft, seen, _free(seen))
        text = turn.message.text.strip()
        return {REASON: text[:_LONGEST_REASON]} if text else {}

    def next(self, turn: Turn, draft: Draft, seen: Seen) -> Ask | Ready:
        missing = goods.ask(turn, draft, seen, _free(seen), new=False)
        if missing is not None:
            return missing
        if not draft.given.get(REASON):
            return Ask(REASON, "ask_what_broke")
        details = Details(
            goods=goods.chosen(draft, seen),
            reason=draft.given[REASON],
            cure="repair",
            postage="shop",
        )
        return Ready(ActionKind.CLAIM_WARRANTY, details)


def reason_words(reason: str, language: str) -> str:
    """A reason that was offered as the customer reads it; any other as it was written."""
    offered = _REASONS.get(reason)
    return reason if offered is None else offered[0][language == "en"]


def _reason(hears: Understanding, said: str) -> str:
    """The offered reason that the words mean, the shop's fault first; empty where none."""
    told = next((name for name in reversed(_REASONS) if _REASONS[name][1].search(said)), "")
    return told or heard.reason(hears)


def _has_none(turn: Turn) -> bool:
    """Whether the customer has no photo to send."""
    text = plain_script(turn.message.text)
    plainly = _NO_PHOTO.search(text) is not None or means_no(text)
    return plainly or heard.has_no_photo(turn.understanding, text)


def _free(seen: Seen) -> list[Line]:
    """Lines that no case is about, or all where every one is: the rule then says why not."""
    free = [line for line in seen.lines if seen.facts.free(line.sku_id)]
    return free or list(seen.lines)


def _photo(turn: Turn) -> dict[str, str]:
    if turn.message.kind is not MessageKind.PHOTO:
        return {}
    return {PHOTO: str(turn.message.data.get("count", 1))}
