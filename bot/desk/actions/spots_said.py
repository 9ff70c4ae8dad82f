"""A place to send to that is named without its address: my office, 送到单位.

It answers the question where an order is to go, though not in full.
"""

from __future__ import annotations

import re

from models.script import plain_script

_TO_ZH = re.compile("(?:送|寄|发|改|换|搬|挪|放|拿|邮)(?:去|到|往|给|回|来)")
_SPOT_ZH = (
    "上班的?地方|单位|公司|办公室|工作室|工厂|厂里|店里|店铺|门店|学校|宿舍|寝室|家里?|老家|娘家|新家|新房"
    "|住的?地方|楼下|小区|驿站|门卫|前台|自提点|代收点|快递柜|菜鸟|这边|那边|这里|这儿|那儿|那里"
)
_GOES_TO_ZH = re.compile(f"{_TO_ZH.pattern}.{{0,12}}(?:{_SPOT_ZH}|[\u4e00-\u9fff]+(?:里|处))")
_SPOT_ALONE_ZH = re.compile(
    f"^\\W*(?:(?:就|我们?|咱们?|的|到|去|在|新|是|那个?)*)(?:[\u4e00-\u9fff]{{0,4}})(?:{_SPOT_ZH})"
    r"(?:门口|楼下|旁边|来|去|吧|就|行|好|可以|了|哈|啊|呗|\W)*$"
)
_SPOT_EN = (
    r"(?:office|work(?:place)?|home|house|place|flat|apartment|shop|store|school|campus|dorm|hotel"
    r"|studio|gym|neighbou?r'?s?|reception|mum'?s|mom'?s|dad'?s|parents'?|sister'?s|brother'?s"
    r"|friend'?s|girlfriend'?s|boyfriend'?s|wife'?s|husband'?s|new (?:address|one))"
)
_GOES_TO_EN = re.compile(
    r"\b(?:send|ship|deliver|bring|post|drop|change|get|go|take|mail|switch)\b.{0,40}?"
    rf"\b(?:to|at)\s+(?:(?:my|our|the|a|his|her)\s+)?(?:\w+\s+)?{_SPOT_EN}(?!\w)"
    rf"|\bat (?:my |our |the )?{_SPOT_EN}(?!\w)",
    re.IGNORECASE,
)
_SPOT_ALONE_EN = re.compile(
    rf"^\W*(?:(?:to|at|the|my|our|just|new|a)\s+)*(?:{_SPOT_EN}(?!\w)\s*)+(?:\W|please|pls|thanks?)*$",
    re.IGNORECASE,
)
#: Who names a place so asks what it costs or how long it takes, and gives no address.
_ASKS = re.compile(
    r"多少|多久|几天|几点|运费|邮费|收费|要钱|加钱|免费|什么时候|啥时候|怎么|为什么|哪|退|发票|抬头|谢谢你|你们|贵司|什么"
    r"|\b(?:how|when|what|which|why|cost|fee|fees|charge|charged|extra|free|refund|return|track|pay|invoice)\b",
    re.IGNORECASE,
)
#: No longer than this is a place that is named without its address.
_LONGEST_SPOT = 60


def names_spot(text: str) -> bool:
    """Whether a text names a place to send to without its address: 送到我上班的地方 / my office."""
    said = plain_script(text).replace("’", "'")
    if len(said) > _LONGEST_SPOT or _ASKS.search(said):
        return False
    named = (_GOES_TO_ZH, _SPOT_ALONE_ZH, _GOES_TO_EN, _SPOT_ALONE_EN)
    return any(words.search(said) is not None for words in named)
