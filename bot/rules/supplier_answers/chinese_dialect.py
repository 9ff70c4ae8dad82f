"""What is said in a region, or typed by its sound, in the words of the written language.

Cantonese (唔郁 does not move, 先 is 才, 你話點就點 is as you say), the r of Peking (价儿), 廿 and
卅, weekdays in digits, and characters that sound like the ones meant (两白四十个, 一相).
"""

from __future__ import annotations

import re

from bot.rules.supplier_answers.folding import worded
from bot.rules.supplier_answers.rewriting import Plain, Rule

_DIGIT = "[一二三四五六七八九]"
_FIGURE = r"[\d一二两三四五六七八九十百千]"
_UNIT = "[个条只张盒箱件斤根套把支]"
#: Characters of goods and of letters beside those of `traditional.py`.
_ALSO = (
    "溫温麼么傘伞襪袜褲裤壺壶鋁铝鈦钛膠胶繩绳籃篮桿杆滌涤綸纶顆颗餅饼縫缝撥拨釐厘噸吨儀仪鑒鉴"
    "頗颇懇恳謹谨賜赐暢畅幹干鋅锌"
)
_SIMPLE = {ord(old): new for old, new in zip(_ALSO[::2], _ALSO[1::2], strict=True)}
_SPOKEN_DAYS = dict(zip("1234567", "一二三四五六日", strict=True))


def _rule(pattern: str, new: str) -> Rule:
    return worded(pattern), new


def _weekday(match: re.Match[str]) -> str:
    return match[1] + _SPOKEN_DAYS[match[2]]


_NUMBERS: tuple[Rule, ...] = (
    _rule("廿", "二十"),
    _rule("卅", "三十"),
    (worded(r"((?:下|这|本)个?(?:周|星期|礼拜))([1-7])(?![\d.天个号月])"), _weekday),
    _rule(rf"(?<=[二两三四五六七八九])白(?={_DIGIT}十|[{_UNIT[1:-1]}])", "百"),
    _rule(r"(?<=\d)[和合河](?=[,，。\s]|$)", "盒"),
    _rule(rf"(?<={_FIGURE})相(?=[\d,，。\s的]|$)|(?<=[每几整])相(?=[,，。\s你您]|$)", "箱"),
    _rule(r"(?<=\d)[^\S\n]+(?=[月日号年]|公斤|[个条只张盒箱件斤](?![\u4e00-\u9fff]?[子装]))", ""),
    _rule(r"(?<=\d月)[^\S\n]+(?=\d)", ""),
    _rule(rf"({_FIGURE}+)\s?个?\s?(?:percent|per cent|巴仙|趴)", r"\1%"),
)
_SOUNDS: tuple[Rule, ...] = (
    _rule(r"[介界戒](?:格|个)(?=照|不|没|可|还|也|都|就|[\d:])", "价格"),
    _rule(r"(?<=[不只])坐(?=[的了,，。\s]|[\u4e00-\u9fff]{2})", "做"),
    _rule(r"价钱(?=(?:也|都|还是)?照旧)", "价格"),
    _rule(r"(?<=[里面要])方(?=几|多少|什么|\d)", "放"),
    _rule(r"(价|量|数|货|事|点|样|本|活|个|这|那|月底|半)儿(?![子童])", r"\1"),
)
_CANTONESE: tuple[Rule, ...] = (
    _rule(r"(断|缺|停|卖|有|冇)了(货|产)", r"\1\2"),
    _rule(r"(?:^|(?<=\s))喂?早晨[呀啊]?|我?(?:同[你您])?计过数[啦喇了]?", " "),
    _rule(r"[呀啊啦吖]?老(?:细|世|闆)[呀啊]?", "，"),
    _rule(r"(?<=[条张只个盒箱件斤])[咋噉](?=[,，。!\s]|$)", ""),
    _rule(r"找过?(?:第二|别|另一?)[间家]", "另请高明"),
    _rule(r"不郁", "不变"),
    _rule(r"(?<=[色的])[果这那](?:款|只|条|个|种)(?=[\u4e00-\u9fff]{2})", ""),
    _rule(r"卖晒", "卖完了"),
    _rule(r"(?<![月十\d一二三])(二十[一二三四五六七八九]?|三十一?)(?=才有[货得])", r"\1号"),
    _rule(r"即刻", "马上"),
    _rule(r"同(?=[你您](?:留|备|发|做|安排|送|整|赶))", "给"),
    _rule(r"(?<=[号日])先(?=送|到|发|交|出|有|做|得)", "才"),
    _rule(r"[先才]啱(?![\u4e00-\u9fff])?", "，"),
    _rule(r"[你您]们?(?:话|说)(?:点|怎么?样?)就(?:点|怎么?样?)(?:啦|吧|呗)?", "照单做"),
    _rule(r"(?<![完现])成单(?=帮|给|减|便宜|再|打|都|[\d一二三四五六七八九])", "整单"),
    _rule(
        rf"(?<={_FIGURE})个(?={_DIGIT}(?:一{_UNIT}|每{_UNIT}|[啦喇呀，,]|就|才|不变|不动))", "块"
    ),
    _rule(
        rf"[\d一二两三四五六七八九十百]+[个块]{_DIGIT}?[啦啊呀喇,，]*"
        rf"(?:(?:讲|说|打|搞|写)错[了咗,，啦]*)+(?=[\d一二两三四五六七八九十百]+[个块])",
        "",
    ),
    _rule(r"(?:两|三|二|2|3|四)(?:只|个|种|样)颜?色(?=都|均|全|也)", ""),
)
#: Softening 呢 at the end of a statement asks nothing.
_SOFT = worded(r"([^,，。!?;\n]{4,})呢(?=[,，。!;\n]|$)")
_ASKS = worded(r"什么|几|多少|哪|怎|吗|谁|还是|是否|不(?=能|行|是|要)|问|请教|知道|何时|有没有")
_SICHUAN: tuple[Rule, ...] = (
    _rule(r"(?<=[块毛元分角斤个条只张盒箱半\d])[嘛哈](?=[\u4e00-\u9fff])", "，"),
    _rule(rf"(?<={_DIGIT})[嘛哈](?=数量|其他|别的|给你|都|交|线|[\u4e00-\u9fff]{{2}}就)", "，"),
)


def _statement(match: re.Match[str]) -> str:
    return match[0] if _ASKS.search(match[1]) else match[1]


def in_the_written_language(plain: Plain) -> Plain:
    """`廿三蚊唔郁` -> `二十三块不变`, the Cantonese characters being simplified already."""
    plain = Plain(plain.text.translate(_SIMPLE), plain.places)
    plain = plain.put([*_NUMBERS, *_SOUNDS, *_CANTONESE, *_SICHUAN])
    return plain.put([(_SOFT, _statement)])
