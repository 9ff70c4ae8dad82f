"""The yardstick: logistic regression over character n-grams, on the same corpus."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

from models.script import plain_script
from models.training.corpus import LabelledMessage
from models.values import Intent


def character_classifier(fewest: int = 1) -> Pipeline:
    """TF-IDF of character 1- to 4-grams and a linear classifier, to fit on `bare` texts.

    N-grams that `fewest` texts have count; of long texts those of one alone fill gigabytes.
    """
    return make_pipeline(
        TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=fewest),
        LogisticRegression(C=20, max_iter=300),
    )


def bare(text: str) -> str:
    """A text in one script and case."""
    return plain_script(text).lower()


class CharacterBaseline:
    """The classifier of intents, both languages at once."""

    def __init__(self, messages: Sequence[LabelledMessage]) -> None:
        self._pipeline = character_classifier(fewest=2)
        texts = [bare(message.text) for message in messages]
        self._pipeline.fit(texts, [str(message.intents[0]) for message in messages])

    def predict(self, texts: Sequence[str]) -> list[Intent]:
        """The most probable intent of each text."""
        found = self._pipeline.predict([bare(text) for text in texts])
        return [Intent(name) for name in found]
