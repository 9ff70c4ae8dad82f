"""The number on a parcel label that a customer photographed.

It is looked for before the message is answered, and for so long only as the policy lets a customer
wait. Whatever fails is nothing read: the message is answered as without. Of what was read only the
number that is answered goes on; phones and names on a label prove nothing and are not kept.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Protocol

from bot.desk.context import Asked, Context
from bot.desk.scene import READ, Scene
from bot.rules.labels import own_number, strange_digits, strange_number
from bot.rules.policy import Policy
from knowledge.queries import orders
from knowledge.queries.attachments import attachments_of, is_awaited
from knowledge.records import Attachment, Channel, MessageKind
from knowledge.store import Store
from models.errors import PhotoUnread
from models.fixed_forms import read_fixed_forms
from models.values import EntityKind

log = logging.getLogger(__name__)

#: So many photos of a message are read; who shows a label shows it in the first.
MOST_PHOTOS = 3
#: So many conversations may wait for a photo at once; the others are answered without.
MOST_WAITING = 8
#: The latest orders of the sender that a label may be of.
_OWN_ORDERS = 50
_AGAIN_S = 0.1
_PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
#: Questions for which a photo is the answer, or changes nothing.
_NOT_ASKED_FOR_NUMBER = frozenset({Asked.FIELD, Asked.CONFIRM, Asked.COMMENT, Asked.DELETION})
_NUMBERS = (EntityKind.ORDER_NUMBER, EntityKind.TRACKING_NUMBER)


class Reader(Protocol):
    """What reads photos (`models.label_reader.LabelReader`)."""

    @property
    def is_there(self) -> bool: ...

    async def codes(self, photo: bytes) -> list[str]: ...

    async def text(self, photo: bytes) -> list[str]: ...


class LabelDesk:
    """Finds the number that a photographed label is about.

    Args:
        channels: those whose files are fetched; nothing is waited for on others.
    """

    def __init__(
        self, store: Store, reader: Reader, policy: Policy, channels: Collection[Channel]
    ) -> None:
        self._store = store
        self._channels = channels
        self._reader = reader
        self._limit_s = policy.conversations.photo_seconds
        self._waiting = 0

    async def number_on(self, scene: Scene) -> str:
        """An order or tracking number on the message's photos; "" where there is none.

        The first that is the sender's own; otherwise one that may be another's, to be refused as
        if it had been typed.

        Raises:
            StoreUnavailable: the records cannot be read; the message still waits.
        """
        if not self._may_look(scene):
            return ""
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limit_s):
                return await self._found(scene)
        except TimeoutError:
            log.warning("Photo of message %s: not read in time.", scene.message.key)
            return ""
        finally:
            self._waiting -= 1

    def _may_look(self, scene: Scene) -> bool:
        """Whether a number is of use here, and can be read."""
        if scene.message.kind is not MessageKind.PHOTO or self._limit_s == 0:
            return False
        if scene.message.channel not in self._channels:
            return False
        if Context.from_record(scene.conversation.context).asked in _NOT_ASKED_FOR_NUMBER:
            return False
        if any(found.kind in _NUMBERS for found in read_fixed_forms(scene.message.text)):
            return False
        return self._waiting < MOST_WAITING and self._reader.is_there

    async def _found(self, scene: Scene) -> str:
        photos = await self._photos(scene.message.key)
        if not photos:
            return ""
        own = await self._own(scene)
        codes = await self._read(self._reader.codes, photos, scene)
        found = own_number(codes, own)
        has_words = bool(scene.message.text.strip())
        if has_words and own:
            # Words about an own order are not to be read as being about another label's.
            return found or own_number(await self._read(self._reader.text, photos, scene), own)
        strange = strange_number(codes) or ("" if has_words else strange_digits(codes))
        if found or (strange and not own):
            return found or strange
        lines = await self._read(self._reader.text, photos, scene)
        return own_number(lines, own) or strange or strange_number(lines)

    async def _photos(self, message_id: int) -> list[bytes]:
        """The message's pictures, once they are fetched or cannot be had for now."""
        while True:
            async with self._store.reading() as unit:
                if not await is_awaited(unit, message_id):
                    files = await attachments_of(unit, [message_id])
                    break
            await asyncio.sleep(_AGAIN_S)
        return [file.content for file in files if file.content and _is_picture(file)][:MOST_PHOTOS]

    async def _own(self, scene: Scene) -> list[str]:
        """The numbers of the sender's orders and parcels."""
        customer_id = None if scene.customer is None else scene.customer.key
        async with self._store.reading() as unit:
            visible = await orders.orders_of(unit, customer_id, scene.account.key, _OWN_ORDERS)
            tracked = await orders.tracking_numbers_of(unit, [order.key for order in visible])
        return tracked + [order.number for order in visible]

    async def _read(
        self, read: Callable[[bytes], Awaitable[list[str]]], photos: list[bytes], scene: Scene
    ) -> list[str]:
        """What stands on the photos; one that cannot be read is not tried again."""
        found: list[str] = []
        for photo in tuple(photos):
            try:
                found += await read(photo)
            except PhotoUnread as error:
                photos.remove(photo)
                log.warning("Photo of message %s: not read: %s.", scene.message.key, error)
        return found


def with_number(words: str, number: str) -> str:
    """The words with the number of a label beside them, so that it is read with them.

    `where is it` and `SF4820175539127` → `where is it\\nSF4820175539127`.
    """
    if not number or number in words:
        return words
    return f"{words.strip()[: READ - len(number) - 1]}\n{number}".strip()


def _is_picture(file: Attachment) -> bool:
    return file.kind == "photo" or file.media_type.lower() in _PICTURES
