"""What the overview's figures are called and say."""

from __future__ import annotations

import pytest

from bot.rules.figures import FIGURES, Unit, figure_named


def test_each_figure_has_a_name_of_its_own_and_a_definition_in_both_languages() -> None:
    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)
    for figure in FIGURES:
        assert figure_named(figure.name) is figure
        assert figure.title("zh") != figure.title("en")
        assert len(figure.definition("en")) > 60 and figure.definition("en").endswith(".")
        assert len(figure.definition("zh")) > 20 and figure.definition("zh").endswith("。")
    with pytest.raises(LookupError, match="happiness"):
        figure_named("happiness")
    assert figure_named("ratings").unit is Unit.SCORE
