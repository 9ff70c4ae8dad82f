"""A Dockerfile's instructions, as far as a test needs them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Instruction:
    """`COPY bot bot` → word COPY, rest `bot bot`."""

    word: str
    rest: str

    def exec_form(self) -> list[str]:
        """The command of an exec form, `["python", "-m", "bot"]`.

        Raises:
            ValueError: it is written in another form.
        """
        start = self.rest.find("[")
        command = json.loads(self.rest[start:]) if start >= 0 else None
        if not isinstance(command, list):
            raise ValueError(f"{self.word} is not in exec form")
        return [str(part) for part in command]


@dataclass
class Stage:
    """What stands between one FROM and the next."""

    image: str
    name: str
    instructions: list[Instruction] = field(default_factory=list)

    def all(self, word: str) -> list[Instruction]:
        return [found for found in self.instructions if found.word == word]

    def last(self, word: str) -> Instruction:
        """The one that holds: a later one replaces it.

        Raises:
            LookupError: there is none.
        """
        found = self.all(word)
        if not found:
            raise LookupError(f"the stage {self.name} has no {word}")
        return found[-1]

    def environment(self) -> dict[str, str]:
        """What ENV sets."""
        pairs = (pair for env in self.all("ENV") for pair in re.findall(r"(\w+)=(\S+)", env.rest))
        return {name: value.strip('"') for name, value in pairs}

    def copied(self) -> list[str]:
        """What COPY takes from the project (not from another stage)."""
        own = (copy.rest.split() for copy in self.all("COPY") if "--from=" not in copy.rest)
        return [source for words in own for source in words[:-1] if not source.startswith("--")]


def stages(path: Path) -> list[Stage]:
    """The stages of a Dockerfile, in order."""
    found: list[Stage] = []
    for instruction in _instructions(path.read_text(encoding="utf-8")):
        if instruction.word == "FROM":
            image, _, name = instruction.rest.partition(" AS ")
            found.append(Stage(image, name))
        else:
            found[-1].instructions.append(instruction)
    return found


def _instructions(text: str) -> list[Instruction]:
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [Instruction(*line.split(maxsplit=1)) for line in joined.splitlines()]
