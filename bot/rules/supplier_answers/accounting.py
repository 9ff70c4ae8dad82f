"""Whether every clause of an answer is accounted for; one that is not is a doubt.

A clause is accounted for when a term, a day, an item, agreement or refusal was read in it and no
negation is left over, when it asks, or when it is made of harmless phrases (`harmless.py`) and of
words that touch no term. What is only known by its words, and says something about a price, a
quantity, goods or a delivery, was read past.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.findings import UNPLACED
from bot.rules.supplier_answers.folding import TAKEN, take_out, worded
from bot.rules.supplier_answers.harmless import closes, without_harmless
from bot.rules.supplier_answers.noise import strange_codes, strange_colours
from bot.rules.supplier_answers.placing import moved
from bot.rules.supplier_answers.roles import without_refusals
from bot.rules.supplier_answers.values import Span
from bot.rules.supplier_answers.words import (
    hardly_understood,
    not_understood,
    unknown_characters,
    unknown_words,
)

READ_PAST = "a part of it was read past"
NEGATED = "a negation that was not understood"
STRANGE = "it has words that are not understood"

#: Words by which a clause may change a term.
_TOUCHES = worded(
    r"\d|\b(?:only|if|unless|except|without|instead|provided|subject|condition\w*|"
    r"other(?:wise)?|not|never|cannot|no|none|less|more|extra|plus|minus|free|charge\w*|fees?|"
    r"costs?|pay\w*|price\w*|quantit\w*|qty|deliver\w*|ship\w*|dispatch\w*|arriv\w*|dates?|days?|"
    r"weeks?|months?|colou?rs?|sizes?|quality|materials?|model|version|pack\w*|box\w*|cartons?|"
    r"labels?|logo|chang\w*|replac\w*|cancel\w*|reduc\w*|increas\w*|raise\w*|discount\w*|add|"
    r"remove|drop|skip|will|would|shall|should|must|need\w*|requir\w*|want|use|using|send\w*|"
    r"make|making|produc\w*|suppl\w*|stock|available|offer\w*|account|bank|invoice|tax|vat|"
    r"deposit|order\w*|item\w*)\b|'ll\b|n't\b|不|没|别|但|只|如果|要是|除|若|价|钱|量|货|交|付|"
    r"款|费|色|质|包装|换|改|取消|涨|降|减|加|必须|需要|得|要|用|做|产|发|送|账|税|单|折"
)
_NEGATION = worded(r"\b(?:not|never|cannot|none|neither|nor)\b|n't\b|不|没|无|未|别(?!的|家)|勿")

#: A number in words that nothing has read.
_NUMBER_WORD = worded(
    r"(?<!all )(?<!other )(?<!these )(?<!those )(?<!first )(?<!the )\b(?:two|three|four|five|"
    r"six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|"
    r"seventy|eighty|ninety|hundred|thousand)\b|"
    r"[一二两三四五六七八九十百千]{2,}(?![些点下样起旦切])"
)


def doubts_of(clauses: Sequence[Clause], taken: Sequence[Span], days: Sequence[Span]) -> list[str]:
    """Why not every clause is accounted for, one sentence for each kind of reason."""
    found = [_doubt(clause, taken, days) for clause in clauses if not clause.asks]
    return [doubt for doubt in dict.fromkeys(found) if doubt]


def strange(clauses: Sequence[Clause], mask: str, taken: Sequence[Span], number: str) -> list[str]:
    """What is left over in the clauses that may hold terms: numbers, codes, colours, words."""
    idle = [(one.start, one.end) for one in clauses if one.asks or closes(one.text)]
    rest = take_out(take_out(mask, idle, " "), taken)
    reasons = (
        (bool(_NUMBER_WORD.search(rest)), UNPLACED),
        (
            strange_codes(rest, number) or strange_colours(rest),
            "it names something that is not in the order",
        ),
        (hardly_understood(rest), STRANGE),
    )
    return [reason for holds, reason in reasons if holds]


def _doubt(clause: Clause, taken: Sequence[Span], days: Sequence[Span]) -> str:
    inside = [one for one in taken if clause.start <= one[0] < clause.end]
    rest = take_out(clause.text, [moved(one, -clause.start) for one in inside])
    if closes(clause.text):
        return STRANGE if hardly_understood(rest) else ""
    read = bool(inside) or any(clause.start <= one[0] < clause.end for one in days)
    said = cues.accepts(clause.text) or cues.refuses(clause.text)
    if read or said or clause.groups:
        return (STRANGE if not_understood(rest) else "") or _negated(clause.text)
    return _idle(rest.replace(TAKEN, " "))


def _idle(text: str) -> str:
    """A clause in which nothing was read says nothing, or it was not understood."""
    rest = without_harmless(text)
    if _TOUCHES.search(rest):
        return READ_PAST
    return STRANGE if len(unknown_words(rest)) > 1 or len(unknown_characters(rest)) > 1 else ""


def _negated(text: str) -> str:
    rest = without_harmless(without_refusals(cues.without_agreement(text)))
    return NEGATED if _NEGATION.search(rest) else ""
