"""Reading the corpus: messages with intents, mood and entities; replies with slots.

The format is described in models/corpus/README.md. A line that breaks it raises
CorpusError with its file and number: the corpus is code, and is checked like code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.acts import ACTS
from models.errors import CorpusError
from models.values import Entity, EntityKind, Intent, Language, Mood, SlotValue

CORPUS = Path(__file__).parents[1] / "corpus"
_MARKED = re.compile(r"\[([^\[\]]+)\]\((\w+)\)")
_SLOT = re.compile(r"\{(\w*)\}")
ANY_MOOD = "any"


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message as a customer writes it, with what it means; `intents[0]` is the file's.

    An answer to a form has no intents, but slot `values`, which are not known (None) of others.
    """

    text: str
    language: Language
    intents: tuple[Intent, ...]
    mood: Mood
    entities: tuple[Entity, ...]
    writer: str
    values: frozenset[SlotValue] | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say an act; `mood` is None where it suits any."""

    act: str
    language: Language
    mood: Mood | None
    text: str
    slots: frozenset[str]


def read_messages(corpus: Path = CORPUS) -> list[LabelledMessage]:
    """Every message of the corpus, in the order of languages, files and lines."""
    return [
        message
        for file in corpus_files(corpus / "messages")
        for message in written_lines(file, _message)
    ]


def read_wordings(corpus: Path = CORPUS) -> list[Wording]:
    """Every wording of the corpus, in the order of languages, files and lines."""
    return [wording for file in corpus_files(corpus / "replies") for wording in _wordings_of(file)]


def read_pairs(corpus: Path = CORPUS) -> list[tuple[str, str]]:
    """The corpus's messages that were said again in the other language: Chinese, English."""
    file = corpus / "pairs.txt"
    found = []
    for number, line in numbered_lines(file) if file.is_file() else ():
        chinese, separator, english = (part.strip() for part in line.partition(" | "))
        if not line.startswith("#") and not (separator and chinese and english):
            raise CorpusError(file, number, "not `Chinese | English`")
        if separator:
            found.append((chinese, english))
    return found


def parse_entities(marked: str) -> tuple[str, tuple[Entity, ...]]:
    """`寄到[杭州](address)` -> `寄到杭州` and the address at 2 to 4. Raises ValueError."""
    text, entities, at = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        start = len(text)
        text += match[1]
        entities.append(Entity(EntityKind(match[2]), match[1], start, len(text)))
        at = match.end()
    return text + marked[at:], tuple(entities)


def corpus_files(folder: Path) -> list[Path]:
    """The text files of a part of the corpus, by language and name."""
    return [file for language in Language for file in sorted((folder / language).glob("*.txt"))]


def numbered_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file that are not blank, with their numbers from 1."""
    text = file.read_text(encoding="utf-8")
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line.strip()


def written_lines(
    file: Path, read: Callable[[Path, str, str], LabelledMessage]
) -> Iterator[LabelledMessage]:
    """What `read` makes of each line of a file, given the file, the line and its writer.

    Raises CorpusError, naming the line, where `read` raises ValueError or no writer is named above.
    """
    writer = ""
    for number, line in numbered_lines(file):
        if line.startswith("#"):
            writer = _writer(line) or writer
            continue
        if not writer:
            raise CorpusError(file, number, "no `# writer:` line above it")
        try:
            yield read(file, line, writer)
        except ValueError as error:
            raise CorpusError(file, number, str(error)) from error


def _writer(line: str) -> str:
    match = re.match(r"#\s*writer:\s*([\w-]+)", line)
    return match[1] if match else ""


def _message(file: Path, line: str, writer: str) -> LabelledMessage:
    parts = [part.strip() for part in line.split(" | ")]
    if len(parts) not in (2, 3) or not parts[1]:
        raise ValueError("not `mood | text` or `mood | text | other_intent, …`")
    text, entities = parse_entities(parts[1])
    others = [Intent(name.strip()) for name in parts[2].split(",")] if len(parts) == 3 else []
    intents = tuple(dict.fromkeys([Intent(file.stem), *others]))
    return LabelledMessage(
        text, Language(file.parent.name), intents, Mood(parts[0]), entities, writer
    )


def _wordings_of(file: Path) -> Iterator[Wording]:
    for number, line in numbered_lines(file):
        if line.startswith("#"):
            continue
        try:
            yield _wording(file, line)
        except ValueError as error:
            raise CorpusError(file, number, str(error)) from error


def _wording(file: Path, line: str) -> Wording:
    mood, separator, text = (part.strip() for part in line.partition(" | "))
    if not separator or not text:
        raise ValueError("not `mood | text`")
    text = text.replace("\\n", "\n")  # a line of the file is a whole wording
    slots = _SLOT.findall(text)
    if reason := wording_fault(file.stem, text):
        raise ValueError(reason)
    tone = None if mood == ANY_MOOD else Mood(mood)
    return Wording(file.stem, Language(file.parent.name), tone, text, frozenset(slots))


def wording_fault(act_name: str, text: str, offered: frozenset[str] | None = None) -> str:
    """Why `text` may not be said for the act, in a few words; empty when it may.

    `offered` are the plan's slots (default: all that the act may use).
    """
    act = ACTS.get(act_name)
    if act is None:
        return f"{act_name} is no act of models/acts.py"
    slots = _SLOT.findall(text)
    allowed = act.must | (act.may if offered is None else act.may & offered)
    if missing := act.must - set(slots):
        return f"the slot {{{min(missing)}}} is missing"
    if extra := set(slots) - allowed:
        return f"the slot {{{min(extra)}}} is not allowed"
    if len(slots) != len(set(slots)):
        return "a slot appears twice"
    rest = _SLOT.sub("", text)
    if "{" in rest or "}" in rest:
        return "a brace is left open"
    return "a digit is written out" if any(character.isdigit() for character in rest) else ""
