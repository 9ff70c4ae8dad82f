"""What the staff's cookie holds, and for how long it is good."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from knowledge.records import Staff

#: A session's whole life, whatever is done in it.
LONGEST = timedelta(hours=12)
#: A session in which nothing was done for so long is over.
IDLE = timedelta(hours=2)
#: How far the cookie's last-seen may lag behind: it is issued anew no more often.
RENEWED_AFTER = timedelta(minutes=1)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Ticket:
    """One session, as its cookie tells it; the seal around it keeps it from being made up.

    Args:
        session: names this session among all of them.
        fingerprint: of the password and the role that it began with.
    """

    staff_id: int
    session: str
    began: datetime
    seen: datetime
    fingerprint: str

    @classmethod
    def begun(cls, staff: Staff, now: datetime) -> Ticket:
        """A new session's."""
        return cls(staff.key, secrets.token_hex(8), now, now, fingerprint(staff))

    @classmethod
    def read(cls, text: str) -> Ticket | None:
        """The ticket that `text` wrote; None for what an older version wrote."""
        try:
            staff_id, session, began, seen, print_ = text.split(":")
            return cls(int(staff_id), session, _time(began), _time(seen), print_)
        except ValueError:
            return None

    @property
    def text(self) -> str:
        times = f"{_number(self.began)}:{_number(self.seen)}"
        return f"{self.staff_id}:{self.session}:{times}:{self.fingerprint}"

    def seen_at(self, at: datetime) -> Ticket:
        """The same session, seen then."""
        return replace(self, seen=max(self.seen, at))

    def lasts(self, now: datetime) -> bool:
        """Whether it is still good by the clock: begun within 12 hours, seen within 2."""
        return now - self.began < LONGEST and now - self.seen < IDLE

    def opens_for(self, staff: Staff) -> bool:
        """Whether it is still good for whom it names: password and role are as they were,
        the account is open, and its sessions were not ended since."""
        ended = staff.sessions_from is not None and self.began < staff.sessions_from
        return staff.active and not ended and self.fingerprint == fingerprint(staff)


def fingerprint(staff: Staff) -> str:
    """Changes with the password and the role, which so end every session from before."""
    return hashlib.sha256(f"{staff.password_hash}:{staff.role}".encode()).hexdigest()[:16]


def _number(at: datetime) -> int:
    # In whole microseconds, as the database keeps `sessions_from`: a float would round.
    return (at - _EPOCH) // _MICROSECOND


def _time(text: str) -> datetime:
    return _EPOCH + int(text) * _MICROSECOND
