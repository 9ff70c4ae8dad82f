"""English as thumbs and dictation write it, in whole words: `fine 4 us` -> `fine for us`.

Names of marks that dictation wrote out become the marks, boxes that were ticked leave what they
tick, and the French colours of Canada become English ones. Only the rules read so.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule

_MARKS = {
    "period": ".",
    "full stop": ".",
    "fullstop": ".",
    "comma": ",",
    "question mark": "?",
    "exclamation mark": "!",
    "new line": "\n",
    "newline": "\n",
    "new paragraph": "\n",
}
_SPOKEN = worded(
    r"(?<!\ba )(?<!\bthe )(?<!\bthis )(?<!\bthat )(?<!\bshort )(?<!\blong )(?<!\bsame )"
    rf"(?<!\bholiday )(?<=\w) ({'|'.join(_MARKS)})(?= |\n|$)(?! of\b)"
)
#: "Question mark no full stop" is a full stop.
_TAKEN_BACK = worded(rf" (?:{'|'.join(_MARKS)}) no(?= (?:{'|'.join(_MARKS)})\b)")
_WRITTEN = worded(r"[.,;!?]\s")
_CHAT: tuple[Rule, ...] = (
    (worded(r"\bsr+y\b|\bsory\b|\bsorry sorry\b"), "sorry"),
    (worded(r"\bhols\b"), "holiday"),
    (worded(r"\bbk(?= (?:in|at|on|to|from|mon|tue|wed|thu|fri|sat|sun|\d))"), "back"),
    (worded(r"(?<=\b[a-z]{3} )4 (?=u\b|us\b|me\b|you\b|it\b)"), "for "),
    (worded(r"(?<=fine )4 (?=u\b|us\b|me\b|you\b)|(?<=good )4 (?=u\b|us\b|me\b|you\b)"), "for "),
    (worded(r"\bb4\b"), "before"),
    (worded(r"\bl8r\b|\blaters\b"), "later"),
    (worded(r"\bgr8\b"), "great"),
    (worded(r"\b2mo?ro?w?\b"), "tomorrow"),
    (worded(r"\b(?:weds|wens)\b"), "wed"),
    (worded(r"\bpas on\b"), "pass on"),
    (worded(r"(?<=\bthis )1\b(?! ?\d)(?=[\s,.!;]|$)(?! (?:carton|piece|pcs))"), "one"),
    (worded(r"\bnp\b"), "no problem"),
    (worded(r"[✓✔✅]"), " ok, "),
    (worded(r"[✗✘❌]"), " no, "),
    (worded(r"\ball gd\b"), "all good"),
    (worded(r"\bbleue?s?\b"), "blue"),
    (worded(r"\bgrise?s?\b"), "grey"),
    (worded(r"\bblanc(?:he)?s?\b"), "white"),
    (worded(r"\bnoire?s?\b"), "black"),
)
_EMPTY_BOX = worded(r"^[^\n]*(?:\[\s?\]|[(]\s[)]|\u2610)[^\n]*$", re.MULTILINE)
_TICKED = worded(r"\[\s?[xv✓✔]\s?\]|[(]\s?[x✓✔]\s?[)]|[\u2611\u2612]")


def whole_words(text: Plain) -> Plain:
    """`happy with it comma thanks period` -> `happy with it, thanks.`."""
    if _TICKED.search(text.text):
        text = text.put([(_EMPTY_BOX, " "), (_TICKED, " ")])
    if len(_SPOKEN.findall(text.text)) > 1 or not _WRITTEN.search(text.text):
        text = text.put([(_TAKEN_BACK, ""), (_SPOKEN, lambda match: _MARKS[match[1]])])
    return text.put(_CHAT)
