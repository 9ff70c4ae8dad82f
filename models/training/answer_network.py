"""The network of the learned reading of suppliers' answers, as it is trained.

The upper layers of the shipped base with low-rank additions (LoRA: Hu et al. 2021,
arXiv:2106.09685; biases and norms are trained too), above states that the lower layers gave once;
`models/answer_roles.py` reads the same with NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from models.answer_labels import LabelledText
from models.answer_marks import ACTS, FIGURE_SIGNS, MEASURES, PAIR_SIGNS, ROLES
from models.answer_roles import MARKS
from models.plain_bert import LORA_SCALE

RANK = 4
#: Values by which a figure and an item are told to belong together, and hidden units above them.
_NEAR, _HIDDEN = 16, 32
_DROPOUT, _TOKENS_DROPPED = 0.2, 0.08
_UNLIKELY = -9.0


@dataclass(slots=True)
class Prepared:
    """A labelled text made ready.

    `states` [tokens, width] of the lower layers; `marks` [tokens, MARKS]; the tokens of each
    figure, day and name; `signs` [figures, FIGURE_SIGNS]; `pairs` [figures, items, PAIR_SIGNS].
    """

    labelled: LabelledText
    states: Tensor
    marks: Tensor
    figures: list[list[int]]
    days: list[list[int]]
    names: list[list[int]]
    signs: Tensor
    pairs: Tensor


@dataclass(slots=True)
class Told:
    """Logits for a batch; `whose_*` is the text of each row, `items` [figures, items at most]."""

    acts: Tensor
    unsure: Tensor
    roles: Tensor
    measures: Tensor
    items: Tensor
    whose_figures: list[tuple[int, int]]
    days: Tensor
    whose_days: list[tuple[int, int]]
    left_out: Tensor
    whose_names: list[tuple[int, int]]


class LowRank(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """A linear layer whose matrix stays, with a product of two thin ones added."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        layer.weight.requires_grad_(False)
        self.a = nn.Parameter(torch.randn(RANK, layer.in_features) / layer.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(layer.out_features, RANK))

    def forward(self, states: Tensor) -> Tensor:
        told: Tensor = self.layer(states) + LORA_SCALE * ((states @ self.a.T) @ self.b.T)
        return told


class AnswerNetwork(nn.Module):  # type: ignore[misc]  # torch is untyped here
    """The upper layers and the heads.

    Args:
        layers: transformers' BERT layers of the base; copied.
    """

    def __init__(self, layers: Sequence[nn.Module], width: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(_with_additions(deepcopy(layer)) for layer in layers)
        self.mark = nn.Parameter(torch.randn(MARKS, width) * 0.05)
        self.role = nn.Linear(width + len(FIGURE_SIGNS), len(ROLES))
        self.measure = nn.Linear(width + len(FIGURE_SIGNS), len(MEASURES))
        self.day = nn.Linear(width, 2)
        self.left_out = nn.Linear(width, 1)
        self.act = nn.Linear(width, len(ACTS))
        self.unsure = nn.Linear(width, 1)
        self.of_figure = nn.Linear(width, _NEAR)
        self.of_item = nn.Linear(width, _NEAR)
        self.fit = nn.Linear(len(PAIR_SIGNS) + len(ROLES) + len(FIGURE_SIGNS) + 3 * _NEAR, _HIDDEN)
        self.fits = nn.Linear(_HIDDEN, 1)
        self.drop = nn.Dropout(_DROPOUT)

    def forward(self, batch: Sequence[Prepared]) -> Told:
        states, mask = self._padded(batch)
        dark = ((1 - mask) * -1e4)[:, None, None, :]
        with torch.autocast("cpu", torch.bfloat16):
            for layer in self.layers:
                states = layer(states, dark)
                states = states[0] if isinstance(states, tuple) else states
        states = self.drop(states).float()
        whole = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        figures, whose_figures = _rows(states, [one.figures for one in batch])
        days, whose_days = _rows(states, [one.days for one in batch])
        names, whose_names = _rows(states, [one.names for one in batch])
        signs = torch.cat([one.signs for one in batch])
        seen = torch.cat([figures, signs], 1)
        roles = self.role(seen)
        return Told(
            acts=self.act(whole),
            unsure=self.unsure(whole)[:, 0],
            roles=roles,
            measures=self.measure(seen),
            items=self._items(batch, states, figures, signs, roles, whose_figures),
            whose_figures=whose_figures,
            days=self.day(days),
            whose_days=whose_days,
            left_out=self.left_out(names)[:, 0],
            whose_names=whose_names,
        )

    def _padded(self, batch: Sequence[Prepared]) -> tuple[Tensor, Tensor]:
        longest = max(len(one.states) for one in batch)
        width = self.mark.shape[1]
        states = torch.zeros(len(batch), longest, width)
        marks = torch.zeros(len(batch), longest, MARKS)
        mask = torch.zeros(len(batch), longest)
        for row, one in enumerate(batch):
            states[row, : len(one.states)] = one.states.float()
            marks[row, : len(one.marks)] = one.marks
            mask[row, : len(one.states)] = 1
        states = states + marks @ self.mark
        if self.training:
            states = states * (torch.rand(len(batch), longest, 1) > _TOKENS_DROPPED)
        return states, mask

    def _items(
        self,
        batch: Sequence[Prepared],
        states: Tensor,
        figures: Tensor,
        signs: Tensor,
        roles: Tensor,
        whose: Sequence[tuple[int, int]],
    ) -> Tensor:
        """Logits that a figure is about an item; far below zero where there is no such item."""
        most = max(one.labelled.marked.items for one in batch)
        told = torch.full((len(whose), most), _UNLIKELY)
        rows, about, seen, places = [], [], [], []
        likely = roles.detach().softmax(-1)
        for row, (text, figure) in enumerate(whose):
            one = batch[text]
            for item in range(one.labelled.marked.items if one.labelled.marked.items > 1 else 0):
                rows.append(figures[row])
                about.append(_item_state(one, states[text], item))
                seen.append(torch.cat([one.pairs[figure, item], likely[row], signs[row]]))
                places.append((row, item))
        if not places:
            return told
        near, both = self.of_figure(torch.stack(rows)), self.of_item(torch.stack(about))
        hidden = torch.relu(self.fit(torch.cat([torch.stack(seen), near, both, near * both], 1)))
        where = torch.tensor(places)
        return told.index_put((where[:, 0], where[:, 1]), self.fits(hidden)[:, 0])


def _item_state(one: Prepared, states: Tensor, item: int) -> Tensor:
    """The mean state of the tokens that name an item; zeros where none does."""
    names = zip(one.labelled.marked.names, one.names, strict=True)
    places = [
        at for name, tokens in names if item in name.items and not name.general for at in tokens
    ]
    return states[places].mean(0) if places else states.new_zeros(states.shape[-1])


def _rows(states: Tensor, spans: Sequence[list[list[int]]]) -> tuple[Tensor, list[tuple[int, int]]]:
    """The mean state of each span's tokens, and whose it is."""
    whose = [(text, place) for text, found in enumerate(spans) for place in range(len(found))]
    rows = [states[text, spans[text][place]].mean(0) for text, place in whose]
    return (torch.stack(rows) if rows else states.new_zeros(0, states.shape[-1])), whose


def _with_additions(layer: nn.Module) -> nn.Module:
    attention = layer.attention
    attention.self.query = LowRank(attention.self.query)
    attention.self.key = LowRank(attention.self.key)
    attention.self.value = LowRank(attention.self.value)
    attention.output.dense = LowRank(attention.output.dense)
    layer.intermediate.dense = LowRank(layer.intermediate.dense)
    layer.output.dense = LowRank(layer.output.dense)
    return layer
