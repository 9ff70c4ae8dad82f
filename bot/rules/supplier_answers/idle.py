"""Clauses that say nothing of the order: greetings, family news, complaints about the weather.

Words that are not understood do no harm there. A clause is idle when nothing was read in it and
no word of it touches a term: no item, number, day, agreement, refusal, condition or promise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.supplier_answers import cues
from bot.rules.supplier_answers.clauses import Clause
from bot.rules.supplier_answers.folding import TAKEN, worded
from bot.rules.supplier_answers.values import Span

_TOUCHES = worded(
    r"\d|\b(?:but|only|if|unless|except|without|instead|provided|subject|condition\w*|"
    r"other(?:wise)?|"
    r"not|n't|never|cannot|no|none|less|more|extra|plus|minus|free|charge\w*|fees?|costs?|pay\w*|"
    r"price\w*|quantit\w*|qty|deliver\w*|ship\w*|dispatch\w*|arriv\w*|dates?|days?|weeks?|months?|"
    r"colou?rs?|sizes?|quality|materials?|model|version|pack\w*|box\w*|cartons?|labels?|logo|"
    r"chang\w*|replac\w*|cancel\w*|reduc\w*|increas\w*|raise\w*|discount\w*|add|remove|drop|skip|"
    r"will|would|shall|should|must|need\w*|requir\w*|want|use|using|send\w*|make|making|produc\w*|"
    r"suppl\w*|stock|available|offer\w*|account|bank|invoice|tax|vat|deposit|order\w*|item\w*)\b|"
    r"'ll\b|n't\b|不|没|别|但|只|如果|要是|除|若|价|钱|量|货|交|付|款|费|色|质|包装|换|改|取消|"
    r"涨|降|减|加|"
    r"必须|需要|得|要|用|做|产|发|送|账|税|单|折"
)
_CLOSING = worded(
    r"look(?:ing)? forward|trust (?:this|that|you|the above)|(?:please )?(?:do not|don't|"
    r"feel free)[^.]{0,12}"
    r"(?:hesitate|contact)|any (?:questions?|quer(?:y|ies)|doubts?)|for urgent|valued|appreciat\w+|"
    r"(?:thank|thanks|sorry|apolog\w+|greetings|regards|wish\w*|hope (?:you|this|to|all)|"
    r"good to hear|nice to|pleasure|love to|how are)|with reference to|further to|in reply to|"
    r"referring to|"
    r"祝|感谢|谢|期待|希望合作|合作愉快|多多关照|望(?:理解|谅解|知悉|见谅)|见谅|谅解|来信|收悉|"
    r"承蒙|惠顾|问(?:您|你)好|辛苦|关照"
)


def matters(clause: Clause, taken: Sequence[Span], days: Sequence[Span]) -> bool:
    """Whether words of the clause that are not understood may hide a term."""
    if clause.asks or _closes(clause.text):
        return False
    read = any(clause.start <= span[0] < clause.end for span in (*taken, *days))
    said = cues.accepts(clause.text) or cues.refuses(clause.text)
    return bool(read or said or clause.groups or _TOUCHES.search(clause.text.replace(TAKEN, " ")))


def _closes(text: str) -> bool:
    """Whether a clause only opens or closes a letter."""
    return bool(_CLOSING.search(text)) and not re.search(r"\d", text)
