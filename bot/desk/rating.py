"""Rating: what a customer thought of a case that staff closed, in one tap and a few words.

The buttons go out when a conversation is given back (`bot.desk.staff`). A press is checked like
any words from outside: a case is rated by the account that it was about, and by no other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.desk.context import Asked
from bot.desk.inbound import Button
from bot.desk.turn import Outcome, Rated, Reply, Turn
from knowledge.queries import ratings
from knowledge.records import Handover, Rating
from knowledge.store import Unit

#: A case's buttons, best first.
FACES = {5: "😀", 4: "🙂", 3: "😐", 2: "🙁", 1: "😡"}
#: Scores up to here are followed by the question what went wrong.
BAD = 2
#: For so long a second press changes the score.
CHANGEABLE = timedelta(days=1)
#: For so long the next words are taken as a comment.
COMMENT_WITHIN = timedelta(hours=1)
#: The longest comment that is kept, characters.
LONGEST_COMMENT = 1_000
#: The largest id that PostgreSQL's INTEGER holds.
_HIGHEST_ID = 2**31 - 1


def ask_rating(handover_id: int) -> tuple[Button, ...]:
    """The buttons that rate a case."""
    return tuple(
        Button(f"{face} {score}", f"rate:{handover_id}:{score}") for score, face in FACES.items()
    )


async def rate(turn: Turn, pressed: str) -> Outcome:
    """Take a press on one of the buttons: `pressed` is `{handover id}:{score}`."""
    given = _given(pressed)
    if given is None or not await _may_rate(turn, given.handover_id):
        return Outcome((Reply("action_void"),), turn.context)
    if given.score is None or given.score > BAD or not _is_free(turn):
        # What is half done stays so.
        context = turn.context.settled() if _is_free(turn) else turn.context
        return Outcome((Reply("rating_thanks"),), context, rated=given)
    until = (turn.now + COMMENT_WITHIN).isoformat()
    asking = turn.context.settled().asking(Asked.COMMENT, "", rated=given.handover_id, until=until)
    return Outcome((Reply("rating_sorry"),), asking, rated=given)


def comment(turn: Turn) -> Outcome | None:
    """The outcome if the message's words are the comment that was asked for."""
    if not turn.context.is_asking(Asked.COMMENT, turn.now):
        return None
    said = Rated(turn.context.rated, comment=turn.message.text.strip()[:LONGEST_COMMENT])
    return Outcome((Reply("rating_thanks"),), turn.context.settled(), rated=said)


async def keep_rating(unit: Unit, rated: Rated, now: datetime) -> None:
    """Write down what the customer said, with the conversation that the case belongs to.

    The account's conversation is held, so nobody else does.
    """
    found = await ratings.rating_of(unit, rated.handover_id)
    if rated.score is None:
        if found is not None:
            found.comment = rated.comment
        return
    if found is None:
        handover = await unit.get(Handover, rated.handover_id)
        assert handover is not None  # `rate` has looked, and none is ever removed
        found = Rating(
            conversation_id=handover.conversation_id,
            handover_id=rated.handover_id,
            score=rated.score,
            created_at=now,
        )
    found.score = rated.score
    unit.add(found)


def _given(pressed: str) -> Rated | None:
    handover, _, score = pressed.partition(":")
    if not (handover.isascii() and handover.isdigit() and len(handover) <= 10):
        return None
    if score not in {str(known) for known in FACES} or int(handover) > _HIGHEST_ID:
        return None
    return Rated(int(handover), int(score))


async def _may_rate(turn: Turn, handover_id: int) -> bool:
    if await ratings.closed_case(turn.unit, handover_id, turn.account_id) is None:
        return False
    found = await ratings.rating_of(turn.unit, handover_id)
    return found is None or turn.now - found.created_at <= CHANGEABLE


def _is_free(turn: Turn) -> bool:
    """Whether the next words may be a comment: they answer no other question."""
    return turn.context.asked in {Asked.NOTHING, Asked.COMMENT}
