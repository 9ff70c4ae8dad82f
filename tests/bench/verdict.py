"""What the kills did: every message of every chat held against what its customer got to see.

A reply is tied to its message by the moment both were written: `bot.desk.answer` marks the
message as handled and queues the reply in one transaction, with one time for both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.emulator import Sent

#: A killed process's last request may still be in the server's socket for a moment, seconds.
_IN_THE_SOCKET_S = 0.5


@dataclass(frozen=True, slots=True)
class Queued:
    """Something the outbox had for a chat; `number` is the message Telegram made of it."""

    number: int | None
    reply_of: int | None
    """The number of the customer's message that it answers."""


@dataclass(frozen=True, slots=True)
class Record:
    """A chat as all sides know it.

    Args:
        written: the numbers of the customer's messages, in order.
        queued: what the outbox had, in order.
        sent: what Telegram took from the bot, in order.
    """

    chat_id: int
    written: Sequence[int]
    queued: Sequence[Queued]
    sent: Sequence[Sent]


@dataclass(slots=True)
class Verdict:
    """What went wrong, and what was repeated.

    Args:
        unanswered: chat and number of each message without a reply that Telegram took.
        misordered: of each that was answered before an earlier one of its chat.
        duplicates: of each of the bot's messages that a customer saw twice.
        unexplained: of the duplicates, those that no kill excuses.
    """

    messages: int = 0
    unanswered: list[tuple[int, int]] = field(default_factory=list)
    misordered: list[tuple[int, int]] = field(default_factory=list)
    duplicates: list[tuple[int, int]] = field(default_factory=list)
    unexplained: list[tuple[int, int]] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.unanswered or self.misordered or self.unexplained)


def judge(records: Sequence[Record], kills: Sequence[float]) -> Verdict:
    """Hold the records against each other.

    Args:
        kills: when the process was killed, on the clock of `Sent.at`.
    """
    verdict = Verdict(messages=sum(len(record.written) for record in records))
    for record in records:
        _judge_replies(record, verdict)
        _judge_repeats(record, kills, verdict)
    return verdict


def _judge_replies(record: Record, verdict: Verdict) -> None:
    taken = {sent.message_id for sent in record.sent}
    replies = {item.reply_of: item.number for item in record.queued if item.number in taken}
    latest = 0
    for number in record.written:
        reply = replies.get(number)
        if reply is None:
            verdict.unanswered.append((record.chat_id, number))
        elif reply < latest:
            verdict.misordered.append((record.chat_id, number))
        latest = max(latest, reply or 0)


def _judge_repeats(record: Record, kills: Sequence[float], verdict: Verdict) -> None:
    """What Telegram took and the records do not know of was sent once more afterwards."""
    known = {item.number for item in record.queued}
    for place, sent in enumerate(record.sent):
        if sent.message_id in known:
            continue
        verdict.duplicates.append((record.chat_id, sent.message_id))
        again = next((s for s in record.sent[place + 1 :] if s.message_id in known), None)
        if again is None or again.text != sent.text or not _excused(sent, again, kills):
            verdict.unexplained.append((record.chat_id, sent.message_id))


def _excused(sent: Sent, again: Sent, kills: Sequence[float]) -> bool:
    """Whether a kill fell between Telegram's taking it and our writing that down."""
    return any(sent.at - _IN_THE_SOCKET_S <= kill <= again.at for kill in kills)
