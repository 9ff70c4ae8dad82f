"""A staff member's answer becomes an article, from which the bot answers the next who asks."""

from __future__ import annotations

from typing import Protocol

from bot.desk.article_book import ArticleBook
from bot.desk.article_text import ArticleText
from bot.desk.audit_trail import Change, changed
from bot.desk.receive import storable
from bot.desk.teaching import TeachingRefused
from knowledge.queries import conversations
from knowledge.queries.candidates import candidate_of, words_before
from knowledge.queries.teaching import message_in
from knowledge.records import ArticleCandidate, Author, CandidateState, Conversation, Message
from knowledge.store import Store, Unit
from models.fixed_forms import read_fixed_forms
from models.values import Intent, Language, Understanding

LONGEST = 4000


class Reader(Protocol):
    """What the desk needs of the models."""

    async def understand(self, text: str, previous: Language | None = None) -> Understanding: ...


class CandidateDesk:
    """Keeps what may become an article until somebody takes or drops it."""

    def __init__(self, store: Store, reader: Reader, articles: ArticleBook) -> None:
        self._store = store
        self._reader = reader
        self._articles = articles

    async def propose(self, conversation_id: int, message_id: int, staff_id: int) -> int:
        """Keep a staff member's answer as a candidate; its id.

        The question is what the customer wrote last before it, the topic what that was read
        as. Proposed again, it is the same candidate, open again if it had been dropped.

        Raises:
            LookupError: the conversation has no such message.
            TeachingRefused: it is no words of staff (`not_the_staffs`), or an article was made
                of it already (`taken`).
        """
        async with self._store.reading() as unit:
            message = await _staffs(unit, conversation_id, message_id)
            asked = await words_before(unit, message)
            conversation = await unit.get(Conversation, conversation_id)
        assert conversation is not None  # the message is in it
        topic = await self._topic(asked, Language(conversation.language))
        async with self._store.writing() as unit:
            await conversations.held(unit, conversation_id)
            message = await _staffs(unit, conversation_id, message_id)
            known = await candidate_of(unit, message_id)
            if known is not None:
                return _again(unit, known, staff_id)
            made = ArticleCandidate(
                question=asked.text if asked else "",
                answer=message.text,
                language=conversation.language,
                topic=topic,
                message_id=message_id,
                staff_id=staff_id,
            )
            unit.add(made)
            await unit.flush()
            said = f"message:{message_id}"
            changed(unit, staff_id, "propose_article", _subject(made.key), note=said)
            return made.key

    async def change(
        self, candidate_id: int, question: str, answer: str, topic: str, staff_id: int
    ) -> None:
        """Keep a candidate's words as staff put them.

        Raises:
            LookupError: there is no such candidate.
            TeachingRefused: it is taken or dropped (`taken`, `dropped`), a text is too long
                (`too_long`), or there is no such intent (`unknown_intent`).
        """
        if topic not in set(Intent):
            raise TeachingRefused("unknown_intent", f"There is no intent '{topic[:40]}'.")
        wanted = {"question": storable(question).strip(), "answer": storable(answer).strip()}
        if any(len(text) > LONGEST for text in wanted.values()):
            raise TeachingRefused("too_long", f"A text has at most {LONGEST} characters.")
        async with self._store.writing() as unit:
            held = await _held(unit, candidate_id)
            made = []
            for name, value in {**wanted, "topic": topic}.items():
                if getattr(held, name) != value:
                    made.append(Change(name, getattr(held, name), value))
                    setattr(held, name, value)
            if made:
                changed(unit, staff_id, "change_candidate", _subject(candidate_id), made)

    async def drop(self, candidate_id: int, staff_id: int) -> None:
        """Make no article of it.

        Raises:
            LookupError: there is no such candidate.
            TeachingRefused: it is taken or dropped already.
        """
        async with self._store.writing() as unit:
            held = await _held(unit, candidate_id)
            held.state = CandidateState.DROPPED
            changed(unit, staff_id, "drop_candidate", _subject(candidate_id))

    async def take(self, candidate_id: int, text: ArticleText, staff_id: int) -> int:
        """Make an article of it, whose words staff have looked over; the article's id.

        Raises:
            LookupError: there is no such candidate.
            TeachingRefused: it is taken or dropped already.
            ArticleRefused: the article cannot be kept so.
        """
        ready = await self._articles.prepare(text)
        async with self._store.writing() as unit:
            held = await _held(unit, candidate_id)
            held.state = CandidateState.TAKEN
            article_id = await self._articles.put(unit, ready, staff_id)
            made = f"article:{article_id}"
            changed(unit, staff_id, "take_candidate", _subject(candidate_id), note=made)
            return article_id

    async def _topic(self, asked: Message | None, language: Language) -> str:
        """What the customer's words were read as; the bot reads none while staff are there."""
        if asked is None:
            return Intent.OUT_OF_SCOPE.value
        if asked.intent is not None:
            return asked.intent
        return (await self._reader.understand(asked.text, language)).top.intent.value


def drafted(candidate: ArticleCandidate) -> ArticleText:
    """The article that a candidate would make, for staff to look over."""
    question = " ".join(candidate.question.split())
    return ArticleText(
        candidate.language, candidate.topic, question[:80], candidate.answer, (question[:300],)
    )


def personal_in(*texts: str) -> list[str]:
    """What in some texts may belong to one customer, such as a phone or an order's number.

    Staff are shown it before everybody is told; a shop's own hotline looks the same.
    """
    found = (entity.text for text in texts for entity in read_fixed_forms(text))
    return list(dict.fromkeys(found))


async def _staffs(unit: Unit, conversation_id: int, message_id: int) -> Message:
    message = await message_in(unit, conversation_id, message_id)
    if message.author is not Author.STAFF or not message.text.strip():
        raise TeachingRefused(
            "not_the_staffs", "Only a staff member's answer can become an article."
        )
    return message


def _again(unit: Unit, known: ArticleCandidate, staff_id: int) -> int:
    if known.state is CandidateState.TAKEN:
        raise _refused(known)
    if known.state is CandidateState.DROPPED:
        known.state = CandidateState.OPEN
        changed(unit, staff_id, "propose_article", _subject(known.key))
    return known.key


async def _held(unit: Unit, candidate_id: int) -> ArticleCandidate:
    """The candidate while it is open, held until the unit ends."""
    found = await unit.get(ArticleCandidate, candidate_id, with_for_update=True)
    if found is None:
        raise LookupError(f"There is no candidate {candidate_id}.")
    if found.state is not CandidateState.OPEN:
        raise _refused(found)
    return found


def _refused(candidate: ArticleCandidate) -> TeachingRefused:
    said = f"It was {candidate.state.value} already."
    return TeachingRefused(candidate.state.value, said)


def _subject(candidate_id: int) -> str:
    return f"candidate:{candidate_id}"
