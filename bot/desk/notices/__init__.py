"""Telling customers without being asked: one file a source of news, and one that tells it."""
