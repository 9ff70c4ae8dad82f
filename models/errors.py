"""What can go wrong with a model.

    ModelError
    ├── ModelMissing        a file of the model is not there
    ├── ModelCorrupt        a file is there and cannot be used
    ├── ConversionRefused   a converted model does not speak like the trained one
    └── CorpusError         a line of the corpus breaks its format

The first two stop the start of the bot; customers never see them. The last two stop a
training command. Each message is one sentence that names the file and what to do.
"""

from __future__ import annotations

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


class ConversionRefused(ModelError):
    """The converted model differs too much from the trained one to be shipped."""


class CorpusError(ModelError):
    """A line of the corpus breaks the format in models/corpus/README.md."""

    def __init__(self, file: Path, number: int, reason: str) -> None:
        super().__init__(f"{file}:{number}: {reason}.")
        self.file, self.number = file, number
