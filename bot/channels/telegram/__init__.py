"""Telegram: how its updates come in, and how messages go out."""
