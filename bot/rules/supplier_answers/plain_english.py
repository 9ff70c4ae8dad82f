"""What the rules read of an English text: its sayings, forms and asides put plainly.

These rewritings are for the rules alone. The learned reading takes the text as it is after
`plainly.py`, for it was trained on that; so each reading errs in its own way.
"""

from __future__ import annotations

from bot.rules.supplier_answers.corrections import corrected
from bot.rules.supplier_answers.english_asides import without_asides
from bot.rules.supplier_answers.english_chat import whole_words
from bot.rules.supplier_answers.english_corrections import CORRECTIONS
from bot.rules.supplier_answers.english_days import plain_days
from bot.rules.supplier_answers.english_days_refused import REFUSED_DAYS
from bot.rules.supplier_answers.english_figures import plain_figures_en
from bot.rules.supplier_answers.english_foreign import foreign_forms
from bot.rules.supplier_answers.english_goods import goods_in_place
from bot.rules.supplier_answers.english_names import names_in_place
from bot.rules.supplier_answers.english_numbered import numbers_of_lines
from bot.rules.supplier_answers.english_pack_prices import pack_prices
from bot.rules.supplier_answers.english_prices import prices_in_place
from bot.rules.supplier_answers.english_sayings import SAYINGS
from bot.rules.supplier_answers.english_sums import sums_in_place
from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.values import Asked

_LATIN, _CHINESE = worded("[a-z]"), worded("[\u4e00-\u9fff]")


def in_plain_english(text: Plain, asked: Asked) -> Plain:
    """`don't worry, all 3 fine, with you a fortnight today` -> terms that the rules know."""
    if not _is_english(text.text):
        return text
    text = numbers_of_lines(text, asked.lines)
    text = sums_in_place(text.put(foreign_forms(asked)), asked)
    text = corrected(whole_words(text).put(CORRECTIONS)).put(SAYINGS)
    text = plain_days(without_asides(text, asked), asked.today).put(REFUSED_DAYS)
    text = text.put(names_in_place(asked.lines))
    text = goods_in_place(text, asked).put(pack_prices(asked.lines))
    text = prices_in_place(text, asked)
    return plain_figures_en(text, asked)


def _is_english(text: str) -> bool:
    """Whether a folded text is of English words with at most a few Chinese ones among them."""
    latin, chinese = len(_LATIN.findall(text)), len(_CHINESE.findall(text))
    return chinese == 0 or chinese * 10 < latin
