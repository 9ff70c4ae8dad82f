"""English sayings that hold a "not", an "if" or a "no" and say nothing of the order.

`don't hold your breath - 600 is what I have` turns nothing down, and `terms okay otherwise` sets
no condition. What agrees in a saying is put in a plain word: `towels leave as they are` ->
`towels unchanged`. Only the rules read so; the learned reading takes the words as they came.
"""

from __future__ import annotations

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Rule

_NOT = r"(?:don't|do not|dont|didn't|doesn't|never|please don't)"
_PEOPLE = (
    r"(?:anyone|anybody|the others?|others|my \w+|your \w+|him|her|them|a soul|the (?:boss|wife|"
    r"competition|neighbou?rs?))"
)
#: Sayings, and nothing in their place.
_EMPTY: tuple[str, ...] = (
    rf"(?:and |but |so |now )?\b{_NOT} (?:you )?(?:hold your breath|"
    rf"worry(?: about [^,.;!\n\d]{0, 32}(?=[,.;!\n]|$)| about (?:it|that|a "
    rf"thing|us))?|get me wrong|(?:grumble|complain|moan|cry|laugh|shout|panic|fret)"
    rf"(?: about(?= the| your| it))?|tell {_PEOPLE}|mention it|thank me|be (?:shy|mad|angry|cross|"
    rf"a stranger|like that)|make me regret (?:it|this)|ask(?: me)?(?: why| how)?"
    rf"(?=[\s,.!;)]*(?:$|[,.!;)]))|blame me|shoot (?:me|the messenger)|lose (?:heart|sleep)|"
    rf"spend it all at once|say i never|take (?:it|this) (?:personally|the wrong way)|"
    rf"(?:ring|call|phone|text)(?: me| us| her| him)?(?=[\s,.!;)]*(?:$|[,.!;)]))|make the rules|"
    rf"know what (?:to say|you want)|bite|mind (?:me|us|my \w+)|forget(?: that)?(?=,? ))",
    r"\b(?:you )?(?:can't|cannot|can not) (?:rush|hurry|beat|argue with|fault|blame) "
    r"(?:\w+ ){0,2}\w+|\b(?:i |we )?(?:can't|cannot) (?:complain|wait to \w+|thank you enough|"
    r"go wrong|win)\b|\b(?:i |we )?couldn't (?:agree more|be (?:happier|better|easier|clearer)|"
    r"care less)|"
    r"\b(?:won't|will not) (?:let you down|be disappointed|regret (?:it|this)|bite|find "
    r"(?:better|cheaper)[^,.;\n]*)|\b(?:and )?won't (?:budge|move) (?:on that|from that)",
    r"\bnever (?:once )?(?:missed|failed|broken?|forgotten?) (?:a|an|you|any|one)[^,.;\n\d]*|"
    r"\bnever (?:let (?:you|anyone) down|fear|been late|had a (?:complaint|claim|problem))|"
    r"\b(?:nobody|no one|none of you) (?:ever )?(?:complained|noticed|minded|was laughing at "
    r"\w+)|\bno (?:hurry|rush|pressure|jokes?|kidding|doubt(?: about it)?|fuss|stress|offen[cs]e|"
    r"hard feelings|need to (?:thank|worry|reply|answer|call|panic))\b|\bnot to worry\b|"
    r"\bnot (?:a )?bad(?: at all)?\b|\band? ?not an? (?:cent|penny|fen|yuan|dollar) (?:under|less|"
    r"more|below)|\bbefore you (?:complain|ask|say (?:anything|no)|get excited|panic|shout|faint)",
    r"\bif (?:anybody|anyone|you|they|my \w+) asks?\b(?: me)?|\bif (?:you must know|i'm honest|"
    r"i am honest|truth be told|i may(?: say so)?|memory serves|it helps|you will|you like|you "
    r"know what i mean|only)(?=[\s,.!;)]*(?:$|[,.!;)]))|\bif any of (?:that|this|it) looks[^.\n]*|"
    r"\bif (?:that's|it's|this is|that is) no (?:good|use)(?: to you)?\b[^.\n\d]*|"
    r"\b(?:msg|message|text|call|ring|phone|tell|warn) (?:me|us|the driver) if [^.\n\d]*|"
    r"(?<=\bokay )otherwise|(?<=\bok )otherwise|(?<=\bfine )otherwise|(?<=\bgood )otherwise|"
    r"(?<=\bgrand )otherwise|(?<=\baccepted )otherwise|(?<=\bagreed )otherwise|"
    r"(?<=\bconfirmed )otherwise|(?<=\bunchanged )otherwise|(?<=\bordered )otherwise|"
    r"(?<=\w)\s+either(?=\s*(?:[.,;!)]|$))",
    r"\bhave it your way\b|\bagainst my better judge?ment\b|\bnothing (?:is )?left out(?: this "
    r"time)?|\bwhat else is new\b|\byou(?:'ll| will) want to sit down for this\b|"
    r"\bthat's life\b|\bi know,? i know\b|\b(?:and |but |only |just )*because it's (?:december|"
    r"christmas|you)\b"
    r"|\b(?:we |i )?hope (?:for|to|that) [^.\n\d]*(?:future|opportunit\w+|again|next time|soon)\b|"
    r"\bany ?time soon\b|\bhope (?:you )?understand(?: us| me)?\b|\bknock,? knock\b",
)
#: What explains, repeats or closes, in more words than a saying.
_BESIDE: tuple[str, ...] = (
    r"\b(?:we |i )?(?:can't|cannot) (?:start|begin|proceed|go on|continue|quote|confirm) (?:before|"
    r"until|unless|without) [^.;\n\d]*|\b(?:file|pdf|attachment|drawing|link|picture)s?(?: page)?"
    r"(?: \d)? (?:can't|cannot|could not|couldn't|won't|does not|doesn't) (?:be )?(?:open|read)\w*",
    r"\b(?:otherwise,? |or )?(?:it's |its |it is |that's )?not worth (?:it|the \w+|(?:my|our|your) "
    r"(?:while|time))\b",
    r"\b(?:took|takes|got|bought|had|has|held back|kept|promised|sold|did for|gets) (?:the |"
    r"all the )?"
    r"rest\b(?! of (?:the|your) order)(?: (?:for|to) [^.;,\n\d]*)?",
    r"\b(?:below|under|less than) (?:it|that|this),? (?:i'm|we're|i am|we are|it's|there's|i|we) "
    r"[^.,;\n\d]*",
    r"\bstatus of [^.\n]*? changed from [^.\n]*",
    r"\b(?:so |then )?(?:please |pls |kindly )(?:cancel|delete|remove) (?:this|that) (?:line|"
    r"item|one)\b",
    r"\bfor (?:shipments?|orders?|urgent \w+|anything urgent|deliveries),? (?:please )?(?:dial|"
    r"call|"
    r"contact|ring|write to|mail|e-?mail|ask)\b[^.\n]*",
)
#: What agrees in a saying, and the plain word for it.
_PLAIN: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:does|do|did|will|would)(?:n't| not) change\b|\bwon't change\b|\b(?:is|are) not "
        r"changing\b|\bno(?:t)? chang(?:e|ing)d?\b|\bnot change\b|\b(?:leave|leaves|left|"
        r"leaving|keep|kept|stay|stays|stand|stands|remain|remains) (?:them |it |these |those |all "
        r"|exactly |just )?as (?:they are|it is|they were|it was|is|they stand|it stands)\b|"
        r"\bstays? put\b",
        "unchanged",
    ),
    (r"\b(?:in |of )?either (?:shade|colou?r|design|pattern)\b", " "),
    (r"\bin all respects\b|\b(?:go |going )?(?:ahead )?as planned\b", "as ordered"),
    (
        r"\bpass(?:ing)? on (?=(?:an?|the|this|our|some|part|half|\d)[^;\n]{0,24}(?:increase|"
        r"rise|cost|surcharge))",
        "add ",
    ),
    (r",? (?:i'm|i am|we're|we are) afraid(?=\s*(?:[.,;!\n]|$))", ""),
    (r"\bno discounts? (?:this time|this year|any more)\b", " "),
    (
        r"\b(?:no|without(?: an?| any)?) (?:moq|minimum)(?: order)?(?: quantity)?(?: (?:there|"
        r"here|from us|needed|applies|"
        r"for (?:old|regular|you)[^.,;\n]*))*",
        "fine",
    ),
    (
        r"\byou(?:'re| are| fall| come| were) (?:only |a bit |a little |just |still |"
        r"slightly )*(?:short|below|under)(?: of| on)?"
        r"(?: (?:that|it))?(?=\s*(?:[.,;!\n]|$))",
        " ",
    ),
    (
        r"\bno other (?:fields?|terms|lines|items|changes)(?: (?:were|have been|are|was))?"
        r"(?: (?:changed|modified|amended|affected|made))?\b",
        "rest unchanged",
    ),
    (
        r"\bwithdrawn from (?:the|our) (?:range|catalog\w*|programme|program|sale)\b",
        "not available",
    ),
    (r"\bsplit (?:it|the difference)(?=\s*[,.;!])", "halfway"),
    (
        r"\bbut (?:we|i) (?:still )?(?:hold|keep|honou?r|stick to|stand by) (?:to )?"
        r"(?:your|the|our) (?:po )?(?:prices?|order|terms|word)\b",
        "prices unchanged",
    ),
    (r"\b(?:quantity|qty|price)s? all can(?: do)?\b", "all fine"),
    (
        r"\bas (?:on|in|stated (?:in|on)|shown (?:in|on)|written (?:in|on)|given in|"
        r"listed (?:in|on)) "
        r"(?:the |your )(?:po|order|sheet|list|e-?mail)\b",
        "as per po",
    ),
    (r"(?<=\bprice )(?:like|same as|as|per) (?:the |your )?(?:po|order)\b", "as per po"),
    (r"\b(?:colou?r )?(?:is |are )?short(?=[,.;:] ?(?:only )?\d)", ""),
    (r"\bwithout (?:any )?(?:changes?|alterations?|amendments?|modifications?)\b", "unchanged"),
    (
        r"^\s*(?:oh |ah |well |right,? )?go on(?: then)?(?=\s*(?:[.,;!]|$))|\broger(?: that)?\b|"
        r"\b(?:we're|we are|"
        r"i'm|count (?:me|us)) in(?=\s*(?:[.,;!\n]|$))|\b(?:that|this|it|all|price) suits (?:us|"
        r"me)(?: fine| "
        r"down to the ground)?|\byou're on\b(?=\s*(?:[.,;!\n]|$))|\bright you are\b|"
        r"\bsigned and stamped\b|"
        r"\b(?:put|have|got) (?:it|this|that|you) (?:down )?in the book\b|\bshake on (?:it|"
        r"that)\b|\ball set\b|"
        r"\byour order is in production\b|\b(?:is|are) (?:already |all )?(?:packed|"
        r"boxed) and (?:waiting|ready)\b"
        r"(?: for you)?|\bhunky[ -]dory\b|\b(?:we'll|i'll|we will) take (?:it|the order|this|"
        r"that)\b(?! (?:up|off|"
        r"out|from|to|at))",
        "agreed",
    ),
    (
        r"\b(?:it's|it is|that's) a (?:firm |hard )?no\b(?: from (?:me|us))?|\bfind (?:another|"
        r"a different|a bigger|"
        r"some other) (?:fool|idiot|mug|supplier|factory|shop|mill|maker)\b|\btoo (?:small|"
        r"little|cheap|far) for "
        r"(?:us|me)\b|\b(?:workshop|factory|mill|warehouse|plant|place) (?:has )?burn(?:t|"
        r"ed) down\b|\b(?:order )?"
        r"books?(?:'s| is| are| were)? full\b",
        "we cannot accept",
    ),
    (r"\bstill stands?\b|\brest stands\b", "rest unchanged"),
    (
        r"(?<=\bis )(?:sweet|beaut|bang on|spot on|welcome|can)\b(?=\s*(?:[.,;!\n]|$))|"
        r"(?<=\bare )(?:sweet|beaut|bang on|spot on)\b(?=\s*(?:[.,;!\n]|$))|"
        r"\btout est (?:beau|bon|bien|ok)\b|\bhappy days\b|\bright as rain\b|\btickety[- ]boo\b",
        "fine",
    ),
    (r"\b(?:we're|we are|i'm|i am) good for\b(?= the| your| it| \w+ and)", "we are good with"),
    (r"\b(?:is|are) no bother\b", "no bother"),
)
SAYINGS: tuple[Rule, ...] = tuple(
    [(worded(one), " ") for one in (*_EMPTY, *_BESIDE)]
    + [(worded(one), put) for one, put in _PLAIN]
)
