"""Making the weights: pre-train, train, convert, evaluate. Serving never imports this.

train_base     -> build/base, a Hugging Face encoder, and the packed file of it that is shipped
train_intents  -> a folder that `models.understanding.UnderstandingModel.load` takes
train_with_shop -> the same with what staff taught, promoted where nothing drops
train_replies  -> a folder that `models.replies.ReplyModel.load` takes
train_answers  -> a file that `models.answer_roles.AnswerRoles.load` takes
train_sentiment -> a folder that `models.sentiment.SentimentModel.load` takes
evaluate       -> one page of figures, as Markdown
write_page     -> the file that keeps the page
"""

from __future__ import annotations

from models.training.answer_roles import train_answers
from models.training.base import train_base
from models.training.evaluate import evaluate
from models.training.intents import train_intents
from models.training.page import Section, write_page
from models.training.replies import train_replies
from models.training.sentiment import train_sentiment
from models.training.shop import train_with_shop
from models.training.shop_examples import TaughtText

__all__ = [
    "Section",
    "TaughtText",
    "evaluate",
    "train_answers",
    "train_base",
    "train_intents",
    "train_replies",
    "train_sentiment",
    "train_with_shop",
    "write_page",
]
