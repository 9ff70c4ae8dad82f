"""Reading a supplier's answer twice: by rules, and by what was learned.

The rules and the model miss different things; where both say the same, it is acted on, and where
they do not, staff or a question decide (`bot.rules.supplier_answers.agreement`). Without the model
nothing is sure.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Protocol

from bot.rules.supplier_answers import Asked, SupplierAnswer, read_answer
from bot.rules.supplier_answers.agreement import agreed
from bot.rules.supplier_answers.fields import DOUBTED
from bot.rules.supplier_answers.learned import learned
from bot.rules.supplier_answers.marking import marked
from bot.rules.supplier_answers.reading import UNREADABLE
from models.answer_marks import MarkedText, Roles
from models.answer_roles import AnswerRoles
from models.errors import ModelError

log = logging.getLogger(__name__)

READ_ONCE = "the learned reading could not be loaded"


class RolesReader(Protocol):
    """`models.answer_roles.AnswerRoles`, as this side needs it."""

    def read(self, marked: MarkedText) -> Roles: ...


class TwofoldReading:
    """Reads answers; the model is loaded with the first, and kept.

    Args:
        load: gives the model. Raises ModelError.
    """

    def __init__(self, load: Callable[[], RolesReader] = AnswerRoles.load) -> None:
        self._load = load
        self._model: RolesReader | None = None
        self._loading = Lock()

    def __call__(self, text: str, asked: Asked) -> SupplierAnswer:
        """What the text says about the order; takes some hundredths of a second."""
        by_rules = read_answer(text, asked)
        if UNREADABLE.intersection(by_rules.doubts):
            return by_rules
        try:
            model = self._loaded()
        except ModelError:
            log.exception("Suppliers' answers are left to staff")
            doubts = (*by_rules.doubts, READ_ONCE)
            return replace(by_rules, confidence=min(by_rules.confidence, DOUBTED), doubts=doubts)
        made = marked(text, asked)
        return agreed(asked, by_rules, learned(asked, made, model.read(made.text)))

    def _loaded(self) -> RolesReader:
        with self._loading:
            if self._model is None:
                self._model = self._load()
            return self._model
