"""The overview's figures: what each is called, and exactly what it says.

The definitions are what staff read one click away from a number, so they say what is left out
as well. How the numbers of a day sum up to a figure's one number is in `headlines.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.values import Intent

#: The topics of contacts that ask for nothing.
TALK = frozenset(
    intent.value
    for intent in (
        Intent.GREETING,
        Intent.GOODBYE,
        Intent.THANKS,
        Intent.ACKNOWLEDGE,
        Intent.AFFIRM,
        Intent.DENY,
    )
)
#: The topic of a contact none of whose messages was read by the bot.
UNREAD = "unread"


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    SHARE = "share"
    """0 to 1. Its parts are counts; the share is the headline."""
    MINUTES = "minutes"
    SCORE = "score"
    """1 to 5. Its parts are how often each score was given; the mean is the headline."""


class Better(StrEnum):
    """Which way a figure should go."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the overview.

    Args:
        parts: what its parts are: `topic`, `reason`, `score` …; empty when it has none.
        live: it tells of this moment, and no day of it is kept.
        linked: whether conversations stand behind it.
    """

    name: str
    zh: str
    en: str
    definition_zh: str
    definition_en: str
    unit: Unit = Unit.COUNT
    better: Better = Better.NEITHER
    parts: str = ""
    live: bool = False
    linked: bool = True

    def title(self, language: str) -> str:
        return self.zh if language == "zh" else self.en

    def definition(self, language: str) -> str:
        return self.definition_zh if language == "zh" else self.definition_en


FIGURES = (
    Figure(
        "contacts",
        "来访",
        "Contacts",
        "客户在当天开始的来访次数。对话里客户和客服都已四小时没有写过消息，此时客户写来的消息算一次"
        "新来访；只按按钮或只发命令不算。机器人主动发的通知不影响计算。主题取来访中第一条不是寒暄的"
        "消息的意图（客服纠正过的以纠正为准）；只有寒暄的归入寒暄，机器人没有读过的（如人工接待时）"
        "归入“未读”。语言是该对话现在的语言。",
        "How often customers began to write on the day. A message begins a contact when neither "
        "the customer nor staff had written in the conversation for four hours; pressing buttons "
        "and sending commands alone is none, and what the bot sends does not matter. The topic is "
        "the intent of its first message that is more than small talk (as staff corrected it, if "
        "they did); contacts of small talk alone are counted as such, and those that the bot did "
        "not read, as while staff hold the conversation, as 'unread'. The language is the "
        "conversation's present one.",
        parts="topic",
    ),
    Figure(
        "resolved_alone",
        "未经人工解决",
        "Resolved without staff",
        "当天的来访中，从开始起72小时内该对话从未在客服手中，且客户没有就同一主题再次来访的占比。只有"
        "寒暄的来访不计入。没有再来不等于满意：放弃的客户也算在内，请与评分一起看。最近三天尚未满72"
        "小时，数字还会下降。",
        "The share of the day's contacts after which, for 72 hours from their beginning, staff did "
        "not hold the conversation at any moment and the customer did not come back about the same "
        "topic. Contacts of small talk alone are left out. Not coming back is not the same as "
        "being content: whoever gave up is in it too, so read it beside the ratings. The last "
        "three days' 72 hours are not over: their numbers may still fall.",
        unit=Unit.SHARE,
        better=Better.UP,
        parts="topic",
    ),
    Figure(
        "recontact",
        "72小时内再次来访",
        "Recontact within 72 h",
        "当天的来访中，开始后72小时内同一客户就同一主题再次来访的占比。同一客户：已核实身份的按客户"
        "（跨渠道），否则按账号。同一主题：主题相同，或后一次来访机器人没有读过。寒暄和“未读”的来访"
        "不计入。四小时之内接着问的属于同一次来访，不算再次来访。最近三天的数字还会上升。",
        "The share of the day's contacts after which the same customer began another contact about "
        "the same topic within 72 hours of the first one's beginning. The same customer: by "
        "customer once identity is proven, on whatever channel, otherwise by account. The same "
        "topic: an equal one, or a later contact that the bot did not read. Contacts of small talk "
        "alone and unread ones are left out. Asking again within four hours belongs to the same "
        "contact. The last three days' numbers may still rise.",
        unit=Unit.SHARE,
        better=Better.DOWN,
        parts="topic",
    ),
    Figure(
        "ratings",
        "评分",
        "Ratings",
        "当天客户给已结束的人工服务打的分（1至5分）的平均值，以及每个分数的次数。只有人工服务结束后才"
        "请客户评分，不评的不计入。",
        "The mean of the scores (1 to 5) that customers gave on the day, and how often each was "
        "given. Customers are asked only when staff give a conversation back; whoever does not "
        "answer is not in it.",
        unit=Unit.SCORE,
        better=Better.UP,
        parts="score",
    ),
    Figure(
        "handovers",
        "转人工",
        "Handovers",
        "当天转到客服手中的次数，按原因。客服自己接手的也算（“需要人工处理”）。",
        "How often conversations came into staff's hands on the day, by reason. Those that staff "
        "took by themselves are counted as well ('needs an action').",
        better=Better.DOWN,
        parts="reason",
    ),
    Figure(
        "first_response",
        "首次人工回复用时",
        "First response of staff",
        "当天转人工的对话，从转人工到客服第一次回复所用的分钟数，只计营业时间：中位数，以及90%在此时间"
        "内得到回复（p90，最近秩法）。还没有回复的不在其中，另行计数（unanswered）。",
        "Minutes from the handover to staff's first words, opening hours alone counted, for the "
        "conversations handed over on the day: the median, and the time within which nine of ten "
        "were answered (p90, nearest rank). Those not answered yet are not in it; they are counted "
        "beside it (unanswered).",
        unit=Unit.MINUTES,
        better=Better.DOWN,
        parts="statistic",
    ),
    Figure(
        "waiting_now",
        "正在等待",
        "Waiting now",
        "此刻在客服手中、且客户在等我们回复的对话数，分为无人认领和已认领。暂缓的不算。",
        "Conversations in staff's hands at this moment in which the customer waits for our words: "
        "unassigned and taken. Snoozed ones are left out.",
        better=Better.DOWN,
        parts="assignment",
        live=True,
    ),
    Figure(
        "longest_wait",
        "最长等待",
        "Longest wait",
        "正在等待的对话中，等得最久的已等的分钟数，营业时间以外也算。",
        "Minutes that the longest waiting of them has waited, hours of closing included.",
        unit=Unit.MINUTES,
        better=Better.DOWN,
        live=True,
    ),
    Figure(
        "fallbacks",
        "改用固定句",
        "Plain sentences",
        "当天机器人发出的消息中，含有固定句的条数：模型没有写出可用的话，或一轮处理失败。",
        "Messages that the bot sent on the day with a plain sentence in them: the model's words "
        "could not be used, or a turn failed.",
        better=Better.DOWN,
    ),
    Figure(
        "fact_lock",
        "事实锁拦下",
        "Refused by the fact lock",
        "当天模型写的句子被事实锁拦下的次数，按原因；empty 是模型自己没有把握而没有写。passed 是"
        "通过的次数，不计入总数。含发给供应商的句子和最后没有发出的句子。进程突然中断会丢失最多一刻钟的计数。"
        "不记是哪个对话：点开看到的是当天用了固定句的对话。",
        "How often the fact lock refused a wording of the model on the day, by what was wrong with "
        "it; 'empty' is the model's own doubt. 'passed' counts those that passed and is not in the "
        "total. Wordings for suppliers and those that were never sent are in it. A process that is "
        "killed loses at most a quarter of an hour of it. Which conversation it was is not kept: "
        "those shown are the day's with a plain sentence.",
        better=Better.DOWN,
        parts="breach",
    ),
    Figure(
        "unanswered",
        "没有答案的问题",
        "Questions without an answer",
        "当天没有文章能回答的问题数，按意图和语言。客户要求删除的问题不再计入尚未定稿的日子。",
        "Questions of the day that no article answered, by intent and language. Those that a "
        "customer had erased are gone from days that were not final yet.",
        better=Better.DOWN,
        parts="topic",
    ),
    Figure(
        "actions",
        "办理事项",
        "Actions",
        "当天提出的办理事项，按种类和结果（kind:state）。结果是最后一次计算时的状态，最晚在四天之后。",
        "Actions proposed on the day, by kind and outcome (kind:state). The outcome is that of "
        "when the day was last computed, four days later at most.",
        parts="action",
    ),
    Figure(
        "restock",
        "补货",
        "Restock",
        "当天最后一次查看时：未完成的采购单、其中已过预计到货日的、货架上已到或低于补货点的商品（分为已"
        "订货和未订货）。总数是未订货的。没有查看的日子没有数字，不补算。",
        "At the day's last look: purchase orders that are open, those of them past their expected "
        "day, and items whose shelf is at or below the reorder point, ordered and not. The "
        "headline is those not ordered. A day without a look has no number, and none is made up "
        "later.",
        better=Better.DOWN,
        parts="state",
        linked=False,
    ),
)
_BY_NAME = {figure.name: figure for figure in FIGURES}


def figure_named(name: str) -> Figure:
    """The figure with this name.

    Raises:
        LookupError: there is none.
    """
    if name not in _BY_NAME:
        raise LookupError(f"There is no figure {name!r}.")
    return _BY_NAME[name]
