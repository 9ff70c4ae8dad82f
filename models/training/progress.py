"""How a training run shows itself and survives a stop: one set of Trainer arguments.

On a terminal the Trainer draws its bar; elsewhere there is a plain line now and then. A
run that was stopped goes on from its last epoch when the same command is given again.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import torch
from transformers import (
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainerControl,
    TrainerState,
    TrainingArguments,
)
from transformers import logging as transformers_logging
from transformers.trainer_utils import get_last_checkpoint

_LINES_A_RUN = 20
_RUN_FILE = "run.json"


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast to train; `rate` is AdamW's peak learning rate."""

    epochs: float
    batch: int
    rate: float
    warmup: float = 0.1
    decay: float = 0.01


def training_arguments(folder: Path, schedule: Schedule, seed: int) -> TrainingArguments:
    """The Trainer's arguments for a run in bfloat16, on a GPU if there is one; one checkpoint."""
    return TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=schedule.epochs,
        per_device_train_batch_size=schedule.batch,
        learning_rate=schedule.rate,
        warmup_steps=schedule.warmup,
        weight_decay=schedule.decay,
        lr_scheduler_type="cosine",
        seed=seed,
        data_seed=seed,
        bf16=True,
        use_cpu=not torch.cuda.is_available(),
        save_strategy="epoch",
        save_total_limit=1,
        logging_strategy="no",
        report_to=[],
        disable_tqdm=not sys.stderr.isatty(),
        remove_unused_columns=False,
        dataloader_pin_memory=False,
    )


def quiet_libraries() -> None:
    """No load reports, which are about heads not used here; no bars where there is no terminal."""
    transformers_logging.set_verbosity_error()
    if not sys.stderr.isatty():
        transformers_logging.disable_progress_bar()


def train_or_resume(trainer: Trainer, folder: Path, facts: Mapping[str, object]) -> None:
    """Train to the end, from the last checkpoint where `facts` are those of the stopped run."""
    if not sys.stderr.isatty():
        trainer.remove_callback(PrinterCallback)  # prints raw dicts
        trainer.add_callback(PlainLines())
    trainer.train(resume_from_checkpoint=_checkpoint(folder, facts))
    # accelerate leaves the model's forward in bfloat16, and the model where it was trained; what
    # follows compares in float32 on the CPU.
    trainer.accelerator.unwrap_model(trainer.model, keep_fp32_wrapper=False).to("cpu")


def digest(*parts: object) -> str:
    """A short name for training data: another when a line of it changed."""
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def base_digest(base: str | Path | None) -> str:
    """What a run began from: a folder's files by their content, a hub's model by its name.

    So a base that was made anew under the same path is another one.
    """
    folder = Path(str(base))
    if base is None or not folder.is_dir():
        return str(base)
    found = blake2b(digest_size=8)
    for file in sorted(folder.iterdir()):
        if file.is_file():
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def _checkpoint(folder: Path, facts: Mapping[str, object]) -> str | None:
    """The last checkpoint of the same run; what another run left is cleared away."""
    text = json.dumps(dict(facts), sort_keys=True, default=str)
    run = folder / _RUN_FILE
    if run.is_file() and run.read_text(encoding="utf-8") == text:
        last: str | None = get_last_checkpoint(str(folder))
        return last
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    run.write_text(text, encoding="utf-8")
    return None


class PlainLines(TrainerCallback):  # type: ignore[misc]  # transformers leaves its base untyped
    """One line at every twentieth of the run, for logs and pipes."""

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        self._began = time.monotonic()
        print(f"training: {state.max_steps} steps", flush=True)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **_: object
    ) -> None:
        every = max(1, -(-state.max_steps // _LINES_A_RUN))
        if state.global_step % every == 0 or state.global_step == state.max_steps:
            spent = time.monotonic() - self._began
            print(
                f"training: step {state.global_step}/{state.max_steps}, {spent:.0f} s", flush=True
            )
