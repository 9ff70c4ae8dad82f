"""A trained BART or MBart as the two parts that are served, in plain layers.

Hugging Face's own forward keeps its cache in objects that no graph can hold. These
modules compute the same from the same weights, with keys and values as plain tensors; the
shapes are those of `models.reply_graphs`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

#: The kinds of model that can be served: `model_type` of the Hugging Face config.
SERVED_TYPES = ("bart", "mbart")


class Dense(nn.Module):  # type: ignore[misc]
    """Linear layers side by side as one, the weight [in, out] as a graph multiplies it."""

    def __init__(self, *linears: nn.Linear, scale: float = 1.0) -> None:
        """`scale` multiplies what the first layer gives."""
        super().__init__()
        scales = [scale, *[1.0] * (len(linears) - 1)]
        weights = [part.weight * by for part, by in zip(linears, scales, strict=True)]
        biases = [part.bias * by for part, by in zip(linears, scales, strict=True)]
        self.weight = _fixed(torch.cat(weights).T)
        self.bias = _fixed(torch.cat(biases))

    def forward(self, states: Tensor) -> Tensor:
        return states @ self.weight + self.bias


class Embedding(nn.Module):  # type: ignore[misc]
    """Tokens and places [n, t] to normed states [n, t, width]."""

    def __init__(self, side: nn.Module) -> None:
        super().__init__()
        scale = float(getattr(side.embed_tokens, "embed_scale", 1.0))
        self.tokens = _fixed(side.embed_tokens.weight * scale)
        self.places = _fixed(side.embed_positions.weight[side.embed_positions.offset :])
        self.norm = side.layernorm_embedding

    def forward(self, tokens: Tensor, places: Tensor) -> Tensor:
        found = functional.embedding(tokens, self.tokens)
        states: Tensor = self.norm(found + functional.embedding(places, self.places))
        return states


class Block(nn.Module):  # type: ignore[misc]
    """A part of a layer with its residual: normed before, as MBart, or after, as BART."""

    def __init__(self, norm: nn.LayerNorm, before: bool) -> None:
        super().__init__()
        self.norm, self.before = norm, before

    def enter(self, states: Tensor) -> Tensor:
        entered: Tensor = self.norm(states) if self.before else states
        return entered

    def leave(self, states: Tensor, added: Tensor) -> Tensor:
        left: Tensor = states + added if self.before else self.norm(states + added)
        return left


class SelfAttention(Block):
    """Attention to the layer's own states and to keys and values of before."""

    def __init__(self, attention: nn.Module, norm: nn.LayerNorm, before: bool) -> None:
        super().__init__(norm, before)
        self.heads, scale = attention.num_heads, attention.head_dim**-0.5
        parts = (attention.q_proj, attention.k_proj, attention.v_proj)
        self.queries_keys_values = Dense(*parts, scale=scale)
        self.out = Dense(attention.out_proj)

    def forward(
        self, states: Tensor, bias: Tensor, past: Sequence[Tensor] = ()
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The states, and all keys and values."""
        found = _by_head(self.queries_keys_values(self.enter(states)), 3, self.heads)
        queries, keys, values = found[0], found[1], found[2]
        if past:
            keys = torch.cat([past[0], keys], dim=2)
            values = torch.cat([past[1], values], dim=2)
        seen = self.out(_attended(queries, keys, values, bias))
        return self.leave(states, seen), keys, values


class CrossAttention(Block):
    """Attention to keys and values of what was read."""

    def __init__(self, attention: nn.Module, norm: nn.LayerNorm, before: bool) -> None:
        super().__init__(norm, before)
        self.heads, scale = attention.num_heads, attention.head_dim**-0.5
        self.queries = Dense(attention.q_proj, scale=scale)
        self.out = Dense(attention.out_proj)

    def forward(self, states: Tensor, bias: Tensor, read: Sequence[Tensor]) -> Tensor:
        queries = _by_head(self.queries(self.enter(states)), 1, self.heads)[0]
        return self.leave(states, self.out(_attended(queries, read[0], read[1], bias)))


class FeedForward(Block):
    """Two dense layers."""

    def __init__(self, layer: nn.Module, before: bool) -> None:
        super().__init__(layer.final_layer_norm, before)
        self.wide, self.narrow = Dense(layer.fc1), Dense(layer.fc2)
        self.activation = layer.activation_fn

    def forward(self, states: Tensor) -> Tensor:
        return self.leave(states, self.narrow(self.activation(self.wide(self.enter(states)))))


class ReadingPart(nn.Module):  # type: ignore[misc]
    """The encoder, and of each decoder layer the keys and values of what was read."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        side, before = model.model.encoder, norms_before(model)
        self.embedding = Embedding(side)
        self.layers = nn.ModuleList(
            nn.ModuleList(
                [
                    SelfAttention(layer.self_attn, layer.self_attn_layer_norm, before),
                    FeedForward(layer, before),
                ]
            )
            for layer in side.layers
        )
        self.last = side.layer_norm if before else nn.Identity()
        cross = [layer.encoder_attn for layer in model.model.decoder.layers]
        self.heads = cross[0].num_heads
        self.keys_values = nn.ModuleList(Dense(part.k_proj, part.v_proj) for part in cross)

    def forward(self, tokens: Tensor, bias: Tensor) -> tuple[Tensor, ...]:
        """Tokens [n, s], bias [n, 1, 1, s]; keys and values [n, h, s, d] in turn."""
        places = torch.arange(tokens.shape[1]).expand(tokens.shape)
        states = self.embedding(tokens, places)
        for attention, feed_forward in self.layers:
            states, _, _ = attention(states, bias)
            states = feed_forward(states)
        states = self.last(states)
        found = [_by_head(dense(states), 2, self.heads) for dense in self.keys_values]
        return tuple(part for both in found for part in (both[0], both[1]))


class WritingPart(nn.Module):  # type: ignore[misc]
    """The decoder, t tokens further: what follows the last of them."""

    def __init__(self, model: PreTrainedModel) -> None:
        super().__init__()
        side, before = model.model.decoder, norms_before(model)
        self.embedding = Embedding(side)
        self.layers = nn.ModuleList(
            nn.ModuleList(
                [
                    SelfAttention(layer.self_attn, layer.self_attn_layer_norm, before),
                    CrossAttention(layer.encoder_attn, layer.encoder_attn_layer_norm, before),
                    FeedForward(layer, before),
                ]
            )
            for layer in side.layers
        )
        self.last = side.layer_norm if before else nn.Identity()
        self.rated = _fixed(model.lm_head.weight.T)
        self.bias = _fixed(model.final_logits_bias[0])

    def forward(
        self,
        tokens: Tensor,
        places: Tensor,
        bias: Tensor,
        cross_bias: Tensor,
        past: Sequence[Tensor],
        cross: Sequence[Tensor],
    ) -> tuple[Tensor, ...]:
        """The inputs and outputs of `models.reply_graphs.decoder_inputs` and its neighbour."""
        states = self.embedding(tokens, places)
        kept: list[Tensor] = []
        for number, (attention, cross_attention, feed_forward) in enumerate(self.layers):
            mine = slice(2 * number, 2 * number + 2)
            states, keys, values = attention(states, bias, past[mine])
            states = feed_forward(cross_attention(states, cross_bias, cross[mine]))
            kept += [keys, values]
        logits = self.last(states[:, -1]) @ self.rated + self.bias
        return (logits, *kept)


def norms_before(model: PreTrainedModel) -> bool:
    """Whether the model normalises before each part of a layer, as MBart, or after, as BART."""
    return bool(model.config.model_type == "mbart")


def _fixed(tensor: Tensor) -> nn.Parameter:
    return nn.Parameter(tensor.detach().clone().contiguous(), requires_grad=False)


def _by_head(states: Tensor, parts: int, heads: int) -> Tensor:
    """[n, t, parts * width] -> [parts, n, heads, t, width of a head]."""
    rows, tokens, width = states.shape
    shape = (rows, tokens, parts, heads, width // parts // heads)
    return states.view(shape).permute(2, 0, 3, 1, 4)


def _attended(queries: Tensor, keys: Tensor, values: Tensor, bias: Tensor) -> Tensor:
    """Scaled dot-product attention, the queries scaled already; [n, t, width]."""
    found = (queries @ keys.transpose(-1, -2) + bias).softmax(dim=-1) @ values
    rows, _, tokens, _ = found.shape
    return found.transpose(1, 2).reshape(rows, tokens, -1)
