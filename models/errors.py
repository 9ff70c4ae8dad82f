"""What can go wrong with a model.

    ModelError
    ├── ModelMissing        a file of the model is not there
    ├── ModelCorrupt        a file is there and cannot be used
    ├── ShopWeightsUnusable weights that the shop trained for itself are not whole
    ├── NothingToRollBack   the shipped weights serve, and there are none before them
    ├── NothingTaught       staff taught nothing that could be trained with
    ├── BaseNotServed       a base model of a kind that cannot be converted
    ├── ReviewsMissing      a set of reviews to train with is not there
    ├── ConversionRefused   a converted model does not speak like the trained one
    ├── PhotoUnread         a customer's photo cannot be read; it is answered as without
    ├── DemandDataMissing   the public set that forecasts are checked on is not there
    ├── HistoryUnusable     an item's sales cannot be forecast from as they are
    └── CorpusError         a line of the corpus breaks its format

The first three stop the start of the bot; customers never see them. A photo that is unread is
logged, and staff are told of an unusable history. The others stop a training command. Each message
is one sentence that says what to do or names the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class ModelError(Exception):
    """Anything that is wrong with a model or with what it is made from."""


class ModelMissing(ModelError):
    """A file of the model is not there."""

    def __init__(self, file: Path, command: str) -> None:
        super().__init__(f"{file} is missing; `{command}` builds it.")
        self.file = file


class ModelCorrupt(ModelError):
    """A file of the model is there and cannot be used."""

    def __init__(self, file: Path, command: str, reason: object) -> None:
        why = " ".join(str(reason).split())[:200].rstrip(".")
        super().__init__(f"{file} cannot be used ({why}); `{command}` rebuilds it.")
        self.file = file


class ShopWeightsUnusable(ModelError):
    """A file of the weights that the shop trained for itself is not there or cannot be used."""

    def __init__(self, file: Path, and_then: str) -> None:
        super().__init__(f"{file}, of the shop's own weights, is missing or damaged; {and_then}.")
        self.file = file


class NothingToRollBack(ModelError):
    """There are no weights to go back to."""

    def __init__(self) -> None:
        super().__init__("The shop has no weights of its own: the shipped ones serve.")


class NothingTaught(ModelError):
    """Staff taught nothing yet that could be trained with."""

    def __init__(self) -> None:
        super().__init__("Staff have taught nothing yet that could be trained with.")


class BaseNotServed(ModelError):
    """The base is of a kind that cannot be converted for serving."""

    def __init__(self, base: str, kind: str, served: Sequence[str]) -> None:
        super().__init__(f"{base} is of type {kind}; the base has to be {' or '.join(served)}.")


class ReviewsMissing(ModelError):
    """The folder of public text lacks a set of reviews."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is missing; `--text` names the folder of public text with it.")
        self.file = file


class ConversionRefused(ModelError):
    """The converted model differs too much from the trained one to be shipped."""


class PhotoUnread(ModelError):
    """A customer's photo cannot be read; the message says why, without what is in it."""


class DemandDataMissing(ModelError):
    """The folder of public data lacks the demand that forecasts are checked on."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"{file} is missing; name the folder of public data with it.")
        self.file = file


class HistoryUnusable(ModelError):
    """What is said of an item's past cannot be; the message names the item and the day."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"Item {key} {reason}.")
        self.key = key


class CorpusError(ModelError):
    """A line of the corpus breaks the format in models/corpus/README.md."""

    def __init__(self, file: Path, number: int, reason: str) -> None:
        super().__init__(f"{file}:{number}: {reason}.")
        self.file, self.number = file, number
