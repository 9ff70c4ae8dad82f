"""A plainly written Chinese text put into the forms that the rules know; the marks stay as before.

What suppliers say in many ways is said in one (怎么写就怎么做 is 照单做), figures of other things
are blanked (120个工人), and a comma stands where a typist left a blank and dictation nothing. Only
the rules read this text: the learned reading has its own marks (`marking.py`).
"""

from __future__ import annotations

from bot.rules.supplier_answers.chinese_asides import without_asides
from bot.rules.supplier_answers.chinese_boxes import only_ticked
from bot.rules.supplier_answers.chinese_breaks import with_breaks
from bot.rules.supplier_answers.chinese_days import with_days
from bot.rules.supplier_answers.chinese_dialect import in_the_written_language
from bot.rules.supplier_answers.chinese_floors import with_floors
from bot.rules.supplier_answers.chinese_goods import goods_in_full
from bot.rules.supplier_answers.chinese_lists import with_items
from bot.rules.supplier_answers.chinese_money import with_amounts
from bot.rules.supplier_answers.chinese_others import without_others
from bot.rules.supplier_answers.chinese_sayings import in_known_words
from bot.rules.supplier_answers.chinese_terms import with_terms
from bot.rules.supplier_answers.chinese_typos import put_right
from bot.rules.supplier_answers.folding import is_chinese, worded
from bot.rules.supplier_answers.rewriting import Plain
from bot.rules.supplier_answers.values import Asked

#: A comma before two digits divides two numbers in Chinese, unless it divides a row of columns.
_APART = worded(r"(?<=\d),(?=\d\d(?![\d,]))")
_COLUMNS = 4
#: `9块5美金` is 9.5 dollars, as long as before.
_DOLLARS = worded(r"(?<=\d)块(?=\d{1,2}美[金元])")


def numbers_apart(folded: str) -> str:
    """`按255,60公斤` are two numbers, where English could mean 255.60; as long as before."""
    if not is_chinese(folded):
        return folded
    lines = _DOLLARS.sub(".", folded).split("\n")
    return "\n".join(one if one.count(",") >= _COLUMNS else _APART.sub("，", one) for one in lines)


def in_known_forms(plain: Plain, asked: Asked) -> Plain:
    """`怎么写就怎么做` -> `照单做`; a text without Chinese stays as it is."""
    if not is_chinese(plain.text):
        return plain
    plain = put_right(Plain(plain.text.replace("個", "个"), plain.places))
    plain = with_terms(without_asides(in_the_written_language(plain)), asked)
    plain = only_ticked(plain)
    plain = with_amounts(goods_in_full(plain, asked.lines), asked.lines)
    plain = with_days(plain, asked.lines)
    plain = without_others(in_known_words(plain), asked)
    plain = with_breaks(plain, asked.lines)
    return with_floors(with_items(plain, asked.lines), asked)
