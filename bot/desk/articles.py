"""Questions about the shop, answered from its articles."""

from __future__ import annotations

from bot.desk.turn import Mind, Outcome, Reply, Turn
from knowledge.articles.search import ArticleSearch, Hit
from knowledge.records import HandoverReason
from models.values import Intent

#: An article on the intent's own topic answers from this cosine with its nearest question on,
#: or from this share of the asker's terms that it contains.
NEAR, COVERED = 0.70, 0.30
#: Any article answers when both are this high. Of the corpus's out-of-scope lines nine in ten
#: share less than a third of their terms with the nearest article; the cosine alone says
#: nothing there, since the encoder never learned those topics.
VERY_NEAR, WELL_COVERED = 0.80, 0.60


class ArticleDesk:
    """Answers from the articles, or says honestly that it does not know."""

    def __init__(self, search: ArticleSearch, mind: Mind) -> None:
        self._search = search
        self._mind = mind

    async def answer(self, turn: Turn, intent: Intent) -> Outcome:
        """The shop's own answer; without a good one, staff are asked and the gap is kept."""
        return await self.known(turn, intent) or Outcome(
            (Reply("unknown_answer"),),
            turn.context.settled(),
            hand_over=HandoverReason.NO_ANSWER,
            note="no article answers this",
            gap=turn.message.text,
        )

    async def known(self, turn: Turn, intent: Intent) -> Outcome | None:
        """The shop's own answer, if there is a good one."""
        hit = await self.find(turn, intent)
        if hit is None or not good_enough(hit):
            return None
        reply = Reply("article", {"article": hit.article.body})
        return Outcome((reply,), turn.context.settled(), note=f"article {hit.article.slug}")

    async def find(self, turn: Turn, intent: Intent) -> Hit | None:
        """The nearest article to the message."""
        vector = (await self._mind.embed([turn.message.text]))[0]
        return await self._search.find(
            turn.unit, turn.message.text, turn.language, vector, intent.value
        )


def good_enough(hit: Hit) -> bool:
    """Whether an article may be said as the answer."""
    if hit.on_topic:
        return hit.similarity >= NEAR or hit.coverage >= COVERED
    return hit.similarity >= VERY_NEAR and hit.coverage >= WELL_COVERED
