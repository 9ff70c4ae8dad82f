"""What an English writer takes back with words between: `4% off. No, hang on, it says 3%`.

`corrections.py` reads values side by side, and the learned reading sees the text after it; these
forms, where words stand between the two values, are for the rules alone. What is left says the
last value, in the place of the first.
"""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"
_N = r"(?:[¥$]|usd |rmb )?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_DAY = (
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)(?: (?:of )?{_MONTH})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?"
)
_VALUE = rf"(?:{_DAY}|{_N}(?: ?(?:%|pcs|pieces|kg|kilos|cartons|usd|rmb|yuan|each|ea))?)"
_CUE = (
    r"(?:no,? (?:hang|hold) on|hang on|hold on|hmm,? wait|no,? wait|wait,? no|no,? sorry|"
    r"sorry,? no|oops|"
    r"scratch that|scrap that|strike that|i tell a lie|actually,? no|ah no)"
)
_WORDS = r"[^.;\n\d]{0,48}"
_SLIP = (
    r"(?:autoco\w+|typo|fat fingers?|wrong (?:line|page|list|key|button|row|column|number)|"
    r"my mistake)"
)
_WRONG = (
    r"(?:(?:that|it|this) (?:was|is) (?:wrong|a mistake|a typo|incorrect|nonsense)|"
    r"(?:please )?make "
    r"(?:that|it)|(?:it )?should (?:be|read|say|have been)|i meant|i mean|correct is)"
)
_SAID = r"\b(?:told|said|promised|wrote|quoted|gave|put)\b"
CORRECTIONS: tuple[Rule, ...] = (
    (
        worded(
            r"\b(?:no|nope)?,? ?(?:scrap|strike|belay|delete|cancel) that\b(?! (?:line|item|"
            r"order|one))"
        ),
        "no sorry",
    ),
    # "4% off the lot. No, hang on, calculator says 3%."
    (
        worded(
            rf"(?<![\d.,])\d[\d.]* ?(?:%|percent)(?P<rest> [^.,;\d]{{0,24}})[.,;!… "
            rf"]+{_CUE}\b{_WORDS}[,.]?[^.;\n\d]{{0,30}}?(?P<new>\d[\d.]*) ?(?:%|percent)"
        ),
        r"\g<new>%\g<rest>",
    ),
    # "50 kilos of it... hold on, found another carton. 55."
    (
        worded(
            rf"(?<![\d.,¥$]){_N}(?P<rest> (?:kg|kilos?|pcs|pieces|cartons?|boxes|cups|cables|"
            rf"chargers|mats|towels)(?: of \w+)?)[.,;!… ]+{_CUE}\b{_WORDS}[.,:]? "
            rf"?(?P<new>{_N})(?=\s*(?:[.;!\n]|$))"
        ),
        r"\g<new>\g<rest>",
    ),
    # "13 no sorry wrong page here we go 11.90"
    (
        worded(
            rf"{_VALUE}[\s,.]{{1,3}}(?:{_CUE}){_WORDS}(?:here (?:we go|it is)|it's|it is|its|is|"
            rf"says|meant|make it|that's),? (?={_VALUE})"
        ),
        "",
    ),
    (
        worded(
            rf"{_VALUE}[\s,.;]{{1,3}}(?:sorry,? )?{_SLIP}[\s,.;:]{{1,3}}(?:it's |that's |"
            rf"should be )?(?={_VALUE})"
        ),
        "",
    ),
    # "I told Rita the 15th but that was wrong, the lorry comes the 17th"
    (
        worded(
            rf"(?P<who>{_SAID}[^.;\n\d]{{0,40}}?)(?:{_VALUE})(?P<mid>[^.;\n\d]{{0,30}}?),? "
            rf"?(?:but |so )?{_WRONG}\b[,:]?(?=[^.;\n\d]{{0,40}}{_VALUE})"
        ),
        r"\g<mid> ",
    ),
    (
        worded(
            rf"\b(?:so |as )?(?:i |we )?(?:(?:told|said)(?: \w+)? )?on the phone,?(?: (?:i|"
            rf"we) {_SAID}[^.;,\d]{{0,20}})?(?=[^.\n]{{0,30}}\d)"
        ),
        " ",
    ),
)
