"""A move in words: the slots of the supplier's message, and the sentence for staff.

The two never meet. `text_facts` sees the move alone, so it cannot tell what a deal is worth to us;
`why` may, and is for the console only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.rules.negotiation.moves import Cause, Move
from bot.rules.negotiation.position import Position
from bot.rules.negotiation.terms import Terms

_SYMBOLS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$", "TWD": "NT$"}
_MONTHS = (
    "January February March April May June July August September October November December".split()
)

_WHY: Mapping[Cause, tuple[str, str]] = {
    Cause.OPENING: ("首次报价：{terms}", "First offer: {terms}"),
    Cause.CONCESSION: (
        "供应商的条件还不够好，按让步计划报{terms}",
        "Their terms are not good enough yet; the concession plan offers {terms}",
    ),
    Cause.LAST_ROUND: (
        "最后一轮，报到限度：{terms}",
        "The last round, offered up to the limits: {terms}",
    ),
    Cause.CONFIRM: (
        "供应商的条件可以接受但没说全，补全后请其确认：{terms}",
        "Their terms would do but are not complete; they are asked to confirm {terms}",
    ),
    Cause.REVIVE: (
        "供应商先前的条件在限度内，照此报价：{terms}",
        "What they named before is within the limits and is offered: {terms}",
    ),
    Cause.BESIDE: (
        "供应商的条件正好是我方底线，错开一点再报：{terms}",
        "Their terms are our hidden limit to the cent, so this is offered beside it: {terms}",
    ),
    Cause.RESTATE: (
        "供应商问到报价内容，重述：{terms}",
        "They ask about our offer, which is said again: {terms}",
    ),
    Cause.EARLIER: (
        "到货太晚代价大，先问更早的日子要什么价",
        "Their day costs us dearly, so we ask what an earlier one would cost",
    ),
    Cause.THEY_ACCEPTED: ("供应商接受我方最近报价：{terms}", "They accept our last offer: {terms}"),
    Cause.GOOD_ENOUGH: (
        "供应商的条件不差于我方下一步要报的：{terms}",
        "Their offer is no worse than what we would offer next: {terms}",
    ),
    Cause.NOT_ANSWERED: ("等供应商答复", "Waiting for the supplier's answer"),
    Cause.AFTER_SILENCE: (
        "提醒后仍无答复，再报一次：{terms}",
        "No answer, nor to the reminder; the next step is offered once: {terms}",
    ),
    Cause.SILENT: (
        "供应商没有答复，也没有可再报的，请联系供应商",
        "They do not answer, and nothing more is offered; please get in touch with them",
    ),
    Cause.AWAY: ("供应商不在，等其回来", "The supplier is away; our offer waits"),
    Cause.AWAY_TOO_LONG: (
        "供应商回来前谈判期限已到",
        "They are back only after the course's last day",
    ),
    Cause.DOUBT: ("不能当作成交：{doubt}", "Not to be acted on: {doubt}"),
    Cause.REFUSED: ("供应商拒绝且没提条件", "They refuse and name no terms"),
    Cause.ANSWERED: (
        "供应商的问题可以告知，已答复",
        "They ask something that they may be told, and are told it",
    ),
    Cause.THEIR_QUESTION: (
        "供应商的问题需要同事回答",
        "They ask something that a colleague must answer",
    ),
    Cause.TOO_LATE: ("答复来时报价已过期或不再合用", "The answer came when the offer had run out"),
    Cause.HIDDEN_LIMIT: (
        "供应商的条件正好是我方底线，系统不写出，请人工决定",
        "Their terms are our hidden limit to the cent, which no message may name; please decide",
    ),
    Cause.NOTHING_TO_OFFER: ("限度内没有可报的条件", "Nothing within the limits is left to offer"),
    Cause.NO_TERMS: ("供应商没有说出条件", "They named no terms"),
    Cause.ROUNDS_OVER: ("轮次用完，仍未谈成", "The rounds are over without a deal"),
    Cause.DAYS_OVER: ("期限已到，仍未谈成", "The days are over without a deal"),
}


def why(move: Move, position: Position, language: str) -> str:
    """One sentence for staff, `zh` or `en`; it may name what the terms are worth to us.

    `Their terms are not good enough yet; the concession plan offers A-1: 240 pieces at ¥11.80;
    delivery by 5 December 2026; CNY (¥168.00 better than walking away).`
    """
    zh = language == "zh"
    values = {"terms": "", "doubt": ""}
    if move.terms is not None:
        values["terms"] = (
            "；".join(_parts(move.terms, language))
            if zh
            else "; ".join(_parts(move.terms, language))
        )
    if move.doubt is not None:
        values["doubt"] = move.doubt.zh if zh else move.doubt.en
    said = _WHY[move.cause][0 if zh else 1].format_map(values)
    return said + _worth(move, position, zh) + ("。" if zh else ".")


def _worth(move: Move, position: Position, zh: bool) -> str:
    if move.terms is None:
        return ""
    currency = move.terms.currency
    gain = money(position.reservation.gain(move.terms), currency)
    sign = ("，待签字" if zh else ", to be signed") if move.to_sign else ""
    return f"（比不成交多值{gain}{sign}）" if zh else f" ({gain} better than walking away{sign})"


def text_facts(move: Move, language: str, names: Mapping[str, str] | None = None) -> dict[str, str]:
    """The slots for the supplier's message: `lines`, `delivery`, `currency`, `final`; or
    `topic`.

    Args:
        names: what the supplier calls each item; an item without a name is called by its code.

    No totals: a price, a quantity and a day each are all that is told.
    """
    facts: dict[str, str] = {}
    if move.terms is not None:
        lines = _lines(move.terms, language, names or {})
        facts = {"lines": lines, "delivery": day(move.terms.delivery, language)}
        facts["currency"] = move.terms.currency
    if move.final:
        facts["final"] = "最后报价" if language == "zh" else "our last offer"
    if move.topic is not None:
        facts["topic"] = move.topic.value
    return facts


def _parts(terms: Terms, language: str) -> list[str]:
    by = day(terms.delivery, language)
    return [
        _lines(terms, language, {}),
        f"{by}前到货" if language == "zh" else f"delivery by {by}",
    ]


def _lines(terms: Terms, language: str, names: Mapping[str, str]) -> str:
    form = "{}：{}件，单价{}" if language == "zh" else "{}: {} pieces at {}"
    return ("；" if language == "zh" else "; ").join(
        form.format(
            names.get(line.item, line.item),
            line.quantity,
            money(line.unit_price_minor, terms.currency),
        )
        for line in terms.lines
    )


def money(minor: int, currency: str) -> str:
    """`125000, CNY` → ¥1,250.00."""
    return f"{_SYMBOLS.get(currency, currency + ' ')}{minor / 100:,.2f}"


def day(there: date, language: str) -> str:
    """2026-12-05 → 2026年12月5日 / 5 December 2026: a supplier's "tomorrow" may be another day."""
    if language == "zh":
        return f"{there.year}年{there.month}月{there.day}日"
    return f"{there.day} {_MONTHS[there.month - 1]} {there.year}"
