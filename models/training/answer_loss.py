"""How wrong the learned reading of suppliers' answers is, a term for each thing that it tells."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from models.answer_labels import FigureLabel
from models.answer_marks import ACTS, MEASURES, ROLES
from models.training.answer_network import Prepared, Told

_WITH_ITEMS = ("price", "quantity", "minimum")
#: Few items are left out: each counts for so many.
_LEFT_OUT_WEIGHT = 2.0


def loss_of(told: Told, batch: Sequence[Prepared]) -> Tensor:
    """The sum of all terms; of an unsure text only what it does is told."""
    acts = torch.tensor([ACTS.index(one.labelled.act) for one in batch])
    unsure = torch.tensor([float(one.labelled.unsure) for one in batch])
    total = functional.cross_entropy(told.acts, acts)
    total = total + 0.5 * functional.binary_cross_entropy_with_logits(told.unsure, unsure)
    return total + _figures(told, batch) + _days(told, batch) + _left_out(told, batch)


def _sure(whose: Sequence[tuple[int, int]], batch: Sequence[Prepared]) -> list[int]:
    return [row for row, (text, _) in enumerate(whose) if not batch[text].labelled.unsure]


def _figures(told: Told, batch: Sequence[Prepared]) -> Tensor:
    rows = _sure(told.whose_figures, batch)
    if not rows:
        return torch.zeros(())
    labels = [_label(told, batch, row) for row in rows]
    right = torch.tensor([ROLES.index(label.role) for label in labels])
    total = 2 * functional.cross_entropy(told.roles[rows], right)
    terms = [
        (row, label) for row, label in zip(rows, labels, strict=True) if label.role in _WITH_ITEMS
    ]
    if not terms:
        return total
    places = [row for row, _ in terms]
    measures = torch.tensor([MEASURES.index(label.measure) for _, label in terms])
    total = total + functional.cross_entropy(told.measures[places], measures)
    return total + 2 * _items(told, batch, terms)


def _items(
    told: Told, batch: Sequence[Prepared], terms: Sequence[tuple[int, FigureLabel]]
) -> Tensor:
    right = torch.zeros(len(terms), told.items.shape[1])
    counts = torch.zeros_like(right)
    for row, (figure, label) in enumerate(terms):
        items = batch[told.whose_figures[figure][0]].labelled.marked.items
        right[row, list(label.items)] = 1
        counts[row, : items if items > 1 else 0] = 1
    if not counts.any():
        return torch.zeros(())
    wrong = functional.binary_cross_entropy_with_logits(
        told.items[[row for row, _ in terms]], right, reduction="none"
    )
    return (wrong * counts).sum() / counts.sum()


def _days(told: Told, batch: Sequence[Prepared]) -> Tensor:
    rows = _sure(told.whose_days, batch)
    if not rows:
        return torch.zeros(())
    right = [
        batch[text].labelled.days[place] for text, place in (told.whose_days[row] for row in rows)
    ]
    return functional.binary_cross_entropy_with_logits(
        told.days[rows], torch.tensor(right, dtype=torch.float32)
    )


def _left_out(told: Told, batch: Sequence[Prepared]) -> Tensor:
    rows = _sure(told.whose_names, batch)
    if not rows:
        return torch.zeros(())
    right = []
    for text, place in (told.whose_names[row] for row in rows):
        labelled = batch[text].labelled
        named = labelled.marked.names[place].items
        right.append(float(bool(named) and named <= labelled.left_out))
    wanted = torch.tensor(right)
    return functional.binary_cross_entropy_with_logits(
        told.left_out[rows], wanted, pos_weight=torch.tensor(_LEFT_OUT_WEIGHT)
    )


def _label(told: Told, batch: Sequence[Prepared], row: int) -> FigureLabel:
    text, place = told.whose_figures[row]
    return batch[text].labelled.figures[place]
