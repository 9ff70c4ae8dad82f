"""The understanding weights that a shop trained for itself, and how they come and go.

A folder holds up to three sets: `current` is served, `previous` was served before, and
`candidate` is what a training made last. Sets move by renaming folders only, and a reader
finds a whole one at every moment between two renames:

    promote    previous -> discarded, current -> previous, candidate -> current
    roll back  current -> swapped, previous -> current, swapped -> previous
"""

from __future__ import annotations

import shutil
from pathlib import Path

from models import UNDERSTANDING_WEIGHTS
from models.errors import ModelCorrupt, ModelMissing, NothingToRollBack, ShopWeightsUnusable
from models.understanding import UnderstandingModel


class ShopWeights:
    """A shop's own weights in `folder`; where it has none, the `shipped` ones serve."""

    def __init__(self, folder: Path, shipped: Path = UNDERSTANDING_WEIGHTS) -> None:
        self.folder, self._shipped = folder, shipped
        self.current, self.previous = folder / "current", folder / "previous"
        self.candidate = folder / "candidate"
        self._discarded, self._swapped = folder / "discarded", folder / "swapped"

    def serving(self) -> Path:
        """The folder to load. It has no `current` only while another process moves the sets."""
        own = next((one for one in (self.current, self.previous) if one.is_dir()), None)
        return own or self._shipped

    def load(self) -> UnderstandingModel:
        """The model that serves.

        Raises:
            ShopWeightsUnusable: the shop's own weights are not whole.
            ModelMissing, ModelCorrupt: there are none, and the shipped ones are not whole.
        """
        folder = self.serving()
        return UnderstandingModel.load(folder) if folder == self._shipped else _load_own(folder)

    def promote(self) -> None:
        """Let the candidate serve and keep what served before.

        Raises:
            ModelMissing, ModelCorrupt: the candidate is not whole; nothing is moved.
        """
        UnderstandingModel.load(self.candidate)
        self._finish_interrupted()
        if self.current.is_dir():
            if self.previous.is_dir():
                self.previous.rename(self._discarded)
            self.current.rename(self.previous)
        self.candidate.rename(self.current)
        shutil.rmtree(self._discarded, ignore_errors=True)

    def roll_back(self) -> Path:
        """Let what served before serve again; the folder that serves now.

        Without a previous set the current one is removed: the shipped weights were before it.

        Raises:
            NothingToRollBack: the shipped weights serve already.
            ShopWeightsUnusable: the previous set is not whole; nothing is moved.
        """
        self._finish_interrupted()
        if not self.current.is_dir():
            raise NothingToRollBack
        if not self.previous.is_dir():
            self.current.rename(self._discarded)
            shutil.rmtree(self._discarded)
            return self._shipped
        _load_own(self.previous, and_then=f"remove {self.folder} to serve the shipped ones")
        self.current.rename(self._swapped)
        self.previous.rename(self.current)
        self._swapped.rename(self.previous)
        return self.current

    def _finish_interrupted(self) -> None:
        """Bring the sets in order that a killed process left between two renames."""
        if self._swapped.is_dir():  # a roll-back is carried through
            if not self.current.is_dir():
                self.previous.rename(self.current)
            self._swapped.rename(self.previous)
        if not self.current.is_dir() and self.previous.is_dir():  # a promotion is taken back
            self.previous.rename(self.current)
        if self._discarded.is_dir():
            if self.current.is_dir() and not self.previous.is_dir():
                self._discarded.rename(self.previous)
            else:
                shutil.rmtree(self._discarded)


def _load_own(
    folder: Path,
    and_then: str = "`python -m bot train intents --rollback` restores the ones before",
) -> UnderstandingModel:
    try:
        return UnderstandingModel.load(folder)
    except (ModelMissing, ModelCorrupt) as error:
        raise ShopWeightsUnusable(error.file, and_then) from error
