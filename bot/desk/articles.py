"""Questions about the shop, answered from its articles."""

from __future__ import annotations

from bot.desk.turn import Mind, Outcome, Reply, Turn
from knowledge.articles.search import ArticleSearch, Hit
from knowledge.records import HandoverReason
from models.values import Intent

#: The cosine at which a question is near enough to one the article answers. Chosen on
#: the articles' own questions, each asked of the others (`make evaluate` prints it).
NEAR = 0.80
#: The share of the asker's terms an article on the very topic has to contain.
COVERED = 0.25


class ArticleDesk:
    """Answers from the articles, or says honestly that it does not know."""

    def __init__(self, search: ArticleSearch, mind: Mind) -> None:
        self._search = search
        self._mind = mind

    async def answer(self, turn: Turn, intent: Intent) -> Outcome:
        """The shop's own answer; without a good one, staff are asked and the gap is kept."""
        hit = await self.find(turn, intent)
        if hit is not None and good_enough(hit):
            reply = Reply("article", {"article": hit.article.body})
            return Outcome((reply,), turn.context.settled(), note=f"article {hit.article.slug}")
        return Outcome(
            (Reply("unknown_answer"),),
            turn.context.settled(),
            hand_over=HandoverReason.NO_ANSWER,
            note="no article answers this",
            gap=turn.message.text,
        )

    async def find(self, turn: Turn, intent: Intent) -> Hit | None:
        """The nearest article to the message."""
        vector = (await self._mind.embed([turn.message.text]))[0]
        return await self._search.find(
            turn.unit, turn.message.text, turn.language, vector, intent.value
        )


def good_enough(hit: Hit) -> bool:
    """Whether an article may be said as the answer."""
    if hit.on_topic:
        return hit.similarity >= NEAR - 0.15 or hit.coverage >= COVERED
    return hit.similarity >= NEAR and hit.coverage >= COVERED
