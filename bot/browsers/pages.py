"""HTML pages from templates. Everything that is put into them is escaped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.browsers.words import Words


class Pages:
    """The templates of a package: its folder `templates` and its `words.toml`.

    A template finds the interface's words in `w` and the language in `language`.
    """

    def __init__(self, package: Path, **shown: Callable[..., object]) -> None:
        self.words = Words(package / "words.toml")
        self._environment = Environment(
            loader=FileSystemLoader(package / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(shown)

    def render(self, template: str, language: str, **values: object) -> str:
        """A page in one language.

        Raises:
            jinja2.UndefinedError: the template names a value or word that there is none of.
        """
        found = self._environment.get_template(template)
        return found.render(w=self.words.of(language), language=language, **values)
