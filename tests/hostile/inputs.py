"""One input: of which kind, from whom, and what it is, all drawn by chance from the seed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from bot.channels.telegram.connection import read_update
from bot.channels.telegram.parse import parse
from bot.desk.inbound import Attached, Inbound
from knowledge.records import Channel, MessageKind
from tests.hostile.earnest import said
from tests.hostile.presses import forged
from tests.hostile.secrets import Secrets
from tests.hostile.shop import Account
from tests.hostile.texts import TEXTS, messages
from tests.hostile.updates import Telegram, Update, malformed

EARNEST = "in earnest, to open forms"
_HELD = "to a conversation at staff"
#: Of a megabyte no more is remembered; the desk keeps no more either.
_KEPT = 8_000
_ABOUT_ANOTHERS = (
    "{}", "{}到哪了", "取消订单{}", "Where is {}?", "Cancel {}", "{}改地址到", "#{}", "退货{}",
    "return {} please", "{}的快递单号发我", "{} 开发票", "the other one, {}", "who ordered {}?",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attack:
    """What an account sends at once: mostly one thing, none where Telegram's parser takes none."""

    kind: str
    account: Account
    inbounds: tuple[Inbound, ...]


@dataclass(slots=True)
class Memory:
    """What was said with one account."""

    act: str = ""
    offered: list[str] = field(default_factory=list)
    ever_offered: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    sent: list[Inbound] = field(default_factory=list)


class Inputs:
    """Draws inputs. `keys` are those of every action, `latest` the newest message's id."""

    def __init__(
        self, rng: Random, secrets: Secrets, accounts: Sequence[Account], codes: Sequence[str]
    ) -> None:
        self._rng, self._secrets, self._accounts, self._codes = rng, secrets, accounts, codes
        self._numbers = count(1)
        self._telegram = Telegram(int(datetime.now(UTC).timestamp()))
        self.memory: defaultdict[str, Memory] = defaultdict(Memory)
        self.keys: list[str] = []
        self.latest = 1
        self._kinds: dict[str, tuple[float, Callable[[Account], tuple[Inbound, ...]]]] = {
            EARNEST: (28, self._earnest),
            "forged buttons": (7, self._forged),
            "replayed buttons": (6, self._replayed),
            "others' order numbers": (4, self._numbered),
            "others' numbers and digits": (3, self._paired),
            "contacts not one's own": (2, self._contact),
            "edits and repeats": (3, self._edited),
            "photos without files": (2, self._photo),
            "places that are none": (2, self._place),
            "voice, stickers, commands": (2, self._odd),
            "malformed updates": (4, self._malformed),
            **{name: (2, self._texts(words)) for name, words in TEXTS.items()},
        }

    @property
    def kinds(self) -> list[str]:
        return [*self._kinds, _HELD]

    def draw(self, account: Account) -> Attack:
        """Something that the account sends."""
        names = list(self._kinds)
        kind = self._rng.choices(names, [self._kinds[name][0] for name in names])[0]
        inbounds = self._kinds[kind][1](account)
        kept = [replace(one, text=one.text[:_KEPT]) for one in inbounds]
        self.memory[account.name].sent += kept
        return Attack(_HELD if account.is_held else kind, account, inbounds)

    def _earnest(self, account: Account) -> tuple[Inbound, ...]:
        known = self.memory[account.name]
        if known.offered and self._rng.random() < 0.6:
            return self._press(account, self._rng.choice(known.offered))
        if account.phone and self._rng.random() < 0.05:
            data = {"phone": account.phone, "own": True}
            return (self._inbound(account, account.phone, MessageKind.CONTACT, data),)
        return self._say(account, said(self._rng, account.orders, known.act))

    def _texts(
        self, words: Callable[[Random, str], str]
    ) -> Callable[[Account], tuple[Inbound, ...]]:
        return lambda account: self._say(account, words(self._rng, self._number()))

    def _forged(self, account: Account) -> tuple[Inbound, ...]:
        numbers = self._secrets.spoken_numbers
        return self._press(account, forged(self._rng, numbers, self.keys, self._codes, self.latest))

    def _replayed(self, account: Account) -> tuple[Inbound, ...]:
        """A button once more, twice at once, from another account, or after the form went on."""
        known = self.memory[account.name]
        others = self.memory[self._rng.choice(self._accounts).name]
        pools = [known.pressed, known.ever_offered, others.ever_offered, others.offered]
        action = self._rng.choice(self._rng.choice([one for one in pools if one] or [["undo:"]]))
        times = 2 if self._rng.random() < 0.3 else 1
        return tuple(one for _ in range(times) for one in self._press(account, action))

    def _numbered(self, account: Account) -> tuple[Inbound, ...]:
        number = self._number()
        frame = self._rng.choice(_ABOUT_ANOTHERS)
        return self._say(account, frame.replace("{}", number))

    def _paired(self, account: Account) -> tuple[Inbound, ...]:
        """Another's number with phone digits, one in eight times the right ones."""
        number = self._number()
        right = self._secrets.phone_of(number)[-4:]
        digits = right if self._rng.random() < 0.12 else f"{self._rng.randrange(10**4):04}"
        frames = ("{n} {d}", "{d}", "订单{n}，手机尾号{d}", "{n}, phone ends in {d}", "尾号{d}")
        return self._say(account, self._rng.choice(frames).format(n=number, d=digits))

    def _contact(self, account: Account) -> tuple[Inbound, ...]:
        phone = self._rng.choice(
            (*self._secrets.phones, "", "+", "+86" * 40, "１３８\x00", "{eta}")
        )
        if self._rng.random() < 0.5:
            user_id = self._rng.choice((None, 0, account.number + 1))
            return self._parsed(self._telegram.contact(account.number, phone, user_id))
        data = {"phone": phone, "own": False}
        return (self._inbound(account, phone, MessageKind.CONTACT, data),)

    def _edited(self, account: Account) -> tuple[Inbound, ...]:
        """A message and its edit at once, an edit long after, or the same message again."""
        sent = [one for one in self.memory[account.name].sent if one.kind is MessageKind.TEXT]
        words = self._rng.choice((*self._rng.sample(messages(), 3), "确认", self._number()))
        if sent and self._rng.random() < 0.5:
            before = self._rng.choice(sent[-30:])
            if self._rng.random() < 0.4:
                return (before,)
            return (replace(before, text=words, edited_at=self._later()),)
        first = self._telegram.text(account.number, self._rng.choice(messages()))
        return self._parsed(first) + self._parsed(self._telegram.edited(first, words))

    def _photo(self, account: Account) -> tuple[Inbound, ...]:
        caption = self._rng.choice(("", "确认", self._number(), self._rng.choice(messages())))
        if self._rng.random() < 0.4:
            sizes = [{"file_id": "", "file_unique_id": "", "width": -1, "height": 0}]
            return self._parsed(self._telegram.photo(account.number, sizes, caption))
        file = Attached("photo", "", "\x00" * 3, "{eta}", 0)
        files = (file,) * self._rng.choice((0, 0, 1))
        made = self._inbound(account, caption, MessageKind.PHOTO, {"type": "photo"})
        return (replace(made, attachments=files),)

    def _place(self, account: Account) -> tuple[Inbound, ...]:
        numbers = (0.0, -0.0, 91.0, -181.0, 1e308, -1e308, 30.27)
        latitude, longitude = self._rng.choice(numbers), self._rng.choice(numbers)
        address = self._rng.choice(("", "", "杭州市西湖区文三路398号", "{eta}<b>", "\ud800"))
        if self._rng.random() < 0.5:
            update = self._telegram.place(account.number, latitude, longitude, address)
            return self._parsed(update)
        data: dict[str, Any] = {"latitude": latitude, "longitude": str(longitude)}
        return (
            self._inbound(account, address, MessageKind.LOCATION, {**data, "address": address}),
        )

    def _odd(self, account: Account) -> tuple[Inbound, ...]:
        if self._rng.random() < 0.5:
            data: dict[str, Any] = {"type": self._rng.choice(("voice", "sticker", "", "x", None))}
            return (self._inbound(account, "", MessageKind.UNREADABLE, data),)
        names = ("start", "orders", "language", "notices", "privacy", "help", "drop", "", "ad\x00")
        name = self._rng.choice(names)
        data = {"name": name, "arguments": self._number()}
        return (self._inbound(account, name, MessageKind.COMMAND, data),)

    def _malformed(self, account: Account) -> tuple[Inbound, ...]:
        chat, number = account.number, self._number()
        update = self._rng.choice(
            (
                self._telegram.text(chat, number),
                self._telegram.press(chat, f"order:track_order:{number}"),
                self._telegram.contact(chat, self._rng.choice(self._secrets.phones), chat + 1),
                self._telegram.photo(chat, [], number),
                self._telegram.place(chat, 1.0, 2.0, "x"),
                self._telegram.edited(self._telegram.text(chat, "在吗"), number),
            )
        )
        return self._parsed(malformed(self._rng, update))

    def _press(self, account: Account, action: str) -> tuple[Inbound, ...]:
        self.memory[account.name].pressed.append(action)
        if self._rng.random() < 0.3:
            return self._parsed(self._telegram.press(account.number, action))
        return (self._inbound(account, "", MessageKind.BUTTON, {"action": action}),)

    def _say(self, account: Account, text: str) -> tuple[Inbound, ...]:
        if self._rng.random() < 0.3:
            return self._parsed(self._telegram.text(account.number, text))
        return (self._inbound(account, text, MessageKind.TEXT, {}),)

    def _parsed(self, update: Update) -> tuple[Inbound, ...]:
        """What the channel makes of an update; nothing where it takes none."""
        read = read_update(update)
        found = None if read is None else parse(read)
        return () if found is None else (found,)

    def _inbound(
        self, account: Account, text: str, kind: MessageKind, data: dict[str, Any]
    ) -> Inbound:
        number = f"{account.name}:h{next(self._numbers)}"
        return Inbound(Channel.TELEGRAM, account.name, number, kind, text, data, "Eve {eta}")

    def _number(self) -> str:
        return self._rng.choice(self._secrets.spoken_numbers)

    def _later(self) -> datetime:
        return datetime.now(UTC) + timedelta(hours=self._rng.choice((-1, 1)))
