"""The settings: read once, from the environment, and refused when unsafe."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dotenv import dotenv_values

from bot.errors import SettingRefused

#: Addresses on which a server is reachable from this machine only.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

#: A bot token: the bot's id, a colon and 35 characters (https://core.telegram.org/bots/api).
_TOKEN = re.compile(r"\d{3,}:[\w-]{30,}")
#: What Telegram allows in a webhook's secret token (setWebhook).
_WEBHOOK_SECRET = re.compile(r"[\w-]{16,256}")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Each field's environment name is `XIAOER_` + its name."""

    database_url: str = "sqlite:///xiaoer.sqlite3"
    telegram_token: str = ""
    telegram_api: str = "https://api.telegram.org"
    webhook_url: str = ""
    webhook_secret: str = ""
    staff_chat: str = ""
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    smtp_url: str = ""
    imap_url: str = ""
    shop_timezone: str = "Asia/Shanghai"
    api_token: str = ""
    policy: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.shop_timezone)

    @property
    def shop_weights(self) -> Path:
        """Where what staff taught is kept as weights: `sqlite:////data/shop.sqlite3` → /data/…

        Beside a SQLite database; in the working folder for PostgreSQL.
        """
        scheme, _, path, _, _ = urlsplit(self.database_url)
        database = Path(path[1:] if scheme == "sqlite" else "")
        return database.parent / "shop-weights" / "understanding"


def environment_name(field: str) -> str:
    """The environment variable of a field: `host` → `XIAOER_HOST`."""
    return f"XIAOER_{field.upper()}"


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings from the environment (or from `.env` beside it), checked.

    Raises:
        SettingRefused: a value is unsafe or unreadable; the message names the setting.
    """
    given = {**_written(), **os.environ} if environment is None else environment
    known = {environment_name(name) for name in Settings.__slots__}
    for name in given:
        if name.startswith("XIAOER_") and name not in known:
            raise SettingRefused(name, "is not a setting; see .env.example for those there are.")
    values: dict[str, str | int] = {
        field: given[environment_name(field)].strip()
        for field in Settings.__slots__
        if given.get(environment_name(field), "").strip()
    }
    if "port" in values:
        values["port"] = _port(str(values["port"]))
    settings = Settings(**values)  # type: ignore[arg-type]
    _check(settings)
    return settings


def _written() -> dict[str, str]:
    """What a `.env` file in the working folder says; the environment itself wins over it."""
    return {name: value or "" for name, value in dotenv_values(".env").items()}


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise SettingRefused("XIAOER_PORT", f"must be a port number, not '{text}'.")
    return int(text)


def _check(settings: Settings) -> None:
    _check_urls(settings)
    _check_telegram(settings)
    _check_exposure(settings)
    try:
        ZoneInfo(settings.shop_timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise SettingRefused(
            "XIAOER_SHOP_TIMEZONE",
            f"must be an IANA zone such as Asia/Shanghai, not '{settings.shop_timezone}'.",
        ) from error


def _check_urls(settings: Settings) -> None:
    allowed = {
        "database_url": {"sqlite", "postgresql"},
        "telegram_api": {"http", "https"},
        "webhook_url": {"https", "http"},
        "smtp_url": {"smtp", "smtps"},
        "imap_url": {"imap", "imaps"},
    }
    for field, schemes in allowed.items():
        value = getattr(settings, field)
        if value and urlsplit(value).scheme not in schemes:
            raise SettingRefused(
                environment_name(field), f"must begin with {' or '.join(sorted(schemes))}://."
            )


def _check_telegram(settings: Settings) -> None:
    if settings.telegram_token and not _TOKEN.fullmatch(settings.telegram_token):
        raise SettingRefused("XIAOER_TELEGRAM_TOKEN", "does not look like a bot token.")
    if settings.webhook_url and not settings.telegram_token:
        raise SettingRefused("XIAOER_WEBHOOK_URL", "needs XIAOER_TELEGRAM_TOKEN as well.")
    if settings.webhook_url and not _WEBHOOK_SECRET.fullmatch(settings.webhook_secret):
        raise SettingRefused(
            "XIAOER_WEBHOOK_SECRET", "must be 16 to 256 letters, digits, '_' or '-' with a webhook."
        )
    if settings.staff_chat and not re.fullmatch(r"-?\d+", settings.staff_chat):
        raise SettingRefused("XIAOER_STAFF_CHAT", "must be a Telegram chat id, a whole number.")


def _check_exposure(settings: Settings) -> None:
    if settings.api_token and len(settings.api_token) < 24:
        raise SettingRefused("XIAOER_API_TOKEN", "must be at least 24 characters long.")
    if settings.secret_key and len(settings.secret_key) < 32:
        raise SettingRefused("XIAOER_SECRET_KEY", "must be at least 32 characters long.")
    if settings.host not in LOOPBACK and not settings.secret_key:
        raise SettingRefused(
            "XIAOER_SECRET_KEY", "must be set when XIAOER_HOST is reachable from other machines."
        )
