"""Figures of an English text that are no terms: staff, years, weights, telephones, past prices.

`45 staff, since 1987` counts no goods, `last year it was 12.50` offers nothing, and what others
ask is not what this supplier asks. They are taken out of the text before the rules read it; the
learned reading sees them and judges for itself.
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule
from bot.rules.supplier_answers.values import Asked

_N = (
    r"(?:\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|\w+teen|\w+ty(?:[ -]\w+)?|a hundred|hundred|a thousand|a dozen))"
)
_WHO = (
    r"(?:staff|people|persons?|workers?|employees?|women|men|ladies|girls|hands|pickers|weavers|"
    r"sewers|drivers?|clerks?|kids|children|grandchildren|sons|daughters|brothers|sisters|looms?|"
    r"machines?|presses|kilns?|ovens?|lorr(?:y|ies)|trucks?|vans?|bushes|trees|acres|hectares|"
    r"factor(?:y|ies)|shops?|stores?|customers?|clients?|buyers?|guests?|e?-?mails?|messages?|"
    r"calls?|invoices?|hotels?|countries|provinces|dogs?|cats?|cows?|goats?|sheep|chickens?|"
    r"floors?|villages?|towns?|suppliers?|quotes?|reminders?|minutes?|hours?|hrs|degrees|miles|"
    r"km|kilomet(?:re|er)s|years?(?: old)?|times|exhibitions?|fairs?|awards?|certificates?)"
)
_SIZE = (
    r"(?:gsm|g/m2|g/m²|g/sqm|awg|mm|cm|inch(?:es)?|ft|feet|mah|denier|cbm|m3|m³|litres?|liters?|"
    r"celsius|metric tonnes of steel)"
)
_LINE = r"[^.;\n\d]"
_PEOPLE = (
    r"(?:clients?|customers?|buyers?|hotels?|shops?|chains?|buyer|guy|fella|lady|man|family|"
    r"company|friend|distributor|importer|cousin)"
)
_OTHERS = (
    r"(?:neighbou?rs?|competitors?|competition|other (?:factor(?:y|ies)|suppliers?|shops?|mills?|"
    r"people|sellers?)|somebody else|someone else|some people|next door|(?:my|the) (?:cousin|"
    r"rival)s?|amazon|alibaba|1688|temu|supermarkets?|(?:in|on) the market)"
)
_QUOTES = r"(?:quotes?|quoted|offers?|sells?|asks?|charges?|pays?|wants?|takes?|does|do)"
_LAST = (
    r"(?:last|previous|past) (?:month|year|time|season|spring|summer|autumn|winter|order|"
    r"week|round)"
)
_AMOUNT = (
    r"(?:[¥$]|usd |rmb )?\d[\d,]*(?:\.\d+)?(?: ?(?:usd|rmb|yuan|dollars|pcs|pieces|kg|kilos))?"
)
_ASIDES: tuple[str, ...] = (
    r"\n[^\n]*(?:\||@|www\.|\btel\b|\bext\b)[^\n]*\n[^\n]*(?:\bvalid\b|subject to change|"
    r"e ?& ?oe|terms "
    r"(?:and|&) conditions|without notice)[^\n]*\Z",
    rf"\b(?:\d+|\w+ )?(?:other |bigger |big |larger )+{_PEOPLE}s? {_LINE}{{0,16}}(?:waiting|"
    rf"wants?|asks?|asking|ordered|takes?|took|buys?|bought|needs?|booked)(?: for|"
    rf" about)? {_N}(?: ?\w+)?(?=\s*(?:[.,;!\n]|$))",
    rf"\bthat(?:'s| is| was)(?: almost| nearly| already| about)+ {_N} ?(?:%|percent|"
    rf"per cent) (?:down|less|off|lower|cheaper|below \w+|up|more|higher)(?: already)?|"
    rf"\bthat(?:'s| is| was) {_N} ?(?:%|percent|per cent) (?:down|less|off|lower|cheaper|up|"
    rf"more|higher) already",
    rf"(?:\b(?:our|the|last|only|these|my|her|his|over|about|some|with|of|other|has|have|had|"
    rf"for) )*{_N} (?:other |old |big |new |more |"
    rf"hungry |different |small |of (?:my|our) )?{_WHO}\b(?! (?:per|a)\b)",
    rf"{_N} ?{_SIZE}\b(?: (?:now |thick |heavy )?(?:instead of|not|rather than|up from|from|/|x) "
    rf"(?:the )?{_N}(?: ?{_SIZE})?)?(?! per)",
    r"\b(?:in|since|of|the|or|from) 202\d(?:/\d\d)?\b(?! ?(?:pcs|pieces|cups|cables|units|"
    r"or more))",
    r"(?:\b(?:call|ring|phone|dial|whatsapp)(?: (?:me|us|"
    r"\w+ \w+))?[,:]? )?\b0\d{2,4}[ -]\d{3,4}[ -]\d{3,4}\b|\b1[3-9]\d [\d -]{7,9}\d\b|(?:tel|"
    r"phone|mob\w*|"
    r"fax)?[:. ]*\+\d{1,3} [\d ()-]{7,}\d(?: ?ext\.? ?\d+)?",
    r"\b(?:i'm|i am|he's|she's|he is|she is|who is|aged?) (?:now )?\d{2}\b(?! (?:cartons|short|"
    r"pcs|away))(?: years)?(?: old)?",
    r"\b(?:family|team|crew|group|house|staff) of (?:\d+|\w+)\b|\b(?:two|three|four|five|"
    r"half) (?:of (?:us|them|my \w+|the \w+) )?(?:are|is) (?:ill|sick|off|away|down|on \w+)\b",
    rf"\b(?:we |i )?(?:picked|harvested|planted|made|produced|lost|sold|shipped|baked|pressed|wove|"
    rf"knitted) {_N} ?(?:kg|kilos?|tons?|tonnes?|pcs|pieces|cups|towels|boxes|mats)?(?: of \w+)? "
    rf"(?:this|last) (?:year|season|spring|summer|autumn|winter|century)\b",
    rf"{_N} ?\w* (?:went|gone|were sold|got sold|are promised|are reserved|were taken|sold|"
    rf"left) (?:to|for|by) (?:an?|another|my|some|the|one|"
    rf"our) {_LINE}{{0,20}}{_PEOPLE}\b{_LINE}{{0,24}}?(?=,|\bso\b|\band\b|[.;\n]|$)",
    rf"\b{_PEOPLE}s? {_LINE}{{0,12}}(?:waiting|wants?|asks?|asking|ordered|takes?|took|buys?|"
    rf"bought|needs?|booked)(?: for| about)? {_N}(?: ?\w+)?(?=\s*(?:[.,;!\n]|$))",
    rf"\b(?:the |our |my )?{_OTHERS}\b{_LINE}{{0,30}}\b{_QUOTES}\b(?: (?:it|them|you|that|for|"
    rf"at|us))* {_AMOUNT}",
    rf"(?:\bin )?\b{_LAST}\b,? (?:you|we|it|they|the price|i|she|he|mats?|cups?|"
    rf"tea)\b{_LINE}{{0,16}}(?:paid|was|were|bought|took|ordered|charged|had|got|"
    rf"gave)\b(?: (?:still|only|us|for|it|at|me|\w+ for))* {_AMOUNT}",
    rf"\b(?:you|we) (?:still |only |once |even )?(?:paid|bought|ordered|took|had)(?: us| me| at|"
    rf" it| for)* {_AMOUNT} (?:for (?:them|it|these) )?(?:{_LAST}|in (?:19|20)\d\d|"
    rf"in the (?:past|spring|summer|autumn)|before)",
    rf"\byour (?:\w+ )?order (?:of|in|from) (?:20\d\d|{_LAST}|\w+ber|spring|summer|"
    rf"autumn) was {_AMOUNT}|\bthe (?:one|order) (?:in|of|from) (?:\w+ )?(?:spring|summer|"
    rf"autumn|winter|may|june|july|\w+ber|20\d\d)(?: was)? {_AMOUNT}",
    rf"(?<![\d.¥$]){_AMOUNT},? (?:was )?{_LAST}\b(?! (?:is|and|still))",
    rf"\b{_LAST.replace('order', 'orders?')},?(?: it)? (?:was )?{_AMOUNT}(?=,? (?:now|and now|"
    rf"this)\b)|\b(?:your |our |the )?last (?:\d|two|three|few|couple of) orders (?:were|was|"
    rf"had|had been) {_AMOUNT}(?: each)?",
    rf"\b(?:the |our |that )?(?:old|former|previous|last) price,? (?:of |was |is )?{_AMOUNT}",
    rf"\bused to (?:be|cost|have|ask|need) {_LINE}{{0,20}}{_AMOUNT}",
    r"\b(?:no|nr|test|report|cert\w*|patent|licen[cs]e)\b[ .:#]*(?:no\.? "
    r"?)?[a-z]{1,3}\d{4,}\b|\b(?:hall|booth|room|building|suite|floor|route|highway|bay|"
    r"aisle|form|stand|box no|no) (?:no\.? ?)?[a-z]?\d[\w.]*(?:-\d+)?[a-z]?\b(?! (?:pcs|pieces|"
    r"cartons?|for|each|per|yuan|usd|rmb))|\b\d{2}-\d{4}\b|[(]no \d{3,}[)]|"
    r"\binvoice no [\w-]+|\bsheet ?\d![a-z]\d+:[a-z]\d+",
    r"\b(?:usd|dollar|rmb|exchange rate|currency)(?: (?:rate|is|has|was|got|now|so|very|too|"
    r"became|become|keeps?|going))* (?:weak\w*|strong\w*|low|down|fall\w*|dropp?\w*|fell|soft|"
    r"against)\b[^.;\n]*",
    r"\bwarranty (?:of |is )?\d+ (?:months?|years?)\b|\b\d+ (?:months?|years?) warranty\b",
    r"\b(?:with|incl\w*|including) \d{1,2} ?% (?:vat|gst|tax)\b",
    r"\babout \d+ \w+ (?:from|of|in) (?:your|the) last (?:order|delivery|shipment|parcel)[^.;:\n]*",
    r"\b(?:dentist|lunch|meeting|doctor|school|bank|church|out|away|"
    r"busy)\b[^.,\d]{0,12}\b(?:till|until|at|before) (?:\d{1,2}|one|two|three|four|five|six|ten|"
    r"noon)\b(?! (?:dec|jan|nov))",
    r"\bin the (?:morning|afternoon|evening),? (?:before|at|around|by|after) (?:\d{1,2}|nine|"
    r"ten|eleven|noon|one|two|three)\b",
    r"\b(?:still )?(?:open|unpaid|overdue),? (?:for |since )?\d+ days\b!*",
    r"\b(?:tea|towel|cup|cable|charger|mat)s? ?(?:house|factory|garden|gardens|mill|bush|bushes|"
    r"fair|show|season|business|world|industry|margin|trade|picking|dealer)\b",
    r"\bat hall [\d.]+ booth \w+,? \d{1,2} ?- ?\d{1,2} \w+(?: \d{4})?",
)
_WEIGHTS = worded(
    r"(?:\b[gn]\.?w\.?:? ?|/ ?)?(?<![\d.])\d+(?:\.\d+)? ?(?:kgs?|kilos?|grams?|g|"
    r"lbs?)\b(?: (?:a|per|each) \w+)?"
)
_RULES: tuple[Rule, ...] = tuple((worded(one), " ") for one in _ASIDES)


_DECIMAL = worded(r"\d+\.\d+")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
#: What a price will be later, beside the one that holds now.
_LATER = worded(
    rf"(?:\b(?:price|it|they|cups?|this)\b )?(?:(?:will be|goes? (?:up )?to|rises? to|is|"
    rf"becomes?) )?(?<![\d.]){_AMOUNT},? "
    rf"(?:each )?(?:from|as of|starting|after|effective) (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?"
    rf"(?:{_MONTH}|new year|next (?:year|month)|then(?: on)?|that)\b"
)
#: More than was ordered of anything is what there is, and not what they send.
_STOCK = worded(
    r"\b(?:out of |there are |we have |we've |i have |i've )?(?<![\d.,])(\d[\d,]*) ?(?:pcs|"
    r"pieces|of them)? ?(?:are )?(?:in stock|"
    r"on hand|on the shelf|in the (?:warehouse|store|shed))"
)


def _more(match: re.Match[str], largest: int) -> str:
    return " " if int(match[1].replace(",", "")) > largest else match[0]


def without_asides(text: Plain, asked: Asked) -> Plain:
    """`45 staff, never late. 12.10 a piece` -> ` , never late. 12.10 a piece`."""
    largest = max((line.quantity for line in asked.lines), default=0)
    text = text.put([(_STOCK, lambda match: _more(match, largest))])
    if len(set(_DECIMAL.findall(text.text))) > 1:
        text = text.put([(_LATER, " ")])
    weighed = any(line.unit == "kg" for line in asked.lines)
    return text.put([*_RULES, *([] if weighed else [(_WEIGHTS, " ")])])
