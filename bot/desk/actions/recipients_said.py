"""Who is to receive an order, in the customer's words: named as the recipient, or beside one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.rules.names_zh import is_person
from models.script import plain_script

#: Stands for a phone number that was taken out of a text.
PHONE_GAP = " \N{BLACK TELEPHONE} "
_HEAD_ZH = re.compile(
    r"(?P<named>(?:收件人|收货人|联系人)(?:的?(?:姓名|名字))?|姓名)|收(?![件货到])",
)
#: What stands between the word for a recipient and the name.
_LINK_ZH = re.compile(
    r"\s*(?:(?:[也请就]|帮我)*(?:改成|换成|改为|换为|变成|更改为|变更为|改|换|写|填|叫|用|[:：是为]))*\s*"
    r"(?:我的?(?:同事|朋友|老婆|老公|妻子|丈夫|爱人|妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|室友|邻居"
    r"|女儿|儿子)叫?)?"
)
_NAME_ZH = re.compile(r"[\u4e00-\u9fff·]{2,12}|[A-Za-z][A-Za-z .'-]{1,40}")
#: Where a name ends that other words are written right behind.
_ENDS_ZH = re.compile(
    r"的?(?:电话|手机|号码|联系|地址|先生|女士|收|签收|接|来|写|填|改|换|谢谢|麻烦|[她他]|老师|阿姨|叔叔|师傅|小姐)"
)
#: No name begins so: 收件人不变, 收件人都改一下, 收件人是我妈.
_NO_NAME = re.compile(r"[不都还也没跟和要一原照我他她它你您咱变改换这那就吧同用有]|电话|手机|地址")
_LONGEST_NAME = 5
_RECIPIENT_EN = re.compile(
    r"(?:recipient|name|attn|for|c/o)\s*(?:is|:)\s*([A-Za-z][A-Za-z .'-]{1,40})", re.IGNORECASE
)
#: What leads to a name in a sentence, and what follows one.
_LEADS = re.compile(
    r"^.*(?:收件人|收货人|联系人|姓名|名字|寄给|送给|发给|交给|改成|改为|换成|让|给|叫|喊|搵|找|托|由|是|改|换|写|填"
    r"|媳妇|老婆|老公|妻子|丈夫|爱人|妈妈?|爸爸?|姐姐?|妹妹?|哥哥?|弟弟?|室友|邻居|同事|朋友|女儿|儿子)"
)
_FOLLOWS = re.compile(
    r"(?:收货|收件|收|接货|接件|来?[接拿取]|[她他吧哈啊]|老师|阿姨|叔叔|师傅|小姐|的?(?:电话|手机)|先生|女士|签收|代收).*$"
)
_FOR_SOMEBODY = re.compile("收|接货|寄给|送给|发给|转交|交给|叫")


@dataclass(frozen=True, slots=True)
class Named:
    """A recipient's name, and where the words that name them begin and end."""

    name: str
    start: int
    end: int


def recipient_in(said: str) -> Named | None:
    """Who is plainly named as the recipient: 收件人换王芳电话137… -> 王芳; 收件人不变 -> None."""
    plain = plain_script(said)
    for head in _HEAD_ZH.finditer(plain):
        link = _LINK_ZH.match(plain, head.end())
        found = _NAME_ZH.match(plain, head.end() if link is None else link.end())
        name = "" if found is None else _name_at_start(found[0], plainly=bool(head["named"]))
        if found is not None and name:
            end = found.start() + len(name)
            return Named(said[found.start() : end].strip(), head.start(), end)
    found = _RECIPIENT_EN.search(said)
    return None if found is None else Named(found[1].strip(), *found.span())


def _name_at_start(words: str, *, plainly: bool) -> str:
    """The name that words begin with; where it is not plainly asked for it has to look like one."""
    if words.isascii():
        return words
    name = _ENDS_ZH.split(words, maxsplit=1)[0]
    if is_person(name):
        return name
    fits = plainly and 2 <= len(name) <= _LONGEST_NAME and _NO_NAME.match(name) is None
    return name if fits else ""


def person_beside(text: str, address: str) -> str:
    """A Chinese name that stands by itself beside an address: …平江路20号，王芳，☎…

    Only where a phone number comes with it or something is said of a recipient.
    """
    rest = text.replace(address, " ")
    if PHONE_GAP not in rest and not _FOR_SOMEBODY.search(plain_script(rest)):
        return ""
    for part in re.split(rf"[\s，,、。；;:：！!{PHONE_GAP.strip()}]+", rest):
        name = _FOLLOWS.sub("", _LEADS.sub("", part))
        if is_person(plain_script(name)):
            return name
    return ""
