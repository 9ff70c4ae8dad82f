"""The job that tells: finds news, words it, and writes each notice in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.notices.addressee import addressee
from bot.desk.notices.cases import CasesMoved
from bot.desk.notices.goods_back import GoodsBack
from bot.desk.notices.parcels import ParcelsDelivered, ParcelsUnderWay
from bot.desk.notices.post import post
from bot.desk.notices.refunds import RefundsPaid
from bot.desk.notices.tiding import Source, Tiding
from bot.desk.turn import Reply
from bot.desk.words import Worded, Wording
from bot.rules.policy import Policy
from knowledge.queries import conversations, news
from knowledge.queries.news import Addressee, Ask
from knowledge.records import utcnow
from knowledge.store import Store
from models.values import Language, Mood

_SOURCES: Sequence[Source] = (
    ParcelsUnderWay(),
    ParcelsDelivered(),
    RefundsPaid(),
    CasesMoved(),
    GoodsBack(),
)
#: Records looked at in one reading.
_PAGE = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """A tiding and whom it goes to."""

    tiding: Tiding
    to: Addressee


class NoticeJob:
    """Tells customers what happened to their orders, refunds and cases, and what is back.

    Each piece of news is told once, to one account, and not in the quiet hours: what is
    still news when they end is told then.
    """

    def __init__(
        self,
        store: Store,
        wording: Wording,
        staff_chat: str,
        policy: Policy,
        zone: ZoneInfo,
        clock: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._wording = wording
        self._staff_chat = staff_chat
        self._policy = policy
        self._zone = zone
        self._clock = clock

    async def run(self) -> int:
        """Tell what there is to tell and return how many notices that were.

        Raises:
            StoreUnavailable: the notices written before it stand; the rest come next time.
        """
        now = self._clock().astimezone(self._zone)
        if self._policy.notices.is_quiet(now):
            return 0
        return sum([await self._tell_from(source, now) for source in _SOURCES])

    async def _tell_from(self, source: Source, now: datetime) -> int:
        told, last = 0, 0
        while True:
            letters, last = await self._page(source, now, last)
            told += sum([await self._send(source, letter, now) for letter in letters])
            if not last:
                return told

    async def _page(self, source: Source, now: datetime, after: int) -> tuple[list[Letter], int]:
        """What of one page is to be told, and the last id (0: none are left)."""
        async with self._store.reading() as unit:
            page = await source.find(unit, now, Ask(after, _PAGE))
            wanted = [
                tiding for tiding in page.tidings if tiding.news.kind in self._policy.notices.told
            ]
            told = await news.told_keys(unit, [tiding.news.key for tiding in wanted])
            untold = [tiding for tiding in wanted if tiding.news.key not in told]
            found = [(tiding, await addressee(unit, tiding)) for tiding in untold]
        return [Letter(tiding, to) for tiding, to in found if to is not None], page.last

    async def _send(self, source: Source, letter: Letter, now: datetime) -> bool:
        """Write one notice, unless it was told or overtaken while the words were made."""
        # Worded before the transaction begins: nobody waits for a model to write.
        words = await self._words(letter)
        tiding, to = letter.tiding, letter.to
        async with self._store.writing() as unit:
            conversation = await conversations.held(unit, to.conversation.key)
            still = await source.find(unit, now, Ask(only=tiding.subject))
            if conversation is None or tiding not in still.tidings:
                return False
            if await news.told_keys(unit, [tiding.news.key]):
                return False
            now_to = await addressee(unit, tiding)
            if now_to is None or now_to.conversation.key != conversation.key:
                return False
            await post(unit, tiding, now_to, words, self._staff_chat, now)
            await source.told(unit, tiding, now)
        return True

    async def _words(self, letter: Letter) -> Worded:
        account, conversation = letter.to.account, letter.to.conversation
        language = Language(account.language or conversation.language)
        reply = Reply(letter.tiding.news.act, letter.tiding.facts[language])
        return await self._wording.word(reply, language, Mood.CALM)
