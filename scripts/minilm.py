"""MiniLM to be taught further, for the scripts that make the encoders' files."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

WIDTH, HEADS = 384, 12
LONGEST = 64  # tokens of a text; the few longer ones are cut
BATCH = 64
DROPPED = 0.1

Row = TypeVar("Row", bound=tuple[list[int], *tuple[int, ...]])

PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "mixed": "attention.output.dense",
    "first_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "second_norm": "output.LayerNorm",
}


class Layer(nn.Module):
    """One transformer layer, by the names of the published weights."""

    def __init__(self, weights: dict[str, np.ndarray], number: int) -> None:
        super().__init__()
        self.prefix = f"encoder.layer.{number}."
        for name, part in PARTS.items():
            weight, bias = (torch.tensor(weights[f"{self.prefix}{part}.{end}"]) for end in ("weight", "bias"))
            module = (
                nn.LayerNorm(WIDTH, eps=1e-12) if "LayerNorm" in part else nn.Linear(weight.shape[1], weight.shape[0])
            )
            module.weight.data, module.bias.data = weight, bias
            setattr(self, name, module)

    def forward(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Attention, then the two-step feed-forward, each with its short cut."""
        batch, length, _ = hidden.shape
        query, key, value = (
            part(hidden).view(batch, length, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        seen = F.scaled_dot_product_attention(query, key, value, attn_mask=mask[:, None, None, :])
        seen = self.mixed(seen.transpose(1, 2).reshape(batch, length, WIDTH))
        hidden = self.first_norm(hidden + seen)
        wide = self.narrow(F.gelu(self.wide(hidden)))
        return self.second_norm(hidden + F.dropout(wide, DROPPED, self.training))


class MiniLM(nn.Module):
    """The first layers of MiniLM; the word table stays as published.

    Args:
        published: weights by their published names.
        layers: how many layers to take.
        pooled: layers whose averages are given out.
    """

    def __init__(self, published: dict[str, np.ndarray], layers: int, pooled: Sequence[int]) -> None:
        super().__init__()
        self.published = published
        self.pooled = pooled
        self.words = nn.Embedding.from_pretrained(torch.tensor(published["embeddings.word_embeddings.weight"]))
        positions = published["embeddings.position_embeddings.weight"][:LONGEST]
        self.register_buffer(
            "positions", torch.tensor(positions + published["embeddings.token_type_embeddings.weight"][0])
        )
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.weight.data = torch.tensor(published["embeddings.LayerNorm.weight"])
        self.norm.bias.data = torch.tensor(published["embeddings.LayerNorm.bias"])
        self.layers = nn.ModuleList(Layer(published, number) for number in range(layers))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return unit vectors, shape (texts, pooled layers, width): the averages of each layer's tokens.

        While it is taught, products are made in half precision, which takes a third less time.
        """
        hidden = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        hidden = F.dropout(hidden, DROPPED, self.training)
        kept = mask[..., None].float()
        seen = {}
        for number, layer in enumerate(self.layers, 1):
            with torch.autocast("cpu", torch.bfloat16, enabled=self.training):
                hidden = layer(hidden, mask)
            if number in self.pooled:
                seen[number] = F.normalize((hidden.float() * kept).sum(1) / kept.sum(1), dim=1)
        return torch.stack([seen[number] for number in self.pooled], 1)

    def weights(self) -> dict[str, np.ndarray]:
        """Return all weights by their published names."""
        found = dict(self.published)
        found["embeddings.LayerNorm.weight"] = self.norm.weight.detach().numpy()
        found["embeddings.LayerNorm.bias"] = self.norm.bias.detach().numpy()
        for layer in self.layers:
            for name, part in PARTS.items():
                module = getattr(layer, name)
                found[f"{layer.prefix}{part}.weight"] = module.weight.detach().numpy()
                found[f"{layer.prefix}{part}.bias"] = module.bias.detach().numpy()
        return found


class Optimiser:
    """AdamW with a rate that first warms up, then falls to nothing.

    Args:
        groups: parameters and the highest rate of each group.
        steps: how many steps there will be.
    """

    def __init__(self, groups: Sequence[tuple[list[nn.Parameter], float]], steps: int) -> None:
        self._parameters = [one for parameters, _ in groups for one in parameters]
        self._adam = torch.optim.AdamW(
            [{"params": parameters, "rate": rate} for parameters, rate in groups], lr=groups[0][1], weight_decay=0.01
        )
        self._step, self._steps = 0, steps

    def step(self, loss: Tensor) -> None:
        """Go one step against ``loss``."""
        done = self._step / self._steps
        for group in self._adam.param_groups:
            group["lr"] = group["rate"] * min(1, 10 * done) * max(0, 1 - done)
        self._adam.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self._parameters, 1.0)
        self._adam.step()
        self._step += 1


def as_tensors(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Lay texts out side by side: token numbers, and which of them are there."""
    longest = max(len(tokens) for tokens in rows)
    ids = torch.tensor([[*tokens, *[0] * (longest - len(tokens))] for tokens in rows])
    mask = torch.tensor([[True] * len(tokens) + [False] * (longest - len(tokens)) for tokens in rows])
    return ids, mask


def batched(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Return ``rows``, whose first part are token numbers, in batches by chance; texts of like length together."""
    mixed = chance.sample(rows, len(rows))
    found = []
    for start in range(0, len(mixed), BATCH * 40):
        alike = sorted(mixed[start : start + BATCH * 40], key=lambda row: len(row[0]))
        found += [alike[at : at + BATCH] for at in range(0, len(alike), BATCH)]
    chance.shuffle(found)
    return found
