"""The second factor: codes that change every half minute (TOTP, RFC 6238), off until turned on."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyotp

from bot.console import audit
from bot.console.accounts import AccountRefused, check_not_too_many, staff_in
from bot.console.throttle import Throttle
from bot.rules.permissions import Permission
from knowledge.queries.staff import take_code_step
from knowledge.records import Staff, utcnow
from knowledge.store import Store, Unit

ISSUER = "Xiaoer"
STEP_S = 30
#: Clocks differ: the codes of the half minute before and after are right too (RFC 6238, 5.2).
_STEPS = (0, -1, 1)
#: How long a secret that was shown waits for its first code.
_PATIENCE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app is given, once.

    Args:
        secret: base32, for typing.
        uri: `otpauth://totp/…`, for a QR code.
    """

    secret: str
    uri: str


class SecondFactor:
    """Turns the second factor on and off, and takes its codes.

    Args:
        throttle: of wrong codes; the same one that signing in counts with.
        forget: called with the id of an account that was changed, after it was.
    """

    def __init__(
        self,
        store: Store,
        throttle: Throttle,
        forget: Callable[[int], None],
        now: Callable[[], datetime] = utcnow,
    ) -> None:
        self._store = store
        self._throttle = throttle
        self._forget = forget
        self._now = now
        self._shown: dict[int, tuple[str, datetime]] = {}

    async def begin(self, staff_id: int) -> Enrolment:
        """Make a secret to be confirmed; nothing is asked for yet when signing in.

        Raises:
            AccountRefused: `second_factor_is_on`.
        """
        async with self._store.reading() as unit:
            staff = await staff_in(unit, staff_id)
        if staff.totp_secret is not None:
            raise AccountRefused("second_factor_is_on", "The second factor is on already.")
        secret = pyotp.random_base32()
        self._shown[staff_id] = (secret, self._now())
        uri = pyotp.TOTP(secret).provisioning_uri(name=staff.username, issuer_name=ISSUER)
        return Enrolment(secret, uri)

    async def confirm(self, staff_id: int, code: str) -> None:
        """Turn it on, now that the app shows the right code.

        Raises:
            AccountRefused: `code_wrong`, `too_many_failures`, `second_factor_not_begun` where no
                secret was shown within a quarter of an hour.
        """
        secret, shown_at = self._shown.get(staff_id, ("", None))
        if shown_at is None or self._now() - shown_at > _PATIENCE:
            raise AccountRefused("second_factor_not_begun", "Begin again: the secret is too old.")
        async with self._store.writing() as unit:
            staff = await staff_in(unit, staff_id)
            step = self._counted(staff, secret, code)
            staff.totp_secret, staff.totp_step = secret, step
            audit.record(unit, staff, "second_factor_on", f"staff:{staff.username}")
        self._shown.pop(staff_id, None)
        self._forget(staff_id)

    async def turn_off(self, staff_id: int, code: str) -> None:
        """Turn one's own off with a code.

        Raises:
            AccountRefused: `code_wrong`, `too_many_failures`, `second_factor_is_off`.
        """
        async with self._store.writing() as unit:
            staff = await staff_in(unit, staff_id)
            self._counted(staff, _secret_of(staff), code)
            self._off(unit, staff, by=staff)
        self._forget(staff_id)

    async def turn_off_for(self, by: int, staff_id: int) -> None:
        """An admin turns a colleague's off, who has lost the telephone.

        Raises:
            AccountRefused: `not_allowed`, `unknown_staff`, `second_factor_is_off`.
        """
        async with self._store.writing() as unit:
            admin = await staff_in(unit, by, Permission.MANAGE_STAFF)
            staff = await staff_in(unit, staff_id)
            _secret_of(staff)
            self._off(unit, staff, by=admin)
        self._forget(staff_id)

    def _off(self, unit: Unit, staff: Staff, *, by: Staff) -> None:
        staff.totp_secret = staff.totp_step = None
        audit.record(unit, by, "second_factor_off", f"staff:{staff.username}")

    def _counted(self, staff: Staff, secret: str, code: str) -> int:
        """The half minute of a right code; a wrong one counts as a failure."""
        check_not_too_many(self._throttle, staff.username)
        step = matching_step(secret, code, self._now())
        if step is None or step <= (staff.totp_step or 0):
            raise AccountRefused("code_wrong", "The code is wrong, or was used already.")
        self._throttle.succeeded(staff.username)
        return step

    async def takes(self, staff: Staff, code: str) -> bool:
        """Whether a code lets somebody in now. It never does so again."""
        step = matching_step(staff.totp_secret or "", code, self._now())
        if step is None:
            return False
        async with self._store.writing() as unit:
            return await take_code_step(unit, staff.key, step)


def _secret_of(staff: Staff) -> str:
    if staff.totp_secret is None:
        raise AccountRefused("second_factor_is_off", "The second factor is off.")
    return staff.totp_secret


def matching_step(secret: str, code: str, now: datetime) -> int | None:
    """The half minute that a code belongs to, near the present one; None if it is wrong.

    `１２３ ４５６`, as Chinese input methods write it, is 123456.
    """
    digits = "".join(unicodedata.normalize("NFKC", code).split())
    if not (secret and digits.isascii()):
        return None
    totp, present = pyotp.TOTP(secret, interval=STEP_S), int(now.timestamp()) // STEP_S
    right = [s for s in _STEPS if hmac.compare_digest(totp.at(now, counter_offset=s), digits)]
    return present + right[0] if right else None
