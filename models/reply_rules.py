"""What a reply may say, token by token: the rules that its words keep by construction.

Every token that is no slot must read, on its own, as whole characters of the reply's
language: so no digit, no brace or angle bracket, no control token and nothing of the other
script can be written, and no half of a character. A slot may be written when the plan offers
it, once; the end, when all that must be said is said. Days and sums in words are still the
fact lock's to find (`bot/rules/fact_lock.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from models.acts import ACTS, SLOTS
from models.encoder import Floats
from models.reply_prompt import slot_token
from models.values import Language, ReplyPlan

#: What a token of each language may be made of.
_WRITABLE = {
    Language.ZH: re.compile(r"[\u4e00-\u9fff，。、：；？！（）「」『』《》“”‘’…—～·\n ]+"),
    Language.EN: re.compile(r"[A-Za-z.,:;?!()'\"“”‘’…–—/&\n -]+"),
}
#: What makes a text one of its language: two Han characters, or a word of two letters.
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_ENOUGH = 2
_NEVER = -np.inf


@dataclass(frozen=True, slots=True)
class Script:
    """A language's tokens: bias [vocabulary], 0 for what may be written and -inf for the rest;
    letters [vocabulary], how much each makes a text one of this language."""

    bias: Floats
    letters: NDArray[np.int64]


class ReplyRules:
    """The rules for one vocabulary, worked out once. Threads may share it."""

    def __init__(self, tokenizer: Tokenizer, vocabulary: int, end: int) -> None:
        texts = _texts(tokenizer, vocabulary)
        self._scripts = {language: _script(texts, language) for language in Language}
        self._slots = {
            slot: number
            for slot in SLOTS
            if (number := tokenizer.token_to_id(slot_token(slot))) is not None
        }
        #: A slot that came after the weights were made cannot be written with them.
        self._known = frozenset(self._slots)
        self._end = end

    def draft(self, plan: ReplyPlan, most: int) -> Draft:
        """An empty reply to `plan` of at most `most` tokens, the end counted.

        It is given up from the start when the plan lacks a fact that must be said, or the weights
        have no token for its slot.
        """
        act = ACTS[plan.act]
        offered = [self._slots[slot] for slot in plan.slots & (act.must | act.may) & self._known]
        script = self._scripts[plan.language]
        bias = script.bias.copy()
        bias[offered] = 0
        draft = Draft(bias, script.letters, frozenset(offered), self._end, most)
        draft.missing = {self._slots[slot] for slot in act.must & self._known}
        if not act.must <= plan.slots & self._known or most <= len(act.must) + 1:
            draft.give_up()
        return draft


@dataclass(slots=True)
class Draft:
    """A reply as it is being written. `bias` says what its next token may be.

    score: the sum of its tokens' log-probabilities; cut: the length limit ended it, not the
    model; missing: the slots that must still be said.
    """

    bias: Floats
    letters: NDArray[np.int64]
    offered: frozenset[int]
    end: int
    most: int
    missing: set[int] = field(default_factory=set)
    tokens: list[int] = field(default_factory=list)
    score: float = 0.0
    said: int = 0
    done: bool = False
    cut: bool = False

    def take(self, token: int, log_probability: float) -> None:
        """Write `token`, and see what may follow it."""
        self.tokens.append(token)
        self.score += log_probability
        if token == self.end:
            self.done = True
            return
        if token in self.offered:
            self.bias[token] = _NEVER
            self.missing.discard(token)
        else:
            self.said += int(self.letters[token])
        if self.most - len(self.tokens) <= len(self.missing) + 1:
            self._hurry()
        elif not self.missing and self.said >= _ENOUGH:
            self.bias[self.end] = 0

    def give_up(self) -> None:
        """Say nothing at all."""
        self.tokens.clear()
        self.done = self.cut = True

    @property
    def mean(self) -> float:
        """The mean log-probability a token; -inf for what the model did not end itself."""
        return _NEVER if self.cut or not self.tokens else self.score / len(self.tokens)

    def _hurry(self) -> None:
        """Leave nothing to say but what is missing, and then the end."""
        if self.said < _ENOUGH:
            self.give_up()
            return
        self.cut = True
        self.bias[:] = _NEVER
        self.bias[list(self.missing) or [self.end]] = 0


def _texts(tokenizer: Tokenizer, vocabulary: int) -> list[str]:
    """What each token reads as; empty for marks and for numbers that are no token."""
    known = min(vocabulary, tokenizer.get_vocab_size())
    texts: list[str] = tokenizer.decode_batch(
        [[number] for number in range(known)], skip_special_tokens=False
    )
    for number, token in tokenizer.get_added_tokens_decoder().items():
        if token.special and number < known:
            texts[number] = ""
    return texts + [""] * (vocabulary - known)


def _script(texts: list[str], language: Language) -> Script:
    writable = [_WRITABLE[language].fullmatch(text) is not None for text in texts]
    letters = [_letters(text, language) for text in texts]
    bias = np.where(np.array(writable), 0, _NEVER).astype(np.float32)
    return Script(bias, np.array(letters, dtype=np.int64))


def _letters(text: str, language: Language) -> int:
    if language == Language.ZH:
        return len(_HAN.findall(text))
    return _ENOUGH if _WORD.search(text) else 0
